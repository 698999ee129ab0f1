"""Marks evidence in the original text: where values and warnings come from, overlaps included."""

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from assistant.domain.draft import Draft, DraftField
from assistant.domain.evidence import Evidence
from ui.parts.text import escape


class Mark(NamedTuple):
    """A range of the text and what it is evidence of; `number` is 0 for a warning."""

    start: int
    end: int
    label: str
    number: int


class Piece(NamedTuple):
    """A part of the text under the same marks; `ends` numbers the marks that end with it."""

    text: str
    marks: tuple[Mark, ...]
    ends: tuple[int, ...]


def numbered(draft: Draft, source: str) -> dict[str, int]:
    """Number the fields that have evidence in a source, in the guide's order."""
    fields = [
        field_id for field_id, field in draft_fields(draft) if any(item.source == source for item in field.evidence)
    ]
    return {field_id: number for number, field_id in enumerate(fields, 1)}


def draft_fields(draft: Draft) -> list[tuple[str, DraftField]]:
    """All fields of a draft with their ids."""
    return [(f"{section}.{name}", field) for section, fields in draft.scope.items() for name, field in fields.items()]


def marks(draft: Draft, source: str) -> tuple[Mark, ...]:
    """All marks on one source: of fields, numbered, and of warnings."""
    numbers = numbered(draft, source)
    found = [
        Mark(item.start, item.end, field.title, numbers[field_id])
        for field_id, field in draft_fields(draft)
        for item in _in(source, field.evidence)
    ]
    found += [
        Mark(item.start, item.end, f"Warning: {flag.title}", 0)
        for flag in draft.flags
        for item in _in(source, flag.evidence)
    ]
    return tuple(dict.fromkeys(found))


def pieces(text: str, found: Iterable[Mark]) -> list[Piece]:
    """Cut a text where marks begin and end; the pieces joined are the text."""
    inside = [mark for mark in found if 0 <= mark.start < mark.end <= len(text)]
    cuts = sorted({0, len(text), *(m.start for m in inside), *(m.end for m in inside)})
    begun: list[Mark] = []
    waiting = sorted(inside, key=lambda mark: mark.start)
    out = []
    at = 0
    for start, end in pairwise(cuts):
        while at < len(waiting) and waiting[at].start == start:
            begun.append(waiting[at])
            at += 1
        ends = tuple(sorted({m.number for m in begun if m.end == end and m.number}))
        out.append(Piece(text[start:end], tuple(begun), ends))
        begun = [mark for mark in begun if mark.end > end]
    return out


def marked_html(text: str, found: Iterable[Mark]) -> str:
    """The text as HTML, everything escaped, with its evidence marked."""
    body = "".join(_piece_html(piece) for piece in pieces(text, found))
    return f'<div class="source-text">{body}</div>'


def _in(source: str, evidence: Iterable[Evidence]) -> list[Evidence]:
    return [item for item in evidence if item.source == source]


def _piece_html(piece: Piece) -> str:
    safe = escape(piece.text)
    if not piece.marks:
        return safe
    labels = [f"{m.number} · {m.label}" if m.number else m.label for m in piece.marks]
    title = escape("\n".join(dict.fromkeys(labels)))
    numbers = {mark.number for mark in piece.marks if mark.number}
    kind = "" if len(numbers) == 1 else ' class="two"' if numbers else ' class="warn"'
    tail = f"<sup>{','.join(map(str, piece.ends))}</sup>" if piece.ends else ""
    return f'<mark{kind} title="{title}">{safe}{tail}</mark>'
