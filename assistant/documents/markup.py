"""HTML to plain text: headings, list items and table rows keep marks, hidden parts go."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

MAX_CELL_LINES = 4

_SKIPPED = frozenset({"script", "style", "head", "template", "noscript", "svg", "select", "object"})
_VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    }
)
_BLOCKS = frozenset(
    {"p", "div", "table", "ul", "ol", "dl", "section", "article", "blockquote", "pre", "header"}
    | {"footer", "form", "main", "aside", "nav", "h1", "h2", "h3", "h4", "h5", "h6"}
)
_LINES = frozenset({"hr", "li", "dt", "dd", "caption", "option"})
_MARKS = {f"h{level}": f"{'#' * level} " for level in range(1, 7)} | {"li": "- "}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_DATA_URL = re.compile(r"data:[\w/+.-]{1,60};base64,[\w+/=]*")
# A "<" that no ">" closes: words, and html.parser takes quadratic time over many of them.
_LONE = re.compile(r"<(?=[^<>]*(?:<|\Z))")
_BARE_MARK = re.compile(r"(?:#+|-)$")


def html_to_text(source: str) -> str:
    """The words of an HTML page, block by block."""
    parser = _Text()
    parser.feed(_LONE.sub("&lt;", _DATA_URL.sub("", _without_comments(source))))
    parser.close()
    parser.close_tables()
    return _tidy("".join(parser.pieces))


def _without_comments(source: str) -> str:
    """The page without its comments; one that never ends hides all that follows."""
    first, *others = source.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)


@dataclass
class _Table:
    """A table that is open: the row so far, and the cell that is being filled."""

    row: list[str] = field(default_factory=list)
    cell: list[str] | None = None


class _Text(HTMLParser):
    """Collects the words; `skipped` is the tag of a part that is not shown, `depth` how deep."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.skipped, self.depth = "", 0
        self.tables: list[_Table] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Break lines, set marks and open cells."""
        if self.skipped:
            self.depth += tag == self.skipped
            return
        if tag in _SKIPPED or _is_hidden(attrs):
            if tag not in _VOID:
                self.skipped, self.depth = tag, 1
            return
        if tag == "body":  # a head that was never closed, or another page inside
            return
        self._break(tag)
        if tag == "table":
            self.tables.append(_Table())
        elif self.tables and tag in {"td", "th", "tr"}:
            self._end_row() if tag == "tr" else self._end_cell()
            self.tables[-1].cell = None if tag == "tr" else []
        elif tag in _MARKS:
            self._write(_MARKS[tag])

    def handle_endtag(self, tag: str) -> None:
        """Break lines, close cells, and end a part that is not shown."""
        if self.skipped:
            self.depth -= tag == self.skipped
            self.skipped = self.skipped if self.depth else ""
            return
        if self.tables and tag in {"td", "th"}:
            self._end_cell()
        elif self.tables and tag in {"tr", "table"}:
            self._end_row()
            if tag == "table":
                self.tables.pop()
        if tag != "br":
            self._break(tag)

    def handle_data(self, data: str) -> None:
        """Take words that are shown."""
        out = self._out()
        if not self.skipped and (data.strip() or not (out and out[-1].endswith("\n"))):
            out.append(re.sub(r"\s+", " ", data))

    def close_tables(self) -> None:
        """End the tables that the page left open."""
        while self.tables:
            self._end_row()
            self.tables.pop()

    def _out(self) -> list[str]:
        """Where words go now: the innermost open cell, else the page."""
        cells = (table.cell for table in reversed(self.tables) if table.cell is not None)
        return next(cells, self.pieces)

    def _write(self, words: str) -> None:
        self._out().append(words)

    def _break(self, tag: str) -> None:
        out = self._out()
        if tag in _BLOCKS and not (out and _BARE_MARK.match(out[-1].strip())):
            out.append("\n\n")
        elif tag == "br" or (tag in _LINES and not (out and out[-1].endswith("\n"))):
            out.append("\n")

    def _end_cell(self) -> None:
        table = self.tables[-1]
        if table.cell is not None:
            table.row.append(_tidy("".join(table.cell)))
            table.cell = None

    def _end_row(self) -> None:
        self._end_cell()
        row, self.tables[-1].row = self.tables[-1].row, []
        if any(row):
            out = self._out()
            out.append(_row(row).removeprefix("\n" if out and out[-1].endswith("\n") else ""))


def _row(cells: list[str]) -> str:
    """A table's row between bars; one that only lays the page out as blocks."""
    filled = [cell for cell in cells if cell]
    if len(filled) == 1 or any("| " in cell or cell.count("\n") >= MAX_CELL_LINES for cell in filled):
        return "\n\n" + "\n\n".join(filled) + "\n\n"
    return f"\n| {' | '.join(' '.join(cell.split()) for cell in cells)} |\n"


def _tidy(text: str) -> str:
    """Single spaces, no bare marks, and one empty line at the most."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    kept = ["" if _BARE_MARK.match(line) else line for line in lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")


def _is_hidden(attrs: list[tuple[str, str | None]]) -> bool:
    return any(
        key == "hidden" or (key == "style" and value is not None and bool(_HIDDEN.search(value)))
        for key, value in attrs
    )
