"""Every fault ends in success after a retry or in one plain sentence, within its deadline."""

import re
import time
from collections.abc import Iterator

import pytest
import vcr
from httpx2 import ConnectError
from langchain_core.exceptions import ContextOverflowError

from assistant.domain.evidence import Source
from assistant.domain.reading import Intent
from assistant.domain.reply import ReplyPlan
from assistant.domain.verdict import Verdict
from assistant.engines.hosted import HostedConfig, HostedEngine
from assistant.engines.hosted.faults import explain, pause
from assistant.engines.hosted.structured import ended_badly
from assistant.errors import EngineError, EngineReplyInvalid, EngineUnavailable
from assistant.ports import ReadRequest
from tests.fakes.catalogue import small_catalogue
from tests.fakes.openai_server import FakeOpenAI

pytestmark = pytest.mark.filterwarnings("ignore:This model does not support OpenAI's structured")

ANSWER = {"claims": [], "signals": [], "remarks": [], "intent": "skip"}
REQUEST = ReadRequest(source=Source(id="turn-2", text="Let us skip that."))
PLAN = ReplyPlan(
    intent=Intent.SKIP,
    message="Let us skip that.",
    verdict=Verdict(ml_needed="unclear", why="", ready=False, blockers=(), missing=()),
)
WORDS = "All right, we leave that for later and come to the next point."
TIMEOUT = 1.5
SLACK = 0.6


@pytest.fixture
def fake() -> Iterator[FakeOpenAI]:
    with FakeOpenAI(lambda body: WORDS if body.get("stream") else ANSWER) as server:
        yield server


@pytest.fixture
def engine(fake):
    return make(fake.base_url)


def make(base_url: str, timeout: float = TIMEOUT, model: str = "fake") -> HostedEngine:
    config = HostedConfig(model=model, base_url=base_url, timeout=timeout)
    return HostedEngine(small_catalogue(), config)


def one_sentence(error: EngineError) -> str:
    said = str(error)
    assert said.endswith(".")
    assert not re.search(r"[.!?]\s+[A-Z]", said), said
    assert "\n" not in said
    return said


def call(engine, how):
    return engine.read(REQUEST) if how == "read" else list(engine.reply(PLAN))


def failing(engine, how):
    started = time.monotonic()
    with pytest.raises(EngineError) as caught:
        call(engine, how)
    assert time.monotonic() - started < engine.config.timeout + SLACK
    return caught.value


@pytest.mark.parametrize("how", ["read", "reply"])
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("401", "OPENAI_API_KEY"),
        ("403", "not allowed to use fake"),
        ("404", "no model fake at 127.0.0.1"),
        ("quota", "no credit left"),
        ("400", "did not accept the request"),
        ("context", "longer than fake can take in"),
        ("html", "not a model's reply"),
    ],
)
def test_a_fault_that_lasts_is_told_at_once(fake, engine, kind, words, how):
    fake.fault(kind, times=4)
    error = failing(engine, how)
    assert words in one_sentence(error)
    assert len(fake.requests) == {"400read": 3, "htmlread": 2, "htmlreply": 2}.get(kind + how, 1)


@pytest.mark.parametrize("how", ["read", "reply"])
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("429", "no more requests"),
        ("500", "a fault of its own (500)"),
        ("503", "a fault of its own (503)"),
        ("disconnect", "broke off"),
    ],
)
def test_a_passing_fault_is_tried_once_more(fake, kind, words, how):
    fake.fault(kind, retry_after=0, times=1)
    engine = make(fake.base_url, timeout=4)
    if how == "read":
        assert engine.read(REQUEST).intent is Intent.SKIP
    else:
        assert "".join(engine.reply(PLAN)) == WORDS
    assert len(fake.requests) == 2
    fake.fault(kind, retry_after=0, times=2)
    assert words in one_sentence(failing(engine, how))
    assert len(fake.requests) == 4


def test_a_wait_beyond_the_deadline_is_not_begun(fake, engine):
    fake.fault("429", retry_after=30)
    started = time.monotonic()
    assert "no more requests" in one_sentence(failing(engine, "read"))
    assert time.monotonic() - started < SLACK


def test_retry_after_is_kept(fake):
    fake.fault("429", retry_after=1)
    started = time.monotonic()
    make(fake.base_url, timeout=5).read(REQUEST)
    assert time.monotonic() - started >= 1


@pytest.mark.parametrize("how", ["read", "reply"])
def test_a_slow_server_meets_the_deadline(fake, engine, how):
    fake.fault("slow", 4)
    assert "within 1.5 seconds" in one_sentence(failing(engine, how))
    assert len(fake.requests) == 1


