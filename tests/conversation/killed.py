"""Says one message in a process that is killed at a given moment of the turn: DATABASE SESSION MOMENT WORDS."""

import os
import signal
import sys
from datetime import UTC, datetime

from assistant import knowledge, resources
from assistant.domain.reading import Reading
from assistant.ports import Stage
from assistant.service import Assistant
from assistant.store.sql import SqlStore
from tests.fakes.guidance import FixedGuidance

DATABASE, SESSION, MOMENT, WORDS = sys.argv[1:]


def die_at(moment: str) -> None:
    """Be killed, if this is the moment."""
    if moment == MOMENT:
        os.kill(os.getpid(), signal.SIGKILL)


class Dying:
    """An engine that may not live to see the end of its turn."""

    name = "hosted"

    def read(self, request):
        return Reading(engine=self.name)

    def reply(self, plan):
        yield "One. "
        die_at("reply")
        yield "Two."


def listen(event):
    die_at(event.name if isinstance(event, Stage) else type(event).__name__.lower())


store = SqlStore(f"sqlite:///{DATABASE}")
catalogue = knowledge.load(resources.folder("knowledge"), None)
assistant = Assistant(catalogue, {"hosted": Dying()}, FixedGuidance(), lambda: store, lambda: datetime.now(UTC))
assistant.say(SESSION, WORDS, listen=listen)
sys.exit("it lived on")
