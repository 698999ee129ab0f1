"""Both jobs as a person does them: a talk, and a description."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, settled

WORDS = (
    "We run a small online shop for tea. We want to predict which customers will stop buying, so that "
    "our marketing colleague can write to them. We have two years of orders in our own database."
)
QUOTE = "We have two years of orders in our own database"
DESCRIPTION = f"""Tea churn

{WORDS}

There are no labels yet, and <b>nobody</b> knows how to get them. Cameras in the shop would recognise
the faces of customers, without asking them, and the system would turn people away by itself."""
SLOW = 20_000
pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]


def say(page: Page, words: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(words)
    box.press("Enter")


def answers(page: Page, count: int) -> None:
    """Wait until the assistant has said something for the n-th time, and the page stands still."""
    said = page.get_by_test_id("stChatMessageAvatarAssistant")
    expect(said).to_have_count(count, timeout=SLOW)
    expect(page.locator(".st-key-question")).to_be_visible(timeout=SLOW)
    settled(page)


def open_section(page: Page, title: str, content: str) -> None:
    """See a value in a section of the panel, which may be folded."""
    section = page.locator(".st-key-panel").get_by_test_id("stExpander").filter(has_text=title)
    expect(section).to_have_count(1)
    if section.locator("details[open]").count() == 0:
        section.locator("summary").first.click()
    expect(section).to_contain_text(content)


def test_a_talk_is_noted_with_its_quotes_and_survives_reload_tabs_and_restart(page: Page, server: Server):
    page.goto(server.url)
    expect(page.get_by_test_id("stChatMessage").first).to_contain_text("Tell me about the project")
    say(page, WORDS)
    answers(page, 2)
    assert re.search(r"\?p=[\w-]{16,}", page.url)
    expect(page.locator(".st-key-panel")).to_contain_text("points settled")
    open_section(page, "Data", QUOTE)

    label = answer_with_an_option(page)
    expect(page.locator(".st-key-talk")).to_contain_text(label)

    page.reload()
    settled(page)
    expect(page.locator(".st-key-talk")).to_contain_text(label)
    open_section(page, "Data", QUOTE)

    second = page.context.new_page()
    second.goto(page.url)
    expect(second.locator(".st-key-talk")).to_contain_text(label, timeout=SLOW)
    second.close()

    server.stop()
    server.start()
    page.goto(page.url)
    expect(page.locator(".st-key-talk")).to_contain_text(label, timeout=SLOW)


def answer_with_an_option(page: Page) -> str:
    """Skip to a question with options, and click the first."""
    count = page.get_by_test_id("stChatMessageAvatarAssistant").count()
    options = page.locator(".st-key-options button")
    for _ in range(12):
        if options.count():
            break
        page.get_by_role("button", name="Skip", exact=True).click()
        count += 1
        answers(page, count)
    label = options.first.inner_text()
    options.first.click()
    answers(page, count + 1)
    return label


def test_a_second_tab_that_is_behind_keeps_what_was_typed(page: Page, server: Server):
    page.goto(server.url)
    say(page, WORDS)
    answers(page, 2)
    second = page.context.new_page()
    second.goto(page.url)
    answers(second, 2)
    say(page, "We would also like to know why they leave.")
    answers(page, 3)
    say(second, "Words from the second tab")
    expect(second.get_by_test_id("stAlert")).to_contain_text("another tab", timeout=SLOW)
    expect(second.get_by_test_id("stChatInputTextArea")).to_have_value("Words from the second tab")


def test_a_description_shows_its_evidence_and_goes_on_in_the_chat(page: Page, server: Server):
    page.goto(f"{server.url}/describe")
    page.get_by_label("The description").fill(DESCRIPTION)
    page.get_by_role("button", name="Read it").click()
    source = page.locator(".st-key-source")
    expect(source).to_contain_text("<b>nobody</b> knows", timeout=SLOW)
    settled(page)
    marks = source.locator("mark")
    assert marks.count() >= 3
    assert QUOTE in " ".join(marks.all_inner_texts())
    assert "·" in (source.locator("mark:has(sup)").first.get_attribute("title") or "")
    page.get_by_text("Warnings", exact=True).click()
    settled(page)
    expect(page.locator(".flag").first).to_be_visible()

    page.get_by_role("button", name="Go on in the chat").click()
    expect(page.locator(".st-key-question")).to_be_visible(timeout=SLOW)
    settled(page)
    assert "?p=" in page.url
    expect(page.locator(".st-key-talk")).to_contain_text("We run a small online shop")
    page.reload()
    expect(page.locator(".st-key-question")).to_be_visible(timeout=SLOW)


def test_nothing_that_is_typed_becomes_part_of_the_page(page: Page, server: Server):
    hostile = (
        "We sell tea. <img src=x onerror=\"document.title='owned'\"> ![a](https://evil.example/a.png) "
        "[click](https://evil.example) https://evil.example <script>document.title='owned'</script> :smile:"
    )
    page.goto(server.url)
    say(page, hostile)
    answers(page, 2)
    expect(page.locator(".st-key-talk")).to_contain_text("<img src=x onerror=")
    assert page.locator(".st-key-talk a, .st-key-talk img, .st-key-panel img").count() == 0
    assert page.title() != "owned"


def test_the_page_fits_a_phone(page: Page, server: Server):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(server.url)
    say(page, WORDS)
    answers(page, 2)
    width = page.evaluate("document.scrollingElement.scrollWidth")
    assert width <= 390
    talk, panel = page.locator(".st-key-talk").bounding_box(), page.locator(".st-key-panel").bounding_box()
    assert talk
    assert panel
    assert panel["y"] > talk["y"] + talk["height"]
