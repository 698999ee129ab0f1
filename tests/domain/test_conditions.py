"""The condition language: when each kind holds, on which words, and about which fields."""

import pytest
from pydantic import TypeAdapter, ValidationError

from assistant.domain.conditions import FULL_DESCRIPTION_WORDS, Condition, fields_of, signals_of
from assistant.domain.reading import Polarity, Status
from assistant.domain.scope import FieldState
from tests.domain.made import facts, signal, stated, unknown

PARSE = TypeAdapter(Condition).validate_python
LABELS, PLAN = "data.labels", "data.labelling_plan"
FULL = FULL_DESCRIPTION_WORDS
KNOWN = facts({LABELS: stated("no tags", "unlabelled"), PLAN: unknown("no idea")}, signal("faces", "see faces"))
CLASH = facts({LABELS: stated("both", conflict=True)})
NOT_APPLICABLE = facts({LABELS: FieldState(status=Status.NOT_APPLICABLE)})


def find(given, **condition):
    return PARSE(condition).check(given)


HOLDS = {
    "seen": (KNOWN, {"op": "seen", "signals": ["faces", "rule_suffices"]}),
    "stated": (KNOWN, {"op": "stated", "field": LABELS}),
    "stated with a choice": (KNOWN, {"op": "stated", "field": LABELS, "choices": ["labelled", "unlabelled"]}),
    "unknown": (KNOWN, {"op": "unknown", "field": PLAN}),
    "open: unknown": (KNOWN, {"op": "open", "field": PLAN}),
    "open: missing": (facts(), {"op": "open", "field": PLAN}),
    "silent after a full description": (facts(words=FULL), {"op": "silent", "field": PLAN}),
    "silent after a question": (facts(asked=frozenset({PLAN})), {"op": "silent", "field": PLAN}),
    "conflicted": (CLASH, {"op": "conflicted", "field": LABELS}),
    "number above": (facts(numbers={"weeks": 5}), {"op": "number", "fact": "weeks", "above": 4}),
    "number between": (facts(numbers={"weeks": 5}), {"op": "number", "fact": "weeks", "above": 4, "below": 6}),
    "full": (facts(words=FULL), {"op": "full"}),
    "not": (facts(), {"op": "not", "of": {"op": "full"}}),
    "any": (KNOWN, {"op": "any", "of": [{"op": "full"}, {"op": "stated", "field": LABELS}]}),
    "all": (KNOWN, {"op": "all", "of": [{"op": "open", "field": PLAN}, {"op": "stated", "field": LABELS}]}),
}
QUIET = {
    "seen: another signal": (KNOWN, {"op": "seen", "signals": ["rule_suffices"]}),
    "seen: one of two": (KNOWN, {"op": "seen", "signals": ["faces", "rule_suffices"], "at_least": 2}),
    "seen: negated": (facts({}, signal("faces", polarity=Polarity.NEGATED)), {"op": "seen", "signals": ["faces"]}),
    "seen: another party's": (
        facts({}, signal("faces", polarity=Polarity.OTHER_PARTY)),
        {"op": "seen", "signals": ["faces"]},
    ),
    "seen: hypothetical": (
        facts({}, signal("faces", polarity=Polarity.HYPOTHETICAL)),
        {"op": "seen", "signals": ["faces"]},
    ),
    "seen: same signal twice is one": (
        facts({}, signal("faces", "a"), signal("faces", "b")),
        {"op": "seen", "signals": ["faces", "rule_suffices"], "at_least": 2},
    ),
    "stated: unknown": (KNOWN, {"op": "stated", "field": PLAN}),
    "stated: another choice": (KNOWN, {"op": "stated", "field": LABELS, "choices": ["labelled"]}),
    "unknown: stated": (KNOWN, {"op": "unknown", "field": LABELS}),
    "open: stated": (KNOWN, {"op": "open", "field": LABELS}),
    "open: not applicable": (NOT_APPLICABLE, {"op": "open", "field": LABELS}),
    "silent: no fair chance": (facts(words=FULL - 1), {"op": "silent", "field": PLAN}),
    "silent: stated": (KNOWN.model_copy(update={"words": FULL}), {"op": "silent", "field": LABELS}),
    "conflicted": (KNOWN, {"op": "conflicted", "field": LABELS}),
    "number unknown": (facts(), {"op": "number", "fact": "weeks", "below": 4}),
    "number at its bound": (facts(numbers={"weeks": 4}), {"op": "number", "fact": "weeks", "below": 4}),
    "full": (facts(words=FULL - 1), {"op": "full"}),
    "not": (facts(words=FULL), {"op": "not", "of": {"op": "full"}}),
    "any: none": (facts(), {"op": "any", "of": [{"op": "full"}, {"op": "stated", "field": LABELS}]}),
    "all: one": (KNOWN, {"op": "all", "of": [{"op": "full"}, {"op": "stated", "field": LABELS}]}),
}


