"""The passages' index: a Chroma collection for meaning beside BM25 for words, joined into one ranking.

The collection lives in a folder named by the content's hash, is built aside and renamed into place, and is never
written again, so that no process reads another's half-written index. A changed passage gives another hash and so
a new folder. With a Chroma server, the hash is part of the collection's name.
"""

import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from assistant.domain.catalogue import Catalogue, Passage
from assistant.errors import InputError
from assistant.guidance.keywords import Keywords
from assistant.ports import Hit

if TYPE_CHECKING:
    from langchain_chroma import Chroma

MIN_SIMILARITY = 0.42
"""Cosine below which a passage is not about the question, unless its words say so."""
MIN_WORDS_ALONE = 0.55
"""Share of the question's word weight that a passage must hold where no vectors are at hand."""
CANDIDATES = 30
FIELD_BONUS = 0.03
KEYWORD_WEIGHT = 0.35
_TITLE_REPEATS = 3


class Embedder(Protocol):
    """What turns texts into vectors."""

    def embed(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - a float32 array, NumPy is not imported here
        """Embed texts, a row each."""


class ChromaGuidance:
    """Searches the passages of a catalogue."""

    def __init__(
        self,
        catalogue: Catalogue,
        embedder: Embedder | None,
        folder: Path,
        server: str | None = None,
        progress: Callable[[str], None] = lambda _message: None,
    ) -> None:
        """Prepare the search; the index is opened, or built, at the first question.

        Args:
            catalogue: holds the passages.
            embedder: makes vectors; without one the search goes by words only.
            folder: where indexes live.
            server: address of a Chroma server to use instead of the folder.
            progress: is told what takes time.
        """
        self._passages = catalogue.passages
        self._digest = catalogue.digest[:16]
        self._embedder = embedder
        self._folder = folder
        self._server = server
        self._progress = progress
        self._lock = threading.Lock()

    def search(self, question: str, *, limit: int = 3, field: str | None = None) -> tuple[Hit, ...]:
        """Find the passages that answer a question, best first; empty where nothing is relevant."""
        by_words = self._keywords.scores(question)
        top = max(by_words, default=0.0) or 1.0
        shares = self._keywords.coverage(question)
        if self._embedder is None:
            near = {index: share for index, share in enumerate(shares) if share >= MIN_WORDS_ALONE}
        else:
            near = {
                index: score
                for index, score in self._by_meaning(question).items()
                if score >= MIN_SIMILARITY
            }
        ranked = sorted(
            near, key=lambda index: -self._score(index, near[index], by_words[index] / top, field)
        )
        return tuple(
            Hit(passage=self._passages[index], score=round(near[index], 4)) for index in ranked[:limit]
        )

    def build(self) -> Path | None:
        """Build the index if it is not there yet; returns its folder, None with a server or without vectors."""
        if self._embedder is None:
            return None
        with self._lock:
            _ = self._collection
        return None if self._server else self._home

    @property
    def _home(self) -> Path:
        return self._folder / self._digest

    def _score(self, index: int, similarity: float, words: float, field: str | None) -> float:
        bonus = FIELD_BONUS if field and field in self._passages[index].fields else 0.0
        return similarity + KEYWORD_WEIGHT * words * similarity + bonus

    def _by_meaning(self, question: str) -> dict[int, float]:
        with self._lock:
            collection = self._collection
        found = collection.similarity_search_with_score(question, k=CANDIDATES)
        return {int(document.metadata["index"]): 1.0 - distance for document, distance in found}

    @cached_property
    def _keywords(self) -> Keywords:
        return Keywords([searchable(passage, _TITLE_REPEATS) for passage in self._passages])

    @cached_property
    def _collection(self) -> "Chroma":
        if self._server:
            return self._on_server(self._server)
        if not self._home.is_dir():
            self._build_aside()
        return self._open(self._home)

    def _open(self, folder: Path) -> "Chroma":
        os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
        from langchain_chroma import Chroma

        return Chroma(
            collection_name="guidance",
            persist_directory=str(folder),
            embedding_function=_adapter(self._embedder),
            collection_metadata={"hnsw:space": "cosine"},
        )

    def _on_server(self, url: str) -> "Chroma":
        os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
        import chromadb
        from langchain_chroma import Chroma

        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(f"SCOPE_CHROMA_URL is no address: {url!r}. Use http://HOST:PORT.")
        secure = parts.scheme == "https"
        try:
            client = chromadb.HttpClient(
                host=parts.hostname, port=parts.port or (443 if secure else 8000), ssl=secure
            )
            collection = Chroma(
                client=client,
                collection_name=f"guidance-{self._digest}",
                embedding_function=_adapter(self._embedder),
                collection_metadata={"hnsw:space": "cosine"},
            )
            if len(collection.get(include=[])["ids"]) < len(self._passages):
                self._fill(collection)
        except (ValueError, OSError) as error:
            raise InputError(
                f"The Chroma server at {url} cannot be used. Start it, or unset SCOPE_CHROMA_URL."
            ) from error
        return collection

    def _build_aside(self) -> None:
        self._progress(f"Building the index of {len(self._passages)} guidance passages …")
        self._folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix="building-", dir=self._folder))
        collection = self._open(aside)
        self._fill(collection)
        _close(collection)
        try:
            aside.rename(self._home)
        except OSError:  # another process was faster; its index is the same
            shutil.rmtree(aside, ignore_errors=True)

    def _fill(self, collection: "Chroma") -> None:
        collection.add_texts(
            texts=[searchable(passage) for passage in self._passages],
            metadatas=[
                {"index": index, "id": passage.id} for index, passage in enumerate(self._passages)
            ],
            ids=[passage.id for passage in self._passages],
        )


def searchable(passage: Passage, repeats: int = 1) -> str:
    """The words by which a passage is found: its question, which weighs more, and its text."""
    return f"{(passage.title + ' ') * repeats}\n{passage.text}"


def _adapter(embedder: Embedder | None) -> Any:  # noqa: ANN401 - a LangChain class that is imported late
    from langchain_core.embeddings import Embeddings

    class Adapter(Embeddings):
        """The embedder as LangChain wants it."""

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            """Embed texts for the index."""
            return self._rows(texts)

        def embed_query(self, text: str) -> list[float]:
            """Embed a question."""
            return self._rows([text])[0]

        def _rows(self, texts: list[str]) -> list[list[float]]:
            if embedder is None:
                raise InputError("The vector index needs the language model's weights.")
            rows: list[list[float]] = embedder.embed(texts).tolist()
            return rows

    return Adapter()


def _close(collection: "Chroma") -> None:
    """Let go of the files, so that the folder can be renamed and opened afresh."""
    from chromadb.api.shared_system_client import SharedSystemClient

    del collection
    SharedSystemClient.clear_system_cache()
