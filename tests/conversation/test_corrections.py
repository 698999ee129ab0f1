"""Corrections replace a value and re-open only what rests on it; contradictions are asked about once."""

from assistant.domain.reading import Claim, Intent, Status


def _sorting(talk):
    talk.knows("data.labels", "no, none of them", "unlabelled")
    talk.knows("data.labelling_plan", "two vets mark 800 scans")
    talk.knows("need.scale", "about 200 letters a day")
    return talk.put("fallback.policy")


def test_a_correction_in_words_replaces_the_value_and_keeps_the_former_one(talk):
    question = _sorting(talk)
    text = "Actually it's 300 letters a day, not 200"
    talk.reads(text, Claim(field="need.scale", quote=text), intent=Intent.CORRECTION)
    after = talk.says(text)
    assert "300 letters" in talk.field("need.scale").value
    assert talk.field("need.scale").history[-1].value == "about 200 letters a day"
    assert after.turns[-1].reopened == ()
    assert after.question == question, "and then back to the question"


def test_a_change_of_choice_reopens_only_what_depends_on_it(talk):
    _sorting(talk)
    text = "Actually we do have labels: every past letter has its department recorded"
    talk.reads(text, Claim(field="data.labels", quote=text, choices=("labelled",)), intent=Intent.CORRECTION)
    after = talk.says(text)
    assert talk.field("data.labels").choices == ("labelled",)
    assert after.turns[-1].reopened == ("data.labelling_plan",)
    assert talk.field("data.labelling_plan").status is Status.MISSING
    assert talk.field("data.labelling_plan").history[-1].value == "two vets mark 800 scans"
    assert talk.field("need.scale").value == "about 200 letters a day"


def test_the_reply_says_how_many_answers_a_correction_affects(make_talk, embedded):
    talk = make_talk(embedded)
    _sorting(talk)
    talk.says("Actually we do have labels: every past letter has its department recorded")
    assert "This affects 1 answer" in talk.reply


def test_a_changed_answer_to_an_earlier_question_reopens_too(talk):
    talk.knows("data.labels", "no, none of them", "unlabelled")
    talk.knows("data.labelling_plan", "two vets mark 800 scans")
    talk.put("data.labels")
    talk.reads("yes", Claim(field="data.labels", quote="yes"))
    after = talk.says("yes")
    assert talk.field("data.labels").choices == ("labelled",)
    assert after.turns[-1].reopened == ("data.labelling_plan",)


def test_an_edit_by_hand_reopens_too(hosted):
    _sorting(hosted)
    after = hosted.assistant.edit(hosted.id, "data.labels", "half of them", choices=("partly_labelled",))
    assert after.turns[-1].reopened == ("data.labelling_plan",)
    assert after.question.field == "fallback.policy"


def _contradict(talk):
    talk.knows("impact.decision_role", "a nurse decides on each call", "augments")
    talk.put("fallback.policy")
    text = "By the way, the calls go out automatically with nobody looking at them first."
    quote = "the calls go out automatically with nobody looking at them first"
    talk.reads(text, Claim(field="impact.decision_role", quote=quote, choices=("automates",)))
    talk.says(text)
    return talk.field("impact.decision_role")


def test_a_contradiction_keeps_both_quotes_and_asks_once_which_holds(hosted):
    state = _contradict(hosted)
    assert state.conflict
    quotes = [item.quote for item in state.evidence]
    after = hosted.view
    while not after.question.conflict:  # the open question comes first
        hosted.reads("skip", intent=Intent.SKIP)
        after = hosted.says("skip")
    assert all(quote in after.question.text for quote in quotes)
    assert [option.choice for option in after.question.options] == ["augments", "automates"]
    hosted.reads("the first one", Claim(field="impact.decision_role", quote="the first one"))
    after = hosted.says("the first one")
    state = hosted.field("impact.decision_role")
    assert (state.conflict, state.choices) == (False, ("augments",))
    assert state.value == "a nurse decides on each call"
    assert "contradiction" not in [flag.id for flag in after.assessment.flags]
    assert not any(question.conflict for question in after.assessment.questions)


def test_an_unanswered_contradiction_is_not_asked_twice(hosted):
    _contradict(hosted)
    hosted.reads("skip", intent=Intent.SKIP)
    seen = []
    while hosted.question is not None and len(seen) < 60:
        seen.append(hosted.question.key)
        hosted.says("skip")
    assert seen.count("impact.decision_role#conflict") == 1
    assert len(seen) == len(set(seen))
