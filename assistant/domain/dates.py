"""Dates as people write them in plans: days, months, quarters and ends of years, counted forward where no year is said."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_MIDDLE = 15
_NAMES = "|".join(f"{name}|{name[:3]}\\.?|{name[:4]}\\b\\.?" for name in MONTHS)
_YEAR = r"(?:,?\s(?P<year>20\d\d))?"
_DATE = re.compile(
    rf"\b(?:(?P<iso>20\d\d-\d\d-\d\d)"
    rf"|(?:(?P<part>end of|late|mid|middle of|early|start of|beginning of)(?:\s|-))?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?\s)?(?P<month>{_NAMES})(?:\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?{_YEAR}"
    r"|(?:(?P<quarter>q[1-4])(?:\s?/?\s?(?P<year_q>20\d\d))?)"
    r"|(?P<year_end>end of (?:the|this) year|year[’'-]?s?[ -]end|end of (?P<year_e>20\d\d)))(?!\w)",
    re.IGNORECASE,
)
_ALSO_WORDS = frozenset({"may", "mar", "sept", "march"})
"""Names of months that are words, too: read as dates only beside a day, a year or a part of the month."""


def dates(text: str, today: date | None = None) -> Iterator[tuple[re.Match[str], date]]:
    """Read the dates in a text; one without a year is the next such day from `today`, else left out."""
    for match in _DATE.finditer(text):
        day = _day(match, today)
        if day is not None:
            yield match, day


def _day(match: re.Match[str], today: date | None) -> date | None:
    if match["iso"]:
        return _made(*map(int, match["iso"].split("-")))
    if match["quarter"]:
        return _next(match["year_q"], 3 * int(match["quarter"][1]), None, today)
    if match["year_end"]:
        return _next(match["year_e"], len(MONTHS), None, today)
    return _of_month(match, today)


def _of_month(match: re.Match[str], today: date | None) -> date | None:
    name = match["month"].lower().rstrip(".")
    beside = match["day"] or match["day2"] or match["year"] or match["part"]
    if name in _ALSO_WORDS and not beside and not (name == "march" and match["month"][0].isupper()):
        return None
    month = next(index for index, full in enumerate(MONTHS, 1) if full.startswith(name))
    part = (match["part"] or "").lower()
    if part in ("end of", "late"):
        return _next(match["year"], month, None, today)
    usual = _MIDDLE if part.startswith("mid") else 1
    return _next(match["year"], month, int(match["day"] or match["day2"] or usual), today)


def _next(year: str | None, month: int, day: int | None, today: date | None) -> date | None:
    """The day of a month, its last where None, in the year said or else the next that lies ahead."""
    if year:
        return _made(int(year), month, day)
    if today is None:
        return None
    this_year = _made(today.year, month, day)
    return this_year if this_year and this_year >= today else _made(today.year + 1, month, day)


def _made(year: int, month: int, day: int | None) -> date | None:
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except ValueError:
        return None
