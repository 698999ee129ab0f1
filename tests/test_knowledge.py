"""The knowledge files: no mistakes, every rule's examples hold, and mistakes are named all together with their place."""

import re
import shutil
from pathlib import Path

import pytest
import yaml

from assistant import knowledge
from assistant.bootstrap import load_catalogue
from assistant.domain.planned import with_plans
from assistant.domain.rules import evaluate, fire
from assistant.errors import InputError, KnowledgeError
from assistant.knowledge import example_facts
from assistant.resources import folder
from assistant.settings import Settings

ROOT = folder("knowledge")
DATA = Path(__file__).parent / "data"
LOADED = knowledge.load(ROOT)
FIRING = [
    pytest.param(rule, example, id=f"{rule.id}-{number}")
    for rule in LOADED.rules
    for number, example in enumerate(rule.fires, 1)
]
QUIET = [
    pytest.param(rule, example, id=f"{rule.id}-{number}")
    for rule in LOADED.rules
    for number, example in enumerate(rule.quiet, 1)
]


@pytest.mark.parametrize(("rule", "example"), FIRING)
def test_a_rule_fires(rule, example, catalogue):
    facts = example_facts(example, catalogue)
    hit = fire(rule, catalogue.flag_by_id[rule.flag].severity, facts, with_plans(facts))
    assert hit is not None, example.says
    assert example.severity in (None, hit.severity), example.says
    raised = {flag.id: flag for flag in evaluate(facts, catalogue)}
    stronger = catalogue.flag_by_id[rule.flag].yields_to
    assert rule.flag in raised or any(raised[other].severity == "blocker" for other in stronger if other in raised)
    assert all("{" not in flag.why for flag in raised.values()), "every slot is filled"


@pytest.mark.parametrize(("rule", "example"), QUIET)
def test_a_rule_stays_quiet(rule, example, catalogue):
    facts = example_facts(example, catalogue)
    assert fire(rule, catalogue.flag_by_id[rule.flag].severity, facts, with_plans(facts)) is None, example.says


def contract(name: str) -> list[dict]:
    return yaml.safe_load((DATA / f"contract_{name}.yaml").read_text(encoding="utf-8"))[name]


def test_the_fields_are_those_of_the_contract(catalogue):
    promised = contract("fields")
    ids = [field["id"] for field in promised]
    ours = {field.id: field for field in catalogue.fields}
    assert [field.id for field in catalogue.fields if field.id in ids] == ids
    for field in promised:
        mine = ours[field["id"]]
        assert mine.core is field.get("core", False), field
        assert mine.many is field.get("many", False), field
        assert list(mine.choices) == field.get("choices", []), field
        assert (mine.asked_when is not None) is ("asked_when" in field), field
    assert not [field.id for field in catalogue.fields if field.id not in ids and field.core], (
        "what we add is never core"
    )


def test_the_flags_are_those_of_the_contract(catalogue):
    ours = [{"id": flag.id, "kind": flag.kind, "severity": flag.severity} for flag in catalogue.flags]
    assert ours == contract("flags")


def test_choices_are_told_apart_by_their_labels(catalogue):
    for field in catalogue.fields:
        labels = [option.label for option in field.options]
        assert len(set(labels)) == len(labels), field.id


def test_a_field_rests_on_fields_before_it_and_settles_none_that_is_core(catalogue):
    for field in catalogue.fields:
        assert field.id not in (*field.depends_on, *field.asks_also)
        assert all(catalogue.field_by_id[other].choices for other in field.depends_on), field.id


# --- mistakes ---------------------------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the knowledge that a test may spoil."""
    target = tmp_path / "knowledge"
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns("reading", "schemas"))
    return target


