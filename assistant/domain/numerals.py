"""Numbers as people write them: digits with separators of any habit, and number words."""

import re

_SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_TIMES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_PHRASES = {"a": 1, "an": 1, "half a": 0.5, "half an": 0.5, "a few": 3, "few": 3, "couple": 2, "a couple": 2}
_PHRASES |= {"couple of": 2, "a couple of": 2}
_SPACES = "\u0020\u00a0\u2009\u202f"

DIGITS = rf"\d{{1,3}}(?:[,.'’{_SPACES}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
"""Digits, with thousands parted by comma, point, apostrophe or space."""
_WORD = "|".join(sorted((*_SMALL, *_TIMES), key=len, reverse=True))
WORDS = rf"(?:an?\s(?={'|'.join(_TIMES)}\b))?\b(?:{_WORD})s?(?:[\s-](?:and\s)?(?:{_WORD})s?)*\b(?:\sand\sa\shalf)?"
"""Number words: `thirty-five`, `a hundred and twenty`, `two dozen`, `two and a half`."""
LOOSE = r"half\san?|an?\sfew|(?:an?\s)?couple(?:\sof)?|an?"
"""Words that stand for a number before a unit only: `half a year`, `a couple of months`, `a week`."""


def number(text: str) -> float | None:
    """Read a number written in digits or words; None where it is neither."""
    words = " ".join(text.lower().split())
    if words in _PHRASES:
        return float(_PHRASES[words])
    return _digits(words) if any(char.isdigit() for char in words) else _spelled(words)


def _digits(text: str) -> float | None:
    bare = re.sub(rf"['’{_SPACES}]", "", text)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", bare):
        bare = bare.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", bare) and not re.fullmatch(r"0\.\d{3}", bare):
        bare = bare.replace(".", "")
    try:
        return float(bare.replace(",", "."))
    except ValueError:
        return None


def _spelled(words: str) -> float | None:
    half = words.endswith(" and a half")
    tokens = [token for token in re.split(r"[\s-]", words.removesuffix(" and a half")) if token != "and"]  # noqa: S105 - a word
    if tokens and tokens[0] in ("a", "an"):
        tokens[0] = "one"
    total = part = 0.0
    for token in tokens:
        times = _TIMES.get(token.removesuffix("s"))
        small = _SMALL.get(token)
        if small is not None:
            part += small
        elif times is None:
            return None
        elif times <= _TIMES["hundred"]:
            part = (part or 1) * times
        else:
            total, part = total + (part or 1) * times, 0.0
    return total + part + (0.5 if half else 0.0) if tokens else None
