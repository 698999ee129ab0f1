"""Everyday words lead to the guidance's words; everyday questions are about something else."""

import pytest

from assistant.domain.catalogue import Catalogue
from assistant.guidance.keywords import words
from assistant.guidance.wording import everyday_questions, other_words


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Can we use pics of kids?", "children"),
        ("what if it HALLUCINATES", "invented"),
        ("who may pull the plug", "switch"),
        ("does it run without wi-fi or wifi", "offline"),
        ("the boss's idea", "management"),
        ("do we need a DPIA", "impact assessment"),
    ],
)
def test_an_everyday_word_has_the_guidances_words(said, meant):
    assert meant in other_words(said)


def test_a_phrase_counts_as_a_whole():
    assert "EU AI Act" in other_words("what does the AI act say")
    assert "EU AI Act" not in other_words("the AI will act for us")
    assert "United" not in other_words("can you help us")


def test_a_question_in_the_guidances_words_needs_no_others():
    assert other_words("What is drift?") == ""
    assert other_words("") == ""


def test_the_other_words_are_words_of_the_passages(catalogue: Catalogue):
    """A word that no passage holds would lead nowhere."""
    held = set(words(" ".join(f"{passage.title} {passage.text}" for passage in catalogue.passages)))
    meant = other_words("pics, kids, wifi, zip code, chatgpt, annotators, gdpr, fired, works council, hallucination")
    known = [word for word in words(meant) if word in held]
    assert len(known) > 0.9 * len(words(meant))


def test_no_everyday_question_is_about_a_project(catalogue: Catalogue):
    """None repeats the question of a passage, in whatever order."""
    titles = {frozenset(words(passage.title)) for passage in catalogue.passages}
    assert len(everyday_questions()) > 100
    assert not [line for line in everyday_questions() if frozenset(words(line)) in titles]
    assert not [line for line in everyday_questions() if "machine learning" in line or "dataset" in line]
