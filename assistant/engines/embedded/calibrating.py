"""Turns scores into probabilities, and sets from which probability a head speaks."""

from typing import TYPE_CHECKING

import numpy as np

from assistant.engines.embedded.solving import sigmoid

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]

KINDS = 4
ANSWER, FIRST, SHORT, LONG = range(KINDS)
"""Kinds of text: a short answer in a talk, of which what it says as a whole is too little to count; a first message; a
short and a full description."""
FIELD_PRICE, SIGNAL_PRICE, CLEARING_PRICE, CHOICE_PRICE = 0.34, 0.42, 0.6, 0.6
FIRST_FIELD_PRICE = 0.42
"""For fields in a first message: what is missed there is asked later, what is read wrongly is not."""
DEFAULT_THRESHOLD = 0.35
LOWEST, HIGHEST = 0.08, 0.75
TRUST = 8
CLEARING = frozenset(
    """access_confirmed appeal_route attack_measures basis_named counts_without_identity diversity_or_limits early_stage
    easily_undone exit_planned expert_reviews_output fallback_stated group_test hazard_analysis human_decides
    label_plan_solid large_or_varied licence_allows measurable_target metric_fits no_personal_data no_supervision
    outcome_recorded owner_named privacy_measures proxy_watched random_holdout reasons_given rules_tried_fell_short
    safe_state split_sound tested_on_use_conditions upkeep_planned workers_protected""".split()
)
"""Signals that quieten flags: read with more care, since a wrong one hides a risk."""
CLEARING_FIELDS = frozenset({"fallback.policy", "timeline.team", "ethics.privacy"})
CLEARING_FIELD_PRICE = 0.5
"""The same for fields whose silence is flagged."""


def platt(scores: "Matrix", truth: "Matrix") -> tuple["Matrix", "Matrix"]:
    """Slope and offset per head, by a few Newton steps of one-dimensional logistic regression."""
    slope = np.full(scores.shape[1], 6.0, np.float32)
    offset = np.full(scores.shape[1], -3.0, np.float32)
    for _ in range(25):
        p = sigmoid(scores * slope + offset)
        w = np.maximum(p * (1 - p), 1e-6)
        g1, g0 = ((p - truth) * scores).sum(0) + 0.01 * (slope - 6.0), (p - truth).sum(0)
        h11, h10, h00 = (w * scores * scores).sum(0) + 0.01, (w * scores).sum(0), w.sum(0) + 1e-3
        det = h11 * h00 - h10 * h10 + 1e-9
        slope = np.clip(slope - np.clip((h00 * g1 - h10 * g0) / det, -2, 2), 0.5, 40)
        offset = np.clip(offset - np.clip((h11 * g0 - h10 * g1) / det, -2, 2), -12, 4)
    return slope.astype(np.float32), offset.astype(np.float32)


def text_thresholds(
    probable: "Matrix", truth: "Matrix", text: "Ints", kind: "Ints", names: tuple[str, ...]
) -> "Matrix":
    """Per head, the thresholds that serve each kind of text best, shape (kinds, heads).

    A text counts as right where the unit with the highest probability carries the label: it will be the evidence.

    Args:
        probable: held-out probabilities of units of whole texts.
        truth: their labels.
        text: which text each is from.
        kind: of which kind that text is.
        names: the heads.
    """
    out = np.full((KINDS, len(names)), DEFAULT_THRESHOLD, np.float32)
    if not len(text):
        return out
    _, first, group = np.unique(text, return_index=True, return_inverse=True)
    kind_of = kind[first]
    for column, name in enumerate(names):
        top = np.zeros(len(first), np.float32)
        np.maximum.at(top, group, probable[:, column])
        right = truth[:, column] > 0
        if not name.startswith("@") and "=" not in name:
            right = right & (probable[:, column] >= top[group])
        good = np.zeros(len(first), bool)
        np.logical_or.at(good, group, right)
        usual = _best_threshold(top, good, _price(name), DEFAULT_THRESHOLD)
        for row in range(KINDS):
            own = kind_of == row if row in (FIRST, LONG) else kind_of != LONG  # first messages tell of short texts, too
            price = _price(name, first=row == FIRST)
            out[row, column] = _best_threshold(top[own], good[own], price, usual)
    return out


def _price(name: str, *, first: bool = False) -> float:
    """What a false reading of a head costs, where a right one is worth 1."""
    if first and not name.startswith("@") and "=" not in name:
        return FIRST_FIELD_PRICE
    if name in CLEARING_FIELDS:
        return CLEARING_FIELD_PRICE
    if name.startswith("@"):
        return CLEARING_PRICE if name[1:] in CLEARING else SIGNAL_PRICE
    return CHOICE_PRICE if "=" in name else FIELD_PRICE


def _best_threshold(score: "Matrix", right: "Mask", price: float, usual: float) -> float:
    """The score from which texts that are right outweigh the price of all that are taken; `usual` where few are.

    For the best F1 over all heads together, a text is worth taking where its chance to be right is above half of it.
    """
    if not len(score):
        return usual
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(right[order])
    gain = hits - price * np.arange(1, len(order) + 1)
    best = int(gain.argmax())
    found = float(score[order][best]) if gain[best] > 0 else HIGHEST
    seen = max(float(hits[-1]), float((score >= usual).sum()) / 2)
    trust = seen / (seen + TRUST)
    return float(np.clip(trust * found + (1 - trust) * usual, LOWEST, HIGHEST))
