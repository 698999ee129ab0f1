"""The assistant: what a person can do, each as one call."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property

from assistant.domain.assessment import Assessment
from assistant.domain.catalogue import Catalogue
from assistant.domain.draft import Draft, make_draft
from assistant.domain.questions import Depth, Question
from assistant.domain.reading import Status
from assistant.domain.session import SessionInfo, Turn, TurnKind, replay, undoable
from assistant.errors import InputError, StaleSession
from assistant.ports import Began, Engine, Guidance, Hit, Listener, PendingMessage, SessionStore
from assistant.service.answering import Answering, next_seq
from assistant.service.edits import Entry, edit_turn
from assistant.service.engines import EngineChoice, Engines
from assistant.service.handing import handed_over
from assistant.service.texts import OPENING, UNTITLED, checked_text, shortened_title
from assistant.service.view import SessionView, view_of


def _ignore(_event: object) -> None:
    """Listen to nothing."""


class Assistant:
    """Scopes projects: one object serves all sessions of a process."""

    def __init__(
        self,
        catalogue: Catalogue,
        engines: Mapping[str, Engine],
        guidance: Guidance,
        open_store: Callable[[], SessionStore],
        clock: Callable[[], datetime],
        turn_seconds: float | None = None,
    ) -> None:
        """Wire the ports up.

        Args:
            catalogue: the knowledge.
            engines: engines by name; the first is the default.
            guidance: the passages' index.
            open_store: opens the place where sessions live; called when the first session is touched.
            clock: the time now, with a time zone.
            turn_seconds: how long a turn may take in all; None for as long as it takes.
        """
        self.catalogue = catalogue
        self._engines = Engines(engines, guidance, catalogue, turn_seconds)
        self._answering = Answering(catalogue, self._engines, clock)
        self._guidance = guidance
        self._open_store = open_store
        self._clock = clock

    @cached_property
    def _store(self) -> SessionStore:
        return self._open_store()

    @property
    def engines(self) -> tuple[EngineChoice, ...]:
        """Engines to choose from, the default first."""
        return self._engines.choices

    @property
    def engine_names(self) -> tuple[str, ...]:
        """Their names, the default first."""
        return self._engines.names

    def draft(self, text: str, *, engine: str | None = None, listen: Listener = _ignore) -> Draft:
        """Read a description into a draft scope.

        Raises:
            InputError: there is nothing to read, or too much.
        """
        return self.draft_with_assessment(text, engine=engine, listen=listen)[0]

    def draft_with_assessment(
        self, text: str, *, engine: str | None = None, listen: Listener = _ignore
    ) -> tuple[Draft, Assessment]:
        """Read a description into a draft scope, with the assessment that it was written from."""
        return self._answering.draft(checked_text(text), engine, listen)

    def start(self, *, title: str = "", depth: Depth = Depth.STANDARD, engine: str | None = None) -> SessionView:
        """Begin a talk with the opening words.

        Raises:
            InputError: there is no such engine.
        """
        now = self._clock()
        info = SessionInfo(
            id=secrets.token_hex(16),  # no "-", which reads as an option on the command line when it leads
            title=shortened_title(title) or UNTITLED,
            created=now,
            updated=now,
            depth=depth,
            engine=self._engines.checked(engine) if engine else "",
        )
        self._store.create(info)
        opening = Turn(seq=1, kind=TurnKind.OPENING, at=now, reply=OPENING)
        self._store.append(info.id, opening, expected=0)
        return self.open(info.id)

    def open(self, session_id: str) -> SessionView:
        """Load a session.

        Raises:
            InputError: there is no such session.
        """
        stored = self._store.load(session_id)
        engine = self._engines.or_default(stored.info.engine)
        return view_of(stored, self.catalogue, engine, self._clock().date())

    def say(
        self,
        session_id: str,
        text: str,
        *,
        kind: TurnKind = TurnKind.MESSAGE,
        said_by: str | None = None,
        engine: str | None = None,
        expected: int | None = None,
        listen: Listener = _ignore,
    ) -> SessionView:
        """Take one message of the person, stored before anything else, and answer it after those that still wait.

        Args:
            session_id: which talk.
            text: the person's words.
            kind: a message, or a whole description.
            said_by: whose words these are, where they are passed on.
            engine: which engine reads; None takes the one chosen for the session.
            expected: the version of the session that the person saw; a newer one is refused.
            listen: is told whose turn it is, stages and pieces of the reply as they come.

        Raises:
            InputError: empty or oversized text, or no such session.
            StaleSession: another tab or process has gone on with the session.
        """
        words = checked_text(text)
        stored = self._store.load(session_id)
        message = PendingMessage(seq=next_seq(stored), kind=kind, text=words, said_by=said_by)
        self._store.receive(session_id, message, stored.info.version if expected is None else expected)
        try:
            return self.resume(session_id, engine=engine, listen=listen)
        except StaleSession:
            # The message is stored: whoever has gone on with the session answers it, or it is shown as waiting.
            return self.open(session_id)

    def resume(self, session_id: str, *, engine: str | None = None, listen: Listener = _ignore) -> SessionView:
        """Answer the messages that were stored but never answered, in the order in which they came."""
        stored = self._store.load(session_id)
        while stored.waiting:
            listen(Began(message=stored.waiting[0]))
            stored = self._answering.answer(self._store, stored, engine, listen)
        return self.open(session_id)

    def edit(
        self,
        session_id: str,
        field: str,
        value: str,
        *,
        choices: tuple[str, ...] = (),
        status: Status = Status.STATED,
        said_by: str | None = None,
    ) -> SessionView:
        """Enter a value by hand; the words typed are its evidence.

        Raises:
            InputError: unknown field, or nothing was entered.
        """
        entry = Entry(field=field, value=value, choices=choices, status=status, said_by=said_by)
        stored = self._store.load(session_id)
        before = replay(stored.turns, self.catalogue)
        turn = edit_turn(entry, next_seq(stored), self._clock(), before, stored.info.depth, self.catalogue)
        self._store.append(session_id, turn, stored.info.version)
        return self.open(session_id)

    def undo(self, session_id: str) -> SessionView:
        """Take the last message, description or edit back.

        Raises:
            InputError: there is nothing to take back.
        """
        stored = self._store.load(session_id)
        last = undoable(stored.turns)
        if last is None:
            raise InputError("There is nothing to take back.")
        turn = Turn(seq=next_seq(stored), kind=TurnKind.UNDO, at=self._clock(), undoes=last.seq)
        self._store.append(session_id, turn, stored.info.version)
        return self.open(session_id)

    def hand_over(self, session: str | SessionView, about: str | Question) -> str:
        """Write a short message with which a question, or the one about a field, is handed to the colleague who knows.

        Their answer is entered with their name as its source: `say` or `edit` with `said_by`.

        Raises:
            InputError: there is no such session or field.
        """
        view = self.open(session) if isinstance(session, str) else session
        return handed_over(view, about, self.catalogue)

    def rename(self, session_id: str, title: str) -> SessionView:
        """Give a session another title.

        Raises:
            InputError: the title is empty.
        """
        if not title.strip():
            raise InputError("A title needs at least one character.")
        return self._change(session_id, title=shortened_title(title))

    def set_depth(self, session_id: str, depth: Depth) -> SessionView:
        """Choose how much to be asked."""
        return self._change(session_id, depth=depth)

    def set_engine(self, session_id: str, engine: str) -> SessionView:
        """Choose what reads the session's messages from the next one on.

        Raises:
            InputError: there is no such engine.
        """
        return self._change(session_id, engine=self._engines.checked(engine))

    def delete(self, session_id: str) -> None:
        """Remove a session for good."""
        self._store.delete(session_id)

    def sessions(self) -> tuple[SessionInfo, ...]:
        """All sessions, the latest used first."""
        return self._store.sessions()

    def search(self, question: str, *, limit: int = 5) -> tuple[Hit, ...]:
        """Look guidance up."""
        return self._guidance.search(question, limit=limit)

    def session_draft(self, session_id: str) -> Draft:
        """The scope of a session in the form of a draft."""
        view = self.open(session_id)
        return make_draft(view.assessment, self.catalogue, engine=view.read_by)

    def _change(self, session_id: str, **changes: object) -> SessionView:
        info = self._store.load(session_id).info
        self._store.update(info.model_copy(update=changes))
        return self.open(session_id)
