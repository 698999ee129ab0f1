"""A real server and a real headless Chromium; without Chromium the tests are skipped, loudly."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.bootstrap import prepare
from assistant.settings import Settings

ROOT = Path(__file__).parents[2]
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))),
    None,
)
FOREIGN = ("SCOPE_", "OPENAI_", "STREAMLIT_")
START_SECONDS = 60
READY_SECONDS = 60
SKIPPED = "BROWSER TESTS SKIPPED: there is no Chromium here (apt-get install chromium)"


def pytest_terminal_summary(terminalreporter):
    if CHROMIUM is None:
        terminalreporter.write_sep("!", SKIPPED, red=True, bold=True)


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if CHROMIUM is None and here in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=SKIPPED))


class Server:
    """The product's own server in a process of its own, with its data in one folder."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.settings = settings
        self.log = folder / "server.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)},
            "SCOPE_DATA_DIR": str(self.folder),
            "SCOPE_PORT": str(self.port),
            "SCOPE_ENGINE": "embedded",
            **self.settings,
        }
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "assistant.cli", "ui", "--no-browser"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._wait("/_stcore/health", START_SECONDS)
        end = time.monotonic() + READY_SECONDS
        while "The reader is ready" not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.2)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)

    def _wait(self, path: str, seconds: float) -> None:
        end = time.monotonic() + seconds
        while True:
            try:
                urllib.request.urlopen(self.url + path, timeout=2).close()  # noqa: S310 - our own address
            except (urllib.error.URLError, OSError):
                assert self.process.poll() is None, self.log.read_text()
                assert time.monotonic() < end, self.log.read_text()
                time.sleep(0.2)
            else:
                return


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[Server]:
    running = Server(data)
    yield running
    running.stop()


def prepared(folder: Path) -> Path:
    """A data folder for a command of its own, with the user's fitted reader and index, made first where they are not."""
    own, data = Settings(), Settings(data_dir=folder)
    prepare(own, print)
    for made, wanted in ((own.cache_dir, data.cache_dir), (own.index_dir, data.index_dir)):
        shutil.copytree(made, wanted)
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A fresh browser window; a request to any other machine fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    window = context.new_page()
    foreign: list[str] = []
    window.on("request", lambda request: foreign.append(request.url))
    yield window
    allowed = (server.url, f"ws://127.0.0.1:{server.port}", "data:", "blob:")
    context.close()
    assert [url for url in foreign if not url.startswith(allowed)] == []


def settled(page: Page) -> None:
    """Wait until the app has drawn the page."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)
