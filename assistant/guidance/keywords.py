"""Ranks passages by words (BM25, Robertson and Zaragoza 2009), the half of the search that needs no model."""

import math
import re
from collections import Counter
from collections.abc import Sequence

K1, B = 1.2, 0.75
_WORD = re.compile(r"[a-z][a-z0-9']+")
_STOP = frozenset(
    "a about above after all also am an and any are as at be because been before being below between both but by can could did do"
    " does doing down during each few for from further had has have having he her here hers him his how i if in into is it its"
    " itself just like make me more most my need no nor not now of off on once only or other our out over own same she should so"
    " some such tell than that the their them then there these they this those through to too under until up use very was we were"
    " what when where which while who whom why will with would you your much many really get got us does mean explain".split()
)


def words(text: str) -> list[str]:
    """Content words, lower case, with a plain plural and -ing ending cut."""
    return [_stem(word) for word in _WORD.findall(text.lower()) if word not in _STOP]


def _stem(word: str) -> str:
    for ending in ("'s", "ing", "ies", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:  # noqa: PLR2004 - a stem has three letters
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


class Keywords:
    """A BM25 index over a few hundred texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Index the texts."""
        self._counts = [Counter(words(text)) for text in texts]
        self._lengths = [sum(counts.values()) for counts in self._counts]
        self._mean = sum(self._lengths) / max(len(self._lengths), 1)
        found = Counter(word for counts in self._counts for word in counts)
        total = len(texts)
        self._idf = {
            word: math.log(1 + (total - count + 0.5) / (count + 0.5)) for word, count in found.items()
        }

    def scores(self, query: str) -> list[float]:
        """BM25 score of each text for a query."""
        wanted = [word for word in dict.fromkeys(words(query)) if word in self._idf]
        return [self._score(index, wanted) for index in range(len(self._counts))]

    def coverage(self, query: str) -> list[float]:
        """Share of the query's word weight that each text holds, 0 to 1; unknown words count fully."""
        wanted = list(dict.fromkeys(words(query)))
        top = max(self._idf.values(), default=1.0)
        weight = sum(self._idf.get(word, top) for word in wanted) or 1.0
        return [
            sum(self._idf[word] for word in wanted if word in counts) / weight
            for counts in self._counts
        ]

    def _score(self, index: int, wanted: Sequence[str]) -> float:
        counts, length = self._counts[index], self._lengths[index]
        norm = K1 * (1 - B + B * length / (self._mean or 1.0))
        return sum(
            self._idf[word] * counts[word] * (K1 + 1) / (counts[word] + norm)
            for word in wanted
            if word in counts
        )
