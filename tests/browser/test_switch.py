"""A person sees what reads their words, and switches: the next message goes where the control says, also after a reload."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, settled
from tests.browser.test_jobs import SLOW, WORDS, answers, say
from tests.fakes.openai_server import FakeOpenAI

MODEL = "meta/llama-3.3-70b-instruct"
ANSWER = {"claims": [], "signals": [], "remarks": [], "intent": "answer"}
pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]


@pytest.fixture(scope="session")
def model() -> Iterator[FakeOpenAI]:
    with FakeOpenAI(lambda body: ANSWER if "response_format" in body else "The model's words.") as fake:
        yield fake


@pytest.fixture(scope="module")
def server(data: Path, model: FakeOpenAI) -> Iterator[Server]:
    """A server with a language model, which is the default there."""
    running = Server(data, SCOPE_ENGINE=f"openai:{MODEL}", SCOPE_BASE_URL=model.base_url)
    yield running
    running.stop()


def switch(page: Page, name: str) -> None:
    """Choose in the control, and close it once it shows the choice."""
    control = page.locator(".st-key-reader")
    control.locator("button").click()
    page.get_by_test_id("stPopoverBody").get_by_text(name, exact=True).click()
    expect(control).to_contain_text(f"Reader: {name.removesuffix(' engine')}", timeout=SLOW)
    settled(page)
    page.keyboard.press("Escape")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_next_message_goes_where_the_control_says(page: Page, server: Server, model: FakeOpenAI, width: int):
    page.set_viewport_size({"width": width, "height": 844})
    control = page.locator(".st-key-reader")
    page.goto(server.url)
    expect(control).to_contain_text(f"Reader: {MODEL}")
    box = control.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= width, "the long name is cut, not the control"
    say(page, WORDS)
    answers(page, 2)
    expect(page.locator(".st-key-talk")).to_contain_text("The model's words.")
    calls = len(model.requests)
    assert calls >= 2

    switch(page, "embedded engine")
    expect(control).to_contain_text("Reader: embedded")
    page.reload()
    settled(page)
    expect(control).to_contain_text("Reader: embedded")
    say(page, "About 40 customers leave each month.")
    answers(page, 3)
    assert len(model.requests) == calls, "nothing was sent to the model"

    switch(page, MODEL)
    say(page, "We write to them once a month.")
    answers(page, 4)
    assert len(model.requests) > calls


def test_a_choice_before_the_first_message_survives_a_reload(page: Page, server: Server, model: FakeOpenAI):
    page.goto(server.url)
    switch(page, "embedded engine")
    page.reload()
    expect(page.locator(".st-key-reader")).to_contain_text("Reader: embedded", timeout=SLOW)
    calls = len(model.requests)
    say(page, WORDS)
    answers(page, 2)
    assert len(model.requests) == calls
