"""What to ask next: the open fields in order of worth, each asked once, and several together where it reads naturally."""

from enum import StrEnum

from assistant.domain.base import Value
from assistant.domain.catalogue import Catalogue, FieldSpec, Joint, Option
from assistant.domain.conditions import Facts
from assistant.domain.reading import Status
from assistant.domain.rules import Flag
from assistant.domain.stakes import Stake
from assistant.domain.together import follows_from

CONFLICT_WORTH = 0.6
UNKNOWN_WORTH = 0.05
CORE_WORTH = 0.3
MOST_STAKES = 0.6
ALSO_SHARE = 0.3
MOST_FLAGS = 4
PRESSING = frozenset({"blocker", "high"})


class Round(StrEnum):
    """Why a field is asked about: at first, again since the answer missed it, for more detail, or for a reason."""

    FIRST = "first"
    AGAIN = "again"
    MORE = "more"
    REASON = "reason"


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
        depth: quick stops after seven questions, standard after the core fields and weighty flags, thorough asks all.
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
        if question.conflict or question.pressing or any(catalogue.field_by_id[field].core for field in question.fields)
    )
    return next(wanted, None)


def rank(facts: Facts, flags: tuple[Flag, ...], catalogue: Catalogue) -> tuple[Question, ...]:
    """Order the questions that are still worth asking, the most valuable first.

    A closed, inapplicable or already asked field is never offered; a field in conflict is asked once more.
    """
    stake = Stake(facts, catalogue)
    single = {spec.id: _question(spec, facts, flags, stake) for spec in catalogue.fields if _askable(spec, facts)}
    questions = _joined(single, facts, flags, catalogue, stake)
    return tuple(sorted(questions, key=lambda question: -question.worth))


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


def _fresh(spec: FieldSpec, facts: Facts) -> bool:
    """Not closed, and not asked yet."""
    state = facts.scope.field(spec.id)
    key = conflict_key(spec.id) if state.conflict else spec.id
    return not state.closed and key not in facts.asked


def _askable(spec: FieldSpec, facts: Facts) -> bool:
    return _fresh(spec, facts) and applies(spec, facts)


def _question(spec: FieldSpec, facts: Facts, flags: tuple[Flag, ...], stake: Stake) -> Question:
    state = facts.scope.field(spec.id)
    stakes = stake.of(spec)
    raised = {flag.id: flag for flag in flags}
    could = [flag for flag in stakes.flags if flag in raised]
    worth = spec.worth + min(stakes.worth, MOST_STAKES)
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
        flags=tuple(could[:MOST_FLAGS]),
        good="" if state.conflict else spec.good,
        settles=() if state.conflict else _also(spec, facts),
        conflict=state.conflict,
        pressing=any(raised[flag].severity in PRESSING for flag in could),
        worth=round(worth, 4),
    )


def _also(spec: FieldSpec, facts: Facts) -> tuple[str, ...]:
    return tuple(field for field in spec.asks_also if not facts.scope.field(field).closed and field not in facts.asked)


def _joined(
    single: dict[str, Question], facts: Facts, flags: tuple[Flag, ...], catalogue: Catalogue, stake: Stake
) -> list[Question]:
    """Put questions that read naturally together into one."""
    rest = dict(single)
    joined: list[Question] = []
    for joint in catalogue.joints:
        main = joint.fields[0]
        if main not in rest:
            continue
        parts = [rest[main]]
        for field in joint.fields[1:]:
            spec = catalogue.field_by_id[field]
            follows = field not in single and _fresh(spec, facts) and follows_from(spec, main)
            if field in rest or follows:
                parts.append(rest.get(field) or _question(spec, facts, flags, stake))
        if len(parts) == len(joint.fields) and not any(part.conflict for part in parts):
            for part in parts:
                rest.pop(part.field, None)
            joined.append(_together(joint, parts))
    asked = [*joined, *rest.values()]
    also = {field for question in asked for field in question.settles}
    return [question for question in asked if question.conflict or question.field not in also]


def _together(joint: Joint, parts: list[Question]) -> Question:
    main, others = parts[0], parts[1:]
    flags = dict.fromkeys(flag for part in parts for flag in part.flags)
    settles = dict.fromkeys([part.field for part in others] + [field for part in parts for field in part.settles])
    best = max(part.worth for part in parts)
    return main.model_copy(
        update={
            "text": joint.text,
            "flags": tuple(flags)[:MOST_FLAGS],
            "good": " ".join(part.good for part in parts),
            "settles": tuple(settles),
            "pressing": any(part.pressing for part in parts),
            "worth": round(best + ALSO_SHARE * (sum(part.worth for part in parts) - best), 4),
        }
    )
