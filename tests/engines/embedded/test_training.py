"""The format of the labelled texts, and the labels that their units take."""

import pytest

from assistant.engines.embedded.training import examples, read_documents
from assistant.errors import KnowledgeError

TEXT = """---
id: eye-clinic
domain: health care
form: email
---
Subject: No-show reminders <<project.title>>

We lose 18 % of slots, <<need.problem; evaluation.baseline>>
+while people wait nine weeks. <<impact.affected_people; @people_patients>>
Owner:\\t <<>>
^clinic IT <<timeline.team>>
Shift is >> 2 <<>>
---
id: list
domain: mixed
form: clauses
---
No face is kept. <<@-data_biometric; ethics.privacy>>
Labels are still to be made. <<data.labels?>>
"""


@pytest.fixture
def documents(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    return read_documents(tmp_path)


def test_joints_tabs_and_empty_labels(documents):
    assert documents[0].text.splitlines() == [
        "Subject: No-show reminders",
        "",
        "We lose 18 % of slots, while people wait nine weeks.",
        "Owner:\tclinic IT",
        "Shift is >> 2",
    ]


def test_spans_stand_on_their_words(documents):
    labels = {documents[0].text[s.start : s.end]: s.labels for s in documents[0].spans}
    assert labels["while people wait nine weeks."] == ("impact.affected_people", "@people_patients")
    assert labels["clinic IT"] == ("timeline.team",)


def test_units_take_the_labels_of_what_they_cover(documents):
    found = {item.placed.unit.text: item.labels for item in examples(documents)}
    assert "need.problem" in found["We lose 18 % of slots, while people wait nine weeks."]
    assert found["clinic IT"] == {"timeline.team"}


def test_clauses_of_a_list_are_texts_of_their_own(documents):
    listed = [item for item in examples(documents) if not item.whole]
    assert all(item.begins for item in listed)
    assert all(not item.placed.before and not item.placed.after for item in listed)


def test_neighbours_are_kept_in_whole_texts(documents):
    whole = [item for item in examples(documents) if item.whole]
    assert whole[1].placed.before == whole[0].placed.unit.text
    assert whole[0].placed.after == whole[1].placed.unit.text


@pytest.mark.parametrize("text", ["no header\n", "---\nid: [\n---\nx\n", "---\ndomain: x\n---\nx\n"])
def test_mistakes_are_named_with_their_file(tmp_path, text):
    (tmp_path / "bad.txt").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"bad\.txt"):
        read_documents(tmp_path)
