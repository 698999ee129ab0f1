"""Questions about several fields are data: checked on load, named by line, and asked in the file's order."""

from pathlib import Path

import pytest

from assistant.domain.conditions import Facts
from assistant.domain.ranking import rank
from assistant.domain.scope import Scope
from assistant.knowledge import load
from tests.knowledge.test_loading import change, copy, mistakes

__all__ = ["copy"]

FIRST = "fields: [need.problem, impact.intended_benefit]"
ASKED = "What goes wrong or gets missed today, how often, and which simpler ways have you tried or considered?"
TEXT = "What goes wrong or gets missed today, how often, and who will be better off once that changes?"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (FIRST, "fields: [need.problem, need.moon]", "there is no field 'need.moon'"),
        (FIRST, "fields: [need.problem, need.problem]", "names a field twice"),
        (FIRST, "fields: [need.problem]", "at least 2 items"),
        (FIRST, "fields: [need.problem, fallback.trigger]", "is not core"),
        (TEXT, "What goes wrong today? Who will be better off?", "one sentence"),
        (TEXT, "Tell us what goes wrong today.", "should match pattern"),
        (TEXT, f"{'very ' * 25}well?", "at most 25 words, not 26"),
        ("id: scale_and_users", "id: problem_and_benefit", "is used 2 times"),
    ],
)
def test_a_mistake_is_named_with_its_line(copy: Path, old: str, new: str, words: str):
    line = change(copy / "together.yaml", old, new)
    said = mistakes(copy)
    assert words in said
    near = [number for number in range(line - 3, line + 2) if f"together.yaml:{number}:" in said]
    assert near or "is used 2 times" in said, said


def test_a_question_that_a_shorter_one_before_it_hides_is_found(copy: Path):
    path = copy / "together.yaml"
    change(path, FIRST, "fields: [timeline.deadline, project.title]")
    assert "deadline_economics_and_title: is never asked, since 'problem_and_benefit' stands before it" in mistakes(
        copy
    )


def test_the_file_is_needed(copy: Path):
    (copy / "together.yaml").unlink()
    assert "together.yaml: the file is missing" in mistakes(copy)


def test_what_the_file_says_is_asked(copy: Path):
    change(copy / "together.yaml", ASKED, "What hurts today, and what was tried?")
    catalogue = load(copy)
    asked = {question.field: question for question in rank(Facts(scope=Scope()), (), catalogue)}
    assert asked["need.simpler_alternative"].text == "What hurts today, and what was tried?"
    assert asked["need.simpler_alternative"].settles == ("need.problem",)
    assert "need.problem" not in asked


def test_without_them_each_field_is_asked_alone(copy: Path):
    (copy / "together.yaml").write_text("version: 1\nquestions: []\n", encoding="utf-8")
    catalogue = load(copy)
    asked = rank(Facts(scope=Scope()), (), catalogue)
    assert all(question.text == catalogue.field_by_id[question.field].question for question in asked)
