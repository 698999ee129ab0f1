"""Fits the heads on labelled texts by ridge regression; deterministic, done once and cached.

Folds by document give scores from heads that never saw a unit's document. The second stage learns from those, and each
head's probability (Platt 1999) and decision threshold are set on them; the final weights of the first use everything.
"""

import zlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from assistant.engines.embedded.calibrating import platt, text_thresholds
from assistant.engines.embedded.features import Embed, Placed, Vocabulary, layout, rows
from assistant.engines.embedded.heads import (
    NOT_APPLICABLE,
    UNKNOWN,
    Heads,
    is_short,
    sigmoid,
    surrounding_width,
    surroundings,
)
from assistant.engines.embedded.training import Example

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Half = NDArray[np.float16]
    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]
    Weigh = Callable[[Half, Matrix, Ints], tuple[Matrix, Matrix]]

FOLDS = 4
RIDGE, RIDGE_AROUND = 16.0, 5.0
CLAUSE_WEIGHT, CLAUSE_WEIGHT_AROUND = 0.8, 0.3
MIN_POSITIVES = 6
CHUNK = 600


def fit(examples: Sequence[Example], embed: Embed | None, weigh: "Weigh | None" = None) -> Heads:
    """Fit heads on labelled units.

    Args:
        examples: the units with their labels.
        embed: the sentence embedder; without it, words and layout alone are used.
        weigh: another way to find weights, in one stage, for comparison.
    """
    items = [example.placed for example in examples]
    vocabulary = Vocabulary.of([item.unit for item in items])
    names, truth = _truth(examples)
    text = _texts(examples)
    whole = np.array([example.whole for example in examples], bool)
    folds = np.array([zlib.crc32(example.document.encode()) % FOLDS for example in examples])
    features = _features(items, vocabulary, embed)
    if weigh is not None:
        weights, held_out = weigh(features, truth, folds)
        around = np.zeros((surrounding_width(len(names)), len(names)), np.float32)
    else:
        weights, first = _solve(features, truth, folds, _weight(whole, CLAUSE_WEIGHT), RIDGE)
        del features
        seen = surroundings(first, text, layout(items))
        around, second = _solve(seen, truth, folds, _weight(whole, CLAUSE_WEIGHT_AROUND), RIDGE_AROUND)
        held_out = first + second
    slope, offset = platt(held_out, truth)
    probable = sigmoid(held_out * slope + offset)
    short = _in_short_texts(items, text)
    thresholds = text_thresholds(probable[whole], truth[whole], text[whole], short[whole], names)
    return Heads(names, vocabulary, weights, around, slope, offset, thresholds, meaning=embed is not None)


def _weight(whole: "Mask", clause: float) -> "Matrix":
    return np.where(whole, 1.0, clause).astype(np.float32)


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


def _texts(examples: Sequence[Example]) -> "Ints":
    """Number the texts; each clause of a list is one of its own."""
    number, last, out = -1, None, []
    for example in examples:
        if example.begins or example.document != last:
            number += 1
        last = example.document
        out.append(number)
    return np.array(out)


def _in_short_texts(items: Sequence[Placed], text: "Ints") -> "Mask":
    """For each unit, whether its whole text is a short one."""
    counts = np.array([len(item.unit.text.split()) for item in items])
    words = np.bincount(text, weights=counts)
    return np.array([is_short(int(count)) for count in words], bool)[text]


def _features(items: Sequence[Placed], vocabulary: Vocabulary, embed: Embed | None) -> "Half":
    """Feature rows, kept in half precision: they are the largest thing in memory."""
    first = rows(items[:CHUNK], vocabulary, embed)
    made = np.empty((len(items), first.shape[1]), np.float16)
    made[: len(first)] = first
    for at in range(CHUNK, len(items), CHUNK):
        made[at : at + CHUNK] = rows(items[at : at + CHUNK], vocabulary, embed)
    return made


def _solve(
    features: "Matrix | Half", truth: "Matrix", folds: "Ints", weight: "Matrix", ridge: float
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


def _gram(features: "Matrix | Half", truth: "Matrix", weight: "Matrix", used: "Mask") -> tuple["Matrix", "Matrix"]:
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
