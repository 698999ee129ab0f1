"""What the fake server can do wrong."""

from dataclasses import dataclass

# kind: status, message, code
HTTP_FAULTS: dict[str, tuple[int, str, str | None]] = {
    "400": (400, "Bad request.", None),
    "401": (401, "Incorrect API key provided.", "invalid_api_key"),
    "403": (403, "Not allowed.", None),
    "404": (404, "The model does not exist.", "model_not_found"),
    "429": (429, "Rate limit reached.", "rate_limit_exceeded"),
    "quota": (429, "You exceeded your current quota.", "insufficient_quota"),
    "500": (500, "The server had an error.", None),
    "503": (503, "Overloaded.", None),
    "context": (400, "Maximum context length is 8192 tokens.", "context_length_exceeded"),
    "noschema": (
        400,
        "'response_format' of type 'json_schema' is not supported with this model.",
        None,
    ),
    "notools": (404, "No endpoints found that support tool use.", None),
    "notemperature": (400, "Unsupported value: 'temperature' does not support 0.", None),
    "nostreamoptions": (422, "extra field not permitted: stream_options", None),
}
HALFWAY = ("truncate", "stall", "nodone", "midstream_error")


@dataclass(frozen=True)
class Fault:
    """One answer that goes wrong."""

    kind: str = ""
    value: float | None = None
    retry_after: float | None = None


def spoilt(text: str, kind: str) -> str:
    """A good answer made bad."""
    return {
        "empty": "",
        "badcontent": "Sure! Here is the scope you asked for.",
        "badschema": '{"unexpected": true}',
        "fenced": f"Here you are:\n```json\n{text}\n```",
        "length": text[: max(1, len(text) // 2)],
    }.get(kind, text)
