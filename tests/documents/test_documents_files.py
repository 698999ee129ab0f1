"""Files on disk."""

from pathlib import Path

import pytest

from assistant.documents import read_file
from assistant.errors import InputError
from tests.documents.conftest import one_sentence


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_file(path)
    assert one_sentence(str(caught.value)), str(caught.value)
    return str(caught.value)


def test_a_file(tmp_path):
    path = tmp_path / "plan.md"
    path.write_text("# Churn", encoding="utf-8")
    assert read_file(path) == "# Churn"


def test_folder_and_missing_file(tmp_path):
    assert "is a folder: name one file" in refused(tmp_path)
    assert "There is no file 'none.md'" in refused(tmp_path / "none.md")
    assert "is a folder" in refused(Path())


def test_a_large_file_is_not_read_whole(tmp_path):
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(20_000_000)
    assert "'big.txt' is 20.0 MB large, 15 MB at the most" in refused(path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_an_endless_device():
    assert "is too large, 15 MB" in refused(Path("/dev/zero"))


def test_no_permission(tmp_path, monkeypatch):
    path = tmp_path / "secret.txt"
    path.write_text("words", encoding="utf-8")

    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)  # the tests may run as root, whom nothing is denied
    assert "may not be read: change its permissions" in refused(path)


@pytest.mark.parametrize("name", ["x" * 5000, "a\x00b"])
def test_a_name_that_the_system_refuses(tmp_path, name):
    assert "could not be read" in refused(tmp_path / name) or "There is no file" in refused(tmp_path / name)
