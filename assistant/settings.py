"""Settings of the product: `SCOPE_*` variables and `.env`, read once at the entry points."""

from pathlib import Path

import platformdirs
from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import InputError

APP = "ml-scoping-assistant"


OPENAI_PREFIX = "openai:"
"""What the name of a hosted engine begins with; the model follows."""


class Settings(BaseSettings):
    """What can be set from outside; every entry stands in README's table."""

    model_config = SettingsConfigDict(
        env_prefix="SCOPE_", env_file=".env", env_ignore_empty=True, extra="ignore", populate_by_name=True
    )

    data_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir(APP)),
        description="folder for sessions, index and caches",
    )
    engine: str = Field(default="embedded", description="`embedded` or `openai:MODEL`")
    base_url: str = Field(default="https://api.openai.com/v1", description="an OpenAI-compatible endpoint")
    api_key: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("OPENAI_API_KEY"),
        description="the key (`OPENAI_API_KEY`)",
    )
    api_key_file: Path | None = Field(default=None, description="a file that holds the key")
    model_timeout: float = Field(
        default=90.0, gt=0, description="seconds that one model call may take, retries included"
    )
    turn_deadline: float = Field(
        default=120.0,
        gt=0,
        description="seconds that a language model has for a whole turn: reading, repair, waits and reply",
    )
    database_url: str | None = Field(default=None, description="SQLAlchemy URL of the sessions' database")
    chroma_url: str | None = Field(default=None, description="a Chroma server in place of the embedded one")
    knowledge_dir: Path | None = Field(default=None, description="an organisation's own notes and rules on top of ours")
    port: int = Field(default=8501, ge=1, le=65535, description="port of the browser app")

    @property
    def key(self) -> str:
        """The model's key, from the variable or the file; empty where there is none.

        Raises:
            InputError: the key's file cannot be read.
        """
        if self.api_key:
            return self.api_key.get_secret_value()
        if self.api_key_file is None:
            return ""
        try:
            return self.api_key_file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise InputError(f"The key file {self.api_key_file} cannot be read. Check SCOPE_API_KEY_FILE.") from error

    @property
    def sessions_url(self) -> str:
        """The database of the sessions."""
        return self.database_url or f"sqlite:///{self.data_dir / 'sessions.db'}"

    @property
    def index_dir(self) -> Path:
        """Where the guidance's index lives, a folder per content hash."""
        return self.data_dir / "index"

    @property
    def cache_dir(self) -> Path:
        """Where fitted heads and vectors are kept."""
        return self.data_dir / "cache"


def read_settings() -> Settings:
    """Read the settings.

    Raises:
        InputError: a variable's value cannot be used; names all of them.
    """
    try:
        return Settings()
    except ValidationError as error:
        parts = [
            f"SCOPE_{'_'.join(str(part) for part in item['loc']).upper()}: {item['msg']}" for item in error.errors()
        ]
        raise InputError("These settings cannot be used: " + "; ".join(parts)) from error
