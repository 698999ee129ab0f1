"""The panel: the scope as it stands, its warnings and what is still open."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from assistant.domain.catalogue import Catalogue, FieldSpec, Section
from assistant.domain.draft import Draft, make_draft
from assistant.domain.reading import Status
from assistant.domain.scope import FieldState
from assistant.service import Assistant, SessionView
from ui.parts import edit
from ui.parts.files import FILES
from ui.parts.flag_html import flag_html, question_html, remarks_html, verdict_html
from ui.parts.law_html import law_html
from ui.parts.progress import section_progress, shown, whole_progress, with_status
from ui.parts.scope_html import field_html
from ui.parts.sources import source_names
from ui.parts.text import escape, plain

SCOPE, WARNINGS, QUESTIONS = "Scope", "Warnings", "Questions"
QUESTIONS_SHOWN = 12
NO_WARNINGS = "No warnings so far. That is no pass: they come as more is known."
GAPS = ((Status.MISSING, "Nobody has said"), (Status.UNKNOWN, "Said to be not known yet"))


def draft_of(assistant: Assistant, view: SessionView) -> Draft:
    """The scope of a loaded session as a draft."""
    return make_draft(view.assessment, assistant.catalogue, engine=view.read_by)


def draw_verdict(draft: Draft, catalogue: Catalogue) -> None:
    """Show the decision and how far the scope has come."""
    st.html(verdict_html(draft, whole_progress(draft), catalogue))


def draw_parts(assistant: Assistant, view: SessionView, draft: Draft, numbers: Mapping[str, int] | None = None) -> None:
    """Show the scope, or its warnings, or its questions.

    Args:
        assistant: knows the fields, and takes edits.
        view: the session.
        draft: its scope.
        numbers: numbers of fields in the text beside it.
    """
    part = st.segmented_control(
        "Show",
        [SCOPE, WARNINGS, QUESTIONS],
        default=SCOPE,
        required=True,
        key="part",
        label_visibility="collapsed",
        persist_state="session",
    )
    names = source_names(view.shown_turns)
    if part == WARNINGS:
        _draw_flags(draft, names)
        _draw_law(draft, names)
    elif part == QUESTIONS:
        _draw_questions(assistant, view, draft)
    else:
        for section in assistant.catalogue.sections:
            _draw_section(assistant, view, draft, section, numbers or {})
        _draw_remarks(draft, names)
    draw_downloads(assistant, view)


def draw_downloads(assistant: Assistant, view: SessionView) -> None:
    """Offer the scope as files, written when they are asked for."""
    with st.container(horizontal=True, key="downloads"):
        for label, suffix, kind, write in FILES:
            st.download_button(
                label,
                partial(write, assistant, view.info.id),
                f"scope{suffix}",
                kind,
                on_click="ignore",
                type="tertiary",
            )


def touched(view: SessionView) -> frozenset[str]:
    """Sections that the last turn said something about."""
    last = view.shown_turns[-1:]
    return frozenset(claim.field.split(".")[0] for turn in last for claim in turn.grounded.claims)


def _draw_section(
    assistant: Assistant,
    view: SessionView,
    draft: Draft,
    section: Section,
    numbers: Mapping[str, int],
) -> None:
    fields = draft.scope[section.id]
    progress = section_progress(fields)
    active = section.id in touched(view) or (edit.editing() or "").startswith(f"{section.id}.")
    label = f"**{plain(section.title)}** · {progress.closed} of {progress.total}"
    names = source_names(view.shown_turns)
    with st.expander(label, expanded=active, key=f"section-{section.id}"):
        for spec in (spec for spec in assistant.catalogue.fields if spec.section == section.id):
            if not shown(fields[spec.id.split(".")[1]]):
                continue
            known = view.state.scope.field(spec.id)
            with st.container(key=f"field-{spec.id}", horizontal=True, wrap=False):
                st.html(field_html(spec, known, names, numbers.get(spec.id, 0)))
                _draw_edit_button(spec, known)
            if edit.editing() == spec.id:
                edit.draw(assistant, view.info.id, spec, known)
        hidden = [field.title for field in fields.values() if not shown(field)]
        if hidden:
            st.html(f'<p class="soft">Does not apply so far: {escape(", ".join(hidden))}</p>')


def _draw_edit_button(spec: FieldSpec, known: FieldState) -> None:
    word = "Fill in" if known.status is Status.MISSING else "Edit"
    key = f"open-{spec.id}"
    st.button(word, key=key, on_click=edit.toggle, args=(spec.id,), type="tertiary")


def _draw_flags(draft: Draft, names: Mapping[str, str]) -> None:
    if not draft.flags:
        st.html(f'<p class="soft">{NO_WARNINGS}</p>')
    for flag in draft.flags:
        st.html(flag_html(flag, names))


def _draw_law(draft: Draft, names: Mapping[str, str]) -> None:
    if draft.law.findings:
        with st.expander(f"**Law to look at** · {len(draft.law.findings)}", key="section-law"):
            st.html(law_html(draft.law, names))


def _draw_remarks(draft: Draft, names: Mapping[str, str]) -> None:
    if draft.remarks:
        label = f"**Remarks** · {len(draft.remarks)}"
        with st.expander(label, expanded=True, key="section-remarks"):
            st.html(remarks_html(draft.remarks, names))


def _draw_questions(assistant: Assistant, view: SessionView, draft: Draft) -> None:
    for status, words in GAPS:
        titles = with_status(draft, status)
        if titles:
            st.html(f"<p><strong>{words}:</strong> {escape(', '.join(titles))}.</p>")
    titles_of = {flag.id: flag.title for flag in draft.flags}
    whole = {question.field: question for question in view.assessment.questions}
    for question in draft.questions[:QUESTIONS_SHOWN]:
        st.html(question_html(question, titles_of))
        with st.popover("Ask a colleague", type="tertiary", key=f"hand-{question.field}"):
            words = assistant.hand_over(view, whole.get(question.field, question.field))
            st.code(words, language=None, wrap_lines=True)
    more = len(draft.questions) - QUESTIONS_SHOWN
    if more > 0:
        st.html(f'<p class="soft">and {more} more, of less weight.</p>')
