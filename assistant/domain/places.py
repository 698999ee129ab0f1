"""Tells from the words of a project in which places it is used: countries, states, authorities, laws, currencies."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from assistant.domain.base import Value
from assistant.domain.evidence import Evidence
from assistant.domain.lawbook import LawBook, Place


class Known(StrEnum):
    """How a place is known."""

    NAMED = "named"
    BY_LAW = "by the name of a law"
    GUESSED = "guessed from a currency or an adjective"
    UNKNOWN = "unknown"


class PlaceHit(Value):
    """A place that a text points to, and by which words."""

    place: str
    known: Known
    evidence: Evidence


class Gazetteer:
    """Finds places in quotes; of words that overlap the longest counts ("UK GDPR" is not the EU's)."""

    def __init__(self, book: LawBook) -> None:
        self._any_case = {name.casefold(): (place.id, Known.NAMED) for place in book.places for name in place.names}
        self._as_written = {word: hit for place in book.places for word, hit in _as_written(place)}
        words = sorted([*self._any_case, *self._as_written], key=len, reverse=True)
        parts = "|".join(_pattern(word, any_case=word in self._any_case) for word in words)
        self._words = re.compile(parts) if words else None
        denied = "|".join(re.escape(word) for word in sorted(book.not_after, key=len, reverse=True))
        self._denied = (
            re.compile(rf"\b(?:{denied})[\s-]+(?:(?:the|of|any|our)\s+)*\Z", re.IGNORECASE) if denied else None
        )

    def find(self, quotes: Iterable[Evidence]) -> tuple[PlaceHit, ...]:
        """All places that the quotes name, in their order."""
        if self._words is None:
            return ()
        return tuple(hit for quote in quotes for hit in self._in(quote, self._words))

    def _in(self, quote: Evidence, words: re.Pattern[str]) -> Iterable[PlaceHit]:
        for match in words.finditer(quote.quote):
            if self._denied and self._denied.search(quote.quote[: match.start()]):
                continue
            hit = self._as_written.get(match[0]) or self._any_case.get(match[0].casefold())
            if hit:
                yield PlaceHit(place=hit[0], known=hit[1], evidence=quote)


def settle(first: Sequence[PlaceHit], rest: Sequence[PlaceHit]) -> tuple[PlaceHit, ...]:
    """Choose the hits to believe: what the answer about laws names, else the text's names, else laws, else guesses.

    Args:
        first: hits in what was said about laws and places of use.
        rest: hits elsewhere.
    """
    for hits in (first, [*first, *rest]):
        for known in (Known.NAMED, Known.BY_LAW):
            found = tuple(hit for hit in hits if hit.known is known)
            if found:
                return found
    return (*first, *rest)


def widened(places: Iterable[str], book: LawBook) -> tuple[str, ...]:
    """The places with the wider ones that they lie in, in order, each once."""
    by_id = {place.id: place for place in book.places}
    out: list[str] = []
    for name in places:
        at: str | None = name
        while at is not None and at not in out:
            out.append(at)
            at = by_id[at].within
    return tuple(out)


def _as_written(place: Place) -> Iterable[tuple[str, tuple[str, Known]]]:
    yield from ((word, (place.id, Known.NAMED)) for word in place.exact)
    yield from ((word, (place.id, Known.BY_LAW)) for word in place.laws)
    yield from ((word, (place.id, Known.GUESSED)) for word in place.hints)


def _pattern(word: str, *, any_case: bool) -> str:
    inner = rf"(?i:{re.escape(word)})" if any_case else re.escape(word)
    before = r"(?<!\w)" if word[0].isalnum() else ""
    after = r"(?!\w)" if word[-1].isalnum() else ""
    return before + inner + after
