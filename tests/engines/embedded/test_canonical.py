"""What must make no difference to the reader is one wording to it; all else stays as it is."""

import pytest

from assistant.engines.embedded.canonical import canonical


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("She decides on each case herself.", "He decides on each case himself."),
        ("The nurse asks her; the file is hers.", "The nurse asks him; the file is his."),
        ("Ms Okafor in the arrears team gets the list.", "Mr Novak in the arrears team gets the list."),
        ("Ask Dr. Ana Ribeiro first.", "Ask Prof. John O’Neill first."),
        ("The organisation analysed the labelled behaviour.", "The organization analyzed the labeled behavior."),
        ("A programme for the ageing theatre, 3 per cent.", "A program for the aging theater, 3 percent."),
        ("A skilful paediatrician distils it.", "A skillful pediatrician distills it."),
        ("Prioritising and modelling are fulfilled.", "Prioritizing and modeling are fulfilled."),
    ],
)
def test_what_makes_no_difference_is_one_wording(one, other):
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    "text",
    [
        "We miss half of them within 50 ms.",
        "Four hours of exercise, an enterprise of our own, the hour is ours.",
        "They enrolled theirs; the theory of these others.",
        "",
    ],
)
def test_other_words_stay(text):
    assert canonical(text) == text
