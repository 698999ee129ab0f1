"""The passages' vectors in Chroma: in a folder named by their content's hash, or on a server under such names."""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import urlopen

import chromadb
import httpx
from chromadb.config import Settings
from chromadb.errors import ChromaError
from langchain_chroma import Chroma

from assistant.domain.catalogue import Catalogue
from assistant.errors import InputError
from assistant.guidance import folders
from assistant.guidance.vectors import Embedder, Vectors, document
from assistant.guidance.wording import everyday_questions

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

FORM = "2"
"""Counted up when vectors are made in another way, so that older indexes are not taken for new ones."""
CANDIDATES = 100
SERVER_SECONDS = 3.0
_TROUBLE = (ChromaError, ValueError, OSError, httpx.HTTPError)


class PassageStore:
    """Two collections: the passages, and questions of daily life to tell other questions by."""

    def __init__(self, catalogue: Catalogue, embedder: Embedder) -> None:
        """Prepare documents; nothing is opened yet."""
        self._passages = {passage.id: document(passage, catalogue) for passage in catalogue.passages}
        self._everyday = {f"everyday-{number}": line for number, line in enumerate(everyday_questions())}
        self._vectors = Vectors(embedder)
        sha = hashlib.sha256(FORM.encode())
        for name, text in (*self._passages.items(), *self._everyday.items()):
            sha.update(f"{name}\0{text}\0".encode())
        self.digest = sha.hexdigest()[:16]
        self._near: Chroma | None = None
        self._far: Chroma | None = None

    def open_folder(self, parent: Path, progress: Callable[[str], None]) -> Path:
        """Open the index in its folder, built first where it is missing or damaged.

        Raises:
            InputError: the folder cannot be read or written.
        """
        home = parent / self.digest
        try:
            there = home.is_dir()
            if not there or not self._open_home(home):
                if there:
                    folders.remove(home)
                progress(f"Building the index of {len(self._passages)} guidance passages …")
                folders.build_aside(home, self._fill_folder)
                if not self._open_home(home):
                    raise OSError(f"{home.name} is incomplete")
            folders.mark_used(home)
            folders.remove_old(parent, keep=home)
        except _TROUBLE as error:
            raise InputError(
                f"The guidance's index in {parent} cannot be used ({error}). Delete that folder, or set SCOPE_DATA_DIR."
            ) from error
        return home

    def open_server(self, url: str) -> None:
        """Open the collections on a Chroma server, filled first where something is missing.

        Raises:
            InputError: the address is none, or the server cannot be used.
        """
        with server_trouble(url):
            client = _server_client(url)
            if not self._take(client):
                self._fill(client)

    def search(self, question: str) -> tuple[dict[str, float], float]:
        """Cosines of the passages nearest to a question, by id, and that of the nearest everyday question."""
        if self._near is None or self._far is None:
            raise RuntimeError("The index is not open.")
        vector = self._vectors.embed_query(question)
        near = self._near.similarity_search_by_vector_with_relevance_scores(vector, k=CANDIDATES)
        far = self._far.similarity_search_by_vector_with_relevance_scores(vector, k=1)
        cosines = {document.metadata["id"]: 1.0 - distance for document, distance in near}
        return cosines, max((1.0 - distance for _, distance in far), default=0.0)

    def _open_home(self, home: Path) -> bool:
        """Open a folder; False where it is damaged or incomplete."""
        if not _is_database(home / "chroma.sqlite3"):
            return False
        client = _folder_client(home)
        try:
            if self._take(client):
                return True
        except _TROUBLE:
            pass  # a damaged folder is built again
        _close(client)
        return False

    def _take(self, client: "ClientAPI") -> bool:
        """Use a client's collections if they are complete."""
        near, far = self._collection(client, "guidance"), self._collection(client, "everyday")
        counts = [len(collection.get(include=[])["ids"]) for collection in (near, far)]
        if counts != [len(self._passages), len(self._everyday)]:
            return False
        self._near, self._far = near, far
        return True

    def _fill_folder(self, folder: Path) -> None:
        client = _folder_client(folder)
        try:
            self._fill(client)
        finally:
            self._near = self._far = None
            _close(client)

    def _fill(self, client: "ClientAPI") -> None:
        self._near, self._far = self._collection(client, "guidance"), self._collection(client, "everyday")
        for collection, texts in ((self._near, self._passages), (self._far, self._everyday)):
            collection.add_texts(
                texts=list(texts.values()), metadatas=[{"id": name} for name in texts], ids=list(texts)
            )

    def _collection(self, client: "ClientAPI", name: str) -> Chroma:
        return Chroma(
            client=client,
            collection_name=f"{name}-{self.digest}",
            embedding_function=self._vectors,
            collection_metadata={"hnsw:space": "cosine"},
        )


@contextmanager
def server_trouble(url: str) -> Iterator[None]:
    """Turn a server's failures into one sentence."""
    try:
        yield
    except _TROUBLE as error:
        raise InputError(f"The Chroma server at {url} cannot be used. Start it, or unset SCOPE_CHROMA_URL.") from error


def _is_database(path: Path) -> bool:
    """Whether Chroma's file is sound; Chroma itself cannot open its place again after it met a broken one."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
            file.execute("SELECT count(*) FROM collections").fetchone()
    except sqlite3.Error:
        return False
    return True


def _folder_client(folder: Path) -> "ClientAPI":
    return chromadb.PersistentClient(path=str(folder), settings=_settings())


def _server_client(url: str) -> "ClientAPI":
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(f"SCOPE_CHROMA_URL is no address: {url!r}. Use http://HOST:PORT.")
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 8000)
    address = f"{parts.scheme}://{parts.netloc if parts.port else f'{parts.netloc}:{port}'}"
    urlopen(f"{address}/api/v2/heartbeat", timeout=SERVER_SECONDS).close()  # noqa: S310 - http or https, see above
    client = chromadb.HttpClient(host=parts.hostname, port=port, ssl=secure, settings=_settings())
    session = getattr(getattr(client, "_server", None), "_session", None)
    if isinstance(session, httpx.Client):  # Chroma waits forever by default and has no setting for it
        session.timeout = httpx.Timeout(SERVER_SECONDS)
    return client


def _close(client: "ClientAPI") -> None:
    """Let go of the files, so that their folder can be renamed."""
    close = getattr(client, "close", None)  # its public type does not name it
    if close is not None:
        close()


def _settings() -> Settings:
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    return Settings(anonymized_telemetry=False)
