"""Loads `knowledge/coverage.yaml`: what outside checklists ask, and which of our fields, flags and passages answer it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field

from assistant.domain.base import Value
from assistant.domain.catalogue import Catalogue
from assistant.errors import KnowledgeError
from assistant.knowledge.reader import Reader

Cover = Literal["full", "part", "none"]


class CoverageItem(Value):
    """One item of a checklist.

    Attributes:
        asks: what it asks, in our own words.
        cover: full where a field asks it, part where it is only implied or mixed with something else.
        gap: what is not covered; empty where all is.
    """

    id: str
    asks: str
    fields: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    cover: Cover
    gap: str = ""


class Checklist(Value):
    """An outside checklist.

    Attributes:
        source: id of a source.
        seen: which version was compared.
    """

    id: str
    title: str
    source: str
    seen: str
    items: tuple[CoverageItem, ...] = Field(min_length=1)


def load_coverage(root: Path, catalogue: Catalogue) -> tuple[Checklist, ...]:
    """Load and check the coverage of the checklists.

    Raises:
        KnowledgeError: the file holds mistakes; all are listed.
    """
    reader = Reader(root)
    checklists = reader.models("coverage.yaml", "checklists", Checklist)
    mistakes = [*reader.mistakes, *(mistake for one in checklists for mistake in _mistakes(one, catalogue))]
    if mistakes:
        raise KnowledgeError(mistakes)
    return tuple(checklists)


def _mistakes(checklist: Checklist, catalogue: Catalogue) -> Iterator[str]:
    if checklist.source not in catalogue.source_by_id:
        yield f"coverage.yaml: {checklist.id}: there is no source {checklist.source!r}"
    for item in checklist.items:
        where = f"coverage.yaml: {checklist.id} {item.id}"
        known = (
            ("field", item.fields, catalogue.field_by_id),
            ("flag", item.flags, catalogue.flag_by_id),
            ("passage", item.passages, catalogue.passage_by_id),
        )
        for kind, ids, existing in known:
            yield from (f"{where}: there is no {kind} {name!r}" for name in ids if name not in existing)
        if (item.cover == "full") == bool(item.gap):
            yield f"{where}: name the gap where the cover is not full, and only there"
