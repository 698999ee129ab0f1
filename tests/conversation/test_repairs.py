"""What people do instead of answering, and that each of it does what they expect, with either engine."""

import pytest

from assistant.domain.questions import Round
from assistant.domain.reading import Claim, Intent, Status
from assistant.domain.session import TurnKind
from assistant.errors import InputError


def test_skip_leaves_it_open_and_never_asks_again(talk):
    talk.put("timeline.deadline")
    talk.reads("skip this one", intent=Intent.SKIP)
    after = talk.says("skip this one")
    assert talk.field("timeline.deadline").status is Status.MISSING
    assert after.question.field != "timeline.deadline"
    assert "timeline.deadline" not in [question.field for question in after.assessment.questions]


def test_dont_know_asks_who_would_know_and_keeps_the_owner(talk):
    talk.put("need.economics")
    talk.reads("I don't know", intent=Intent.DONT_KNOW)
    talk.says("I don't know")
    assert talk.field("need.economics").status is Status.UNKNOWN
    assert "Who would know" in talk.reply
    asked = talk.question
    talk.reads("Maria from finance would know", Claim(field=asked.field, quote="Maria from finance"))
    after = talk.says("Maria from finance would know")
    assert after.state.owners["need.economics"] == "Maria from finance"
    assert after.question == asked, "naming somebody answers nothing else"
    assert talk.field(asked.field).status is Status.MISSING


def test_dont_know_with_a_name_keeps_the_owner_at_once(talk):
    talk.put("need.economics")
    talk.reads("no idea, ask Tom in controlling", intent=Intent.DONT_KNOW)
    after = talk.says("no idea, ask Tom in controlling")
    assert after.state.owners == {"need.economics": "Tom in controlling"}
    assert talk.field("need.economics").status is Status.UNKNOWN


def test_not_applicable_without_a_reason_asks_for_it_once(talk):
    talk.put("data.cost")
    talk.reads("not applicable", intent=Intent.NOT_APPLICABLE)
    after = talk.says("not applicable")
    assert talk.field("data.cost").status is Status.NOT_APPLICABLE
    assert (after.question.field, after.question.round) == ("data.cost", Round.REASON)
    talk.reads("we made all of it ourselves", Claim(field="data.cost", quote="we made all of it ourselves"))
    after = talk.says("we made all of it ourselves")
    assert talk.field("data.cost").status is Status.NOT_APPLICABLE
    assert talk.field("data.cost").value == "we made all of it ourselves"
    assert after.question.field != "data.cost"


def test_not_applicable_is_checked_against_what_was_said(talk):
    talk.knows("data.sensitivity", "yes, names and addresses", "personal")
    talk.put("ethics.privacy")
    talk.reads("That does not apply", intent=Intent.NOT_APPLICABLE)
    after = talk.says("That does not apply")
    assert talk.field("ethics.privacy").status is Status.MISSING
    assert "names and addresses" in talk.reply
    assert (after.question.field, after.question.round) == ("ethics.privacy", Round.AGAIN)
    talk.says("That does not apply")
    assert talk.field("ethics.privacy").status is Status.NOT_APPLICABLE, "who says it twice is believed"


def test_why_is_answered_from_the_question_and_it_stays(talk):
    question = talk.put("need.scale")
    talk.reads("Why do you ask?", intent=Intent.QUESTION, asks="Why do you ask?")
    after = talk.says("Why do you ask?")
    assert question.why in talk.reply
    assert after.question == question


def test_a_definition_is_answered_from_guidance_and_the_question_stays(talk):
    question = talk.put("need.scale")
    talk.reads("What is a baseline?", intent=Intent.QUESTION, asks="What is a baseline?")
    after = talk.says("What is a baseline?")
    assert talk.assistant._guidance.questions == ["What is a baseline?"]
    assert after.question == question
    assert not after.turns[-1].grounded.claims


def test_an_answer_with_a_question_in_return_does_both(talk):
    talk.put("timeline.deadline")
    text = "We want the trial by the first of May. What is a baseline?"
    quote = "We want the trial by the first of May"
    talk.reads(text, Claim(field="timeline.deadline", quote=quote), asks="What is a baseline?")
    after = talk.says(text)
    assert "first of May" in talk.field("timeline.deadline").value
    assert "baseline" not in talk.field("timeline.deadline").value
    assert talk.assistant._guidance.questions == ["What is a baseline?"]
    assert after.question.field != "timeline.deadline"


