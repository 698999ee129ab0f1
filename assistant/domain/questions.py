"""What to ask next: the open fields in order of worth, each asked once."""

from enum import StrEnum

from assistant.domain.base import Value
from assistant.domain.catalogue import Catalogue, FieldSpec, Option
from assistant.domain.conditions import Facts
from assistant.domain.reading import Status
from assistant.domain.rules import Flag

FLAG_WORTH = {"blocker": 0.5, "high": 0.12, "medium": 0.05, "low": 0.01}
CONFLICT_WORTH = 0.6
UNKNOWN_WORTH = 0.05
CORE_WORTH = 0.3


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
    worth: float = 0.0

    @property
    def key(self) -> str:
        """What is remembered as asked; a question about a contradiction counts apart."""
        return conflict_key(self.field) if self.conflict else self.field


class Depth(StrEnum):
    """How much the person wants to be asked."""

    QUICK = "quick"
    STANDARD = "standard"
    THOROUGH = "thorough"


QUICK_QUESTIONS = 7


def conflict_key(field: str) -> str:
    """The key under which the question about a field's contradiction is remembered."""
    return f"{field}#conflict"


def next_question(
    ranked: tuple[Question, ...], depth: Depth, asked: int, catalogue: Catalogue
) -> Question | None:
    """Choose what to ask now, or None where it is enough for the depth that the person chose.

    Args:
        ranked: questions still worth asking, best first.
        depth: quick stops after seven questions, standard after the core fields and flags, thorough asks all.
        asked: how many questions were put already.
        catalogue: tells which fields are core.
    """
    if depth is Depth.QUICK and asked >= QUICK_QUESTIONS:
        return None
    if depth is Depth.THOROUGH:
        return next(iter(ranked), None)
    wanted = (
        question
        for question in ranked
        if catalogue.field_by_id[question.field].core or question.flags or question.conflict
    )
    return next(wanted, None)


def rank(facts: Facts, flags: tuple[Flag, ...], catalogue: Catalogue) -> tuple[Question, ...]:
    """Order the questions that are still worth asking, the most valuable first.

    A closed, inapplicable or already asked field is never offered; a field in conflict is asked once more.
    """
    questions = [
        _question(spec, facts, flags) for spec in catalogue.fields if _askable(spec, facts)
    ]
    return tuple(sorted(questions, key=lambda question: -question.worth))


def applies(spec: FieldSpec, facts: Facts) -> bool:
    """Tell whether a field applies to this project as far as it is known."""
    return spec.asked_when is None or spec.asked_when.check(facts).holds


def open_core(facts: Facts, catalogue: Catalogue) -> tuple[str, ...]:
    """Core fields that apply and are missing, in the guide's order."""
    return tuple(
        spec.id
        for spec in catalogue.fields
        if spec.core
        and applies(spec, facts)
        and facts.scope.field(spec.id).status is Status.MISSING
    )


def _askable(spec: FieldSpec, facts: Facts) -> bool:
    state = facts.scope.field(spec.id)
    key = conflict_key(spec.id) if state.conflict else spec.id
    return not state.closed and key not in facts.asked and applies(spec, facts)


def _question(spec: FieldSpec, facts: Facts, flags: tuple[Flag, ...]) -> Question:
    state = facts.scope.field(spec.id)
    touching = [flag for flag in flags if spec.id in flag.fields]
    worth = spec.worth + sum(FLAG_WORTH[flag.severity] for flag in touching)
    worth += CORE_WORTH if spec.core else 0.0
    worth += CONFLICT_WORTH if state.conflict else 0.0
    worth += UNKNOWN_WORTH if state.status is Status.UNKNOWN else 0.0
    text = spec.question
    if state.conflict:
        quotes = " and ".join(f"“{item.quote}”" for item in state.evidence[:2])
        text = f"I read both {quotes}: which holds?"
    return Question(
        field=spec.id,
        text=text,
        why=spec.why,
        options=spec.options,
        flags=tuple(flag.id for flag in touching),
        good=spec.good,
        settles=tuple(
            field for field in spec.asks_also if not facts.scope.field(field).closed and field not in facts.asked
        ),
        conflict=state.conflict,
        worth=round(worth, 4),
    )
