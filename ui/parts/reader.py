"""What reads the next message, and the choice between the engines that are set up."""

from collections.abc import Sequence

import streamlit as st

from assistant.domain.reading import Usage
from assistant.service import Assistant, EngineChoice, SessionView
from assistant.settings import OPENAI_PREFIX
from ui import state
from ui.parts.text import counted, escape, plain

HERE = ("127.", "localhost", "[::1]")
ONLY_EMBEDDED = (
    "To have a language model read and talk instead, set SCOPE_ENGINE=openai:MODEL and its OPENAI_API_KEY or "
    "SCOPE_BASE_URL, and start the app again."
)


def draw(assistant: Assistant, view: SessionView | None) -> None:
    """Show the engine as a small control; its content offers the others."""
    current = view.engine if view else state.engine(assistant)
    with st.popover(plain(f"Reader: {label(current)}"), type="tertiary", key="reader"):
        if len(assistant.engines) > 1:
            _draw_choice(assistant.engines, current, view.info.id if view else None)
        else:
            st.html(f"<p>{escape(about(assistant.engines[0]))}</p><p class='soft'>{escape(ONLY_EMBEDDED)}</p>")
        if view and view.usage.calls:
            st.html(f'<p class="soft">{escape(spent(view))}</p>')


def label(engine: str) -> str:
    """An engine's name as a person would say it."""
    return engine.removeprefix(OPENAI_PREFIX)


def about(choice: EngineChoice) -> str:
    """Where the words go, in a sentence or two."""
    if not choice.host:
        return "In the app itself: your words are sent to no model. Reads English."
    if choice.host.startswith(HERE):
        return f"A language model on this machine, at {choice.host}."
    return f"A language model: what you write is sent to {choice.host}."


def spent(view: SessionView) -> str:
    """What the model has cost, in this talk and in its latest turn."""
    last = next((turn.usage for turn in reversed(view.turns) if turn.usage.calls), Usage())
    return f"The model so far: {_cost(view.usage)}. Latest turn: {_cost(last)}."


def _cost(usage: Usage) -> str:
    tokens = counted(usage.tokens_in + usage.tokens_out, "token")
    return f"{counted(usage.calls, 'call')}, {tokens}, {usage.seconds:.1f} s"


def _draw_choice(choices: Sequence[EngineChoice], current: str, session: str | None) -> None:
    names = [choice.name for choice in choices]
    st.session_state["engine"] = current
    st.radio(
        "Who reads and replies",
        names,
        format_func=lambda name: plain(label(name) if name != label(name) else f"{name} engine"),
        captions=[plain(about(choice)) for choice in choices],
        key="engine",
        on_change=state.want_engine,
        args=(session,),
    )
    st.caption("From your next message on, in this project." if session else "For the projects that you begin here.")
