"""What the service needs from outside, as protocols: an engine, guidance, and a store of sessions."""

from collections.abc import Callable, Iterator
from typing import Protocol

from assistant.domain.base import Value
from assistant.domain.catalogue import Passage
from assistant.domain.evidence import Source
from assistant.domain.questions import Question
from assistant.domain.reading import Reading
from assistant.domain.reply import ReplyPlan
from assistant.domain.scope import Scope
from assistant.domain.session import SessionInfo, Turn, TurnKind


class ReadRequest(Value):
    """What an engine is asked to read.

    Attributes:
        source: the text.
        document: a whole description, not a message of a talk.
        asked: the question that the message may answer.
        scope: what is known already.
        until: the moment on the monotonic clock at which the turn's time is used up; None for no limit.
    """

    source: Source
    document: bool = False
    asked: Question | None = None
    scope: Scope = Scope()
    until: float | None = None


class Engine(Protocol):
    """Observes texts and words replies; it concludes nothing."""

    @property
    def name(self) -> str:
        """`embedded` or `openai:MODEL`."""

    def read(self, request: ReadRequest) -> Reading:
        """Read a text into claims, signals and remarks.

        Raises:
            EngineError: the text could not be read.
        """

    def reply(self, plan: ReplyPlan) -> Iterator[str]:
        """Word a reply, piece by piece.

        Raises:
            EngineError: no reply, or only a part of it, could be worded.
        """


class Hit(Value):
    """A passage found, with how well it fits (0 to 1)."""

    passage: Passage
    score: float


class Guidance(Protocol):
    """Searches the guidance passages."""

    def search(self, question: str, *, limit: int = 3, field: str | None = None) -> tuple[Hit, ...]:
        """Find the passages that answer a question, best first; empty where nothing is relevant."""


class PendingMessage(Value):
    """A message that was stored but whose turn was never finished (a crash, a stop)."""

    seq: int
    kind: TurnKind
    text: str
    said_by: str | None = None


class StoredSession(Value):
    """A session as the store holds it.

    Attributes:
        waiting: messages without a turn, in the order in which they came.
    """

    info: SessionInfo
    turns: tuple[Turn, ...]
    waiting: tuple[PendingMessage, ...] = ()


class SessionStore(Protocol):
    """Keeps sessions; turns are only ever appended.

    Every method raises `StoreError` where the database cannot be used, and `InputError` for an unknown session.
    """

    def create(self, info: SessionInfo) -> None:
        """Add an empty session."""

    def load(self, session_id: str) -> StoredSession:
        """Load a session with all its turns."""

    def receive(self, session_id: str, message: PendingMessage, expected: int) -> int:
        """Store a person's message before anything else happens; returns the new version.

        Raises:
            StaleSession: the session's version is no longer the expected one.
        """

    def append(self, session_id: str, turn: Turn, expected: int) -> int:
        """Append a finished turn; returns the new version.

        Raises:
            StaleSession: the session's version is no longer the expected one.
        """

    def update(self, info: SessionInfo) -> None:
        """Change title, depth or engine."""

    def delete(self, session_id: str) -> None:
        """Remove a session and all its turns for good."""

    def sessions(self) -> tuple[SessionInfo, ...]:
        """All sessions, the latest used first."""


class Began(Value):
    """The turn of a stored message has begun."""

    message: PendingMessage


class Stage(Value):
    """A step of a turn has begun (`reading`, `checking`, `looking up`, `replying`)."""

    name: str


class Token(Value):
    """A piece of the reply."""

    text: str


Event = Began | Stage | Token
Listener = Callable[[Event], None]
