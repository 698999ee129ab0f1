"""Cases load, can be chosen, and files that are not in order are named."""

import json

import jsonschema
import pytest
import yaml

from assistant.domain.questions import Depth
from assistant.errors import InputError
from evals.dataset import CASES, Kind, chosen, length_of, load_cases, read_yaml
from evals.golds import FlagGold
from evals.schemas import schema_files


@pytest.fixture(scope="module")
def cases(catalogue):
    return load_cases(catalogue)


def test_there_are_enough_cases_of_every_kind(cases):
    kinds = [case.kind for case in cases]
    assert set(kinds) == set(Kind)
    assert kinds.count(Kind.DESCRIPTION) >= 30
    flags = [case for case in cases if case.kind is Kind.FLAGS]
    assert len(flags) >= 60
    assert sum(case.groups["side"] == "harmless" for case in flags) >= 30


def test_every_description_says_its_groups(cases):
    some = [case for case in cases if case.kind is Kind.DESCRIPTION]
    assert {case.groups["length"] for case in some} == {"short", "middle", "long"}
    assert all(case.groups["domain"] and case.groups["form"] and case.tests for case in some)


def test_people_are_simulated_at_every_depth(cases):
    some = [case for case in cases if case.kind is Kind.SIMULATED]
    assert {case.gold.depth for case in some} == set(Depth)
    assert all(case.id == f"simulated-{case.gold.project.id}-{case.gold.depth}" for case in some)


def test_ids_are_used_once(cases):
    assert len({(case.kind, case.id) for case in cases}) == len(cases)


def test_cases_are_chosen_by_id_and_group(cases):
    assert [case.id for case in chosen(cases, ["06-hive"])] == ["06-hive-hum"]
    assert {case.groups["length"] for case in chosen(cases, groups=["length=long", "description"])} == {"long"}
    assert {case.kind for case in chosen(cases, groups=["talk"])} == {Kind.TALK}
    with pytest.raises(InputError, match="scope eval list"):
        chosen(cases, ["no such"])


def test_a_folder_without_cases_is_refused(tmp_path, catalogue):
    with pytest.raises(InputError, match="descriptions"):
        load_cases(catalogue, tmp_path)


def test_descriptions_may_lie_in_a_folder_of_ones_own(tmp_path, catalogue):
    (tmp_path / "ours.txt").write_text("---\nid: ours\n---\nWe forecast loaves. <<project.summary>>\n")
    (case,) = load_cases(catalogue, tmp_path)
    assert case.gold.fields["project.summary"].spans == ((0, 19),)
    assert case.gold.must_flag is None


@pytest.mark.parametrize("content", ["harm_flags: 3", "[", "nonsense: 1"])
def test_a_file_out_of_order_is_named(tmp_path, content):
    path = tmp_path / "x.gold.yaml"
    path.write_text(content)
    with pytest.raises(InputError, match=r"x\.gold\.yaml"):
        read_yaml(path, FlagGold)


@pytest.mark.parametrize(("words", "length"), [(10, "short"), (300, "middle"), (800, "long")])
def test_lengths(words, length):
    assert length_of("word " * words) == length


def test_schemas_are_current_and_fit_the_files():
    files = schema_files()
    for path, text in files.items():
        assert path.read_text(encoding="utf-8") == text, "run: python -m evals.schemas"
    schemas = {path.name.partition(".")[0]: json.loads(text) for path, text in files.items()}
    checked = {
        "changed": [CASES / "changed.yaml"],
        "recorded": [CASES / "recorded.yaml"],
        "retrieval": [CASES / "retrieval" / "questions.yaml"],
        "scripted": [CASES / "scripted.yaml"],
    }
    checked["flags"] = sorted((CASES / "flags").glob("*.gold.yaml"))[:5]
    for name, paths in checked.items():
        for path in paths:
            jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), schemas[name])
