"""What is stored of a talk: its turns, and the session as it stands in a list."""

from datetime import datetime
from enum import StrEnum

from assistant.domain.base import Value
from assistant.domain.evidence import Evidence, Source
from assistant.domain.questions import Depth, Question
from assistant.domain.reading import Grounded, Intent, Usage
from assistant.domain.reply import Citation

_AFTER_OPENING = 2


class TurnKind(StrEnum):
    """What a turn did."""

    OPENING = "opening"
    MESSAGE = "message"
    DESCRIPTION = "description"
    EDIT = "edit"
    UNDO = "undo"
    START_OVER = "start_over"


OWN_KINDS = frozenset({TurnKind.MESSAGE, TurnKind.DESCRIPTION, TurnKind.EDIT, TurnKind.START_OVER})
"""Turns in which the person did something, so that it can be taken back."""


class Owner(Value):
    """Who would know an open point, as the person named them."""

    field: str
    name: str


class Turn(Value):
    """One completed step of a talk.

    Attributes:
        seq: place in the talk, from 1.
        text: the person's words, or the value they entered by hand.
        said_by: whose words these are, where they were passed on for somebody else.
        asked: the question that the message answered.
        field: the field that an edit is about.
        grounded: what the reading brought, quotes checked.
        intent: what the person did.
        corrects: the field that a correction was about.
        reopened: fields that were re-opened because what they depend on changed.
        reply: what the assistant said.
        question: what it asked.
        engine: what read the text.
        prompt_versions: versions of the prompts used, where a model read it.
        stopped: the reply was broken off; what was said of it is kept.
        undoes: seq of the turn that an undo takes back.
        undone: the words that the undo took back.
        owners: who would know what, as named in this turn.
        against: words said before that speak against "not applicable".
    """

    seq: int
    kind: TurnKind
    at: datetime
    text: str = ""
    said_by: str | None = None
    asked: Question | None = None
    field: str | None = None
    grounded: Grounded = Grounded()
    intent: Intent = Intent.ANSWER
    corrects: str | None = None
    reopened: tuple[str, ...] = ()
    reply: str = ""
    question: Question | None = None
    citations: tuple[Citation, ...] = ()
    engine: str = ""
    prompt_versions: tuple[str, ...] = ()
    notice: str = ""
    usage: Usage = Usage()
    stopped: bool = False
    undoes: int | None = None
    undone: str = ""
    owners: tuple[Owner, ...] = ()
    against: tuple[Evidence, ...] = ()

    @property
    def source(self) -> Source:
        """The text of this turn as a source of evidence."""
        return Source(id=source_id(self.kind, self.seq), text=self.text, said_by=self.said_by)


class SessionInfo(Value):
    """A session as it stands in a list.

    Attributes:
        engine: what the person chose to read it; empty for the default.
    """

    id: str
    title: str
    created: datetime
    updated: datetime
    depth: Depth = Depth.STANDARD
    engine: str = ""
    version: int = 0
    turns: int = 0


def source_id(kind: TurnKind, seq: int) -> str:
    """The id under which a turn's text is cited."""
    return "description" if kind is TurnKind.DESCRIPTION and seq <= _AFTER_OPENING else f"turn-{seq}"
