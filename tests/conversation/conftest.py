"""A talk that can be led to any question, with the embedded reader or with a hosted model's readings from a script."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant import knowledge, resources
from assistant.domain.catalogue import Catalogue, Passage
from assistant.domain.questions import Depth, Question, question_about
from assistant.domain.reading import Claim, Intent, Reading, Remark, Signal, Status
from assistant.domain.reply import ReplyPlan
from assistant.domain.scope import FieldState
from assistant.domain.session import Turn, TurnKind
from assistant.engines.embedded.engine import EmbeddedEngine
from assistant.errors import EngineUnavailable
from assistant.ports import Engine, ReadRequest
from assistant.service import Assistant, SessionView
from assistant.store.sql import SqlStore
from tests.fakes.guidance import FixedGuidance

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SMALL = ("docs-a1-forms.txt", "docs-a4-2-emails.txt", "docs-a6-2-mixed.txt", "docs-a7-5-short.txt", "short-safe-1.txt")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return knowledge.load(resources.folder("knowledge"), None)


@pytest.fixture(scope="session")
def embedded(catalogue: Catalogue) -> EmbeddedEngine:
    """The real reader, fitted on a few texts; kept between runs as long as code and texts stay the same."""
    try:
        from assistant.embedding.minilm import MiniLM

        embedder = MiniLM()
    except EngineUnavailable:
        embedder = None
    kept = Path(tempfile.gettempdir()) / "scope-conversation-tests"
    texts = kept / "texts"
    texts.mkdir(parents=True, exist_ok=True)
    for name in SMALL:
        shutil.copyfile(resources.folder("knowledge") / "reading" / "train" / name, texts / name)
    engine = EmbeddedEngine(catalogue, embedder, examples=texts, cache=kept)
    engine.prepare()
    return engine


class HostedScript:
    """Stands for a hosted model: gives for each message the reading that was written for it."""

    name = "hosted"

    def __init__(self) -> None:
        self.readings: dict[str, Reading] = {}
        self.plans: list[ReplyPlan] = []

    def read(self, request: ReadRequest) -> Reading:
        return self.readings.get(request.source.text, Reading(engine=self.name))

    def reply(self, plan: ReplyPlan) -> Iterator[str]:
        self.plans.append(plan)
        yield "Thank you. "
        yield "On we go."


class Talk:
    """One session, and what is wanted of it in a test."""

    def __init__(self, assistant: Assistant, store: SqlStore, engine: Engine, depth: Depth = Depth.STANDARD) -> None:
        self.assistant = assistant
        self.store = store
        self.engine = engine
        self.id = assistant.start(depth=depth).info.id

    def reads(
        self,
        text: str,
        *claims: Claim,
        intent: Intent = Intent.ANSWER,
        asks: str = "",
        remarks: tuple[Remark, ...] = (),
        signals: tuple[Signal, ...] = (),
    ) -> None:
        """Write down how a hosted model reads a message; the embedded reader reads it itself."""
        if isinstance(self.engine, HostedScript):
            self.engine.readings[text] = Reading(
                engine="hosted", claims=claims, intent=intent, side_question=asks, remarks=remarks, signals=signals
            )

    def says(self, text: str, **options: object) -> SessionView:
        return self.assistant.say(self.id, text, **options)

    def knows(self, field: str, words: str, *choices: str, status: Status = Status.STATED) -> None:
        """Enter what is known before the test begins."""
        self.assistant.edit(self.id, field, words, choices=choices, status=status)

    def put(self, field: str, **changes: object) -> Question:
        """Have the assistant ask the plain question about a field."""
        question = question_about(self.assistant.catalogue.field_by_id[field]).model_copy(update=changes)
        stored = self.store.load(self.id)
        seq = stored.turns[-1].seq + 1
        turn = Turn(seq=seq, kind=TurnKind.MESSAGE, at=NOW, text="Go on.", intent=Intent.SKIP, question=question)
        self.store.append(self.id, turn, stored.info.version)
        return question

    @property
    def view(self) -> SessionView:
        return self.assistant.open(self.id)

    @property
    def question(self) -> Question | None:
        return self.view.question

    @property
    def reply(self) -> str:
        return self.view.turns[-1].reply

    def field(self, field: str) -> FieldState:
        return self.view.state.scope.field(field)


def passage() -> Passage:
    return Passage(
        id="what-a-baseline-is",
        topic="metrics",
        title="What is a baseline?",
        text="A baseline is the simple way that a model has to beat.",
        fields=("evaluation.baseline",),
        sources=(),
        checked="2026-11-01",
    )


@pytest.fixture
def make_talk(catalogue: Catalogue, tmp_path: Path) -> Callable[..., Talk]:
    def make(engine: Engine, depth: Depth = Depth.STANDARD) -> Talk:
        store = SqlStore(f"sqlite:///{tmp_path / 'sessions.db'}")
        source = catalogue.sources[0].id
        found = passage().model_copy(update={"sources": (source,)})
        assistant = Assistant(catalogue, {engine.name: engine}, FixedGuidance(found), lambda: store, lambda: NOW)
        return Talk(assistant, store, engine, depth)

    return make


@pytest.fixture(params=["embedded", "hosted"])
def talk(request: pytest.FixtureRequest, make_talk: Callable[..., Talk]) -> Talk:
    engine = request.getfixturevalue("embedded") if request.param == "embedded" else HostedScript()
    return make_talk(engine)


@pytest.fixture
def hosted(make_talk: Callable[..., Talk]) -> Talk:
    return make_talk(HostedScript())
