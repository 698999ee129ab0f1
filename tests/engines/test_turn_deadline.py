"""One clock for the whole turn: reading, repair, waits and reply get only what is left of it, then the embedded engine goes on."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from assistant.domain.evidence import Source
from assistant.domain.reading import Claim, Intent, Reading
from assistant.domain.reply import ReplyPlan
from assistant.domain.session import TurnKind
from assistant.domain.verdict import Verdict
from assistant.engines.fallback import WithFallback
from assistant.engines.hosted import HostedConfig, HostedEngine
from assistant.engines.hosted.deadline import Deadline, TooSlow, TurnOver
from assistant.engines.hosted.parts import PART_CHARS
from assistant.errors import EngineTooSlow
from assistant.ports import ReadRequest
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.store.sql import SqlStore
from tests.fakes.engine import ScriptedEngine
from tests.fakes.guidance import FixedGuidance
from tests.fakes.openai_server import FakeOpenAI

pytestmark = pytest.mark.filterwarnings("ignore:This model does not support OpenAI's structured")

TEXT = "We sort moth photos."
ANSWER = {"claims": [{"field": "project.summary", "quote": TEXT}], "signals": [], "remarks": [], "intent": "answer"}
WORDS = "Thank you, moths it is, and on we go."
SLACK = 0.7
CALL_SECONDS = 30.0


class Embedded(ScriptedEngine):
    """Stands for the embedded engine."""

    name = "embedded"

    def read(self, request):
        return Reading(engine=self.name, claims=(Claim(field="project.summary", quote=request.source.text),))

    def reply(self, plan):
        self.plans.append(plan)
        yield "Embedded words."


@pytest.fixture
def fake() -> Iterator[FakeOpenAI]:
    with FakeOpenAI(lambda body: WORDS if "response_format" not in body else ANSWER) as server:
        yield server


@pytest.fixture
def take_turn(fake, catalogue, tmp_path):
    """Say one message with so many seconds for the turn; gives the turn and how long it took."""

    def take(seconds: float | None, text: str = TEXT, kind: TurnKind = TurnKind.MESSAGE):
        config = HostedConfig(model="fake", base_url=fake.base_url, timeout=CALL_SECONDS)
        engine = WithFallback(HostedEngine(catalogue, config), Embedded())
        store = SqlStore(f"sqlite:///{tmp_path / 'sessions.db'}")
        now = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
        assistant = Assistant(
            catalogue, {engine.name: engine}, FixedGuidance(), lambda: store, lambda: now, turn_seconds=seconds
        )
        session = assistant.start().info.id
        started = time.monotonic()
        view = assistant.say(session, text, kind=kind)
        return view.turns[-1], time.monotonic() - started

    return take


def one_sentence(said: str) -> None:
    assert "SCOPE_TURN_DEADLINE" in said
    assert said.count("The time for this turn was up") == 1
    assert not re.search(r"[.!?]\s+[A-Z]", said), said


def finished_by_the_embedded(turn) -> None:
    assert turn.engine == "embedded"
    assert turn.notice.endswith("this turn was read by the embedded engine.")
    assert turn.reply.endswith("Embedded words.")
    assert [claim.field for claim in turn.grounded.claims] == ["project.summary"]
    one_sentence(turn.notice)


def test_a_turn_in_time_is_the_models(take_turn):
    turn, _ = take_turn(20)
    assert (turn.engine, turn.reply, turn.notice) == ("openai:fake", WORDS, "")


def test_a_slow_reading_is_given_up_when_the_turn_s_time_is_up(fake, take_turn):
    fake.fault("slow", 6)
    turn, took = take_turn(1)
    assert took < 1 + SLACK
    finished_by_the_embedded(turn)
    assert len(fake.requests) == 1, "no reply is asked of a model that there is no time for"


@pytest.mark.parametrize("kind", ["stall", "comments", "slow"])
def test_the_reply_gets_what_the_reading_has_left(fake, take_turn, kind):
    fake.fault("slow", 0.8)
    fake.fault(kind, 6)
    turn, took = take_turn(1.6)
    assert took < 1.6 + SLACK
    assert turn.engine == "openai:fake", "what was read in time counts"
    assert turn.reply.endswith("Embedded words.")
    (told,) = re.findall(r"\(The language model.*\)", turn.reply)
    one_sentence(told)


@pytest.mark.parametrize(("first", "options", "seconds"), [("badschema", {}, 1.0), ("429", {"retry_after": 1}, 2.4)])
def test_the_repair_of_a_reading_and_the_wait_before_a_retry_share_the_clock(fake, take_turn, first, options, seconds):
    fake.fault(first, **options)
    fake.fault("slow", 6)
    turn, took = take_turn(seconds)
    assert took < seconds + SLACK
    finished_by_the_embedded(turn)
    assert len(fake.requests) == 2


def test_a_wait_that_the_turn_has_no_time_for_is_not_begun(fake, take_turn):
    fake.fault("429", retry_after=10)
    turn, took = take_turn(4)
    assert took < 1
    assert turn.engine == "embedded"
    assert "no more requests" in turn.notice


def test_the_parts_of_a_long_document_share_the_clock(fake, take_turn):
    fake.fault("slow", 6, times=8)
    turn, took = take_turn(1.2, "Moths fly at night. " * (PART_CHARS // 6), TurnKind.DESCRIPTION)
    assert took < 1.2 + 3 * SLACK
    assert turn.engine == "embedded"
    one_sentence(turn.notice)


def test_a_draft_has_the_same_clock(fake, catalogue):
    config = HostedConfig(model="fake", base_url=fake.base_url, timeout=CALL_SECONDS)
    engine = WithFallback(HostedEngine(catalogue, config), Embedded())
    now = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    assistant = Assistant(catalogue, {"x": engine}, FixedGuidance(), lambda: None, lambda: now, turn_seconds=1)
    fake.fault("slow", 6)
    started = time.monotonic()
    draft = assistant.draft(TEXT)
    assert time.monotonic() - started < 1 + SLACK
    assert draft.engine == "embedded"
    one_sentence(draft.notice)


def test_where_nothing_is_left_nothing_is_sent(fake, catalogue):
    engine = HostedEngine(catalogue, HostedConfig(model="fake", base_url=fake.base_url, timeout=CALL_SECONDS))
    over = time.monotonic() - 1
    plan = ReplyPlan(
        intent=Intent.SKIP,
        verdict=Verdict(ml_needed="unclear", why="", ready=False, blockers=(), missing=()),
        until=over,
    )
    for call in (
        lambda: engine.read(ReadRequest(source=Source(id="turn-2", text=TEXT), until=over)),
        lambda: list(engine.reply(plan)),
    ):
        with pytest.raises(EngineTooSlow, match="SCOPE_TURN_DEADLINE"):
            call()
    assert fake.requests == []


@pytest.mark.parametrize(
    ("until", "seconds", "error"), [(None, 9, TooSlow), (103, 3, TurnOver), (150, 9, TooSlow), (90, 0, TurnOver)]
)
def test_a_call_gets_its_own_time_or_what_is_left_of_the_turn(until, seconds, error):
    deadline = Deadline(9, until, clock=lambda: 100.0)
    assert deadline.left == seconds
    assert type(deadline.over()) is error


def test_the_setting_has_a_default_that_leaves_time_for_the_reply():
    assert Settings().turn_deadline > Settings().model_timeout
