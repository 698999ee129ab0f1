"""The hash of everything that a run's outcome hangs on: code, prompts, knowledge and the evals themselves."""

import hashlib
from pathlib import Path

from assistant import resources

EVALS = Path(__file__).parent


def roots() -> dict[str, Path]:
    """The folders that count, by name."""
    return {
        "assistant": resources.PACKAGE,
        "evals": EVALS,
        "knowledge": resources.folder("knowledge"),
        "prompts": resources.folder("prompts"),
    }


def tree_digest(folders: dict[str, Path] | None = None) -> str:
    """Hash names and bytes of all files in some folders, compiled ones left out."""
    sha = hashlib.sha256()
    for name, folder in sorted((folders or roots()).items()):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                inside = path.relative_to(folder).as_posix()
                sha.update(f"{name}/{inside}\0".encode() + path.read_bytes() + b"\0")
    return sha.hexdigest()[:16]
