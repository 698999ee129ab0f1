"""Which question comes when: by worth, never what is known, never twice, and no more than the dial allows."""

import pytest

from assistant.domain.conditions import Facts
from assistant.domain.questions import QUICK_QUESTIONS, Depth, Round, next_question, question_about
from assistant.domain.ranking import rank
from assistant.domain.reading import Claim, Intent, Signal, Status
from assistant.domain.rules import evaluate
from assistant.domain.scope import FieldState, Scope
from assistant.domain.stakes import Stake
from tests.conversation.conftest import HostedScript


def _facts(words=300, **fields):
    states = {
        name.replace("__", "."): FieldState(status=Status.STATED, value="x", choices=(choice,) if choice else ())
        for name, choice in fields.items()
    }
    return Facts(scope=Scope(fields=states), words=words)


def _ranked(catalogue, facts):
    return rank(facts, evaluate(facts, catalogue), catalogue)


def test_joint_questions_are_one_sentence_about_core_fields(catalogue):
    assert len(catalogue.joints) >= 10
    for joint in catalogue.joints:
        assert joint.text.endswith("?")
        assert ". " not in joint.text
        assert len(joint.text.split()) <= 25
        assert all(catalogue.field_by_id[field].core for field in joint.fields)


def test_what_is_known_is_never_asked_and_each_field_at_most_once(catalogue):
    facts = _facts(data__labels="labelled", impact__affected_people="", timeline__deadline="")
    asked = [field for question in _ranked(catalogue, facts) for field in question.fields]
    assert not {"data.labels", "impact.affected_people", "timeline.deadline"} & set(asked)
    assert len(asked) == len(set(asked))


def test_a_field_whose_partner_is_known_is_asked_alone(catalogue):
    alone = next(
        question
        for question in _ranked(catalogue, _facts(need__economics="", project__title=""))
        if question.field == "timeline.deadline"
    )
    assert alone.text == catalogue.field_by_id["timeline.deadline"].question
    both = next(question for question in _ranked(catalogue, _facts()) if question.field == "timeline.deadline")
    assert set(both.settles) == {"need.economics", "project.title"}


def test_a_question_names_the_raised_flags_that_its_answer_could_settle(catalogue):
    facts = _facts()
    raised = {flag.id for flag in evaluate(facts, catalogue)}
    named = {flag for question in _ranked(catalogue, facts) for flag in question.flags}
    assert named <= raised
    fallback = next(question for question in _ranked(catalogue, facts) if "fallback.policy" in question.fields)
    assert "no_fallback" in fallback.flags


def test_stakes_are_the_difference_that_an_answer_makes(catalogue):
    stake = Stake(_facts(), catalogue)
    assert "labels_missing" in stake.of(catalogue.field_by_id["data.labels"]).flags
    assert stake.of(catalogue.field_by_id["project.title"]).worth == 0


def test_dependent_fields_are_asked_only_when_they_apply(catalogue):
    asked = {question.field for question in _ranked(catalogue, _facts(infrastructure__processing="batch"))}
    assert "infrastructure.latency" not in asked
    asked = {question.field for question in _ranked(catalogue, _facts(infrastructure__processing="online"))}
    assert "infrastructure.latency" in asked


def test_standard_stops_after_core_fields_and_weighty_flags_and_thorough_goes_on(catalogue):
    minor = question_about(catalogue.field_by_id["data.cost"])
    assert next_question((minor,), Depth.STANDARD, 3, catalogue) is None
    assert next_question((minor,), Depth.THOROUGH, 3, catalogue) == minor


@pytest.mark.parametrize("intent", [Intent.SKIP, Intent.DONT_KNOW])
def test_quick_puts_at_most_seven_and_lists_the_rest(make_talk, intent):
    talk = make_talk(HostedScript(), Depth.QUICK)
    opening = "We want to sort letters."
    talk.reads(opening, Claim(field="project.summary", quote="sort letters"))
    view = talk.says(opening)
    put = []
    while view.question is not None:
        put.append(view.question.key)
        talk.reads("pass", intent=intent)
        view = talk.says("pass")
    assert len(put) == QUICK_QUESTIONS
    assert "Still open" in talk.reply
    more = talk.says("Next question")
    assert more.question is not None, "who asks for more gets more"
    assert more.question.key not in put


