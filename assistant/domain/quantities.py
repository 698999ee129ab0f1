"""Amounts, durations, dates, shares and counts as people write them, normalised with their place in the text.

Every quantity keeps the range it was read from, so that arithmetic between two statements can quote both.
Units: money in its own currency, durations in days, shares in percent, data sizes in bytes.
"""

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import partial

from assistant.domain.base import Value
from assistant.domain.dates import MONTHS, dates
from assistant.domain.evidence import Span
from assistant.domain.numerals import DIGITS, LOOSE, WORDS, number


class Kind(StrEnum):
    """What a quantity measures."""

    MONEY = "money"
    DURATION = "duration"
    DATE = "date"
    PERCENT = "percent"
    COUNT = "count"
    SIZE = "size"


class Quantity(Value):
    """A normalised quantity.

    Attributes:
        kind: what it measures.
        low: the value, or the lower end of a range; days for durations, ordinal day for dates.
        high: the upper end of a range, else equal to `low`.
        unit: currency code, `days`, `percent`, `bytes`, or the noun that is counted.
        per: the period that it is per (`day`, `week`, `month`, `year`), where one is said.
        span: where it stands in the text.
        text: the words.
    """

    kind: Kind
    low: float
    high: float
    unit: str
    per: str = ""
    span: Span
    text: str


