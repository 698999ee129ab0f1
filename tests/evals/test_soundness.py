"""Cases that nobody can pass or nobody can fail are found, and so is a judge that lets a fall pass."""

import pytest
import yaml

from evals import soundness
from evals.dataset import CASES
from evals.score import Score
from evals.soundness import blind_cases, blind_judge, scripted

TEXT = "We forecast loaves. The manager decides. We have four years of receipts."
HEAD = "---\nid: one\ndomain: bakery\nform: chat\nml_needed: 'yes'\nmust_flag: [no_owner]\n---\n"
BODY = "We forecast loaves. <<project.summary>>\nThe manager decides. <<impact.decision_role=augments>>\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "descriptions").mkdir()
    (tmp_path / "descriptions" / "one.txt").write_text(HEAD + BODY)
    return tmp_path


def test_the_shipped_cases_can_be_passed_and_failed(catalogue):
    assert list(blind_cases(CASES, catalogue)) == []
    assert list(blind_judge()) == []


def test_a_scorer_that_is_always_content_is_found(folder, catalogue, monkeypatch):
    assert list(blind_cases(folder, catalogue)) == []
    monkeypatch.setattr(soundness, "score", lambda *_: {"field recall": Score(value=1.0)})
    found = list(blind_cases(folder, catalogue))
    assert "one: an empty output is as good: field recall" in found
    assert "one: a wrong output is as good: field recall" in found


def test_a_scorer_that_is_never_content_is_found(folder, catalogue, monkeypatch):
    monkeypatch.setattr(soundness, "score", lambda *_: {"field recall": Score(value=0.5, reason="half")})
    assert "one: no output gets full marks: field recall: half" in list(blind_cases(folder, catalogue))


def test_a_count_that_nothing_raises_is_found(folder, catalogue, monkeypatch):
    monkeypatch.setattr(soundness, "score", lambda *_: {"invention": Score(value=0.0)})
    assert list(blind_cases(folder, catalogue)) == ["one: a wrong output is as good: invention"]


def test_a_control_that_tempts_to_nothing_is_found(tmp_path, catalogue):
    (tmp_path / "flags").mkdir()
    (tmp_path / "flags" / "c1.txt").write_text(TEXT)
    (tmp_path / "flags" / "c1.gold.yaml").write_text("control: harmless\nmust_not_flag: []\n")
    assert "c1: a wrong output is as good: tempted" in list(blind_cases(tmp_path, catalogue))


def test_a_judge_that_sleeps_is_found(monkeypatch):
    monkeypatch.setattr(soundness, "changes", lambda *_: ())
    monkeypatch.setattr(soundness, "broken_floors", lambda *_, **__: ())
    found = list(blind_judge())
    for what in ("fell", "rose where less is better", "gone", "counts less", "quote that is not in the text"):
        assert any(what in slip for slip in found), what


@pytest.mark.parametrize(
    ("expect", "says"),
    [
        ({"fields": {"data.lables": {"status": "stated"}}}, "no field 'data.lables'"),
        ({"asks": "data.nothing"}, "no field 'data.nothing'"),
        ({"raised": {"no_owners": "high"}}, "no flag 'no_owners'"),
        ({"signals": ["task_guess"]}, "no signal 'task_guess'"),
        ({"law": {"no.such.rule": True}}, "no rule of law 'no.such.rule'"),
        ({}, "nothing is expected"),
    ],
)
def test_mistakes_in_scripted_talks_are_found(tmp_path, catalogue, expect, says):
    one = {"id": "a", "topic": "merging", "tests": "x", "turns": [{"says": TEXT, "expect": expect}]}
    (tmp_path / "scripted.yaml").write_text(yaml.safe_dump({"cases": [one]}))
    assert says in "\n".join(scripted(tmp_path, catalogue))


def test_a_scripted_talk_is_there_once(tmp_path, catalogue):
    turns = [{"says": TEXT, "expect": {"ready": False}}]
    one = {"id": "a", "topic": "merging", "tests": "x", "turns": turns}
    (tmp_path / "scripted.yaml").write_text(yaml.safe_dump({"cases": [one, one]}))
    assert list(scripted(tmp_path, catalogue)) == ["scripted talk 'a' is there 2 times"]
    (tmp_path / "scripted.yaml").unlink()
    assert list(scripted(tmp_path, catalogue)) == []
