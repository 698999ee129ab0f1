"""What to ask next: the open fields in order of worth, each asked once, and several together where it reads naturally."""

from enum import StrEnum

from assistant.domain.base import Value
from assistant.domain.catalogue import Catalogue, FieldSpec, Option
from assistant.domain.conditions import Facts
from assistant.domain.reading import Status


class Round(StrEnum):
    """Why a field is asked about.

    At first, again since the answer missed it, for more detail, for a reason, or, though it was told, since a warning
    stands by it or it was told to be lacking.
    """

    FIRST = "first"
    AGAIN = "again"
    MORE = "more"
    REASON = "reason"
    SETTLE = "settle"


class Question(Value):
    """A question to put to the person.

    Attributes:
        field: the field that it fills.
        text: one interrogative sentence.
        why: why the answer matters.
        options: the vocabulary to choose from, beside free text.
        flags: raised flags that the answer could settle.
        good: an example of a good answer.
        settles: other fields that the same question settles.
        conflict: asks which of two contradicting statements holds.
        round: why the field is asked about.
        pressing: a weighty flag hangs on it.
        worth: what it was ranked by.
    """

    field: str
    text: str
    why: str
    options: tuple[Option, ...] = ()
    flags: tuple[str, ...] = ()
    good: str = ""
    settles: tuple[str, ...] = ()
    conflict: bool = False
    round: Round = Round.FIRST
    pressing: bool = False
    worth: float = 0.0

    @property
    def key(self) -> str:
        """What is remembered as asked; a question about a contradiction, or a second round, counts apart."""
        return self.topic if self.round is Round.FIRST else f"{self.topic}#{self.round}"

    @property
    def topic(self) -> str:
        """What it is about, in whichever round."""
        return conflict_key(self.field) if self.conflict else self.field

    @property
    def keys(self) -> tuple[str, ...]:
        """All that counts as asked with it."""
        return (self.key, *self.settles)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it asks about."""
        return (self.field, *self.settles)


class Depth(StrEnum):
    """How much the person wants to be asked."""

    QUICK = "quick"
    STANDARD = "standard"
    THOROUGH = "thorough"


QUICK_QUESTIONS = 7


def conflict_key(field: str) -> str:
    """The key under which the question about a field's contradiction is remembered."""
    return f"{field}#conflict"


def next_question(ranked: tuple[Question, ...], depth: Depth, asked: int, catalogue: Catalogue) -> Question | None:
    """Choose what to ask now, or None where it is enough for the depth that the person chose.

    Args:
        ranked: questions still worth asking, best first.
        depth: quick stops after seven questions, standard after the core fields and weighty flags, thorough asks all;
            what was told and is lacking is asked about by standard only where a blocker hangs on it.
        asked: how many questions were put already.
        catalogue: tells which fields are core.
    """
    if depth is Depth.QUICK and asked >= QUICK_QUESTIONS:
        return None
    if depth is Depth.THOROUGH:
        return next(iter(ranked), None)
    wanted = (question for question in ranked if question.conflict or question.pressing or _core(question, catalogue))
    return next(wanted, None)


def _core(question: Question, catalogue: Catalogue) -> bool:
    return question.round is Round.FIRST and any(catalogue.field_by_id[field].core for field in question.fields)


def applies(spec: FieldSpec, facts: Facts) -> bool:
    """Tell whether a field applies to this project as far as it is known."""
    return spec.asked_when is None or spec.asked_when.check(facts).holds


def open_core(facts: Facts, catalogue: Catalogue) -> tuple[str, ...]:
    """Core fields that apply and are missing, in the guide's order."""
    return tuple(
        spec.id
        for spec in catalogue.fields
        if spec.core and applies(spec, facts) and facts.scope.field(spec.id).status is Status.MISSING
    )


def question_about(spec: FieldSpec, *, round_: Round = Round.FIRST) -> Question:
    """The plain question about one field, whatever is known."""
    text = {Round.MORE: spec.follow_up, Round.REASON: f"Why doesn't “{spec.title}” apply here, in a few words?"}
    return Question(
        field=spec.id,
        text=text.get(round_, spec.question),
        why=spec.why,
        options=() if round_ is Round.REASON else spec.options,
        good="" if round_ is Round.REASON else spec.good,
        round=round_,
    )
