"""How people say it: everyday words for what the guidance calls otherwise, and questions about something else."""

from functools import cache
from pathlib import Path

from assistant.guidance.keywords import all_words

_HERE = Path(__file__).parent
_COMMENT = "#"


def other_words(question: str) -> str:
    """The guidance's words for the everyday words in a question, longest first; empty where there are none."""
    table = _table()
    stems = all_words(question)
    found: dict[str, None] = {}
    for size in range(max(map(len, table)), 0, -1):
        for start in range(len(stems) - size + 1):
            for words in table.get(tuple(stems[start : start + size]), ()):
                found[words] = None
    return " ".join(found)


@cache
def everyday_questions() -> tuple[str, ...]:
    """Questions of daily life, against which a question must hold its own to count as one about a project."""
    return tuple(_lines("everyday.txt"))


@cache
def _table() -> dict[tuple[str, ...], tuple[str, ...]]:
    table: dict[tuple[str, ...], tuple[str, ...]] = {}
    for line in _lines("wording.txt"):
        said, _, meant = line.partition(":")
        for phrase in said.split(","):
            key = tuple(all_words(phrase))
            table[key] = (*table.get(key, ()), meant.strip())
    return table


def _lines(name: str) -> list[str]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith(_COMMENT)]
