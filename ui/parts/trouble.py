"""Shows what went wrong, with the words that were not taken."""

import streamlit as st

from ui import state
from ui.parts.text import plain


def draw() -> None:
    """Show the last trouble, if there is one."""
    trouble = state.trouble()
    if trouble is None:
        return
    with st.container(key="trouble"):
        st.error(plain(trouble.message))
        if trouble.text:
            st.caption("What you wrote is kept:")
            st.code(trouble.text, language=None, wrap_lines=True)
        st.button("Dismiss", on_click=state.dismiss, type="tertiary")
