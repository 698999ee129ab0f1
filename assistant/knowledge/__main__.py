"""`python -m assistant.knowledge`: checks the product's own knowledge; names every mistake, or says how much there is."""

import sys

from assistant.errors import KnowledgeError
from assistant.knowledge import load
from assistant.knowledge.coverage import load_coverage
from assistant.knowledge.schemas import stale, write
from assistant.resources import folder


def main(arguments: list[str]) -> None:
    """Check the knowledge files, or with `schemas` write the editors' JSON Schemas anew."""
    root = folder("knowledge")
    if arguments == ["schemas"]:
        sys.stdout.write("".join(f"wrote {path}\n" for path in write(root / "schemas")))
        return
    try:
        catalogue = load(root)
        load_coverage(root, catalogue)
    except KnowledgeError as error:
        sys.exit(str(error))
    old = stale(root / "schemas")
    if old:
        sys.exit(f"Out of date: {', '.join(old)}. Run: python -m assistant.knowledge schemas")
    counts = {
        "fields": catalogue.fields,
        "joint questions": catalogue.joints,
        "signals": catalogue.signals,
        "flags": catalogue.flags,
        "rules": catalogue.rules,
        "passages": catalogue.passages,
        "incidents": catalogue.incidents,
        "law rules": catalogue.law.rules,
        "sources": catalogue.sources,
    }
    listed = ", ".join(f"{len(entries)} {name}" for name, entries in counts.items())
    sys.stdout.write(f"knowledge: {listed}: no mistakes\n")


if __name__ == "__main__":
    main(sys.argv[1:])
