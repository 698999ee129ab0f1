"""The written form of a cassette: YAML that a person can review, and back to HTTP.

Texts that come again in a cassette (the prompts, mostly) stand once under `texts`. A reply in pieces is kept as its
words and cut again, word by word, when it is replayed.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

HOST = "http://llm.invalid"
SEAL = "sealed"
VERSIONED = re.compile(r"^.*?/v\d+(?=/)")
_SHARED_FROM = 400
_FORMS: dict[str, dict[str, Any]] = {
    "compact json": {"separators": (",", ":")},
    "spaced json": {},
    "indented json": {"indent": 2},
}
_WORDS = re.compile(r"\s*\S+|\s+$")


def seal_of(body: str) -> str:
    """The hash of all that stands below a cassette's header: what was asked and answered."""
    return hashlib.sha256(body.encode()).hexdigest()[:16]


class Readable:
    """Writes exchanges as YAML that a person can review, and reads them back as HTTP."""

    def __init__(self, header: Mapping[str, Any]) -> None:
        self.header = dict(header)

    def serialize(self, cassette: dict[str, Any]) -> str:
        """Write a cassette."""
        interactions = [_readable(item) for item in cassette["interactions"]]
        shared = _repeated(interactions)
        body = _dumped(
            {"texts": {key: text for text, key in shared.items()}, "interactions": _replace(interactions, shared)}
        )
        return _dumped({"recorded": {**self.header, SEAL: seal_of(body)}}) + body

    def deserialize(self, text: str) -> dict[str, Any]:
        """Read a cassette."""
        return {"version": 1, "interactions": [_as_http(item) for item in self.exchanges(text)]}

    @staticmethod
    def exchanges(text: str) -> list[dict[str, Any]]:
        """The exchanges of a cassette, with the texts that come again put in."""
        document = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, the fast one
        return list(_restore(document["interactions"], document.get("texts") or {}))


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Dumper(yaml.SafeDumper):
    pass


def _dumped(document: Mapping[str, Any]) -> str:
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def _block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _block)


def _readable(item: dict[str, Any]) -> dict[str, Any]:
    request, response = item["request"], item["response"]
    path = VERSIONED.sub("", re.sub(r"^https?://[^/]+", "", request["uri"]))
    return {
        "asked": {"method": request["method"], "path": path, "body": json.loads(request["body"])},
        "answered": _answer(response["status"]["code"], response["body"]["string"]),
    }


def _answer(status: int, text: str) -> dict[str, Any]:
    if text.startswith("data:"):
        chunks = [
            json.loads(line[6:]) for line in text.split("\n") if line.startswith("data: ") and line != "data: [DONE]"
        ]
        return _from_chunks(chunks)
    body = json.loads(text)
    choice = (body.get("choices") or [{}])[0]
    message = choice.get("message") or {}
    if status != 200 or message.get("tool_calls") or message.get("refusal"):  # noqa: PLR2004 - HTTP's own number
        return {"status": status, "json": _anonymous(body)}
    return {
        "streamed": False,
        "finish_reason": choice.get("finish_reason"),
        "usage": _counts(body.get("usage")),
        "said": _said(message.get("content")),
    }


def _from_chunks(chunks: list[dict[str, Any]]) -> dict[str, Any]:
    choices = [choice for chunk in chunks for choice in chunk.get("choices") or ()]
    if any(choice["delta"].get("tool_calls") or choice["delta"].get("refusal") for choice in choices):
        return {"sse": [json.dumps(_anonymous(chunk), ensure_ascii=False) for chunk in chunks]}
    return {
        "streamed": True,
        "finish_reason": next((choice["finish_reason"] for choice in choices if choice.get("finish_reason")), None),
        "usage": next((_counts(chunk["usage"]) for chunk in chunks if chunk.get("usage")), None),
        "said": _said("".join(choice["delta"].get("content") or "" for choice in choices)),
    }


def _said(text: str | None) -> Any:  # noqa: ANN401 - JSON
    """Words as they are; JSON as a tree, where it can be written out again to the letter."""
    try:
        tree = json.loads(text or "")
    except ValueError:
        return text
    form = next((name for name in _FORMS if _written(tree, name) == text), None)
    return {form: tree} if form else text


