"""The JSON Schema of a draft, for programs that read it: `python -m assistant.exports.schema` writes it anew."""

import json
import sys
from pathlib import Path
from typing import Any

from assistant.domain.draft import Draft
from assistant.resources import folder

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def draft_schema() -> str:
    """The schema as text; a draft may gain keys, so that unknown ones are allowed."""
    schema = _open(Draft.model_json_schema(mode="serialization"))
    named = schema | {"$schema": DIALECT, "title": "A draft scope, version 1"}
    return json.dumps(named, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _open(node: Any) -> Any:  # noqa: ANN401 - a schema nests anything
    if isinstance(node, list):
        return [_open(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {key: _open(value) for key, value in node.items() if (key, value) != ("additionalProperties", False)}


def path() -> Path:
    """Where the schema is kept."""
    return folder("knowledge") / "schemas" / "draft.schema.json"


def main() -> None:
    """Write the schema."""
    path().parent.mkdir(exist_ok=True)
    path().write_text(draft_schema(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {path()}\n")


if __name__ == "__main__":
    main()
