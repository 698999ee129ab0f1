"""Cassettes: exchanges with a hosted model, kept as readable YAML and replayed with the network off.

A request is matched by its method, path and parsed JSON body, never by its host. All headers but the content type are
dropped, and what a server adds of its own (ids, times, fingerprints) is not kept.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from difflib import unified_diff
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import InputError
from evals.cassette_format import HOST, SEAL, VERSIONED, Readable, seal_of

CASSETTES = Path(__file__).parent / "cassettes"
RERECORD = (
    "Record it again: python -m evals.recording {name} (with SCOPE_ENGINE, SCOPE_BASE_URL and OPENAI_API_KEY set), "
    "read what changed, then accept it with: scope eval --engine recorded --accept"
)
_CHANGES_SHOWN = 8

_SECRETS = {
    "a key": re.compile(
        r"\bsk-[\w-]{8,}|\bBearer\s+\S{8,}|\bAKIA[0-9A-Z]{12,}|\bgh[pousr]_\w{16,}|\bhf_\w{16,}|\beyJ[\w-]{12,}\.|"
        r"(?i:api[_-]?key|authorization|x-api-key)[\"']?\s*[:=]"
    ),
    "a host": re.compile(r"\blocalhost\b|\b(?:127|10)\.\d+\.\d+\.\d+|\b192\.168\.\d+\.\d+|https?://[\w.-]+:\d+"),
    "a machine's path": re.compile(r"(?<![\w.])/(?:home|Users|root|tmp|work|var|mnt|opt)/[\w.-]+|\b[A-Z]:\\[\w.-]+\\"),
    "a header": re.compile(r"(?i)x-stainless|user-agent|openai-organization|set-cookie|cf-ray"),
}


class StaleCassette(InputError):
    """A request was not recorded: a prompt, a schema, an example or the knowledge has changed."""


class UnplayedCassette(InputError):
    """A recorded exchange was not asked for any more."""


@contextmanager
def replaying(name: str, folder: Path = CASSETTES) -> Iterator[None]:
    """Answer every model call from a cassette.

    Raises:
        InputError: vcrpy is not installed.
        StaleCassette: there is no such cassette, or a request differs from the recorded one; says how to record again.
        UnplayedCassette: not all that was recorded was asked for.
    """
    path = folder / f"{name}.yaml"
    if not path.is_file():
        raise StaleCassette(f"There is no cassette {name!r}. {RERECORD.format(name=name)}")
    refuse_edited(name, path)
    machine = _machine({}, "none")
    from vcr.errors import CannotOverwriteExistingCassetteException as NotRecorded  # type: ignore[import-untyped] # vcrpy has no types

    with machine.use_cassette(str(path)) as cassette:
        try:
            yield
        except NotRecorded as error:
            raise StaleCassette(
                f"The cassette {name!r} no longer fits: {_difference(error, cassette.requests)}. {RERECORD.format(name=name)}"
            ) from error
        if not cassette.all_played:
            left = len(cassette) - cassette.play_count
            raise UnplayedCassette(
                f"The cassette {name!r} holds {left} exchange(s) that nobody asks for any more. {RERECORD.format(name=name)}"
            )


def refuse_edited(name: str, path: Path) -> None:
    """See that a cassette is as it was recorded: an answer that was changed by hand is nobody's answer any more.

    Raises:
        StaleCassette: it is not, or does not say who answered.
    """
    _, mark, body = path.read_text(encoding="utf-8").partition("\ntexts:")
    if header_of(path).get(SEAL) != seal_of(mark.lstrip() + body):
        raise StaleCassette(
            f"The cassette {name!r} was changed by hand since it was recorded. {RERECORD.format(name=name)}"
        )


@contextmanager
def recording(name: str, header: Mapping[str, Any], folder: Path = CASSETTES) -> Iterator[None]:
    """Record the model calls made inside into a fresh cassette; what fails half-way leaves the old one alone."""
    folder.mkdir(parents=True, exist_ok=True)
    path, part = folder / f"{name}.yaml", folder / f"{name}.part.yaml"
    part.unlink(missing_ok=True)
    try:
        with _machine(header, "once").use_cassette(str(part)):
            yield
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def header_of(path: Path) -> dict[str, Any]:
    """Who answered a cassette, when, and to which prompts.

    Raises:
        StaleCassette: it does not say.
    """
    head = yaml.safe_load(path.read_text(encoding="utf-8").partition("\ntexts:")[0])
    recorded = head.get("recorded") if isinstance(head, dict) else None
    if not isinstance(recorded, dict):
        raise StaleCassette(f"{path.name} does not say who answered. {RERECORD.format(name=path.stem)}")
    return recorded


def blemishes(path: Path) -> tuple[str, ...]:
    """What must not stand in a cassette: anything shaped like a key, a host, a machine's path or a client's header."""
    text = path.read_text(encoding="utf-8").replace(HOST, "")
    found = [
        f"{path.name}: {what}: {match[0][:40]!r}"
        for what, pattern in _SECRETS.items()
        for match in pattern.finditer(text)
    ]
    if "recorded:" not in text.split("interactions:")[0]:
        found.append(f"{path.name}: its header does not say who answered")
    return tuple(found)


def _machine(header: Mapping[str, Any], mode: str) -> Any:  # noqa: ANN401 - vcrpy has no types
    try:
        import vcr  # type: ignore[import-untyped] # vcrpy has no types
    except ImportError as error:
        raise InputError("Cassettes need vcrpy, a development tool: install it with 'pip install vcrpy'.") from error
    machine = vcr.VCR(
        record_mode=mode,
        serializer="readable",
        match_on=("method", "endpoint", "json"),
        decode_compressed_response=True,
        record_on_exception=False,
        before_record_request=_on_request,
        before_record_response=_on_response,
    )
    machine.register_serializer("readable", Readable(header))
    machine.register_matcher("endpoint", _same_endpoint)
    machine.register_matcher("json", _same_json)
    return machine


def _same_endpoint(one: Any, other: Any) -> None:  # noqa: ANN401 - vcrpy has no types
    if VERSIONED.sub("", one.path) != VERSIONED.sub("", other.path):
        raise AssertionError(f"{one.path} is not {other.path}")


def _same_json(one: Any, other: Any) -> None:  # noqa: ANN401 - vcrpy has no types
    if json.loads(one.body) != json.loads(other.body):
        raise AssertionError("the bodies differ")


def _on_request(request: Any) -> Any:  # noqa: ANN401 - vcrpy has no types
    request.headers = _content_type(request.headers)
    request.uri = re.sub(r"^https?://[^/]+", HOST, request.uri)
    return request


def _on_response(response: dict[str, Any]) -> dict[str, Any]:
    response["headers"] = _content_type(response["headers"])
    return response


def _content_type(headers: Mapping[str, Any]) -> dict[str, Any]:
    return dict(item for item in headers.items() if item[0].lower() == "content-type")


def _difference(error: Any, recorded: list[Any]) -> str:  # noqa: ANN401 - vcrpy has no types
    """In what a request differs from the recorded one that is most like it."""
    asked = json.loads(error.failed_request.body)
    bodies = [json.loads(request.body) for request in recorded]
    if not bodies:
        return "nothing is recorded"
    changes = min((_changed(body, asked) for body in bodies), key=len)
    shown = "; ".join(changes[:_CHANGES_SHOWN])
    return (
        f"{len(changes)} line(s) of the request changed ({shown})"
        if changes
        else "a request came more often than it was recorded"
    )


def _changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    lines = unified_diff(_lines(before), _lines(after), n=0, lineterm="")
    return [line[:120] for line in lines if line[:1] in "+-" and line[:3] not in ("---", "+++")]


def _lines(body: dict[str, Any]) -> list[str]:
    text = json.dumps(body, indent=0, ensure_ascii=False, sort_keys=True)
    return text.replace("\\n", "\n").split("\n")
