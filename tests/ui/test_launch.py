import socket

import pytest

from assistant.errors import InputError
from assistant.settings import Settings
from ui import launch


def test_a_busy_port_is_named_with_its_variable():
    with socket.socket() as taken:
        taken.bind((launch.ADDRESS, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match="SCOPE_PORT"):
            launch.serve(Settings(port=port), open_browser=False)


def test_the_server_stays_on_this_machine_and_tells_nobody():
    config = launch.config(8501)
    assert config["server.address"] == "127.0.0.1"
    assert config["browser.gatherUsageStats"] is False
