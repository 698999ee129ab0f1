"""Turns: a description read without a talk, and a stored message answered and put behind the others."""

from collections.abc import Callable
from datetime import datetime

from assistant.agent import graph as turn_graph
from assistant.agent.state import Tape, TurnState
from assistant.domain.assessment import Assessment
from assistant.domain.catalogue import Catalogue
from assistant.domain.draft import Draft, make_draft
from assistant.domain.questions import Depth
from assistant.domain.session import State, Turn, TurnKind, replay
from assistant.ports import Listener, SessionStore, StoredSession
from assistant.service.engines import Engines
from assistant.service.texts import UNTITLED, shortened_title


class Answering:
    """Runs turns through the engines; holds nothing of a talk."""

    def __init__(self, catalogue: Catalogue, engines: Engines, clock: Callable[[], datetime]) -> None:
        self._catalogue = catalogue
        self._engines = engines
        self._clock = clock

    def draft(self, text: str, engine: str | None, listen: Listener) -> tuple[Draft, Assessment]:
        """Read a description on its own; nothing is stored and no reply is worded."""
        turn = Turn(seq=1, kind=TurnKind.DESCRIPTION, at=self._clock(), text=text)
        done = self._engines.run(engine, _begin(turn, (), State(), Depth.STANDARD, silent=True), listen)
        read = done["turn"]
        draft = make_draft(
            done["assessment"],
            self._catalogue,
            engine=read.engine,
            grounded=read.grounded,
            notice=read.notice,
            usage=read.usage,
        )
        return draft, done["assessment"]

    def answer(self, store: SessionStore, stored: StoredSession, engine: str | None, listen: Listener) -> StoredSession:
        """Answer the first message that waits, and give back the session as it stands then.

        Raises:
            StaleSession: another tab or process has gone on with the session.
        """
        message = stored.waiting[0]
        before = replay(stored.turns, self._catalogue)
        turn = Turn(
            seq=message.seq,
            kind=message.kind,
            at=self._clock(),
            text=message.text,
            said_by=message.said_by,
            asked=before.question,
        )
        state = _begin(turn, stored.turns, before, stored.info.depth, silent=False)
        chosen = engine or self._engines.or_default(stored.info.engine)
        done = self._run(store, stored, state, chosen, listen)
        store.append(stored.info.id, turn_graph.finished(done, self._catalogue), stored.info.version)
        _name_after_title(store, stored.info.id, done["after"])
        return store.load(stored.info.id)

    def _run(
        self, store: SessionStore, stored: StoredSession, state: TurnState, engine: str, listen: Listener
    ) -> TurnState:
        """Run a turn; where its reply is broken off, what was said by then is stored."""
        try:
            return self._engines.run(engine, state, listen)
        except turn_graph.TurnStopped as stop:
            if "plan" in stop.state:
                partial = turn_graph.finished(stop.state, self._catalogue, stopped=True)
                store.append(stored.info.id, partial, stored.info.version)
            raise (stop.__cause__ or stop) from None


def next_seq(stored: StoredSession) -> int:
    """Behind every turn, and behind the messages that still wait for theirs."""
    taken = [*(turn.seq for turn in stored.turns), *(message.seq for message in stored.waiting)]
    return max(taken, default=0) + 1


def _begin(turn: Turn, turns: tuple[Turn, ...], before: State, depth: Depth, *, silent: bool) -> TurnState:
    return {
        "turns": turns,
        "tape": Tape(),
        "before": before,
        "draft_turn": turn,
        "now": turn.at,
        "depth": depth,
        "silent": silent,
    }


def _name_after_title(store: SessionStore, session_id: str, state: State) -> None:
    title = state.scope.value("project.title")
    info = store.load(session_id).info
    if title and info.title == UNTITLED:
        store.update(info.model_copy(update={"title": shortened_title(title)}))
