"""How long ago, in words."""

from datetime import UTC, datetime

from ui.parts.text import counted

_STEPS = ((86_400, "day"), (3_600, "hour"), (60, "minute"))
_OLD_DAYS = 14


def ago(then: datetime, now: datetime) -> str:
    """Say how long ago something was; after two weeks, on which day."""
    aware = then if then.tzinfo else then.replace(tzinfo=UTC)
    seconds = (now - aware).total_seconds()
    if seconds > _OLD_DAYS * 86_400:
        return f"on {aware:%d %B %Y}".replace("on 0", "on ")
    for length, name in _STEPS:
        if seconds >= length:
            return f"{counted(int(seconds // length), name)} ago"
    return "just now"
