"""Tells the language of a message of a few words, where the share of the commonest ones says little.

A false alarm costs an answer, so names, abbreviations, loan words and quotations count for nothing by themselves: it takes
two words that English has not, or one with much support, and next to no English beside them.
"""

import re
from enum import Enum
from typing import NamedTuple

from assistant.domain.language_words import WORDS
from assistant.domain.short_words import ACCENTS, LOANS, PHRASES, SHORT_WORDS, WEAK_WORDS

ENGLISH = "en"
STRONG_WORDS = 2
SUPPORT = 0.5
MIN_TOTAL = 1.5
MIN_SHARE = 0.3
MIN_ACCENTED = 2

_WEAK, _LOANS = frozenset(WEAK_WORDS.split()), frozenset(LOANS.split())
_OWN = {
    language: frozenset(f"{words} {SHORT_WORDS.get(language, '')}".split())
    for language, words in WORDS.items()
    if language != ENGLISH
}
_ENGLISH = frozenset(
    f"{WORDS[ENGLISH]} a i we me yes please thanks don't doesn't isn't aren't won't can't there's it's i'm we're we've i've "
    "need want know think make made use used using just like get got per up out off yet too very much many every such".split()
)
_PHRASES = {phrase: language for language, phrases in PHRASES.items() for phrase in phrases.split("|")}
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"|(?<!\w)['\u2018][^'\u2019]*['\u2019](?!\w)")
_ELIDED = {
    "French": re.compile(r"(?:[cdjlmnst]|qu)'(?!s$)\w+"),
    "Italian": re.compile(r"(?:[cdl]|un|(?:d|n|s|da|a)(?:e|u)?ll)'\w{2,}"),
}
_BEGINS = re.compile(r"(?:^|[.!?:;\n•–-])\s*[¿¡\"'(]*$")


class _Kind(Enum):
    """What a word speaks for."""

    OWN = "the language alone"
    SUPPORT = "the language, but also a name or an abbreviation"
    BOTH = "the language and English"
    ENGLISH = "English"
    NEITHER = "nothing"


class _Token(NamedTuple):
    """A word, and whether its letters' case lets it be a plain word instead of a name."""

    word: str
    plain: bool


def language_of_short(text: str) -> str | None:
    """Tell the language of a few words, or None for English and for what cannot be told."""
    phrase = " ".join(word.lower().replace("\u2019", "'") for word in _WORD.findall(text))
    if phrase in _PHRASES:
        return _PHRASES[phrase]
    outside = _QUOTED.sub(" ", text)
    tokens = _tokens(outside if _WORD.search(outside) else text)
    if len(tokens) < STRONG_WORDS:
        return None
    scores = {language: _score(tokens, language) for language in _OWN}
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] > 0 else None


def _tokens(text: str) -> list[_Token]:
    """The words; one with a capital within a sentence is taken for a name, unless all is in capitals."""
    shouted = text.isupper()
    found = []
    for match in _WORD.finditer(text):
        begins = bool(_BEGINS.search(text[: match.start()]))
        plain = shouted or match[0].islower() or (begins and match[0][1:] == match[0][1:].lower())
        found.append(_Token(match[0].lower().replace("\u2019", "'"), plain))
    return found


def _score(tokens: list[_Token], language: str) -> float:
    """How much speaks for a language; 0 where it is not enough."""
    kinds = [(_kind(word, language), word) for word, plain in tokens if plain and word not in _LOANS]
    strong = {word for kind, word in kinds if kind is _Kind.OWN}
    support = sum(kind is _Kind.SUPPORT for kind, _ in kinds) + sum(_accented(word, language) for word in strong)
    english = sum(kind is _Kind.ENGLISH for kind, _ in kinds)
    total = len(strong) + SUPPORT * support
    told = strong or sum(_accented(word, language) for _, word in kinds) >= MIN_ACCENTED
    counting = sum(kind is not _Kind.BOTH for kind, _ in kinds)
    if not told or total < max(MIN_TOTAL if strong else 1.0, MIN_SHARE * counting):
        return 0.0
    return total if english * 2 <= total and (len(strong) >= STRONG_WORDS or not english) else 0.0


def _kind(word: str, language: str) -> _Kind:
    own, elided = word in _OWN[language], _ELIDED.get(language)
    if word in _ENGLISH:
        return _Kind.BOTH if own else _Kind.ENGLISH
    if (own and word not in _WEAK) or (elided and elided.fullmatch(word)):
        return _Kind.OWN
    return _Kind.SUPPORT if own or _accented(word, language) else _Kind.NEITHER


def _accented(word: str, language: str) -> bool:
    return any(letter in ACCENTS[language] for letter in word)
