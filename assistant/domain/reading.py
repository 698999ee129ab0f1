"""What an engine observed in a text: claims, signals, remarks, and what the person wants.

A reading is an observation and carries no judgement: grounding checks its quotes, rules draw conclusions.
"""

from enum import StrEnum

from pydantic import Field

from assistant.domain.base import Value
from assistant.domain.evidence import Evidence


class Status(StrEnum):
    """What is known of a field; the four are never mixed up."""

    STATED = "stated"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    MISSING = "missing"


class Polarity(StrEnum):
    """How a fact stands in the text; only `present` counts as evidence for a rule."""

    PRESENT = "present"
    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"
    OTHER_PARTY = "other_party"


class Intent(StrEnum):
    """What the person does with a message."""

    ANSWER = "answer"
    CORRECTION = "correction"
    QUESTION = "question"
    SKIP = "skip"
    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"
    GO_BACK = "go_back"
    REPEAT = "repeat"
    STOP = "stop"
    START_OVER = "start_over"
    FILL_IN = "fill_in"
    OFF_TOPIC = "off_topic"
    INSULT = "insult"


class Claim(Value):
    """A value that an engine says the text gives a field, with the words it rests on.

    Attributes:
        field: `section.field` of the catalogue.
        status: stated, unknown or not_applicable; a missing field has no claim.
        value: a short statement in the person's own terms; empty takes the quote.
        choices: values of the field's closed vocabulary.
        quote: the words, verbatim.
        near: offset where the engine saw them, to tell repeated words apart.
        confidence: probability that the claim is right, 0 to 1.
        basis: why it was read so, for `--explain`.
    """

    field: str
    status: Status = Status.STATED
    value: str = ""
    choices: tuple[str, ...] = ()
    quote: str
    near: int | None = None
    confidence: float = Field(default=0.8, ge=0, le=1)
    basis: str = ""


class Signal(Value):
    """A fact of the closed vocabulary that an engine saw, with the words it rests on."""

    id: str
    polarity: Polarity = Polarity.PRESENT
    quote: str
    near: int | None = None
    confidence: float = Field(default=0.8, ge=0, le=1)
    basis: str = ""


class Remark(Value):
    """Something worth noting outside the vocabulary: shown as a remark, never a flag."""

    text: str
    quote: str
    near: int | None = None


class Usage(Value):
    """What a reading or reply cost."""

    seconds: float = 0.0
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0

    def plus(self, other: "Usage") -> "Usage":
        """Add two costs."""
        return Usage(
            seconds=self.seconds + other.seconds,
            calls=self.calls + other.calls,
            tokens_in=self.tokens_in + other.tokens_in,
            tokens_out=self.tokens_out + other.tokens_out,
        )


class Reading(Value):
    """All that an engine observed in one text.

    Attributes:
        engine: what read it (`embedded` or `openai:MODEL`).
        side_question: the question that the person puts in return, if any, in their words.
        corrects: the field that a correction is about, where the message says so.
        notice: one sentence for the person where reading did not go as planned.
    """

    engine: str
    claims: tuple[Claim, ...] = ()
    signals: tuple[Signal, ...] = ()
    remarks: tuple[Remark, ...] = ()
    intent: Intent = Intent.ANSWER
    side_question: str = ""
    corrects: str | None = None
    notice: str = ""
    usage: Usage = Usage()


class GroundedClaim(Value):
    """A claim whose quote code has found in the source."""

    field: str
    status: Status
    value: str
    choices: tuple[str, ...] = ()
    evidence: Evidence
    confidence: float
    basis: str = ""


class GroundedSignal(Value):
    """A signal whose quote code has found in the source."""

    id: str
    polarity: Polarity
    evidence: Evidence
    confidence: float
    basis: str = ""


class GroundedRemark(Value):
    """A remark whose quote code has found in the source."""

    text: str
    evidence: Evidence


class Rejection(Value):
    """A part of a reading that was not taken, and why."""

    what: str
    quote: str
    reason: str


class Grounded(Value):
    """A verified reading: what holds, and what was rejected."""

    claims: tuple[GroundedClaim, ...] = ()
    signals: tuple[GroundedSignal, ...] = ()
    remarks: tuple[GroundedRemark, ...] = ()
    rejections: tuple[Rejection, ...] = ()
