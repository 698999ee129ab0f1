"""Draws one page of the app with the assistant of the running test."""

import streamlit as st

from assistant.documents import read_document
from assistant.service import Assistant
from ui import state
from ui.app import guarded
from ui.views import describe, sessions, talk

CURRENT: dict[str, Assistant] = {}


def draw_page(name: str) -> None:
    """Draw a page as `ui.app` does."""
    assistant = CURRENT["assistant"]
    state.forget_doing()

    def go_on() -> None:
        st.session_state["went_on"] = True

    pages = {
        "talk": lambda: talk.draw(assistant),
        "describe": lambda: describe.draw(assistant, read_document, go_on),
        "sessions": lambda: sessions.draw(assistant, go_on),
    }
    guarded(pages[name])
