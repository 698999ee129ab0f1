"""A description, pasted or uploaded, and the draft scope that is read from it."""

from collections.abc import Callable

import streamlit as st

from assistant.domain.session import Turn, TurnKind
from assistant.service import Assistant, SessionView, checked_text
from ui import state
from ui.parts import head, panel, trouble, turns, waiting
from ui.parts.examples import EXAMPLE
from ui.parts.marks import marked_html, marks, numbered
from ui.parts.sources import description
from ui.parts.text import counted, escape, plain

ReadDocument = Callable[[bytes, str], str]
SUFFIXES = ["txt", "md", "pdf", "docx", "eml", "html"]
TEXT_HEIGHT = 640


def draw(assistant: Assistant, read_document: ReadDocument, go_on: Callable[[], None]) -> None:
    """Draw the page.

    Args:
        assistant: reads the description.
        read_document: turns an upload into text.
        go_on: switches to the talk.
    """
    state.take_engine(assistant)
    view = state.opened(assistant)
    told = description(view.shown_turns) if view else None
    if view and told:
        _draw_draft(assistant, view, told, go_on)
    elif view and view.waiting and view.waiting[0].kind is TurnKind.DESCRIPTION:
        trouble.draw()
        waiting.draw(assistant, view)
    else:
        _draw_form(assistant, read_document)
    state.mark_seen(view)


def _draw_form(assistant: Assistant, read_document: ReadDocument) -> None:
    head.draw(assistant, None, "Describe a project")
    st.html(
        "<p>Paste what there is: an idea, an e-mail, minutes, a whole proposal. "
        "You get a draft scope in which every value carries the words it comes from, "
        "with warnings and open questions.</p>"
    )
    trouble.draw()
    text = st.text_area(
        "The description", key=state.DESCRIPTION_BOX, height=300, persist_state="session",
        placeholder="We would like to …",
    )  # fmt: skip
    upload = st.file_uploader("Or a file: text, Markdown, PDF, Word, e-mail", type=SUFFIXES)
    with st.container(horizontal=True):
        wanted = st.button("Read it", type="primary", key="read")
        st.button("Fill in an example", on_click=_fill_example, type="tertiary")
    if wanted:
        with state.doing():
            words = read_document(upload.getvalue(), upload.name) if upload else text
            _read(assistant, checked_text(words))
        st.rerun()


def _fill_example() -> None:
    st.session_state[state.DESCRIPTION_BOX] = EXAMPLE


def _read(assistant: Assistant, words: str) -> None:
    state.leave()
    session = state.begin(assistant)
    assistant.say(session, words, kind=TurnKind.DESCRIPTION, listen=turns.Live(messages=False))


def _draw_draft(assistant: Assistant, view: SessionView, told: Turn, go_on: Callable[[], None]) -> None:
    draft = panel.draft_of(assistant, view)
    head.draw(assistant, view, view.info.title)
    trouble.draw()
    panel.draw_verdict(draft, assistant.catalogue)
    with st.container(horizontal=True):
        if st.button("Go on in the chat", type="primary"):
            go_on()
        st.button("Describe another project", on_click=_another, type="tertiary")
    left, right = st.columns([3, 2], gap="large")
    numbers = numbered(draft, told.source.id)
    with left:
        _draw_notes(told, len(numbers))
        with st.container(key="source", height=TEXT_HEIGHT):
            st.html(marked_html(told.text, marks(draft, told.source.id)))
    with right, st.container(key="panel"):
        panel.draw_parts(assistant, view, draft, numbers)


def _another() -> None:
    state.leave()
    st.session_state[state.DESCRIPTION_BOX] = ""


def _draw_notes(told: Turn, fields: int) -> None:
    if told.notice:
        st.info(plain(told.notice))
    rejected = len(told.grounded.rejections)
    notes = (
        f"{counted(len(told.text.split()), 'word')}. The numbers mark the words that "
        f"{counted(fields, 'point rests', 'points rest')} on; dotted lines mark those of warnings."
    )
    if rejected:
        notes += f" {counted(rejected, 'claim')} dropped, as the words are not in the text."
    st.html(f'<p class="soft">{escape(notes)}</p>')
