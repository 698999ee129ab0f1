"""A small catalogue of clearly different passages, and an embedder that knows nothing but words."""

import zlib

import numpy as np

from assistant.domain.catalogue import Catalogue, Passage
from assistant.guidance.keywords import words
from tests.fakes.catalogue import small_catalogue


class WordEmbedder:
    """Texts with words in common are near each other; counts what it embeds."""

    def __init__(self) -> None:
        self.embedded = 0

    def embed(self, texts):
        self.embedded += len(texts)
        rows = np.zeros((len(texts), 256), np.float32)
        for row, text in enumerate(texts):
            for word in words(text):
                rows[row, zlib.crc32(word.encode()) % 256] += 1.0
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def passage(name: str, title: str, text: str, *fields: str) -> Passage:
    return Passage(
        id=name,
        topic="test",
        title=title,
        text=text,
        fields=fields or ("data.labels",),
        sources=("guide",),
        checked="2026-11-01",
    )


PASSAGES = (
    passage("labels", "How many labels are enough?", "A few hundred labelled cases show whether it works."),
    passage("consent", "Do we need consent for personal data?", "Consent is one lawful basis of six.", "need.problem"),
    passage("drift", "What is drift?", "The world changes and the model grows stale; monitor its inputs."),
    passage("metric", "Is accuracy a good metric for rare events?", "No: always saying no would be accurate."),
)


def few_passages() -> Catalogue:
    return small_catalogue().model_copy(update={"passages": PASSAGES})


def with_passage(added: Passage) -> Catalogue:
    return small_catalogue().model_copy(update={"passages": (*PASSAGES, added)})
