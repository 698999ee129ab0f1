"""What holds for every test: a data folder of its own, no keys or settings from outside, and no network beyond loopback."""

import os
import shutil
import socket
import tempfile
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from assistant.bootstrap import load_catalogue, prepare
from assistant.domain.catalogue import Catalogue
from assistant.settings import Settings

settings.register_profile("repeatable", derandomize=True, max_examples=60, deadline=None, database=None)
settings.load_profile("repeatable")

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")
FOREIGN = ("SCOPE_", "OPENAI_", "STREAMLIT_")


class NetworkBlocked(AssertionError):
    """A test reached for the network."""


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody's settings leak in, and nothing is written outside of the test's folder."""
    for name in [name for name in os.environ if name.startswith(FOREIGN)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SCOPE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setitem(Settings.model_config, "env_file", None)


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connecting anywhere but to this machine fails the test."""
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))


def _guarded(real):
    def connect(sock: socket.socket, address):
        inside = sock.family == getattr(socket, "AF_UNIX", None) or str(address[0]).startswith(LOOPBACK)
        if not inside:
            raise NetworkBlocked(f"a test reached for {address!r}")
        return real(sock, address)

    return connect


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The product's own knowledge."""
    return load_catalogue(Settings(knowledge_dir=None))


FITTED = "set_up"
FITTING_SECONDS = 1200
"""A test that needs the set-up may be the one that waits for the reader to be fitted, on a busy machine."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if FITTED in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.timeout(FITTING_SECONDS))


@pytest.fixture(scope="session")
def set_up() -> Path:
    """A data folder as `scope index` makes it, with the fitted reader and the built index: copy it, change nothing.

    It is made once for all test processes and kept between runs. What the set-up made for the user is taken over.
    """
    folder = Path(tempfile.gettempdir()) / "scope-tests"
    folder.mkdir(exist_ok=True)
    own, kept = Settings(), Settings(data_dir=folder, knowledge_dir=None, chroma_url="")
    with FileLock(folder / "lock"):
        if own.cache_dir.is_dir():
            shutil.copytree(own.cache_dir, kept.cache_dir, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.lock"))
        prepare(kept, lambda _message: None)
    return folder


@pytest.fixture(scope="module")
def data(set_up: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as the set-up leaves it, for the tests of a module to work in."""
    folder = tmp_path_factory.mktemp("data")
    for name in ("cache", "index"):
        shutil.copytree(set_up / name, folder / name)
    return folder
