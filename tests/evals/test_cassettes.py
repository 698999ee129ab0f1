"""Cassettes replay through the real client with the network off, are complete, tidy, and never green after a change."""

import json
import shutil

import openai
import pytest
import yaml

from assistant import resources
from assistant.domain.reading import Intent
from assistant.errors import InputError
from evals.canary import refuse_blind_cassettes
from evals.cassette import CASSETTES, StaleCassette, UnplayedCassette, blemishes, header_of, recording, replaying
from evals.cassette_format import Readable
from evals.dataset import Kind, recorded
from evals.keeping import essence, old_answers
from evals.perform import catalogue as shipped
from evals.perform import hosted_bench, hosted_engine
from evals.recording import cassette_name, keep_answers, orphans, play, record, recordable, replay_engine
from evals.scorers import score
from tests.fakes.openai_server import FakeOpenAI

CASES = {cassette_name(case): case for case in recordable(shipped())}
ANY_DRAFT = next(name for name, case in CASES.items() if case.kind is Kind.DESCRIPTION)
ANY_TALK = next(name for name, case in CASES.items() if case.kind is Kind.TALK)
MOST_TOKENS = 6000


@pytest.mark.parametrize("name", CASES)
def test_every_cassette_replays_whole(name, catalogue):
    case = CASES[name]
    output = play(case, catalogue)
    scores = score(case, output, catalogue)
    understood = scores["field recall" if case.kind is Kind.DESCRIPTION else "talk recall"]
    assert understood.value > 0.75, understood.reason


def test_there_is_no_cassette_without_a_case():
    assert orphans(shipped()) == ()


@pytest.mark.parametrize("name", CASES)
def test_a_cassette_is_tidy_and_says_who_answered(name):
    path = CASSETTES / f"{name}.yaml"
    assert blemishes(path) == ()
    header = header_of(path)
    assert header["model"]
    assert header["how"]
    assert header["case"] == CASES[name].id
    assert set(yaml.safe_load(path.read_text(encoding="utf-8"))) == {"recorded", "texts", "interactions"}


@pytest.mark.parametrize("name", CASES)
def test_the_written_form_loses_nothing(name):
    text = (CASSETTES / f"{name}.yaml").read_text(encoding="utf-8")
    form = Readable(header_of(CASSETTES / f"{name}.yaml"))
    read = form.deserialize(text)
    assert form.serialize(read) == text


def test_the_talks_hold_every_intent_a_repair_and_an_injection(catalogue):
    turns = [turn for talk in recorded().talks for turn in talk.turns]
    assert {turn.intent for turn in turns} == set(Intent)
    assert any(turn.remark for turn in turns)
    assert any(turn.asks for turn in turns)
    exchanges = [
        item for name in CASES for item in Readable.exchanges((CASSETTES / f"{name}.yaml").read_text(encoding="utf-8"))
    ]
    assert any(len(item["asked"]["body"]["messages"]) > 2 for item in exchanges)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.kind is Kind.TALK])
def test_a_turn_takes_two_calls_and_a_bounded_prompt(name, catalogue):
    repaired = 0
    for turn in play(CASES[name], catalogue)["turns"]:
        repaired += turn["usage"]["calls"] == 3
        assert turn["usage"]["calls"] <= 3
    exchanges = Readable.exchanges((CASSETTES / f"{name}.yaml").read_text(encoding="utf-8"))
    assert repaired == sum(len(item["asked"]["body"]["messages"]) > 2 for item in exchanges)
    assert max(item["answered"]["usage"]["prompt_tokens"] for item in exchanges) < MOST_TOKENS


def test_a_steering_message_changes_no_flag(catalogue):
    case = next(case for case in CASES.values() if any(turn.remark for turn in getattr(case.gold, "turns", ())))
    turns = play(case, catalogue)["turns"]
    steered = next(turn for turn in turns if "Ignore all" in turn["says"])
    assert steered["remarks"]
    assert [claim["field"] for claim in steered["claims"]] == ["ethics.privacy"]


@pytest.mark.parametrize("part", ["prompt", "knowledge"])
def test_a_changed_prompt_never_replays(part, catalogue):
    known = catalogue
    if part == "knowledge":
        first, *rest = catalogue.fields
        known = catalogue.model_copy(update={"fields": (first.model_copy(update={"about": "something else"}), *rest)})
    engine = replay_engine(ANY_DRAFT, known)
    if part == "prompt":
        read = engine.prompts["read"]
        engine.reader._prompts["read"] = read.model_copy(update={"body": read.body + "\nBe quick."})
    with pytest.raises(StaleCassette) as caught, hosted_bench(engine, known) as bench, replaying(ANY_DRAFT):
        bench.perform(CASES[ANY_DRAFT])
    assert f"python -m evals.recording {ANY_DRAFT}" in str(caught.value)
    assert ("Be quick." if part == "prompt" else "something else") in str(caught.value)


