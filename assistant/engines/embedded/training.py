"""Reads the labelled texts under `knowledge/reading/` and labels the units that our own splitter makes of them.

The format is described in `knowledge/reading/FORMAT.md`. Labels are written on spans; a unit takes the labels of
every span that covers half of the shorter of the two, so that training sees what reading will see.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.engines.embedded.features import Placed, placed
from assistant.engines.embedded.segments import Unit, units
from assistant.errors import KnowledgeError

_LABELS = re.compile(r"[ ]*<<([^<>]*)>>\s*$")
_HEADER = re.compile(r"(?m)^---[ \t]*\n")


@dataclass(frozen=True)
class Labelled:
    """A stretch of text with its labels."""

    start: int
    end: int
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """A labelled text.

    Attributes:
        header: its YAML header (`id`, `domain`, `form`, and the expected flags where given).
        text: the text without its labels.
        spans: the labelled stretches.
    """

    header: dict[str, Any]
    text: str
    spans: tuple[Labelled, ...]

    @property
    def id(self) -> str:
        """The document's id."""
        return str(self.header["id"])


@dataclass(frozen=True)
class Example:
    """One unit as training sees it.

    Attributes:
        placed: the unit with its neighbours.
        begins: it is the first unit of its text.
        document: which document it is from, so that folds never split one.
        whole: it stands in a whole text, not in a list of independent clauses.
    """

    placed: Placed
    begins: bool
    labels: frozenset[str]
    document: str
    whole: bool = True


def read_documents(folder: Path) -> list[Document]:
    """Read all labelled texts of a folder, in order of name.

    Raises:
        KnowledgeError: a file is not in the format; all mistakes are listed.
    """
    documents: list[Document] = []
    mistakes: list[str] = []
    for path in sorted(folder.glob("*.txt")):
        parts = _HEADER.split(path.read_text(encoding="utf-8"))
        if len(parts) % 2 == 0 or parts[0].strip():
            mistakes.append(f"{path.name}: headers must stand between two lines of ---")
            continue
        for header, body in zip(parts[1::2], parts[2::2], strict=True):
            made = _document(header, body)
            if made is None:
                mistakes.append(f"{path.name}: a header is no YAML mapping with an id: {header[:60]!r}")
            else:
                documents.append(made)
    if mistakes:
        raise KnowledgeError(mistakes)
    return documents


def examples(documents: list[Document]) -> list[Example]:
    """Cut documents into units and give each its labels."""
    found: list[Example] = []
    for document in documents:
        whole = document.header.get("form") != "clauses"
        for piece in [document] if whole else _clauses(document):
            found += _of(piece, whole=whole)
    return found


def _of(document: Document, *, whole: bool) -> Iterator[Example]:
    for index, item in enumerate(placed(units(document.text))):
        labels = {label for span in document.spans if _covers(item.unit, span) for label in span.labels}
        yield Example(
            placed=item,
            begins=index == 0,
            labels=frozenset(labels),
            document=document.id,
            whole=whole,
        )


def _covers(unit: Unit, span: Labelled) -> bool:
    shared = min(unit.end, span.end) - max(unit.start, span.start)
    return shared * 2 >= min(unit.end - unit.start, span.end - span.start)


def _clauses(document: Document) -> Iterator[Document]:
    """A list of independent clauses, each a document of its own."""
    for span in document.spans:
        text = document.text[span.start : span.end]
        moved = Labelled(0, len(text), span.labels)
        yield Document(header=document.header, text=text, spans=(moved,))


def _document(header: str, body: str) -> Document | None:
    try:
        head = yaml.safe_load(header)
    except yaml.YAMLError:
        return None
    if not isinstance(head, dict) or "id" not in head:
        return None
    text, spans = "", []
    for line in body.rstrip("\n").split("\n"):
        match = _LABELS.search(line)
        words = (line[: match.start()] if match else line).replace("\\t", "\t")
        joint, words = _joint(words, first=not text)
        text += joint
        start = len(text)
        text += words
        labels = tuple(part.strip() for part in match[1].split(";") if part.strip()) if match else ()
        if words.strip():
            spans.append(Labelled(start, len(text), labels))
    return Document(header=head, text=text, spans=tuple(spans))


def _joint(line: str, *, first: bool) -> tuple[str, str]:
    if line.startswith("+") and not first:
        return " ", line[1:].lstrip(" ")
    if line.startswith("^") and not first:
        return "", line[1:]
    return "" if first else "\n", line
