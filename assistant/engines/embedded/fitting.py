"""Fits the heads on labelled texts by ridge regression; deterministic, done once and cached.

Folds by document give scores from heads that never saw a unit's document. The second stage learns from those, and each
head's probability (Platt 1999) and decision threshold are set on them; the final weights of the first use everything.
"""

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from assistant.engines.embedded.features import Embed, Placed, Vocabulary, layout, rows
from assistant.engines.embedded.heads import NOT_APPLICABLE, UNKNOWN, Heads, sigmoid, surroundings
from assistant.engines.embedded.training import Example

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

FOLDS = 4
RIDGE, RIDGE_AROUND = 16.0, 5.0
CLAUSE_WEIGHT, CLAUSE_WEIGHT_AROUND = 0.8, 0.3
MIN_POSITIVES = 6
CHUNK = 1500
FIELD_PRICE, SIGNAL_PRICE = 0.36, 0.45
DEFAULT_THRESHOLD = 0.35
LOWEST, HIGHEST = 0.08, 0.75
TRUST = 8


def fit(examples: Sequence[Example], embed: Embed | None) -> Heads:
    """Fit heads on labelled units.

    Args:
        examples: the units with their labels.
        embed: the sentence embedder; without it, words and layout alone are used.
    """
    items = [example.placed for example in examples]
    vocabulary = Vocabulary.of([item.unit for item in items])
    names, truth = _truth(examples)
    text = _texts(examples)
    whole = np.array([example.whole for example in examples])
    folds = np.array([zlib.crc32(example.document.encode()) % FOLDS for example in examples])
    features = _features(items, vocabulary, embed)
    weight = np.where(whole, 1.0, CLAUSE_WEIGHT).astype(np.float32)
    weights, first = _solve(features, truth, folds, weight, RIDGE)
    del features
    seen = surroundings(first, text, layout(items))
    weight = np.where(whole, 1.0, CLAUSE_WEIGHT_AROUND).astype(np.float32)
    around, second = _solve(seen, truth, folds, weight, RIDGE_AROUND)
    held_out = first + second
    slope, offset = _platt(held_out, truth)
    probable = sigmoid(held_out * slope + offset)
    thresholds = _thresholds(probable[whole], truth[whole], text[whole], names)
    return Heads(
        names, vocabulary, weights, around, slope, offset, thresholds, meaning=embed is not None
    )


def heads_of(labels: frozenset[str]) -> set[str]:
    """The heads that a unit's labels switch on."""
    on: set[str] = set()
    for label in labels:
        if label.startswith("@-"):
            continue
        if label.startswith(("@", "~")):
            on.add(label)
            continue
        field, _, choices = label.partition("=")
        bare = field.rstrip("?!")
        on |= {bare, *(f"{bare}={choice}" for choice in choices.split(",") if choice)}
        on |= {mark for mark in (UNKNOWN, NOT_APPLICABLE) if field.endswith(mark)}
    return on


def _truth(examples: Sequence[Example]) -> tuple[tuple[str, ...], "Matrix"]:
    on = [heads_of(example.labels) for example in examples]
    counts: dict[str, int] = {}
    for heads in on:
        for head in heads:
            counts[head] = counts.get(head, 0) + 1
    names = tuple(sorted(head for head, count in counts.items() if count >= MIN_POSITIVES))
    column = {name: index for index, name in enumerate(names)}
    truth = np.zeros((len(examples), len(names)), np.float32)
    for row, heads in enumerate(on):
        for head in heads:
            if head in column:
                truth[row, column[head]] = 1.0
    return names, truth


def _texts(examples: Sequence[Example]) -> "Matrix":
    """Number the texts; each clause of a list is one of its own."""
    number, last, out = -1, None, []
    for example in examples:
        if example.begins or example.document != last:
            number += 1
        last = example.document
        out.append(number)
    return np.array(out)


