"""A message that was stored but never answered: a stop, a crash, a lost connection."""

import streamlit as st

from assistant.service import Assistant, SessionView
from ui import state
from ui.parts import turns


def draw(assistant: Assistant, view: SessionView) -> None:
    """Show the message, and offer to answer it."""
    if view.pending is None:
        return
    turns.draw_words(view.pending.text, view.pending.said_by)
    with st.container(key="pending", border=True):
        st.html('<p class="soft">This message is kept, but it was not answered.</p>')
        wanted = st.button("Answer it now", type="primary")
    if wanted:
        with state.doing():
            answer(assistant, view)
        st.rerun()


def answer(assistant: Assistant, view: SessionView) -> SessionView:
    """Answer it, drawing the reply as it comes."""
    return assistant.resume(view.info.id, listen=turns.live())
