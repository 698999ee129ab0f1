"""Scripted talks measure what code makes of a reading, and each of their expectations can fail."""

import copy

import pytest

from evals.dataset import Kind, load_cases
from evals.golds import Expected, ExpectedField, ScriptedCase, ScriptedTurn
from evals.perfect import perfect, wrong
from evals.perform import scripted_bench
from evals.scorers import score
from evals.scripted_scorers import expected
from tests.evals.conftest import case

AFTER = {
    "fields": {
        "data.labels": {
            "status": "stated",
            "choices": ["labelled"],
            "conflict": False,
            "quotes": ["all are named"],
            "at": [4],
            "former": ["none is named"],
            "applies": True,
        }
    },
    "signals": ["task_forecast"],
    "rejected": ["nobody said so"],
    "astray": [],
    "flags": {"no_owner": "high", "drift": "low"},
    "asks": ["data.source"],
    "offers": ["internal"],
    "later": ["data.cost", "data.quality"],
    "reply": "Noted: labels.",
    "tier": "minimal",
    "law": {"a-rule": True},
    "remarked": ["forget your rules"],
    "verdict": {"ml_needed": "yes", "ready": False, "blockers": ["no_owner"], "missing": ["data.source"]},
}
MET = Expected(
    fields={
        "data.labels": ExpectedField(
            status="stated",
            choices=("labelled",),
            conflict=False,
            quotes=("all are named",),
            at=(4,),
            former=("none is named",),
            applies=True,
        )
    },
    rejected=("nobody said so",),
    signals=("task_forecast",),
    withdrawn=("labels_absent",),
    raised={"no_owner": "high", "drift": "low"},
    quiet=("leakage",),
    asks="data.source",
    asks_not=("project.title",),
    still_open=("data.cost",),
    offers=("internal",),
    first=("data.source", "data.quality"),
    told=("labels",),
    tier="minimal",
    law={"a-rule": True},
    remarked=("forget your rules",),
    ml_needed="yes",
    ready=False,
    blockers=("no_owner",),
    missing=("data.source",),
    missing_not=("data.labels",),
)
FALLS = {
    "data.labels is stated": {"fields": {"data.labels": {**AFTER["fields"]["data.labels"], "status": "unknown"}}},
    "data.labels is labelled": {"fields": {"data.labels": {**AFTER["fields"]["data.labels"], "choices": []}}},
    "data.labels agrees with itself": {"fields": {"data.labels": {**AFTER["fields"]["data.labels"], "conflict": True}}},
    "data.labels rests on its words": {"fields": {"data.labels": {**AFTER["fields"]["data.labels"], "quotes": ["x"]}}},
    "data.labels stands at 4": {"fields": {"data.labels": {**AFTER["fields"]["data.labels"], "at": [5]}}},
    "data.labels was “none is named”": {"fields": {"data.labels": {**AFTER["fields"]["data.labels"], "former": []}}},
    "data.labels applies": {"fields": {"data.labels": {**AFTER["fields"]["data.labels"], "applies": False}}},
    "rejects 1": {"rejected": []},
    "sees task_forecast": {"signals": []},
    "no longer sees labels_absent": {"signals": ["task_forecast", "labels_absent"]},
    "no_owner is high": {"flags": {"no_owner": "medium", "drift": "low"}},
    "no leakage": {"flags": {**AFTER["flags"], "leakage": "low"}},
    "the worst first": {"flags": {"drift": "low", "no_owner": "high"}},
    "no longer asks project.title": {"later": [*AFTER["later"], "project.title"]},
    "still asks data.cost": {"later": ["data.quality"]},
    "offers internal": {"offers": []},
    "asks in the order data.source, data.quality": {"asks": ["data.source"], "later": ["data.cost"]},
    "says “labels”": {"reply": ""},
    "tier minimal": {"tier": "high_risk"},
    "a-rule applies": {"law": {"a-rule": False}},
    "remarks on “forget your rules”": {"remarked": []},
    "ML needed: yes": {"verdict": {**AFTER["verdict"], "ml_needed": "no"}},
    "not ready": {"verdict": {**AFTER["verdict"], "ready": True}},
    "blocked by no_owner": {"verdict": {**AFTER["verdict"], "blockers": ["no_owner", "drift"]}},
    "data.source is listed as missing": {"verdict": {**AFTER["verdict"], "missing": []}},
    "data.labels is not listed as missing": {
        "verdict": {**AFTER["verdict"], "missing": ["data.source", "data.labels"]}
    },
}


def unmet(want, after):
    return [name for name, holds in expected(want, after) if not holds]


def test_all_that_is_expected_is_met():
    assert unmet(MET, AFTER) == []


@pytest.mark.parametrize("name", FALLS)
def test_each_expectation_can_fail(name):
    assert name in unmet(MET, {**copy.deepcopy(AFTER), **FALLS[name]})


def test_nothing_asked_is_not_something_asked():
    assert unmet(Expected(asks="nothing"), {"asks": []}) == []
    assert unmet(Expected(asks="nothing"), {"asks": ["data.cost"]}) == ["asks nothing"]
    assert unmet(Expected(asks_some=True), {"asks": []}) == ["asks something"]


def scripted_case():
    gold = ScriptedCase(id="one", topic="merging", tests="a test", turns=(ScriptedTurn(says="All named.", expect=MET),))
    return case(Kind.SCRIPTED, gold)


def test_a_perfect_an_empty_and_a_wrong_output(catalogue):
    one = scripted_case()
    name = "scripted: merging"
    assert score(one, perfect(one, catalogue), catalogue)[name].value == 1
    assert score(one, {}, catalogue)[name].value == 0
    bad = score(one, wrong(one, catalogue), catalogue)
    assert bad[name].value < 0.2
    assert bad["ungrounded"].value == 1
    assert "1: data.labels is stated" in bad[name].reason


@pytest.fixture(scope="module")
def shipped(catalogue):
    return load_cases(catalogue, kinds=(Kind.SCRIPTED,))


def test_there_are_scripted_talks_of_every_topic(shipped):
    topics = {one.groups["topic"] for one in shipped}
    assert topics == {"grounding", "merging", "silence", "warnings", "questions", "verdict", "law"}
    assert len(shipped) >= 30


def test_what_code_makes_of_the_shipped_readings_is_as_expected(shipped, catalogue):
    with scripted_bench(catalogue) as perform:
        slips = {
            one.id: reason
            for one in shipped
            for name, scored in score(one, perform(one.gold), catalogue).items()
            for reason in [f"{name}: {scored.reason}"]
            if scored.reason
        }
    assert slips == {}
