"""Means weigh what was counted, intervals are the same twice, and better means better."""

from hypothesis import given
from hypothesis import strategies as st

from evals.figures import better, figure, figures
from evals.score import Score


def scored(*pairs: tuple[float, float]) -> list[Score]:
    return [Score(value=value, weight=weight) for value, weight in pairs]


def test_the_mean_is_weighted_by_what_was_counted():
    one = figure(scored((1.0, 9.0), (0.0, 1.0)))
    assert one.value == 0.9
    assert (one.cases, one.counted) == (2, 10)


def test_nothing_counted_gives_no_figure():
    assert figure([]) is None
    assert figure(scored((1.0, 0.0))) is None
    assert figures([{"a": Score(value=1, weight=0)}]) == {}


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.1, 5)), min_size=1, max_size=20))
def test_the_interval_holds_the_value_and_is_the_same_twice(pairs):
    one, two = figure(scored(*pairs)), figure(scored(*pairs))
    assert one == two
    assert one.low - 1e-3 <= one.value <= one.high + 1e-3


def test_more_spread_gives_a_wider_interval():
    even = figure(scored(*[(0.5, 1.0)] * 20))
    split = figure(scored(*[(0.0, 1.0), (1.0, 1.0)] * 10))
    assert even.value == split.value == 0.5
    assert even.low == even.high
    assert split.high - split.low > 0.2


def test_for_costs_and_inventions_less_is_better():
    assert better("field recall", 0.8, 0.7) > 0
    assert better("invention", 0.8, 0.7) < 0
    assert better("seconds", 1.0, 2.0) > 0
