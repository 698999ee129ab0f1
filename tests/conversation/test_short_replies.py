"""Short replies get their meaning from the question that was asked; a vague one gets one follow-up."""

import pytest

from assistant.domain.questions import Round
from assistant.domain.reading import Claim, Intent, Status


def _read_as_is(talk, text, field):
    """What an engine gives that takes every reply for its words alone."""
    talk.reads(text, Claim(field=field, quote=text))


@pytest.mark.parametrize(
    ("reply", "choice"),
    [
        ("yes", "available"),
        ("No", "unavailable"),
        ("the second one", "partial"),
        ("3", "unavailable"),
        ("b)", "partial"),
        ("Partly: some is missing or not yet cleared", "partial"),
        ("the last option", "unavailable"),
    ],
)
def test_a_bare_reply_picks_the_option(talk, reply, choice):
    talk.put("data.availability")
    _read_as_is(talk, reply, "data.availability")
    talk.says(reply)
    assert talk.field("data.availability").choices == (choice,)
    assert talk.field("data.availability").value == reply


def test_several_labels_pick_several_choices_where_the_field_allows_it(talk):
    talk.put("data.source")
    reply = "Our own systems and records, Cameras, meters or other devices"
    _read_as_is(talk, reply, "data.source")
    talk.says(reply)
    assert set(talk.field("data.source").choices) == {"internal", "sensors"}


def test_both_of_two_exclusive_options_is_kept_without_a_choice(talk):
    talk.put("impact.decision_role")
    _read_as_is(talk, "both", "impact.decision_role")
    talk.says("both")
    assert talk.field("impact.decision_role").status is Status.STATED
    assert talk.field("impact.decision_role").choices == ()


def test_none_of_those_gets_a_follow_up(talk):
    talk.put("infrastructure.deployment")
    _read_as_is(talk, "none of those", "infrastructure.deployment")
    after = talk.says("none of those")
    assert talk.field("infrastructure.deployment").choices == ()
    assert after.question.round is Round.MORE


def test_a_pick_without_options_is_no_answer(talk):
    question = talk.put("need.problem")
    _read_as_is(talk, "the second one", "need.problem")
    after = talk.says("the second one")
    assert talk.field("need.problem").status is Status.MISSING
    assert (after.question.field, after.question.round) == (question.field, Round.AGAIN)


def test_about_three_months_answers_when(talk):
    talk.put("timeline.deadline")
    _read_as_is(talk, "about 3 months", "timeline.deadline")
    talk.says("about 3 months")
    assert talk.field("timeline.deadline").value == "about 3 months"


def test_same_as_before_restores_what_was_said(talk):
    talk.knows("data.labelling_plan", "two vets mark 800 scans", status=Status.STATED)
    talk.knows("data.labels", "no", "unlabelled")
    talk.assistant.edit(talk.id, "data.labels", "some of them", choices=("partly_labelled",))
    assert talk.field("data.labelling_plan").status is Status.MISSING, "re-opened, since it rests on the labels"
    talk.put("data.labelling_plan")
    _read_as_is(talk, "same as before", "data.labelling_plan")
    talk.says("same as before")
    assert talk.field("data.labelling_plan").value == "two vets mark 800 scans"
    assert talk.field("data.labelling_plan").evidence[0].quote == "two vets mark 800 scans"


def test_leave_it_keeps_the_answer_that_was_gone_back_to(talk):
    talk.put("timeline.deadline")
    _read_as_is(talk, "by the first of May", "timeline.deadline")
    talk.says("by the first of May")
    talk.reads("go back", intent=Intent.GO_BACK)
    talk.says("go back")
    _read_as_is(talk, "leave it", "timeline.deadline")
    after = talk.says("leave it")
    assert talk.field("timeline.deadline").value == "by the first of May"
    assert after.question.field != "timeline.deadline"