@pytest.mark.parametrize(("given", "condition"), HOLDS.values(), ids=HOLDS)
def test_it_holds(given, condition):
    assert find(given, **condition).holds


@pytest.mark.parametrize(("given", "condition"), QUIET.values(), ids=QUIET)
def test_it_does_not_hold_and_brings_nothing(given, condition):
    finding = find(given, **condition)
    assert not finding.holds
    assert (finding.evidence, finding.fields) == ((), ())


def test_negated_signals_can_be_asked_for():
    given = facts({}, signal("faces", polarity=Polarity.NEGATED))
    assert find(given, op="seen", signals=["faces"], polarity="negated").holds


def test_all_joins_words_and_fields_once_each():
    part = {"op": "stated", "field": LABELS}
    finding = find(
        KNOWN, op="all", of=[part, part, {"op": "seen", "signals": ["faces"]}, {"op": "unknown", "field": PLAN}]
    )
    assert [item.quote for item in finding.evidence] == ["no tags", "see faces", "no idea"]
    assert finding.fields == (LABELS, PLAN)


def test_any_takes_only_the_parts_that_hold():
    finding = find(KNOWN, op="any", of=[{"op": "conflicted", "field": LABELS}, {"op": "seen", "signals": ["faces"]}])
    assert [item.quote for item in finding.evidence] == ["see faces"]


def test_silence_has_no_words_but_not_knowing_has():
    assert find(facts(words=FULL), op="silent", field=PLAN).evidence == ()
    given = facts({PLAN: unknown("no idea")}, words=FULL)
    assert [item.quote for item in find(given, op="silent", field=PLAN).evidence] == ["no idea"]


@pytest.mark.parametrize(
    ("said", "words", "holds"),
    [
        ("We buy third-party lists.", ["third party"], True),
        ("We buy third party lists.", ["third-party"], True),
        ("We haven't tried.", ["haven t tried"], True),
        ("not\nyet   tried", ["not yet tried"], True),
        ("NOT TRIED", ["not tried"], True),
        ("an artist", ["art"], False),
        ("nothing of it", ["not"], False),
    ],
)
def test_mentions_compares_whole_words(said, words, holds):
    finding = find(facts({PLAN: stated(said)}), op="mentions", field=PLAN, words=words)
    assert finding.holds is holds
    assert bool(finding.evidence) is holds


def test_mentions_needs_a_stated_field():
    assert not find(facts({PLAN: unknown("not tried")}), op="mentions", field=PLAN, words=["not tried"]).holds


NESTED = {
    "op": "all",
    "of": [
        {"op": "not", "of": {"op": "any", "of": [{"op": "seen", "signals": ["faces"]}, {"op": "full"}]}},
        {"op": "stated", "field": LABELS},
        {"op": "number", "fact": "weeks", "below": 1},
    ],
}


def test_what_a_condition_looks_at():
    assert signals_of(PARSE(NESTED)) == {"faces"}
    assert fields_of(PARSE(NESTED)) == {LABELS}


@pytest.mark.parametrize(
    "wrong", [{"op": "sene", "signals": ["x"]}, {"op": "all", "of": []}, {"op": "full", "field": "x"}, {"op": "seen"}]
)
def test_a_slip_is_one_error(wrong):
    with pytest.raises(ValidationError) as caught:
        PARSE(wrong)
    assert caught.value.error_count() == 1


@pytest.mark.parametrize(
    ("confidence", "asked", "silent"),
    [(0.3, (), True), (0.7, (), False), (0.0, (), False), (0.3, ("data.labels",), False)],
)
def test_what_was_read_with_doubt_breaks_no_silence_but_an_answer_does(confidence, asked, silent):
    state = stated("some of it, perhaps", "labelled").model_copy(update={"confidence": confidence})
    known = facts({"data.labels": state}, words=300, asked=frozenset(asked))
    assert find(known, op="silent", field=LABELS, unsure=0.5).holds is silent
    assert not find(known, op="silent", field=LABELS).holds


def test_the_surest_words_are_quoted_first():
    title, clause = signal("faces", "Gate 4 face check"), signal("faces", "we recognise people by face")
    doubted, sure = title.model_copy(update={"confidence": 0.4}), clause.model_copy(update={"confidence": 0.9})
    found = find(facts({}, doubted, sure), op="seen", signals=["faces"])
    assert [item.quote for item in found.evidence] == ["we recognise people by face", "Gate 4 face check"]
