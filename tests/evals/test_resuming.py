"""An interrupted run goes on only in the tree that it began in."""

import json
import subprocess
import sys

import pytest

from evals.dataset import Kind, load_cases
from evals.resuming import STARTS_ANEW, Kept
from evals.runner import Result, _key
from evals.tree import roots, tree_digest


def result(key):
    return Result(id="one", kind=Kind.FLAGS, groups={}, scores={}, key=key)


def test_the_same_tree_goes_on(tmp_path):
    path = tmp_path / "kept.jsonl"
    Kept(path, resume=False, tree="a").add(result("k"))
    kept = Kept(path, resume=True, tree="a")
    assert kept.get("k") == result("k")
    assert kept.notice == ""


def test_a_changed_tree_starts_anew_and_says_so_once(tmp_path):
    path = tmp_path / "kept.jsonl"
    Kept(path, resume=False, tree="a").add(result("k"))
    kept = Kept(path, resume=True, tree="b")
    assert kept.get("k") is None
    assert kept.notice == STARTS_ANEW
    assert Kept(path, resume=True, tree="b").notice == ""


@pytest.mark.parametrize("content", ["", "[]", "{}", "cut off", result("k").model_dump_json() + "\n"])
def test_a_file_that_does_not_say_its_tree_is_not_trusted(tmp_path, content):
    path = tmp_path / "kept.jsonl"
    path.write_text(content)
    kept = Kept(path, resume=True, tree="a")
    assert kept.get("k") is None
    assert kept.notice == STARTS_ANEW


def test_without_resume_nothing_is_said_of_an_older_run(tmp_path):
    path = tmp_path / "kept.jsonl"
    Kept(path, resume=False, tree="a").add(result("k"))
    kept = Kept(path, resume=False, tree="b")
    assert (kept.get("k"), kept.notice) == (None, "")
    assert json.loads(path.read_text()) == {"tree": "b"}


def test_every_file_that_counts_changes_the_digest(tmp_path):
    folders = {name: tmp_path / name for name in ("assistant", "prompts")}
    for folder in folders.values():
        (folder / "__pycache__").mkdir(parents=True)
        (folder / "one.py").write_text("1")
    before = tree_digest(folders)
    (folders["prompts"] / "__pycache__" / "one.pyc").write_text("compiled")
    assert tree_digest(folders) == before
    (folders["prompts"] / "one.py").write_text("2")
    changed = tree_digest(folders)
    (folders["prompts"] / "one.py").rename(folders["prompts"] / "two.py")
    assert len({before, changed, tree_digest(folders)}) == 3


def test_code_prompts_knowledge_and_evals_count():
    assert set(roots()) == {"assistant", "prompts", "knowledge", "evals"}
    assert all(any(path.rglob("*.*")) for path in roots().values())


def test_a_case_has_the_same_key_in_every_process(catalogue):
    """Sets are written in another order by each process; a key that hung on it would never be found again."""
    case = next(case for case in load_cases(catalogue, kinds=(Kind.DESCRIPTION,)) if len(case.gold.must_flag or ()) > 3)
    code = (
        "from evals.dataset import *; from evals.perform import catalogue; from evals.runner import _key; known = catalogue();"
        f"print(*(_key(case, known, 'x') for case in load_cases(known, kinds=(Kind.DESCRIPTION,)) if case.id == {case.id!r}))"
    )
    keys = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env).stdout.strip()
        for env in ({"PYTHONHASHSEED": "1", "PYTHONPATH": "."}, {"PYTHONHASHSEED": "2", "PYTHONPATH": "."})
    }
    assert keys == {_key(case, catalogue, "x")}
