"""A turn that the first engine cannot finish is finished by the second."""

from collections.abc import Iterator

import pytest

from assistant.domain.evidence import Source
from assistant.domain.questions import Question
from assistant.domain.reading import Intent, Reading, Usage
from assistant.domain.reply import ReplyPlan
from assistant.domain.verdict import Verdict
from assistant.engines.fallback import WithFallback
from assistant.engines.hosted import HostedConfig, HostedEngine
from assistant.errors import EngineError, EngineReplyInvalid, EngineUnavailable
from assistant.ports import ReadRequest
from tests.fakes.catalogue import small_catalogue
from tests.fakes.openai_server import FakeOpenAI

REQUEST = ReadRequest(source=Source(id="turn-1", text="We have photos."))
QUESTION = Question(field="data.labels", text="Are there labels?", why="It matters.")
PLAN = ReplyPlan(
    intent=Intent.QUESTION,
    message="Why?",
    side_question="Why?",
    question=QUESTION,
    verdict=Verdict(ml_needed="unclear", why="", ready=False, blockers=(), missing=()),
)


class Scripted:
    """An engine that says what it is told, and fails where it is told."""

    def __init__(self, name: str, pieces=(), fails: EngineError | None = None) -> None:
        self.name = name
        self.pieces = pieces
        self.fails = fails
        self.plans: list[ReplyPlan] = []
        self.prompt_versions = (f"{name}.v1",)

    def read(self, request: ReadRequest) -> Reading:
        if self.fails:
            raise self.fails
        return Reading(engine=self.name)

    def reply(self, plan: ReplyPlan) -> Iterator[str]:
        self.plans.append(plan)
        yield from self.pieces
        if self.fails:
            raise self.fails


GONE = EngineUnavailable("Nothing answers at host: start the server.")


def test_the_first_engine_is_taken_where_it_works():
    both = WithFallback(Scripted("openai:m", ["Hi."]), Scripted("embedded", ["no"]))
    assert both.name == "openai:m"
    assert both.prompt_versions == ("openai:m.v1",)
    assert both.read(REQUEST) == Reading(engine="openai:m")
    reply = both.reply(PLAN)
    assert list(reply) == ["Hi."]
    assert reply.usage == Usage()


def test_a_failed_reading_is_done_by_the_second_and_says_so():
    both = WithFallback(Scripted("openai:m", fails=GONE), Scripted("embedded"))
    reading = both.read(REQUEST)
    assert reading.engine == "embedded"
    assert reading.notice == (
        "The language model could not be reached (Nothing answers at host: start the server); "
        "this turn was read by the embedded engine."
    )


def test_after_a_failed_reading_the_first_is_not_tried_for_the_reply():
    first, second = Scripted("openai:m", ["x"], GONE), Scripted("embedded", ["Next."])
    both = WithFallback(first, second)
    plan = PLAN.model_copy(update={"notice": both.read(REQUEST).notice})
    assert list(both.reply(plan)) == ["Next."]
    assert first.plans == []


def test_a_reply_that_never_began_is_the_seconds():
    second = Scripted("embedded", ["I heard you. ", "Next."])
    said = "".join(WithFallback(Scripted("openai:m", fails=GONE), second).reply(PLAN))
    assert said.startswith("(The language model could not be reached (Nothing answers at host")
    assert said.endswith(")\n\nI heard you. Next.")
    assert second.plans == [PLAN]


def test_a_reply_that_broke_off_goes_on_with_the_question():
    second = Scripted("embedded", ["Next."])
    broken = EngineReplyInvalid("It was cut off.")
    said = "".join(WithFallback(Scripted("m", ["I was going to"], broken), second).reply(PLAN))
    assert said.startswith("I was going to…\n\n(The language model could not be used (It was")
    assert said.endswith("\n\nNext.")
    assert second.plans[0].question == QUESTION
    assert second.plans[0].side_question == ""


def test_where_both_fail_the_error_is_raised():
    both = WithFallback(Scripted("a", fails=GONE), Scripted("b", fails=GONE))
    with pytest.raises(EngineUnavailable):
        both.read(REQUEST)
    with pytest.raises(EngineUnavailable):
        list(both.reply(PLAN))


def test_other_errors_pass():
    class Broken(Scripted):
        def read(self, request):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        WithFallback(Broken("a"), Scripted("b")).read(REQUEST)


def test_with_a_real_client_and_a_cut_stream():
    second = Scripted("embedded", ["Are there labels?"])
    with FakeOpenAI(lambda _: "You asked why, and the reason is plain.") as fake:
        fake.fault("truncate")
        config = HostedConfig(model="m", base_url=fake.base_url, timeout=3)
        reply = WithFallback(HostedEngine(small_catalogue(), config), second).reply(PLAN)
        said = "".join(reply)
    assert said.startswith("You asked")
    assert said.endswith("Are there labels?")


def test_a_reply_can_be_stopped():
    reply = WithFallback(Scripted("a", ["one", "two"]), Scripted("b")).reply(PLAN)
    assert next(reply) == "one"
    reply.close()
    assert list(reply) == []


def test_it_names_the_server_that_the_first_engine_sends_words_to():
    assert WithFallback(Scripted("a"), Scripted("b")).host == ""
    config = HostedConfig(model="m", base_url="https://user:secret@llm.example:8443/v1")
    assert WithFallback(HostedEngine(small_catalogue(), config), Scripted("b")).host == "llm.example:8443"


def test_progress_is_passed_on_to_an_engine_that_tells_it():
    class Telling(Scripted):
        tells_progress = True

        def read(self, request, progress=None):
            progress("2 findings so far")
            return Reading(engine=self.name)

    told: list[str] = []
    WithFallback(Telling("a"), Scripted("b")).read(REQUEST, told.append)
    WithFallback(Scripted("a"), Scripted("b")).read(REQUEST, told.append)
    assert told == ["2 findings so far"]
