"""The search of the guidance: meaning beside words, joined into one ranking, and nothing where neither is near."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.domain.catalogue import Catalogue
from assistant.guidance import folders
from assistant.guidance.keywords import Keywords
from assistant.guidance.wording import other_words
from assistant.ports import Hit

if TYPE_CHECKING:
    from assistant.guidance.chroma import PassageStore
    from assistant.guidance.vectors import Embedder


@dataclass(frozen=True)
class Weights:
    """How the parts of the search count; fitted on half of the questions by which `evals.retrieval_bench` measures it.

    Attributes:
        min_similarity: cosine below which a passage is not about the question.
        min_lead: how much nearer than daily life the best passage must be, with what its words add.
        lead_per_word_score: what a point of BM25 adds to that lead.
        words: what the best passage by words gains over one without any of them.
        field: what a passage gains that is about the field just asked.
        min_word_score: BM25 that the best passage needs where no vectors are at hand.
        min_coverage: share of the question's word weight that it needs then.
    """

    min_similarity: float = 0.25
    min_lead: float = 0.03
    lead_per_word_score: float = 0.033
    words: float = 0.25
    field: float = 0.03
    min_word_score: float = 1.45
    min_coverage: float = 0.4


DEFAULT = Weights()


class ChromaGuidance:
    """Searches the passages of a catalogue; safe to share between threads."""

    def __init__(
        self,
        catalogue: Catalogue,
        embedder: "Embedder | None",
        folder: Path,
        server: str | None = None,
        progress: Callable[[str], None] = lambda _message: None,
        *,
        weights: Weights = DEFAULT,
    ) -> None:
        """Prepare the search; the index is opened, or built, at the first question.

        Args:
            catalogue: holds the passages.
            embedder: makes vectors; without one the search goes by words only.
            folder: where indexes live.
            server: address of a Chroma server to use instead of the folder.
            progress: is told what takes time.
            weights: how the parts count.
        """
        self._catalogue = catalogue
        self._passages = catalogue.passages
        self._embedder = embedder
        self._folder = folder
        self._server = server
        self._progress = progress
        self._weights = weights
        self._lock = threading.Lock()
        self._opened: PassageStore | None = None

    def search(self, question: str, *, limit: int = 3, field: str | None = None) -> tuple[Hit, ...]:
        """Find the passages that answer a question, best first; empty where nothing is relevant.

        Raises:
            InputError: the Chroma server cannot be used.
        """
        by_words = self._keywords.scores(question, other_words(question))
        if self._embedder is None:
            near = self._by_words_alone(question, by_words)
        else:
            near = self._by_meaning(question, max(by_words, default=0.0), self._embedder)
        top = max(by_words, default=0.0) or 1.0
        gains = [
            self._weights.words * score / top + self._weights.field * (field in passage.fields)
            for score, passage in zip(by_words, self._passages, strict=True)
        ]
        ranked = sorted(near, key=lambda index: -near[index] - gains[index])
        return tuple(
            Hit(passage=self._passages[index], score=round(min(near[index], 1.0), 4)) for index in ranked[:limit]
        )

    def build(self) -> Path | None:
        """Build the index if it is not there yet; returns its folder, None with a server or without vectors.

        Raises:
            InputError: the Chroma server cannot be used.
        """
        if self._embedder is None:
            return None
        store = self._store(self._embedder)
        return None if self._server else self._folder / store.digest

    def _by_words_alone(self, question: str, by_words: list[float]) -> dict[int, float]:
        shares = self._keywords.coverage(question)
        best = max(range(len(shares)), key=lambda index: by_words[index], default=None)
        if best is None or by_words[best] < self._weights.min_word_score or shares[best] < self._weights.min_coverage:
            return {}
        return {index: share for index, share in enumerate(shares) if share > 0}

    def _by_meaning(self, question: str, word_score: float, embedder: "Embedder") -> dict[int, float]:
        cosines, everyday = self._nearest(question, embedder)
        lead = max(cosines.values(), default=0.0) - everyday
        if lead + self._weights.lead_per_word_score * word_score < self._weights.min_lead:
            return {}
        return {self._place[name]: cosine for name, cosine in cosines.items() if cosine >= self._weights.min_similarity}

    def _nearest(self, question: str, embedder: "Embedder") -> tuple[dict[str, float], float]:
        store = self._store(embedder)
        if self._server is None:
            folders.mark_used(self._folder / store.digest)
            return store.search(question)
        from assistant.guidance.chroma import server_trouble

        with server_trouble(self._server):
            return store.search(question)

    def _store(self, embedder: "Embedder") -> "PassageStore":
        """The index, opened at the first call; a failure is met anew at the next."""
        from assistant.guidance.chroma import PassageStore

        with self._lock:
            if self._opened is None:
                store = PassageStore(self._catalogue, embedder)
                if self._server:
                    store.open_server(self._server)
                else:
                    store.open_folder(self._folder, self._progress)
                self._opened = store
            return self._opened

    @cached_property
    def _keywords(self) -> Keywords:
        return Keywords([(passage.title, passage.text) for passage in self._passages])

    @cached_property
    def _place(self) -> dict[str, int]:
        return {passage.id: index for index, passage in enumerate(self._passages)}
