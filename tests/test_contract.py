"""What outside programs rely on: `scope draft --format json`, rule by rule (contract of version 1)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from assistant.exports import schema
from assistant.exports.schema import draft_schema, path
from tests.talking_model import TEXT, talking_model

DATA = Path(__file__).parent / "data"
SEVERITIES = ["blocker", "high", "medium", "low"]
STATUSES = {"stated", "unknown", "not_applicable", "missing"}


def contract(name: str) -> list[dict]:
    return yaml.safe_load((DATA / f"contract_{name}.yaml").read_text(encoding="utf-8"))[name]


def scope_draft(*arguments: str, text: bytes = b"", python: str = sys.executable) -> subprocess.CompletedProcess:
    """Run the command as an outside program would."""
    command = [python, "-m", "assistant.cli", "draft", *arguments, "--format", "json"]
    return subprocess.run(command, input=text, capture_output=True, check=False, timeout=120, env=dict(os.environ))


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """One draft, printed by a process of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCOPE_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        with talking_model(patch):
            done = scope_draft("-", text=TEXT.encode())
    assert done.returncode == 0, done.stderr.decode()
    return done


@pytest.fixture(scope="module")
def draft(printed) -> dict:
    return json.loads(printed.stdout)


def fields_of(draft: dict) -> dict[str, dict]:
    return {f"{section}.{name}": field for section, fields in draft["scope"].items() for name, field in fields.items()}


def test_the_schema_is_up_to_date():
    assert path().read_text(encoding="utf-8") == draft_schema(), "run: python -m assistant.exports.schema"


