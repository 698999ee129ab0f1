"""Turns facts into flags: which are raised, how severe, and why, always the same for the same facts."""

import re
from collections.abc import Iterable, Sequence

from assistant.domain.base import Value
from assistant.domain.catalogue import SEVERITIES, Adjustment, Catalogue, FlagSpec, Rule, Severity
from assistant.domain.conditions import Facts, Finding
from assistant.domain.evidence import Evidence
from assistant.domain.planned import with_plans
from assistant.domain.reading import Status

MAX_EVIDENCE = 6
QUOTE_CHARS = 110
PLANNED = "planned, not decided"
NOBODY_NAMED = "the people concerned"
_SLOT = re.compile(r"\{(?:quotes?|who)\}")


class Flag(Value):
    """A warning about this project.

    Attributes:
        why: one sentence about this project.
        fields: what it is about, for the next question.
        evidence: the words it rests on; empty where it follows from silence.
        rules: ids of the rules that fired, for `--explain`.
    """

    id: str
    kind: str
    severity: Severity
    why: str
    fields: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    rules: tuple[str, ...]


class Hit(Value):
    """A rule that fired.

    Attributes:
        finding: what it rests on.
        severity: how severe, adjustments counted in.
        notes: what the adjustments say of it.
    """

    rule: Rule
    finding: Finding
    severity: Severity
    notes: tuple[str, ...]


def evaluate(facts: Facts, catalogue: Catalogue) -> tuple[Flag, ...]:
    """Raise the flags that the facts call for, worst first."""
    hits: dict[str, list[Hit]] = {}
    plans = with_plans(facts)
    for rule in catalogue.rules:
        hit = fire(rule, catalogue.flag_by_id[rule.flag].severity, facts, plans)
        if hit is not None:
            hits.setdefault(rule.flag, []).append(hit)
    flags = [_flag(catalogue.flag_by_id[flag], found, facts) for flag, found in hits.items()]
    shown = [flag for flag in flags if not _yields(flag, flags, catalogue)]
    order = {flag.id: index for index, flag in enumerate(catalogue.flags)}
    return tuple(sorted(shown, key=lambda flag: (-SEVERITIES.index(flag.severity), order[flag.id])))


def fire(rule: Rule, usual: Severity, facts: Facts, plans: Facts | None) -> Hit | None:
    """Tell whether a rule holds, now or once what is planned is there; then one step milder (reference: flags.md).

    Args:
        rule: the rule.
        usual: the flag's severity, for rules that name none.
        facts: what is so.
        plans: what will be so (`planned.with_plans`); None where nothing is planned.
    """
    now = rule.when.check(facts)
    finding = rule.when.check(plans) if plans is not None and not now.holds else now
    if not finding.holds:
        return None
    severity, notes = adjusted(rule.severity or usual, rule.adjust, facts)
    if not now.holds:
        severity, notes = SEVERITIES[max(0, SEVERITIES.index(severity) - 1)], (*notes, PLANNED)
    return Hit(rule=rule, finding=finding, severity=severity, notes=notes)


def adjusted(severity: Severity, adjustments: Iterable[Adjustment], facts: Facts) -> tuple[Severity, tuple[str, ...]]:
    """Move a severity by the adjustments that hold.

    Lowering stops at `low`; raising stops at `high`, since only a rule itself may make a blocker.
    """
    step, notes = SEVERITIES.index(severity), []
    top = max(step, SEVERITIES.index("high"))
    for adjustment in adjustments:
        if adjustment.when.check(facts).holds:
            step = min(top, max(0, step + adjustment.by))
            notes.append(adjustment.note)
    return SEVERITIES[step], tuple(note for note in notes if note)


def _yields(flag: Flag, flags: Sequence[Flag], catalogue: Catalogue) -> bool:
    stronger = catalogue.flag_by_id[flag.id].yields_to
    return any(other.id in stronger and other.severity == "blocker" for other in flags)


def _flag(spec: FlagSpec, hits: list[Hit], facts: Facts) -> Flag:
    hits = sorted(hits, key=lambda hit: -SEVERITIES.index(hit.severity))
    worst = hits[0]
    evidence = tuple(dict.fromkeys(item for hit in hits for item in hit.finding.evidence))
    return Flag(
        id=spec.id,
        kind=spec.kind,
        severity=worst.severity,
        why=_why(worst, facts),
        fields=spec.fields,
        evidence=evidence[:MAX_EVIDENCE],
        rules=tuple(hit.rule.id for hit in hits),
    )


def _why(hit: Hit, facts: Facts) -> str:
    quotes = list(dict.fromkeys(shortened(item.quote) for item in hit.finding.evidence))
    quoted = [f"“{quote}”" for quote in quotes] or ["what was said"]
    shown = {"{quote}": quotes[:1], "{quotes}": quotes[:2]}
    cited = [quote for slot, some in shown.items() if slot in hit.rule.why for quote in some]
    words = {"{quote}": quoted[0], "{quotes}": " and ".join(quoted[:2]), "{who}": _who(facts, cited)}
    # All at once: what people wrote may hold a slot's name, too.
    text = _SLOT.sub(lambda slot: words[slot.group()], hit.rule.why)
    notes = "".join(f"; {note}" for note in hit.notes)
    return f"{text.rstrip('.')}{notes}."


def _who(facts: Facts, cited: Sequence[str]) -> str:
    """The people concerned, in the person's words unless the sentence cites them already."""
    state = facts.scope.field("impact.affected_people")
    if state.status is not Status.STATED or not state.evidence or shortened(state.evidence[0].quote) in cited:
        return NOBODY_NAMED
    return f"{NOBODY_NAMED} (“{shortened(state.evidence[0].quote, 70)}”)"


def shortened(text: str, limit: int = QUOTE_CHARS) -> str:
    """Cut a text at a word, with an ellipsis, to at most `limit` characters."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat.rstrip(".;,:")
    return flat[: limit - 2].rsplit(" ", 1)[0].rstrip(".;,:") + " …"