def _text(said: Any) -> str:  # noqa: ANN401 - JSON
    if isinstance(said, dict):
        return next(_written(tree, form) for form, tree in said.items())
    return said or ""


def _written(tree: Any, form: str) -> str:  # noqa: ANN401 - JSON
    return json.dumps(tree, ensure_ascii=False, **_FORMS[form])


def _anonymous(body: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value for key, value in body.items() if key not in ("id", "created", "system_fingerprint", "service_tier")
    }


def _counts(usage: dict[str, Any] | None) -> dict[str, int] | None:
    return usage and {key: usage[key] for key in ("prompt_tokens", "completion_tokens", "total_tokens") if key in usage}


def _as_http(item: dict[str, Any]) -> dict[str, Any]:
    asked = item["asked"]
    kind, text = as_response(item, asked["body"])
    return {
        "request": {
            "method": asked["method"],
            "uri": f"{HOST}/v1{asked['path']}",
            "body": json.dumps(asked["body"]),
            "headers": {"content-type": ["application/json"]},
        },
        "response": {
            "status": {"code": item["answered"].get("status", 200), "message": ""},
            "headers": {"content-type": [kind]},
            "body": {"string": text},
        },
    }


def as_response(item: dict[str, Any], asked: dict[str, Any]) -> tuple[str, str]:
    """The content type and body of an answer, as a server would send them for a request."""
    answered = item["answered"]
    if answered.get("streamed") or "sse" in answered:
        return "text/event-stream", _sse(answered, asked)
    return "application/json", json.dumps(_body(answered, asked))


def _body(answered: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    if "json" in answered:
        return dict(answered["json"])
    message = {"role": "assistant", "content": _text(answered["said"]), "refusal": None}
    choice = {"index": 0, "message": message, "finish_reason": answered["finish_reason"], "logprobs": None}
    head = {"id": "recorded", "created": 0, "model": asked["model"], "object": "chat.completion"}
    return head | {"usage": answered["usage"], "choices": [choice]}


def _sse(answered: dict[str, Any], asked: dict[str, Any]) -> str:
    if "sse" in answered:
        lines = list(answered["sse"])
    else:
        head = {"id": "recorded", "created": 0, "model": asked["model"], "object": "chat.completion.chunk"}
        deltas: list[tuple[dict[str, Any], str | None]] = [({"role": "assistant", "content": ""}, None)]
        deltas += [({"content": word}, None) for word in _WORDS.findall(_text(answered["said"]))]
        deltas.append(({}, answered["finish_reason"]))
        lines = [
            json.dumps(head | {"choices": [{"index": 0, "delta": delta, "finish_reason": end}]})
            for delta, end in deltas
        ]
        if answered["usage"]:
            lines.append(json.dumps(head | {"choices": [], "usage": answered["usage"]}))
    return "".join(f"data: {line}\n\n" for line in [*lines, "[DONE]"])


def _repeated(node: Any) -> dict[Any, str]:  # noqa: ANN401 - JSON
    """Long texts and schemas that come again, each with a short name."""
    counted = Counter(_strings(node))
    again = [text for text, times in counted.items() if times > 1]
    return {text: f"text {number}" for number, text in enumerate(again, 1)}


def _strings(node: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    if isinstance(node, str):
        if len(node) >= _SHARED_FROM:
            yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)


def _replace(node: Any, shared: Mapping[Any, str]) -> Any:  # noqa: ANN401 - JSON
    if isinstance(node, str):
        return {"same as": shared[node]} if node in shared else node
    if isinstance(node, dict):
        return {key: _replace(value, shared) for key, value in node.items()}
    return [_replace(value, shared) for value in node] if isinstance(node, list) else node


def _restore(node: Any, texts: Mapping[str, str]) -> Any:  # noqa: ANN401 - JSON
    if isinstance(node, dict):
        if set(node) == {"same as"}:
            return texts[node["same as"]]
        return {key: _restore(value, texts) for key, value in node.items()}
    return [_restore(value, texts) for value in node] if isinstance(node, list) else node
