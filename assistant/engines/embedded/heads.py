"""Linear heads over unit features: one score per field, choice, signal and polarity, fitted by ridge regression.

Fitting is deterministic and done at build time from the labelled texts. Five folds by document give held-out scores,
from which each head's probability (Platt 1999) and decision threshold are set; the final weights use everything.
"""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.engines.embedded.features import Embed, Vocabulary, rows
from assistant.engines.embedded.segments import Unit
from assistant.engines.embedded.training import Example

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

FOLDS = 5
RIDGE = 2.0
MIN_POSITIVES = 6
FIELD_BETA, SIGNAL_BETA = 1.0, 0.75
DEFAULT_THRESHOLD = 0.4
LOWEST, HIGHEST = 0.1, 0.75
OTHER, HYPOTHETICAL, UNKNOWN, NOT_APPLICABLE = "~other", "~hypo", "?", "!"
POLARITY = (OTHER, HYPOTHETICAL)


@dataclass(frozen=True)
class Heads:
    """Fitted heads.

    Attributes:
        names: `section.field`, `section.field=choice`, `@signal`, and the polarities.
        weights: feature weights, a column per head.
        slope, offset: probability = sigmoid(slope * score + offset).
        thresholds: probability from which a head speaks.
        meaning: fitted with the sentence embedder, not on words alone.
    """

    names: tuple[str, ...]
    vocabulary: Vocabulary
    weights: "Matrix"
    slope: "Matrix"
    offset: "Matrix"
    thresholds: "Matrix"
    meaning: bool

    def probabilities(
        self, units: Sequence[Unit], before: Sequence[str], embed: Embed | None
    ) -> "Matrix":
        """Probability of each head for each unit, shape (units, heads)."""
        if not units:
            return np.zeros((0, len(self.names)), np.float32)
        scores = rows(units, before, self.vocabulary, embed) @ self.weights
        return _sigmoid(scores * self.slope + self.offset)

    def save(self, path: Path) -> None:
        """Write the heads to a file, atomically."""
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(f".{zlib.crc32(str(path).encode()):x}.tmp.npz")
        words = json.dumps({"unit": self.vocabulary.unit, "context": self.vocabulary.context})
        np.savez(
            aside,
            names=np.array(self.names),
            words=np.array(words),
            weights=self.weights.astype(np.float16),
            slope=self.slope,
            offset=self.offset,
            thresholds=self.thresholds,
            meaning=np.array(self.meaning),
        )
        aside.replace(path)

    @classmethod
    def read(cls, path: Path) -> "Heads":
        """Read heads from a file."""
        with np.load(path, allow_pickle=False) as file:
            words = json.loads(str(file["words"]))
            return cls(
                names=tuple(str(name) for name in file["names"]),
                vocabulary=Vocabulary(
                    unit={word: tuple(pair) for word, pair in words["unit"].items()},
                    context={word: tuple(pair) for word, pair in words["context"].items()},
                ),
                weights=file["weights"].astype(np.float32),
                slope=file["slope"],
                offset=file["offset"],
                thresholds=file["thresholds"],
                meaning=bool(file["meaning"]),
            )


def fit(examples: Sequence[Example], embed: Embed | None) -> Heads:
    """Fit heads on labelled units.

    Args:
        examples: the units with their labels.
        embed: the sentence embedder; without it, words and layout alone are used.
    """
    vocabulary = Vocabulary.of([example.unit for example in examples])
    features = rows(
        [example.unit for example in examples],
        [example.before for example in examples],
        vocabulary,
        embed,
    )
    names, truth = _truth(examples)
    folds = np.array([zlib.crc32(example.document.encode()) % FOLDS for example in examples])
    gated = truth[:, [names.index(name) for name in POLARITY if name in names]].any(axis=1)
    weights, held_out = _solve(features, truth, folds, gated, names)
    slope, offset = _platt(held_out, truth)
    probable = _sigmoid(held_out * slope + offset)
    thresholds = _thresholds(probable, truth, examples, names)
    return Heads(names, vocabulary, weights, slope, offset, thresholds, meaning=embed is not None)


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


