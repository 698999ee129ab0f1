"""What a scorer gives, and the small sums that scorers share."""

from collections.abc import Iterable, Mapping, Sequence

from assistant.domain.base import Value


class Score(Value):
    """What one case got from one scorer.

    Attributes:
        weight: how much there was to count.
        reason: what was missed or wrong, so that the value can be argued with.
    """

    value: float
    reason: str = ""
    weight: float = 1.0


Scores = dict[str, Score]


def share(
    got: Iterable[str], wanted: Iterable[str], weights: Mapping[str, float] | None = None, note: str = "missed"
) -> Score | None:
    """The part of what was wanted that was got; None where nothing was wanted."""
    want, weigh = set(wanted), weights or {}
    missed = want - set(got)
    total = sum(weigh.get(name, 1.0) for name in want)
    if not total:
        return None
    lost = sum(weigh.get(name, 1.0) for name in missed)
    return Score(value=1 - lost / total, weight=total, reason=f"{note} {listed(missed)}" if missed else "")


def listed(names: Iterable[str]) -> str:
    """Names in order, for a reason."""
    return ", ".join(sorted(names))


def kept(**scores: Score | None) -> Scores:
    """The scores that had something to count, by name in words."""
    return {name.replace("_", " "): one for name, one in scores.items() if one is not None}


def mean(total: int, slips: Sequence[str]) -> Score | None:
    """The part of a number of things that did not slip; None where there were none."""
    return Score(value=1 - len(slips) / total, weight=total, reason="; ".join(slips)) if total else None
