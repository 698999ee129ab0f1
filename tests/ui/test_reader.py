"""The control that shows what reads, and the switch between engines: per session, kept over a reload."""

import pytest

from assistant.domain.reading import Reading, Usage
from assistant.service import EngineChoice
from tests.fakes.engine import ScriptedEngine
from tests.ui.conftest import READING, TEXT
from tests.ui.test_talk import button, say, shown
from ui.parts.reader import ONLY_EMBEDDED, about
from ui.parts.text import escape


class Model(ScriptedEngine):
    """Stands for a hosted model."""

    name = "openai:m"
    host = "api.example.org"

    def read(self, request):
        super().read(request)
        return READING.model_copy(update={"engine": self.name, "usage": Usage(calls=1, tokens_in=900, seconds=1.5)})


class Own(ScriptedEngine):
    """Stands for the embedded engine."""

    name = "embedded"

    def read(self, request):
        super().read(request)
        return Reading(engine=self.name)


@pytest.fixture
def both(make):
    """A model first, the embedded engine beside it."""
    return make(engines={"openai:m": Model(), "embedded": Own()})


def choose(test, engine):
    return test.radio(key="engine").set_value(engine).run()


def test_with_one_engine_it_says_what_to_set_for_another(page):
    test = page("talk")
    assert escape(ONLY_EMBEDDED) in shown(test)
    assert len(ONLY_EMBEDDED.rstrip(".").split(". ")) == 1
    assert not test.radio


@pytest.mark.parametrize("name", ["talk", "describe"])
def test_both_engines_are_offered_and_say_where_the_words_go(page, both, name):
    test = page(name, other=both)
    choice = test.radio(key="engine")
    assert choice.value == "openai:m"
    assert len(choice.options) == 2
    captions = " ".join(choice.proto.captions).replace("\\", "")
    assert "sent to api.example.org" in captions
    assert "sent to no model" in captions


def test_the_next_message_is_read_by_the_chosen_engine(page, both):
    test = say(page("talk", other=both), TEXT)
    session = test.query_params["p"]
    assert both.open(session).turns[-1].engine == "openai:m"
    choose(test, "embedded")
    say(test, "More about it.")
    assert both.open(session).turns[-1].engine == "embedded"
    choose(test, "openai:m")
    say(test, "And more.")
    assert [turn.engine for turn in both.open(session).turns[1:]] == ["openai:m", "embedded", "openai:m"]


def test_the_choice_is_kept_over_a_reload_and_in_another_tab(page, both):
    test = say(page("talk", other=both), TEXT)
    session = test.query_params["p"]
    choose(test, "embedded")
    again = page("talk", session, other=both)
    assert again.radio(key="engine").value == "embedded"
    say(again, "More about it.")
    assert both.open(session).turns[-1].engine == "embedded"
    other = page("talk", other=both)
    assert other.radio(key="engine").value == "openai:m", "another project has its own"


def test_a_choice_before_the_first_message_counts_from_the_first_on(page, both):
    test = choose(page("talk", other=both), "embedded")
    assert both.sessions() == ()
    assert test.query_params["reader"] == "embedded", "a reload finds it in the address"
    say(test, TEXT)
    view = both.open(test.query_params["p"])
    assert view.turns[-1].engine == "embedded"
    assert view.info.engine == "embedded"
    assert "reader" not in test.query_params
    button(test, "New project").click().run()
    assert test.radio(key="engine").value == "embedded", "the tab goes on as it was set"


def test_the_reader_of_a_description_does_not_change_an_open_talk(page, both):
    session = both.start(engine="embedded").info.id
    test = page("describe", session, other=both)
    choose(test, "embedded")
    choose(test, "openai:m")
    assert both.open(session).engine == "embedded"
    test.text_area(key="description").set_value(TEXT)
    test.button(key="read").click().run()
    assert both.open(test.query_params["p"]).turns[-1].engine == "openai:m"


def test_an_engine_that_is_not_set_up_any_more_gives_way_to_the_default(page, both, make):
    session = both.start(engine="openai:m").info.id
    later = make()
    assert later.open(session).engine == "scripted"
    test = page("talk", session, other=later)
    say(test, TEXT)
    assert later.open(session).turns[-1].engine == "scripted"
    unknown = page("talk", other=later)
    unknown.query_params["reader"] = "openai:gone"
    assert not unknown.run().exception


def test_what_the_model_costs_is_shown(page, both):
    test = say(page("talk", other=both), TEXT)
    say(test, "More about it.")
    assert "The model so far: 2 calls, 1,800 tokens, 3.0 s. Latest turn: 1 call, 900 tokens, 1.5 s." in shown(test)


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("", "sent to no model"),
        ("127.0.0.1:11434", "on this machine"),
        ("localhost:1234", "on this machine"),
        ("api.example.org", "is sent to api.example.org"),
    ],
)
def test_where_the_words_go_is_said(host, words):
    assert words in about(EngineChoice(name="x", host=host))
