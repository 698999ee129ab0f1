"""Mistakes in the knowledge files are all named, with file and line; an organisation's own folder lies on top."""

import shutil
from pathlib import Path

import pytest
import yaml

from assistant.errors import KnowledgeError
from assistant.knowledge import digest, load
from assistant.resources import folder

OWN_PASSAGE = """---
topic: house-rules
title: House rules
---

## Who signs our scopes?
<!-- id: house-signature | fields: project.users | flags: no_owner | sources: house | checked: 2026-11-01 -->

The head of the department and the data protection officer sign every scope before work starts.
"""
OWN_SOURCE = """sources:
- {id: house, title: House rules, by: Us, year: "2026", url: https://intranet.example/rules, check: verified}
"""
OWN_INCIDENT = """incidents:
- {id: our-outage, year: 2025, title: Our outage, built: A queue, wrong: It stopped, flags: [no_fallback],
   source: Post mortem, url: https://intranet.example/outage, check: verified}
"""
OWN_LAW = """places:
- {id: CITY, title: our city, within: EU, names: [springfield]}
rules:
- id: city.register
  jurisdiction: CITY
  title: City register
  says: Each system is entered into the register.
  tier: duty
  when: {op: seen, signals: [task_score_people]}
  valid_from: 2026-01-01
  checked_on: 2026-11-01
  source: house
  changes_if: nobody is scored
  fires: [{says: Scored, signals: [task_score_people]}]
  quiet: [{says: Counted, signals: [task_forecast]}]
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A knowledge folder to make mistakes in."""
    root = tmp_path / "knowledge"
    shutil.copytree(folder("knowledge"), root, ignore=shutil.ignore_patterns("reading"))
    return root


def mistakes(root: Path, extra: Path | None = None) -> str:
    with pytest.raises(KnowledgeError) as caught:
        load(root, extra)
    return "\n".join(caught.value.mistakes)


def change(path: Path, old: str, new: str) -> int:
    """Replace words once, and tell the line."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_products_own_files_hold_no_mistake(copy: Path):
    catalogue = load(copy)
    assert len(catalogue.flags) == 33
    assert len(catalogue.passages) >= 300


def test_a_wrong_key_is_named_with_file_and_line(copy: Path):
    line = change(copy / "incidents.yaml", "  built:", "  bilt:")
    assert f"incidents.yaml:{line}" in mistakes(copy)


def test_a_flag_that_does_not_exist_is_named_with_the_incident_and_its_line(copy: Path):
    change(copy / "incidents.yaml", "flags: [no_fallback,", "flags: [no_fall_back,")
    line = (copy / "incidents.yaml").read_text(encoding="utf-8").split("id: london-ambulance-1992")[0].count("\n") + 1
    assert f"incidents.yaml:{line}: london-ambulance-1992: there is no flag 'no_fall_back'" in mistakes(copy)


def test_a_flag_with_fewer_than_two_incidents_is_named(copy: Path):
    path = copy / "incidents.yaml"
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    for incident in raw["incidents"]:
        incident["flags"] = [flag for flag in incident["flags"] if flag != "leakage"] or ["drift"]
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    assert "the flag 'leakage' has 0 incidents" in mistakes(copy)


def test_an_id_used_twice_is_named(copy: Path):
    change(copy / "incidents.yaml", "id: aol-search-logs", "id: london-ambulance-1992")
    assert "the incident id 'london-ambulance-1992' is used 2 times" in mistakes(copy)


def test_a_law_rule_must_hold_its_examples(copy: Path):
    change(copy / "law.yaml", "signals: [social_scoring, adverse_outcome]}", "signals: [adverse_outcome]}")
    found = mistakes(copy)
    assert "eu-ai-act.5.social-score: must fire, but is quiet" in found
    assert "law.yaml:" in found


def test_a_law_rule_needs_a_place_a_source_and_examples(copy: Path):
    change(copy / "law.yaml", "jurisdiction: UK\n", "jurisdiction: Atlantis\n")
    change(copy / "law.yaml", "source: us-privacy-sector", "source: hearsay")
    found = mistakes(copy)
    assert "there is no covered place 'Atlantis'" in found
    assert "there is no source 'hearsay'" in found
    raw = yaml.safe_load((copy / "law.yaml").read_text(encoding="utf-8"))
    raw["rules"][0]["quiet"] = []
    (copy / "law.yaml").write_text(yaml.safe_dump(raw), encoding="utf-8")
    assert "quiet" in mistakes(copy)


def test_a_passage_in_the_wrong_form_is_named_with_its_line(copy: Path):
    path = copy / "guidance" / "first-terms.md"
    line = change(path, "<!-- id: terms-overfitting | fields:", "<!-- terms-overfitting | fields:")
    assert f"guidance/first-terms.md:{line}" in mistakes(copy)


def test_several_mistakes_are_reported_together(copy: Path):
    change(copy / "fields.yaml", "  - id: fallback.trigger", "  - ide: fallback.trigger")
    change(copy / "signals.yaml", "about:", "abut:")
    found = mistakes(copy)
    assert "fields.yaml:" in found
    assert "signals.yaml:" in found


def test_own_notes_incidents_and_law_lie_on_top_and_are_marked(copy: Path, tmp_path: Path):
    own = tmp_path / "acme"
    (own / "guidance").mkdir(parents=True)
    (own / "guidance" / "house.md").write_text(OWN_PASSAGE, encoding="utf-8")
    for name, text in (("sources", OWN_SOURCE), ("incidents", OWN_INCIDENT), ("law", OWN_LAW)):
        (own / f"{name}.yaml").write_text(text, encoding="utf-8")
    ours, both = load(copy), load(copy, own)
    assert both.passage_by_id["house-signature"].origin == "acme"
    assert {incident.id for incident in both.incidents} - {incident.id for incident in ours.incidents} == {"our-outage"}
    assert both.law.rules[-1].id == "city.register"
    assert digest(copy, own) != digest(copy)


def test_mistakes_in_the_own_folder_are_named_as_theirs(copy: Path, tmp_path: Path):
    own = tmp_path / "acme"
    own.mkdir()
    (own / "incidents.yaml").write_text(OWN_INCIDENT.replace("no_fallback", "no_such_flag"), encoding="utf-8")
    assert "our-outage: there is no flag 'no_such_flag'" in mistakes(copy, own)
    (own / "incidents.yaml").write_text(OWN_INCIDENT.replace("built", "bilt"), encoding="utf-8")
    assert "acme/incidents.yaml:2" in mistakes(copy, own)


def test_a_passage_checked_on_a_day_that_there_is_not_is_named(copy: Path):
    path = copy / "guidance" / "timeline.md"
    words = path.read_text(encoding="utf-8")
    path.write_text(words.replace("checked: 2026-11-2", "checked: 2026-13-2", 1), encoding="utf-8")
    assert "guidance/timeline.md:" in mistakes(copy)
