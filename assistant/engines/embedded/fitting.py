"""Fits the heads on labelled texts by ridge regression; deterministic, done once and cached.

Folds by document give scores from heads that never saw a unit's document. The second stage learns from those, and each
head's probability (Platt 1999) and decision threshold are set on them; the final weights of the first use everything.
"""

import zlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from assistant.engines.embedded.calibrating import ANSWER, platt, text_thresholds
from assistant.engines.embedded.features import Embed, Placed, Vocabulary, layout, published, rows, topics
from assistant.engines.embedded.heads import (
    NOT_APPLICABLE,
    UNKNOWN,
    Heads,
    kind_of_length,
    surrounding_width,
    surroundings,
)
from assistant.engines.embedded.solving import ridge, sigmoid
from assistant.engines.embedded.texts import ENOUGH_TEXTS, fit_texts
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
CHUNK, BLOCK = 1200, 600


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
    about = topics(published(features, meaning=embed is not None), text)
    if weigh is not None:
        weights, held_out = weigh(features, truth, folds)
        around = np.zeros((surrounding_width(len(names), about.shape[1]), len(names)), np.float32)
    else:
        weights, first = _solve(features, truth, folds, _weight(whole, CLAUSE_WEIGHT), RIDGE)
        del features
        seen = surroundings(first, text, layout(items), about)
        around, second = _solve(seen, truth, folds, _weight(whole, CLAUSE_WEIGHT_AROUND), RIDGE_AROUND)
        held_out = first + second
    slope, offset = platt(held_out, truth)
    probable = sigmoid(held_out * slope + offset)[whole]
    texts, combined = None, probable
    if weigh is None and len(np.unique(text[whole])) >= ENOUGH_TEXTS:
        texts, combined = fit_texts(probable, truth[whole], text[whole], about, names)
    kind = _kinds(items, text)[whole]
    thresholds = text_thresholds(combined, truth[whole], text[whole], kind, names)
    thresholds[ANSWER] = text_thresholds(probable, truth[whole], text[whole], kind, names)[ANSWER]
    return Heads(names, vocabulary, weights, around, slope, offset, thresholds, embed is not None, texts)


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


def _kinds(items: Sequence[Placed], text: "Ints") -> "Ints":
    """For each unit, the kind of its whole text."""
    counts = np.array([len(item.unit.text.split()) for item in items])
    words = np.bincount(text, weights=counts)
    return np.array([kind_of_length(int(count)) for count in words])[text]


def _features(items: Sequence[Placed], vocabulary: Vocabulary, embed: Embed | None) -> "Half":
    """Feature rows, kept in half precision: they are the largest thing in memory."""
    first = rows(items[:CHUNK], vocabulary, embed)
    made = np.empty((len(items), first.shape[1]), np.float16)
    made[: len(first)] = first
    for at in range(CHUNK, len(items), CHUNK):
        made[at : at + CHUNK] = rows(items[at : at + CHUNK], vocabulary, embed)
    return made


def _solve(
    features: "Matrix | Half", truth: "Matrix", folds: "Ints", weight: "Matrix", penalty: float
) -> tuple["Matrix", "Matrix"]:
    """Weights on everything, and scores for each unit from heads that never saw its document."""
    held_out = np.zeros_like(truth)
    width = features.shape[1]
    gram = np.zeros((width, width), np.float32)
    side = np.zeros((width, truth.shape[1]), np.float32)
    _add(gram, side, features, truth, weight)
    for fold in range(FOLDS):
        own = np.flatnonzero(folds == fold)
        if len(own) in (0, len(folds)):
            continue
        rest, part = gram.copy(), side.copy()
        _add(rest, part, features[own], truth[own], -weight[own])
        weights = ridge(rest, part, penalty)
        for at in range(0, len(own), CHUNK):
            some = own[at : at + CHUNK]
            held_out[some] = features[some].astype(np.float32) @ weights
    return ridge(gram, side, penalty), held_out


def _add(gram: "Matrix", side: "Matrix", features: "Matrix | Half", truth: "Matrix", weight: "Matrix") -> None:
    """Add weighted rows to the lower triangle of a Gram matrix and to the right side, in place."""
    for at in range(0, len(features), CHUNK):
        x = features[at : at + CHUNK].astype(np.float32)
        scaled = x * weight[at : at + CHUNK, None]
        side += scaled.T @ truth[at : at + CHUNK]
        for low in range(0, len(gram), BLOCK):
            high = low + BLOCK
            gram[low:high, :high] += scaled[:, low:high].T @ x[:, :high]
