"""The composition root: the only place that names concrete adapters."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pydantic import SecretStr

from assistant import knowledge, resources
from assistant.domain.catalogue import Catalogue
from assistant.errors import EngineUnavailable, InputError
from assistant.ports import Engine, Guidance, SessionStore
from assistant.service import Assistant
from assistant.settings import OPENAI_PREFIX, Settings

if TYPE_CHECKING:
    from assistant.embedding.minilm import MiniLM
    from assistant.engines.embedded.engine import EmbeddedEngine
    from assistant.engines.hosted import HostedConfig
    from assistant.engines.hosted.doctor import Check

EMBEDDED = "embedded"


def build_assistant(
    settings: Settings,
    *,
    catalogue: Catalogue | None = None,
    engines: Mapping[str, Engine] | None = None,
    guidance: Guidance | None = None,
    store: SessionStore | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    progress: Callable[[str], None] = lambda _message: None,
) -> Assistant:
    """Build the assistant from the settings; any part can be given instead.

    Raises:
        InputError: a setting cannot be used.
        KnowledgeError: the knowledge files hold mistakes.
        StoreError: the sessions' database cannot be opened.
    """
    known = catalogue or load_catalogue(settings)
    embedder = None
    if engines is None or guidance is None:
        embedder = load_embedder(progress)
    if engines is None:
        engines = _engines(settings, known, embedder, progress)
    if guidance is None:
        from assistant.guidance.index import ChromaGuidance

        guidance = ChromaGuidance(known, embedder, settings.index_dir, settings.chroma_url, progress)
    return Assistant(
        known,
        engines,
        guidance,
        lambda: store or open_store(settings, clock),
        clock,
        turn_seconds=settings.turn_deadline,
    )


def load_catalogue(settings: Settings) -> Catalogue:
    """Load and check the knowledge, with the organisation's own on top.

    Raises:
        InputError: the organisation's folder is not there.
        KnowledgeError: the files hold mistakes.
    """
    extra = settings.knowledge_dir
    if extra is not None and not extra.is_dir():
        raise InputError(f"SCOPE_KNOWLEDGE_DIR is no folder: {extra}.")
    return knowledge.load(resources.folder("knowledge"), extra)


def load_embedder(progress: Callable[[str], None]) -> "MiniLM | None":
    """The sentence embedder, or None with a word about it where its weights are not installed."""
    from assistant.embedding.minilm import MiniLM

    try:
        return MiniLM()
    except EngineUnavailable as error:
        progress(str(error))
        return None


def open_store(settings: Settings, clock: Callable[[], datetime]) -> SessionStore:
    """Open the sessions' database.

    Raises:
        InputError: its URL cannot be used.
        StoreError: it cannot be opened.
    """
    from assistant.store.sql import SqlStore

    return SqlStore(settings.sessions_url, clock)


def _engines(
    settings: Settings,
    catalogue: Catalogue,
    embedder: "MiniLM | None",
    progress: Callable[[str], None],
) -> dict[str, Engine]:
    embedded = _embedded(settings, catalogue, embedder, progress)
    if settings.engine == EMBEDDED:
        return {EMBEDDED: embedded}
    config = _hosted_config(settings)
    from assistant.engines.fallback import WithFallback
    from assistant.engines.hosted import HostedEngine

    hosted = HostedEngine(catalogue, config)
    return {settings.engine: WithFallback(hosted, embedded), EMBEDDED: embedded}


def _embedded(
    settings: Settings,
    catalogue: Catalogue,
    embedder: "MiniLM | None",
    progress: Callable[[str], None],
) -> "EmbeddedEngine":
    from assistant.engines.embedded.engine import EmbeddedEngine

    return EmbeddedEngine(
        catalogue,
        embedder,
        examples=resources.folder("knowledge") / "reading" / "train",
        cache=settings.cache_dir,
        progress=progress,
    )


def _hosted_config(settings: Settings) -> "HostedConfig":
    model = settings.engine.removeprefix(OPENAI_PREFIX)
    if not settings.engine.startswith(OPENAI_PREFIX) or not model:
        raise InputError(f"Unknown engine {settings.engine!r}. Use 'embedded' or 'openai:MODEL'.")
    from assistant.engines.hosted import HostedConfig

    return HostedConfig(
        model=model,
        base_url=settings.base_url,
        api_key=SecretStr(settings.key) if settings.key else None,
        timeout=settings.model_timeout,
    )


def diagnose_engine(settings: Settings) -> "list[Check]":
    """Try the language model that the settings name.

    Raises:
        InputError: the settings name none.
    """
    if settings.engine == EMBEDDED:
        raise InputError("No language model is set. Set SCOPE_ENGINE=openai:MODEL, or give --engine openai:MODEL.")
    config = _hosted_config(settings)
    from assistant.engines.hosted.doctor import diagnose

    return diagnose(config, load_catalogue(settings))


def prepare(settings: Settings, progress: Callable[[str], None]) -> tuple[str, ...]:
    """Do once what the first use would wait for: check the knowledge, fit the reader, build the index.

    Raises:
        KnowledgeError: the knowledge files hold mistakes.
    """
    from assistant.guidance.index import ChromaGuidance

    catalogue = load_catalogue(settings)
    embedder = load_embedder(progress)
    engine = _embedded(settings, catalogue, embedder, progress)
    engine.prepare()
    guidance = ChromaGuidance(catalogue, embedder, settings.index_dir, settings.chroma_url, progress)
    guidance.build()
    return (
        f"Ready: {len(catalogue.fields)} fields, {len(catalogue.flags)} flags, {len(catalogue.rules)} rules, "
        f"{len(catalogue.passages)} passages.",
    )
