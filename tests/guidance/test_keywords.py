"""Ranking by words: content counts, endings and small slips do not."""

import pytest

from assistant.guidance.keywords import Keywords, stem, words

TEXTS = (
    ("How many labels do I need?", "A few hundred labelled photos are a start. Each label costs a minute."),
    ("Do we need consent?", "Consent is one lawful basis of six. Labels are a different matter."),
    ("How is the model monitored?", "Watch the inputs after launch."),
)


@pytest.fixture
def keywords() -> Keywords:
    return Keywords(TEXTS)


def best(scores: list[float]) -> int:
    return max(range(len(scores)), key=scores.__getitem__)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("label", "labels"),
        ("labelling", "labeling"),
        ("labelled", "labels"),
        ("monitoring", "monitored"),
        ("copies", "copy"),
        ("recognise", "recognize"),
        ("licence", "license"),
        ("company's", "company"),
    ],
)
def test_forms_of_a_word_meet(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("bias", "base"), ("press", "pre"), ("data", "date"), ("use", "us")])
def test_different_words_stay_apart(one, other):
    assert stem(one) != stem(other)


def test_words_that_everybody_uses_do_not_count():
    assert words("What should we do about this, and why?") == []
    assert words("") == []


def test_curly_quotes_are_quotes():
    assert words("It’s the company’s label") == words("It's the company's label")


def test_the_passage_with_the_rarer_word_wins(keywords):
    assert best(keywords.scores("how many labels")) == 0
    assert best(keywords.scores("consent")) == 1


def test_a_word_in_the_title_counts_more_than_one_in_the_text(keywords):
    labels = keywords.scores("labels")
    assert labels[0] > labels[1] > 0
    assert labels[2] == 0


def test_a_slip_of_the_pen_is_mended_and_a_foreign_word_is_not(keywords):
    assert best(keywords.scores("lawfull consnet")) == 1
    assert keywords.scores("cucumber sandwich") == [0, 0, 0]


def test_other_words_count_less_than_the_persons_own(keywords):
    own = keywords.scores("consent")[1]
    other = keywords.scores("permission", other_words="consent")[1]
    assert 0 < other < own
    assert keywords.scores("consent", other_words="consent")[1] == own


def test_coverage_is_the_share_of_the_question_that_a_passage_holds(keywords):
    assert keywords.coverage("lawful consent")[1] == pytest.approx(1.0)
    assert 0 < keywords.coverage("consent for cucumbers")[1] < 1
    assert keywords.coverage("what about it?") == [0, 0, 0]


def test_without_texts_nothing_is_found():
    assert Keywords([]).scores("labels") == []
    assert Keywords([]).coverage("labels") == []
