"""Whether exports tell what a draft holds and lacks is itself told apart from exports that do not."""

import pytest

from assistant.domain.assessment import assess
from assistant.domain.draft import make_draft
from assistant.domain.evidence import Evidence
from assistant.domain.reading import GroundedSignal, Polarity, Status
from assistant.domain.scope import FieldState, Scope
from evals.exported import exported, told
from evals.perform import NOW

TEXT = "Loaves are *counted* by hand. The oven fires itself."


def cited(quote):
    start = TEXT.index(quote)
    return Evidence(source="description", start=start, end=start + len(quote), quote=quote)


@pytest.fixture
def output(catalogue):
    fields = {
        "need.current_process": FieldState(
            status=Status.STATED,
            value="Loaves are *counted* by hand",
            evidence=(cited("Loaves are *counted* by hand"),),
        ),
        "data.labels": FieldState(status=Status.UNKNOWN, value="by hand", evidence=(cited("by hand"),)),
        "need.economics": FieldState(status=Status.NOT_APPLICABLE, value="The oven", evidence=(cited("The oven"),)),
        "impact.decision_role": FieldState(
            status=Status.STATED, value="both", conflict=True, evidence=(cited("by hand"), cited("fires itself"))
        ),
    }
    moves = GroundedSignal(id="world_moves", polarity=Polarity.PRESENT, evidence=cited("fires itself"), confidence=1.0)
    assessment = assess(Scope(fields=fields, signals=(moves,)), catalogue, words=9, today=NOW.date())
    return exported(make_draft(assessment, catalogue, engine="by hand"), catalogue)


def test_our_own_exports_tell_everything(output):
    scores = told(output)
    assert {flag["id"] for flag in output["flags"]} >= {"drift", "contradiction"}
    assert (scores["gaps shown"].value, scores["exports complete"].value) == (1, 1), scores["exports complete"].reason


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("**missing**", "", "is not told to be missing"),
        ("(not known yet)", "(stated)", "data.labels is not told to be unknown"),
        ("(not applicable)", "", "need.economics is not told to be not_applicable"),
        (" **two statements contradict each other**", "", "impact.decision_role is not told to be stated"),
        ("“fires itself”", "", "impact.decision_role without its words"),
        ("does not apply so far", "missing", "is not told to be missing"),
    ],
)
def test_what_the_markdown_leaves_out_is_found(output, old, new, says):
    page = output["exports"]["markdown"]
    assert old in page
    complete = told({**output, "exports": {"markdown": page.replace(old, new)}})["exports complete"]
    assert complete.value < 1
    assert says in complete.reason


def test_a_table_without_gaps_is_found(output):
    rows = [line for line in output["exports"]["table"].splitlines() if "missing" not in line]
    complete = told({**output, "exports": {"table": "\n".join(rows)}})["exports complete"]
    assert "table: project.summary is not told to be missing" in complete.reason


@pytest.mark.parametrize("change", [{"why": "It changes: {quote}."}, {"why": ""}, {"evidence": []}])
def test_a_warning_without_its_words_is_found(output, change):
    flags = [{**flag, **change} if flag["id"] == "drift" else flag for flag in output["flags"]]
    assert "drift without its words" in told({**output, "flags": flags})["exports complete"].reason


def test_a_warning_that_is_not_shown_is_found(output):
    title = next(flag["title"] for flag in output["flags"] if flag["id"] == "contradiction")
    page = output["exports"]["markdown"].replace(title, "")
    assert "contradiction is not told" in told({**output, "exports": {"markdown": page}})["exports complete"].reason


def test_a_gap_that_the_verdict_does_not_list_is_hidden(output):
    verdict = {**output["verdict"], "missing": output["verdict"]["missing"][1:]}
    hidden = told({**output, "verdict": verdict})["gaps shown"]
    assert hidden.value < 1
    assert output["verdict"]["missing"][0] in hidden.reason


def test_an_empty_output_tells_nothing():
    assert told({}) == {}
