"""Counts tokens and seconds of model calls."""

from langchain_core.messages import AIMessage

from assistant.domain.reading import Usage


def usage_of(message: AIMessage, seconds: float) -> Usage:
    """What one call cost; servers that count nothing give zero tokens."""
    counted = message.usage_metadata
    return Usage(
        seconds=round(seconds, 3),
        calls=1,
        tokens_in=counted["input_tokens"] if counted else 0,
        tokens_out=counted["output_tokens"] if counted else 0,
    )
