"""The linter finds each planted mistake, and the shipped cases hold none."""

import shutil

import pytest
import yaml

from evals.dataset import CASES
from evals.linter import TOO_ALIKE, label_slips, likeness, lint_all, shingles

GOOD = """---
id: 01-loaves
domain: bakery
form: chat
ml_needed: 'yes'
must_flag: [no_owner]
may_flag: [drift]
top_questions: [fallback.policy]
---
We forecast how many loaves each shop will sell tomorrow. <<project.summary; @task_forecast>>
The manager decides on the order herself. <<impact.decision_role=augments>>
"""
STORY = (
    "The old ferry leaves the harbour at six in the morning with eleven lorries aboard and a crew of four who have sailed "
    "this route for twenty years without once asking a computer for advice."
)


@pytest.fixture
def folder(tmp_path):
    for name in ("descriptions", "flags", "retrieval", "train"):
        (tmp_path / name).mkdir()
    (tmp_path / "descriptions" / "01-loaves.txt").write_text(GOOD)
    return tmp_path


def slips(folder):
    return "\n".join(lint_all(folder, folder / "train"))


def test_the_shipped_cases_are_in_order():
    assert lint_all(CASES) == ()


def test_a_good_folder_is_in_order(folder):
    assert slips(folder) == ""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("project.summary;", "project.sumary;", "no such field"),
        ("@task_forecast", "@task_forecasts", "no such signal"),
        ("=augments", "=helps", "no choice 'helps'"),
        ("impact.decision_role=augments", "impact decision", "is no label"),
        ("[no_owner]", "[no_owners]", "no flag 'no_owners'"),
        ("[drift]", "[no_owner]", "both must and may"),
        ("[fallback.policy]", "[fallback.plan]", "no field 'fallback.plan'"),
        ("domain: bakery\n", "", "domain: Field required"),
        ("form: chat", "form: chat\nmod: x", "mod: Extra inputs"),
        (
            "The manager decides on the order herself.",
            "We forecast how many loaves each shop will sell tomorrow.",
            "stands there 2 times",
        ),
        ("id: 01-loaves", "id: [", "header"),
    ],
)
def test_a_mistake_in_a_description_is_found(folder, old, new, says):
    assert old in GOOD
    (folder / "descriptions" / "01-loaves.txt").write_text(GOOD.replace(old, new))
    assert says in slips(folder)


def test_an_id_is_used_once(folder):
    (folder / "descriptions" / "02.txt").write_text(GOOD)
    assert "'01-loaves' is there 2 times" in slips(folder)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"harm_flags": ["unfair"]}, "no flag 'unfair'"),
        ({"may_flag": ["unfair_bias"]}, "on two sides"),
        ({"control": "also one"}, "either an incident or a control"),
        ({"harm_flags": []}, "needs harm_flags"),
        ({"withheld_names": ["Ferry"]}, "withheld name 'Ferry'"),
        ({"severity_level": 9}, "severity_level"),
        ({"sevrity": "x"}, "Extra inputs"),
    ],
)
def test_a_mistake_in_a_flag_text_is_found(folder, change, says):
    gold = {"incident": "it sank", "source": "a paper", "harm_flags": ["unfair_bias"], "severity_level": 2}
    (folder / "flags" / "h1.txt").write_text(STORY)
    (folder / "flags" / "h1.gold.yaml").write_text(yaml.safe_dump(gold))
    assert slips(folder) == ""
    (folder / "flags" / "h1.gold.yaml").write_text(yaml.safe_dump(gold | change))
    assert says in slips(folder)


def test_gold_without_a_text_is_found(folder):
    (folder / "flags" / "h1.gold.yaml").write_text("incident: x\nharm_flags: [drift]\n")
    assert "its text is missing" in slips(folder)


def test_mistakes_in_questions_are_found(folder):
    one = {"id": "q1", "text": "How many rows?", "passages": ["no-such-passage"]}
    two = {"id": "q1", "text": "how  many rows?", "passages": []}
    (folder / "retrieval" / "questions.yaml").write_text(yaml.safe_dump({"questions": [one, two]}))
    found = slips(folder)
    for says in (
        "'q1' is there 2 times",
        "'how many rows?' is there 2 times",
        "no passage 'no-such-passage'",
        "no passage is accepted",
    ):
        assert says in found


def test_quotes_of_talks_stand_once_in_their_message(folder):
    turns = [
        {"says": "Loaves and loaves.", "intent": "answer", "fields": {"need.scale": "oaves"}},
        {"says": "Nothing.", "intent": "answer", "fields": {"need.problem": "else"}, "quiet": ["need.nothing"]},
    ]
    talks = {"drafts": ["unknown-one"], "talks": [{"id": "t", "tests": "x", "turns": turns, "passages": ["nowhere"]}]}
    (folder / "recorded.yaml").write_text(yaml.safe_dump(talks))
    found = slips(folder)
    for says in (
        "“oaves” must stand once",
        "“else” must stand once",
        "no field 'need.nothing'",
        "no passage 'nowhere'",
        "no description 'unknown-one'",
    ):
        assert says in found


def test_changes_that_change_nothing_are_found(folder):
    flags = {"gone": {"no_such_flag": "x", "drift": "y"}, "appears": {"no_such_one": "x", "drift": STORY}}
    cases = [{"id": "a", "text": STORY, "same": {"names": STORY}, **flags}]
    (folder / "changed.yaml").write_text(yaml.safe_dump({"cases": cases}))
    found = slips(folder)
    for slip in (
        "names changes nothing",
        "drift changes nothing",
        "no flag 'no_such_flag'",
        "no flag 'no_such_one'",
        "the changed flag 'drift' is there 2 times",
    ):
        assert slip in found


@pytest.mark.parametrize("form", ["chat", "clauses"])
def test_a_training_text_among_the_cases_is_a_leak(folder, form):
    head = f"---\nid: t1\ndomain: x\nform: {form}\n---\n"
    (folder / "train" / "a.txt").write_text(f"{head}{STORY}\n")
    assert slips(folder) == ""
    shutil.copy(folder / "train" / "a.txt", folder / "flags" / "h1.txt")
    assert "alike with" in slips(folder)


def test_two_cases_must_not_be_alike(folder):
    for name in ("h1", "h2"):
        (folder / "flags" / f"{name}.txt").write_text(STORY.replace("eleven", "eleven" if name == "h1" else "twelve"))
    assert "h2" in slips(folder)


def test_likeness_grows_with_what_is_shared():
    assert likeness(shingles(STORY), shingles(STORY)) == 1
    other = "A wholly different account of a bakery that has nothing at all in common with ships or harbours or sailing men today."
    assert likeness(shingles(STORY), shingles(other)) == 0
    half = " ".join(STORY.split()[:20])
    assert likeness(shingles(half), shingles(STORY)) > TOO_ALIKE


def test_labels_of_all_kinds_are_understood(catalogue):
    good = [
        "project.title",
        "data.labels?",
        "fallback.policy!",
        "data.source=internal,sensors",
        "@task_forecast",
    ]
    assert [
        slip for label in [*good, "@-task_forecast", "~other", "~hypo"] for slip in label_slips(label, catalogue)
    ] == []
