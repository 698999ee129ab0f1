"""Faults can be planted one at a time, the evals see them, and what they do not see is said."""

import io
import json
import shutil

import pytest
import yaml
from rich.console import Console

from assistant.errors import InputError
from evals.cassette import refuse_edited
from evals.mutants import command, hunt, parts
from evals.mutants.faults import Edit, Fault, chosen, load_faults, plant
from evals.mutants.hunt import Catch, Ground
from evals.mutants.parts import NAMES, PARTS, Desk, Part, in_order, reference, run_part
from evals.tree import roots

AREAS = {
    "rules",
    "knowledge",
    "prompts",
    "grounding",
    "questions",
    "thresholds",
    "scope",
    "verdict",
    "exports",
    "inputs",
    "cassettes",
}
FAULTS = load_faults()
SMALL = Part("scripted", parts.RECORDED, ("scripted-taken-back", "scripted-words-nobody"))


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    home = tmp_path_factory.mktemp("mutants") / "tree"
    for name, path in roots().items():
        shutil.copytree(path, home / name)
    return home


def test_there_are_faults_of_every_area_each_said_in_plain_words():
    assert len(FAULTS) >= 40
    assert {fault.area for fault in FAULTS} == AREAS
    assert all(fault.breaks.endswith(".") and len(fault.breaks.split()) >= 4 for fault in FAULTS)
    assert {fault.part for fault in FAULTS} <= NAMES


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_every_fault_fits_the_code_as_it_is(fault, tree):
    """A fault that cannot be planted any more is written anew for the code as it is, or taken out."""
    files = {tree / edit.file: (tree / edit.file).read_text(encoding="utf-8") for edit in fault.edits}
    try:
        plant(fault, tree)
        changed = [not path.is_file() or path.read_text(encoding="utf-8") != text for path, text in files.items()]
        assert all(changed)
    finally:
        for path, text in files.items():
            path.write_text(text, encoding="utf-8")


def fault(*edits, **more):
    return Fault(
        id="one", breaks="It breaks one thing or another.", edits=tuple(Edit(**edit) for edit in edits), **more
    )


@pytest.fixture
def code(tmp_path):
    (tmp_path / "a.py").write_text("LIMIT = 3\nif LIMIT:\n    SIZE = 4\nif LIMIT:\n    SIZE = 5\n")
    return tmp_path


@pytest.mark.parametrize(
    ("edit", "after"),
    [
        ({"replace": "LIMIT = 3", "by": "LIMIT = 4"}, "LIMIT = 4\nif LIMIT:\n    SIZE = 4\nif LIMIT:\n    SIZE = 5\n"),
        ({"replace": "if LIMIT:", "by": "if not LIMIT:", "every": True}, None),
        ({"cut": "if LIMIT:\n    SIZE = 4\n", "upto": "if LIMIT"}, "LIMIT = 3\nif LIMIT:\n    SIZE = 5\n"),
        ({"append": "LIMIT = 0"}, "LIMIT = 3\nif LIMIT:\n    SIZE = 4\nif LIMIT:\n    SIZE = 5\n\nLIMIT = 0\n"),
    ],
)
def test_a_fault_is_planted(code, edit, after):
    plant(fault({"file": "a.py", **edit}), code)
    text = (code / "a.py").read_text()
    assert text == after if after else text.count("if not LIMIT:") == 2


def test_a_file_can_be_deleted(code):
    plant(fault({"file": "a.py", "delete": True}), code)
    assert not (code / "a.py").exists()


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        ({"file": "a.py", "replace": "LIMIT = 9", "by": "LIMIT = 4"}, "stands 0 times"),
        ({"file": "a.py", "replace": "if LIMIT:", "by": "if 1:"}, "stands 2 times"),
        ({"file": "a.py", "cut": "LIMIT = 3", "upto": "nothing"}, "no “nothing” follows"),
        ({"file": "b.py", "append": "x = 1"}, r"there is no b\.py"),
        ({"file": "a.py", "replace": "LIMIT = 3", "by": "LIMIT = ("}, "is no code"),
    ],
)
def test_a_fault_that_does_not_fit_says_so(code, edit, says):
    with pytest.raises(InputError, match=says):
        plant(fault(edit), code)


@pytest.mark.parametrize("edit", [{}, {"delete": True, "append": "x"}, {"cut": "x"}])
def test_an_edit_is_of_one_kind(tmp_path, edit):
    (tmp_path / "x.yaml").write_text(
        yaml.safe_dump({"faults": [{"id": "a", "breaks": "b", "edits": [{"file": "f", **edit}]}]})
    )
    with pytest.raises(InputError, match=r"x\.yaml"):
        load_faults(tmp_path)


def test_an_id_is_used_once(tmp_path):
    one = {"faults": [{"id": "a", "breaks": "b", "edits": [{"file": "f", "delete": True}]}]}
    for name in ("x", "y"):
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(one))
    with pytest.raises(InputError, match="twice: a"):
        load_faults(tmp_path)


def test_faults_are_chosen():
    assert {one.area for one in chosen(FAULTS, [], ["verdict"])} == {"verdict"}
    assert [one.id for one in chosen(FAULTS, ["verdict-never"])] == ["verdict-never-no"]
    with pytest.raises(InputError, match="--list"):
        chosen(FAULTS, ["no such"])


def test_a_cassette_recorded_anew_is_sealed_and_one_changed_by_hand_is_not(tree):
    by_hand = next(one for one in FAULTS if one.id == "cassettes-claim-removed")
    anew = next(one for one in FAULTS if one.id == "cassettes-worse-model")
    path = tree / anew.edits[0].file
    before = path.read_text(encoding="utf-8")
    try:
        plant(anew, tree)
        refuse_edited("any", path)
        path.write_text(before, encoding="utf-8")
        plant(by_hand, tree)
        with pytest.raises(InputError, match="changed by hand"):
            refuse_edited("any", path)
    finally:
        path.write_text(before, encoding="utf-8")


