"""The solver in place gives what a plain solve gives."""

import numpy as np
import pytest

from assistant.engines.embedded.solving import BLOCK, ridge


@pytest.mark.parametrize("width", [1, 7, BLOCK, BLOCK + 5, 2 * BLOCK + 100])
def test_same_as_a_plain_solve(width):
    x = np.random.default_rng(0).standard_normal((300, width)).astype(np.float32)
    y = x[:, :1] + 1
    gram = x.T @ x
    expected = np.linalg.solve(gram.astype(float) + 4 * np.eye(width), (x.T @ y).astype(float))
    found = ridge(np.tril(gram), x.T @ y, 4.0)
    np.testing.assert_allclose(found, expected, atol=2e-3)
