"""JSON Schemas of the knowledge files, made from the models, so that editors complete and check entries as they are typed."""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from assistant.domain.catalogue import FieldSpec, FlagSpec, IncidentSpec, Joint, Rule, Section, SignalSpec, SourceSpec
from assistant.domain.lawbook import LawRule, Place

_LISTS: dict[str, dict[str, Any]] = {
    "fields": {"sections": Section, "fields": FieldSpec},
    "together": {"questions": Joint},
    "flags": {"flags": FlagSpec},
    "signals": {"signals": SignalSpec},
    "rules": {"rules": Rule},
    "incidents": {"incidents": IncidentSpec},
    "sources": {"sources": SourceSpec},
    "law": {"places": Place, "rules": LawRule},
}
_PLAIN: dict[str, dict[str, Any]] = {
    "rules": {"flag": {"type": "string", "description": "id of the flag that the rules of this file raise"}},
    "law": {"not_after": {"type": "array", "items": {"type": "string"}}},
    "sources": {"as_of": {"type": "string"}},
}
_FREE = {"version": {"type": "integer"}, "groups": {"description": "conditions to refer to by YAML anchors"}}


def schemas() -> dict[str, str]:
    """Each schema by file name, as text."""
    return {
        f"{name}.schema.json": json.dumps(_schema(name), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        for name in _LISTS
    }


def write(folder: Path) -> list[Path]:
    """Write all schemas into a folder."""
    folder.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in schemas()]


def stale(folder: Path) -> list[str]:
    """Names of schemas that are missing or differ from the models."""
    current = schemas()
    return [
        name
        for name, text in current.items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]


def _schema(name: str) -> dict[str, Any]:
    lists = _LISTS[name]
    definitions: dict[str, Any] = {}
    properties: dict[str, Any] = {**_FREE, **_PLAIN.get(name, {})}
    for key, model in lists.items():
        made = TypeAdapter(model).json_schema(ref_template="#/$defs/{model}")
        definitions |= made.pop("$defs", {})
        if name == "rules":
            _flag_named_above(made)
        properties[key] = {"type": "array", "items": made}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"knowledge/{'rules/*' if name == 'rules' else name}.yaml",
        "type": "object",
        "required": [*lists, *(["flag"] if name == "rules" else [])],
        "properties": properties,
        "additionalProperties": False,
        "$defs": definitions,
    }


def _flag_named_above(rule: dict[str, Any]) -> None:
    """A rule file names its flag once, at the top."""
    rule["required"] = [key for key in rule["required"] if key != "flag"]
