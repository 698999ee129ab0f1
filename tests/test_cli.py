"""The command: exit statuses, one line on standard error, and what each command prints."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant import __version__
from assistant.cli import app, main
from assistant.errors import EngineUnavailable
from assistant.terminal import talk
from tests.talking_model import TEXT, talking_model

COMMANDS = ((), ("draft",), ("chat",), ("ui",), ("index",), ("doctor",), ("version",), ("sessions",),
            ("sessions", "list"), ("sessions", "show"), ("sessions", "export"), ("sessions", "delete"))  # fmt: skip


@pytest.fixture
def scope(monkeypatch, capsys):
    """Run the command; gives its status, standard output and standard error."""
    monkeypatch.setenv("COLUMNS", "300")

    def run(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["scope", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        with pytest.raises(SystemExit) as done:
            main()
        out, err = capsys.readouterr()
        return int(done.value.code or 0), out, err

    return run


@pytest.fixture
def model(monkeypatch):
    with talking_model(monkeypatch) as fake:
        yield fake


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "moths.txt"
    path.write_bytes(TEXT.encode())
    return path


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(command):
    result = CliRunner().invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    assert "Usage: " in result.stdout
    assert "--help" in result.stdout


def test_a_draft_as_json_from_a_file_and_from_standard_input(scope, model, file):
    status, out, err = scope("draft", str(file), "--format", "json", "--quiet")
    assert (status, err) == (0, "")
    again = scope("draft", "-", "--format", "json", "--quiet", stdin=TEXT.encode())
    first, second = json.loads(out), json.loads(again[1])
    assert first["scope"] == second["scope"]
    assert first["scope"]["project"]["title"]["value"] == "Sorting moths"


def test_a_draft_for_people(scope, model, file):
    status, table, _ = scope("draft", str(file))
    assert status == 0
    assert "Ready to start: no" in table
    assert "because:" not in table
    assert "because:" in scope("draft", str(file), "--explain")[1]
    assert scope("draft", str(file), "--format", "markdown")[1].startswith("# Scope: Sorting moths\n")


def test_the_engine_of_the_command_overrides_the_setting(scope, model, file):
    status, _, err = scope("draft", str(file), "--engine", "openai:")
    assert status == 2
    assert err.count("\n") == 1
    assert "'openai:'" in err
    assert len(model.requests) == 0


def test_a_notice_is_told_even_when_quiet(scope, monkeypatch, file):
    """Where the model could not be reached, a person must know who has read their text."""
    from assistant.domain.reading import Reading

    monkeypatch.setenv("SCOPE_ENGINE", "openai:fake")
    monkeypatch.setenv("SCOPE_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setattr(
        "assistant.engines.embedded.engine.EmbeddedEngine.read", lambda self, request: Reading(engine="embedded")
    )
    status, out, err = scope("draft", str(file), "--format", "json", "--quiet")
    assert status == 0
    assert json.loads(out)["engine"] == "embedded"
    assert "read by the embedded engine" in err


UNUSABLE = {
    "no such file": (("draft", "/nowhere/at all.txt"), b"", "no file"),
    "a folder": (("draft", "/"), b"", "folder"),
    "empty input": (("draft", "-"), b"", "empty"),
    "only signs": (("draft", "-"), b"... --- !!!\n", "no words"),
    "binary input": (("draft", "-"), b"\x00\x01\x02PNG\x00", "binary"),
    "a picture": (("draft", "-"), b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "picture"),
    "unknown engine": (("draft", "-", "--engine", "gpt"), b"A project.", "Use 'embedded' or 'openai:MODEL'"),
    "unknown format": (("draft", "-", "--format", "xml"), b"A project.", "'json'"),
    "no file named": (("draft",), b"", "scope draft --help"),
    "unknown option": (("draft", "-", "--colour"), b"", "--colour"),
    "unknown command": (("drfat",), b"", "drfat"),
    "unknown session": (("sessions", "show", "nope"), b"", "scope sessions list"),
    "unknown session to export": (("sessions", "export", "nope"), b"", "no session"),
    "unknown session to delete": (("sessions", "delete", "nope", "--yes"), b"", "no session"),
    "unknown session to talk": (("chat", "nope"), b"", "no session"),
    "no model for the doctor": (("doctor",), b"", "SCOPE_ENGINE=openai:MODEL"),
}


@pytest.mark.parametrize(("arguments", "stdin", "words"), UNUSABLE.values(), ids=UNUSABLE)
def test_what_cannot_be_used_is_one_line_and_status_2(scope, arguments, stdin, words):
    status, out, err = scope(*arguments, stdin=stdin)
    assert status == 2
    assert out == ""
    assert err.startswith("scope: ")
    assert err.count("\n") == 1
    assert words in err


@pytest.mark.parametrize(
    ("variable", "value", "status"),
    [
        ("SCOPE_MODEL_TIMEOUT", "soon", 2),
        ("SCOPE_KNOWLEDGE_DIR", "/nowhere", 2),
        ("SCOPE_DATABASE_URL", "nonsense", 2),
        ("SCOPE_DATABASE_URL", "postgresql+psycopg://127.0.0.1:9/none", 1),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(scope, monkeypatch, variable, value, status):
    monkeypatch.setenv(variable, value)
    got, _, err = scope("sessions", "list")
    assert got == status
    assert err.count("\n") == 1
    assert variable.removeprefix("SCOPE_").split("_")[0] in err


def test_mistakes_in_an_organisation_s_folder_are_all_listed(scope, monkeypatch, tmp_path):
    (tmp_path / "rules").mkdir()
    for name in ("drift", "leakage"):
        (tmp_path / "rules" / f"{name}.yaml").write_text(f"flag: {name}\nrules: [{{id: x}}]\n", encoding="utf-8")
    monkeypatch.setenv("SCOPE_KNOWLEDGE_DIR", str(tmp_path))
    status, _, err = scope("sessions", "list")
    assert status == 2
    assert "rules/drift.yaml:2" in err
    assert "rules/leakage.yaml:2" in err


def test_without_a_command_the_help_is_shown(scope):
    assert "Usage: scope" in "".join(scope()[1:])
    assert "delete" in "".join(scope("sessions")[1:])


def test_the_version(scope):
    assert scope("version") == (0, f"{__version__}\n", "")


def session_id(out: str) -> str:
    return out.split("Session ")[1].split(".", maxsplit=1)[0]


def test_a_talk_and_its_session(scope, model):
    said = b"We sort moths\n/scope\n\n"
    status, out, _ = scope("chat", stdin=said)
    assert status == 0
    name = session_id(out)
    assert f"scope chat {name}" in out
    assert "Noted, thank you." in out
    assert "Ready to start: no" in out, "/scope shows it"
    status, out, _ = scope("sessions", "list")
    assert name in out
    status, out, _ = scope("sessions", "show", name)
    assert "You: We sort moths" in out
    assert "Scope: " in out
    assert "→" in out
    assert scope("sessions", "export", name)[1].startswith("# Scope: ")
    assert json.loads(scope("sessions", "export", name, "--format", "json")[1])["schema_version"] == 1


def test_a_talk_goes_on_takes_back_and_survives_a_slip(scope, model):
    name = session_id(scope("chat", stdin=b"We sort moths [bold]\n")[1])
    status, out, _ = scope("chat", name, stdin="/undo\n/undo\n…\n".encode())
    assert status == 0
    assert "Taken back." in out
    assert "There is nothing to take back." in out
    assert "There is nothing to read" in out
    assert "We sort moths" not in scope("sessions", "show", name)[1]


def test_a_session_is_deleted_only_on_a_yes(scope, model):
    name = session_id(scope("chat", stdin=b"")[1])
    status, _, err = scope("sessions", "delete", name, stdin=b"n\n")
    assert status == 1
    assert "Nothing was done" in err
    assert name in scope("sessions", "list")[1]
    assert scope("sessions", "delete", name, stdin=b"y\n")[0] == 0
    assert name not in scope("sessions", "list")[1]


def test_titles_with_brackets_are_listed_as_they_are(scope, tmp_path):
    from assistant.bootstrap import build_assistant
    from assistant.settings import Settings

    build_assistant(Settings()).start(title="[/red] [bold]Moths[/] :warning:")
    assert "[/red] [bold]Moths[/] :warning:" in scope("sessions", "list")[1]


def test_the_doctor_tries_the_model(scope, model):
    status, out, _ = scope("doctor")
    assert out.splitlines()[0].startswith(("ok", "no"))
    assert status == (0 if "no  " not in out else 1)


def test_a_doctor_who_finds_something_says_so_with_status_1(scope, model):
    model.fault("401", times=20)
    status, out, _ = scope("doctor")
    assert status == 1
    assert "no  " in out


def test_an_interrupt_and_a_closed_pipe_end_quietly(scope, monkeypatch):
    for error, status in ((KeyboardInterrupt(), 130), (EngineUnavailable("It is down."), 1)):
        monkeypatch.setattr("assistant.bootstrap.build_assistant", _raising(error))
        assert scope("sessions", "list")[0] == status


def test_the_browser_app_is_started_on_the_port_asked_for(scope, monkeypatch):
    started = []
    monkeypatch.setattr("ui.launch.serve", lambda settings, open_browser: started.append((settings.port, open_browser)))
    assert scope("ui", "--port", "8600", "--no-browser")[0] == 0
    monkeypatch.setenv("SCOPE_PORT", "8700")
    assert scope("ui")[0] == 0
    assert started == [(8600, False), (8700, True)]


def test_preparing_says_what_there_is(scope, monkeypatch):
    monkeypatch.setattr("assistant.bootstrap.prepare", lambda settings, progress: ("Ready: all of it.",))
    assert scope("index") == (0, "", "Ready: all of it.\n")
    assert scope("index", "--quiet") == (0, "", "")


def _raising(error):
    def build(*_args, **_kwargs):
        raise error

    return build


def test_progress_is_told_only_to_a_terminal(monkeypatch, capsys):
    from assistant.cli.common import stages
    from assistant.ports import Stage, Token

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    for quiet in (True, False):
        listen = stages(quiet=quiet)
        listen(Stage(name="reading"))
        listen(Token(text="word"))
    assert capsys.readouterr().err == "reading …\n"


def test_a_process_of_its_own_writes_utf8_whatever_the_terminal(monkeypatch, file):
    with talking_model(monkeypatch):
        environment = dict(os.environ) | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
        command = [sys.executable, "-m", "assistant.cli", "draft", str(file), "-f", "markdown", "-q"]
        done = subprocess.run(command, capture_output=True, check=False, timeout=240, env=environment)
    assert done.returncode == 0, done.stderr
    assert "“Nobody has labelled a photo yet”" in done.stdout.decode("utf-8")


def test_a_waiting_message_is_answered_when_the_talk_goes_on(catalogue, tmp_path):
    """After a crash between receiving and answering, the next `scope chat` finishes the turn first."""
    from rich.console import Console

    from tests.fakes.engine import ScriptedEngine
    from tests.test_service import DESCRIBED, Desk
    from tests.test_service import TEXT as MOTHS

    desk = Desk(catalogue, tmp_path)
    broken = desk(EngineUnavailable("The [engine] is down."))
    session = broken.start().info.id
    out = io.StringIO()
    talk(broken, session, Console(file=out, width=200), _lines(MOTHS))
    assert "The [engine] is down." in out.getvalue(), "said as it is, and the talk goes on"
    assert broken.open(session).waiting
    mended, out = desk(DESCRIBED), io.StringIO()
    assert isinstance(desk.engine, ScriptedEngine)
    talk(mended, session, Console(file=out, width=200), _lines())
    assert "Noted: " in out.getvalue()
    assert mended.open(session).waiting == ()


def test_a_reply_that_cites_shows_its_sources(catalogue, tmp_path):
    from rich.console import Console

    from assistant.domain.reading import Intent, Reading
    from tests.fakes.guidance import FixedGuidance
    from tests.test_service import Desk

    class Citing:
        name = "citing"

        def read(self, request):
            return Reading(engine=self.name, intent=Intent.QUESTION, side_question="How many labels?")

        def reply(self, plan):
            yield "A few hundred [1]."

    passage = catalogue.passages[0].model_copy(update={"title": "How [many]?"})
    assistant = Desk(catalogue, tmp_path)(guidance=FixedGuidance(passage), citing=Citing())
    out = io.StringIO()
    talk(assistant, None, Console(file=out, width=400), _lines("How many labels do we need?"), engine="citing")
    assert "[1] How [many]? — " in out.getvalue()


def _lines(*lines: str):
    waiting = list(lines)

    def ask(_prompt: str) -> str:
        if not waiting:
            raise EOFError
        return waiting.pop(0)

    return ask
