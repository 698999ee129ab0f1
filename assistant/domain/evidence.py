"""Where in a text something was said: spans, quotes, and finding a quote again.

A quote is searched exactly, then with white space, quotation marks, dashes and canonically equivalent
accents folded and mapped back to the original offsets. It is never searched fuzzily.
"""

import unicodedata
from typing import Self

from pydantic import Field, model_validator

from assistant.domain.base import Value

_FOLDED = {
    **dict.fromkeys("‘’‚‛`´′", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—−", "-"),
}
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


class Source(Value):
    """A text that evidence points into: a pasted description, or one message of a talk.

    Attributes:
        id: `description` for a draft's text, `turn-N` for the N-th message.
        text: the text itself; offsets count its code points from 0.
        said_by: the person whose words these are, where it isn't the one who talks.
    """

    id: str
    text: str
    said_by: str | None = None


class Span(Value):
    """Half-open range of code points, `start` included and `end` excluded."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end <= self.start:
            raise ValueError("a span holds at least one character")
        return self

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two ranges share a character."""
        return self.start < other.end and other.start < self.end


class Evidence(Value):
    """Words that a value or flag rests on: `text[start:end] == quote` in the source named."""

    source: str
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    quote: str

    @property
    def span(self) -> Span:
        """The range within the source."""
        return Span(start=self.start, end=self.end)


def cite(source: Source, span: Span) -> Evidence:
    """Make evidence from a range of a source."""
    return Evidence(source=source.id, start=span.start, end=span.end, quote=source.text[span.start : span.end])


def locate(quote: str, text: str, near: int | None = None) -> Span | None:
    """Find a quote in a text.

    Args:
        quote: the words to find; surrounding white space is ignored.
        text: where to look.
        near: where the quote was expected; of several places the nearest is taken, else the first.

    Returns:
        The range in `text`, or None where the words are not there.
    """
    wanted = quote.strip()
    if not wanted:
        return None
    starts = _occurrences(wanted, text)
    if starts:
        start = _nearest(starts, near)
        return Span(start=start, end=start + len(wanted))
    return _locate_folded(wanted, text, near)


def _locate_folded(quote: str, text: str, near: int | None) -> Span | None:
    needle = _fold(quote)[0].strip()
    folded, origin = _fold(text)
    if not needle:
        return None
    ends = {
        origin[at][0]: origin[at + len(needle) - 1][1]
        for at in _occurrences(needle, folded)
        if _whole(folded, origin, at, at + len(needle))
    }
    if not ends:
        return None
    start = _nearest(list(ends), near)
    return Span(start=start, end=ends[start])


def _whole(folded: str, origin: list[tuple[int, int]], start: int, end: int) -> bool:
    """A place must not begin or end within a letter: between its parts, or before its combining mark."""
    if start and origin[start] == origin[start - 1]:
        return False
    if end == len(folded):
        return True
    return origin[end] != origin[end - 1] and not unicodedata.combining(folded[end])


def _occurrences(needle: str, text: str) -> list[int]:
    places, at = [], text.find(needle)
    while at >= 0:
        places.append(at)
        at = text.find(needle, at + 1)
    return places


def _nearest(places: list[int], near: int | None) -> int:
    return places[0] if near is None else min(places, key=lambda place: (abs(place - near), place))


def _fold(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Fold a text; the second part gives, per folded character, the original range it came from."""
    out: list[str] = []
    origin: list[tuple[int, int]] = []
    for index, char in enumerate(text):
        for piece in _fold_char(char):
            if piece == " " and out and out[-1] == " ":
                origin[-1] = (origin[-1][0], index + 1)
            else:
                out.append(piece)
                origin.append((index, index + 1))
    return "".join(out), origin


def _fold_char(char: str) -> str:
    if char.isspace():
        return " "
    if char in _INVISIBLE:
        return ""
    return _FOLDED.get(char) or unicodedata.normalize("NFD", char)
