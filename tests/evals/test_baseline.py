"""A change for the worse is seen in both directions, and the baseline changes only on purpose."""

import pytest

from assistant.errors import InputError
from evals.baseline import accept, baseline, broken_floors, changes, from_report
from evals.figures import Figure
from evals.runner import Run


def fig(value: float) -> Figure:
    return Figure(value=value, low=value, high=value, cases=3, counted=3)


def run_of(**values: float) -> Run:
    return Run(
        engine="embedded",
        figures={name.replace("_", " "): fig(value) for name, value in values.items()},
        groups={},
        results=(),
    )


@pytest.mark.parametrize(
    ("name", "before", "now", "worse"),
    [
        ("field recall", 0.80, 0.79, True),
        ("field recall", 0.80, 0.798, False),
        ("field recall", 0.80, 0.85, False),
        ("invention", 0.10, 0.11, True),
        ("invention", 0.10, 0.05, False),
        ("tokens", 5000.0, 5050.0, False),
        ("tokens", 5000.0, 5500.0, True),
    ],
)
def test_worse_is_worse(name, before, now, worse):
    (change,) = changes({name: fig(now)}, {name: fig(before)})
    assert change.worse is worse


def test_what_is_the_same_is_no_change_and_seconds_never_are():
    assert changes({"a": fig(1), "seconds": fig(9)}, {"a": fig(1), "seconds": fig(1)}) == ()


def test_a_figure_that_vanished_is_worse_and_a_new_one_is_not():
    gone, new = changes({"new": fig(1)}, {"old": fig(1)})
    assert (gone.name, gone.worse) == ("old", True)
    assert (new.name, new.worse) == ("new", False)


def test_accepting_keeps_the_other_engines_and_no_seconds(tmp_path):
    path = tmp_path / "baseline.json"
    accept(run_of(field_recall=0.5, seconds=1.0), path)
    accept(Run(engine="recorded", figures={"intent": fig(1)}, groups={}, results=()), path)
    assert set(baseline("embedded", path)) == {"field recall"}
    assert set(baseline("recorded", path)) == {"intent"}
    assert baseline("unheard of", path) == {}


@pytest.mark.parametrize(
    ("name", "now", "before", "worse"),
    [
        ("flag recall", {"counted": 90}, {"counted": 100}, True),
        ("flag recall", {"counted": 110}, {"counted": 100}, False),
        ("verdict", {"cases": 31}, {"cases": 32}, True),
        ("flag precision", {"counted": 90, "cases": 20}, {"counted": 100, "cases": 28}, False),
        ("choice", {"counted": 90}, {"counted": 100}, False),
        ("choice", {"cases": 30}, {"cases": 31}, True),
        ("same: names", {"counted": 13}, {"counted": 14}, False),
        ("same: names", {"cases": 3}, {"cases": 4}, True),
    ],
)
def test_a_figure_that_rests_on_fewer_expectations_is_worse_however_good_it_is(name, now, before, worse):
    usual = {"value": 0.8, "low": 0.8, "high": 0.8, "cases": 30, "counted": 100}
    found = changes({name: Figure(**{**usual, "value": 0.9, **now})}, {name: Figure(**{**usual, **before})})
    assert found[0].worse is worse
    assert bool(found[0].less) is worse
    same = changes({name: Figure(**{**usual, **now})}, {name: Figure(**{**usual, **before})})
    assert bool(same) is worse


def test_a_part_of_the_cases_is_asked_for_floors_of_none_and_of_all_only(tmp_path):
    path = tmp_path / "floors.yaml"
    path.write_text("embedded: {field recall: 0.7, replied: 1, repeats: 0, invention: 0.1}\n")
    part = run_of(field_recall=0.6, replied=0.9, repeats=1, invention=0.2)
    assert len(broken_floors(part, path)) == 4
    assert [line.split()[0] for line in broken_floors(part, path, whole=False)] == ["replied", "repeats"]


def test_floors_break_from_either_side(tmp_path):
    path = tmp_path / "floors.yaml"
    path.write_text("embedded: {field recall: 0.7, invention: 0.1, seconds: 3}\n")
    assert broken_floors(run_of(field_recall=0.8, invention=0.05, seconds=1), path) == ()
    low, high = broken_floors(run_of(field_recall=0.6, invention=0.2, seconds=1), path)
    assert "below the floor of 0.7" in low
    assert "above the floor of 0.1" in high


def test_the_shipped_floors_can_be_read():
    assert broken_floors(run_of(ungrounded=1)) == ("ungrounded is 1, above the floor of 0",)


@pytest.mark.parametrize("content", ["[]", "{", '{"figures": 3}', '{"figures": {"a": {}}}'])
def test_something_else_is_no_report(tmp_path, content):
    path = tmp_path / "report.json"
    path.write_text(content)
    with pytest.raises(InputError, match="no report"):
        from_report(path)


def test_broken_files_are_named(tmp_path):
    path = tmp_path / "broken"
    path.write_text("[1")
    with pytest.raises(InputError, match="accept"):
        baseline("embedded", path)
    with pytest.raises(InputError, match="limit per engine"):
        broken_floors(run_of(), path)
