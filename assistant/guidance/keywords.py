"""Ranks passages by words (BM25, Robertson and Zaragoza 2009), the half of the search that needs no model."""

import difflib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

K1, B = 2.0, 0.75
TITLE_WEIGHT = 4
"""A word of a passage's question counts as often as this many in its text."""
OTHER_WORDS_WEIGHT = 0.5
"""What a word counts that stands for the person's own word, against the word itself."""
CLOSE = 0.85
MIN_SPELLED, MIN_STEM = 5, 3
_WORD = re.compile(r"[a-z][a-z0-9]+(?:'[a-z]+)?|[0-9]+[a-z0-9%]*")
_STOP = frozenset(
    "a about above after all also am an and any are as at be because been before being below between both but by can could did do"
    " does doing down during each few for from further had has have having he her here hers him his how i if in into is it its"
    " itself just like make me more most my need no nor not now of off on once only or other our out over own same she should so"
    " some such tell than that the their them then there these they this those through to too under until up use very was we were"
    " what when where which while who whom why will with would you your much many really get got us does mean explain"
    " i'm we're it's that's what's who's they're there's isn't don't doesn't can't won't whats thats theres hows dont cant isnt"
    " wont im theyre want wants let going go thing things something someone somebody anybody anything ok okay please know say"
    " says said good bad way still even already yet ever well lot lots may might must shall one two else actually maybe kind sort".split()
)
_ENDINGS = (
    ("isation", "iz"), ("ization", "iz"), ("ising", "iz"), ("izing", "iz"), ("ised", "iz"), ("ized", "iz"),
    ("ises", "iz"), ("izes", "iz"), ("ise", "iz"), ("ize", "iz"), ("ations", "at"), ("ation", "at"), ("ating", "at"),
    ("ated", "at"), ("ates", "at"), ("ate", "at"), ("ences", "enc"), ("ence", "enc"), ("enses", "enc"),
    ("ense", "enc"), ("ies", "y"), ("ied", "y"), ("ings", ""), ("ing", ""), ("edly", ""), ("ed", ""), ("ness", ""),
    ("ments", ""), ("ment", ""), ("ly", ""), ("ers", "er"), ("es", ""), ("s", ""), ("e", ""),
)  # fmt: skip


def words(text: str) -> list[str]:
    """Stems of the content words, in order."""
    return [stem(word) for word in _WORD.findall(_plain(text)) if word not in _STOP]


def all_words(text: str) -> list[str]:
    """Stems of all words, in order."""
    return [stem(word) for word in _WORD.findall(_plain(text))]


def stem(word: str) -> str:
    """A word without its ending, so that British and American spellings and plain inflections meet."""
    word = word.removesuffix("'s")
    for ending, other in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= MIN_STEM and not word.endswith("ss"):
            word = word.removesuffix(ending) + other
            break
    doubled = len(word) > MIN_STEM + 1 and word[-1] == word[-2] and word[-1] not in "sae"
    return word[:-1] if doubled else word


class Keywords:
    """A BM25 index over a few hundred titled texts."""

    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        """Index pairs of title and text."""
        self._counts = [_counts(title, text) for title, text in texts]
        self._lengths = [sum(counts.values()) for counts in self._counts]
        self._mean = sum(self._lengths) / max(len(self._lengths), 1) or 1.0
        found = Counter(word for counts in self._counts for word in counts)
        total = len(texts)
        self._idf = {word: math.log(1 + (total - count + 0.5) / (count + 0.5)) for word, count in found.items()}
        self._rarest = max(self._idf.values(), default=1.0)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in self._idf:
            if len(word) >= MIN_SPELLED - 1:
                self._by_letter[word[0]].append(word)

    def scores(self, query: str, other_words: str = "") -> list[float]:
        """BM25 score of each text for a query, and for other words for the same at a lower weight.

        A word that stands once in a single text of middle length scores 1, however many texts there are.
        """
        wanted = dict.fromkeys(words(other_words), OTHER_WORDS_WEIGHT)
        wanted |= dict.fromkeys(self.terms(query), 1.0)
        weights = {
            word: weight * self._idf[word] / self._rarest for word, weight in wanted.items() if word in self._idf
        }
        return [self._score(index, weights) for index in range(len(self._counts))]

    def coverage(self, query: str) -> list[float]:
        """Share of the query's word weight that each text holds, 0 to 1; unknown words count fully."""
        wanted = self.terms(query)
        weight = sum(self._idf.get(word, self._rarest) for word in wanted) or 1.0
        return [sum(self._idf[word] for word in wanted if word in counts) / weight for counts in self._counts]

    def terms(self, query: str) -> tuple[str, ...]:
        """Stems of a query's content words, misspelt ones mended where a word of the texts is close."""
        return tuple(dict.fromkeys(self._spelled(word) for word in words(query)))

    def _spelled(self, word: str) -> str:
        if word in self._idf or len(word) < MIN_SPELLED:
            return word
        near = difflib.get_close_matches(word, self._by_letter[word[0]], 1, CLOSE)
        return near[0] if near else word

    def _score(self, index: int, weights: dict[str, float]) -> float:
        counts, length = self._counts[index], self._lengths[index]
        norm = K1 * (1 - B + B * length / self._mean)
        return sum(
            weight * counts[word] * (K1 + 1) / (counts[word] + norm)
            for word, weight in weights.items()
            if word in counts
        )


def _counts(title: str, text: str) -> Counter[str]:
    counts = Counter(words(text))
    for word in words(title):
        counts[word] += TITLE_WEIGHT
    return counts


def _plain(text: str) -> str:
    return text.lower().replace("’", "'")