def spoil(path: Path, old: str, new: str) -> int:
    """Put a mistake into a file; returns its line."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} holds no {old!r}"
    at = text.index(old)
    path.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    return text.count("\n", 0, at) + 1


def mistakes(root: Path, extra: Path | None = None) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        knowledge.load(root, extra)
    assert all(mistake in str(caught.value) for mistake in caught.value.mistakes)
    return list(caught.value.mistakes)


def one(found: list[str], *parts: str) -> str:
    hits = [mistake for mistake in found if all(part in mistake for part in parts)]
    assert len(hits) == 1, found
    return hits[0]


def test_a_typing_slip_in_a_condition_is_one_mistake_at_its_line(copy):
    line = spoil(
        copy / "rules" / "labels_missing.yaml",
        "op: open, field: data.labelling_plan",
        "op: opne, field: data.labelling_plan",
    )
    (found,) = mistakes(copy)
    assert found.startswith(f"rules/labels_missing.yaml:{line}: ")
    assert "opne" in found


def test_mistakes_of_several_files_come_together(copy):
    first = spoil(copy / "rules" / "drift.yaml", "op: seen", "op: sene")
    second = spoil(copy / "fields.yaml", "worth: 1.0", "worth: high")
    third = spoil(copy / "guidance" / "leakage.md", "---\n", "")
    (copy / "sources.yaml").unlink()
    found = mistakes(copy)
    assert one(found, f"rules/drift.yaml:{first}:", "sene")
    assert one(found, f"fields.yaml:{second}:", "worth")
    assert one(found, f"guidance/leakage.md:{third}:", "front matter")
    assert one(found, "sources.yaml: the file is missing")


def test_a_mistake_in_form_does_not_hide_a_wrong_id(copy):
    form = spoil(copy / "rules" / "drift.yaml", "op: seen", "op: sene")
    spoil(copy / "rules" / "labels_missing.yaml", "field: data.labelling_plan", "field: data.labeling_plan")
    found = mistakes(copy)
    assert one(found, f"rules/drift.yaml:{form}:")
    assert one(found, "rules/labels_missing.yaml", "there is no field 'data.labeling_plan'")
    assert not [mistake for mistake in found if "has no rule" in mistake], (
        "nothing follows from a rule that cannot be read"
    )


def test_unknown_ids_are_named_with_their_place(copy):
    spoil(copy / "rules" / "labels_missing.yaml", "signals: [labels_absent]", "signals: [labels_abscent]")
    spoil(copy / "flags.yaml", "fields: [data.labels", "fields: [data.lables")
    found = mistakes(copy)
    assert re.match(
        r"rules/labels_missing\.yaml:\d+: labels_missing", one(found, "there is no signal 'labels_abscent'")
    )
    assert re.match(r"flags\.yaml:\d+: labels_missing", one(found, "there is no field 'data.lables'"))


def test_an_example_that_fails_is_named(copy):
    path = copy / "rules" / "labels_missing.yaml"
    spoil(
        path,
        "signals: [labels_absent]\n        fields: {data.labels: unlabelled}\n        severity: high",
        "signals: []\n        severity: high",
    )
    found = mistakes(copy)
    assert "must fire, but is quiet" in one(
        found, "rules/labels_missing.yaml", "None of the 30,000 calls carries a tag."
    )


def test_an_example_with_another_severity_is_named(copy):
    spoil(copy / "rules" / "labels_missing.yaml", "severity: high\n      - says", "severity: low\n      - says")
    assert "is high, not low" in mistakes(copy)[0]


def test_a_near_miss_that_fires_is_named(copy):
    spoil(
        copy / "rules" / "labels_missing.yaml", "signals: [labels_absent, label_plan_solid]", "signals: [labels_absent]"
    )
    spoil(copy / "rules" / "labels_missing.yaml", "data.labelling_plan: stated}", "data.labelling_plan: missing}")
    assert one(mistakes(copy), "must stay quiet, but fires")


def test_a_rule_without_examples_does_not_load(copy):
    text = (copy / "rules" / "drift.yaml").read_text(encoding="utf-8")
    (copy / "rules" / "drift.yaml").write_text(
        re.sub(r"    quiet:\n(?:      .*\n| {8}.*\n)+", "", text, count=1), encoding="utf-8"
    )
    assert one(mistakes(copy), "rules/drift.yaml:", "quiet")


def test_an_id_used_twice_is_named(copy):
    spoil(copy / "signals.yaml", "id: task_perception", "id: task_forecast")
    assert one(mistakes(copy), "the signal id 'task_forecast' is used 2 times")


def test_a_broken_file_is_named_with_its_line(copy):
    line = spoil(copy / "flags.yaml", "    kind: ethics", "    kind: [ethics")
    found = mistakes(copy)
    assert int(one(found, "flags.yaml:", "expected").split(":")[1]) >= line


def test_bytes_that_are_no_text_are_named(copy):
    (copy / "rules" / "drift.yaml").write_bytes(b"flag: drift\nrules: \xff\xfe\n")
    (copy / "guidance" / "leakage.md").write_bytes(b"---\n\xff")
    found = mistakes(copy)
    assert one(found, "rules/drift.yaml:", "UTF-8")
    assert one(found, "guidance/leakage.md:", "UTF-8")


def test_missing_files_are_mistakes_and_no_crash(copy):
    for name in ("fields.yaml", "verdict.yaml", "signals.yaml"):
        (copy / name).unlink()
    found = mistakes(copy)
    for name in ("fields.yaml", "verdict.yaml", "signals.yaml"):
        assert one(found, f"{name}: the file is missing")


def test_lists_that_are_none_are_mistakes(copy):
    (copy / "signals.yaml").write_text("signals: 3\n", encoding="utf-8")
    (copy / "rules" / "drift.yaml").write_text("- just\n- a list\n", encoding="utf-8")
    found = mistakes(copy)
    assert one(found, "signals.yaml: has no list 'signals'")
    assert one(found, "rules/drift.yaml: needs 'flag'")


def test_a_passage_without_its_line_of_ids_is_a_mistake(copy):
    path = copy / "guidance" / "leakage.md"
    line = spoil(path, "<!-- id: ", "<!-- name: ")
    assert re.match(r"guidance/leakage\.md:\d+: expected", mistakes(copy)[0])
    assert abs(int(mistakes(copy)[0].split(":")[1]) - line) <= 1


def test_a_flag_without_rule_or_guidance_is_a_mistake(copy):
    (copy / "rules" / "drift.yaml").unlink()
    assert one(mistakes(copy), "the flag 'drift' has no rule")


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("fields.yaml", "section: need", "section: needs", "its section is not one of"),
        ("fields.yaml", "field: data.labels, choices", "field: data.lable, choices", "there is no field 'data.lable'"),
        ("flags.yaml", "sources: [eu-ai-act", "sources: [eu-aiact", "there is no source 'eu-aiact'"),
        ("incidents.yaml", "flags: [", "flags: [no_such_flag, ", "there is no flag 'no_such_flag'"),
        ("rules/drift.yaml", "flag: drift", "flag: drfit", "there is no flag 'drfit'"),
        ("guidance/leakage.md", "flags: leakage", "flags: leakge", "there is no flag 'leakge'"),
    ],
)
def test_what_does_not_fit_together_is_named(copy, name, old, new, words):
    spoil(copy / name, old, new)
    assert [mistake for mistake in mistakes(copy) if words in mistake and mistake.startswith(name.split(".")[0])]


def test_a_flag_or_field_that_no_passage_is_about_is_named(copy):
    for path in (copy / "guidance").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(?<=flags: )([^|]*)", lambda found: re.sub(r"\bdrift\b,? ?", "", found[1]) or " ", text)
        text = re.sub(r"(?<=fields: )([^|]*)", lambda found: re.sub(r"\bdata\.cost\b", "data.source", found[1]), text)
        path.write_text(text, encoding="utf-8")
    found = mistakes(copy)
    assert one(found, "the flag 'drift' has no passage")
    assert one(found, "the field 'data.cost' has no passage")


# --- an organisation's own ----------------------------------------------------------------------------------

NOTE = """---
topic: house rules
title: House rules
---

