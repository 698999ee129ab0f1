"""Settles what units say together: the choices of a field, and signals that deny each other."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from assistant.domain.catalogue import FieldSpec

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

FAINT, LIKELY = 0.1, 0.5
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
MOST_CARE = {"data.sensitivity": ("special_category", "personal")}
"""Where a text names several kinds, the one that asks for most care settles the field (annotation guide, F6)."""

SAYS_TOO = {
    ("data.labels", "unlabelled"): "labels_absent",
    ("data.availability", "partial"): "access_not_secured",
    ("data.sensitivity", "none"): "no_personal_data",
}
"""Signals that say, anywhere in the text, what a choice says of its field; they speak for it nearly as loudly."""
SAYS_TOO_SHARE = 0.9


def choose(spec: FieldSpec, scores: Mapping[str, "Matrix"], thresholds: Mapping[str, float]) -> list[tuple[str, int]]:
    """The choices that hold, each with the index of the unit that says so.

    Two choices of a single-choice field come back only where different units are each sure of one.

    Args:
        spec: the field.
        scores: per choice, its probability in each unit that speaks of the field.
        thresholds: per choice, the probability from which its head speaks; rare choices have low ones.
    """
    if not scores or not len(next(iter(scores.values()))):
        return []
    highest = {choice: float(values.max()) for choice, values in scores.items()}
    if spec.many:
        ranked = sorted(highest, key=lambda choice: -highest[choice])
        kept = [choice for choice in ranked if highest[choice] >= LIKELY] or ranked[:1]
    else:
        kept = _single(spec, scores, highest, thresholds)
    return [(choice, int(scores[choice].argmax())) for choice in kept if highest[choice] >= FAINT]


def _single(
    spec: FieldSpec, scores: Mapping[str, "Matrix"], highest: Mapping[str, float], thresholds: Mapping[str, float]
) -> list[str]:
    care = next((choice for choice in MOST_CARE.get(spec.id, ()) if highest.get(choice, 0.0) >= LIKELY), None)
    if care is not None:
        return [care]
    ranked = sorted(highest, key=lambda choice: -highest[choice] / max(thresholds.get(choice, 1.0), FAINT))
    sure = [choice for choice in ranked if highest[choice] >= BOTH_SURE]
    apart = {int(scores[choice].argmax()) for choice in sure}
    return sure[:2] if len(apart) > 1 and spec.id not in MOST_CARE else ranked[:1]