def test_a_changed_schema_or_model_never_replays():
    body = Readable.exchanges((CASSETTES / f"{ANY_DRAFT}.yaml").read_text(encoding="utf-8"))[0]["asked"]["body"]
    for change in ({"model": "another"}, {"response_format": {"type": "json_object"}}):
        with pytest.raises(StaleCassette), replaying(ANY_DRAFT):
            _send({**body, **change})
    with replaying(ANY_DRAFT):
        _send(body)


def _send(body):
    client = openai.OpenAI(base_url="https://elsewhere.example/api/v1", api_key="unused", max_retries=0)
    options = {key: value for key, value in body.items() if key not in ("model", "messages", "stream")}
    return list(
        client.chat.completions.create(model=body["model"], messages=body["messages"], stream=True, extra_body=options)
    )


def test_a_prompt_that_no_exchange_shows_must_not_change_either(catalogue, tmp_path, monkeypatch):
    prompts = tmp_path / "prompts"
    shutil.copytree(resources.folder("prompts"), prompts)
    page = prompts / "shape.v1.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nPlease.", encoding="utf-8")
    real = resources.folder
    monkeypatch.setattr("evals.recording.resources.folder", lambda name: prompts if name == "prompts" else real(name))
    with pytest.raises(StaleCassette, match=r"other prompts \(shape\.v1\)"):
        play(CASES[ANY_DRAFT], catalogue)


def test_an_answer_that_was_changed_by_hand_never_replays(catalogue, tmp_path):
    text = (CASSETTES / f"{ANY_TALK}.yaml").read_text(encoding="utf-8")
    said = next(line for line in text.splitlines() if line.startswith("    said: ") and len(line) > 60)
    path = tmp_path / f"{ANY_TALK}.yaml"
    path.write_text(text.replace(said, said.replace(" the ", " that ", 1)), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    with pytest.raises(StaleCassette, match="changed by hand"):
        play(CASES[ANY_TALK], catalogue, tmp_path)


def test_a_cassette_that_lost_its_header_says_so(catalogue, tmp_path):
    text = (CASSETTES / f"{ANY_TALK}.yaml").read_text(encoding="utf-8")
    (tmp_path / f"{ANY_TALK}.yaml").write_text(text[text.index("texts:") :], encoding="utf-8")
    with pytest.raises(StaleCassette, match="does not say who answered"):
        play(CASES[ANY_TALK], catalogue, tmp_path)


def test_cassettes_that_no_longer_notice_a_change_are_refused(catalogue, monkeypatch):
    refuse_blind_cassettes(catalogue)
    monkeypatch.setattr("evals.cassette._same_json", lambda _one, _other: None)
    with pytest.raises(InputError, match="requests are not compared"):
        refuse_blind_cassettes(catalogue)


def test_cassettes_that_pass_without_being_asked_are_refused(catalogue, monkeypatch):
    monkeypatch.setattr("vcr.cassette.Cassette.all_played", True)
    with pytest.raises(InputError, match="nobody asks for"):
        refuse_blind_cassettes(catalogue)


def test_what_is_not_asked_for_any_more_is_reported():
    with pytest.raises(UnplayedCassette, match="nobody asks for"), replaying(ANY_TALK):
        pass


def test_a_missing_cassette_says_how_to_record_it(tmp_path):
    with pytest.raises(StaleCassette, match=r"python -m evals\.recording nowhere"), replaying("nowhere", tmp_path):
        pass


@pytest.mark.parametrize(
    "leak",
    [
        "sk-abcdefghijklmnop",
        "Authorization: Bearer abcdefghijkl",
        "http://127.0.0.1:8797/v1",
        "/home/anna/project",
        "x-stainless-os: Linux",
        "localhost",
    ],
)
def test_what_must_not_be_published_is_found(tmp_path, leak):
    path = tmp_path / "one.yaml"
    path.write_text(f"recorded: {{model: m}}\ninteractions:\n- said: 'see {leak} there'\n")
    assert len(blemishes(path)) >= 1


def test_a_header_without_a_model_is_found(tmp_path):
    path = tmp_path / "one.yaml"
    path.write_text("interactions: []\n")
    assert "who answered" in blemishes(path)[0]


def answering(body):
    if "response_format" in body:
        return {"claims": [], "signals": [], "remarks": []}
    return "All noted."


def test_recording_goes_through_the_real_client_and_keeps_no_address(tmp_path, catalogue):
    case = CASES[ANY_DRAFT]
    with FakeOpenAI(lambda body: json.dumps(answering(body))) as fake:
        record(case, _engine_at(fake.base_url, catalogue), catalogue, tmp_path)
    text = (tmp_path / f"{ANY_DRAFT}.yaml").read_text(encoding="utf-8")
    assert fake.base_url not in text
    assert header_of(tmp_path / f"{ANY_DRAFT}.yaml")["model"] == "fake"
    assert play(case, catalogue, tmp_path)["engine"] == "openai:fake"


def _engine_at(url, catalogue):
    from assistant.settings import Settings

    return hosted_engine(Settings(base_url=url, model_timeout=10), "fake", catalogue)


def test_a_recording_that_fails_leaves_the_old_cassette(tmp_path, catalogue):
    old = tmp_path / f"{ANY_DRAFT}.yaml"
    old.write_text("old")
    with FakeOpenAI() as fake:
        fake.fault("401")
        with pytest.raises(InputError.__base__):
            record(CASES[ANY_DRAFT], _engine_at(fake.base_url, catalogue), catalogue, tmp_path)
    assert old.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == [old.name]


@pytest.mark.parametrize("fault", ["429", "notools", "refusal", "length"])
def test_odd_answers_keep_their_form(tmp_path, fault):
    def ask(url):
        client = openai.OpenAI(base_url=url, api_key="unused", max_retries=0)
        try:
            whole = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "hi"}])
        except openai.APIStatusError as error:
            return error.status_code
        return whole.choices[0].message.model_dump(), whole.choices[0].finish_reason

    with FakeOpenAI(lambda _: "so be it") as fake:
        fake.fault(fault)
        with recording("odd", {"model": "m"}, tmp_path):
            live = ask(fake.base_url)
    with replaying("odd", tmp_path):
        assert ask("http://other.example/v1") == live


