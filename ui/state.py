"""What a browser tab remembers: which session is open, what waits to be said, and what went wrong.

Everything that counts is in the database and loaded on every run. The session's id stands in the
address, so that a reload, a second tab and a restarted server find it again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import streamlit as st

from assistant.domain.questions import Depth
from assistant.errors import EngineError, InputError, ScopeError
from assistant.service import Assistant, SessionView

ID = "p"
ENGINE = "reader"
MESSAGE_BOX = "message"
DESCRIPTION_BOX = "description"
GONE = "This address belongs to no session here; it may have been deleted. You can begin anew."


class Outgoing(NamedTuple):
    """Words on their way to the assistant."""

    text: str
    said_by: str | None = None


class Trouble(NamedTuple):
    """What went wrong, in a sentence, and the words that were not taken."""

    message: str
    text: str = ""


def session_id() -> str | None:
    """The session of this tab; a page switch, which empties the address, does not close it."""
    found = st.query_params.get(ID) or st.session_state.get(ID)
    if found:
        enter(str(found))
    return str(found) if found else None


def enter(session: str) -> None:
    """Open a session in this tab."""
    st.session_state[ID] = session
    if st.query_params.get(ID) != session:
        st.query_params[ID] = session
    if ENGINE in st.query_params:
        del st.query_params[ENGINE]  # The session has its own.


def leave() -> None:
    """Close the session in this tab."""
    for name in (ID, "trouble", "outgoing"):
        st.session_state.pop(name, None)
    if ID in st.query_params:
        del st.query_params[ID]


def opened(assistant: Assistant) -> SessionView | None:
    """The open session as the database has it now; None before anything was said.

    Raises:
        InputError: it is not there any more.
        StoreError: the database cannot be used.
    """
    session = session_id()
    return assistant.open(session) if session else None


def begin(assistant: Assistant) -> str:
    """Start a session and open it."""
    session = assistant.start(depth=depth(), engine=engine(assistant)).info.id
    enter(session)
    return session


def depth() -> Depth:
    """How much the person wants to be asked, as chosen before the first message."""
    return Depth(st.session_state.get("depth") or Depth.STANDARD)


def engine(assistant: Assistant) -> str:
    """What shall read a new project: chosen in this tab, and kept in its address over a reload; else the default."""
    chosen = st.query_params.get(ENGINE) or st.session_state.get(ENGINE)
    if chosen not in assistant.engine_names:
        return assistant.engine_names[0]
    st.session_state[ENGINE] = chosen
    if not st.session_state.get(ID) and st.query_params.get(ENGINE) != chosen:
        st.query_params[ENGINE] = chosen
    return str(chosen)


def want_engine(session: str | None) -> None:
    """Note what was chosen for a session, or for the next one; for the control's callback."""
    st.session_state["wanted_engine"] = (session, st.session_state["engine"])


def take_engine(assistant: Assistant) -> None:
    """Keep the choice with its session, and for the new ones of this tab."""
    session, wanted = st.session_state.pop("wanted_engine", (None, None))
    if wanted is None:
        return
    st.session_state[ENGINE] = wanted
    if session:
        with doing():
            assistant.set_engine(session, wanted)
    else:
        st.query_params[ENGINE] = wanted


def send(text: str, said_by: str | None = None) -> None:
    """Put words on their way; for the widgets' callbacks."""
    st.session_state["outgoing"] = Outgoing(text, said_by)


def outgoing(view: SessionView | None) -> Outgoing | None:
    """The words that wait to be said; they wait until they are stored, whatever comes between."""
    waiting: Outgoing | None = st.session_state.get("outgoing")
    if waiting and view and view.waiting and view.waiting[-1].text == waiting.text:
        sent()
        return None
    return waiting


def sent() -> None:
    """The words that waited are stored now."""
    st.session_state.pop("outgoing", None)


def mark_seen(view: SessionView | None) -> None:
    """Remember which version of the session is on the screen."""
    st.session_state["seen"] = (view.info.id, view.info.version) if view else None


def take_seen(session: str) -> int | None:
    """The version that was on the screen, once: a message that is stopped moves it on."""
    seen = st.session_state.pop("seen", None)
    return seen[1] if seen and seen[0] == session else None


@contextmanager
def doing(text: str = "") -> Iterator[None]:
    """Do something for the person; if it fails, the page comes again with reason and words."""
    st.session_state["doing"] = text
    yield
    st.session_state.pop("doing", None)
    st.session_state.pop("trouble", None)


def forget_doing() -> None:
    """Start a run with nothing under way."""
    st.session_state.pop("doing", None)


def recover(error: ScopeError) -> bool:
    """Keep what went wrong for the next run; False where that would only fail again."""
    text = st.session_state.pop("doing", None)
    sent()
    if text is None and not isinstance(error, InputError):
        return False
    if text is None:
        leave()
    message = str(error)
    if text is None:
        message = GONE
    stored = isinstance(error, EngineError)
    st.session_state["trouble"] = Trouble(message, "" if stored else text or "")
    return True


def trouble() -> Trouble | None:
    """What went wrong last, until something succeeds."""
    found: Trouble | None = st.session_state.get("trouble")
    return found


def put_back() -> None:
    """Put a message that was not taken back into its box; call it before the box is drawn."""
    found = trouble()
    if found and found.text:
        st.session_state[MESSAGE_BOX] = found.text
        st.session_state["trouble"] = Trouble(found.message)


def dismiss() -> None:
    """Forget what went wrong."""
    st.session_state.pop("trouble", None)
