"""Cuts a long text into parts that overlap, and merges what was read in them."""

from collections.abc import Hashable, Iterable
from itertools import chain
from typing import TypeVar

from assistant.domain.base import Value
from assistant.domain.reading import Claim, Reading, Remark, Signal, Usage

PART_CHARS = 12_000
OVERLAP_CHARS = 800
_Item = TypeVar("_Item", Claim, Signal, Remark)


class Part(Value):
    """A stretch of a text, and where it begins."""

    text: str
    start: int


def cut(text: str, size: int = PART_CHARS, overlap: int = OVERLAP_CHARS) -> tuple[Part, ...]:
    """Cut a text at borders of paragraphs, else of lines, else of words; a short one is kept."""
    parts, start = [], 0
    while len(text) - start > size:
        end = _border(text, start + size // 2, start + size)
        parts.append(Part(text=text[start:end], start=start))
        start = max(start + 1, _border(text, end - overlap, end - overlap // 4))
    return (*parts, Part(text=text[start:], start=start))


def _border(text: str, low: int, high: int) -> int:
    """Just behind the last border between two places, or the higher place where there is none."""
    for mark in ("\n\n", "\n", ". ", " "):
        at = text.rfind(mark, low, high)
        if at >= 0:
            return at + len(mark)
    return high


def merge(readings: Iterable[Reading]) -> Reading:
    """Join the readings of a text's parts; what two parts saw at the same place counts once."""
    every = tuple(readings)
    usage = Usage()
    for reading in every:
        usage = usage.plus(reading.usage)
    return every[0].model_copy(
        update={
            "claims": _once(chain.from_iterable(one.claims for one in every)),
            "signals": _once(chain.from_iterable(one.signals for one in every)),
            "remarks": _once(chain.from_iterable(one.remarks for one in every)),
            "usage": usage,
        }
    )


def _once(items: Iterable[_Item]) -> tuple[_Item, ...]:
    """Of entries that say the same of overlapping words, keep the longest quote."""
    kept: list[_Item] = []
    for item in items:
        twin = next((other for other in kept if _same(item, other)), None)
        if twin is None:
            kept.append(item)
        elif len(item.quote) > len(twin.quote):
            kept[kept.index(twin)] = item
    return tuple(kept)


def _same(one: _Item, other: _Item) -> bool:
    if _kind(one) != _kind(other):
        return False
    if one.near is None or other.near is None:
        return one.quote == other.quote
    return one.near < other.near + len(other.quote) and other.near < one.near + len(one.quote)


def _kind(item: Claim | Signal | Remark) -> Hashable:
    if isinstance(item, Claim):
        return item.field, item.status, item.choices
    return (item.id, item.polarity) if isinstance(item, Signal) else "remark"
