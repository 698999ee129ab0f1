"""What a person does with a message, by its words: a request to fill something in is none where people tell of their own ways."""

import pytest

from assistant.domain.reading import Intent
from assistant.engines.embedded.intents import understand


@pytest.mark.parametrize(
    "text",
    [
        "Just fill it in for me",
        "just make something up for that, I don't mind.",
        "I don't know, just guess",
        "Could you please fill that in?",
        "Hmm, make it up.",
        "you decide",
        "Guess!",
    ],
)
def test_to_be_asked_to_fill_in_is_noticed(text):
    assert understand(text, None).intent is Intent.FILL_IN


@pytest.mark.parametrize(
    "text",
    [
        "we just guess from last week. about 4,000 loaves a day",
        "The clerks just fill it in by hand.",
        "Today we look at the sky, guess and order.",
        "They make it up as they go.",
        "The foreman and I guess.",
    ],
)
def test_what_people_do_today_is_an_answer(text):
    assert understand(text, None).intent is Intent.ANSWER
