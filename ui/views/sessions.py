"""All sessions: open, rename, delete."""

from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from assistant.domain.session import SessionInfo
from assistant.service import Assistant
from ui import state
from ui.parts import trouble
from ui.parts.listing import ago
from ui.parts.text import counted, escape, plain


def draw(assistant: Assistant, go_on: Callable[[], None]) -> None:
    """Draw the page.

    Args:
        assistant: keeps the sessions.
        go_on: switches to the talk.
    """
    with st.container(key="head"):
        st.header("Sessions", anchor=False)
    trouble.draw()
    sessions = assistant.sessions()
    if not sessions:
        st.html("<p>There are none yet. A talk or a description starts one.</p>")
    for info in sessions:
        _draw_session(assistant, info, go_on)


def _draw_session(assistant: Assistant, info: SessionInfo, go_on: Callable[[], None]) -> None:
    when, steps = ago(info.updated, datetime.now(UTC)), counted(info.turns, "step")
    here = " · open now" if info.id == state.session_id() else ""
    with st.container(key=f"session-{info.id}", border=True):
        st.html(f'<div class="name"><strong>{escape(info.title)}</strong></div>'
                f'<p class="soft">Last used {when} · {steps}{here}</p>')  # fmt: skip
        with st.container(horizontal=True, gap="small"):
            if st.button("Open", key=f"visit-{info.id}"):
                state.leave()
                state.enter(info.id)
                go_on()
            _draw_rename(assistant, info)
            _draw_delete(assistant, info)


def _draw_rename(assistant: Assistant, info: SessionInfo) -> None:
    popover = st.popover("Rename", type="tertiary", key=f"rename-{info.id}")
    with popover, st.form(f"title-{info.id}", border=False):
        title = st.text_input("Title", info.title, max_chars=80)
        if st.form_submit_button("Save"):
            with state.doing(title):
                assistant.rename(info.id, title)
            st.rerun()


def _draw_delete(assistant: Assistant, info: SessionInfo) -> None:
    with st.popover("Delete", type="tertiary", key=f"delete-{info.id}"):
        st.write(f"Delete “{plain(info.title)}” with all that was said? This cannot be undone.")
        if st.button("Delete for good", type="primary", key=f"really-{info.id}"):
            with state.doing():
                assistant.delete(info.id)
            if state.session_id() == info.id:
                state.leave()
            st.rerun()
