"""Long documents in parts, offsets that stay true, and prompts that stay small."""

import itertools
import json
import re
import threading
import time

import pytest

from assistant.domain.catalogue import Catalogue
from assistant.domain.evidence import Evidence, Source
from assistant.domain.grounding import verify
from assistant.domain.questions import Question
from assistant.domain.reading import Claim, Intent, Reading, Remark, Signal, Status
from assistant.domain.reply import Heard, ReplyPlan
from assistant.domain.rules import Flag
from assistant.domain.scope import FieldState, Scope
from assistant.domain.verdict import Verdict
from assistant.engines.hosted import HostedConfig, HostedEngine
from assistant.engines.hosted.listing import message_fields
from assistant.engines.hosted.parts import PART_CHARS, cut, merge
from assistant.engines.hosted.wire import MessageAnswer, strict_schema
from assistant.errors import EngineUnavailable
from assistant.ports import ReadRequest
from tests.fakes.catalogue import real_fields_and_signals, small_catalogue
from tests.fakes.openai_server import FakeOpenAI

PARAGRAPH = "We want fewer cracked sleepers. " * 12 + "\n\n"
PLANTED = "No photo was ever rated, number {}."


def engine_at(base_url: str, catalogue: Catalogue | None = None, timeout: float = 5) -> HostedEngine:
    config = HostedConfig(model="fake", base_url=base_url, timeout=timeout)
    return HostedEngine(catalogue or small_catalogue(), config)


def long_text(parts: int) -> str:
    text = ""
    while len(text) < PART_CHARS * parts * 0.8:
        text += PARAGRAPH * 3 + PLANTED.format(len(text)) + "\n\n"
    return text


def answer_from(body):
    """Claims every planted sentence of the part that is sent."""
    sent = body["messages"][-1]["content"]
    quotes = re.findall(r"No photo was ever rated, number \d+\.", sent)
    claims = [
        {
            "quote": quote,
            "field": "data.labels",
            "status": "stated",
            "value": quote,
            "choices": ["unlabelled"],
        }
        for quote in quotes
    ]
    return {"claims": claims, "signals": [], "remarks": []}


def test_a_long_document_is_read_in_parts_and_merged():
    text = long_text(4)
    with FakeOpenAI(answer_from) as fake:
        reading = engine_at(fake.base_url).read(ReadRequest(source=Source(id="description", text=text), document=True))
    planted = re.findall(r"No photo was ever rated, number \d+\.", text)
    assert len(fake.requests) == len(cut(text)) > 2
    assert [claim.quote for claim in reading.claims] == planted
    assert all(text[claim.near :].startswith(claim.quote) for claim in reading.claims)
    grounded = verify(reading, Source(id="description", text=text), small_catalogue())
    assert not grounded.rejections
    assert reading.usage.calls == len(fake.requests)


def test_repeated_words_keep_their_places():
    sentence = "No photo was ever rated, number 7."
    text = sentence + "\n\n" + PARAGRAPH * 40 + sentence + "\n\n" + PARAGRAPH
    with FakeOpenAI(answer_from) as fake:
        reading = engine_at(fake.base_url).read(ReadRequest(source=Source(id="description", text=text), document=True))
    starts = sorted({claim.near for claim in reading.claims})
    assert starts == [match.start() for match in re.finditer(re.escape(sentence), text)]


def test_parts_are_read_at_the_same_time_up_to_a_limit():
    running, most, lock = 0, 0, threading.Lock()

    def slowly(body):
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.15)
        with lock:
            running -= 1
        return answer_from(body)

    told = []
    with FakeOpenAI(slowly) as fake:
        engine_at(fake.base_url).read(
            ReadRequest(source=Source(id="description", text=long_text(7)), document=True),
            told.append,
        )
    assert most == 4
    assert told[-1] == f"{len(fake.requests)} of {len(fake.requests)} parts read"


def test_one_failed_part_fails_the_reading_at_once():
    with FakeOpenAI(answer_from) as fake:
        fake.fault("401")
        with pytest.raises(EngineUnavailable):
            engine_at(fake.base_url).read(
                ReadRequest(source=Source(id="description", text=long_text(3)), document=True)
            )


def test_a_page_is_one_call():
    page = PARAGRAPH * 9
    assert len(page) > 3000
    with FakeOpenAI(answer_from) as fake:
        engine_at(fake.base_url).read(ReadRequest(source=Source(id="description", text=page), document=True))
    assert len(fake.requests) == 1


