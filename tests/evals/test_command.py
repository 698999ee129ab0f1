"""`scope eval`: exit statuses, baseline, reports, and cases of one's own."""

import json
import shutil
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from assistant.errors import InputError
from evals.command import eval_app
from evals.dataset import CASES
from evals.resuming import STARTS_ANEW

ONE = ("--engine", "recorded", "--case", "06-hive-hum", "--quiet")


def call(*arguments):
    result = CliRunner().invoke(eval_app, list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_a_part_of_the_cases_is_measured_and_reported(tmp_path):
    made_json, made_html = tmp_path / "run.json", tmp_path / "run.html"
    result = call(*ONE, "--json", str(made_json), "--html", str(made_html))
    assert result.exit_code == 0
    assert "field recall" in result.stdout
    assert "the baseline" not in result.stdout
    whole = json.loads(made_json.read_text())
    assert [one["id"] for one in whole["results"]] == ["06-hive-hum"]
    assert "06-hive-hum" in made_html.read_text(encoding="utf-8")


def test_the_same_run_gives_the_same_figures_twice(tmp_path):
    runs = []
    for name in ("a", "b"):
        call(*ONE, "--json", str(tmp_path / name))
        figures = json.loads((tmp_path / name).read_text())["figures"]
        runs.append({key: value for key, value in figures.items() if key != "seconds"})
    assert runs[0] == runs[1]


def test_an_interrupted_run_in_a_changed_tree_says_that_it_starts_anew(monkeypatch):
    assert STARTS_ANEW not in call(*ONE).output
    assert STARTS_ANEW not in call(*ONE, "--resume").output
    monkeypatch.setattr("evals.tree.tree_digest", lambda: "another")
    assert call(*ONE, "--resume").output.count(STARTS_ANEW) == 1
    assert STARTS_ANEW not in call(*ONE, "--resume").output


def test_a_part_of_the_cases_breaks_the_floors_that_hold_for_each(monkeypatch, tmp_path):
    floors = tmp_path / "floors.yaml"
    floors.write_text("recorded: {ungrounded: 0, gaps shown: 1}")
    monkeypatch.setattr("evals.baseline.broken_floors.__defaults__", (floors,))
    assert call(*ONE).exit_code == 0
    floors.write_text("recorded: {exports complete: 1, evidence overlap: 1}")
    assert call(*ONE).exit_code == 1


def test_worse_than_an_earlier_report_is_status_1(tmp_path):
    report = tmp_path / "earlier.json"
    call(*ONE, "--json", str(report))
    assert call(*ONE, "--compare", str(report)).exit_code == 0
    earlier = json.loads(report.read_text())
    earlier["figures"]["field recall"]["value"] = 0.99
    report.write_text(json.dumps(earlier))
    result = call(*ONE, "--compare", str(report))
    assert result.exit_code == 1
    last = result.stdout.strip().splitlines()[-1]
    assert last.startswith("worse  field recall")
    assert "from 99.0 %" in last


def test_a_baseline_is_accepted_on_purpose_and_then_held(tmp_path):
    path = tmp_path / "baseline.json"
    whole = ("--engine", "recorded", "--quiet", "--baseline", str(path))
    assert call(*whole, "--accept").exit_code == 0
    held = json.loads(path.read_text())
    good = held["recorded"]["intent"]["value"]
    held["recorded"]["intent"]["value"] = 1.5
    path.write_text(json.dumps(held))
    worse = call(*whole)
    assert worse.exit_code == 1
    assert "intent" in worse.stdout
    assert json.loads(path.read_text()) == held
    shown = call(*whole, "--accept")
    assert "worse" in shown.stdout
    assert json.loads(path.read_text())["recorded"]["intent"]["value"] == good


def test_the_shipped_baseline_holds_for_the_recorded_engine():
    assert call("--engine", "recorded", "--quiet").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--engine", "chatty"), "Unknown engine"),
        (("--engine", "openai:"), "Name a model"),
        (("--engine", "recorded", "--case", "nothing"), "scope eval list"),
        (("--engine", "recorded", "--case", "06", "--accept"), "whole sets"),
        ((*ONE, "--compare", "no-such-file"), "no report"),
    ],
)
def test_what_cannot_run_says_how_to_mend_it(arguments, says):
    with pytest.raises(InputError, match=says):
        call(*arguments)


def test_an_engine_that_never_answers_is_no_measurement(monkeypatch):
    monkeypatch.setenv("SCOPE_BASE_URL", "http://127.0.0.1:9/v1")
    with pytest.raises(InputError, match="No case could be run"):
        call("--engine", "openai:nobody", "--case", "06-hive-hum", "--quiet")


def test_the_module_turns_errors_into_one_line_and_status_2():
    done = subprocess.run(
        [sys.executable, "-m", "evals", "--engine", "chatty"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("scope: Unknown engine")
    assert len(done.stderr.splitlines()) == 1


def test_cases_are_listed_and_linted(tmp_path):
    assert "06-hive-hum\tdescription" in call("list").stdout
    assert call("lint").exit_code == 0
    shutil.copytree(CASES / "descriptions", tmp_path / "descriptions")
    shutil.copy(tmp_path / "descriptions" / "06-hive-hum.txt", tmp_path / "descriptions" / "99.txt")
    result = call("lint", "--cases", str(tmp_path))
    assert result.exit_code == 1
    assert "2 times" in result.stdout
