"""What was typed is stored first, and what was said of a reply is kept however the turn ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.domain.reading import Claim, Intent, Reading, Usage
from assistant.domain.session import replay
from assistant.errors import EngineUnavailable
from assistant.ports import Began, Stage, Token
from tests.conversation.conftest import HostedScript


class Stopped(BaseException):
    """As a browser app stops its script."""


class Spoken(Iterator[str]):
    """A hosted reply: it counts what it cost, and can be closed."""

    def __init__(self) -> None:
        self.closed = False
        self.usage = Usage()
        self._pieces = iter(["One. ", "Two. ", "Three. ", "Four."])

    def __next__(self) -> str:
        time.sleep(0.1)
        piece = next(self._pieces)
        self.usage = Usage(calls=1, tokens_in=100, tokens_out=self.usage.tokens_out + 1)
        return piece

    def close(self) -> None:
        self.closed = True


class Hosted(HostedScript):
    """A hosted engine with all its extras."""

    tells_progress = True
    prompt_versions = ("message.v1", "reply.v1")

    def __init__(self, read_by: str = "hosted") -> None:
        super().__init__()
        self.spoken = Spoken()
        self.read_by = read_by

    def read(self, request, progress=None):
        progress("2 findings so far")
        return Reading(engine=self.read_by, usage=Usage(calls=1, tokens_in=10, tokens_out=5))

    def reply(self, plan):
        return self.spoken


def test_a_stop_in_mid_reply_keeps_what_was_said(make_talk):
    talk = make_talk(Hosted())

    def listen(event):
        if isinstance(event, Token) and event.text.startswith("Two"):
            raise Stopped

    with pytest.raises(Stopped):
        talk.says("We want to sort letters.", listen=listen)
    turn = talk.view.turns[-1]
    assert turn.text == "We want to sort letters."
    assert turn.stopped
    assert turn.reply.startswith("One. Two. ")
    assert "Four" not in turn.reply
    assert turn.question is not None, "the question from the plan stands"
    assert talk.view.waiting == ()
    assert talk.engine.spoken.closed, "the model is told to stop"
    assert talk.says("Go on.").turns[-1].stopped is False


def test_a_stop_before_anything_was_planned_keeps_the_message_waiting(make_talk):
    talk = make_talk(Hosted())

    def listen(event):
        if isinstance(event, Stage) and event.name == "reading":
            raise Stopped

    with pytest.raises(Stopped):
        talk.says("We want to sort letters.", listen=listen)
    assert [message.text for message in talk.view.waiting] == ["We want to sort letters."]
    assert talk.assistant.resume(talk.id).turns[-1].text == "We want to sort letters."


def test_what_waits_is_answered_before_the_next_message(make_talk):
    talk = make_talk(HostedScript())
    engine, failing = talk.engine, True

    def read(request):
        if failing:
            raise EngineUnavailable("down")
        return Reading(engine="hosted")

    engine.read = read
    with pytest.raises(EngineUnavailable):
        talk.says("First words.")
    failing = False
    after = talk.says("Second words.")
    assert [turn.text for turn in after.turns[1:]] == ["First words.", "Second words."]
    assert after.waiting == ()


def test_the_turn_records_cost_prompts_and_progress(make_talk):
    talk = make_talk(Hosted())
    events = []
    turn = talk.says("We want to sort letters.", listen=events.append).turns[-1]
    assert (turn.usage.calls, turn.usage.tokens_in, turn.usage.tokens_out) == (2, 110, 9)
    assert turn.prompt_versions == ("message.v1", "reply.v1")
    assert Stage(name="2 findings so far") in events


def test_no_prompts_are_recorded_where_another_engine_read(make_talk):
    assert make_talk(Hosted(read_by="embedded")).says("We want to sort letters.").turns[-1].prompt_versions == ()


def test_replay_gives_the_state_that_was_built(hosted):
    hosted.put("need.scale")
    hosted.reads("500 a day", Claim(field="need.scale", quote="500 a day"))
    for words, intent in [
        ("500 a day", Intent.ANSWER), ("go back", Intent.GO_BACK), ("undo that", Intent.GO_BACK),
        ("start over", Intent.START_OVER), ("undo that", Intent.GO_BACK), ("enough", Intent.STOP),
    ]:  # fmt: skip
        if words != "500 a day":
            hosted.reads(words, intent=intent)
        view = hosted.says(words)
        stored = hosted.store.load(hosted.id)
        assert replay(stored.turns, hosted.assistant.catalogue) == view.state
    assert hosted.field("need.scale").value == "500 a day"


def killed_at(talk, moment: str, words: str, folder: Path) -> None:
    """Say a message in a process that is killed at this moment of its turn."""
    script = Path(__file__).with_name("killed.py")
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, str(script), str(folder / "sessions.db"), talk.id, moment, words],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        check=False,
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


@pytest.mark.parametrize("moment", ["began", "reading", "checking", "replying", "token", "reply"])
def test_killing_the_process_at_any_moment_loses_no_message(hosted, moment, tmp_path: Path):
    hosted.says("First words.")
    killed_at(hosted, moment, "We label 300 scans a day by hand.", tmp_path)
    view = hosted.view
    shown = [turn.text for turn in view.turns] + [message.text for message in view.waiting]
    assert shown[1:] == ["First words.", "We label 300 scans a day by hand."]
    after = hosted.assistant.resume(hosted.id)
    assert [turn.text for turn in after.turns[1:]] == shown[1:]


@pytest.mark.parametrize("moments", [("reading", "began"), ("token", "reply")])
def test_killing_it_twice_in_a_row_keeps_both_messages_in_order(hosted, moments, tmp_path: Path):
    said = ["First words.", "Second words."]
    for moment, words in zip(moments, said, strict=True):
        killed_at(hosted, moment, words, tmp_path)
    assert [message.text for message in hosted.view.waiting] == said
    events = []
    after = hosted.assistant.say(hosted.id, "Third words.", listen=events.append)
    assert [turn.text for turn in after.turns[1:]] == [*said, "Third words."]
    assert [turn.seq for turn in after.turns] == [1, 2, 3, 4]
    assert after.waiting == ()
    assert [event.message.text for event in events if isinstance(event, Began)] == [*said, "Third words."]


def test_a_message_that_cannot_be_answered_keeps_those_behind_it_waiting(make_talk):
    talk = make_talk(HostedScript())
    engine, down = talk.engine, {"First words.", "Second words."}

    def read(request):
        if request.source.text in down:
            raise EngineUnavailable("down")
        return Reading(engine="hosted")

    engine.read = read
    for words in ("First words.", "Second words."):
        with pytest.raises(EngineUnavailable):
            talk.says(words)
    down.remove("First words.")
    with pytest.raises(EngineUnavailable):
        talk.assistant.resume(talk.id)
    assert [turn.text for turn in talk.view.turns[1:]] == ["First words."]
    assert [message.text for message in talk.view.waiting] == ["Second words."]


def test_a_message_that_another_tab_answers_meanwhile_is_neither_lost_nor_doubled(make_talk):
    """While one tab is answering, another says something: it answers both, and the first tab finds that done."""
    talk = make_talk(HostedScript())
    read, other = talk.engine.read, []

    def read_slowly(request):
        if not other:
            other.append("said")
            talk.assistant.say(talk.id, "From the second tab.")
        return read(request)

    talk.engine.read = read_slowly
    after = talk.says("From the first tab.")
    assert [turn.text for turn in after.turns[1:]] == ["From the first tab.", "From the second tab."]
    assert after.waiting == ()
