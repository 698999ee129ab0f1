"""A loopback, OpenAI-compatible server with scripted replies and faults, over real sockets.

    with FakeOpenAI() as fake:
        fake.fault("429", retry_after=0)
        fake.say({"claims": []})

Faults: 400 401 403 404 429 500 503 quota context noschema notools notemperature nostreamoptions,
slow[=s], stall[=s] (silent after half), comments[=s] (keep-alive comments only), truncate (dropped
in mid-body), nodone (clean end without a finish reason), midstream_error, badjson, html, empty,
badcontent, badschema, fenced, length, refusal, disconnect.
"""

import json
import re
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from tests.fakes.openai_faults import HALFWAY, HTTP_FAULTS, Fault, spoilt

Body = dict[str, Any]
Responder = Callable[[Body], str | Body]
MODELS = ("fake", "fake-mini")


class FakeOpenAI:
    """Runs on a free loopback port until closed; `requests` keeps every chat body."""

    def __init__(self, responder: Responder | None = None, *, token_s: float = 0.0, counted: int = 0) -> None:
        self.responder = responder
        self.token_s = token_s
        self.counted = counted
        self.requests: list[Body] = []
        self.headers: list[dict[str, str]] = []
        self._faults: deque[Fault] = deque()
        self._replies: deque[str] = deque()
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"fake": self})
        self._httpd = _Server(("127.0.0.1", 0), handler)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._httpd.server_address[1]}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._httpd.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._httpd.shutdown()
        self._httpd.server_close()

    def fault(
        self,
        kind: str,
        value: float | None = None,
        *,
        retry_after: float | None = None,
        times: int = 1,
    ) -> None:
        """Let the next answers go wrong."""
        self._faults.extend(Fault(kind, value, retry_after) for _ in range(times))

    def say(self, content: str | Body) -> None:
        """Script the next good answer."""
        self._replies.append(_text(content))

    def take(self, body: Body, headers: dict[str, str]) -> Fault:
        """Note a request, and give the fault that is its turn."""
        with self._lock:
            self.requests.append(body)
            self.headers.append(headers)
            return self._faults.popleft() if self._faults else Fault()

    def answer(self, body: Body) -> str:
        """The words of a good answer."""
        with self._lock:
            if self._replies:
                return self._replies.popleft()
        if self.responder:
            return _text(self.responder(body))
        return "{}"


def _text(content: str | Body) -> str:
    return content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)


