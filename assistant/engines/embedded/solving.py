"""Solves ridge regressions in place: a blocked Cholesky factor, so that a large Gram matrix is held once only."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

BLOCK = 384


def ridge(gram: "Matrix", side: "Matrix", penalty: float) -> "Matrix":
    """Weights that minimise the squared error plus a penalty on their squares.

    Args:
        gram: features' products with each other, at least the lower triangle; used up.
        side: features' products with what is to be predicted; becomes the answer.
        penalty: weight of the penalty.
    """
    gram[np.diag_indices_from(gram)] += penalty
    starts = range(0, len(gram), BLOCK)
    inverses = [_factor(gram, start) for start in starts]
    for start, inverse in zip(starts, inverses, strict=True):
        end = start + BLOCK
        side[start:end] = inverse @ (side[start:end] - gram[start:end, :start] @ side[:start])
    for start, inverse in zip(reversed(starts), reversed(inverses), strict=True):
        end = start + BLOCK
        side[start:end] = inverse.T @ (side[start:end] - gram[end:, start:end].T @ side[end:])
    return side


def _factor(gram: "Matrix", start: int) -> "Matrix":
    """Factor one block column and take it off what is to the right; returns the inverse of its diagonal block."""
    end = start + BLOCK
    inverse: Matrix = np.linalg.inv(np.linalg.cholesky(gram[start:end, start:end]))
    gram[end:, start:end] = gram[end:, start:end] @ inverse.T
    for low in range(end, len(gram), BLOCK):
        high = low + BLOCK
        gram[low:high, end:high] -= gram[low:high, start:end] @ gram[end:high, start:end].T
    return inverse


def sigmoid(x: "Matrix") -> "Matrix":
    """Squash scores into probabilities."""
    out: Matrix = (1.0 / (1.0 + np.exp(-np.clip(x, -30, 30)))).astype(np.float32)
    return out