def test_a_digression_is_taken_and_the_question_comes_back(talk):
    question = talk.put("fallback.policy")
    text = "By the way, the deadline is the first of May next year."
    talk.reads(text, Claim(field="timeline.deadline", quote="the deadline is the first of May next year"))
    after = talk.says(text)
    assert "first of May" in talk.field("timeline.deadline").value
    assert talk.field("fallback.policy").status is Status.MISSING
    assert (after.question.field, after.question.text) == (question.field, question.text)
    talk.reads("By the way, we have 3 servers.", Claim(field="infrastructure.compute", quote="we have 3 servers"))
    assert talk.says("By the way, we have 3 servers.").question.field != "fallback.policy", "it comes back once"


def test_repeat_puts_the_same_question(talk):
    question = talk.put("need.scale")
    talk.reads("Can you repeat the question?", intent=Intent.REPEAT)
    after = talk.says("Can you repeat the question?")
    assert after.question == question
    assert not after.turns[-1].grounded.claims


def test_go_back_asks_the_earlier_question_and_its_answer_can_be_changed(talk):
    talk.put("timeline.deadline")
    talk.reads("by the first of May", Claim(field="timeline.deadline", quote="by the first of May"))
    later = talk.says("by the first of May").question
    talk.reads("go back", intent=Intent.GO_BACK)
    after = talk.says("go back")
    assert after.question.field == "timeline.deadline"
    assert "first of May" in talk.reply
    talk.reads("by the first of June", Claim(field="timeline.deadline", quote="by the first of June"))
    after = talk.says("by the first of June")
    assert talk.field("timeline.deadline").value == "by the first of June"
    assert talk.field("timeline.deadline").history[-1].value == "by the first of May"
    assert after.question.field == later.field, "the question that was left comes back"


def test_go_back_on_the_first_question_says_so(talk):
    question = talk.put("need.scale")
    talk.reads("go back", intent=Intent.GO_BACK)
    assert talk.says("go back").question == question
    assert "no question before" in talk.reply


def test_undo_in_words_takes_the_last_turn_back(talk):
    question = talk.put("timeline.deadline")
    talk.reads("by the first of May", Claim(field="timeline.deadline", quote="by the first of May"))
    before = talk.view.state
    talk.says("by the first of May")
    talk.reads("undo that", intent=Intent.GO_BACK)
    after = talk.says("undo that")
    assert after.turns[-1].kind is TurnKind.UNDO
    assert "by the first of May" in talk.reply
    assert after.state.scope == before.scope
    assert after.question == question
    assert [turn.text for turn in after.turns][-2:] == ["by the first of May", "undo that"], "history keeps both"


def test_undo_with_nothing_to_undo_is_no_undo(talk):
    talk.reads("undo that", intent=Intent.GO_BACK)
    assert talk.says("undo that").turns[-1].kind is TurnKind.MESSAGE


def test_start_over_keeps_the_history_and_can_be_undone(talk):
    talk.knows("need.scale", "500 claims a day")
    talk.reads("start over", intent=Intent.START_OVER)
    after = talk.says("start over")
    assert after.turns[-1].kind is TurnKind.START_OVER
    assert after.state.scope.fields == {}
    assert after.question is None
    assert "500 claims a day" in [turn.text for turn in after.turns]
    talk.reads("undo that", intent=Intent.GO_BACK)
    talk.says("undo that")
    assert talk.field("need.scale").value == "500 claims a day"


@pytest.mark.parametrize("words", ["enough for now", "That's enough for now"])
def test_enough_for_now_sums_up_with_the_open_points_and_their_owners(talk, words):
    talk.put("need.economics")
    talk.reads("I don't know, ask Tom", intent=Intent.DONT_KNOW)
    talk.says("I don't know, ask Tom")
    talk.reads(words, intent=Intent.STOP)
    after = talk.says(words)
    assert after.question is None
    assert after.state.finished
    assert "Still open" in talk.reply
    assert "Cost and value (Tom would know)" in talk.reply


@pytest.mark.parametrize(("words", "intent"), [("tell me a joke", Intent.OFF_TOPIC), ("you stupid bot", Intent.INSULT)])
def test_off_topic_and_insults_change_nothing(talk, words, intent):
    question = talk.put("need.scale")
    talk.reads(words, intent=intent)
    after = talk.says(words)
    assert after.question == question
    assert after.state.scope.fields == {}
    assert talk.reply.strip()


@pytest.mark.parametrize("nothing", ["", "   ", "…", "\n\n"])
def test_an_empty_message_is_refused_in_a_sentence(talk, nothing):
    question = talk.put("need.scale")
    with pytest.raises(InputError, match="nothing to read"):
        talk.says(nothing)
    assert talk.question == question


def test_fill_it_in_for_me_is_refused_with_an_example(talk):
    question = talk.put("evaluation.target")
    talk.reads("just fill it in for me", Claim(field="evaluation.target", quote="fill it in"), intent=Intent.FILL_IN)
    after = talk.says("just fill it in for me")
    assert talk.field("evaluation.target").status is Status.MISSING
    assert question.good in talk.reply
    assert after.question == question
