"""The engine keeps fitted heads only as long as all that they depend on stays the same."""

import ast
from pathlib import Path

from assistant.engines.embedded import engine, fitting

HOME = Path(fitting.__file__).parent
PACKAGE = "assistant.engines.embedded."


def _used(name: str, seen: set[str]) -> set[str]:
    """A module and those of its package that it imports, directly or not."""
    if name in seen:
        return seen
    seen.add(name)
    for node in ast.walk(ast.parse((HOME / f"{name}.py").read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE):
            _used(node.module.removeprefix(PACKAGE), seen)
    return seen


def test_every_module_that_the_fit_uses_is_part_of_the_fingerprint():
    assert _used("training", _used("fitting", set())) <= set(engine.FITTING_MODULES)
