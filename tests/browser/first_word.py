"""Measures from a hosted model's first word to its being on screen: python -m tests.browser.first_word (needs Chromium)."""

import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM, SKIPPED, Server, prepared, settled
from tests.browser.test_jobs import say
from tests.fakes.openai_server import FakeOpenAI

TURNS = 6
READING = {"claims": [], "signals": [], "remarks": [], "intent": "answer"}
WATCH = """word => { window.seenAt = 0; new MutationObserver((_, watcher) => {
  if (document.body.innerText.includes(word)) { window.seenAt = Date.now(); watcher.disconnect(); }
}).observe(document.body, {childList: true, subtree: true, characterData: true}); }"""


class Model:
    """Answers each reply with a word of its own, and keeps when it began to send it."""

    def __init__(self) -> None:
        self.word, self.sent = "", 0.0

    def __call__(self, body: dict[str, Any]) -> Any:
        if "response_format" in body:
            return READING
        self.sent = time.time()
        return f"{self.word} and then some more words."


def _turn(page: Page, model: Model, number: int) -> float:
    model.word = f"Word{number}x"
    page.evaluate(WATCH, model.word)
    say(page, f"The museum has {number} thousand photographs.")
    page.wait_for_function("window.seenAt > 0", timeout=60_000)
    taken = page.evaluate("window.seenAt") / 1000 - model.sent
    settled(page)
    return float(taken)


def main() -> None:
    """Print the median and the longest of a few turns, in milliseconds.

    Raises:
        SystemExit: there is no Chromium.
    """
    if CHROMIUM is None:
        raise SystemExit(SKIPPED)
    model = Model()
    with TemporaryDirectory() as folder, FakeOpenAI(model) as fake, sync_playwright() as play:
        server = Server(prepared(Path(folder)), SCOPE_ENGINE="openai:fake", SCOPE_BASE_URL=fake.base_url)
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        try:
            page = browser.new_page()
            page.goto(server.url)
            settled(page)
            taken = [1000 * _turn(page, model, number) for number in range(1, TURNS + 1)]
        finally:
            browser.close()
            server.stop()
    median, longest = statistics.median(taken), max(taken)
    print(f"first word sent to on screen: median {median:.0f} ms, longest {longest:.0f} ms")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
