"""The report is one page that loads nothing, shows the worst first, and lets no text out of its place."""

import re
from html import escape

import pytest

from evals.baseline import Change
from evals.report import html, shown
from evals.runner import run
from evals.table import print_run
from tests.evals.test_scorers import perfect_draft, wrong_draft

ATTACK = '<script>alert(1)</script><img src="https://evil.example/x.png" onerror=alert(2)>'


@pytest.fixture
def done(description, talk_case, control_case, question_case, changed_case, catalogue):
    cases = [description, talk_case, control_case, question_case, changed_case]
    talk = {
        "says": ATTACK,
        "intent": "answer",
        "claims": [],
        "remarks": [],
        "citations": {},
        "reply": ATTACK,
        "asked": "a",
        "question": ATTACK,
    }
    outputs = {
        "description": wrong_draft(),
        "talk": {"turns": [talk]},
        "flags": {"flags": []},
        "retrieval": {"found": []},
    }
    return cases, run(cases, lambda case: outputs.get(case.kind, {}), catalogue, engine=f"openai:{ATTACK}")


def page(done, **more):
    cases, result = done
    return html(result, cases, **more)


def test_everything_is_escaped(description, catalogue):
    evil = description.model_copy(
        update={"id": ATTACK, "tests": ATTACK, "text": ATTACK + description.text, "groups": {"form": ATTACK}}
    )
    output = perfect_draft(catalogue)
    output["flags"].append({"id": ATTACK, "severity": ATTACK, "why": ATTACK, "fields": []})
    output["verdict"]["ml_needed"] = ATTACK
    text = html(
        run([evil, evil], lambda _: output, catalogue, engine=ATTACK),
        [evil],
        broken=[ATTACK],
        against=ATTACK,
        changes=[Change(name=ATTACK, now=1, before=None, worse=False)],
    )
    assert "<script" not in text
    assert "<img" not in text
    assert text.count("&lt;script&gt;") > 8


def test_a_talks_words_are_escaped(done):
    assert "<script" not in page(done)
    assert "<img" not in page(done)


def test_the_page_loads_nothing(done):
    text = page(done)
    assert not re.search(r"(?:src|href)\s*=|@import|url\(|https?://(?!evil)", text.replace(escape(ATTACK), ""))
    assert "default-src 'none'" in text


def test_text_gold_output_and_reasons_stand_side_by_side(done):
    text = page(done)
    assert "<mark>The manager decides</mark>" in text
    for word in (
        "Expected",
        "Given",
        "risks.identified: nobody said so",
        "must flag: no_fallback, no_owner",
        "ML needed: no",
        "fallback.policy",
    ):
        assert word in text


def test_the_worst_case_stands_first(description, catalogue):
    good = description.model_copy(update={"id": "the-good"})
    bad = description.model_copy(update={"id": "the-bad"})
    result = run(
        [good, bad], lambda case: perfect_draft(catalogue) if case is good else wrong_draft(), catalogue, engine="x"
    )
    text = html(result, [good, bad])
    assert text.index("<b>the-bad</b>") < text.index("<b>the-good</b>")


def test_changes_and_floors_are_shown(done):
    changes = [
        Change(name="field recall", now=0.5, before=0.7, worse=True),
        Change(name="invention", now=0.1, before=0.3, worse=False),
    ]
    text = page(done, changes=changes, broken=["ungrounded is 1"], against="the baseline")
    assert "Floors broken" in text
    assert "worse</span>" in text
    assert "better</span>" in text
    assert "No figure has changed" in page(done, against="the baseline")


def test_figures_are_written_for_people():
    assert shown("field recall", 0.9034) == "90.3 %"
    assert shown("tokens", 17326.0) == "17,326.00"
    assert shown("field recall", None) == "–"


def test_the_table_shows_figures_changes_and_the_worst(done, capsys):
    _, result = done
    changes = [
        Change(name="field recall", now=0.5, before=0.7, worse=True),
        Change(name="old", now=None, before=0.7, worse=True),
    ]
    print_run(result.model_copy(update={"engine": "x"}), changes, ["ungrounded is 1"], "the baseline")
    printed = capsys.readouterr().out
    for word in ("field recall", "worse from 70.0 %", "gone", "floor", "Worst cases"):
        assert word in " ".join(printed.split()), word
