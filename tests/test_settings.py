"""Settings: from the environment, with a key that may lie in a file, and mistakes that are named together."""

import pytest

from assistant.errors import InputError
from assistant.settings import Settings, read_settings


def test_the_defaults_send_nothing_anywhere(monkeypatch, tmp_path):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-a-key")
    settings = read_settings()
    assert settings.engine == "embedded", "a key alone sends no text out"
    assert settings.key == "sk-not-a-key"
    assert "sk-not-a-key" not in repr(settings)
    assert settings.sessions_url.startswith("sqlite:///")
    assert str(tmp_path) in settings.sessions_url
    assert settings.index_dir.parent == settings.cache_dir.parent == settings.data_dir


def test_the_key_may_lie_in_a_file(monkeypatch, tmp_path):
    assert Settings().key == ""
    (tmp_path / "key").write_text("sk-in-a-file\n", encoding="utf-8")
    monkeypatch.setenv("SCOPE_API_KEY_FILE", str(tmp_path / "key"))
    assert read_settings().key == "sk-in-a-file"
    monkeypatch.setenv("SCOPE_API_KEY_FILE", str(tmp_path / "none"))
    with pytest.raises(InputError, match="SCOPE_API_KEY_FILE"):
        _ = read_settings().key


def test_a_database_of_one_s_own(monkeypatch):
    monkeypatch.setenv("SCOPE_DATABASE_URL", "postgresql+psycopg://db/scope")
    assert read_settings().sessions_url == "postgresql+psycopg://db/scope"


def test_every_value_that_cannot_be_used_is_named_by_its_variable(monkeypatch):
    monkeypatch.setenv("SCOPE_MODEL_TIMEOUT", "soon")
    monkeypatch.setenv("SCOPE_PORT", "99999")
    with pytest.raises(InputError) as caught:
        read_settings()
    assert "MODEL_TIMEOUT" in str(caught.value)
    assert "PORT" in str(caught.value)
    assert "\n" not in str(caught.value)