@pytest.mark.parametrize("text", [PARAGRAPH * 120, "word " * 9000, "x" * 40_000, "short", ""])
def test_parts_cover_the_text_and_overlap(text):
    parts = cut(text)
    for part in parts:
        assert text[part.start : part.start + len(part.text)] == part.text
        assert len(part.text) <= PART_CHARS
    for first, second in itertools.pairwise(parts):
        assert first.start < second.start < first.start + len(first.text)
    assert parts[-1].start + len(parts[-1].text) == len(text)


def test_merging_keeps_the_longer_of_two_quotes_at_one_place():
    def reading(quote, near):
        claim = Claim(field="data.labels", quote=quote, near=near)
        return Reading(engine="x", claims=(claim,))

    merged = merge([reading("no labels", 10), reading("we have no labels", 2), reading("no", 90)])
    assert [claim.quote for claim in merged.claims] == ["we have no labels", "no"]


def test_merging_joins_signals_and_remarks_of_all_parts():
    def reading(near, polarity="present"):
        signal = Signal(id="labels_absent", polarity=polarity, quote="no labels", near=near)
        remark = Remark(text="Odd.", quote="odd", near=None)
        return Reading(engine="x", signals=(signal,), remarks=(remark,))

    merged = merge([reading(10), reading(10), reading(10, "negated"), reading(99)])
    assert [signal.near for signal in merged.signals] == [10, 10, 99]
    assert len(merged.remarks) == 1


def test_what_does_not_apply_is_listed_so():
    scope = Scope(fields={"data.labels": FieldState(status=Status.NOT_APPLICABLE)})
    said = message_fields(small_catalogue(), scope, None)
    assert "data.labels = not applicable [labelled unlabelled]" in said


# --- sizes of prompts ---------------------------------------------------------------------------

CATALOGUE = real_fields_and_signals()
ANSWER = (
    "About forty thousand photos a week come off the train, all of them stored since 2021 on our "
    "own servers. A crew of three looks through those that the driver marked, which takes them two "
    "days, and they write what they found into the maintenance register. Nobody has drawn the "
    "cracks in the photos so far. We would like to have a trial by next autumn, before the new "
    "timetable starts, and the head of track maintenance pays for it."
)


def tokens(chars: int) -> int:
    return chars // 4


def known(count: int) -> Scope:
    said = "a rather long statement in the person's own terms, " * 6
    states = {}
    for spec in CATALOGUE.fields[:count]:
        evidence = Evidence(source="turn-1", start=0, end=len(said), quote=said)
        states[spec.id] = FieldState(status=Status.STATED, value=said, choices=spec.choices[:1], evidence=(evidence,))
    return Scope(fields=states)


def question_about(index: int) -> Question:
    spec = CATALOGUE.fields[index]
    return Question(
        field=spec.id,
        text=spec.question,
        why=spec.why,
        options=spec.options,
        settles=spec.asks_also,
    )


def read_size(engine: HostedEngine, closed: int) -> int:
    request = ReadRequest(source=Source(id="turn-5", text=ANSWER), asked=question_about(closed), scope=known(closed))
    prompt = sum(len(message.text) for message in engine.reader.message_prompt(request))
    return prompt + len(json.dumps(strict_schema(MessageAnswer), separators=(",", ":")))


def reply_size(engine: HostedEngine, closed: int) -> int:
    flag = Flag(
        id="labels_missing",
        kind="risk",
        severity="high",
        why="Nobody has drawn the cracks, so there is nothing yet that a model could learn from.",
        fields=(),
        evidence=(),
        rules=(),
    )
    heard = Heard(field="data.volume", title="Volume", status=Status.STATED, value=ANSWER[:160])
    plan = ReplyPlan(
        intent=Intent.ANSWER,
        message=ANSWER,
        heard=(heard,) * 4,
        new_flags=(flag,) * 2,
        question=question_about(closed),
        verdict=Verdict(ml_needed="unclear", why="", ready=False, blockers=(), missing=()),
    )
    return sum(len(message.text) for message in engine.replier.prompt(plan))


def test_prompts_stay_small_and_do_not_grow_with_the_talk(record_property):
    engine = engine_at("http://127.0.0.1:9/v1", CATALOGUE)
    sizes = {closed: (read_size(engine, closed), reply_size(engine, closed)) for closed in (3, 39)}
    for closed, (read, reply) in sizes.items():
        record_property(f"tokens at {closed} known fields", (tokens(read), tokens(reply)))
        assert tokens(read + reply) < 6000, (closed, tokens(read), tokens(reply))
    early, late = (sum(sizes[closed]) for closed in (3, 39))
    assert late <= early * 1.1