def _message(text: str, body: Body, kind: str) -> Body:
    """An assistant's message; a forced tool is called with the scripted JSON."""
    if kind == "refusal":
        return {"role": "assistant", "content": None, "refusal": "I cannot help with that."}
    tools = body.get("tools")
    if tools and kind not in ("badcontent", "empty"):
        call = {"name": tools[0]["function"]["name"], "arguments": text}
        calls = [{"id": "call_0", "type": "function", "function": call}]
        return {"role": "assistant", "content": None, "tool_calls": calls}
    return {"role": "assistant", "content": text}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that times out or goes away is part of what is tested.
        if not isinstance(sys.exc_info()[1], BrokenPipeError | ConnectionResetError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    fake: FakeOpenAI
    protocol_version = "HTTP/1.1"
    # Without this every small write waits for an acknowledgement (40 ms a chunk).
    disable_nagle_algorithm = True
    wbufsize = 0

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
        pass

    def do_GET(self) -> None:
        data = [{"id": name, "object": "model", "created": 0, "owned_by": "x"} for name in MODELS]
        self._json(200, {"object": "list", "data": data})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        fault = self.fake.take(body, {name.lower(): word for name, word in self.headers.items()})
        if not self.path.endswith("/chat/completions"):
            self._error("404", None)
        elif fault.kind in HTTP_FAULTS:
            self._error(fault.kind, fault.retry_after)
        elif fault.kind == "disconnect":
            self._drop()
        elif fault.kind == "badjson":
            self._send(200, b'{"id": "chatcmpl-x", "choices": [', "application/json")
        elif fault.kind == "html":
            self._send(200, b"<html><body>Sign in</body></html>", "text/html")
        else:
            self._chat(body, fault)

    def _chat(self, body: Body, fault: Fault) -> None:
        if fault.kind == "slow":
            time.sleep(fault.value or 2.0)
        text = spoilt(self.fake.answer(body), fault.kind)
        end = "length" if fault.kind == "length" else "stop"
        count = self.fake.counted or len(json.dumps(body["messages"])) // 4
        usage = {"prompt_tokens": count, "completion_tokens": max(1, len(text) // 4)}
        usage["total_tokens"] = sum(usage.values())
        if body.get("stream"):
            self._stream(body, text, end, fault, usage)
            return
        choice = {"index": 0, "message": _message(text, body, fault.kind), "finish_reason": end}
        head = {"id": "x", "object": "chat.completion", "created": 0, "model": body["model"]}
        data = json.dumps({**head, "choices": [choice], "usage": usage}).encode()
        if fault.kind == "truncate":
            self._headers(200, "application/json", {"Content-Length": str(len(data))})
            self.wfile.write(data[: len(data) // 2])
            self._drop()
        else:
            self._send(200, data, "application/json")

    def _stream(self, body: Body, text: str, end: str, fault: Fault, usage: Body) -> None:
        self._headers(200, "text/event-stream", {"Transfer-Encoding": "chunked"})
        if fault.kind == "comments":
            self._comments(fault.value or 3.0)
            return
        events = list(self._events(body, text, end, usage, "refusal" if fault.kind == "refusal" else "content"))
        for index, event in enumerate(events):
            if index == max(2, len(events) // 2) and fault.kind in HALFWAY:
                if fault.kind != "stall":
                    self._break_off(fault.kind)
                    return
                time.sleep(fault.value or 3.0)
            self._chunk(f"data: {event}\n\n")
            time.sleep(self.fake.token_s)
        self.wfile.write(b"0\r\n\r\n")

    def _events(self, body: Body, text: str, end: str, usage: Body, part: str) -> Iterator[str]:
        head = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": body["model"]}
        deltas: list[Body] = [{"role": "assistant", "content": ""}]
        deltas += [{part: piece} for piece in re.findall(r"\s*\S+|\s+$", text)]
        for delta in deltas:
            choice = {"index": 0, "delta": delta, "finish_reason": None}
            yield json.dumps({**head, "choices": [choice]})
        yield json.dumps({**head, "choices": [{"index": 0, "delta": {}, "finish_reason": end}]})
        if (body.get("stream_options") or {}).get("include_usage"):
            yield json.dumps({**head, "choices": [], "usage": usage})
        yield "[DONE]"

    def _break_off(self, kind: str) -> None:
        if kind == "truncate":
            self._drop()
            return
        if kind == "midstream_error":
            self._chunk('data: {"error": {"message": "The server had an error.", "code": null}}\n\n')
        self.wfile.write(b"0\r\n\r\n")

    def _comments(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._chunk(": still here\n\n")
            time.sleep(0.05)
        self._drop()

    def _chunk(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def _error(self, kind: str, retry_after: float | None) -> None:
        status, message, code = HTTP_FAULTS[kind]
        extra = {} if retry_after is None else {"Retry-After": f"{retry_after:g}"}
        error = {"message": message, "type": "error", "param": None, "code": code}
        self._send(status, json.dumps({"error": error}).encode(), "application/json", extra)

    def _json(self, status: int, payload: Body) -> None:
        self._send(status, json.dumps(payload).encode(), "application/json")

    def _send(self, status: int, data: bytes, kind: str, extra: dict[str, str] | None = None) -> None:
        self._headers(status, kind, {"Content-Length": str(len(data)), **(extra or {})})
        self.wfile.write(data)

    def _headers(self, status: int, kind: str, extra: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in extra.items():
            self.send_header(name, value)
        self.end_headers()

    def _drop(self) -> None:
        self.close_connection = True
        self.connection.close()
