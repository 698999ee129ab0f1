"""The small catalogue and the embedder as fixtures."""

import pytest

from assistant.domain.catalogue import Catalogue
from tests.guidance.made import WordEmbedder, few_passages


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture
def few() -> Catalogue:
    return few_passages()
