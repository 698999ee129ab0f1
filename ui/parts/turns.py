"""The talk so far, and the reply that is being given."""

import time
from collections.abc import Callable

import streamlit as st

from assistant.domain.catalogue import Catalogue
from assistant.domain.questions import Question
from assistant.domain.session import Turn, TurnKind
from assistant.ports import Began, Event, Stage, Token
from assistant.service import OPENING, Assistant, SessionView
from ui.parts.scope_html import STATUS_WORDS
from ui.parts.text import checked_on, counted, escape, link, plain, rich, shortened

STAGES = {
    "reading": "Reading your words",
    "checking": "Checking every quote against them",
    "looking up": "Looking guidance up",
    "replying": "Writing",
}
LONG_CHARS = 700
REDRAW_SECONDS = 0.05


class Live:
    """Draws messages as their turns begin, and the stages and words of the replies as they come."""

    def __init__(self, stored: Callable[[], None] = lambda: None, *, messages: bool = True) -> None:
        """Draw where the page stands when the first event comes.

        Args:
            stored: is told of every event, all of which follow the storing of what was said.
            messages: draw the person's messages, too.
        """
        self._stored = stored
        self._messages = messages
        self._room: Room | None = None

    def __call__(self, event: Event) -> None:
        """Draw one event."""
        self._stored()
        if isinstance(event, Began):
            if self._messages:
                draw_words(event.message.text, event.message.said_by)
            self._room = Room()
        elif self._room:
            self._room.draw(event)


class Room:
    """Room for one reply, below what is drawn already."""

    def __init__(self) -> None:
        with st.chat_message("assistant"):
            self._stage, self._words = st.empty(), st.empty()
        self._text = ""
        self._drawn = 0.0

    def draw(self, event: Stage | Token) -> None:
        """Draw a stage or a piece; pieces that follow closely are drawn together."""
        if isinstance(event, Stage):
            self._stage.html(f'<p class="stage">{STAGES.get(event.name, escape(event.name))} …</p>')
            return
        self._text += event.text
        if self._text.strip() and time.monotonic() - self._drawn > REDRAW_SECONDS:
            self._words.html(rich(self._text))
            self._drawn = time.monotonic()


def draw(assistant: Assistant, view: SessionView | None) -> None:
    """Show the whole talk."""
    if view is None:
        with st.chat_message("assistant"):
            st.html(rich(OPENING))
        return
    turns = view.shown_turns
    for turn in turns:
        if turn.kind is TurnKind.EDIT:
            st.html(f'<p class="turn-note">{escape(edit_note(turn, assistant.catalogue))}</p>')
            continue
        if turn.text:
            draw_words(turn.text, turn.said_by)
        _draw_reply(turn, view.question if turn is turns[-1] else None, assistant.catalogue)


def draw_words(text: str, said_by: str | None = None) -> None:
    """Show a person's words; a long text is folded."""
    with st.chat_message("user"):
        if said_by:
            st.html(f'<p class="by">{escape(said_by)}</p>')
        if len(text) <= LONG_CHARS:
            st.html(f'<div class="said">{escape(text.strip())}</div>')
            return
        st.html(f'<div class="said">{escape(shortened(text, LONG_CHARS // 2))}</div>')
        with st.expander(f"The whole text, {counted(len(text.split()), 'word')}"):
            st.html(f'<div class="said">{escape(text.strip())}</div>')


def edit_note(turn: Turn, catalogue: Catalogue) -> str:
    """What was entered by hand, in a line."""
    spec = catalogue.field_by_id.get(turn.field or "")
    status = next((STATUS_WORDS[claim.status] for claim in turn.grounded.claims), "")
    who = f" ({turn.said_by})" if turn.said_by else ""
    words = shortened(turn.text, 160)
    title = spec.title if spec else turn.field
    return f"Entered by hand{who}: {title}, {status.lower()}: “{words}”"


def without_question(reply: str, question: Question | None) -> str:
    """A reply without the question at its end, where that stands below it anyway."""
    bare = reply.rstrip()
    if question is None or not bare.endswith(question.text) or bare == question.text:
        return reply
    return bare.removesuffix(question.text).rstrip()


def _draw_reply(turn: Turn, question: Question | None, catalogue: Catalogue) -> None:
    words = without_question(turn.reply, question)
    titles = [catalogue.field_by_id[field].title for field in turn.reopened]
    if not (words.strip() or turn.notice or titles or turn.question):
        return
    with st.chat_message("assistant"):
        body = rich(words) + _cites(turn) + _asked(turn, question)
        if titles:
            what = counted(len(titles), "answer")
            again = f"This affects {what}, asked again: {', '.join(titles)}."
            body += f'<p class="turn-note">{escape(again)}</p>'
        if body:
            st.html(body)
        if turn.notice:
            st.caption(plain(turn.notice))


def _asked(turn: Turn, open_question: Question | None) -> str:
    """What was asked then, unless the reply said it or it still stands below."""
    asked = turn.question
    if asked is None or asked == open_question or asked.text in turn.reply:
        return ""
    return f'<p class="asked">{escape(asked.text)}</p>'


def _cites(turn: Turn) -> str:
    items = "".join(
        f"<li>[{item.number}] {escape(item.title)}: {link(item.url, item.source)}{checked_on(item.checked)}</li>"
        for item in turn.citations
    )
    return f'<ul class="cites">{items}</ul>' if items else ""
