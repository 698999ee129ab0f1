"""The top of a page: its title, and what reads here."""

import streamlit as st

from assistant.service import Assistant, SessionView
from ui.parts import reader
from ui.parts.text import plain


def draw(assistant: Assistant, view: SessionView | None, title: str) -> None:
    """Draw the title, and the control beside it."""
    with st.container(key="head", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.header(plain(title), anchor=False)
        reader.draw(assistant, view)
