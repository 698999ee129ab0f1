"""The questions still worth asking, in order of worth: open fields first of all, and what a weighty warning hangs on."""

from assistant.domain.catalogue import Catalogue, FieldSpec, Joint
from assistant.domain.conditions import FULL_DESCRIPTION_WORDS, Facts
from assistant.domain.questions import Question, Round, applies, conflict_key
from assistant.domain.reading import Status
from assistant.domain.rules import Flag
from assistant.domain.stakes import Stake
from assistant.domain.together import follows_from

CONFLICT_WORTH = 0.6
UNKNOWN_WORTH = 0.3
CORE_WORTH = 0.3
EARLY_WORTH = 0.5
MOST_STAKES = 0.6
ALSO_SHARE = 0.3
MOST_FLAGS = 4
PRESSING = frozenset({"blocker", "high"})
SETTLING_WORTH = {"blocker": 2.0, "high": 0.8}
UNFINISHED_WORTH = 0.9


def rank(facts: Facts, flags: tuple[Flag, ...], catalogue: Catalogue) -> tuple[Question, ...]:
    """Order the questions that are still worth asking, the most valuable first.

    An inapplicable or already asked field is never offered. A closed one is offered once: where it is in conflict, where a
    blocker or a high warning stands by what was told of it, or where what was told is that something is lacking.
    """
    stake = Stake(facts, catalogue)
    single = {spec.id: _question(spec, facts, flags, stake) for spec in catalogue.fields if _askable(spec, facts)}
    questions = _joined(single, facts, flags, catalogue, stake)
    questions += _settling(facts, flags, catalogue, {field for question in questions for field in question.fields})
    return tuple(sorted(questions, key=lambda question: -question.worth))


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
    worth += EARLY_WORTH if spec.early and facts.words < FULL_DESCRIPTION_WORDS else 0.0
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


def _settling(facts: Facts, flags: tuple[Flag, ...], catalogue: Catalogue, offered: set[str]) -> list[Question]:
    """What settles a weighty warning whose field was told, and what follows an answer that something is lacking."""
    found: dict[str, Question] = {}
    for flag in flags:
        worth, about = SETTLING_WORTH.get(flag.severity, 0.0), catalogue.flag_by_id[flag.id]
        spec = catalogue.field_by_id[about.fields[0]]
        known = found.get(spec.id)
        if known is not None:
            found[spec.id] = known.model_copy(update={"flags": (*known.flags, flag.id)[:MOST_FLAGS]})
        elif worth and _told(spec, facts) and spec.id not in offered:
            why = f"The answer settles the warning “{about.title}”."
            found[spec.id] = _settle(spec, about.question, why, worth, (flag.id,), pressing=flag.severity == "blocker")
    for spec in catalogue.fields:
        lacking = set(spec.unfinished).intersection(facts.scope.field(spec.id).choices)
        if lacking and _told(spec, facts) and spec.id not in offered | set(found):
            found[spec.id] = _settle(spec, spec.follow_up, spec.why, UNFINISHED_WORTH)
    return list(found.values())


def _settle(
    spec: FieldSpec, text: str, why: str, worth: float, flags: tuple[str, ...] = (), *, pressing: bool = False
) -> Question:
    return Question(field=spec.id, text=text, why=why, flags=flags, round=Round.SETTLE, pressing=pressing, worth=worth)


def _told(spec: FieldSpec, facts: Facts) -> bool:
    """Closed without having been asked about, so that one question more is no repetition."""
    state = facts.scope.field(spec.id)
    asked = {spec.id, f"{spec.id}#{Round.SETTLE}", f"{spec.id}#{Round.MORE}"}
    return state.status is Status.STATED and not state.conflict and applies(spec, facts) and not asked & facts.asked


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
