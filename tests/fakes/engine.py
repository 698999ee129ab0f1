"""An engine that gives the readings it was handed, in order, and remembers what it was asked."""

from collections.abc import Callable, Iterable, Iterator

from assistant.domain.reading import Intent, Reading
from assistant.domain.reply import ReplyPlan
from assistant.errors import EngineError
from assistant.ports import ReadRequest

Scripted = Reading | Callable[[ReadRequest], Reading] | EngineError


class ScriptedEngine:
    """Reads from a script; what comes after its end is understood as a message without any claim.

    Attributes:
        requests: every request to read, in order.
        plans: every plan of a reply, in order.
    """

    name = "scripted"

    def __init__(self, *script: Scripted, by_words: dict[str, Reading] | None = None) -> None:
        """Set the script.

        Args:
            script: readings, functions that make one, or errors to raise.
            by_words: readings for messages that contain these words, looked up before the script.
        """
        self.requests: list[ReadRequest] = []
        self.plans: list[ReplyPlan] = []
        self._script: Iterable[Scripted] = iter(script)
        self._by_words = by_words or {}

    def read(self, request: ReadRequest) -> Reading:
        """Give the next reading."""
        self.requests.append(request)
        for words, reading in self._by_words.items():
            if words in request.source.text:
                return reading
        step = next(iter(self._script), Reading(engine=self.name, intent=Intent.ANSWER))
        if isinstance(step, EngineError):
            raise step
        return step(request) if callable(step) else step

    def reply(self, plan: ReplyPlan) -> Iterator[str]:
        """Say plainly what was heard, in two pieces."""
        self.plans.append(plan)
        heard = ", ".join(item.title.lower() for item in plan.heard)
        yield "Noted: "
        yield f"{heard}." if heard else "nothing new."
