"""The measurements measure what they say: shares, halves, pages; and the search holds its targets on the real passages."""

import pytest

from assistant.bootstrap import load_embedder
from assistant.domain.catalogue import Catalogue
from evals.bench import Figure
from evals.bench_texts import PAGE_CHARS, pages
from evals.retrieval_bench import Asked, Outcome, measure, questions, score


def outcome(accepted: set[str], *found: str, seconds: float = 0.01) -> Outcome:
    return Outcome(Asked("q", "text", frozenset(accepted)), found, seconds)


def test_shares_are_of_the_questions_that_they_speak_of():
    outcomes = [
        outcome({"a", "b"}, "a", "x", "y"),
        outcome({"a"}, "x", "y", "a"),
        outcome({"a"}, "x", "y", "z", "a"),
        outcome({"a"}),
        outcome(set()),
        outcome(set(), "x"),
    ]
    found = score(outcomes)
    assert found.first == pytest.approx(1 / 4)
    assert found.in_three == pytest.approx(2 / 4)
    assert found.silent == pytest.approx(1 / 2)
    assert found.milliseconds == pytest.approx(10)
    assert not found.reached


def test_a_perfect_search_reaches_the_targets_and_a_slow_one_does_not():
    good = [outcome({"a"}, "a"), outcome(set())]
    assert score(good).reached
    assert not score([outcome({"a"}, "a", seconds=1.0), outcome(set(), seconds=1.0)]).reached


def test_the_halves_do_not_depend_on_the_run_and_are_about_equal():
    asked = questions()
    assert asked == questions()
    fitted = sum(item.fitted for item in asked)
    assert 0.4 < fitted / len(asked) < 0.6


def test_every_accepted_passage_exists(catalogue: Catalogue):
    accepted = {name for item in questions() for name in item.passages}
    assert accepted <= set(catalogue.passage_by_id)


def test_pages_are_as_long_as_they_say_and_not_the_same():
    one, three = pages(1), pages(3)
    assert 0.8 * PAGE_CHARS < len(one) <= PAGE_CHARS
    assert 2.8 * PAGE_CHARS < len(three) <= 3 * PAGE_CHARS
    paragraphs = pages(60).split("\n\n")
    assert len(set(paragraphs)) > 0.8 * len(paragraphs)
    assert one.endswith(".")


def test_a_figure_says_whether_it_keeps_its_target():
    assert "under 3" in str(Figure("cold start", 1.5, "s", 3.0))
    assert "OVER 3" in str(Figure("cold start", 3.5, "s", 3.0, 1.0))
    assert not Figure("import", 9.0, "s").over


@pytest.mark.slow
def test_the_search_holds_its_targets(catalogue: Catalogue, tmp_path):
    """On all questions, and not much less on those by which nothing was fitted."""
    embedder = load_embedder(lambda _message: None)
    if embedder is None:
        pytest.skip("the weights are not installed")
    both = measure(catalogue, embedder, tmp_path)["both"]
    whole, held_out = score(both), score([item for item in both if not item.asked.fitted])
    assert whole.in_three >= 0.90
    assert whole.first >= 0.70
    assert whole.silent >= 0.95
    assert held_out.in_three >= 0.85
