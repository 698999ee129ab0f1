"""The only door to the product: talks, drafts and sessions, for the command line, the browser and the evals.

The service keeps no conversation in memory, so any process can take the next turn of any session.
"""

import secrets
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property

from assistant.agent import graph as turn_graph
from assistant.agent.state import Tape, TurnState
from assistant.domain.assessment import Assessment, assess
from assistant.domain.base import Value
from assistant.domain.catalogue import Catalogue
from assistant.domain.draft import Draft, make_draft
from assistant.domain.evidence import Span, cite
from assistant.domain.questions import Depth, Question, next_question, question_about
from assistant.domain.reading import Grounded, GroundedClaim, Intent, Status
from assistant.domain.session import (
    SessionInfo,
    State,
    Turn,
    TurnKind,
    active_turns,
    reopened_by,
    replay,
    step,
    undoable,
)
from assistant.domain.wording import hand_over_message
from assistant.errors import InputError
from assistant.ports import (
    Engine,
    Guidance,
    Hit,
    Listener,
    PendingMessage,
    SessionStore,
    StoredSession,
)

MAX_TEXT_CHARS = 2_000_000
UNTITLED = "New project"
TITLE_CHARS = 80


class SessionView(Value):
    """A session as a screen needs it: turns, state, and what is concluded now.

    Attributes:
        pending: a message that was stored but not yet answered.
    """

    info: SessionInfo
    turns: tuple[Turn, ...]
    state: State
    assessment: Assessment
    pending: PendingMessage | None = None

    @property
    def question(self) -> Question | None:
        """The question that is open now."""
        return self.state.question

    @property
    def shown_turns(self) -> tuple[Turn, ...]:
        """The turns that count, undone ones left out."""
        return active_turns(self.turns)


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
    ) -> None:
        """Wire the ports up.

        Args:
            catalogue: the knowledge.
            engines: engines by name; the first is the default.
            guidance: the passages' index.
            open_store: opens the place where sessions live; called when the first session is touched.
            clock: the time now, with a time zone.
        """
        self.catalogue = catalogue
        self._engines = dict(engines)
        self._guidance = guidance
        self._open_store = open_store
        self._clock = clock
        self._graphs: dict[str, turn_graph.TurnGraph] = {}

    @cached_property
    def _store(self) -> SessionStore:
        return self._open_store()

    @property
    def engine_names(self) -> tuple[str, ...]:
        """Engines to choose from, the default first."""
        return tuple(self._engines)

    def draft(self, text: str, *, engine: str | None = None, listen: Listener = _ignore) -> Draft:
        """Read a description into a draft scope.

        Raises:
            InputError: there is nothing to read, or too much.
        """
        draft, _ = self.draft_with_assessment(text, engine=engine, listen=listen)
        return draft

    def draft_with_assessment(
        self, text: str, *, engine: str | None = None, listen: Listener = _ignore
    ) -> tuple[Draft, Assessment]:
        """Read a description into a draft scope, with the assessment that it was written from."""
        now = self._clock()
        turn = Turn(seq=1, kind=TurnKind.DESCRIPTION, at=now, text=checked_text(text))
        state: TurnState = {
            "turns": (),
            "tape": Tape(),
            "before": State(),
            "draft_turn": turn,
            "now": now,
            "depth": Depth.STANDARD,
            "silent": True,
        }
        done = turn_graph.run(self._graph(engine), state, listen)
        draft = make_draft(
            done["assessment"],
            self.catalogue,
            engine=done["turn"].engine,
            grounded=done["turn"].grounded,
            notice=done["turn"].notice,
            usage=done["turn"].usage,
        )
        return draft, done["assessment"]

    def start(self, *, title: str = "", depth: Depth = Depth.STANDARD) -> SessionView:
        """Begin a talk with the opening words."""
        now = self._clock()
        info = SessionInfo(
            id=secrets.token_urlsafe(16),
            title=title.strip()[:TITLE_CHARS] or UNTITLED,
            created=now,
            updated=now,
            depth=depth,
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
        return self._view(self._store.load(session_id))

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
        """Take one message of the person, stored before anything else happens, and answer it.

        Args:
            session_id: which talk.
            text: the person's words.
            kind: a message, or a whole description.
            said_by: whose words these are, where they are passed on.
            engine: which engine reads, the default where None.
            expected: the version of the session that the person saw; a newer one is refused.
            listen: is told stages and pieces of the reply as they come.

        Raises:
            InputError: empty or oversized text, or no such session.
            StaleSession: another tab or process has gone on with the session.
        """
        words = checked_text(text)
        stored = self._store.load(session_id)
        version = stored.info.version if expected is None else expected
        message = PendingMessage(seq=_next_seq(stored), kind=kind, text=words, said_by=said_by)
        version = self._store.receive(session_id, message, version)
        if stored.pending is not None:
            version = self._answer(session_id, stored.pending, version, engine, listen).info.version
        return self._answer(session_id, message, version, engine, listen)

    def resume(self, session_id: str, *, engine: str | None = None, listen: Listener = _ignore) -> SessionView:
        """Answer a message that was stored but never answered."""
        stored = self._store.load(session_id)
        if stored.pending is None:
            return self._view(stored)
        return self._answer(session_id, stored.pending, stored.info.version, engine, listen)

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
        spec = self.catalogue.field_by_id.get(field)
        if spec is None:
            raise InputError(f"There is no field {field!r}.")
        labels = {option.choice: option.label for option in spec.options}
        words = value.strip() or ", ".join(labels[choice] for choice in choices if choice in labels)
        words = checked_text(words)
        stored = self._store.load(session_id)
        turn = Turn(
            seq=_next_seq(stored),
            kind=TurnKind.EDIT,
            at=self._clock(),
            text=words,
            said_by=said_by,
            field=field,
            intent=Intent.CORRECTION,
            engine="by hand",
        )
        evidence = cite(turn.source, Span(start=0, end=len(words)))
        allowed = tuple(choice for choice in spec.choices if choice in choices)
        claim = GroundedClaim(
            field=field, status=status, value=words, choices=allowed, evidence=evidence, confidence=1.0
        )
        turn = turn.model_copy(update={"grounded": Grounded(claims=(claim,))})
        before = replay(stored.turns, self.catalogue)
        turn = turn.model_copy(update={"reopened": reopened_by(turn, before, self.catalogue)})
        turn = turn.model_copy(update={"question": self._still_open(stored.info, before, turn)})
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
        turn = Turn(seq=_next_seq(stored), kind=TurnKind.UNDO, at=self._clock(), undoes=last.seq)
        self._store.append(session_id, turn, stored.info.version)
        return self.open(session_id)

    def hand_over(self, session_id: str, field: str) -> str:
        """Write a short message with which the question about a field is handed to the colleague who knows.

        Their answer is entered with their name as its source: `say` or `edit` with `said_by`.

        Raises:
            InputError: there is no such session or field.
        """
        spec = self.catalogue.field_by_id.get(field)
        if spec is None:
            raise InputError(f"There is no field {field!r}.")
        view = self.open(session_id)
        named = view.info.title if view.info.title != UNTITLED else view.state.scope.value("project.summary")
        open_now = view.question if view.question and view.question.field == field else None
        question = open_now or question_about(spec)
        return hand_over_message(named or "a new system", question, view.state.owners.get(field))

    def rename(self, session_id: str, title: str) -> SessionView:
        """Give a session another title.

        Raises:
            InputError: the title is empty.
        """
        if not title.strip():
            raise InputError("A title needs at least one character.")
        info = self._store.load(session_id).info
        self._store.update(info.model_copy(update={"title": title.strip()[:TITLE_CHARS]}))
        return self.open(session_id)

    def set_depth(self, session_id: str, depth: Depth) -> SessionView:
        """Choose how much to be asked."""
        info = self._store.load(session_id).info
        self._store.update(info.model_copy(update={"depth": depth}))
        return self.open(session_id)

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
        engines = [turn.engine for turn in view.shown_turns if turn.engine not in ("", "by hand")]
        return make_draft(view.assessment, self.catalogue, engine=engines[-1] if engines else self.engine_names[0])

    def _answer(
        self,
        session_id: str,
        message: PendingMessage,
        version: int,
        engine: str | None,
        listen: Listener,
    ) -> SessionView:
        stored = self._store.load(session_id)
        before = replay(stored.turns, self.catalogue)
        turn = Turn(
            seq=message.seq,
            kind=message.kind,
            at=self._clock(),
            text=message.text,
            said_by=message.said_by,
            asked=before.question,
        )
        state: TurnState = {
            "turns": stored.turns,
            "tape": Tape(),
            "before": before,
            "draft_turn": turn,
            "now": turn.at,
            "depth": stored.info.depth,
            "silent": False,
        }
        done = self._run(session_id, state, version, engine, listen)
        self._store.append(session_id, turn_graph.finished(done, self.catalogue), version)
        self._name_after_title(session_id, done["after"])
        return self.open(session_id)

    def _run(self, session_id: str, state: TurnState, version: int, engine: str | None, listen: Listener) -> TurnState:
        """Run a turn; where its reply is broken off, what was said by then is stored."""
        try:
            return turn_graph.run(self._graph(engine), state, listen)
        except turn_graph.TurnStopped as stop:
            if "plan" in stop.state:
                partial = turn_graph.finished(stop.state, self.catalogue, stopped=True)
                self._store.append(session_id, partial, version)
            raise (stop.__cause__ or stop) from None

    def _name_after_title(self, session_id: str, state: State) -> None:
        title = state.scope.value("project.title")
        info = self._store.load(session_id).info
        if title and info.title == UNTITLED:
            self._store.update(info.model_copy(update={"title": title[:TITLE_CHARS]}))

    def _still_open(self, info: SessionInfo, before: State, turn: Turn) -> Question | None:
        """The open question after an edit: the same, unless the edit has answered it."""
        if before.question is None or before.question.field != turn.field:
            return before.question
        after = step(before, turn, self.catalogue)
        questions = self._assess(after, self._clock().date()).questions
        return next_question(questions, info.depth, len(after.put), self.catalogue)

    def _view(self, stored: StoredSession) -> SessionView:
        state = replay(stored.turns, self.catalogue)
        today = stored.turns[-1].at.date() if stored.turns else self._clock().date()
        now = self._assess(state, today)
        on_table = set(state.question.fields if state.question else ())
        left = tuple(question for question in now.questions if question.field not in on_table)
        return SessionView(
            info=stored.info,
            turns=stored.turns,
            state=state,
            assessment=now.model_copy(update={"questions": left}),
            pending=stored.pending,
        )

    def _assess(self, state: State, today: date) -> Assessment:
        return assess(state.scope, self.catalogue, words=state.words, today=today, asked=state.had_chance)

    def _graph(self, engine: str | None) -> turn_graph.TurnGraph:
        name = engine or self.engine_names[0]
        if name not in self._engines:
            known = ", ".join(self._engines)
            raise InputError(f"The engine {name!r} is not set up. Choose one of: {known}.")
        if name not in self._graphs:
            self._graphs[name] = turn_graph.build(self._engines[name], self._guidance, self.catalogue)
        return self._graphs[name]


OPENING = (
    "Tell me about the project in your own words: what should it do, for whom, and why now? "
    "Two sentences are enough to start, and a whole description is welcome too. "
    "I'll note what you say with your own words beside it, ask about what's missing, and warn you of risks."
)


def checked_text(text: str) -> str:
    """Return the text if it can be read.

    Raises:
        InputError: it holds no letters or digits, or is longer than two million characters.
    """
    if not any(char.isalnum() for char in text):
        raise InputError("There is nothing to read: write or paste a few words about the project.")
    if len(text) > MAX_TEXT_CHARS:
        raise InputError(
            f"The text is too long ({len(text):,} characters; {MAX_TEXT_CHARS:,} at the most). "
            "Paste the part that describes the project."
        )
    return text


def _next_seq(stored: StoredSession) -> int:
    """Behind every turn, and behind a message that still waits for its turn."""
    waiting = [stored.pending.seq] if stored.pending else []
    return max([*(turn.seq for turn in stored.turns), *waiting], default=0) + 1