def test_no_question_is_put_twice_whatever_is_said(make_talk):
    talk = make_talk(HostedScript(), Depth.THOROUGH)
    view = talk.says("We want to sort letters.")
    put = []
    while view.question is not None and len(put) < 100:
        put.append(view.question.key)
        intent = [Intent.SKIP, Intent.DONT_KNOW, Intent.NOT_APPLICABLE, Intent.ANSWER][len(put) % 4]
        words = f"Whatever number {len(put)} is"
        claim = Claim(field=view.question.field, quote=words)
        talk.reads(words, *([claim] if intent is Intent.ANSWER else []), intent=intent)
        view = talk.says(words)
    assert view.question is None
    assert len(put) == len(set(put))


TEMPTED = (
    Signal(id="rule_suffices", quote="A list by hand would do"),
    Signal(id="few_cases", quote="nine boats a year"),
)
SIMPLE = "A list by hand would do for nine boats a year."


def _told(make_talk, depth=Depth.STANDARD):
    """A talk in which a simpler way was told, so that a blocker stands by it."""
    talk = make_talk(HostedScript(), depth)
    claim = Claim(field="need.simpler_alternative", quote="A list by hand would do")
    talk.reads(SIMPLE, claim, signals=TEMPTED)
    return talk, talk.says(SIMPLE)


def test_what_a_blocker_stands_by_is_asked_first_by_the_warnings_own_question(make_talk, catalogue):
    talk, view = _told(make_talk)
    assert (view.question.field, view.question.round) == ("need.simpler_alternative", Round.SETTLE)
    assert view.question.text == catalogue.flag_by_id["ml_not_needed"].question
    assert "A simpler way would do" in view.question.why
    talk.reads("don't know", intent=Intent.DONT_KNOW)
    view = talk.says("don't know")
    assert talk.field("need.simpler_alternative").status is Status.STATED, "what was told stands"
    assert view.question.field != "need.simpler_alternative"


def test_an_answer_to_it_adds_to_what_was_told(make_talk):
    talk, _ = _told(make_talk)
    answer = "We tried the list in May and it missed four boats."
    talk.reads(answer, Claim(field="need.simpler_alternative", quote="it missed four boats"))
    talk.says(answer)
    quotes = [item.quote for item in talk.field("need.simpler_alternative").evidence]
    assert "A list by hand would do" in quotes
    assert "it missed four boats" in quotes
    assert not talk.field("need.simpler_alternative").conflict


def test_who_was_asked_about_a_field_already_is_not_asked_to_settle_it(catalogue):
    facts = _facts(need__simpler_alternative="").model_copy(update={"asked": frozenset({"need.simpler_alternative"})})
    blocked = evaluate(facts, catalogue)
    flag = next(flag for flag in blocked if flag.severity in ("medium", "high"))
    blocker = flag.model_copy(update={"id": "ml_not_needed", "severity": "blocker"})
    asked = {question.field for question in rank(facts, (blocker,), catalogue)}
    assert "need.simpler_alternative" not in asked
    fresh = facts.model_copy(update={"asked": frozenset()})
    assert rank(fresh, (blocker,), catalogue)[0].field == "need.simpler_alternative"


@pytest.mark.parametrize(("choice", "more"), [("partial", True), ("unavailable", True), ("available", False)])
def test_what_was_told_to_be_lacking_is_asked_about_once_more_by_who_wants_to_be_thorough(catalogue, choice, more):
    facts = _facts(data__availability=choice)
    ranked = rank(facts, (), catalogue)
    question = next((one for one in ranked if one.field == "data.availability"), None)
    assert (question is not None) is more
    if question is not None:
        assert question.text == catalogue.field_by_id["data.availability"].follow_up
        assert next_question((question,), Depth.STANDARD, 0, catalogue) is None
        assert next_question((question,), Depth.THOROUGH, 0, catalogue) == question
