"""Fitting and keeping heads: repeatable, the same after a round trip, and able to say by which words."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.engines.embedded.features import placed, topics
from assistant.engines.embedded.fitting import fit, heads_of
from assistant.engines.embedded.heads import REMARK, Heads, is_short, kind_of_text, surrounding_width, surroundings
from assistant.engines.embedded.segments import units
from assistant.engines.embedded.texts import TextHeads

TEXT = "The model shall forecast how many visits the castle gets.\nWe have 9,000 rows of visits in our own system."


def test_labels_switch_heads_on():
    labels = frozenset(
        {"data.labels=unlabelled", "need.scale?", "data.cost!", "@task_forecast", "@-data_health", "~other"}
    )
    on = {"data.labels", "data.labels=unlabelled", "need.scale", "?", "data.cost", "!", "@task_forecast", "~other"}
    assert heads_of(labels) == on


def test_fitting_twice_gives_the_same(known, embedder, heads):
    again = fit(known, embedder)
    assert again.names == heads.names
    np.testing.assert_array_equal(again.weights, heads.weights)
    np.testing.assert_array_equal(again.thresholds, heads.thresholds)


def test_a_round_trip_keeps_the_probabilities(heads, embedder, tmp_path):
    heads.save(tmp_path / "sub" / "heads.npz")
    back = Heads.read(tmp_path / "sub" / "heads.npz")
    items = placed(units(TEXT))
    before, after = heads.probabilities(items, embedder), back.probabilities(items, embedder)
    assert back.names == heads.names
    assert list((tmp_path / "sub").iterdir()) == [tmp_path / "sub" / "heads.npz"]
    np.testing.assert_allclose(before, after, atol=0.02)


def test_what_whole_texts_say_is_kept_too_and_leaves_remarks_alone(heads, embedder, tmp_path):
    width, known = len(heads.names) + 1, len(heads.names) + 384 + 1
    heads = replace(heads, texts=TextHeads(np.zeros((known, width)), np.ones(width), np.full(width, -3.0)))
    heads.save(tmp_path / "heads.npz")
    remark, text = placed(units(TEXT)), placed(units(TEXT * 10))
    assert kind_of_text(item.unit.text for item in remark) == REMARK
    for kept in (heads, Heads.read(tmp_path / "heads.npz")):
        plain = replace(kept, texts=None)
        np.testing.assert_array_equal(kept.probabilities(remark, embedder), plain.probabilities(remark, embedder))
        volume = heads.names.index("data.volume")
        assert (
            kept.probabilities(text, embedder)[:, volume].max() < plain.probabilities(text, embedder)[:, volume].max()
        )


def test_probabilities_are_probabilities_and_favour_the_right_head(heads, embedder):
    found = heads.probabilities(placed(units(TEXT)), embedder)
    assert found.shape == (2, len(heads.names))
    assert ((found >= 0) & (found <= 1)).all()
    volume, summary = heads.names.index("data.volume"), heads.names.index("project.summary")
    assert found[1, volume] > found[0, volume]
    assert found[0, summary] > found[1, summary]


def test_no_units_no_probabilities(heads, embedder):
    assert heads.probabilities([], embedder).shape == (0, len(heads.names))


def test_words_alone_are_enough_to_fit(known):
    alone = fit(known, None)
    found = alone.probabilities(placed(units(TEXT)), None)
    assert not alone.meaning
    assert found[1, alone.names.index("data.volume")] > found[0, alone.names.index("data.volume")]


def test_cue_words_are_words_of_the_unit(heads):
    text = "If the model fails, the old sheet is used instead."
    words = heads.cue_words(text, "fallback.policy")
    assert words
    assert all(part in text.lower() for word in words for part in word.split())
    assert heads.cue_words(text, "no.such") == ()


def test_surroundings_stop_at_the_ends_of_a_text():
    first = np.array([[0.1], [0.9], [0.5]], np.float32)
    text = np.array([0, 0, 1])
    about = topics(np.array([[1, 0], [0, 1], [0, 3]], np.float32), text)
    seen = surroundings(first, text, np.zeros((3, 17), np.float32), about)
    own, before, after, highest, mean = seen[:, :5].T
    np.testing.assert_allclose(own, [0.1, 0.9, 0.5])
    np.testing.assert_allclose(before, [0, 0.1, 0])
    np.testing.assert_allclose(after, [0.9, 0, 0])
    np.testing.assert_allclose(highest, [0.9, 0.9, 0.5])
    np.testing.assert_allclose(mean, [0.5, 0.5, 0.5])
    np.testing.assert_allclose(seen[:, -2:], [[0.5**0.5, 0.5**0.5], [0.5**0.5, 0.5**0.5], [0, 1]], rtol=1e-6)
    assert seen.shape[1] == surrounding_width(1, 2)


@pytest.mark.parametrize(("words", "short"), [(0, True), (259, True), (260, False)])
def test_short_texts(words, short):
    assert is_short(words) is short
