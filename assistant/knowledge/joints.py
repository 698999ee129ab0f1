"""Checks the questions about several fields: that each can be asked, and asked in one breath."""

import re
from collections.abc import Iterator

from assistant.domain.catalogue import Catalogue, Joint

MOST_WORDS = 25
_SENTENCE_END = re.compile(r"[.!?]\s")


def joint_mistakes(catalogue: Catalogue) -> Iterator[str]:
    """Every question is one sentence about core fields that exist, and none hides a later one."""
    for place, joint in enumerate(catalogue.joints):
        for mistake in (*_wording(joint), *_fields(joint, catalogue), *_hidden(joint, catalogue.joints[:place])):
            yield f"together.yaml: {joint.id}: {mistake}"


def _wording(joint: Joint) -> Iterator[str]:
    if _SENTENCE_END.search(joint.text):
        yield "ask in one sentence"
    words = len(joint.text.split())
    if words > MOST_WORDS:
        yield f"ask in at most {MOST_WORDS} words, not {words}"


def _fields(joint: Joint, catalogue: Catalogue) -> Iterator[str]:
    if len(set(joint.fields)) < len(joint.fields):
        yield "names a field twice"
    for field in joint.fields:
        spec = catalogue.field_by_id.get(field)
        if spec is None:
            yield f"there is no field {field!r}"
        elif not spec.core:
            yield f"the field {field!r} is not core: name it under asks_also of the main field"


def _hidden(joint: Joint, earlier: tuple[Joint, ...]) -> Iterator[str]:
    """Where all fields of an earlier question are open, that one is taken, so a longer one after it never is."""
    for other in earlier:
        if set(other.fields) <= set(joint.fields):
            yield f"is never asked, since {other.id!r} stands before it and asks about some of its fields"
