"""A question handed to the colleague who knows, and the answer that comes back under that person's name."""

import pytest

from assistant.domain.reading import Claim, Intent
from assistant.errors import InputError


def test_the_message_says_what_why_and_how(hosted):
    hosted.knows("project.summary", "sort 200 letters a day by department")
    message = hosted.assistant.hand_over(hosted.id, "data.sensitivity")
    spec = hosted.assistant.catalogue.field_by_id["data.sensitivity"]
    assert "sort 200 letters a day" in message
    assert spec.question in message
    assert spec.why in message
    assert spec.good in message
    assert all(option.label in message for option in spec.options)
    assert len(message) < 1500


def test_it_greets_the_owner_who_was_named(hosted):
    hosted.put("need.economics")
    hosted.reads("I don't know, ask Tom", intent=Intent.DONT_KNOW)
    hosted.says("I don't know, ask Tom")
    assert hosted.assistant.hand_over(hosted.id, "need.economics").startswith("Hello Tom,")


def test_the_answer_entered_later_has_that_person_as_its_source(hosted):
    after = hosted.assistant.edit(hosted.id, "need.economics", "at most 40,000 euros", said_by="Tom")
    evidence = after.state.scope.field("need.economics").evidence[0]
    turn = next(turn for turn in after.turns if turn.source.id == evidence.source)
    assert (turn.said_by, evidence.quote) == ("Tom", "at most 40,000 euros")


def test_an_answer_to_the_open_question_can_be_passed_on_too(talk):
    talk.put("need.economics")
    text = "It may cost 40,000 euros at most."
    talk.reads(text, Claim(field="need.economics", quote="It may cost 40,000 euros at most"))
    after = talk.says(text, said_by="Tom")
    assert "40,000" in talk.field("need.economics").value
    assert after.turns[-1].source.said_by == "Tom"


def test_an_unknown_field_is_refused(hosted):
    with pytest.raises(InputError, match="no field"):
        hosted.assistant.hand_over(hosted.id, "data.colour")
