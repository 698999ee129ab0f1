"""A session as a screen needs it."""

from datetime import date
from functools import reduce

from assistant.domain.assessment import Assessment, assess
from assistant.domain.base import Value
from assistant.domain.catalogue import Catalogue
from assistant.domain.questions import Question
from assistant.domain.reading import Usage
from assistant.domain.session import SessionInfo, State, Turn, active_turns, replay
from assistant.ports import PendingMessage, StoredSession

BY_HAND = "by hand"


class SessionView(Value):
    """A session's turns and state, and what is concluded now.

    Attributes:
        waiting: messages that were stored but not yet answered, in the order in which they came.
        engine: what will read the next message.
    """

    info: SessionInfo
    turns: tuple[Turn, ...]
    state: State
    assessment: Assessment
    waiting: tuple[PendingMessage, ...] = ()
    engine: str

    @property
    def question(self) -> Question | None:
        """The question that is open now."""
        return self.state.question

    @property
    def shown_turns(self) -> tuple[Turn, ...]:
        """The turns that count, undone ones left out."""
        return active_turns(self.turns)

    @property
    def read_by(self) -> str:
        """What read the latest message; what would read one, where there was none."""
        engines = [turn.engine for turn in self.shown_turns if turn.engine not in ("", BY_HAND)]
        return engines[-1] if engines else self.engine

    @property
    def usage(self) -> Usage:
        """What the language model has cost so far; what was taken back was paid for, too."""
        return reduce(Usage.plus, (turn.usage for turn in self.turns if turn.usage.calls), Usage())


def view_of(stored: StoredSession, catalogue: Catalogue, engine: str, today: date) -> SessionView:
    """Work out what a stored session amounts to.

    Args:
        stored: the session.
        catalogue: the knowledge.
        engine: what will read the next message.
        today: the day that a session without turns is judged by; others are by their latest turn's.
    """
    state = replay(stored.turns, catalogue)
    now = assessed(state, catalogue, stored.turns[-1].at.date() if stored.turns else today)
    on_table = set(state.question.fields if state.question else ())
    left = tuple(question for question in now.questions if question.field not in on_table)
    return SessionView(
        info=stored.info,
        turns=stored.turns,
        state=state,
        assessment=now.model_copy(update={"questions": left}),
        waiting=stored.waiting,
        engine=engine,
    )


def assessed(state: State, catalogue: Catalogue, today: date) -> Assessment:
    """Conclude flags, questions and verdict from a session's state."""
    return assess(state.scope, catalogue, words=state.words, today=today, asked=state.had_chance)
