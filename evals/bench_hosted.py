"""Our own share of a hosted turn: a model on loopback that answers at once leaves nothing else to wait for."""

import json
import re
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from assistant.bootstrap import build_assistant
from assistant.ports import Event, Token
from assistant.settings import Settings
from evals.bench_texts import ANSWERS

READING = '{"claims": [], "signals": [], "remarks": [], "intent": "answer", "side_question": null}'
REPLY = "Noted, thank you. Let us go on with the next point."


class _Model(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.replied_at = 0.0


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 0

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        pass

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        reads = bool(body.get("response_format") or body.get("tools"))
        head = {"id": "x", "created": 0, "model": body["model"]}
        if body.get("stream"):
            self._stream(head, READING if reads else REPLY, reads=reads)
            return
        message = {"role": "assistant", "content": READING if reads else REPLY}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        data = json.dumps({**head, "object": "chat.completion", "choices": [choice]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, head: dict[str, Any], text: str, *, reads: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        deltas: list[dict[str, str]] = [{"content": piece} for piece in re.findall(r"\s*\S+", text)]
        for delta, end in [*((delta, None) for delta in deltas), ({}, "stop")]:
            choice = {"index": 0, "delta": delta, "finish_reason": end}
            event = json.dumps({**head, "object": "chat.completion.chunk", "choices": [choice]})
            if not reads and delta is deltas[0] and isinstance(self.server, _Model):
                self.server.replied_at = time.perf_counter()
            self._chunk(f"data: {event}\n\n")
        self._chunk("data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _chunk(self, words: str) -> None:
        data = words.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")


@contextmanager
def _model() -> Iterator[_Model]:
    with _Model() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


def hosted_turns(settings: Settings) -> tuple[float, float]:
    """Talk to a model that answers at once.

    Returns:
        The median time of a turn, and from the first word that the model sends to the listener's hearing it, in seconds.
    """
    with _model() as server:
        hosted = settings.model_copy(
            update={"engine": "openai:bench", "base_url": f"http://127.0.0.1:{server.server_address[1]}/v1"}
        )
        assistant = build_assistant(hosted)
        session = assistant.start().info.id
        assistant.say(session, "We would like to sort the photographs of our museum by what they show.")
        turns, firsts = [], []
        for words in ANSWERS:
            heard: list[float] = []

            def listen(event: Event, heard: list[float] = heard) -> None:
                if isinstance(event, Token):
                    heard.append(time.perf_counter())

            begun = time.perf_counter()
            view = assistant.say(session, words, listen=listen)
            turns.append(time.perf_counter() - begun)
            if view.turns[-1].engine.startswith("embedded"):
                raise RuntimeError("the model on loopback was not used")
            firsts.append(heard[0] - server.replied_at)
    return statistics.median(turns), statistics.median(firsts)
