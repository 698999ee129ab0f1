"""Turns units into feature rows: what they mean, in which words, under which heading, and where.

Meaning comes from four layers of the sentence embedder, words from weighted uni- and bigrams, place from the layout.
Without the embedder's weights the words and the layout alone are used (keyword reading).
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from assistant.engines.embedded.canonical import canonical
from assistant.engines.embedded.segments import Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Half = NDArray[np.float16]
    Ints = NDArray[np.int64]

MIN_DOCUMENTS = 4
SHORTEST_VECTOR = 1e-6
MAX_WORDS = 1500
MAX_CONTEXT_WORDS = 300
DIMENSIONS, LAYERS, CONTEXTS = 384, 4, 3
OWN_WEIGHT, CONTEXT_WEIGHT, NEIGHBOUR_WEIGHT = 1.4, 1.0, 0.5
CONTEXT_WORDS_WEIGHT, LAYOUT_WEIGHT = 0.7, 0.3
KINDS = ("prose", "bullet", "cell", "heading", "answer", "question")
LAYOUT_COLUMNS = len(KINDS) + 11
_TOKEN = re.compile(r"[a-z]+(?:['’][a-z]+)?|\d+|[%€£$?]")
_DIGIT, _MONEY = re.compile(r"\d"), re.compile(r"[€£$]|\b(?:eur|usd|gbp|chf|euros?|dollars?|pounds?)\b", re.IGNORECASE)
_TIME = re.compile(r"\b(?:weeks?|months?|years?|days?|quarters?|hours?)\b", re.IGNORECASE)

Embed = Callable[[Sequence[str]], "Matrix"]


@dataclass(frozen=True)
class Vocabulary:
    """Words and word pairs with their column and weight (inverse document frequency)."""

    unit: dict[str, tuple[int, float]]
    context: dict[str, tuple[int, float]]

    @classmethod
    def of(cls, units: Sequence[Unit]) -> "Vocabulary":
        """Collect the words that occur often enough to be learnt from."""
        return cls(
            unit=_weights([unit.text for unit in units], MAX_WORDS),
            context=_weights([unit.context for unit in units], MAX_CONTEXT_WORDS),
        )


def tokens(text: str) -> list[str]:
    """Words in their canonical form and neighbouring pairs, numbers folded into one sign."""
    words = ["#" if word.isdigit() else word.replace("’", "'") for word in _TOKEN.findall(canonical(text).lower())]
    return [*words, *(f"{first} {second}" for first, second in pairwise(words))]


@dataclass(frozen=True)
class Placed:
    """A unit with the words before and behind it, each empty at an end of the text."""

    unit: Unit
    before: str = ""
    after: str = ""


def placed(units: Sequence[Unit]) -> list[Placed]:
    """Units of one text, in order, each with its neighbours."""
    words = ["", *(unit.text for unit in units), ""]
    return [Placed(unit, words[at], words[at + 2]) for at, unit in enumerate(units)]


def rows(items: Sequence[Placed], vocabulary: Vocabulary, embed: Embed | None) -> "Matrix":
    """Feature rows of units, one each.

    Args:
        items: what to describe.
        vocabulary: the words that count.
        embed: gives `(texts, layers, 384)`; without it no meaning is used.
    """
    parts = [
        _words([item.unit.text for item in items], vocabulary.unit),
        CONTEXT_WORDS_WEIGHT * _words([item.unit.context for item in items], vocabulary.context),
        layout(items),
    ]
    if embed is not None:
        parts += _meaning(items, embed)
    return np.hstack(parts)


def layout(items: Sequence[Placed]) -> "Matrix":
    """The columns that say where a unit stands and what signs it holds."""
    return LAYOUT_WEIGHT * np.array([_layout(item.unit) for item in items], np.float32)


def published(features: "Matrix | Half", *, meaning: bool) -> "Matrix":
    """The columns of feature rows that hold a unit's own sentence vector; none where no embedder was used."""
    width = (LAYERS + CONTEXTS) * DIMENSIONS if meaning else 0
    first = features.shape[1] - width
    own: Matrix = features[:, first : first + (DIMENSIONS if meaning else 0)].astype(np.float32)
    return own


def topics(own: "Matrix", text: "Ints") -> "Matrix":
    """What each text is about: the normalised mean of its units' vectors."""
    total = np.zeros((int(text.max()) + 1, own.shape[1]), np.float32)
    np.add.at(total, text, own)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    made: Matrix = total / np.maximum(length, SHORTEST_VECTOR)
    return made


def _meaning(items: Sequence[Placed], embed: Embed) -> list["Matrix"]:
    wanted = (text for item in items for text in (item.unit.text, item.unit.context, item.before, item.after))
    worded = {text: canonical(text) for text in wanted if text}
    texts = list(dict.fromkeys(worded.values()))
    row = {text: index for index, text in enumerate(texts)}
    place = {text: row[words] for text, words in worded.items()}
    blank = np.zeros((1, LAYERS, DIMENSIONS), np.float32)
    vectors = np.concatenate([embed(texts), blank]) if texts else blank

    def look(found: Iterable[str]) -> "Matrix":
        chosen: Matrix = vectors[[place.get(text, -1) for text in found]]
        return chosen

    own = look(item.unit.text for item in items).reshape(len(items), -1)
    context = look(item.unit.context for item in items)[:, 0]
    before = look(item.before for item in items)[:, 0]
    after = look(item.after for item in items)[:, 0]
    return [
        OWN_WEIGHT * own,
        CONTEXT_WEIGHT * context,
        NEIGHBOUR_WEIGHT * before,
        NEIGHBOUR_WEIGHT * after,
    ]


def _words(texts: Sequence[str], weights: dict[str, tuple[int, float]]) -> "Matrix":
    out = np.zeros((len(texts), max(len(weights), 1)), np.float32)
    for row, text in enumerate(texts):
        for token in set(tokens(text)):
            if token in weights:
                column, weight = weights[token]
                out[row, column] = weight
    norm = np.linalg.norm(out, axis=1, keepdims=True)
    norm[norm == 0] = 1.0
    scaled: Matrix = out / norm
    return scaled


def _weights(texts: Sequence[str], most: int) -> dict[str, tuple[int, float]]:
    counts = Counter(token for text in texts for token in set(tokens(text)))
    kept = [(token, count) for token, count in counts.items() if count >= MIN_DOCUMENTS]
    kept.sort(key=lambda item: (-item[1], item[0]))
    chosen = sorted(kept[:most])
    total = max(len(texts), 1)
    return {token: (column, math.log(total / count)) for column, (token, count) in enumerate(chosen)}


def _layout(unit: Unit) -> list[float]:
    text = unit.text
    flags: Iterable[bool] = (
        *(unit.kind == kind for kind in KINDS),
        unit.place < 0.05,  # noqa: PLR2004 - the opening of a text
        bool(_DIGIT.search(text)),
        bool(_MONEY.search(text)),
        "%" in text,
        bool(_TIME.search(text)),
        bool(unit.context),
        unit.quoted > 0,
        text.endswith("?"),
        True,
    )
    return [*(float(flag) for flag in flags), unit.place, min(len(text) / 200, 1.0)]
