"""Cuts a stretch of text into sentences, and long sentences into clauses, with exact offsets."""

import re
from collections.abc import Iterator

LONG_SENTENCE = 120
MIN_CLAUSE = 28
_END = re.compile(
    r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9À-Þ£$€<])|(?<=[?!])\s+(?=\S)|(?<=\w\.)\s+(?=[a-z]{3,})"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|ca|incl|excl|resp|no|nr|fig|art|sec|mr|mrs|ms|dr|prof|st|inc|ltd|co|dept|est|max|min|avg"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|p\.a|a\.m|p\.m|u\.s|u\.k|eg|ie)\.|\b[A-Z]\.)$",
    re.IGNORECASE,
)
_STRONG = re.compile(r";\s+|\s+[–—]\s+|\s+--?\s+|:\s+|\.\.\.\s+|…\s+")
_WEAK = re.compile(
    r",\s+(?=(?:and|but|so|which|who|while|whereas|though|although|because|since|with|without|plus|then|if|unless|where|not|no|nor|or"
    r"|as|we|they|it|he|she|the|our|this|that|there|about|roughly|all|each|every|by|from|at|for|until|before|after)\b)"
    r"|\s+(?=(?:but|because|although|whereas|while|so that|unless|which means)\b)",
    re.IGNORECASE,
)


def sentence_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the sentences of a stretch of text stand, without the white space around them."""
    left = start
    for match in _END.finditer(text, start, end):
        before = text[left : match.start()]
        if _ABBREVIATION.search(before.rstrip("\"'”’)]")):
            continue
        if before.strip():
            yield trimmed(text, left, match.start() + len(match.group().rstrip()))
        left = match.end()
    if text[left:end].strip():
        yield trimmed(text, left, end)


def clause_spans(sentence: str) -> Iterator[tuple[int, int]]:
    """A long sentence in clauses; a short one whole."""
    if len(sentence) <= LONG_SENTENCE:
        yield 0, len(sentence)
        return
    for low, high in _pieces(sentence, 0, len(sentence), _STRONG):
        if high - low <= LONG_SENTENCE:
            yield trimmed(sentence, low, high)
        else:
            for start, end in _pieces(sentence, low, high, _WEAK):
                yield trimmed(sentence, start, end)


def _pieces(text: str, start: int, end: int, cut: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    left = start
    for match in cut.finditer(text, start, end):
        if match.start() - left < MIN_CLAUSE or end - match.end() < MIN_CLAUSE:
            continue
        yield left, match.start() + 1 if match.group()[0] in ";,:" else match.start()
        left = match.end()
    yield left, end


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of text without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
