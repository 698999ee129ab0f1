"""Turns what the client libraries raise into one plain sentence that says what to do.

Errors of other kinds pass: a cassette that doesn't match must be seen by whoever runs the tests.
"""

import re

import openai
from httpx2 import ConnectError, HTTPError
from langchain_core.exceptions import ContextOverflowError, ModelError

from assistant.engines.hosted.config import HostedConfig
from assistant.engines.hosted.deadline import TooSlow, TurnOver
from assistant.errors import EngineError, EngineReplyInvalid, EngineTooSlow, EngineUnavailable

CAUGHT = (
    openai.OpenAIError,
    ModelError,
    HTTPError,
    TooSlow,
    # A 200 that is no completion surfaces as one of these from inside the libraries.
    ValueError,
    AttributeError,
    KeyError,
    TypeError,
    IndexError,
)
NO_MODEL = "{host} answered with something that is not a model's reply: check SCOPE_BASE_URL, which mostly ends in /v1."
_SHOWN = 140
_MARGIN = 1.0
_BAD_REQUEST = frozenset({400, 422})
_PASSING = frozenset({408, 409, 429})
_OVERFLOW_WORDS = ("context length", "context size", "context window")
_FORMAT_WORDS = (
    "response_format",
    "json_schema",
    "structured output",
    "grammar",
    "tool use",
    "tools",
    "requested parameters",
)
_BY_STATUS = {
    401: "{host} refused the key: set OPENAI_API_KEY to a valid one.",
    403: "The key is not allowed to use {model} at {host}: ask for access or choose another model.",
    404: "There is no model {model} at {host}: check SCOPE_ENGINE and SCOPE_BASE_URL.",
    429: "{host} takes no more requests at the moment: wait a little, or choose another model.",
}


class NotSupported(EngineUnavailable):
    """The server did not accept the form of the request; another form may do."""


def explain(error: Exception, config: HostedConfig) -> EngineError:
    """Say in one sentence what went wrong and what to do."""
    if isinstance(error, EngineError):
        return error
    if isinstance(error, TurnOver):
        return EngineTooSlow(
            f"The time for this turn was up before {config.model} was done: "
            "choose a faster model, or raise SCOPE_TURN_DEADLINE."
        )
    if isinstance(error, TooSlow | openai.APITimeoutError):
        return EngineTooSlow(
            f"{config.model} did not answer within {config.timeout:g} seconds: "
            "try again, choose a faster model, or raise SCOPE_MODEL_TIMEOUT."
        )
    if _overflows(error):
        return EngineUnavailable(
            f"The text is longer than {config.model} can take in: shorten it, or choose a model with a larger context."
        )
    if isinstance(error, openai.APIError | HTTPError):
        return _from_server(error, config)
    return EngineReplyInvalid(NO_MODEL.format(host=config.host))


def _from_server(error: openai.APIError | HTTPError, config: HostedConfig) -> EngineError:
    if isinstance(error, openai.APIStatusError):
        return _by_status(error, config)
    if isinstance(error, openai.APIConnectionError | HTTPError):
        return EngineUnavailable(_no_connection(error, config))
    return EngineUnavailable(f"{config.host} reported an error while it answered ({_short(error)}): try again later.")


def pause(error: Exception, left: float) -> float | None:
    """Seconds to wait before one more attempt, or None where it wouldn't help.

    Args:
        error: what the libraries raised.
        left: seconds until the deadline; a longer wait is not begun.
    """
    wait = _wanted_pause(error)
    return wait if wait is not None and wait + _MARGIN < left else None


def _wanted_pause(error: Exception) -> float | None:
    if isinstance(error, TooSlow | openai.APITimeoutError) or never_connected(error):
        return None
    if isinstance(error, openai.APIStatusError):
        return _pause_by_status(error)
    if isinstance(error, openai.APIError | HTTPError):
        return 0.2
    return 0.0


def _pause_by_status(error: openai.APIStatusError) -> float | None:
    if error.code == "insufficient_quota" or not _passes(error.status_code):
        return None
    asked = error.response.headers.get("retry-after", "")
    return float(asked) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", asked) else 0.5


def _passes(status: int) -> bool:
    return status in _PASSING or status >= 500  # noqa: PLR2004 - HTTP's own border


def never_connected(error: BaseException | None) -> bool:
    """Tell whether nothing answers at the address at all, so that trying again at once is idle."""
    while error is not None:
        if isinstance(error, ConnectError):
            return True
        error = error.__cause__
    return False


def _distrusted(error: BaseException | None) -> bool:
    while error is not None:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            return True
        error = error.__cause__
    return False


def blames(error: Exception, word: str) -> bool:
    """Tell whether a server refused a request because of one of its settings."""
    refused = isinstance(error, openai.APIStatusError) and error.status_code in _BAD_REQUEST
    return refused and word in str(error)


def _overflows(error: Exception) -> bool:
    """The class alone is not enough: the client drops the code from the message that it goes by."""
    if isinstance(error, ContextOverflowError):
        return True
    if not isinstance(error, openai.APIError):
        return False
    text = str(error).lower()
    said = any(words in text for words in _OVERFLOW_WORDS)
    return said or error.code == "context_length_exceeded"


def _by_status(error: openai.APIStatusError, config: HostedConfig) -> EngineError:
    status = error.status_code
    if status in _BAD_REQUEST or _is_about_form(error):
        return NotSupported(
            f"{config.host} did not accept the request for {config.model} ({_short(error)}): "
            "choose another model or server."
        )
    if error.code == "insufficient_quota":
        return EngineUnavailable(f"The account at {config.host} has no credit left: top it up or use another key.")
    known = _BY_STATUS.get(status)
    if known:
        return EngineUnavailable(known.format(host=config.host, model=config.model))
    return EngineUnavailable(f"{config.host} has a fault of its own ({status}): try again later.")


def _is_about_form(error: openai.APIStatusError) -> bool:
    """Routers say 404, and some local servers 500, where they lack structured output."""
    text = str(error).lower()
    return error.status_code in (404, 500, 501) and any(word in text for word in _FORMAT_WORDS)


def _no_connection(error: Exception, config: HostedConfig) -> str:
    if _distrusted(error):
        return (
            f"The certificate of {config.host} is not trusted: check SCOPE_BASE_URL, or have the "
            "server's certificate authority installed."
        )
    if never_connected(error):
        return f"Nothing answers at {config.host}: start the model server, or check SCOPE_BASE_URL and the network."
    return f"The connection to {config.host} broke off: try again."


def _short(error: openai.APIError) -> str:
    """The server's own words, cut, on one line and without marks that a screen would act on."""
    words = " ".join(str(error.message).split())
    plain = "".join(char for char in words if char not in "<>[]()`*_{}\\")
    return plain[:_SHOWN].rstrip(".")