def test_the_schema_is_written_on_request(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(schema, "path", lambda: tmp_path / "schemas" / "draft.schema.json")
    schema.main()
    assert (tmp_path / "schemas" / "draft.schema.json").read_text(encoding="utf-8") == draft_schema()
    assert "draft.schema.json" in capsys.readouterr().out


def test_the_draft_fits_its_schema(draft):
    promised = json.loads(path().read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(promised)
    assert [error.message for error in Draft202012Validator(promised).iter_errors(draft)] == []


def test_the_schema_refuses_what_the_contract_refuses(draft):
    validator = Draft202012Validator(json.loads(path().read_text(encoding="utf-8")))
    broken = json.loads(json.dumps(draft))
    del broken["scope"]["data"]["labels"]["evidence"]
    broken["verdict"]["ml_needed"] = "perhaps"
    broken["schema_version"] = 2
    assert len(list(validator.iter_errors(broken))) == 3
    assert validator.is_valid(draft | {"one_more_key": 1}), "keys may be added"


def test_the_head_of_a_draft(draft):
    assert draft["schema_version"] == 1
    assert draft["engine"] == "openai:fake"
    assert {"scope", "flags", "questions", "verdict"} <= set(draft)


def test_every_section_and_field_is_there_in_the_guide_s_order(draft):
    ids = [field["id"] for field in contract("fields")]
    assert [field for field in fields_of(draft) if field in ids] == ids
    assert list(draft["scope"]) == list(dict.fromkeys(field.split(".")[0] for field in ids))


def test_every_field_has_its_keys(draft):
    choices = {field["id"]: field.get("choices", []) for field in contract("fields")}
    many = {field["id"] for field in contract("fields") if field.get("many")}
    for name, field in fields_of(draft).items():
        assert field["status"] in STATUSES
        assert 0 <= field["confidence"] <= 1
        assert set(field["choices"]) <= set(choices.get(name, field["choices"])), name
        assert len(field["choices"]) <= 1 or name in many
        if field["status"] == "missing":
            assert field["value"] is None, name
            assert field["choices"] == [], name
            assert field["evidence"] == [], name
        if field["status"] in ("stated", "unknown"):
            assert field["evidence"], name
            assert field["value"], name


def evidence_in(node) -> list[dict]:
    if isinstance(node, list):
        return [found for item in node for found in evidence_in(item)]
    if not isinstance(node, dict):
        return []
    own = [node] if {"source", "start", "end", "quote"} <= set(node) else []
    return own + [found for item in node.values() for found in evidence_in(item)]


def test_every_quote_stands_in_the_text_at_its_place(draft):
    found = evidence_in(draft)
    assert len(found) >= 6
    for item in found:
        assert item["source"] == "description"
        assert TEXT[item["start"] : item["end"]] == item["quote"]


def test_the_words_meant_are_the_words_cited(draft):
    fields = fields_of(draft)
    assert fields["data.labels"]["choices"] == ["unlabelled"]
    assert fields["data.labelling_plan"]["status"] == "unknown"
    assert fields["data.labelling_plan"]["evidence"][0]["quote"] == "we don’t know who would"
    assert fields["project.summary"]["evidence"][0]["quote"] == "sort 12,707 photos of moths — “by species”"
    assert fields["need.economics"]["evidence"][0]["quote"] == "The cafe\u0301 pays 60 k€"
    assert fields["timeline.deadline"]["status"] == "missing", "what the text does not say is not taken"
    assert [item["quote"] for item in draft["rejected"]] == ["by next Easter"]


def test_flags_come_worst_first_with_all_their_keys(draft):
    known = {flag["id"]: flag for flag in contract("flags")}
    fields = set(fields_of(draft))
    severities = [SEVERITIES.index(flag["severity"]) for flag in draft["flags"]]
    assert severities == sorted(severities)
    assert "labels_missing" in [flag["id"] for flag in draft["flags"]]
    assert len({flag["id"] for flag in draft["flags"]}) == len(draft["flags"])
    for flag in draft["flags"]:
        assert flag["kind"] == known[flag["id"]]["kind"]
        assert flag["why"].endswith(".")
        assert set(flag["fields"]) <= fields
        assert flag["guidance"], flag["id"]
        for passage in flag["guidance"]:
            assert {"id", "title", "source", "url"} <= set(passage)
            assert passage["url"].startswith("http")


def test_questions_ask_open_fields_and_what_weighty_flags_or_lacking_data_hang_on(draft):
    fields = fields_of(draft)
    weighty = {name for flag in draft["flags"] if flag["severity"] in ("blocker", "high") for name in flag["fields"]}
    assert draft["questions"]
    for question in draft["questions"]:
        assert question["text"].endswith("?")
        asked = fields[question["field"]]
        open_ = asked["status"] in ("missing", "unknown") or asked["conflict"]
        assert open_ or question["field"] in weighty or {"partial", "unavailable"} & set(asked["choices"])


def test_the_verdict_agrees_with_scope_and_flags(draft):
    verdict, fields = draft["verdict"], fields_of(draft)
    blockers = [flag["id"] for flag in draft["flags"] if flag["severity"] == "blocker"]
    core = [field["id"] for field in contract("fields") if field.get("core")]
    missing = [name for name in core if fields[name]["status"] == "missing" and fields[name]["applies"]]
    assert verdict["ml_needed"] in ("yes", "no", "unclear")
    assert verdict["why"]
    assert verdict["blockers"] == blockers
    assert verdict["missing"] == missing
    assert verdict["ready"] is (not blockers and not missing)


def test_standard_output_holds_one_json_object_and_nothing_else(printed):
    text = printed.stdout.decode("utf-8")
    value, end = json.JSONDecoder().raw_decode(text)
    assert isinstance(value, dict)
    assert text[end:].strip() == ""
    assert "😀" in text or "moths" in text, "letters are written as they are"


@pytest.mark.parametrize(
    "text", [TEXT, "\n\n\n  " + TEXT.replace("\r\n", "\n") + "\n\n\n\n\n", "soft\u00adhyphen ﬁrst. " + TEXT]
)
def test_places_hold_in_the_file_itself(monkeypatch, tmp_path, text):
    """Whatever white space a file holds, its offsets are those of its own text."""
    file = tmp_path / "description.txt"
    file.write_bytes(text.encode())
    with talking_model(monkeypatch):
        done = scope_draft(str(file))
    found = evidence_in(json.loads(done.stdout))
    assert found
    assert all(text[item["start"] : item["end"]] == item["quote"] for item in found)


def test_the_embedded_engine_keeps_the_contract_without_key_or_network(monkeypatch, data):
    """The default engine, whole."""
    monkeypatch.setenv("SCOPE_DATA_DIR", str(data))
    done = scope_draft("-", text=TEXT.encode())
    assert done.returncode == 0, done.stderr.decode()
    draft = json.loads(done.stdout)
    promised = json.loads(path().read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(promised).iter_errors(draft)] == []
    assert draft["engine"] == "embedded"
    assert all(TEXT[item["start"] : item["end"]] == item["quote"] for item in evidence_in(draft))
    assert fields_of(draft)["project.title"]["value"] == "Sorting moths"
