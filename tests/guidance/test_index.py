"""The search: what is near in meaning or words comes back, everything else gives nothing; the index is kept by hash."""

import threading
from pathlib import Path

import pytest

from assistant.domain.catalogue import Catalogue
from assistant.errors import InputError
from assistant.guidance.index import ChromaGuidance
from tests.guidance.made import WordEmbedder, passage, with_passage

QUESTION = "How many labels are enough for a first model?"


def ids(hits) -> list[str]:
    return [hit.passage.id for hit in hits]


def index_folders(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_the_passage_that_answers_comes_first(few: Catalogue, embedder, tmp_path):
    hits = ChromaGuidance(few, embedder, tmp_path).search(QUESTION)
    assert ids(hits)[0] == "labels"
    assert all(0 <= hit.score <= 1 for hit in hits)


def test_no_more_than_wanted(few: Catalogue, embedder, tmp_path):
    guidance = ChromaGuidance(few, embedder, tmp_path)
    assert len(guidance.search("labels, consent, drift and accuracy", limit=2)) == 2
    assert len(guidance.search(QUESTION, limit=1)) == 1


@pytest.mark.parametrize(
    "question", ["which wine goes with fish", "tell me something funny", "qwertz asdf", "", "why?"]
)
def test_nothing_relevant_gives_nothing(few: Catalogue, embedder, tmp_path, question):
    assert ChromaGuidance(few, embedder, tmp_path).search(question) == ()
    assert ChromaGuidance(few, None, tmp_path).search(question) == ()


def test_the_field_just_asked_decides_between_equals(embedder, tmp_path):
    twin = passage("twin", "How many labels are enough?", "A few hundred labelled cases show it.", "need.problem")
    guidance = ChromaGuidance(with_passage(twin), embedder, tmp_path)
    asked = "how many labels are enough"
    assert ids(guidance.search(asked, field="need.problem"))[0] == "twin"
    assert ids(guidance.search(asked, field="data.labels"))[0] == "labels"


def test_without_weights_words_alone_find_it(few: Catalogue, tmp_path):
    guidance = ChromaGuidance(few, None, tmp_path)
    assert ids(guidance.search("do we need consent for personal data"))[0] == "consent"
    assert guidance.build() is None
    assert list(tmp_path.iterdir()) == []


def test_the_index_is_built_once_and_read_again(few: Catalogue, embedder, tmp_path):
    told: list[str] = []
    home = ChromaGuidance(few, embedder, tmp_path, progress=told.append).build()
    assert home is not None
    assert home.parent == tmp_path
    assert len(told) == 1
    again = WordEmbedder()
    assert ids(ChromaGuidance(few, again, tmp_path, progress=told.append).search(QUESTION))[0] == "labels"
    assert len(told) == 1, "a second process builds nothing"
    assert again.embedded <= 2, "only the question was embedded"


def test_a_changed_passage_builds_an_index_of_its_own(few: Catalogue, embedder, tmp_path):
    first = ChromaGuidance(few, embedder, tmp_path)
    first.build()
    more = with_passage(
        passage("rollback", "Can we roll back?", "Keep the previous version and rehearse the way back.")
    )
    second = ChromaGuidance(more, embedder, tmp_path)
    assert ids(second.search("can we roll back"))[0] == "rollback"
    assert len(index_folders(tmp_path)) == 2
    assert ids(first.search(QUESTION))[0] == "labels", "who has the old one open goes on with it"


def test_rules_do_not_change_the_index(few: Catalogue, embedder, tmp_path):
    home = ChromaGuidance(few, embedder, tmp_path).build()
    other = few.model_copy(update={"rules": (), "digest": "another"})
    assert ChromaGuidance(other, embedder, tmp_path).build() == home


def test_two_builders_at_the_same_time_end_with_one_index(few: Catalogue, tmp_path):
    found: list[list[str]] = []
    builders = [
        threading.Thread(
            target=lambda: found.append(ids(ChromaGuidance(few, WordEmbedder(), tmp_path).search(QUESTION)))
        )
        for _ in range(3)
    ]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()
    assert [names[0] for names in found] == ["labels"] * 3
    assert len(index_folders(tmp_path)) == 1


def test_a_half_built_folder_of_a_crash_is_never_opened(few: Catalogue, embedder, tmp_path):
    crashed = tmp_path / "building-abc"
    crashed.mkdir()
    (crashed / "chroma.sqlite3").write_bytes(b"half")
    assert ids(ChromaGuidance(few, embedder, tmp_path).search(QUESTION))[0] == "labels"
    assert (crashed / "chroma.sqlite3").read_bytes() == b"half"


@pytest.mark.parametrize("content", [b"", b"not a database"])
def test_a_damaged_index_is_built_again(few: Catalogue, tmp_path, content):
    home = ChromaGuidance(few, WordEmbedder(), tmp_path / "whole").build()
    damaged = tmp_path / "index" / home.name
    damaged.mkdir(parents=True)
    (damaged / "chroma.sqlite3").write_bytes(content)
    guidance = ChromaGuidance(few, WordEmbedder(), tmp_path / "index")
    assert ids(guidance.search(QUESTION))[0] == "labels"
    assert index_folders(tmp_path / "index") == {home.name}


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(few: Catalogue, embedder, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match="SCOPE_DATA_DIR"):
        ChromaGuidance(few, embedder, tmp_path / "file" / "index").search(QUESTION)


def test_threads_share_one_index(few: Catalogue, embedder, tmp_path):
    guidance = ChromaGuidance(few, embedder, tmp_path)
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(ids(guidance.search(QUESTION))[0])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["labels"] * 8
