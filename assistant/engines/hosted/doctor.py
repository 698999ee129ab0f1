"""Tries an endpoint and says in plain words what works, what doesn't, and what to do."""

from collections.abc import Callable

from assistant.domain.base import Value
from assistant.domain.catalogue import Catalogue
from assistant.domain.evidence import Source
from assistant.domain.reading import Intent
from assistant.domain.reply import ReplyPlan
from assistant.domain.verdict import Verdict
from assistant.engines.hosted.config import HostedConfig
from assistant.engines.hosted.deadline import Deadline, paced
from assistant.engines.hosted.engine import HostedEngine
from assistant.engines.hosted.faults import CAUGHT, explain
from assistant.errors import EngineError
from assistant.ports import ReadRequest

SAMPLE = "We want to forecast how many loaves each shop sells tomorrow. Nobody has labelled anything."
CHARS_PER_TOKEN = 4
_CUT_SHORT = 0.6
_SHOWN_MODELS = 5


class Check(Value):
    """One thing that was tried.

    Attributes:
        name: what was tried.
        ok: it works; a check that only advises is ok, too.
        detail: one sentence.
        seconds: how long it took.
    """

    name: str
    ok: bool
    detail: str
    seconds: float = 0.0


def diagnose(config: HostedConfig, catalogue: Catalogue) -> list[Check]:
    """Try the endpoint: its list of models, one structured call, one stream.

    Args:
        config: the model and its address.
        catalogue: what a structured call asks for.

    Returns:
        The checks in the order in which they were made; what cannot work any more is not tried.
    """
    engine = HostedEngine(catalogue, config)
    listed = _timed("models", lambda: _models(engine), config)
    checks = [listed]
    if not listed.ok:
        return checks
    structured = _timed("structured call", lambda: _structured(engine), config)
    checks.append(structured)
    checks.append(_timed("streamed reply", lambda: _stream(engine), config))
    return checks


def _timed(name: str, attempt: Callable[[], str], config: HostedConfig) -> Check:
    clock = Deadline(config.timeout)
    try:
        detail, ok = attempt(), True
    except EngineError as error:
        detail, ok = str(error), False
    return Check(name=name, ok=ok, detail=detail, seconds=round(clock.spent, 2))


def _models(engine: HostedEngine) -> str:
    config = engine.config
    client = engine.endpoint.model.root_client

    def ask() -> list[str]:
        limited = client.with_options(timeout=config.timeout, max_retries=0)
        return [model.id for model in limited.models.list().data]

    try:
        names = next(paced(lambda: iter([ask()]), Deadline(config.timeout)))
    except CAUGHT as error:
        if getattr(error, "status_code", None) in (404, 405):
            return f"{config.host} does not list its models; {config.model} is tried all the same."
        raise explain(error, config) from error
    if config.model in names:
        return f"{config.host} offers {config.model}."
    offered = ", ".join(sorted(names)[:_SHOWN_MODELS]) or "none"
    return f"{config.host} does not list {config.model}; it lists {len(names)}: {offered}."


def _structured(engine: HostedEngine) -> str:
    request = ReadRequest(source=Source(id="turn-1", text=SAMPLE))
    reading = engine.read(request)
    sent = sum(len(message.text) for message in engine.reader.message_prompt(request))
    usage = reading.usage
    detail = (
        f"{engine.config.model} answered by {engine.structured.method} with {len(reading.claims)} "
        f"claims and {len(reading.signals)} signals, {usage.tokens_in} tokens in and "
        f"{usage.tokens_out} out."
    )
    if engine.config.temperature is not None and not engine.endpoint.ways.temperature:
        detail += " It takes no temperature, so none is sent."
    if 0 < usage.tokens_in < _CUT_SHORT * sent / CHARS_PER_TOKEN:
        detail += (
            f" The server counted far fewer tokens than the {sent // CHARS_PER_TOKEN} or so that "
            "were sent: it seems to cut prompts, so give it a larger context."
        )
    return detail


def _stream(engine: HostedEngine) -> str:
    verdict = Verdict(ml_needed="unclear", why="", ready=False, blockers=(), missing=())
    plan = ReplyPlan(intent=Intent.ANSWER, message=SAMPLE, verdict=verdict)
    clock, first = Deadline(engine.config.timeout), 0.0
    reply = engine.reply(plan)
    for piece in reply:
        first = first or (clock.spent if piece else 0.0)
    counted = "with" if reply.usage.tokens_out else "without"
    return f"The first words came after {first:.2f} seconds, {counted} a count of tokens."
