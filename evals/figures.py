"""Figures over many cases: weighted means with bootstrap intervals from a fixed seed."""

from collections.abc import Mapping, Sequence

import numpy as np

from assistant.domain.base import Value
from evals.score import Score
from evals.scorers import LOWER_IS_BETTER

SEED = 20261125
RESAMPLES = 2000
LOW, HIGH = 2.5, 97.5


class Figure(Value):
    """A mean over cases.

    Attributes:
        low: lower end of the 95 % interval over resampled cases.
        high: its upper end.
        cases: how many cases had something to count.
        counted: how many things were counted in all.
    """

    value: float
    low: float
    high: float
    cases: int
    counted: float


Figures = dict[str, Figure]


def figure(scores: Sequence[Score]) -> Figure | None:
    """The weighted mean of some scores; None where nothing was counted."""
    weights = np.array([score.weight for score in scores], dtype=float)
    sums = np.array([score.value for score in scores], dtype=float) * weights
    if not weights.sum():
        return None
    picks = np.random.default_rng(SEED).integers(0, len(scores), size=(RESAMPLES, len(scores)))
    drawn = weights[picks].sum(axis=1)
    means = sums[picks].sum(axis=1)[drawn > 0] / drawn[drawn > 0]
    low, high = np.percentile(means, [LOW, HIGH])
    return Figure(
        value=_round(sums.sum() / weights.sum()),
        low=_round(low),
        high=_round(high),
        cases=int((weights > 0).sum()),
        counted=_round(weights.sum()),
    )


def figures(cases: Sequence[Mapping[str, Score]]) -> Figures:
    """The figures of all scorers, in the order in which they first appear."""
    names = dict.fromkeys(name for scores in cases for name in scores)
    made = {name: figure([scores[name] for scores in cases if name in scores]) for name in names}
    return {name: one for name, one in made.items() if one is not None}


def better(name: str, now: float, before: float) -> float:
    """By how much a figure got better; negative where it got worse."""
    return before - now if name in LOWER_IS_BETTER else now - before


def _round(value: float) -> float:
    return round(float(value), 4)
