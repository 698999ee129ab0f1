"""How far a scope has come, as figures."""

from typing import NamedTuple

from assistant.domain.draft import Draft, DraftField
from assistant.domain.reading import Status


class Progress(NamedTuple):
    """Points settled of those that apply."""

    closed: int
    total: int

    @property
    def percent(self) -> int:
        """The share that is settled."""
        return round(100 * self.closed / self.total) if self.total else 0


def section_progress(fields: dict[str, DraftField]) -> Progress:
    """How far one section has come."""
    counting = [field for field in fields.values() if shown(field)]
    return Progress(sum(_closed(field) for field in counting), len(counting))


def whole_progress(draft: Draft) -> Progress:
    """How far the whole scope has come."""
    parts = [section_progress(fields) for fields in draft.scope.values()]
    return Progress(sum(part.closed for part in parts), sum(part.total for part in parts))


def shown(field: DraftField) -> bool:
    """A field shows where it applies, or something was said about it anyway."""
    return field.applies or field.status is not Status.MISSING


def with_status(draft: Draft, status: Status) -> list[str]:
    """Titles of the fields that apply and have a status, core ones first."""
    fields = [f for section in draft.scope.values() for f in section.values()]
    found = [field for field in fields if shown(field) and field.status is status]
    return [field.title for field in sorted(found, key=lambda field: not field.core)]


def _closed(field: DraftField) -> bool:
    return field.status in (Status.STATED, Status.NOT_APPLICABLE) and not field.conflict
