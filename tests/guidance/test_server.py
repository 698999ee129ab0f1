"""A Chroma server in place of the folder: a real one on this machine, and what happens where there is none."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.domain.catalogue import Catalogue
from assistant.domain.reading import Intent, Reading
from assistant.errors import InputError
from assistant.guidance import chroma
from assistant.guidance.index import ChromaGuidance
from assistant.settings import Settings
from tests.fakes.engine import ScriptedEngine
from tests.guidance.made import WordEmbedder

QUESTION = "How many labels are enough for a first model?"
CHROMA = Path(sys.executable).with_name("chroma")
START_SECONDS = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[str]:
    port = free_port()
    command = [CHROMA, "run", "--host", "127.0.0.1", "--port", str(port), "--path", tmp_path_factory.mktemp("chroma")]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url)
        yield url
    finally:
        running.terminate()
        running.wait(timeout=10)


def wait_for(url: str) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=1).close()  # noqa: S310 - our own address
        except (urllib.error.URLError, OSError):
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


def test_a_server_holds_the_passages_for_all(server, few: Catalogue, tmp_path):
    guidance = ChromaGuidance(few, WordEmbedder(), tmp_path, server)
    assert guidance.build() is None
    assert guidance.search(QUESTION)[0].passage.id == "labels"
    assert guidance.search("which wine goes with fish") == ()
    assert list(tmp_path.iterdir()) == [], "no folder is written"
    second = WordEmbedder()
    assert ChromaGuidance(few, second, tmp_path, server).search(QUESTION)[0].passage.id == "labels"
    assert second.embedded <= 2, "the second process finds the passages there"


def test_a_dead_server_is_one_sentence_and_a_later_one_is_found(few: Catalogue, tmp_path):
    url = f"http://127.0.0.1:{free_port()}"
    guidance = ChromaGuidance(few, WordEmbedder(), tmp_path, url)
    for _ in range(2):
        with pytest.raises(InputError, match=f"The Chroma server at {url} cannot be used. Start it, or unset"):
            guidance.search(QUESTION)


def test_a_server_that_dies_in_between_is_the_same_sentence(few: Catalogue, tmp_path):
    port = free_port()
    command = [CHROMA, "run", "--host", "127.0.0.1", "--port", str(port), "--path", tmp_path / "data"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}")
        guidance = ChromaGuidance(few, WordEmbedder(), tmp_path, f"http://127.0.0.1:{port}")
        assert guidance.search(QUESTION)
    finally:
        running.terminate()
        running.wait(timeout=10)
    with pytest.raises(InputError, match="SCOPE_CHROMA_URL"):
        guidance.search(QUESTION)


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "ftp://127.0.0.1", "http://", "nonsense", "http://127.0.0.1:99999"])
def test_what_is_no_address_is_said(few: Catalogue, tmp_path, url):
    with pytest.raises(InputError, match="SCOPE_CHROMA_URL"):
        ChromaGuidance(few, WordEmbedder(), tmp_path, url).search(QUESTION)


def test_something_that_never_answers_is_not_waited_for(few: Catalogue, tmp_path, monkeypatch):
    monkeypatch.setattr(chroma, "SERVER_SECONDS", 0.3)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        url = f"http://127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(InputError, match="SCOPE_CHROMA_URL"):
            ChromaGuidance(few, WordEmbedder(), tmp_path, url).search(QUESTION)


def test_a_talk_goes_on_without_its_guidance(catalogue: Catalogue, tmp_path):
    """The turn is kept and answered although the server that holds the passages is dead."""
    from assistant.bootstrap import build_assistant

    asks = Reading(engine="scripted", intent=Intent.QUESTION, side_question="what is drift?")
    dead = ChromaGuidance(catalogue, WordEmbedder(), tmp_path, f"http://127.0.0.1:{free_port()}")
    settings = Settings(data_dir=tmp_path)
    assistant = build_assistant(
        settings, catalogue=catalogue, engines={"scripted": ScriptedEngine(asks)}, guidance=dead
    )
    session = assistant.start().info.id
    view = assistant.say(session, "what is drift?")
    assert view.waiting == ()
    assert view.turns[-1].text == "what is drift?"
    assert view.turns[-1].reply
    assert view.turns[-1].citations == ()
