"""Amounts, durations, dates, shares and counts as people write them, normalised with their place in the text.

Every quantity keeps the range it was read from, so that arithmetic between two statements can quote both.
Units: money in its own currency, durations in days, shares in percent, data sizes in bytes.
"""

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from assistant.domain.base import Value
from assistant.domain.evidence import Span


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


_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100, "half a": 0.5, "a couple of": 2, "a few": 3,
    "a dozen": 12, "couple of": 2,
}  # fmt: skip
_SCALE = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "million": 1e6, "millions": 1e6, "bn": 1e9,
    "billion": 1e9, "hundred": 1e2,
}  # fmt: skip
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30.44, "quarter": 91.3, "year": 365.25}
_DAYS |= {"wk": 7, "yr": 365.25, "mth": 30.44, "sprint": 14, "semester": 182, "second": 1 / 86400}
_DAYS |= {"minute": 1 / 1440, "min": 1 / 1440, "millisecond": 1 / 86_400_000, "ms": 1 / 86_400_000}
_DAYS |= {"sec": 1 / 86400, "s": 1 / 86400, "season": 365.25}
_CURRENCY = {"$": "USD", "us$": "USD", "usd": "USD", "dollars": "USD", "€": "EUR", "eur": "EUR", "euro": "EUR"}
_CURRENCY |= {"euros": "EUR", "£": "GBP", "gbp": "GBP", "pounds": "GBP", "chf": "CHF", "¥": "JPY", "₹": "INR"}
_CURRENCY |= {"a$": "AUD", "c$": "CAD", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN", "inr": "INR"}
_CURRENCY |= {"rs": "INR", "zar": "ZAR", "aud": "AUD", "cad": "CAD", "jpy": "JPY", "cny": "CNY"}
_BYTES = {"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "pb": 1e15}
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip

_NUM = r"\d{1,3}(?:[,.   ' ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_WORDNUM = "|".join(sorted((re.escape(word) for word in _WORDS), key=len, reverse=True))
_SCALES = r"thousand|millions?|mio|billion|bn|mn|k|m"
_RANGE = rf"(?P<low>{_NUM}|\b(?:{_WORDNUM})\b)(?:\s?(?:-|–|to|or|bis)\s?(?P<high>{_NUM}|\b(?:{_WORDNUM})\b))?"
_PER = r"(?:\s?(?:/|per|a|an|each|every|p\.)\s?(?P<per>day|night|week|month|quarter|year|season|hour|second|s)\b)?"
_SYMBOLS = "|".join(sorted((re.escape(symbol) for symbol in _CURRENCY), key=len, reverse=True))

_MONEY = re.compile(
    rf"(?:(?P<before>{_SYMBOLS})\s?(?P<low>{_NUM})(?:\s?(?:-|–|to)\s?(?:{_SYMBOLS})?\s?(?P<high>{_NUM}))?"
    rf"\s?(?P<scale>{_SCALES})?\b|(?P<low2>{_NUM})\s?(?P<scale2>{_SCALES})?\s?(?P<after>{_SYMBOLS})(?!\w))"
    rf"(?:\s(?:in|of|for)\b)?{_PER}",
    re.IGNORECASE,
)
_DURATION = re.compile(
    rf"(?<![\w.])(?:{_RANGE})(?:\s|-)?(?P<unit>years?|yrs?|months?|mths?|weeks?|wks?|days?|hours?|quarters?|sprints?"
    r"|semesters?|seasons?|minutes?|mins?|milliseconds?|ms|seconds?|secs?|s)\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(rf"(?<![\w.])(?:{_RANGE})\s?(?:%|per ?cent\b|pct\b|percentage points?\b)", re.IGNORECASE)
_SIZE = re.compile(rf"(?<![\w.])(?P<low>{_NUM})\s?(?P<unit>[kmgtp]b)\b", re.IGNORECASE)
_COUNT = re.compile(
    rf"(?<![\w.$€£])(?P<low>{_NUM})\s?(?P<scale>{_SCALES})?\s(?:(?:of|different|new|open|old|past|labelled|labeled|more|such)\s)?"
    rf"(?P<noun>[a-z][a-z-]{{2,}})\b(?:\s[a-z-]+)?{_PER}",
    re.IGNORECASE,
)
_MONTH_NAMES = "|".join(f"{name}|{name[:3]}\\.?" for name in _MONTHS)
_DATE = re.compile(
    rf"\b(?:(?P<iso>20\d\d-\d\d-\d\d)|(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?\s)?(?P<month>{_MONTH_NAMES})"
    r"(?:\s(?P<day2>\d{1,2})(?:st|nd|rd|th)?)?(?:,?\s(?P<year>20\d\d))?)\b",
    re.IGNORECASE,
)


def quantities(text: str, today: date | None = None) -> tuple[Quantity, ...]:
    """Read every quantity in a text, in order of place; overlapping readings keep the more specific one.

    Args:
        text: what to read.
        today: the day from which a date without a year counts forward; without it such dates are left out.
    """
    found: list[Quantity] = []
    for reader in (_money, _percent, _size, _duration, _count):
        found += [q for q in reader(text) if not any(q.span.overlaps(other.span) for other in found)]
    found += [q for q in _dates(text, today) if not any(q.span.overlaps(other.span) for other in found)]
    return tuple(sorted(found, key=lambda quantity: quantity.span.start))


def number(words: str) -> float | None:
    """Read a number written in digits or as a simple word; None where it is neither."""
    text = words.strip().lower()
    if text in _WORDS:
        return float(_WORDS[text])
    text = re.sub(r"[   ' ]", "", text)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        return float(text.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        return float(text.replace(".", "").replace(",", "."))
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _made(kind: Kind, match: re.Match[str], low: float, high: float | None, **more: str) -> Quantity:
    top = low if high is None or high < low else high
    span = Span(start=match.start(), end=match.end())
    return Quantity(kind=kind, low=low, high=top, span=span, text=match.group().strip(), **more)


def _money(text: str) -> Iterator[Quantity]:
    for match in _MONEY.finditer(text):
        low = number(match["low"] or match["low2"])
        if low is None:
            continue
        scale = _SCALE.get((match["scale"] or match["scale2"] or "").lower(), 1.0)
        high = number(match["high"]) if match["high"] else None
        unit = _CURRENCY[(match["before"] or match["after"]).lower()]
        top = None if high is None else high * scale
        yield _made(Kind.MONEY, match, low * scale, top, unit=unit, per=match["per"] or "")


def _percent(text: str) -> Iterator[Quantity]:
    for match in _PERCENT.finditer(text):
        low, high = number(match["low"]), number(match["high"]) if match["high"] else None
        if low is not None:
            yield _made(Kind.PERCENT, match, low, high, unit="percent")


def _size(text: str) -> Iterator[Quantity]:
    for match in _SIZE.finditer(text):
        low = number(match["low"])
        if low is not None:
            yield _made(Kind.SIZE, match, low * _BYTES[match["unit"].lower()], None, unit="bytes")


def _duration(text: str) -> Iterator[Quantity]:
    for match in _DURATION.finditer(text):
        low, high = number(match["low"]), number(match["high"]) if match["high"] else None
        unit = match["unit"].lower()
        days = _DAYS.get(unit) or _DAYS[unit.rstrip("s")]
        if low is not None:
            top = None if high is None else high * days
            yield _made(Kind.DURATION, match, low * days, top, unit="days")


def _count(text: str) -> Iterator[Quantity]:
    for match in _COUNT.finditer(text):
        low = number(match["low"])
        noun = match["noun"].lower()
        if low is None or noun in _MONTHS or (1900 <= low <= 2100 and "," not in match["low"]):
            continue
        scale = _SCALE.get((match["scale"] or "").lower(), 1.0)
        yield _made(Kind.COUNT, match, low * scale, None, unit=noun, per=match["per"] or "")


def _dates(text: str, today: date | None) -> Iterator[Quantity]:
    for match in _DATE.finditer(text):
        day = _day_of(match, today)
        if day is not None:
            yield _made(Kind.DATE, match, float(day.toordinal()), None, unit="day")


def _day_of(match: re.Match[str], today: date | None) -> date | None:
    if match["iso"]:
        return _safe_date(*map(int, match["iso"].split("-")))
    name = match["month"].lower().rstrip(".")
    if name == "may" and not (match["day"] or match["day2"] or match["year"]):
        return None
    if name == "mar" and not (match["day"] or match["day2"] or match["year"]):
        return None
    month = next(index for index, full in enumerate(_MONTHS, 1) if full.startswith(name))
    day = int(match["day"] or match["day2"] or 1)
    if match["year"]:
        return _safe_date(int(match["year"]), month, day)
    if today is None:
        return None
    this_year = _safe_date(today.year, month, day)
    return this_year if this_year and this_year >= today else _safe_date(today.year + 1, month, day)


def _safe_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
