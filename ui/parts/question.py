"""The open question as a card, with its options and the repairs that a person may want."""

import streamlit as st

from assistant.domain.catalogue import Catalogue
from assistant.domain.questions import Question
from assistant.service import Assistant, SessionView
from ui import state
from ui.parts.text import escape, plain

REPAIRS = (
    ("Skip", "Skip this question"),
    ("I don't know", "I don't know"),
    ("Not applicable", "Not applicable"),
    ("Why?", "Why do you ask?"),
)
MORE = "Next question"


def draw(assistant: Assistant, view: SessionView) -> None:
    """Show what is asked now, or that nothing is."""
    if view.question is None:
        _draw_closing(view)
        return
    question, key = view.question, f"{view.info.id}-{view.info.version}"
    with st.container(key="question", border=True):
        st.html(card_html(question, assistant.catalogue))
        _draw_options(question, assistant.catalogue, key)
        with st.container(key="repairs", horizontal=True, gap="small"):
            for label, words in REPAIRS:
                _repair(label, words, key)
            _draw_handover(assistant, view, question, key)


def card_html(question: Question, catalogue: Catalogue) -> str:
    """The question, why it matters, and what a good answer looks like."""
    titles = ", ".join(catalogue.flag_by_id[flag].title for flag in question.flags)
    could = f'<p class="soft">Could settle: {escape(titles)}</p>' if titles else ""
    good = f'<details class="soft"><summary>An example of a good answer</summary>{escape(question.good)}</details>'
    return (
        f'<p class="ask">{escape(question.text)}</p>'
        f'<p class="soft"><strong>Why it matters:</strong> {escape(question.why)}</p>'
        f"{could}{good if question.good else ''}"
    )


def _draw_options(question: Question, catalogue: Catalogue, key: str) -> None:
    labels = [option.label for option in question.options]
    if not labels:
        return
    if catalogue.field_by_id[question.field].many:
        picked = st.pills(
            "Choose all that fit, or answer in your own words below",
            labels,
            selection_mode="multi",
            format_func=plain,
            key=f"options-{key}",
        )
        words = ", ".join(picked)
        st.button(
            "Answer with these",
            disabled=not picked,
            on_click=state.send,
            args=(words,),
            key=f"send-{key}",
        )
        return
    with st.container(key="options", horizontal=True, gap="small"):
        for number, label in enumerate(labels):
            option = f"option-{number}-{key}"
            st.button(plain(label), key=option, on_click=state.send, args=(label,))


def _repair(label: str, words: str, key: str) -> None:
    st.button(label, key=f"{label}-{key}", on_click=state.send, args=(words,), type="tertiary")


def _draw_handover(assistant: Assistant, view: SessionView, question: Question, key: str) -> None:
    with st.popover("Ask a colleague", type="tertiary"):
        st.caption("Copy this to the person who knows:")
        st.code(assistant.hand_over(view, question), language=None, wrap_lines=True)
        with st.form(f"colleague-{key}", border=False):
            st.text_input("Their name", key=f"name-{key}")
            st.text_area("What they answered", key=f"answer-{key}", height=80)
            st.form_submit_button("Take their answer", on_click=_send_answer, args=(key,))


def _send_answer(key: str) -> None:
    name, answer = st.session_state[f"name-{key}"], st.session_state[f"answer-{key}"]
    if answer.strip():
        state.send(answer, name.strip() or None)


def _draw_closing(view: SessionView) -> None:
    if len(view.shown_turns) <= 1:
        return
    with st.container(key="question", border=True):
        left = len(view.assessment.questions)
        st.html(
            '<p class="ask">No question is open.</p>'
            f'<p class="soft">{_rest(left)} You can always add, correct or ask something below.</p>'
        )
        if left:
            st.button("Ask me more", on_click=state.send, args=(MORE,), key="more")


def _rest(left: int) -> str:
    if left:
        return f"{left} more could be asked; they stand under Questions."
    return "All has been asked."
