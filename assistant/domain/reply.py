"""What a reply has to say; an engine words it, but cannot change what is in it."""

from assistant.domain.base import Value
from assistant.domain.catalogue import Passage
from assistant.domain.questions import Question
from assistant.domain.reading import Intent, Status
from assistant.domain.rules import Flag
from assistant.domain.verdict import Verdict


class Heard(Value):
    """A field that the message changed.

    Attributes:
        before: the value that it replaced, where it did.
    """

    field: str
    title: str
    status: Status
    value: str
    choices: tuple[str, ...] = ()
    before: str | None = None
    conflict: bool = False


class Citation(Value):
    """A passage that a reply quotes from, with its number in the text and the day on which its facts were checked."""

    number: int
    passage: str
    title: str
    source: str
    url: str
    checked: str = ""


class ReplyPlan(Value):
    """All that the reply to one message must bring across.

    Attributes:
        intent: what the person did.
        message: their words.
        heard: fields that the message changed.
        new_flags: warnings that it brought up.
        settled_flags: ids of warnings that it settled.
        question: what to ask next; None where it is enough.
        repeated: the question was put before and still stands.
        side_question: the person's question in return.
        passages: guidance found for the side question, best first.
        reopened: titles of fields that a correction re-opened.
        verdict: the decision as it stands.
        open_points: how many core fields are still missing.
        notice: something that did not go as planned, in a sentence.
        opening: the talk begins.
        first: sentences that code says word for word before the engine's.
        last: what code says after them.
        complete: code's words are the whole reply; no engine is asked for any.
        until: the moment on the monotonic clock at which the turn's time is used up; None for no limit.
    """

    intent: Intent
    message: str = ""
    heard: tuple[Heard, ...] = ()
    new_flags: tuple[Flag, ...] = ()
    settled_flags: tuple[str, ...] = ()
    question: Question | None = None
    repeated: bool = False
    side_question: str = ""
    passages: tuple[Passage, ...] = ()
    reopened: tuple[str, ...] = ()
    verdict: Verdict
    open_points: int = 0
    notice: str = ""
    opening: bool = False
    first: tuple[str, ...] = ()
    last: str = ""
    complete: bool = False
    until: float | None = None
