"""Settles what units say together: the choices of a field, and signals that deny each other."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from assistant.domain.catalogue import FieldSpec

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

FAINT = 0.1
BOTH_SURE = 0.75
_PAIRS = {
    "no_fallback_stated": "fallback_stated",
    "no_human_review": "human_decides",
    "no_appeal": "appeal_route",
    "no_explanation": "reasons_given",
    "no_upkeep": "upkeep_planned",
    "no_owner_named": "owner_named",
    "no_personal_data": "data_identifiers",
    "access_not_secured": "access_confirmed",
    "vague_success": "measurable_target",
    "split_leaks": "split_sound",
    "labels_absent": "outcome_recorded",
    "licence_doubtful": "licence_allows",
}
OPPOSITES = {**_PAIRS, **{second: first for first, second in _PAIRS.items()}}
"""Signals of which one clause hardly carries both: the likelier one holds."""
HIGHEST_WINS = {"data.sensitivity": ("special_category", "personal")}
"""Where a text names several kinds, the one that asks for most care settles the field (annotation guide, F6)."""


def choose(spec: FieldSpec, scores: Mapping[str, "Matrix"], thresholds: Mapping[str, float]) -> list[tuple[str, int]]:
    """The choices that hold, each with the index of the unit that says so.

    Two choices of a single-choice field come back only where different units are each sure of one.

    Args:
        spec: the field.
        scores: per choice, its probability in each unit that speaks of the field.
        thresholds: per choice, the probability from which it holds; for fields with several choices.
    """
    if not scores or not len(next(iter(scores.values()))):
        return []
    joint = {choice: 1 - float(np.prod(1 - values)) for choice, values in scores.items()}
    ranked = sorted(joint, key=lambda choice: -joint[choice])
    if spec.many:
        kept = [choice for choice in ranked if joint[choice] >= thresholds.get(choice, 1.0)]
        kept = kept or [choice for choice in ranked[:1] if joint[choice] >= FAINT]
    else:
        kept = _single(spec, scores, thresholds, ranked)
    return [(choice, int(scores[choice].argmax())) for choice in kept if joint[choice] >= FAINT]


def _single(
    spec: FieldSpec,
    scores: Mapping[str, "Matrix"],
    thresholds: Mapping[str, float],
    ranked: Sequence[str],
) -> list[str]:
    for choice in HIGHEST_WINS.get(spec.id, ()):
        if choice in scores and float(scores[choice].max()) >= max(thresholds.get(choice, 1.0), FAINT):
            return [choice]
    sure = [choice for choice in ranked if float(scores[choice].max()) >= BOTH_SURE]
    apart = {int(scores[choice].argmax()) for choice in sure}
    return list(sure[:2]) if len(apart) > 1 and spec.id not in HIGHEST_WINS else list(ranked[:1])
