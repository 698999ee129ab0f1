"""Any language model behind an OpenAI-compatible address, as an engine."""

from assistant.engines.hosted.config import HostedConfig
from assistant.engines.hosted.engine import HostedEngine

__all__ = ["HostedConfig", "HostedEngine"]
