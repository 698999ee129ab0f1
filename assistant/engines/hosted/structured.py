"""Gets an answer of a given shape: by JSON schema, else by function calling, else in JSON mode.

Which of them an endpoint understands is found out once and remembered. An answer that doesn't fit
is sent back once with what is wrong with it.
"""

import json
import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    SystemMessage,
)
from pydantic import BaseModel, ValidationError

from assistant.domain.reading import Usage
from assistant.engines.hosted.client import Endpoint
from assistant.engines.hosted.deadline import Deadline
from assistant.engines.hosted.faults import NotSupported
from assistant.engines.hosted.thoughts import without_thoughts
from assistant.engines.hosted.usage import usage_of
from assistant.engines.hosted.wire import strict_schema
from assistant.engines.prompts import Prompt
from assistant.errors import EngineError, EngineReplyInvalid

Listener = Callable[[str], None]
_Shape = TypeVar("_Shape", bound=BaseModel)
_FENCE = re.compile(r"```(?:json)?\s*(.*?)```", re.DOTALL)
_SENT_BACK = 4000
_PROBLEMS = 5


class Method(StrEnum):
    """How an answer of a given shape is asked for, the surest first."""

    JSON_SCHEMA = "JSON schema"
    FUNCTION = "function calling"
    JSON_MODE = "JSON mode"


_ORDER = tuple(Method)


class _Unusable(Exception):
    def __init__(self, problem: str, *, is_json: bool) -> None:
        super().__init__(problem)
        self.is_json = is_json


class Structured:
    """Structured calls to one endpoint; safe to share between threads."""

    def __init__(self, endpoint: Endpoint, repair: Prompt, shape: Prompt) -> None:
        self.endpoint = endpoint
        self.method = Method.JSON_SCHEMA
        self._repair = repair
        self._shape = shape

    def ask(
        self,
        messages: Sequence[BaseMessage],
        shape: type[_Shape],
        deadline: Deadline,
        listener: Listener | None = None,
    ) -> tuple[_Shape, Usage]:
        """Get an answer, mended once where it doesn't fit.

        Args:
            messages: what is asked.
            shape: what the answer must fit.
            deadline: the time for all attempts together.
            listener: is given the text as it grows, where the method allows it.

        Raises:
            EngineUnavailable: no answer came.
            EngineReplyInvalid: none that can be used.
        """
        raw, usage = self._say(messages, shape, deadline, listener)
        try:
            return parsed(raw, shape), usage
        except _Unusable as unusable:
            back = AIMessage(_said(raw)[:_SENT_BACK] or "(nothing)")
            ask_again = HumanMessage(self._repair.fill(problem=str(unusable)))
        raw, more = self._say([*messages, back, ask_again], shape, deadline, listener)
        try:
            return parsed(raw, shape), usage.plus(more)
        except _Unusable as unusable:
            if not unusable.is_json:
                self._demote(self.method)
            raise EngineReplyInvalid(
                f"{self.endpoint.config.model} gave no answer in the form asked for, even when "
                "asked again: choose a model that can write JSON."
            ) from unusable

    def _say(
        self,
        messages: Sequence[BaseMessage],
        shape: type[BaseModel],
        deadline: Deadline,
        listener: Listener | None,
    ) -> tuple[AIMessage, Usage]:
        first: NotSupported | None = None
        method, started = self.method, deadline.spent
        while True:
            framed, options = self._framed(messages, shape, method)
            try:
                raw = self._send(framed, deadline, options, listener)
            except NotSupported as error:
                first = first or error
                following = _ORDER[_ORDER.index(method) + 1 :]
                if not following:
                    raise first from error
                method = following[0]
                continue
            self.method = method
            _check_end(raw, self.endpoint.config.model)
            return raw, usage_of(raw, deadline.spent - started)

    def _send(
        self,
        messages: Sequence[BaseMessage],
        deadline: Deadline,
        options: dict[str, Any],
        listener: Listener | None,
    ) -> AIMessage:
        if listener is None or "tools" in options:
            return self.endpoint.complete(messages, deadline, **options)
        whole: AIMessageChunk | None = None
        for chunk in self.endpoint.stream(messages, deadline, **options):
            whole = chunk if whole is None else whole + chunk
            listener(whole.text)
        return whole or AIMessage("")

    def _framed(
        self, messages: Sequence[BaseMessage], shape: type[BaseModel], method: Method
    ) -> tuple[Sequence[BaseMessage], dict[str, Any]]:
        """The request in one of the forms.

        The format goes into the body as it is: given by its own name, the library would take the
        answer apart inside the call, and lose it with its token counts wherever it doesn't fit.
        """
        name, schema = shape.__name__, strict_schema(shape)
        if method is Method.JSON_SCHEMA:
            inner = {"name": name, "strict": True, "schema": schema}
            form = {"type": "json_schema", "json_schema": inner}
            return messages, {"extra_body": {"response_format": form}}
        if method is Method.FUNCTION:
            tool = {"name": name, "description": shape.__doc__ or name, "parameters": schema}
            choice = {"type": "function", "function": {"name": name}}
            return messages, {
                "tools": [{"type": "function", "function": tool}],
                "tool_choice": choice,
            }
        told = self._shape.fill(schema=json.dumps(schema, separators=(",", ":")))
        head = SystemMessage(f"{messages[0].text}\n\n{told}")
        return [head, *messages[1:]], {"extra_body": {"response_format": {"type": "json_object"}}}

    def _demote(self, method: Method) -> None:
        """Ask in another way the next time, where a server takes a format and doesn't keep it."""
        following = _ORDER[_ORDER.index(method) + 1 :]
        self.method = following[0] if following else Method.JSON_SCHEMA


def parsed(raw: AIMessage, shape: type[_Shape]) -> _Shape:
    """Take the answer out of a message, from a tool call, a fence or bare text."""
    try:
        if raw.tool_calls:
            return shape.model_validate(raw.tool_calls[0]["args"])
        return shape.model_validate_json(_json_in(_said(raw)))
    except ValidationError as error:
        is_json = all(item["type"] != "json_invalid" for item in error.errors())
        raise _Unusable(_problem(error), is_json=is_json) from error


def _json_in(text: str) -> str:
    found = None if text.lstrip().startswith("{") else _FENCE.search(text)
    text = found[1] if found else text
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if 0 <= start < end else text


def _said(raw: AIMessage) -> str:
    if raw.tool_calls:
        return json.dumps(raw.tool_calls[0]["args"], ensure_ascii=False)
    broken = [str(call["args"]) for call in raw.invalid_tool_calls]
    return without_thoughts(broken[0] if broken else raw.text)


def _problem(error: ValidationError) -> str:
    lines = [
        f"{'.'.join(str(part) for part in item['loc']) or 'the answer'}: {item['msg']}"
        for item in error.errors(include_url=False, include_input=False)[:_PROBLEMS]
    ]
    return "; ".join(lines)


def _check_end(raw: AIMessage, model: str) -> None:
    if raw.additional_kwargs.get("refusal"):
        raise EngineReplyInvalid(f"{model} declined to read this text: choose another model.")
    problem = ended_badly(raw.response_metadata.get("finish_reason"), model)
    if problem:
        raise problem


def ended_badly(reason: str | None, model: str) -> EngineError | None:
    """The error for an answer that is not whole, or None."""
    if reason == "length":
        return EngineReplyInvalid(
            f"{model} was cut off by its limit of words: allow longer ones, or use another model."
        )
    if reason == "content_filter":
        return EngineReplyInvalid(f"The server filtered out what {model} said: use another model.")
    return None
