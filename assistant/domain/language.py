"""Tells the language of a text by its script and the share of its commonest words."""

import re
from collections import Counter

from assistant.domain.language_words import WORDS
from assistant.domain.short_messages import language_of_short

ENGLISH = "en"
MIN_WORDS = 12
MIN_DIFFERENT = 3
MIN_SHARE = 0.05
MIN_FOREIGN_SHARE = 0.12
FOREIGN_LEAD = 2
MIN_SCRIPT_SHARE = 0.4
MAX_CHARS = 200_000

_STOP_WORDS = {language: frozenset(words.split()) for language, words in WORDS.items()}
# Common in English too, so they tell of no other language.
_SHARED_WORDS = "a all also am an as by die do i is me no on over so to was we"
_SHARED = frozenset(_SHARED_WORDS.split())
_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("Japanese", "\u3040-\u30ff"),
    ("Korean", "\uac00-\ud7af\u1100-\u11ff"),
    ("Chinese", "\u3400-\u4dbf\u4e00-\u9fff"),
    ("Russian", "\u0400-\u04ff"),
    ("Greek", "\u0370-\u03ff\u1f00-\u1fff"),
    ("Arabic", "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"),
    ("Hebrew", "\u0590-\u05ff"),
    ("Hindi", "\u0900-\u097f"),
    ("Thai", "\u0e00-\u0e7f"),
)
# Letters that mark another language of the same script.
_LETTERS: dict[str, tuple[tuple[str, str], ...]] = {
    "Russian": (("Ukrainian", "іїєґІЇЄҐ"), ("Serbian", "ђјљњћџЂЈЉЊЋЏ")),
    "Arabic": (("Urdu", "ٹڈڑےں"), ("Persian", "پچژگ")),
}
_NOT_PROSE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|https?://\S+|\S+@\S+|\S*[_\\/{}<>=]\S*", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019](?=t\b)[^\W\d_]+)?")


def language_of(text: str) -> str | None:
    """Tell the language of a text.

    Returns:
        'en' for English, the English name of another language, or None where it cannot be told:
        a few words that may be English, a language without a list here, or two languages at once.
    """
    sample = _NOT_PROSE.sub(" ", text[:MAX_CHARS])
    return _by_script(sample) or _by_words(sample)


def _by_script(text: str) -> str | None:
    letters = sum(char.isalpha() for char in text)
    # A Greek letter by itself is a sign of mathematics.
    counts = {
        name: sum(map(len, re.findall(f"[{ranges}]{{{2 if name == 'Greek' else 1},}}", text)))
        for name, ranges in _SCRIPTS
    }
    cjk = counts["Japanese"] + counts["Chinese"]
    if counts["Japanese"] > cjk / 10:
        counts["Japanese"], counts["Chinese"] = cjk, 0
    name = max(counts, key=lambda script: counts[script])
    if counts[name] < max(1, MIN_SCRIPT_SHARE * letters):
        return None
    return _of_script(name, text, counts[name])


def _of_script(script: str, text: str, count: int) -> str:
    """The language whose own letters the text shows, else the script's most spoken one."""
    for language, own in _LETTERS.get(script, ()):
        if len(re.findall(f"[{own}]", text)) > count / 100:
            return language
    return script


def _by_words(text: str) -> str | None:
    words = Counter(word.lower().replace("\u2019", "'") for word in _WORD.findall(text))
    total = sum(words.values())
    if total < MIN_WORDS:
        return language_of_short(text)
    hits = {language: _hits(words, language) for language in _STOP_WORDS}
    english = hits.pop(ENGLISH)
    best = max(hits, key=lambda language: hits[language])
    if hits[best] >= max(MIN_FOREIGN_SHARE * total, FOREIGN_LEAD * english, 1):
        return best
    if english >= max(MIN_SHARE * total, hits[best], 1):
        return ENGLISH
    return None


def _hits(words: Counter[str], language: str) -> int:
    """How many words are stop words of a language; none where it is but one or two, often."""
    shared = _SHARED if language != ENGLISH else frozenset()
    found = {word: words[word] for word in _STOP_WORDS[language] - shared if word in words}
    telling = sum(len(word) > 1 for word in found)
    return sum(found.values()) if telling >= MIN_DIFFERENT else 0