_SCALE = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "million": 1e6, "millions": 1e6, "bn": 1e9,
    "billion": 1e9,
}  # fmt: skip
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30.44, "quarter": 91.3, "year": 365.25, "fortnight": 14}
_DAYS |= {"wk": 7, "yr": 365.25, "mth": 30.44, "sprint": 14, "semester": 182, "second": 1 / 86400}
_DAYS |= {"minute": 1 / 1440, "min": 1 / 1440, "millisecond": 1 / 86_400_000, "ms": 1 / 86_400_000}
_DAYS |= {"sec": 1 / 86400, "s": 1 / 86400, "season": 365.25}
_CURRENCY = {"$": "USD", "us$": "USD", "usd": "USD", "dollars": "USD", "€": "EUR", "eur": "EUR", "euro": "EUR"}
_CURRENCY |= {"euros": "EUR", "£": "GBP", "gbp": "GBP", "pounds": "GBP", "chf": "CHF", "¥": "JPY", "₹": "INR"}
_CURRENCY |= {"a$": "AUD", "c$": "CAD", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN", "inr": "INR"}
_CURRENCY |= {"rs": "INR", "zar": "ZAR", "aud": "AUD", "cad": "CAD", "jpy": "JPY", "cny": "CNY"}
_BYTES = {"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "pb": 1e15}
_SMALLEST_SPELLED_COUNT = 10
_YEARS = range(1900, 2101)
_BEFORE_YEAR = frozenset("in since of from until till by before after during around year fy".split())
_NOT_COUNTED = frozenset(
    "the our all these those this that its their has have had is are was were in on at for from with by we they and or"
    " thousand million millions mio billion dozen hundred percent per cent pct".split()
) | {*MONTHS, *(name[:3] for name in MONTHS)}

_SCALES = r"(?:thousand|millions?|mio|billion|bn|mn|k|m)\b"
_PERIODS = "day|night|week|month|quarter|year|season|hour|minute|second|s"
_PER = rf"(?:\s?(?:/|\b(?:per|a|an|each|every)\b|p\.)\s?(?P<per>{_PERIODS})\b)"
_SYMBOLS = "|".join(sorted((re.escape(symbol) for symbol in _CURRENCY), key=len, reverse=True))
_BETWEEN = r"(?P<between>\bbetween\s)?"
_TO = r"(?:\s?(?:-|–|—|\bto\b|\bor\b|\bbis\b)\s?|(?(between)\sand\s|(?!)))"


def _ranged(value: str) -> str:
    """A value, or a range of two, each with a scale of its own."""
    return (
        rf"(?P<low>{value})(?:\s?(?P<scale>{_SCALES}))?"
        rf"(?:{_TO}(?:{_SYMBOLS})?\s?(?P<high>{value})(?:\s?(?P<scale2>{_SCALES}))?)?"
    )


_MONEY_BEFORE = re.compile(
    rf"(?<!\w){_BETWEEN}(?P<symbol>{_SYMBOLS})\s?{_ranged(DIGITS)}(?![\d])(?:(?:\sin)?{_PER})?", re.IGNORECASE
)
_MONEY_AFTER = re.compile(
    rf"(?<![\w.,]){_BETWEEN}{_ranged(DIGITS)}\s?(?P<symbol>{_SYMBOLS})(?!\w){_PER}?", re.IGNORECASE
)
_DURATION = re.compile(
    rf"(?<![\w.,]){_BETWEEN}(?P<low>{DIGITS}|{WORDS}|(?<!once\s)(?<!twice\s)(?<!times\s)\b(?:{LOOSE})(?=\s))"
    rf"(?:{_TO}(?P<high>{DIGITS}|{WORDS}))?(?:\s|-)?"
    r"(?P<unit>years?|yrs?|months?|mths?|weeks?|wks?|fortnights?|days?|hours?|quarters?(?!\sof\b)|sprints?|semesters?"
    r"|seasons?|minutes?|mins?|milliseconds?|ms|seconds?|secs?|s)\b(?P<half>\sand\sa\shalf\b)?",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    rf"(?<![\w.,]){_BETWEEN}(?P<low>{DIGITS}|{WORDS})(?:\s?%)?(?:{_TO}(?P<high>{DIGITS}|{WORDS}))?"
    r"\s?(?:%|per ?cent\b|pct\b|percentage points?\b)",
    re.IGNORECASE,
)
_SIZE = re.compile(rf"(?<![\w.,])(?P<low>{DIGITS})\s?(?P<unit>[kmgtp]b)\b", re.IGNORECASE)
_AMOUNT = rf"(?<![\w.,/$€£]){_BETWEEN}{_ranged(f'{DIGITS}|{WORDS}')}"
_COUNT = re.compile(
    rf"{_AMOUNT}\s(?:(?:of|different|new|open|old|past|labell?ed|more|such)\s)?"
    rf"(?!(?:an?|per|each|every)\s)(?P<noun>[a-z][a-z-]{{2,}})\b(?:(?:\s(?!(?:an?|per|each|every)\b)[a-z-]+)?{_PER})?",
    re.IGNORECASE,
)
_RATE = re.compile(rf"{_AMOUNT}{_PER}", re.IGNORECASE)


def quantities(text: str, today: date | None = None) -> tuple[Quantity, ...]:
    """Read every quantity in a text, in order of place; overlapping readings keep the more specific one.

    Args:
        text: what to read.
        today: the day from which a date without a year counts forward; without it such dates are left out.
    """
    found: list[Quantity] = []
    readers = (_money, _percent, _size, partial(_dates, today=today), _rates, _duration, _count)
    for reader in readers:
        for quantity in reader(text):
            if not any(quantity.span.overlaps(other.span) for other in found):
                found.append(quantity)
    return tuple(sorted(found, key=lambda quantity: quantity.span.start))


def _made(kind: Kind, match: re.Match[str], low: float, high: float | None, **more: str) -> Quantity:
    top = low if high is None or high < low else high
    span = Span(start=match.start(), end=match.end())
    return Quantity(kind=kind, low=low, high=top, span=span, text=match.group().strip(), **more)


def _ends(match: re.Match[str]) -> tuple[float, float | None] | None:
    """Both ends of a range; a scale after the second holds for the first, too: `2-3 million`."""
    low = number(match["low"])
    if low is None:
        return None
    first, second = (_SCALE.get((match[name] or "").lower()) for name in ("scale", "scale2"))
    if not match["high"]:
        return low * (first or 1.0), None
    high = number(match["high"])
    return low * (first or second or 1.0), None if high is None else high * (second or first or 1.0)


def _in_order(text: str, *patterns: re.Pattern[str]) -> list[re.Match[str]]:
    """Matches of several patterns from left to right: in `60,000 € 12 months` the sign belongs to what stands before."""
    return sorted((match for pattern in patterns for match in pattern.finditer(text)), key=re.Match.start)


def _money(text: str) -> Iterator[Quantity]:
    for match in _in_order(text, _MONEY_BEFORE, _MONEY_AFTER):
        ends = _ends(match)
        if ends:
            yield _made(Kind.MONEY, match, *ends, unit=_CURRENCY[match["symbol"].lower()], per=match["per"] or "")


def _percent(text: str) -> Iterator[Quantity]:
    for match in _PERCENT.finditer(text):
        low, high = _share(match["low"]), _share(match["high"]) if match["high"] else None
        if low is not None:
            yield _made(Kind.PERCENT, match, low, high, unit="percent")


def _share(words: str) -> float | None:
    """A share: its point or comma parts decimals, never thousands."""
    return float(words.replace(",", ".")) if re.fullmatch(r"\d+[.,]\d+", words) else number(words)


def _size(text: str) -> Iterator[Quantity]:
    for match in _SIZE.finditer(text):
        low = number(match["low"]) or 0.0
        yield _made(Kind.SIZE, match, low * _BYTES[match["unit"].lower()], None, unit="bytes")


def _duration(text: str) -> Iterator[Quantity]:
    for match in _DURATION.finditer(text):
        low, high = number(match["low"]), number(match["high"]) if match["high"] else None
        unit = match["unit"].lower()
        days = _DAYS.get(unit) or _DAYS[unit.rstrip("s")]
        if low is not None:
            more = days / 2 if match["half"] else 0.0
            yield _made(Kind.DURATION, match, low * days + more, None if high is None else high * days, unit="days")


def _rates(text: str) -> Iterator[Quantity]:
    for match in _in_order(text, _COUNT, _RATE):
        noun = match.groupdict().get("noun", "")
        ends = _ends(match)
        if match["per"] and ends and not _is_unit(noun):
            yield _made(Kind.COUNT, match, *ends, unit=noun.lower(), per=match["per"].lower())


def _count(text: str) -> Iterator[Quantity]:
    for match in _COUNT.finditer(text):
        ends = _ends(match)
        noun = match["noun"].lower()
        spelled = not match["low"][0].isdigit()
        if ends is None or noun in _NOT_COUNTED or _is_unit(noun) or _is_year(match):
            continue
        if not spelled or ends[0] >= _SMALLEST_SPELLED_COUNT:
            yield _made(Kind.COUNT, match, *ends, unit=noun)


def _is_unit(noun: str) -> bool:
    return noun.lower() in _DAYS or noun.lower().rstrip("s") in _DAYS


def _is_year(match: re.Match[str]) -> bool:
    """Tell a year from a count: `2019 records`, `in 2000 we`, but not `2000 images`."""
    digits = match["low"]
    if not digits.isdigit() or int(digits) not in _YEARS:
        return False
    before = match.string[: match.start()].split()
    return int(digits) % 100 != 0 or (bool(before) and before[-1].lower() in _BEFORE_YEAR)


def _dates(text: str, today: date | None) -> Iterator[Quantity]:
    for match, day in dates(text, today):
        yield _made(Kind.DATE, match, float(day.toordinal()), None, unit="day")
