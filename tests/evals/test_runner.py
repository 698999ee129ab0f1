"""A crash is a result, an interrupted run goes on, and groups are summed up apart."""

import pytest

from assistant.errors import EngineUnavailable
from evals.cassette import StaleCassette
from evals.resuming import Kept
from evals.runner import run, worst_first
from tests.evals.test_scorers import perfect_draft, wrong_draft


def test_results_keep_the_order_of_the_cases(description, flag_case, control_case, catalogue):
    told = []
    done = run(
        [description, flag_case, control_case],
        lambda case: perfect_draft(catalogue) if case is description else {"flags": []},
        catalogue,
        engine="x",
        jobs=3,
        told=lambda *args: told.append(args),
    )
    assert [result.id for result in done.results] == [description.id, flag_case.id, control_case.id]
    assert told[-1] == (3, 3, control_case.id)
    assert done.figures["field recall"].value == 1
    assert done.figures["seconds"].cases == 3


@pytest.mark.parametrize("error", [EngineUnavailable("nobody answers"), ZeroDivisionError("oops")])
def test_a_crash_costs_one_case_and_says_why(description, flag_case, catalogue, error):
    def perform(case):
        if case is description:
            raise error
        return {"flags": [{"id": "unfair_bias"}]}

    done = run([description, flag_case], perform, catalogue, engine="x")
    assert [result.id for result in done.errors] == [description.id]
    assert str(error) in done.errors[0].error
    assert done.figures["field recall"].value == 0
    assert done.figures["incident seen"].value == 1
    assert done.stale == ()


def test_a_stale_cassette_is_told_apart(description, catalogue):
    def perform(_case):
        raise StaleCassette("the prompt changed")

    assert len(run([description], perform, catalogue, engine="recorded").stale) == 1


def test_an_interrupted_run_goes_on_where_it_stopped(description, flag_case, catalogue, tmp_path):
    path, asked = tmp_path / "kept.jsonl", []

    def perform(case):
        asked.append(case.id)
        return perfect_draft(catalogue) if case.kind == "description" else {"flags": []}

    first = run([description], perform, catalogue, engine="x", kept=Kept(path, resume=False))
    path.write_text(path.read_text() + '{"id": "cut off in the mid')
    second = run([description, flag_case], perform, catalogue, engine="x", kept=Kept(path, resume=True))
    assert asked == [description.id, flag_case.id]
    assert second.results[0] == first.results[0]
    run([description], perform, catalogue, engine="x", kept=Kept(path, resume=False))
    assert asked[-1] == description.id


@pytest.mark.parametrize(("suffix", "engine"), [(" ", "x"), ("", "y")])
def test_a_changed_case_or_engine_is_run_again(description, catalogue, tmp_path, suffix, engine):
    path, asked = tmp_path / "kept.jsonl", []
    run([description], lambda _: perfect_draft(catalogue), catalogue, engine="x", kept=Kept(path, resume=False))
    other = description.model_copy(update={"text": description.text + suffix})
    run([other], lambda one: asked.append(one) or {}, catalogue, engine=engine, kept=Kept(path, resume=True))
    assert asked == [other]


def test_groups_are_summed_up_apart(description, catalogue):
    email = description.model_copy(update={"id": "b", "groups": {"form": "email"}})
    cases = [description, description.model_copy(update={"id": "a"}), email, email.model_copy(update={"id": "c"})]
    done = run(
        cases,
        lambda case: perfect_draft(catalogue) if case.groups["form"] == "chat" else wrong_draft(),
        catalogue,
        engine="x",
    )
    assert done.groups["form=chat"]["field recall"].value == 1
    assert done.groups["form=email"]["field recall"].value < 1


def test_the_worst_cases_come_first(description, catalogue):
    cases = [description, description.model_copy(update={"id": "broken"}), description.model_copy(update={"id": "bad"})]

    def perform(case):
        if case.id == "broken":
            raise ZeroDivisionError
        return wrong_draft() if case.id == "bad" else perfect_draft(catalogue)

    done = run(cases, perform, catalogue, engine="x")
    assert [result.id for result in worst_first(done.results)] == ["broken", "bad", description.id]


def test_the_kept_output_holds_what_the_report_shows_and_no_more(description, catalogue):
    (result,) = run([description], lambda _: perfect_draft(catalogue), catalogue, engine="x").results
    assert set(result.output["fields"]) == {
        "project.summary",
        "impact.decision_role",
        "data.labels",
        "evaluation.target",
    }
    assert [flag["id"] for flag in result.output["flags"]] == ["no_fallback", "no_owner"]
