"""The embedded engine: fitted heads for reading, word patterns for the talk, templates for the reply."""

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import __version__
from assistant.domain.catalogue import Catalogue
from assistant.domain.language import language_of
from assistant.domain.reading import Intent, Reading, Usage
from assistant.domain.reply import ReplyPlan
from assistant.engines.embedded.answers import read_message
from assistant.engines.embedded.replies import worded
from assistant.ports import ReadRequest

if TYPE_CHECKING:
    from assistant.embedding.minilm import MiniLM
    from assistant.engines.embedded.reader import Reader

NAME = "embedded"
FITTING_MODULES = (
    "calibrating",
    "canonical",
    "features",
    "fitting",
    "heads",
    "lines",
    "segments",
    "sentences",
    "solving",
    "texts",
    "training",
)
READS_ENGLISH = (
    "This looks like {language}; the embedded engine reads English only. "
    "Paste an English version, or use a language model (SCOPE_ENGINE)."
)


class EmbeddedEngine:
    """Reads without a key or a network; fits its heads once and keeps them."""

    def __init__(
        self,
        catalogue: Catalogue,
        embedder: "MiniLM | None",
        *,
        examples: Path,
        cache: Path,
        progress: Callable[[str], None] = lambda _message: None,
    ) -> None:
        """Prepare; heads are loaded, or fitted, when the first text is read.

        Args:
            catalogue: fields, choices and signals.
            embedder: makes sentence vectors; None reads by words alone.
            examples: folder of labelled texts.
            cache: folder where fitted heads are kept.
            progress: is told what takes time.
        """
        self._catalogue = catalogue
        self._embedder = embedder
        self._examples = examples
        self._cache = cache
        self._progress = progress
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """`embedded`."""
        return NAME

    def read(self, request: ReadRequest) -> Reading:
        """Read a description or a message."""
        begun = time.perf_counter()
        language = language_of(request.source.text)
        if language not in (None, "en"):
            reading = Reading(engine=NAME, intent=Intent.ANSWER, notice=READS_ENGLISH.format(language=language))
        elif request.document:
            reading = self._document(request)
        else:
            reading = read_message(request, self.reader, self._catalogue)
        seconds = round(time.perf_counter() - begun, 4)
        return reading.model_copy(update={"usage": Usage(seconds=seconds)})

    def reply(self, plan: ReplyPlan) -> Iterator[str]:
        """Word a reply from templates."""
        return worded(plan)

    def prepare(self) -> None:
        """Load or fit the heads now, so that the first text is read without a wait."""
        _ = self.reader

    @property
    def reader(self) -> "Reader":
        """The fitted reader, loaded on first use."""
        with self._lock:
            return self._reader

    def _document(self, request: ReadRequest) -> Reading:
        seen = self.reader.observe(request.source.text)
        return Reading(
            engine=NAME,
            claims=tuple(self.reader.claims(seen)),
            signals=tuple(self.reader.signals(seen)),
            remarks=tuple(self.reader.remarks(seen)),
        )

    @cached_property
    def _reader(self) -> "Reader":
        from filelock import FileLock

        from assistant.engines.embedded.fitting import fit
        from assistant.engines.embedded.heads import Heads
        from assistant.engines.embedded.reader import Reader
        from assistant.engines.embedded.training import examples, read_documents

        embed = self._embedder.embed_layers if self._embedder else None
        path = self._cache / f"reader-{self._fingerprint()}.npz"
        if not path.is_file():
            self._cache.mkdir(parents=True, exist_ok=True)
            self._progress("Fitting the reader on its labelled texts (once, about a minute) …")
            with FileLock(path.with_suffix(".lock")):  # who comes second waits, and finds it fitted
                if not path.is_file():
                    fit(examples(read_documents(self._examples)), embed).save(path)
        return Reader(self._catalogue, Heads.read(path), embed)

    def _fingerprint(self) -> str:
        """Hash of all that the heads depend on: the texts, the code, how sentences are embedded and whether they are."""
        sha = hashlib.sha256(f"{__version__} {self._embedder is not None}".encode())
        from assistant.embedding.minilm import GRAPH

        code = [Path(__file__).with_name(f"{name}.py") for name in FITTING_MODULES]
        for path in (*sorted(self._examples.glob("*.txt")), *code, GRAPH):
            sha.update(path.name.encode() + b"\0" + path.read_bytes())
        return sha.hexdigest()[:16]
