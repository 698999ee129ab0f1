from datetime import UTC, datetime, timedelta

import pytest

from assistant.domain.evidence import Evidence
from assistant.domain.questions import Question
from assistant.domain.reading import Status
from assistant.domain.scope import FieldState, Former
from assistant.domain.session import Turn, TurnKind
from ui.parts.edit import entered
from ui.parts.listing import ago
from ui.parts.scope_html import field_html
from ui.parts.sources import description, source_names
from ui.parts.turns import without_question

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ASKED = Question(field="a.b", text="Who labels?", why="It matters.")


def turn(seq, kind, **more):
    return Turn(seq=seq, kind=kind, at=NOW, **more)


def quote(words, source="turn-2"):
    return Evidence(source=source, start=0, end=len(words), quote=words)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=3), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=5), "5 hours ago"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=20), "on 5 November 2026"),
    ],
)
def test_times_are_told_as_a_person_would(before, words):
    assert ago(NOW - before, NOW) == words


def test_a_time_without_zone_is_utc():
    assert ago(NOW.replace(tzinfo=None), NOW) == "just now"


def test_sources_are_named_for_people():
    turns = (
        turn(1, TurnKind.OPENING),
        turn(2, TurnKind.DESCRIPTION, text="x"),
        turn(3, TurnKind.MESSAGE, text="y"),
        turn(4, TurnKind.MESSAGE, text="z", said_by="Ada"),
        turn(5, TurnKind.EDIT, text="w", field="data.labels"),
    )
    names = source_names(turns)
    assert names["description"] == "the description"
    assert names["turn-3"] == "your message 1"
    assert names["turn-4"] == "Ada, message 2"
    assert names["turn-5"] == "entered by hand"
    assert description(turns) == turns[1]
    assert description(turns[:1]) is None


def test_the_question_is_not_said_twice():
    assert without_question("Noted. Who labels?", ASKED) == "Noted."
    assert without_question("Who labels?", ASKED) == "Who labels?"
    assert without_question("Noted. Who labels?", None) == "Noted. Who labels?"


@pytest.mark.parametrize(
    ("value", "before", "status", "words"),
    [
        ("new", "old", Status.STATED, "new"),
        ("old", "old", Status.UNKNOWN, "Not known yet"),
        ("", "", Status.NOT_APPLICABLE, "Not applicable"),
        ("we ask Ada", "", Status.UNKNOWN, "we ask Ada"),
    ],
)
def test_an_edit_keeps_words_that_fit_its_status(value, before, status, words):
    assert entered(value, before, status) == words


def test_the_four_statuses_look_different(catalogue):
    spec = catalogue.field_by_id["data.labels"]
    made = {field_html(spec, FieldState(status=status), {}) for status in Status}
    assert len(made) == len(Status)


def test_a_contradiction_shows_both_quotes_and_their_places(catalogue):
    known = FieldState(
        status=Status.STATED,
        conflict=True,
        evidence=(quote("we have labels"), quote("no <i>labels</i>", "description")),
    )
    names = {"turn-2": "your message 1", "description": "the description"}
    made = field_html(catalogue.field_by_id["data.labels"], known, names)
    assert "Contradiction" in made
    assert "“we have labels”<cite>your message 1</cite>" in made
    assert "“no &lt;i&gt;labels&lt;/i&gt;”<cite>the description</cite>" in made


def test_what_a_field_was_before_is_shown(catalogue):
    known = FieldState(
        status=Status.STATED,
        value="now",
        history=(Former(status=Status.STATED, value="then"), Former(status=Status.STATED, value="now")),
    )
    made = field_html(catalogue.field_by_id["project.summary"], known, {})
    assert "Earlier: “then”" in made
    assert "Earlier: “now”" not in made
