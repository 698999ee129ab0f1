"""What the content must be: passages that answer one question, fields after the contract's, pages and schemas that are current."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from assistant.domain.catalogue import Catalogue
from assistant.errors import KnowledgeError
from assistant.exports import coverage
from assistant.knowledge.coverage import load_coverage
from assistant.knowledge.schemas import schemas, stale
from assistant.resources import folder

ROOT = folder("knowledge")
CONTRACT = 43
OPTIONAL = (
    "project.model_approach",
    "data.modality",
    "impact.reversibility",
    "impact.engagement",
    "ethics.security_and_access",
    "ethics.accessibility",
)


def test_each_passage_answers_a_question_in_60_to_180_words(catalogue: Catalogue):
    wrong = [
        passage.id
        for passage in catalogue.passages
        if not 60 <= len(passage.text.split()) <= 180 or not passage.title.endswith("?")
    ]
    assert wrong == []


def test_each_passage_says_when_it_was_checked_and_on_what_it_rests(catalogue: Catalogue):
    for passage in catalogue.passages:
        assert date.fromisoformat(passage.checked) <= date(2026, 11, 26), passage.id
        assert passage.sources, passage.id


def test_no_passage_rests_on_memory_alone_while_quoting_money_or_percent(catalogue: Catalogue):
    """A figure from a publication needs a source that was seen; own rules of thumb say that they are ours."""
    figure = re.compile(r"\b(?:found|showed|reported|counted)\b[^.]*\d+(?:\.\d+)? percent")
    for passage in catalogue.passages:
        seen = any(catalogue.source_by_id[source].check != "memory" for source in passage.sources)
        assert seen or not figure.search(passage.text), passage.id


def test_no_source_or_incident_is_left_unseen(catalogue: Catalogue):
    assert [source.id for source in catalogue.sources if source.check == "memory"] == []
    assert [incident.id for incident in catalogue.incidents if incident.check == "memory"] == []


def test_a_source_known_from_reports_alone_says_so_wherever_it_is_cited(catalogue: Catalogue):
    for source in catalogue.sources:
        assert source.title in source.name
        assert ("seen through reports" in source.name) == (source.check != "verified"), source.id


def test_the_contract_comes_first_and_the_optional_fields_after_it(catalogue: Catalogue):
    ids = [field.id for field in catalogue.fields]
    assert ids[CONTRACT - 1] == "fallback.trigger"
    assert tuple(ids[CONTRACT:]) == OPTIONAL


def test_an_optional_field_never_holds_a_project_up(catalogue: Catalogue):
    least = min(field.worth for field in catalogue.fields[:CONTRACT] if not field.core)
    for name in OPTIONAL:
        field = catalogue.field_by_id[name]
        assert not field.core
        assert field.worth < least
        assert field.question.endswith("?")


def test_each_optional_field_has_three_passages(catalogue: Catalogue):
    for name in OPTIONAL:
        about = [passage.id for passage in catalogue.passages if name in passage.fields]
        assert len(about) >= 3, name


@pytest.mark.parametrize(
    "words",
    [
        "labels",
        "overfitting",
        "IP address",
        "GDPR still apply in the UK",
        "PIPEDA",
        "F1",
        "hosted API",
        "legitimate interest",
        "buy or license",
        "only one data scientist",
    ],
)
def test_what_people_asked_in_vain_has_a_passage_of_its_own(catalogue: Catalogue, words: str):
    assert any(words in passage.title for passage in catalogue.passages)


def test_the_schemas_for_editors_are_current():
    assert stale(ROOT / "schemas") == [], "run: python -m assistant.knowledge schemas"


def _plain(node: Any) -> Any:
    if isinstance(node, date):
        return node.isoformat()
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    return [_plain(item) for item in node] if isinstance(node, list) else node


def _named_schema(path: Path) -> str:
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert match, f"{path.name}: its first line names no schema"
    target = (path.parent / match[1]).resolve()
    assert target.parent == (ROOT / "schemas").resolve()
    return target.name


@pytest.mark.parametrize(
    "path",
    [
        *(ROOT / f"{name}.yaml" for name in ("fields", "flags", "signals", "incidents", "sources", "law")),
        *sorted((ROOT / "rules").glob("*.yaml")),
    ],
    ids=lambda path: path.name,
)
def test_each_file_names_its_schema_and_keeps_to_it(path: Path):
    schema = json.loads(schemas()[_named_schema(path)])
    jsonschema.Draft202012Validator.check_schema(schema)
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    jsonschema.validate(_plain(raw), schema)


def test_a_schema_tells_a_slip_from_a_rule():
    schema = json.loads(schemas()["rules.schema.json"])
    slip = {"flag": "drift", "rules": [{"id": "x", "when": {"op": "sean", "signals": ["a"]}}]}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(slip, schema)


def test_the_coverage_page_is_current():
    assert coverage.main(["--check"]) == 0, "run: python -m assistant.exports.coverage"


def test_coverage_knows_every_item_of_the_checklists(catalogue: Catalogue):
    lists = {checklist.id: checklist for checklist in load_coverage(ROOT, catalogue)}
    deon = {item.id for item in lists["deon"].items}
    assert deon == {
        f"{part}.{n}" for part, most in zip("ABCDE", (4, 3, 5, 5, 4), strict=True) for n in range(1, most + 1)
    }
    assert len(lists["nist-map"].items) == 18
    assert len(lists["canada-aia"].items) == 13


def test_coverage_says_what_is_not_covered(catalogue: Catalogue):
    lists = load_coverage(ROOT, catalogue)
    page = coverage.coverage_page(lists, catalogue)
    gaps = page.split("## What is not covered")[1]
    for checklist in lists:
        for item in checklist.items:
            assert (f"{checklist.title}, {item.id} ({item.cover})" in gaps) == (item.cover != "full")


def test_a_made_up_reference_in_the_coverage_is_named(tmp_path: Path, catalogue: Catalogue):
    text = (ROOT / "coverage.yaml").read_text(encoding="utf-8")
    (tmp_path / "coverage.yaml").write_text(
        text.replace("passages: [privacy-retention]", "passages: [no-such]"), encoding="utf-8"
    )
    with pytest.raises(KnowledgeError, match=r"B\.3: there is no passage 'no-such'"):
        load_coverage(tmp_path, catalogue)


def test_the_readme_tells_how_to_add_each_kind_of_entry():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for kind in ("source", "passage", "rule", "signal", "field", "incident", "law rule", "coverage item"):
        assert f"**{kind}**" in text
    assert len(text.split()) < 800, "one page"
