"""Fitting and keeping heads: repeatable, the same after a round trip, and able to say by which words."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.engines.embedded.calibrating import ANSWER, FIRST, LONG, SHORT
from assistant.engines.embedded.features import placed, topics
from assistant.engines.embedded.fitting import fit, heads_of
from assistant.engines.embedded.heads import Heads, kind_of_length, kind_of_text, surrounding_width, surroundings
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
    before, after = heads.probabilities(items, embedder, FIRST), back.probabilities(items, embedder, FIRST)
    assert back.names == heads.names
    assert list((tmp_path / "sub").iterdir()) == [tmp_path / "sub" / "heads.npz"]
    np.testing.assert_allclose(before, after, atol=0.02)


def test_what_whole_texts_say_is_kept_too_and_leaves_answers_alone(heads, embedder, tmp_path):
    width, known = len(heads.names) + 1, len(heads.names) + 384 + 1
    heads = replace(heads, texts=TextHeads(np.zeros((known, width)), np.ones(width), np.full(width, -3.0)))
    heads.save(tmp_path / "heads.npz")
    items, volume = placed(units(TEXT)), heads.names.index("data.volume")
    for kept in (heads, Heads.read(tmp_path / "heads.npz")):
        plain = replace(kept, texts=None)
        alone, whole = (kept.probabilities(items, embedder, kind) for kind in (ANSWER, FIRST))
        np.testing.assert_array_equal(alone, plain.probabilities(items, embedder, ANSWER))
        assert whole[:, volume].max() < plain.probabilities(items, embedder, FIRST)[:, volume].max()


def test_an_answer_is_no_text_of_its_own_unless_it_is_long():
    words = [item.text for item in units(TEXT)]
    assert kind_of_text(words, whole=True) == FIRST
    assert kind_of_text(words, whole=False) == ANSWER
    assert kind_of_text(words * 10, whole=False) == kind_of_text(words * 10, whole=True) == SHORT


def test_probabilities_are_probabilities_and_favour_the_right_head(heads, embedder):
    found = heads.probabilities(placed(units(TEXT)), embedder, FIRST)
    assert found.shape == (2, len(heads.names))
    assert ((found >= 0) & (found <= 1)).all()
    volume, summary = heads.names.index("data.volume"), heads.names.index("project.summary")
    assert found[1, volume] > found[0, volume]
    assert found[0, summary] > found[1, summary]


def test_no_units_no_probabilities(heads, embedder):
    assert heads.probabilities([], embedder, FIRST).shape == (0, len(heads.names))


def test_words_alone_are_enough_to_fit(known):
    alone = fit(known, None)
    found = alone.probabilities(placed(units(TEXT)), None, FIRST)
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


@pytest.mark.parametrize(
    ("words", "kind"), [(0, FIRST), (99, FIRST), (100, SHORT), (259, SHORT), (260, LONG), (9000, LONG)]
)
def test_kinds_of_text_by_length(words, kind):
    assert kind_of_length(words) == kind