def _features(items: Sequence[Placed], vocabulary: Vocabulary, embed: Embed | None) -> "Matrix":
    """Feature rows, kept in half precision: they are the largest thing in memory."""
    parts = [
        rows(items[at : at + CHUNK], vocabulary, embed).astype(np.float16)
        for at in range(0, len(items), CHUNK)
    ]
    return np.concatenate(parts)


def _solve(
    features: "Matrix", truth: "Matrix", folds: "Matrix", weight: "Matrix", ridge: float
) -> tuple["Matrix", "Matrix"]:
    """Weights on everything, and scores for each unit from heads that never saw its document."""
    held_out = np.zeros_like(truth)
    gram, side = _gram(features, truth, weight, np.ones(len(truth), bool))
    for fold in range(FOLDS):
        own = folds == fold
        if own.all() or not own.any():
            continue
        less, part = _gram(features, truth, weight, own)
        np.subtract(gram, less, out=less)
        rest = _ridge(less, side - part, ridge)
        held_out[own] = features[own].astype(np.float32) @ rest
    return _ridge(gram, side, ridge), held_out


def _gram(
    features: "Matrix", truth: "Matrix", weight: "Matrix", used: "Matrix"
) -> tuple["Matrix", "Matrix"]:
    width = features.shape[1]
    gram = np.zeros((width, width), np.float32)
    side = np.zeros((width, truth.shape[1]), np.float32)
    rows_used = np.flatnonzero(used)
    for at in range(0, len(rows_used), CHUNK):
        part = rows_used[at : at + CHUNK]
        x = features[part].astype(np.float32)
        scaled = x * np.sqrt(weight[part])[:, None]
        gram += scaled.T @ scaled
        side += (x * weight[part][:, None]).T @ truth[part]
    return gram, side


def _ridge(gram: "Matrix", side: "Matrix", ridge: float) -> "Matrix":
    """Solve in place of the Gram matrix, which is not needed any more."""
    gram[np.diag_indices_from(gram)] += ridge
    solved: Matrix = np.linalg.solve(gram, side)
    return solved.astype(np.float32)


def _platt(scores: "Matrix", truth: "Matrix") -> tuple["Matrix", "Matrix"]:
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


def _thresholds(
    probable: "Matrix", truth: "Matrix", text: "Matrix", names: tuple[str, ...]
) -> "Matrix":
    """Per head, the threshold that serves whole texts best; drawn to the default where examples are few.

    A text counts as right where the unit with the highest probability carries the label: it will be the evidence.
    """
    out = np.full(len(names), DEFAULT_THRESHOLD, np.float32)
    if not len(text):
        return out
    _, group = np.unique(text, return_inverse=True)
    size = int(group.max()) + 1
    for column, name in enumerate(names):
        top = np.zeros(size, np.float32)
        np.maximum.at(top, group, probable[:, column])
        right, has = np.zeros(size, bool), np.zeros(size, bool)
        np.logical_or.at(has, group, truth[:, column] > 0)
        best = probable[:, column] >= top[group]
        np.logical_or.at(right, group, best & (truth[:, column] > 0))
        signal = name.startswith("@")
        price = SIGNAL_PRICE if signal else FIELD_PRICE
        out[column] = _best_threshold(top, has if signal else right, price)
    return out


def _best_threshold(score: "Matrix", right: "Matrix", price: float) -> float:
    """The score from which texts that are right outweigh the price of all that are taken.

    For the best F1 over all heads together, a text is worth taking where its chance to be right is above half of it.
    """
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(right[order])
    if hits[-1] == 0:
        return DEFAULT_THRESHOLD
    gain = hits - price * np.arange(1, len(order) + 1)
    found = float(score[order][int(gain.argmax())])
    trust = hits[-1] / (hits[-1] + TRUST)
    return float(np.clip(trust * found + (1 - trust) * DEFAULT_THRESHOLD, LOWEST, HIGHEST))
