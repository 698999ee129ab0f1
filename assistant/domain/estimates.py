"""Arithmetic between what was said: how long there is, how long it takes, how much there is.

Thresholds that use these figures are in the rules.
"""

from datetime import date

from assistant.domain.evidence import Evidence
from assistant.domain.quantities import Kind, Quantity, quantities
from assistant.domain.reading import Status
from assistant.domain.scope import Scope

DAYS_A_WEEK = 7
MAX_PLAN_WEEKS = 520


def derive(scope: Scope, today: date) -> dict[str, float]:
    """Derive the figures that rules may compare.

    Args:
        scope: what is known.
        today: the day of the talk or draft; dates without a year count forward from it.

    Returns:
        A dict that holds only what the words allow: `weeks_available`, `weeks_needed`, `slack_weeks`,
        `overrun` (by which share of the time available the phases exceed it), `decisions_per_month`, `examples`, `percent_target`.
    """
    figures: dict[str, float] = {}
    available = weeks_available(scope, today)
    needed = weeks_needed(scope, today)
    if available is not None:
        figures["weeks_available"] = available
    if needed is not None:
        figures["weeks_needed"] = needed
    if available is not None and needed is not None:
        figures["slack_weeks"] = available - needed
        if available > 0:
            figures["overrun"] = needed / available - 1
    figures.update(_counts(scope))
    return figures


def weeks_available(scope: Scope, today: date) -> float | None:
    """Weeks until the deadline: to the earliest date ahead of today, else the shortest duration said.

    Of several dates in one sentence the last counts: the others are steps on the way ("trial in May, in use by July").
    """
    ends, durations = [], []
    for found in _by_quote(scope, "timeline.deadline", today):
        dates = [q.low - today.toordinal() for q in found if q.kind is Kind.DATE]
        ends += [max(ahead)] if (ahead := [days for days in dates if days >= 0]) else []
        durations += [q.low for q in found if q.kind is Kind.DURATION and q.low >= 1]
    days = min(ends or durations, default=None)
    return None if days is None else round(days / DAYS_A_WEEK, 1)


def weeks_needed(scope: Scope, today: date) -> float | None:
    """Sum of the durations said for the phases, at their lower ends; None where none is said."""
    found = _read(scope, "timeline.phases", today)
    days = [q.low for q in found if q.kind is Kind.DURATION and q.low >= 1]
    weeks = sum(days) / DAYS_A_WEEK
    return round(weeks, 1) if days and weeks < MAX_PLAN_WEEKS else None


_PER_MONTH = {"day": 30.0, "night": 30.0, "week": 4.35, "month": 1.0, "quarter": 1 / 3, "year": 1 / 12}


def _counts(scope: Scope) -> dict[str, float]:
    figures: dict[str, float] = {}
    scale = [q for q in _read(scope, "need.scale", None) if q.kind is Kind.COUNT]
    rates = [q.low * _PER_MONTH[q.per] for q in scale if q.per in _PER_MONTH]
    if rates:
        figures["decisions_per_month"] = max(rates)
    volume = [q.low for q in _read(scope, "data.volume", None) if q.kind is Kind.COUNT]
    if volume:
        figures["examples"] = max(volume)
    targets = [q.low for q in _read(scope, "evaluation.target", None) if q.kind is Kind.PERCENT]
    if targets:
        figures["percent_target"] = max(targets)
    return figures


def _read(scope: Scope, field: str, today: date | None) -> list[Quantity]:
    return [quantity for found in _by_quote(scope, field, today) for quantity in found]


def _by_quote(scope: Scope, field: str, today: date | None) -> list[tuple[Quantity, ...]]:
    state = scope.field(field)
    if state.status is not Status.STATED:
        return []
    distinct: tuple[Evidence, ...] = tuple(dict.fromkeys(state.evidence))
    return [tuple(quantities(item.quote, today)) for item in distinct]
