"""Finds tables in a page's layout text, where columns are kept apart by runs of spaces."""

import re
from collections.abc import Iterator

NEAR = 3
PROSE_CHARS, PROSE_WORDS = 35, 5
PAIR = 2

Cells = list[tuple[int, str]]

_CELL = re.compile(r"\S+(?: {1,2}\S+)*")
_LEADERS = re.compile(r"(?:\. ?){5,}")
_MARK = re.compile(r"(?:[•‣·▪◦●○*\u2013\u2014-]|\(?\w{1,3}[.)]|\d+(?:\.\d+)*)$")


def has_table(layout: str) -> bool:
    """Tell whether some lines are rows of a table, and not prose set in columns."""
    tables = [group for group in _groups(layout) if len(group) >= PAIR]
    cells = [text for table in tables for row in table for _, text in row]
    prose = sum(len(text) >= PROSE_CHARS and len(text.split()) >= PROSE_WORDS for text in cells)
    return bool(tables) and prose <= len(cells) / 2


def with_tables(layout: str) -> str:
    """The page with its table rows written between bars, and all other lines with single spaces."""
    return "\n".join(line for group in _groups(layout) for line in _written(group))


def _groups(layout: str) -> Iterator[list[Cells]]:
    """The lines in order: rows that share columns together, and each other line by itself."""
    table: list[Cells] = []
    for row in (_cells(line) for line in layout.split("\n")):
        if not table:
            table = [row]
        elif row and _aligned(table[-1], row):
            table.append(row)
        elif row and _wraps(table[-1], row):
            table[-1] = _joined(table[-1], row)
        elif row or len(table[-1]) < PAIR:
            yield table
            table = [row]
    yield table


def _cells(line: str) -> Cells:
    """The pieces of a line between gaps of three spaces or more, each with its column."""
    if _LEADERS.search(line):
        return [(0, " ".join(_LEADERS.sub(" … ", line).split()))]
    cells = [(match.start(), re.sub(r" +", " ", match.group())) for match in _CELL.finditer(line)]
    if len(cells) == PAIR and _MARK.match(cells[0][1]):
        return [(cells[0][0], f"{cells[0][1]} {cells[1][1]}")]
    return cells


def _aligned(above: Cells, below: Cells) -> bool:
    """Tell whether two lines are rows of a table: two columns begin, or end, at one place."""
    if min(len(above), len(below)) < PAIR:
        return False
    return _near(above[0][0], below[0][0]) and sum(_under(cell, above) for cell in below) > 1


def _wraps(above: Cells, below: Cells) -> bool:
    """Tell whether a line only goes on with cells of the row above, but not its first."""
    return len(above) > 1 and all(_under(cell, above[1:]) for cell in below) and below[0][0] > above[0][0] + NEAR


def _under(cell: tuple[int, str], row: Cells) -> bool:
    start, text = cell
    return any(_near(start, at) or _near(start + len(text), at + len(words)) for at, words in row)


def _joined(above: Cells, below: Cells) -> Cells:
    joined = list(above)
    for start, text in below:
        index = min(range(len(joined)), key=lambda at: abs(joined[at][0] - start))
        joined[index] = (joined[index][0], f"{joined[index][1]} {text}")
    return joined


def _near(left: int, right: int) -> bool:
    return abs(left - right) <= NEAR


def _written(table: list[Cells]) -> list[str]:
    if len(table) < PAIR:
        return [_plain(row) for row in table]
    return [f"| {' | '.join(text.replace('|', '/') for _, text in row)} |" for row in table]


def _plain(row: Cells) -> str:
    return " ".join(text for _, text in row)