def _solve(
    features: "Matrix", truth: "Matrix", folds: "Matrix", gated: "Matrix", names: tuple[str, ...]
) -> tuple["Matrix", "Matrix"]:
    """Weights on everything, and scores for each unit from heads that never saw its document.

    Units about other parties or imagined things teach the polarity heads only: their topics are not wrong, their
    owner is.
    """
    polarity = np.array([name in (*POLARITY, UNKNOWN, NOT_APPLICABLE) for name in names])
    weights = np.zeros((features.shape[1], len(names)), np.float32)
    held_out = np.zeros_like(truth)
    for heads, used in ((polarity, np.ones(len(truth), bool)), (~polarity, ~gated)):
        x, y = features[used], truth[used][:, heads]
        grams = [x[folds[used] == fold].T @ x[folds[used] == fold] for fold in range(FOLDS)]
        sides = [x[folds[used] == fold].T @ y[folds[used] == fold] for fold in range(FOLDS)]
        gram, side = sum(grams), sum(sides)
        weights[:, heads] = _ridge(gram, side)
        for fold in range(FOLDS):
            rest = _ridge(gram - grams[fold], side - sides[fold])
            own = folds == fold
            held_out[np.ix_(own, heads)] = features[own] @ rest
    return weights, held_out


def _ridge(gram: "Matrix", side: "Matrix") -> "Matrix":
    system = gram.copy()
    system[np.diag_indices_from(system)] += RIDGE
    solved: Matrix = np.linalg.solve(system, side).astype(np.float32)
    return solved


def _platt(scores: "Matrix", truth: "Matrix") -> tuple["Matrix", "Matrix"]:
    """Slope and offset per head, by a few Newton steps of one-dimensional logistic regression."""
    slope = np.full(scores.shape[1], 6.0, np.float32)
    offset = np.full(scores.shape[1], -3.0, np.float32)
    for _ in range(25):
        p = _sigmoid(scores * slope + offset)
        w = np.maximum(p * (1 - p), 1e-6)
        g1, g0 = ((p - truth) * scores).sum(0) + 0.01 * (slope - 6.0), (p - truth).sum(0)
        h11, h10, h00 = (w * scores * scores).sum(0) + 0.01, (w * scores).sum(0), w.sum(0) + 1e-3
        det = h11 * h00 - h10 * h10 + 1e-9
        slope = np.clip(slope - np.clip((h00 * g1 - h10 * g0) / det, -2, 2), 0.5, 40)
        offset = np.clip(offset - np.clip((h11 * g0 - h10 * g1) / det, -2, 2), -12, 4)
    return slope.astype(np.float32), offset.astype(np.float32)


def _sigmoid(x: "Matrix") -> "Matrix":
    out: Matrix = 1.0 / (1.0 + np.exp(-np.clip(x, -30, 30)))
    return out


def _thresholds(
    probable: "Matrix", truth: "Matrix", examples: Sequence[Example], names: tuple[str, ...]
) -> "Matrix":
    """Per head, the threshold that serves whole documents best; drawn towards the default where examples are few.

    A document counts as right where the unit with the highest probability carries the label, which is what the
    evidence of a value will be.
    """
    whole = np.array([example.whole for example in examples])
    probable, truth = probable[whole], truth[whole]
    documents = [zlib.crc32(example.document.encode()) for example in examples if example.whole]
    _, group = np.unique(np.array(documents), return_inverse=True)
    size = int(group.max()) + 1 if len(group) else 0
    out = np.full(len(names), DEFAULT_THRESHOLD, np.float32)
    for column, name in enumerate(names):
        top = np.zeros(size, np.float32)
        np.maximum.at(top, group, probable[:, column])
        right, has = np.zeros(size, bool), np.zeros(size, bool)
        np.logical_or.at(has, group, truth[:, column] > 0)
        best = probable[:, column] >= top[group]
        np.logical_or.at(right, group, best & (truth[:, column] > 0))
        signal = name.startswith("@")
        beta = SIGNAL_BETA if signal else FIELD_BETA
        out[column] = _best_threshold(top, has if signal else right, int(has.sum()), beta)
    return out


def _best_threshold(score: "Matrix", right: "Matrix", wanted: int, beta: float) -> float:
    order = np.argsort(-score)
    hits = np.cumsum(right[order])
    picked = np.arange(1, len(order) + 1)
    if wanted == 0 or hits[-1] == 0:
        return DEFAULT_THRESHOLD
    f = (1 + beta**2) * hits / (picked + beta**2 * wanted)
    found = float(score[order][int(f.argmax())])
    trust = wanted / (wanted + 6)
    return float(np.clip(trust * found + (1 - trust) * DEFAULT_THRESHOLD, LOWEST, HIGHEST))
