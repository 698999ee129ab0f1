"""Quantities as people write them; what is expected follows from the words."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.numerals import number
from assistant.domain.quantities import Kind, quantities

TODAY = date(2026, 11, 25)
MONTH, YEAR = 30.44, 365.25

MONEY = {
    "€ 35,000 for the pilot": (35_000, 35_000, "EUR", ""),
    "35.000 € budget": (35_000, 35_000, "EUR", ""),
    "about EUR 15 000": (15_000, 15_000, "EUR", ""),
    "CHF 1'200 for hosting": (1_200, 1_200, "CHF", ""),
    "1.000,50 €": (1_000.5, 1_000.5, "EUR", ""),
    "60 k€": (60_000, 60_000, "EUR", ""),
    "60k euros": (60_000, 60_000, "EUR", ""),
    "USD 40k": (40_000, 40_000, "USD", ""),
    "US$ 3m": (3e6, 3e6, "USD", ""),
    "1.5 Mio €": (1.5e6, 1.5e6, "EUR", ""),
    "$2.5bn": (2.5e9, 2.5e9, "USD", ""),
    "£1.2m a year": (1.2e6, 1.2e6, "GBP", "year"),
    "40,000 dollars per year": (40_000, 40_000, "USD", "year"),
    "500 €/month": (500, 500, "EUR", "month"),
    "$0.02 per call": (0.02, 0.02, "USD", ""),
    "$2-3 million": (2e6, 3e6, "USD", ""),
    "2-3 million USD": (2e6, 3e6, "USD", ""),
    "€2m–€3m": (2e6, 3e6, "EUR", ""),
    "between 20k and 30k euros": (20_000, 30_000, "EUR", ""),
    "£300 to £500": (300, 500, "GBP", ""),
}
DURATIONS = {
    "6-8 weeks": (42, 56),
    "6–8 weeks": (42, 56),
    "six to eight weeks": (42, 56),
    "between 3 and 4 weeks": (21, 28),
    "half a year": (YEAR / 2, YEAR / 2),
    "a year and a half": (YEAR * 1.5, YEAR * 1.5),
    "two and a half years": (YEAR * 2.5, YEAR * 2.5),
    "1.5 years": (YEAR * 1.5, YEAR * 1.5),
    "a couple of months": (2 * MONTH, 2 * MONTH),
    "a few weeks": (21, 21),
    "nine weeks": (63, 63),
    "a two-week sprint": (14, 14),
    "within 18 months": (18 * MONTH, 18 * MONTH),
    "two dozen weeks": (168, 168),
    "thirty-five days": (35, 35),
    "one hundred and twenty days": (120, 120),
    "two fortnights": (28, 28),
    "an hour": (1 / 24, 1 / 24),
    "200 ms": (0.2 / 86_400, 0.2 / 86_400),
    "under 2 seconds": (2 / 86_400, 2 / 86_400),
    "3-month pilot": (3 * MONTH, 3 * MONTH),
    "three quarters": (3 * 91.3, 3 * 91.3),
    "12 months' data": (12 * MONTH, 12 * MONTH),
}
DATES = {
    "by 1 March": date(2027, 3, 1),
    "by March 1st, 2027": date(2027, 3, 1),
    "by 2027-03-01": date(2027, 3, 1),
    "on 15th of September": date(2027, 9, 15),
    "by 12 Dec": date(2026, 12, 12),
    "before Sep. 1": date(2027, 9, 1),
    "in Sept 2028": date(2028, 9, 1),
    "from May 2027": date(2027, 5, 1),
    "may 3": date(2027, 5, 3),
    "end of June 2027": date(2027, 6, 30),
    "late February 2028": date(2028, 2, 29),
    "mid-May": date(2027, 5, 15),
    "early April 2027": date(2027, 4, 1),
    "in March": date(2027, 3, 1),
    "in Q2 2027": date(2027, 6, 30),
    "by q3": date(2027, 9, 30),
    "end of the year": date(2026, 12, 31),
    "by year-end": date(2026, 12, 31),
    "end of 2027": date(2027, 12, 31),
    "25 November": date(2026, 11, 25),
}
SHARES = {
    "95 %": (95, 95),
    "at least 80% recall": (80, 80),
    "90-95%": (90, 95),
    "90% to 95%": (90, 95),
    "ninety percent": (90, 90),
    "0.5 per cent": (0.5, 0.5),
    "99.125 %": (99.125, 99.125),
    "10 percentage points": (10, 10),
}
COUNTS = {
    "12.707 images": (12_707, 12_707, "images", ""),
    "12,707 images": (12_707, 12_707, "images", ""),
    "12 707 images": (12_707, 12_707, "images", ""),
    "1.000.000 rows": (1e6, 1e6, "rows", ""),
    "1.2 million rows": (1.2e6, 1.2e6, "rows", ""),
    "2k images": (2_000, 2_000, "images", ""),
    "2000 images": (2_000, 2_000, "images", ""),
    "2,019 orders": (2_019, 2_019, "orders", ""),
    "about 500 labelled photos": (500, 500, "photos", ""),
    "thirty thousand images": (30_000, 30_000, "images", ""),
    "five hundred examples": (500, 500, "examples", ""),
    "10k-15k records": (10_000, 15_000, "records", ""),
    "1,200 tickets a day": (1_200, 1_200, "tickets", "day"),
    "40 cases per week": (40, 40, "cases", "week"),
    "20-30 cases per day": (20, 30, "cases", "day"),
    "3 million transactions a month": (3e6, 3e6, "transactions", "month"),
    "100,000 new images per night": (100_000, 100_000, "images", "night"),
    "twelve patients each day": (12, 12, "patients", "day"),
    "five calls a week": (5, 5, "calls", "week"),
    "10k per day": (10_000, 10_000, "", "day"),
    "60 warehouse pallets per hour": (60, 60, "warehouse", "hour"),
}
NOTHING = (
    "since 2019 records", "in 2000 we began", "in May", "we march on", "may be", "31 February 2027", "30 February",
    "24/7 support", "room 12 has mice", "twice a week", "two teams", "seconds per item", "a quarter of cases",
)  # fmt: skip


def only(text: str):
    (found,) = quantities(text, TODAY)
    assert text[found.span.start : found.span.end].strip() == found.text
    return found


@pytest.mark.parametrize(("text", "expected"), MONEY.items())
def test_money(text, expected):
    found = only(text)
    assert (found.kind, found.low, found.high, found.unit, found.per) == (Kind.MONEY, *expected)


@pytest.mark.parametrize(("text", "expected"), DURATIONS.items())
def test_durations(text, expected):
    found = only(text)
    assert found.kind is Kind.DURATION
    assert (found.low, found.high) == pytest.approx(expected)


@pytest.mark.parametrize(("text", "expected"), DATES.items())
def test_dates(text, expected):
    found = only(text)
    assert (found.kind, date.fromordinal(int(found.low))) == (Kind.DATE, expected)


@pytest.mark.parametrize(("text", "expected"), SHARES.items())
def test_shares(text, expected):
    found = only(text)
    assert (found.kind, found.low, found.high) == (Kind.PERCENT, *expected)


@pytest.mark.parametrize(("text", "expected"), COUNTS.items())
def test_counts_and_rates(text, expected):
    found = only(text)
    assert (found.kind, found.low, found.high, found.unit, found.per) == (Kind.COUNT, *expected)


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_quantity(text):
    assert quantities(text, TODAY) == ()


@pytest.mark.parametrize(
    "text", ["in the fifties per cent", "ones weeks", "the twenties cases a day", "thirties € a day"]
)
def test_plurals_of_number_words_are_no_numbers(text):
    assert [item for item in quantities(text, TODAY) if item.kind is not Kind.DURATION or item.low != 1] == []


def test_data_sizes():
    assert (only("5 TB of logs").kind, only("5 TB of logs").low) == (Kind.SIZE, 5e12)


def test_a_date_without_a_year_needs_a_today():
    assert quantities("by 1 March") == ()
    assert len(quantities("by 1 March 2027")) == 1


def test_several_in_one_sentence_keep_their_places():
    text = "1,200 tickets a day, 35,000 € and 6-8 weeks until 1 March: 95 % of 12.707 images, as in 2024."
    found = quantities(text, TODAY)
    assert [item.kind for item in found] == [Kind.COUNT, Kind.MONEY, Kind.DURATION, Kind.DATE, Kind.PERCENT, Kind.COUNT]
    assert [item.low for item in found] == [1200, 35_000, 42, date(2027, 3, 1).toordinal(), 95, 12_707]


def test_an_amount_of_money_does_not_swallow_what_follows():
    money, count = quantities("€500 and 20,000 calls a month")
    assert (money.low, money.high, count.low, count.per) == (500, 500, 20_000, "month")


def test_a_currency_belongs_to_the_amount_before_it():
    money, time = quantities("60,000 € 12 months")
    assert (money.low, money.unit, time.kind) == (60_000, "EUR", Kind.DURATION)


def test_a_range_that_runs_backwards_is_no_range():
    found = only("10 to 3 weeks")
    assert (found.low, found.high) == (70, 70)


@pytest.mark.parametrize(
    ("words", "value"),
    [("a", 1), ("half a", 0.5), ("twenty-one", 21), ("two hundred and five", 205), ("three million", 3e6), ("a dozen", 12),
     ("1 200", 1200), ("0.125", 0.125), ("1,5", 1.5), ("1.234.567,8", 1_234_567.8), ("zero", 0), ("lots", None), ("", None), ("1.2.3", None)],
)  # fmt: skip
def test_numbers(words, value):
    assert number(words) == value


PIECES = st.lists(
    st.sampled_from(["12", "1,000", "2.5", "€", "k", "m", "%", "to", "-", " ", "weeks", "a", "half", "per", "day", "images",
                     "May", "2027", "and", "between", "million", "Q2", "$", ".", "two", "dozen", "\n"]),
    max_size=14,
)  # fmt: skip


@given(PIECES, st.sampled_from([None, TODAY]))
def test_any_text_gives_ordered_readings_in_their_places(pieces, today):
    text = " ".join(pieces)
    found = quantities(text, today)
    assert all(item.low <= item.high for item in found)
    assert all(text[item.span.start : item.span.end].strip() == item.text for item in found)
    assert all(first.span.end <= second.span.start for first, second in pairwise(found))


def test_a_long_text_is_read_in_no_time():
    text = "12 12,000 1.2 a two hundred and " * 3000
    assert isinstance(quantities(text, TODAY), tuple)