@pytest.mark.parametrize(
    ("field", "reply"),
    [
        ("timeline.deadline", "soon"),
        ("evaluation.target", "as high as possible"),
        ("evaluation.target", "good"),
        ("data.volume", "lots"),
        ("need.scale", "it depends"),
        ("data.volume", "some"),
    ],
)
def test_a_vague_answer_gets_one_follow_up_and_is_then_kept(talk, field, reply):
    talk.put(field)
    _read_as_is(talk, reply, field)
    spec = talk.assistant.catalogue.field_by_id[field]
    after = talk.says(reply)
    assert (after.question.field, after.question.round) == (field, Round.MORE)
    assert after.question.text == spec.follow_up
    assert spec.good in talk.reply
    talk.reads("I don't know", intent=Intent.DONT_KNOW)
    after = talk.says("I don't know")
    assert talk.field(field).value == reply, "kept as it is"
    assert after.question.field != field


def test_the_answer_to_a_follow_up_takes_the_vague_one_s_place(talk):
    talk.put("timeline.deadline")
    _read_as_is(talk, "soon", "timeline.deadline")
    talk.says("soon")
    _read_as_is(talk, "before the first of June 2027", "timeline.deadline")
    talk.says("before the first of June 2027")
    assert talk.field("timeline.deadline").value == "before the first of June 2027"
    assert talk.field("timeline.deadline").history[-1].value == "soon"


def test_one_message_answers_many_fields(talk):
    talk.put("timeline.deadline")
    text = (
        "The trial has to start by the first of May 2027. The budget is 40,000 euros in all. "
        "It will run on our own servers in Porto."
    )
    talk.reads(
        text,
        Claim(field="timeline.deadline", quote="The trial has to start by the first of May 2027"),
        Claim(field="need.economics", quote="The budget is 40,000 euros in all"),
        Claim(field="infrastructure.deployment", quote="It will run on our own servers", choices=("on_premises",)),
    )
    talk.says(text)
    assert "first of May 2027" in talk.field("timeline.deadline").value
    assert "40,000 euros" in talk.field("need.economics").value
    assert talk.field("infrastructure.deployment").choices == ("on_premises",)


def test_a_joint_question_takes_both_answers(talk):
    talk.put("timeline.deadline", settles=("need.economics",))
    text = "The trial has to start by the first of May 2027. It may cost 40,000 euros to build and 5,000 a year to run."
    talk.reads(
        text,
        Claim(field="timeline.deadline", quote="The trial has to start by the first of May 2027"),
        Claim(field="need.economics", quote="It may cost 40,000 euros to build"),
    )
    after = talk.says(text)
    assert "first of May" in talk.field("timeline.deadline").value
    assert "40,000 euros" in talk.field("need.economics").value
    assert "40,000" not in talk.field("timeline.deadline").value
    assert not {"timeline.deadline", "need.economics"} & set(after.question.fields)


def test_the_half_of_a_joint_question_that_was_missed_is_asked_alone(hosted):
    hosted.put("timeline.deadline", settles=("need.economics",))
    hosted.reads("in May", Claim(field="timeline.deadline", quote="in May"))
    after = hosted.says("in May")
    assert "need.economics" not in after.state.had_chance
    assert "need.economics" in [after.question.field, *(question.field for question in after.assessment.questions)]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("We get 12,000 parcels a day.", "need.scale"),
        ("It has to be ready by 1 May 2027.", "timeline.deadline"),
        ("The budget is 40,000 euros.", "need.economics"),
        ("If it is down, the clerk goes back to the paper list.", "fallback.policy"),
    ],
)
def test_what_plainly_says_something_else_is_filed_there_and_the_question_is_put_again(
    make_talk, embedded, words, field
):
    talk = make_talk(embedded)
    talk.says("We want to tell ripe plums from unripe ones on the belt by camera.")
    talk.put("data.labels")
    talk.says(words)
    assert talk.field(field).status is Status.STATED
    assert talk.field("data.labels").status is Status.MISSING
    assert (talk.question.field, talk.question.round) == ("data.labels", Round.AGAIN)
    talk.says("Dora sorted 4,000 photographs of plums into ripe and unripe.")
    assert talk.field("data.labels").status is Status.STATED
