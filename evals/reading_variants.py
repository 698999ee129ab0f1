"""Simpler ways to find the heads' weights, to compare the full reader with."""

from typing import TYPE_CHECKING

import numpy as np

from assistant.engines.embedded.features import DIMENSIONS, LAYERS
from assistant.engines.embedded.fitting import FOLDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Half = NDArray[np.float16]
    Ints = NDArray[np.int64]

KEY_WORDS = 8
OTHER_MEANINGS = 3


def key_words(features: "Half", truth: "Matrix", folds: "Ints") -> tuple["Matrix", "Matrix"]:
    """A head speaks where one of its few telling words stands; reads words only."""
    weights = _telling(features, truth)
    held_out = np.zeros_like(truth)
    for fold in range(FOLDS):
        own = folds == fold
        held_out[own] = features[own].astype(np.float32) @ _telling(features[~own], truth[~own])
    return weights, held_out


def _telling(features: "Half", truth: "Matrix") -> "Matrix":
    seen = (features > 0).astype(np.float32)
    with_head = seen.T @ truth
    odds = np.log((with_head + 0.5) / (truth.sum(0) + 5)) - np.log(
        (seen.sum(0)[:, None] - with_head + 0.5) / (len(truth) - truth.sum(0) + 5)
    )
    worth = np.where(with_head > 1, odds * np.sqrt(with_head), -np.inf)
    weights = np.zeros_like(with_head)
    best = np.argsort(-worth, axis=0)[:KEY_WORDS]
    np.put_along_axis(weights, best, 1.0, axis=0)
    return weights.astype(np.float32)


def prototypes(features: "Half", truth: "Matrix", folds: "Ints") -> tuple["Matrix", "Matrix"]:
    """A head speaks where a unit's published sentence vector lies close to the mean of the head's examples."""
    start = features.shape[1] - (LAYERS + OTHER_MEANINGS) * DIMENSIONS
    vectors = features[:, start : start + DIMENSIONS].astype(np.float32)
    weights = np.zeros((features.shape[1], truth.shape[1]), np.float32)
    weights[start : start + DIMENSIONS] = _means(vectors, truth)
    held_out = np.zeros_like(truth)
    for fold in range(FOLDS):
        own = folds == fold
        held_out[own] = vectors[own] @ _means(vectors[~own], truth[~own])
    return weights, held_out


def _means(vectors: "Matrix", truth: "Matrix") -> "Matrix":
    means = vectors.T @ truth
    norm = np.linalg.norm(means, axis=0, keepdims=True)
    scaled: Matrix = means / np.maximum(norm, 1e-6)
    return scaled
