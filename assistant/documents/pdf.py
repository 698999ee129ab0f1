"""Reads a PDF page by page; pages with tables in layout mode, which keeps their columns."""

import io
import logging
import re
from collections import Counter
from typing import TYPE_CHECKING

from assistant.documents.kinds import Kind, refuse_broken, refuse_locked, shown
from assistant.documents.limits import MAX_CHARS, refuse_long
from assistant.documents.pdf_tables import has_table, with_tables
from assistant.documents.text import is_garbled, tidy
from assistant.errors import InputError

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAX_PAGES = 500
MAX_LAYOUT_CHARS = 20_000
REPEATS = 3


def read_pdf(data: bytes, name: str) -> str:
    """The text of a PDF, with running heads and page numbers left out.

    Raises:
        InputError: it is protected, broken, too long, or holds no text.
    """
    try:
        pages = _pages(data, name)
    except InputError:
        raise
    except Exception:  # pypdf raises nearly anything on damaged files
        refuse_broken(Kind.PDF, name)
    text = tidy("\n\n".join(_without_running_lines(pages)))
    if not any(char.isalnum() for char in text) or is_garbled(text):
        raise InputError(
            f"{shown(name)} holds no text that can be read, perhaps scanned pages: "
            "run text recognition (OCR) on it, or paste its text."
        )
    return text


def _pages(data: bytes, name: str) -> list[str]:
    reader = _open(data, name)
    count = len(reader.pages)
    if count == 0:
        refuse_broken(Kind.PDF, name)
    if count > MAX_PAGES:
        raise InputError(
            f"{shown(name)} has {count:,} pages, {MAX_PAGES} at the most: give the pages that describe the project."
        )
    texts: list[str] = []
    length = failed = 0
    for page in reader.pages:
        try:
            texts.append(_page_text(page))
        except Exception:  # one damaged page does not cost the others
            failed += 1
            continue
        length += len(texts[-1])
        if length > MAX_CHARS:
            refuse_long(name)
    if failed and not any(text.strip() for text in texts):
        if reader.is_encrypted:  # with a cipher that needs another package
            refuse_locked(name)
        refuse_broken(Kind.PDF, name)
    return texts


def _open(data: bytes, name: str) -> "PdfReader":
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings are not for the person
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            refuse_locked(name)
    except DependencyError:  # a cipher that needs another package
        refuse_locked(name)
    return reader


def _page_text(page: "PageObject") -> str:
    plain = page.extract_text()
    if not plain.strip() or len(plain) > MAX_LAYOUT_CHARS:
        return plain
    try:
        layout = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False)
    except Exception:  # layout mode gives up on pages that plain mode reads
        return plain
    return with_tables(layout) if has_table(layout) and _same_words(plain, layout) else plain


def _same_words(plain: str, layout: str) -> bool:
    """Tell whether layout mode lost nothing: it leaves rotated text out."""
    return len("".join(layout.split())) >= 0.95 * len("".join(plain.split()))


def _without_running_lines(pages: list[str]) -> list[str]:
    """The pages without heads and feet that stand on most of them; the first of each stays."""
    split = [[line for line in page.split("\n") if line.strip()] for page in pages]
    edges = Counter(key for lines in split for key in {_key(line) for line in lines[:1] + lines[-1:]})
    running = {key for key, count in edges.items() if count >= max(REPEATS, len(pages) / 2)}
    seen: set[str] = set()
    return [_trimmed(page, running, seen) for page in pages]


def _trimmed(page: str, running: set[str], seen: set[str]) -> str:
    lines = page.strip().split("\n")
    for at in (0, -1):
        key = _key(lines[at])
        if key in running and (key in seen or not re.search(r"[^\W\d_]", key)):
            lines[at] = ""
        seen.add(key)
    return "\n".join(lines).strip("\n")


def _key(line: str) -> str:
    """A line without its numbers, so that 'Page 2 of 9' is the same on each page."""
    return re.sub(r"\d+", "#", " ".join(line.split()))
