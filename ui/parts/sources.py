"""Names the places that quotes come from, as a person knows them."""

from assistant.domain.session import Turn, TurnKind, source_id

_KINDS = {
    TurnKind.DESCRIPTION: "the description",
    TurnKind.EDIT: "entered by hand",
}


def source_names(turns: tuple[Turn, ...]) -> dict[str, str]:
    """Name every source of a talk: `the description`, `your message 2`, `entered by hand`."""
    names: dict[str, str] = {}
    messages = 0
    for turn in turns:
        messages += turn.kind is TurnKind.MESSAGE
        name = _KINDS.get(turn.kind, f"your message {messages}")
        if turn.said_by:
            name = f"{turn.said_by}, {name.replace('your message', 'message')}"
        names[source_id(turn.kind, turn.seq)] = name
    return names


def description(turns: tuple[Turn, ...]) -> Turn | None:
    """The description that a session began with, if it did."""
    told = (turn for turn in turns if turn.kind is TurnKind.DESCRIPTION)
    return next((turn for turn in told if source_id(turn.kind, turn.seq) == "description"), None)
