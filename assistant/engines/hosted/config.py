"""What is needed to reach a hosted model."""

from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from assistant.domain.base import Value

OPENAI = "https://api.openai.com/v1"
NO_KEY = "unused"


class HostedConfig(Value):
    """A model at an OpenAI-compatible address.

    Attributes:
        model: its name, as the server lists it.
        base_url: the address, with `/v1` where the server has it.
        api_key: the key; local servers need none.
        timeout: seconds that one call may take, retries and repair included.
        stream_usage: ask for token counts in streams; given up by itself where a server refuses.
        temperature: given up by itself where a model refuses it.
        parallel: how many parts of a long document are read at once.
    """

    model: str
    base_url: str = OPENAI
    api_key: SecretStr | None = None
    timeout: float = Field(default=90.0, gt=0)
    stream_usage: bool = True
    temperature: float | None = 0.0
    parallel: int = Field(default=4, ge=1)

    @property
    def name(self) -> str:
        """`openai:MODEL`."""
        return f"openai:{self.model}"

    @property
    def host(self) -> str:
        """The server's name as a person would write it, without anything secret."""
        return urlsplit(self.base_url).netloc.rpartition("@")[2] or self.base_url

    @property
    def key(self) -> str:
        """The key to send: a client without one cannot even be made."""
        return (self.api_key.get_secret_value() if self.api_key else "") or NO_KEY
