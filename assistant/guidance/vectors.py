"""Vectors of passages and of questions, as LangChain's vector stores want them."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.domain.catalogue import Catalogue, Passage
from assistant.guidance.wording import other_words

FIELDS_WEIGHT = 0.75
_PART = "\n\n\n"


class Embedder(Protocol):
    """What turns texts into vectors."""

    def embed(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - a float32 array of any length
        """Embed texts, a row each."""


def document(passage: Passage, catalogue: Catalogue) -> str:
    """A passage as it is stored: its question, its text, and what each of its fields asks."""
    fields = [catalogue.field_by_id[name] for name in passage.fields if name in catalogue.field_by_id]
    about = [f"{field.title}: {field.about}. {field.question}" for field in fields]
    return _PART.join((passage.title, passage.text, *about))


class Vectors(Embeddings):
    """Embeds a document by its parts, and a question together with its other words.

    A passage's vector is the sum of three: its question, the question with the text, and the mean of its fields at
    a lower weight. One vector so holds what three searches would find.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed stored documents; what many have in common, such as a field, is embedded once."""
        split = [text.split(_PART) for text in texts]
        single = [part for parts in split for part in _pieces(parts)]
        known = dict.fromkeys(single)
        vectors = dict(zip(known, self._embedder.embed(list(known)), strict=True))
        return [_sum([vectors[part] for part in _pieces(parts)]).tolist() for parts in split]

    def embed_query(self, text: str) -> list[float]:
        """Embed a question: halfway between its own words and those that the guidance has for them."""
        other = other_words(text)
        asked = [text, f"{text} {other}"] if other else [text]
        mean = np.asarray(self._embedder.embed(asked)).mean(axis=0)
        query: list[float] = _unit(mean).tolist()
        return query


def _pieces(parts: list[str]) -> list[str]:
    title, *rest = parts
    return [title, f"{title}\n{rest[0]}", *rest[1:]] if rest else [title]


def _sum(vectors: list[Any]) -> Any:  # noqa: ANN401 - arrays
    whole, fields = vectors[:2], vectors[2:]
    total = np.sum(whole, axis=0)
    return _unit(total + FIELDS_WEIGHT * np.mean(fields, axis=0) if fields else total)


def _unit(vector: Any) -> Any:  # noqa: ANN401 - arrays
    return vector / (np.linalg.norm(vector) or 1.0)