def test_the_likeliest_part_and_its_likeliest_cases_come_first():
    assert [part.name for part in in_order("")] == [part.name for part in PARTS]
    first, second, *rest = in_order("texts", ("03-",))
    assert (first.name, first.cases) == ("texts", ("03-",))
    assert second.cases != first.cases
    assert {part.name for part in (second, *rest)} == NAMES


@pytest.fixture(scope="module")
def measured(tree, tmp_path_factory):
    """What the tree without a fault gives in two scripted talks."""
    folder = tmp_path_factory.mktemp("reports")
    desk = Desk(folder, folder / "data", folder)
    reference(SMALL, tree, desk)
    return desk


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "seen", "case"),
    [
        ("scope-history-dropped", "scripted: merging", "scripted-taken-back"),
        ("grounding-check-skipped", "ungrounded", "scripted-words-nobody-wrote"),
        ("cassettes-prompt-unmatched", "refuses to run", ""),
        ("verdict-high-blocks", "", ""),
    ],
)
def test_the_evals_see_a_fault_and_say_where(tree, measured, tmp_path, name, seen, case):
    (one,) = chosen(FAULTS, [name])
    home = tmp_path / "tree"
    shutil.copytree(tree, home)
    plant(one, home)
    outcome = run_part(SMALL, home, Desk(measured.reports, measured.data, tmp_path))
    assert bool(outcome.seen) is bool(seen)
    assert seen in outcome.seen
    assert case in outcome.cases or not case


@pytest.mark.slow
def test_a_tree_that_is_red_by_itself_tells_nothing(tree, tmp_path):
    home = tmp_path / "tree"
    shutil.copytree(tree, home)
    plant(chosen(FAULTS, ["scope-history-dropped"])[0], home)
    with pytest.raises(InputError, match="red without any fault"):
        reference(SMALL, home, Desk(tmp_path, tmp_path / "data", tmp_path))


def ground_of(tree, tmp_path):
    for name in ("reports", "scratch", "data"):
        (tmp_path / name).mkdir()
    return Ground(tree=tree, reports=tmp_path / "reports", data=tmp_path / "data", scratch=tmp_path / "scratch")


def test_a_hunt_goes_on_until_a_part_is_red_and_leaves_the_tree_alone(tree, tmp_path, monkeypatch):
    ran = []

    def part(one, planted, _desk):
        ran.append((one.name, (planted / "assistant" / "domain" / "verdict.py").read_text()))
        return parts.Outcome(one.name, "it fell" if one.name == "search" else "", ("a case",))

    monkeypatch.setattr(hunt, "reference", lambda *_: None)
    monkeypatch.setattr(hunt, "run_part", part)
    before = (tree / "assistant" / "domain" / "verdict.py").read_text()
    faults = (chosen(FAULTS, ["verdict-never"])[0].model_copy(update={"part": "lint", "cases": ()}),)
    told = []
    (catch,) = hunt.hunt(faults, ground_of(tree, tmp_path), told.append, jobs=1)
    assert [name for name, _ in ran] == ["lint", "scripted", "search"]
    assert all(text != before for _, text in ran)
    assert (catch.by, catch.seen, catch.green) == ("search", "it fell", ("lint", "scripted"))
    assert (tree / "assistant" / "domain" / "verdict.py").read_text() == before
    assert list((tmp_path / "scratch").iterdir()) == []
    assert "caught by search" in told[-1]


def test_a_fault_that_no_part_sees_survives(tree, tmp_path, monkeypatch):
    monkeypatch.setattr(hunt, "reference", lambda *_: None)
    monkeypatch.setattr(hunt, "run_part", lambda one, _tree, _desk: parts.Outcome(one.name))
    (catch,) = hunt.hunt(chosen(FAULTS, ["verdict-never"]), ground_of(tree, tmp_path), lambda _: None, jobs=1)
    assert not catch.caught
    assert set(catch.green) == NAMES


def caught(name, by):
    return Catch(id=name, area="verdict", breaks="It breaks.", by=by, seen="it fell" if by else "")


@pytest.mark.parametrize(("hits", "status"), [(20, 0), (19, 0), (18, 1), (0, 1)])
def test_the_status_says_whether_enough_are_caught(tmp_path, monkeypatch, capsys, hits, status):
    catches = tuple(caught(f"f{number}", "lint" if number < hits else "") for number in range(20))
    monkeypatch.setattr(command, "ground", lambda _told: io.StringIO())
    monkeypatch.setattr(command, "hunt", lambda *_args, **_more: catches)
    assert command.main(["--area", "verdict", "--json", str(tmp_path / "out.json")]) == status
    assert len(json.loads((tmp_path / "out.json").read_text())) == 20
    assert f"{hits} of 20 faults caught" in capsys.readouterr().out


def test_survivors_are_listed_with_their_files():
    screen = Console(file=io.StringIO(), width=160)
    faults = chosen(FAULTS, ["verdict-never"])
    command.show((caught("verdict-never-no", ""),), faults, 3.0, screen)
    said = screen.file.getvalue()
    assert "survived" in said
    assert "assistant/domain/verdict.py" in said
    assert "0 of 1 faults caught (0.0%)" in said


def test_what_cannot_run_is_status_2(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["mutants", "--only", "no such"])
    assert command.guarded() == 2
    assert "No fault is of that id" in capsys.readouterr().err
    monkeypatch.setattr("sys.argv", ["mutants", "--only", "verdict-never", "--list"])
    assert command.guarded() == 0
    assert "verdict-never-no\tverdict\t" in capsys.readouterr().out
