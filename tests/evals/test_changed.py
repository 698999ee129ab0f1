"""What a text is changed in must change its flags only where it changes the project (the embedded reader)."""

import tempfile
from pathlib import Path

import pytest

from assistant.settings import Settings
from evals.dataset import Kind, load_cases
from evals.perform import embedded_bench
from evals.runner import Run, run

pytestmark = pytest.mark.timeout(1200)  # the reader is fitted once, where it is not kept from before
NOTHING_MAY_CHANGE = ("names", "gender", "spelling")
LITTLE_MAY_CHANGE = {
    "reordered": 0.85,
    "beside the point": 0.85,
    "case and typos": 0.7,
    "paraphrase": 0.6,
}


@pytest.fixture(scope="module")
def measured(catalogue) -> Run:
    """All changes, read once; the fitted reader is kept between runs as long as code and texts stay the same."""
    kept = Path(tempfile.gettempdir()) / "scope-evals-reader"
    cases = load_cases(catalogue, kinds=(Kind.CHANGED,))
    with embedded_bench(Settings(data_dir=kept, knowledge_dir=None)) as bench:
        return run(cases, bench.perform, catalogue, engine="embedded")


@pytest.mark.slow
@pytest.mark.parametrize("change", NOTHING_MAY_CHANGE)
def test_names_genders_and_spelling_change_no_flag(measured, change):
    moved = {
        result.id: one.reason
        for result in measured.results
        for name, one in result.scores.items()
        if name == f"same: {change}" and one.value < 1
    }
    assert moved == {}


@pytest.mark.slow
@pytest.mark.parametrize(("change", "least"), LITTLE_MAY_CHANGE.items())
def test_wording_and_order_change_few_flags(measured, change, least):
    figure = measured.figures[f"same: {change}"]
    moved = {
        result.id: one.reason
        for result in measured.results
        for name, one in result.scores.items()
        if name == f"same: {change}"
    }
    assert figure.value >= least, moved


@pytest.mark.slow
def test_every_kind_of_change_is_measured(measured):
    assert not measured.errors
    assert {f"same: {change}" for change in (*NOTHING_MAY_CHANGE, *LITTLE_MAY_CHANGE)} <= set(measured.figures)


def test_there_are_ten_descriptions_each_with_a_paraphrase(catalogue):
    cases = load_cases(catalogue, kinds=(Kind.CHANGED,))
    assert len(cases) >= 10
    assert all("paraphrase" in case.gold.same for case in cases)
