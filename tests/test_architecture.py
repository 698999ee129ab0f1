"""The shape of the project: who may import whom, what lies where, and settings that the README names."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.settings import Settings

ROOT = Path(__file__).parent.parent
PACKAGES = ("assistant", "ui", "evals")
TOP_LEVEL = {"assistant", "prompts", "knowledge", "ui", "evals", "tests", "docs"}
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
VAGUE = ("utils", "util", "helpers", "helper", "misc", "common_utils")


def lint_imports() -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


def test_the_import_contracts_hold():
    done = lint_imports()
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert re.search(r"Contracts: [1-9]\d* kept, 0 broken", done.stdout)


def test_no_module_is_a_drawer_for_anything():
    assert not [path for path in SOURCES if path.stem in VAGUE or path.parent.name in VAGUE]


def test_the_top_level_folders_are_fixed():
    listed = subprocess.run(
        [shutil.which("git") or "git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a checkout")
    folders = {name.split("/")[0] for name in listed.stdout.splitlines() if "/" in name}
    assert {name for name in folders if not name.startswith(".")} <= TOP_LEVEL


def test_every_setting_stands_in_the_readme_s_table():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = {row.strip() for row in re.findall(r"(?m)^\| `([A-Z_]+)`", readme)}
    names = {f"SCOPE_{name.upper()}" for name in Settings.model_fields if name != "api_key"} | {"OPENAI_API_KEY"}
    assert names <= rows, f"without a row in README: {sorted(names - rows)}"
    assert {row for row in rows if row.startswith("SCOPE_") and "TEST" not in row} <= names, (
        "rows of settings that do not exist"
    )


def test_every_module_says_what_it_is_for():
    silent = [
        path
        for path in SOURCES
        if (text := path.read_text(encoding="utf-8")).strip() and not ast.get_docstring(ast.parse(text))
    ]
    assert silent == []


def test_only_the_entry_points_catch_every_error_of_ours():
    catching = {
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and node.type is not None and "ScopeError" in ast.unparse(node.type)
    }
    assert {path for path in catching if not path.startswith(("assistant/cli/", "ui/", "evals/"))} <= {
        "assistant/store/sql.py"
    }, "elsewhere an error passes through (the store hands ours on before it translates the database's)"


def test_the_domain_knows_no_clock_randomness_or_files():
    forbidden = {
        "random",
        "secrets",
        "time",
        "os",
        "pathlib",
        "socket",
        "subprocess",
        "io",
        "sqlite3",
        "requests",
        "uuid",
    }
    for path in sorted((ROOT / "assistant" / "domain").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {
            alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
        }
        imported |= {(node.module or "").split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not imported & forbidden, path.name
        called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        assert not called & {"date.today", "datetime.now", "datetime.utcnow", "open", "print"}, path.name


def test_starting_the_command_loads_no_heavy_library():
    """A second each for these would be a second for `scope --help`."""
    code = "import sys, assistant.cli; print([name for name in ('langgraph', 'chromadb', 'openai', 'streamlit', 'numpy', 'sqlalchemy', 'pydantic') if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
