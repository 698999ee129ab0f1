"""Messages that were stored but never answered: a stop, a crash, a lost connection."""

import streamlit as st

from assistant.service import Assistant, SessionView
from ui import state
from ui.parts import turns

KEPT = {
    True: ("This message is kept, but it was not answered.", "Answer it now"),
    False: ("These messages are kept, but they were not answered.", "Answer them now"),
}


def draw(assistant: Assistant, view: SessionView) -> None:
    """Show the messages in their order, and offer to answer them."""
    if st.session_state.pop("answering", False):
        with state.doing():
            assistant.resume(view.info.id, listen=turns.Live())
        st.rerun()
    for message in view.waiting:
        turns.draw_words(message.text, message.said_by)
    words, label = KEPT[len(view.waiting) == 1]
    with st.container(key="waiting", border=True):
        st.html(f'<p class="soft">{words}</p>')
        st.button(label, type="primary", on_click=_answer)


def _answer() -> None:
    st.session_state["answering"] = True
