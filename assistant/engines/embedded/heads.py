"""Linear heads over unit features: one score per field, choice, signal and polarity.

Two stages, both linear. The first scores a unit by its own meaning, words and neighbours; the second corrects that by
what the first says of the neighbours and of the whole text. `fitting` makes them from labelled texts.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.engines.embedded.calibrating import ANSWER, FIRST, LONG, SHORT
from assistant.engines.embedded.features import (
    LAYOUT_COLUMNS,
    Embed,
    Placed,
    Vocabulary,
    layout,
    published,
    rows,
    tokens,
    topics,
)
from assistant.engines.embedded.solving import sigmoid
from assistant.engines.embedded.texts import TextHeads

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Ints = NDArray[np.int64]

OTHER, HYPOTHETICAL, UNKNOWN, NOT_APPLICABLE = "~other", "~hypo", "?", "!"
TEXT_PARTS = ("weights", "slope", "offset")
POLARITY = (OTHER, HYPOTHETICAL)
LOWEST_SCORE, HIGHEST_SCORE = -0.2, 1.2
BATCH_UNITS = 400
SHORT_TEXT = 260
FEW_WORDS = 100


@dataclass(frozen=True)
class Heads:
    """Fitted heads.

    Attributes:
        names: `section.field`, `section.field=choice`, `@signal`, the polarities and statuses.
        weights: feature weights of the first stage, a column per head.
        around: weights of the second stage.
        slope, offset: probability = sigmoid(slope * score + offset).
        thresholds: probability from which a head speaks, a row per `kind_of_text`, shape (4, heads).
        meaning: fitted with the sentence embedder, not on words alone.
        texts: what whole texts say, None to leave that out.
    """

    names: tuple[str, ...]
    vocabulary: Vocabulary
    weights: "Matrix"
    around: "Matrix"
    slope: "Matrix"
    offset: "Matrix"
    thresholds: "Matrix"
    meaning: bool
    texts: TextHeads | None = None

    def probabilities(self, items: Sequence[Placed], embed: Embed | None, kind: int) -> "Matrix":
        """Probability of each head for each unit of one text of a kind, shape (units, heads)."""
        if not items:
            return np.zeros((0, len(self.names)), np.float32)
        first, own = [], []
        for at in range(0, len(items), BATCH_UNITS):
            part = rows(items[at : at + BATCH_UNITS], self.vocabulary, embed)
            first.append(part @ self.weights)
            own.append(published(part, meaning=self.meaning))
        score, text = np.vstack(first), np.zeros(len(items), np.int64)
        about = topics(np.vstack(own), text)
        scores = score + surroundings(score, text, layout(items), about) @ self.around
        probable = sigmoid(scores * self.slope + self.offset)
        if self.texts is None or kind == ANSWER:
            return probable
        return self.texts.combine(probable, about, self.names)

    def cue_words(self, text: str, head: str, most: int = 3) -> tuple[str, ...]:
        """The words of a unit that speak loudest for a head."""
        if head not in self.names:
            return ()
        column = self.names.index(head)
        known = {word for word in tokens(text) if word in self.vocabulary.unit}
        weighed = [
            (float(self.weights[place, column]) * worth, word)
            for word in known
            for place, worth in [self.vocabulary.unit[word]]
        ]
        return tuple(word for value, word in sorted(weighed, reverse=True)[:most] if value > 0)

    def save(self, path: Path) -> None:
        """Write the heads to a file, atomically: who reads sees all of it or nothing. One process at a time."""
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f"{path.stem}.part.npz")
        words = json.dumps({"unit": self.vocabulary.unit, "context": self.vocabulary.context})
        np.savez(
            aside,
            names=np.array(self.names),
            words=np.array(words),
            weights=self.weights.astype(np.float16),
            around=self.around.astype(np.float16),
            slope=self.slope,
            offset=self.offset,
            thresholds=self.thresholds,
            meaning=np.array(self.meaning),
            **({} if self.texts is None else {f"texts_{part}": getattr(self.texts, part) for part in TEXT_PARTS}),
        )
        aside.replace(path)

    @classmethod
    def read(cls, path: Path) -> "Heads":
        """Read heads from a file."""
        with np.load(path, allow_pickle=False) as file:
            words = json.loads(str(file["words"]))
            return cls(
                names=tuple(str(name) for name in file["names"]),
                vocabulary=Vocabulary(
                    unit={word: tuple(pair) for word, pair in words["unit"].items()},
                    context={word: tuple(pair) for word, pair in words["context"].items()},
                ),
                weights=file["weights"].astype(np.float32),
                around=file["around"].astype(np.float32),
                slope=file["slope"],
                offset=file["offset"],
                thresholds=file["thresholds"],
                meaning=bool(file["meaning"]),
                texts=TextHeads(*(file[f"texts_{part}"] for part in TEXT_PARTS)) if "texts_weights" in file else None,
            )


def surroundings(first: "Matrix", text: "Ints", where: "Matrix", about: "Matrix") -> "Matrix":
    """What the second stage sees of each unit: scores of it, its neighbours and its whole text, and what that is about.

    Args:
        first: scores of the first stage, units in order.
        text: which text each unit belongs to, numbered from 0; units of a text lie together.
        where: layout columns.
        about: the topic of each text, of no width where there is none.
    """
    scores = np.clip(first, LOWEST_SCORE, HIGHEST_SCORE)
    joined = text[1:] == text[:-1]
    before, after = np.zeros_like(scores), np.zeros_like(scores)
    before[1:][joined] = scores[:-1][joined]
    after[:-1][joined] = scores[1:][joined]
    size = int(text.max()) + 1
    highest = np.full((size, scores.shape[1]), LOWEST_SCORE, np.float32)
    np.maximum.at(highest, text, scores)
    total = np.zeros_like(highest)
    np.add.at(total, text, scores)
    mean = total / np.bincount(text, minlength=size)[:, None]
    seen: Matrix = np.hstack([scores, before, after, highest[text], mean[text], where, about[text]])
    return seen.astype(np.float32)


def surrounding_width(heads: int, about: int) -> int:
    """How many columns `surroundings` makes of so many heads and of topics so wide."""
    return 5 * heads + LAYOUT_COLUMNS + about


def kind_of_text(units: Iterable[str], *, whole: bool) -> int:
    """The kind of a text by the words of its units.

    Args:
        units: the words.
        whole: it stands for itself, as a description or first message does and an answer does not.
    """
    kind = kind_of_length(sum(len(unit.split()) for unit in units))
    return ANSWER if kind == FIRST and not whole else kind


def kind_of_length(words: int) -> int:
    """The kind of a description of so many words: in a short one silence about a field is likelier than in a full one."""
    if words < FEW_WORDS:
        return FIRST
    return SHORT if words < SHORT_TEXT else LONG
