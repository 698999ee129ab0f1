"""One endpoint: how it is called, how long, how often, and what it was found not to support."""

import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import openai
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from assistant.domain.base import Value
from assistant.engines.hosted.config import HostedConfig
from assistant.engines.hosted.deadline import Deadline, paced
from assistant.engines.hosted.faults import CAUGHT, blames, explain, pause

_Item = TypeVar("_Item", bound=AIMessage)
_ATTEMPTS = 2
# The advice is for users of a method that isn't used here; the structured call finds its own way.
warnings.filterwarnings("ignore", message="This model does not support OpenAI's structured output")


class Ways(Value):
    """Settings that an endpoint accepts; those that it refuses are left out from then on."""

    temperature: bool = True
    stream_usage: bool = True


class Endpoint:
    """A model at an address; safe to share between threads."""

    def __init__(self, config: HostedConfig) -> None:
        self.config = config
        self.ways = Ways(temperature=config.temperature is not None, stream_usage=config.stream_usage)
        # Without an address it would take one from the environment, and without a key it raises.
        self.model = ChatOpenAI(
            model=config.model,
            base_url=config.base_url,
            api_key=SecretStr(config.key),
            use_responses_api=False,
            max_retries=0,
            timeout=config.timeout,
        )

    def deadline(self, until: float | None) -> Deadline:
        """The time that one call may take from now on, within what is left of the turn's."""
        return Deadline(self.config.timeout, until)

    def complete(self, messages: Sequence[BaseMessage], deadline: Deadline, **options: object) -> AIMessage:
        """Get a whole answer.

        Raises:
            EngineError: there is none, in one plain sentence.
        """

        def call(ways: Ways) -> Iterator[AIMessage]:
            settings = self._settings(ways, deadline, options)
            yield self.model.invoke(list(messages), **settings)

        return next(self._attempts(call, deadline))

    def stream(
        self, messages: Sequence[BaseMessage], deadline: Deadline, **options: object
    ) -> Iterator[AIMessageChunk]:
        """Get an answer piece by piece; what has begun is not tried again.

        Raises:
            EngineError: the answer never came or broke off.
        """

        def call(ways: Ways) -> Iterator[AIMessageChunk]:
            settings = self._settings(ways, deadline, options)
            settings["stream_usage"] = ways.stream_usage
            yield from self.model.stream(list(messages), **settings)

        return self._attempts(call, deadline)

    def _settings(self, ways: Ways, deadline: Deadline, options: dict[str, object]) -> dict[str, Any]:
        settings: dict[str, Any] = {"timeout": max(deadline.left, 0.1), **options}
        if ways.temperature:
            settings["temperature"] = self.config.temperature
        return settings

    def _attempts(self, call: Callable[[Ways], Iterator[_Item]], deadline: Deadline) -> Iterator[_Item]:
        attempt = 1
        while True:
            begun, ways = False, self.ways
            try:
                for item in paced(lambda ways=ways: call(ways), deadline):  # type: ignore[misc] # no type is inferred for a lambda with a default
                    begun = begun or bool(item.text)
                    yield item
            except CAUGHT as error:
                if not begun and self._adapted(error, ways):
                    continue
                wait = None if begun or attempt == _ATTEMPTS else pause(error, deadline.left)
                if wait is None:
                    late = isinstance(error, openai.APITimeoutError)
                    raise explain(deadline.over() if late else error, self.config) from error
                attempt += 1
                time.sleep(wait)
            else:
                return

    def _adapted(self, error: Exception, used: Ways) -> bool:
        """Leave out what the server refused; another thread may have found out already."""
        if used.temperature and blames(error, "temperature"):
            self.ways = self.ways.model_copy(update={"temperature": False})
        elif used.stream_usage and blames(error, "stream_options"):
            self.ways = self.ways.model_copy(update={"stream_usage": False})
        else:
            return False
        return True
