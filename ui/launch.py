"""Starts the browser app on this machine: only its own address, no foreign request."""

import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from assistant.documents import MAX_BYTES
from assistant.errors import InputError, ScopeError
from assistant.settings import Settings
from ui import theme, wiring

ADDRESS = "127.0.0.1"
START_SECONDS = 30


def serve(settings: Settings, *, open_browser: bool, announce: Callable[[str], None] | None = None) -> None:
    """Serve the app until stopped.

    Args:
        settings: port, folders and engine.
        open_browser: open a page once the server answers.
        announce: is told the address and what goes on; standard error where None.

    Raises:
        InputError: the port is taken.
    """
    say = announce or _to_stderr
    url = f"http://{ADDRESS}:{settings.port}"
    _check_port(settings.port)
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    wiring.configure(settings)
    threading.Thread(target=_warm_up, args=(say,), daemon=True).start()
    threading.Thread(target=_when_up, args=(url, say, open_browser), daemon=True).start()
    st.App(Path(__file__).with_name("app.py")).run(config=config(settings.port))


def config(port: int) -> dict[str, str | int | bool]:
    """Streamlit's settings."""
    return {
        **theme.CONFIG,
        "server.address": ADDRESS,
        "server.port": port,
        "server.headless": True,
        "server.fileWatcherType": "none",
        "server.maxUploadSize": MAX_BYTES // 1_000_000,
        "browser.gatherUsageStats": False,
        "runner.postScriptGC": False,
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
    }


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise InputError(
                f"Port {port} is in use or may not be used. Set SCOPE_PORT to another, such as {port % 65535 + 1}."
            ) from error


def _warm_up(say: Callable[[str], None]) -> None:
    try:
        wiring.build(say)
    except ScopeError as error:
        say(str(error))
    else:
        say("The reader is ready.")


def _when_up(url: str, say: Callable[[str], None], open_browser: bool) -> None:  # noqa: FBT001 - a thread's argument
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=1).close()  # noqa: S310 - our own address
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
            continue
        say(f"ML scoping assistant: {url} (Ctrl+C stops it)")
        if open_browser:
            webbrowser.open(url)
        return


def _to_stderr(message: str) -> None:
    sys.stderr.write(message + "\n")
    sys.stderr.flush()
