"""Which choices a field takes from the units that speak of it."""

import numpy as np
import pytest

from assistant.bootstrap import load_catalogue
from assistant.engines.embedded.settled import choose
from assistant.settings import read_settings


@pytest.fixture(scope="module")
def fields():
    return load_catalogue(read_settings()).field_by_id


def scores(**given):
    return {choice: np.array(values, np.float32) for choice, values in given.items()}


def test_one_choice_takes_the_likeliest_for_how_rare_it_is(fields):
    given, limits = scores(labelled=[0.5, 0.1], unlabelled=[0.0, 0.35]), {"labelled": 0.6, "unlabelled": 0.25}
    assert choose(fields["data.labels"], given, limits) == [("unlabelled", 1)]
    assert choose(fields["data.labels"], given, dict.fromkeys(given, 0.5)) == [("labelled", 0)]


def test_nothing_faint_is_taken(fields):
    assert choose(fields["impact.decision_role"], scores(augments=[0.05], automates=[0.02]), {}) == []


def test_two_sure_units_that_differ_both_stay(fields):
    found = choose(fields["impact.decision_role"], scores(augments=[0.9, 0.0], automates=[0.1, 0.8]), {})
    assert sorted(found) == [("augments", 0), ("automates", 1)]


def test_the_kind_that_needs_most_care_wins(fields):
    given = scores(none=[0.1, 0.0], personal=[0.9, 0.9], special_category=[0.1, 0.6])
    found = choose(fields["data.sensitivity"], given, {"special_category": 0.5, "personal": 0.5})
    assert found == [("special_category", 1)]


def test_several_choices_are_each_likelier_than_not(fields):
    given = scores(internal=[0.7, 0.0], public=[0.3, 0.3], sensors=[0.0, 0.8])
    assert sorted(choose(fields["data.source"], given, {})) == [("internal", 0), ("sensors", 1)]


def test_several_choices_fall_back_on_the_likeliest(fields):
    given = scores(internal=[0.2], public=[0.3])
    assert choose(fields["data.source"], given, dict.fromkeys(given, 0.5)) == [("public", 0)]


def test_no_units_no_choice(fields):
    assert choose(fields["data.source"], {}, {}) == []
