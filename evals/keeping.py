"""Keeps the answers of a cassette for requests that changed only around them.

`python -m evals.recording --keep-answers "what changed and why the answers still stand"` sends the new requests through
the real client to a server on loopback that gives the old answers back, each for the same words of the person. That is
a person's decision and no recording: the reason is written into the cassette's header, beside the answers' date. Where
a message is new, or the answer would have to be another one, record it again.
"""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from evals.cassette_format import VERSIONED, Readable, as_response

_FENCED = re.compile(r"<<<([0-9a-f]{12})\n(.*)\n\1>>>", re.DOTALL)
_LATEST = "Their latest message, to its end:\n"


@contextmanager
def old_answers(path: Path) -> Iterator[str]:
    """Serve a cassette's answers; gives the address."""
    waiting = [(essence(item["asked"]["body"]), item) for item in Readable.exchanges(path.read_text(encoding="utf-8"))]
    handler = type("Answers", (_Handler,), {"waiting": waiting, "lock": threading.Lock()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()


def essence(body: dict[str, Any]) -> tuple[str, str, int]:
    """What a request is about: the shape asked for, the person's own words, and how often it was sent back."""
    shape = ((body.get("response_format") or {}).get("json_schema") or {}).get("name", "words")
    asked = next(message["content"] for message in body["messages"] if message["role"] == "user")
    fenced = _FENCED.search(asked)
    return shape, (fenced[2] if fenced else asked).rpartition(_LATEST)[2], len(body["messages"])


class _Handler(BaseHTTPRequestHandler):
    waiting: list[tuple[tuple[str, str, int], dict[str, Any]]]
    lock: threading.Lock

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """Answer with the old answer to the same words."""
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        item = self._take(essence(body)) if VERSIONED.sub("", self.path) == "/chat/completions" else None
        if item is None:
            problem = {
                "error": {
                    "message": "There is no earlier answer to this: record it again.",
                    "type": "invalid_request_error",
                }
            }
            self._send(404, "application/json", json.dumps(problem))
            return
        kind, text = as_response(item, body)
        self._send(int(item["answered"].get("status", 200)), kind, text)

    def _take(self, wanted: tuple[str, str, int]) -> dict[str, Any] | None:
        with self.lock:
            at = next((at for at, (one, _) in enumerate(self.waiting) if one == wanted), None)
            return None if at is None else self.waiting.pop(at)[1]

    def _send(self, status: int, kind: str, text: str) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