def test_kept_answers_are_an_explicit_and_recorded_decision(tmp_path, catalogue):
    case, path = CASES[ANY_TALK], tmp_path / f"{ANY_TALK}.yaml"
    path.write_text((CASSETTES / path.name).read_text(encoding="utf-8"), encoding="utf-8")
    first, *rest = catalogue.fields
    known = catalogue.model_copy(update={"fields": (first.model_copy(update={"about": f"now {first.about}"}), *rest)})
    with pytest.raises(StaleCassette):
        play(case, known, tmp_path)
    keep_answers(case, known, "one word more in a field's meaning", tmp_path)
    play(case, known, tmp_path)
    assert "one word more" in header_of(path)["answers_kept"][0]
    assert header_of(path)["model"] == header_of(CASSETTES / path.name)["model"]
    with pytest.raises(StaleCassette):
        play(case, catalogue, tmp_path)


def test_a_new_message_has_no_earlier_answer(tmp_path, catalogue):
    case, path = CASES[ANY_TALK], tmp_path / f"{ANY_TALK}.yaml"
    path.write_text((CASSETTES / path.name).read_text(encoding="utf-8"), encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    turn, *rest = case.gold.turns
    gold = case.gold.model_copy(update={"turns": (turn.model_copy(update={"says": "Something new."}), *rest)})
    with pytest.raises(InputError.__base__):
        keep_answers(case.model_copy(update={"gold": gold}), catalogue, "no reason", tmp_path)
    assert path.read_text(encoding="utf-8") == before


def test_answers_are_kept_for_the_same_words_only():
    def body(words, shape="MessageAnswer"):
        mark = "0123456789ab"
        return {
            "messages": [{"role": "user", "content": f"fields\n<<<{mark}\n{words}\n{mark}>>>"}],
            "response_format": {"json_schema": {"name": shape}},
        }

    assert essence(body("hello")) == essence(body("hello"))
    assert essence(body("hello")) != essence(body("hello there"))
    assert essence(body("hello")) != essence(body("hello", "DocumentAnswer"))
    with old_answers(CASSETTES / f"{ANY_DRAFT}.yaml") as address:
        client = openai.OpenAI(base_url=address, api_key="unused", max_retries=0)
        with pytest.raises(openai.NotFoundError, match="record it again"):
            client.chat.completions.create(model="m", messages=[{"role": "user", "content": "unheard of"}])
