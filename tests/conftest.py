"""What holds for every test: a data folder of its own, no keys or settings from outside, and no network beyond loopback."""

import os
import socket
from pathlib import Path

import pytest
from hypothesis import settings

from assistant.bootstrap import load_catalogue
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
