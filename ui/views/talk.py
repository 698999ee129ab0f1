"""The talk: chat on the left, what it amounts to on the right."""

import streamlit as st

from assistant.domain.questions import Depth
from assistant.service import Assistant, SessionView
from ui import state
from ui.parts import head, panel, question, trouble, turns, waiting

DEPTHS = {Depth.QUICK: "Quick", Depth.STANDARD: "Standard", Depth.THOROUGH: "Thorough"}
ENOUGH = "That's enough for now"
TALK_HEIGHT = 480


def draw(assistant: Assistant) -> None:
    """Draw the page."""
    _take_depth(assistant)
    state.take_engine(assistant)
    view = state.opened(assistant)
    head.draw(assistant, view, view.info.title if view else "A new project")
    left, right = st.columns([3, 2], gap="large")
    with left:
        talk = st.container(key="talk", height=TALK_HEIGHT, autoscroll=True, border=False)
        said = _draw_input(assistant, view)
    with right, st.container(key="panel"):
        _draw_panel(assistant, view)
    with talk:
        turns.draw(assistant, view)
        if said:
            _answer(assistant, view, said)
        elif view and view.waiting:
            waiting.draw(assistant, view)
        elif view:
            question.draw(assistant, view)
    state.mark_seen(view)


def _draw_input(assistant: Assistant, view: SessionView | None) -> state.Outgoing | None:
    state.put_back()
    trouble.draw()
    typed = st.chat_input("Your message", key=state.MESSAGE_BOX, submit_mode="stop")
    with st.container(key="dial", horizontal=True, vertical_alignment="center", gap="small"):
        _draw_depth(view)
        if view:
            st.button("Enough for now", on_click=state.send, args=(ENOUGH,), type="tertiary")
            if not view.waiting:
                _draw_undo(assistant, view)
            st.button("New project", on_click=state.leave, type="tertiary")
    if typed:
        state.send(typed)
    return state.outgoing(view)


def _draw_undo(assistant: Assistant, view: SessionView) -> None:
    if st.button("Undo last", type="tertiary"):
        with state.doing():
            assistant.undo(view.info.id)
        st.rerun()


def _draw_depth(view: SessionView | None) -> None:
    st.session_state["depth"] = view.info.depth if view else state.depth()
    st.segmented_control(
        "How much to be asked",
        list(DEPTHS),
        format_func=DEPTHS.__getitem__,
        required=True,
        key="depth",
        on_change=_want_depth,
        label_visibility="collapsed",
    )


def _want_depth() -> None:
    st.session_state["wanted_depth"] = st.session_state["depth"]


def _take_depth(assistant: Assistant) -> None:
    wanted, session = st.session_state.pop("wanted_depth", None), state.session_id()
    if wanted and session:
        with state.doing():
            assistant.set_depth(session, Depth(wanted))


def _draw_panel(assistant: Assistant, view: SessionView | None) -> None:
    if view is None or len(view.turns) <= 1:
        st.html(
            '<div class="verdict"><p><strong>The scope</strong></p>'
            '<p class="soft">Nothing is noted yet. What you say appears here, every value '
            "with your own words beside it, with warnings and what is still open.</p></div>"
        )
        return
    draft = panel.draft_of(assistant, view)
    panel.draw_verdict(draft, assistant.catalogue)
    panel.draw_parts(assistant, view, draft)


def _answer(assistant: Assistant, view: SessionView | None, said: state.Outgoing) -> None:
    with state.doing(said.text):
        session = view.info.id if view else state.begin(assistant)
        seen = state.take_seen(session)
        live = turns.Live(state.sent)
        assistant.say(session, said.text, said_by=said.said_by, expected=seen, listen=live)
    st.rerun()
