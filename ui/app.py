"""The browser app's script: page set-up, navigation, and the one place that shows errors."""

from collections.abc import Callable

import streamlit as st

from assistant.documents import read_document
from assistant.errors import ScopeError
from ui import state, theme, wiring
from ui.parts.text import plain
from ui.views import describe, sessions, talk

TITLE = "ML scoping assistant"


def main() -> None:
    """Draw the page that is asked for."""
    st.set_page_config(page_title=TITLE, page_icon="🧭", layout="wide")
    st.html(theme.STYLE_SHEET)
    state.forget_doing()
    guarded(_page)


def guarded(draw: Callable[[], None]) -> None:
    """Draw a page; what goes wrong is shown on it, with the words that were on their way."""
    try:
        draw()
    except ScopeError as error:
        again = state.recover(error)
        message = str(error)
    else:
        return
    if again:
        st.rerun()
    st.error(plain(message))
    st.button("Try again")


def _page() -> None:
    assistant = wiring.assistant()

    def go_on() -> None:
        st.switch_page(talk_page)

    def draw_talk() -> None:
        talk.draw(assistant)

    def draw_description() -> None:
        describe.draw(assistant, read_document, go_on)

    def draw_sessions() -> None:
        sessions.draw(assistant, go_on)

    talk_page = st.Page(draw_talk, title="Talk", url_path="talk", default=True)
    pages = [
        talk_page,
        st.Page(draw_description, title="Describe", url_path="describe"),
        st.Page(draw_sessions, title="Sessions", url_path="sessions"),
    ]
    st.navigation(pages, position="top").run()


if __name__ == "__main__":
    main()
