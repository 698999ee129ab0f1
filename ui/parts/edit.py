"""Entering a value by hand."""

import streamlit as st

from assistant.domain.catalogue import FieldSpec
from assistant.domain.reading import Status
from assistant.domain.scope import FieldState
from assistant.service import Assistant
from ui import state
from ui.parts.scope_html import STATUS_WORDS
from ui.parts.text import plain

STATUSES = (Status.STATED, Status.UNKNOWN, Status.NOT_APPLICABLE)


def editing() -> str | None:
    """The field whose form is open."""
    found: str | None = st.session_state.get("editing")
    return found


def toggle(field: str) -> None:
    """Open a field's form, or close it."""
    st.session_state["editing"] = None if editing() == field else field


def entered(value: str, before: str, status: Status) -> str:
    """The words that are kept: what was typed, or the plain status where nothing new was."""
    if status is Status.STATED or (value.strip() and value.strip() != before.strip()):
        return value
    return STATUS_WORDS[status]


def draw(assistant: Assistant, session: str, spec: FieldSpec, known: FieldState) -> None:
    """Show the form of one field."""
    before = "" if spec.options or known.status is not Status.STATED else known.value or ""
    with st.form(key=f"edit-{spec.id}"):
        st.caption(plain(spec.question))
        status = st.segmented_control(
            "What is known",
            STATUSES,
            format_func=STATUS_WORDS.__getitem__,
            default=known.status if known.status in STATUSES else Status.STATED,
            required=True,
            key=f"status-{spec.id}",
        )
        choices = _choices(spec, known)
        value = st.text_area("In your words", before, height=90, key=f"value-{spec.id}")
        said_by = st.text_input("Whose words, if not yours", key=f"by-{spec.id}")
        with st.container(horizontal=True):
            saved = st.form_submit_button("Save", type="primary")
            st.form_submit_button("Cancel", type="tertiary", on_click=toggle, args=(spec.id,))
    if saved:
        with state.doing(value):
            words = entered(value, before, status or Status.STATED)
            assistant.edit(
                session,
                spec.id,
                words,
                choices=choices,
                status=status or Status.STATED,
                said_by=said_by.strip() or None,
            )
        toggle(spec.id)
        st.rerun()


def _choices(spec: FieldSpec, known: FieldState) -> tuple[str, ...]:
    if not spec.options:
        return ()
    labels = {option.choice: option.label for option in spec.options}
    known_choices = [choice for choice in known.choices if choice in labels]
    key = f"choices-{spec.id}"

    def label(choice: str) -> str:
        return plain(labels[choice])

    if spec.many:
        many = st.pills(
            "Which",
            list(labels),
            selection_mode="multi",
            default=known_choices,
            format_func=label,
            key=key,
        )
        return tuple(many)
    first = next(iter(known_choices), None)
    one = st.pills("Which", list(labels), default=first, format_func=label, key=key)
    return (one,) if one else ()
