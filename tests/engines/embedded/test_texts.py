"""What a text says as a whole: it moves the text's highest probability, and leaves the proportions of its units."""

import numpy as np
import pytest

from assistant.engines.embedded.calibrating import CLEARING
from assistant.engines.embedded.settled import OPPOSITES
from assistant.engines.embedded.texts import (
    ABOUT_PEOPLE,
    CHOICE_SHARE,
    FIELD_SHARE,
    PEOPLE_SHARE,
    SIGNAL_SHARE,
    TextHeads,
    fit_texts,
)

NAMES = ("?", "data.volume", "data.source=internal", "@task_forecast", "@people_children", "~other")
NO_TOPIC = np.zeros((1, 0), np.float32)
EVEN = 0.5
"""What heads without weights say of every text."""
ALL = len(NAMES) + 1


@pytest.fixture
def undecided():
    """Heads that give every text an even chance."""
    return TextHeads(np.zeros((ALL, ALL), np.float32), np.ones(ALL, np.float32), np.zeros(ALL, np.float32))


def test_the_highest_unit_becomes_the_weighted_mean_of_unit_and_text(undecided):
    units = np.array([[0.9] * len(NAMES), [0.3] * len(NAMES)], np.float32)
    found = undecided.combine(units, NO_TOPIC, NAMES)
    unsure, field, choice, signal, people, other = found[0]
    assert field == pytest.approx(0.9 ** (1 - FIELD_SHARE) * EVEN**FIELD_SHARE)
    assert signal == pytest.approx(0.9 ** (1 - SIGNAL_SHARE) * EVEN**SIGNAL_SHARE)
    both = SIGNAL_SHARE + PEOPLE_SHARE
    assert people == pytest.approx(0.9 ** (1 - both) * EVEN**both)
    assert choice == pytest.approx(0.9 ** (1 - CHOICE_SHARE) * EVEN**CHOICE_SHARE)
    assert (unsure, other) == pytest.approx((0.9, 0.9)), "how a clause is meant is told by that clause alone"
    np.testing.assert_allclose(found[1] / found[0], 1 / 3, rtol=1e-5)


def test_a_faint_unit_is_lifted_where_the_text_speaks_of_it_and_never_beyond_one(undecided):
    units = np.array([[0.1] * len(NAMES), [0.0] * len(NAMES)], np.float32)
    found = undecided.combine(units, NO_TOPIC, NAMES)
    assert 0.1 < found[0, 1] < EVEN
    assert (found[1] == 0).all()
    assert undecided.combine(np.ones((1, len(NAMES)), np.float32), NO_TOPIC, NAMES).max() <= 1


def test_the_same_words_count_less_in_a_text_about_something_else():
    """Ten faint mentions of children: those in texts about schools are meant, those about goats are not."""
    rng = np.random.default_rng(7)
    topics = np.repeat(np.eye(2, dtype=np.float32), 60, axis=0)
    text = np.arange(120)
    probable = rng.uniform(0.02, 0.1, (120, len(NAMES))).astype(np.float32)
    probable[::2, 4] = 0.5
    truth = np.zeros_like(probable)
    truth[:60:2, 4] = 1
    heads, combined = fit_texts(probable, truth, text, topics, NAMES)
    school, goats = combined[:60:2, 4], combined[60::2, 4]
    assert school.min() > 0.5 > goats.max(), "held out: each text was judged by heads that never saw it"
    again = [heads.combine(probable[[row]], topics[[row]], NAMES)[0, 4] for row in (0, 60)]
    assert again[0] > 0.5 > again[1]


@pytest.mark.parametrize(
    "listed", [ABOUT_PEOPLE, CLEARING, frozenset(OPPOSITES)], ids=["people", "clearing", "opposites"]
)
def test_signals_that_are_named_in_code_exist(catalogue, listed):
    assert listed <= {signal.id for signal in catalogue.signals}