@pytest.mark.parametrize("kind", ["stall", "comments"])
def test_a_silent_stream_meets_the_deadline(fake, engine, kind):
    fake.fault(kind, 4)
    assert "within 1.5 seconds" in one_sentence(failing(engine, "reply"))


@pytest.mark.parametrize("kind", ["truncate", "nodone", "midstream_error", "stall"])
def test_a_cut_stream_keeps_what_was_said(fake, engine, kind):
    fake.fault(kind, 4)
    said = []
    with pytest.raises(EngineUnavailable) as caught:
        said.extend(piece for piece in engine.reply(PLAN))
    one_sentence(caught.value)
    assert said
    assert WORDS.startswith("".join(said).rstrip())
    assert len(fake.requests) == 1


@pytest.mark.parametrize("kind", ["truncate", "badjson"])
def test_a_broken_body_is_asked_for_again(fake, kind):
    fake.fault(kind)
    engine = make(fake.base_url, timeout=4)
    assert engine.read(REQUEST).intent is Intent.SKIP
    fake.fault(kind, times=2)
    one_sentence(failing(engine, "read"))


def test_a_reply_cut_by_the_limit_of_words_is_told(fake, engine):
    fake.fault("length")
    error = failing(engine, "reply")
    assert isinstance(error, EngineReplyInvalid)
    assert "limit of words" in one_sentence(error)


@pytest.mark.parametrize("kind", ["empty", "refusal"])
def test_a_reply_without_words_is_told(fake, engine, kind):
    fake.fault(kind)
    error = failing(engine, "reply")
    assert isinstance(error, EngineReplyInvalid)
    assert "said nothing" in one_sentence(error)


@pytest.mark.parametrize("how", ["read", "reply"])
@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v1", "http://no-such-host.invalid/v1"])
def test_nobody_there(url, how):
    error = failing(make(url, timeout=6), how)
    assert isinstance(error, EngineUnavailable)
    assert "Nothing answers at" in one_sentence(error)


def test_a_refused_temperature_is_left_out_from_then_on(fake, engine):
    fake.fault("notemperature")
    engine.read(REQUEST)
    engine.read(REQUEST)
    assert ["temperature" in body for body in fake.requests] == [True, False, False]


def test_refused_stream_options_are_left_out_from_then_on(fake, engine):
    fake.fault("nostreamoptions")
    first = engine.reply(PLAN)
    assert "".join(first) == WORDS
    assert first.usage.tokens_out == 0
    list(engine.reply(PLAN))
    assert ["stream_options" in body for body in fake.requests] == [True, False, False]


def test_the_key_goes_to_the_given_address_only(fake, engine, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_API_BASE", "http://127.0.0.1:9/v1")
    make(fake.base_url, model="gpt-5.5-pro").read(REQUEST)
    assert fake.requests[0]["model"] == "gpt-5.5-pro"
    assert fake.headers[0]["authorization"] == "Bearer unused"


class MismatchError(Exception):
    """Stands for vcr's CannotOverwriteExistingCassetteException: a plain exception of its own."""


def test_other_exceptions_pass_untouched(engine, monkeypatch):
    def refuse(*_, **__):
        raise MismatchError

    monkeypatch.setattr(type(engine.endpoint.model), "invoke", refuse)
    with pytest.raises(MismatchError):
        engine.read(REQUEST)


def test_a_cassette_that_does_not_match_is_seen(fake, tmp_path):
    cassette = vcr.use_cassette(str(tmp_path / "none.yaml"), record_mode="none")
    with cassette, pytest.raises(vcr.errors.CannotOverwriteExistingCassetteException):
        make(fake.base_url).read(REQUEST)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed"), "is not trusted"),
        (ContextOverflowError("too long"), "longer than m can take in"),
        (EngineUnavailable("As it was."), "As it was."),
    ],
)
def test_rarer_errors_are_explained_too(error, words):
    config = HostedConfig(model="m", base_url="https://user:secret@llm.example:8443/v1")
    said = one_sentence(explain(error, config))
    assert words in said
    assert "secret" not in said
    assert pause(error, 9) is None or not isinstance(error, ConnectError)


def test_a_filtered_answer_is_told():
    assert "filtered out" in one_sentence(ended_badly("content_filter", "m"))


def test_the_engine_names_itself_and_its_prompts(engine):
    assert engine.name == "openai:fake"
    assert "read.v1" in engine.prompt_versions
