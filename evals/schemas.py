"""JSON Schemas of the case files, for editors: `python -m evals.schemas` writes them anew."""

import json
from pathlib import Path

from pydantic import BaseModel

from evals.dataset import CASES
from evals.golds import ChangedTexts, DescriptionHeader, FlagGold, GuidanceQuestions, Recorded, ScriptedCases

FOLDER = CASES / "schemas"
MODELS: dict[str, type[BaseModel]] = {
    "changed": ChangedTexts,
    "description-header": DescriptionHeader,
    "flags": FlagGold,
    "recorded": Recorded,
    "retrieval": GuidanceQuestions,
    "scripted": ScriptedCases,
}


def schema_files(folder: Path = FOLDER) -> dict[Path, str]:
    """Every schema's file and what must stand in it."""
    return {
        folder / f"{name}.schema.json": json.dumps(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}, indent=1
        )
        + "\n"
        for name, model in MODELS.items()
    }


def write() -> None:
    """Write all schemas."""
    FOLDER.mkdir(exist_ok=True)
    for path, text in schema_files().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
