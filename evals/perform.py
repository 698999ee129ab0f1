"""Puts one case to the assistant and writes down what came out, as plain JSON."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import SecretStr

from assistant.bootstrap import build_assistant, load_catalogue
from assistant.domain.catalogue import Catalogue
from assistant.domain.session import Turn, TurnKind
from assistant.errors import InputError
from assistant.ports import Engine, Guidance, Hit
from assistant.service import Assistant
from assistant.settings import Settings, read_settings
from evals import scripted, talks
from evals.dataset import Case, Kind
from evals.exported import exported
from evals.golds import ChangedText, GuidanceQuestion, ScriptedCase, TalkGold
from evals.people import Simulation

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
WARM_UP = "We want to forecast next week's demand."
Output = dict[str, Any]


class GivenPassages:
    """Guidance that finds the passages that a case names, so that its record does not hang on the search."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._by_id = {passage.id: passage for passage in catalogue.passages}
        self.given: tuple[str, ...] = ()

    def search(self, question: str, *, limit: int = 3, field: str | None = None) -> tuple[Hit, ...]:  # noqa: ARG002 - the port's
        """Give the passages of the case."""
        return tuple(Hit(passage=self._by_id[name], score=0.9) for name in self.given[:limit])


class Bench:
    """An assistant on the test bench: fixed clock, sessions in a folder of its own, no fallback between engines."""

    def __init__(self, assistant: Assistant, given: GivenPassages | None = None) -> None:
        self.assistant = assistant
        self._given = given

    def perform(self, case: Case) -> Output:
        """Put a case to the assistant.

        Raises:
            ScopeError: the assistant could not do it.
        """
        if isinstance(case.gold, TalkGold):
            return self._talk(case.gold)
        if isinstance(case.gold, GuidanceQuestion):
            return {"found": [hit.passage.id for hit in self.assistant.search(case.text, limit=3)]}
        if isinstance(case.gold, ChangedText):
            return self._changes(case.gold)
        if isinstance(case.gold, Simulation):
            return _talked(talks.play(self.assistant, case.gold.project, case.gold.depth))
        draft = self.assistant.draft(case.text)
        return exported(draft, self.assistant.catalogue) if case.kind is Kind.DESCRIPTION else draft.as_json()

    def _talk(self, talk: TalkGold) -> Output:
        if self._given:
            self._given.given = talk.passages
        session = self.assistant.start(title=talk.id).info.id
        for turn in talk.turns:
            self.assistant.say(session, turn.says)
        view = self.assistant.open(session)
        self.assistant.delete(session)
        turns = [_said(turn) for turn in view.turns if turn.kind is not TurnKind.OPENING]
        return {"turns": turns, "passages": list(talk.passages) if self._given else None}

    def _changes(self, gold: ChangedText) -> Output:
        texts = {"as it is": gold.text, **gold.changes}
        return {name: [flag.id for flag in self.assistant.draft(text).flags] for name, text in texts.items()}


def _said(turn: Turn) -> Output:
    claims = [
        {"field": claim.field, "status": claim.status, "choices": list(claim.choices), "quote": claim.evidence.quote}
        for claim in turn.grounded.claims
    ]
    return {
        "says": turn.text,
        "intent": turn.intent,
        "claims": claims,
        "remarks": [remark.text for remark in turn.grounded.remarks],
        "rejected": [rejection.model_dump() for rejection in turn.grounded.rejections],
        "reply": turn.reply,
        "citations": {str(citation.number): citation.passage for citation in turn.citations},
        "asked": turn.question.key if turn.question else None,
        "question": turn.question.text if turn.question else "",
        "notice": turn.notice,
        "usage": turn.usage.model_dump(),
    }


def _talked(talk: talks.Talk) -> Output:
    names = ("put", "left", "repeated", "told", "invented", "right")
    said = {name: sorted(getattr(talk, name)) for name in names}
    closed = talk.until_closed or talk.questions
    return {**said, "wrong": talk.wrong, "questions": talk.questions, "closed": closed, "log": talk.log}


@contextmanager
def scripted_bench(known: Catalogue) -> Iterator[Callable[[ScriptedCase], Output]]:
    """An assistant whose engine reads from the script of the case that it is given."""
    engine = scripted.ScriptedEngine()
    with bench(engine, known, GivenPassages(known)) as made:

        def perform(gold: ScriptedCase) -> Output:
            engine.take(gold)
            return scripted.play(made.assistant, gold)

        yield perform


@contextmanager
def embedded_bench(settings: Settings | None = None) -> Iterator[Bench]:
    """The embedded engine, with the guidance's real index; fitted heads and the index are kept in the data folder."""
    given = settings or read_settings()
    with TemporaryDirectory(prefix="scope-evals-") as folder:
        chosen = given.model_copy(update={"engine": "embedded", "database_url": _database(folder)})
        assistant = build_assistant(chosen, clock=lambda: NOW)
        assistant.draft(WARM_UP)  # fits or loads the heads, so that no case's seconds hold it
        yield Bench(assistant)


@contextmanager
def hosted_bench(engine: Engine, catalogue: Catalogue) -> Iterator[Bench]:
    """A hosted engine alone: what it cannot do fails, and no other engine steps in."""
    passages = GivenPassages(catalogue)
    with bench(engine, catalogue, passages) as made:
        yield Bench(made.assistant, passages)


@contextmanager
def bench(engine: Engine, catalogue: Catalogue, guidance: Guidance) -> Iterator[Bench]:
    """Any engine with any guidance."""
    with TemporaryDirectory(prefix="scope-evals-") as folder:
        settings = Settings(data_dir=Path(folder), database_url=_database(folder))
        engines: Mapping[str, Engine] = {engine.name: engine}
        yield Bench(
            build_assistant(settings, catalogue=catalogue, engines=engines, guidance=guidance, clock=lambda: NOW)
        )


def hosted_engine(settings: Settings, model: str, catalogue: Catalogue) -> Engine:
    """The hosted engine as the settings reach it.

    Raises:
        InputError: no model is named.
    """
    from assistant.engines.hosted import HostedConfig, HostedEngine

    if not model:
        raise InputError("Name a model: --engine openai:MODEL.")
    config = HostedConfig(
        model=model,
        base_url=settings.base_url,
        api_key=SecretStr(settings.key) if settings.key else None,
        timeout=settings.model_timeout,
    )
    return HostedEngine(catalogue, config)


def catalogue() -> Catalogue:
    """The knowledge as shipped, without an organisation's own."""
    return load_catalogue(Settings(knowledge_dir=None))


def _database(folder: str) -> str:
    return f"sqlite:///{Path(folder) / 'sessions.db'}"
