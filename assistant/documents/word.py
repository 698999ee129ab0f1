"""Reads a Word document (.docx) in order: paragraphs, headings, list items and tables.

It walks the XML that python-docx has parsed, since the library's own texts leave out content
controls, tracked insertions and text boxes, where forms keep their answers.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.documents.kinds import Kind, refuse_broken
from assistant.documents.limits import MAX_UNPACKED, refuse_unpacked
from assistant.documents.text import tidy
from assistant.errors import InputError

if TYPE_CHECKING:
    from docx.document import Document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
Element = Any  # lxml ships no types

MAX_LEVEL = 6
MAX_STYLES = 20

# Parts that are not the text as it now stands: deleted, moved away, given twice, or set apart.
_LEFT_OUT = frozenset({f"{W}del", f"{W}moveFrom", f"{W}txbxContent", f"{W}rPr", f"{W}pPr", FALLBACK})
_SIGNS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_LEVEL = re.compile(r"heading (\d)", re.IGNORECASE)


def read_word(data: bytes, name: str) -> str:
    """The text of a Word document.

    Raises:
        InputError: it is broken, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
                refuse_unpacked(name)
        return tidy("\n".join(_document_lines(data)))
    except InputError:
        raise
    except Exception:  # python-docx raises nearly anything on damaged files
        refuse_broken(Kind.WORD, name)


def _document_lines(data: bytes) -> list[str]:
    import docx

    document = docx.Document(io.BytesIO(data))
    return list(_lines(document.element.body, _styles(document)))


def _styles(document: "Document") -> dict[str, tuple[int, bool]]:
    """Each paragraph style's heading level (0: none), and whether it makes list items."""
    elements = {style.style_id: style.element for style in document.styles}
    return {style_id: _style(element, elements) for style_id, element in elements.items()}


def _style(element: Element, elements: dict[str, Element]) -> tuple[int, bool]:
    level, listed = 0, False
    for _ in range(MAX_STYLES):
        name = _value(element.find(f"{W}name"))
        outline = _value(element.find(f"{W}pPr/{W}outlineLvl"))
        heading = _LEVEL.match(name)
        level = level or (int(heading[1]) if heading else 0) or (1 if name.lower() == "title" else 0)
        level = level or (int(outline) + 1 if outline.isdigit() and int(outline) < MAX_LEVEL else 0)
        listed = listed or name.lower().startswith("list ") or element.find(f"{W}pPr/{W}numPr") is not None
        base = _value(element.find(f"{W}basedOn"))
        if base not in elements:
            break
        element = elements[base]
    return level, listed


def _value(element: Element) -> str:
    return "" if element is None else str(element.get(f"{W}val") or "")


def _lines(parent: Element, styles: dict[str, tuple[int, bool]]) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{W}p":
            yield from _paragraph(child, styles)
        elif child.tag == f"{W}tbl":
            yield ""
            yield from _table(child, styles)
            yield ""
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield from _lines(child, styles)


def _paragraph(element: Element, styles: dict[str, tuple[int, bool]]) -> Iterator[str]:
    text = "\n".join(" ".join(line.split()) for line in _text(element).split("\n")).strip()
    level, listed = styles.get(_value(element.find(f"{W}pPr/{W}pStyle")), (0, False))
    numbered = element.find(f"{W}pPr/{W}numPr")
    if numbered is not None:
        listed = _value(numbered.find(f"{W}numId")) != "0"
    if not text:
        yield ""
    elif level:
        yield from ("", f"{'#' * min(level, MAX_LEVEL)} {' '.join(text.split())}", "")
    elif listed:
        yield f"- {text}"
    else:
        yield from (text, "")
    for box in element.iter(f"{W}txbxContent"):
        if not any(above.tag == FALLBACK for above in box.iterancestors()):
            yield from _lines(box, styles)


def _text(element: Element) -> str:
    pieces: list[str] = []
    for child in element:
        if child.tag == f"{W}t":
            pieces.append(child.text or "")
        elif child.tag in _SIGNS:
            pieces.append(_SIGNS[child.tag])
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            pieces.append(_text(child))
    return "".join(pieces)


def _table(table: Element, styles: dict[str, tuple[int, bool]]) -> Iterator[str]:
    """The rows between bars; rows of one cell, which only frame their words, as paragraphs."""
    for row in _own(table, f"{W}tr"):
        cells = list(_own(row, f"{W}tc"))
        if len(cells) == 1:
            yield from _lines(cells[0], styles)
        else:
            texts = [_cell(cell, styles) for cell in cells]
            if any(texts):
                yield f"| {' | '.join(texts)} |"


def _own(parent: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also in content controls, but not of tables inside."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT | {f"{W}tbl", f"{W}tc"}:
            yield from _own(child, tag)


def _cell(cell: Element, styles: dict[str, tuple[int, bool]]) -> str:
    lines = [line.lstrip("#- ") for text in _lines(cell, styles) for line in text.split("\n")]
    words = [" ".join(line.replace("|", "/").split()) for line in lines if line.strip()]
    ended = [line if line.endswith((".", "!", "?", ":", ";", ",")) else f"{line};" for line in words[:-1]]
    return " ".join([*ended, *words[-1:]])
