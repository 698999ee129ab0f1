"""Takes the README's screenshots anew: python -m tests.browser.screenshots (needs Chromium and the set-up)."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import CHROMIUM, ROOT, SKIPPED, Server, prepared, settled

FOLDER = ROOT / "docs" / "screenshots"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SLOW = 60_000
PROJECT = """Gate 4 face check

We run security at a regional airport. We want cameras at gate 4 to recognise people on a watch list in real time and \
alert a guard, who then decides whether to stop the person. The pictures would be processed in the cloud on rented GPUs.

The vendor gives us a pretrained model. We have 600 photographs of watch-listed people from the police; nobody has asked \
the travellers for consent. We don't know yet how often the model errs for dark-skinned passengers.

It should be live by the summer timetable in June. Success means that 95 percent of listed people are found. If the \
system fails, guards check passports by hand as they do today."""


def _describe(page: Page, server: Server) -> tuple[str, str]:
    """Read the project in, go on in the chat and answer once; gives the addresses of both pages."""
    page.goto(f"{server.url}/describe")
    page.get_by_label("The description").fill(PROJECT, timeout=SLOW)
    page.get_by_role("button", name="Read it").click()
    page.locator(".st-key-source").wait_for(timeout=SLOW)
    settled(page)
    described = page.url
    page.get_by_role("button", name="Go on in the chat").click()
    page.locator(".st-key-question").wait_for(timeout=SLOW)
    settled(page)
    messages = page.get_by_test_id("stChatMessage").count()
    page.get_by_role("button", name="I don't know", exact=True).click()
    expect(page.get_by_test_id("stChatMessage")).not_to_have_count(messages, timeout=SLOW)
    settled(page)
    return described, page.url


def _shoot(browser: Browser, address: str, waits_for: str, name: str, size: dict, scheme: str) -> None:
    page = browser.new_page(viewport=size, color_scheme=scheme)
    page.goto(address)
    page.locator(waits_for).wait_for(timeout=SLOW)
    page.wait_for_timeout(800)  # scrolling to the last message
    settled(page)
    page.screenshot(path=FOLDER / f"{name}.png")
    page.close()


def main() -> None:
    """Take all screenshots.

    Raises:
        SystemExit: there is no Chromium.
    """
    if CHROMIUM is None:
        raise SystemExit(SKIPPED)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(prepared(Path(folder)))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        try:
            described, talk = _describe(browser.new_page(viewport=DESK), server)
            for scheme in ("light", "dark"):
                _shoot(browser, described, ".st-key-source", f"describe-{scheme}", DESK, scheme)
                _shoot(browser, talk, ".st-key-question", f"talk-{scheme}", DESK, scheme)
            _shoot(browser, described, ".st-key-source", "describe-phone-light", PHONE, "light")
            _shoot(browser, talk, ".st-key-question", "talk-phone-dark", PHONE, "dark")
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main()