## Who signs off labels here?

<!-- id: house-labels | fields: data.labelling_plan | flags: labels_missing | sources: house-handbook | checked: 2026-11-01 -->
The data office signs off every labelling plan.
"""
SOURCES = """sources:
  - {id: house-handbook, title: Handbook, by: Our house, year: "2026", url: "https://intra.example/handbook", check: verified}
"""
RULE = """flag: no_owner
rules:
  - id: no_owner.house
    when: {op: silent, field: timeline.team}
    why: "Our handbook asks for a named team."
    fires:
      - {says: nothing about a team}
    quiet:
      - {says: two of us, fields: {timeline.team: stated}}
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    own = tmp_path / "house"
    for name, text in {"guidance/house.md": NOTE, "sources.yaml": SOURCES, "rules/no_owner.yaml": RULE}.items():
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_text(text, encoding="utf-8")
    return own


def test_an_organisation_s_notes_and_rules_come_on_top_and_are_marked(house, monkeypatch):
    monkeypatch.setenv("SCOPE_KNOWLEDGE_DIR", str(house))
    both = load_catalogue(Settings())
    assert both.passage_by_id["house-labels"].origin == "house"
    assert {passage.origin for passage in both.passages} == {"", "house"}
    assert "no_owner.house" in [rule.id for rule in both.rules]
    assert both.source_by_id["house-handbook"].url == "https://intra.example/handbook"
    assert len(both.passages) == len(LOADED.passages) + 1
    assert both.digest != LOADED.digest


def test_a_folder_may_hold_notes_only(tmp_path, house):
    shutil.rmtree(house / "rules")
    assert len(knowledge.load(ROOT, house).rules) == len(LOADED.rules)


def test_their_mistakes_name_their_folder_and_line(house):
    line = spoil(house / "rules" / "no_owner.yaml", "op: silent", "op: slient")
    assert one(mistakes(ROOT, house), f"house/rules/no_owner.yaml:{line}:", "slient")


def test_their_wrong_ids_are_found_in_their_files(house):
    spoil(house / "rules" / "no_owner.yaml", "timeline.team}", "timeline.taem}")
    assert one(mistakes(ROOT, house), "no_owner.yaml:", "there is no field 'timeline.taem'")


def test_a_missing_folder_is_said(tmp_path):
    with pytest.raises(InputError, match="SCOPE_KNOWLEDGE_DIR"):
        load_catalogue(Settings(knowledge_dir=tmp_path / "nowhere"))


def test_the_digest_changes_with_any_byte(copy):
    before = knowledge.digest(copy)
    assert before == LOADED.digest
    spoil(copy / "guidance" / "leakage.md", "the", "teh")
    assert knowledge.digest(copy) != before
