"""Which fields can be asked about together, so that people are asked less; the questions stand in `knowledge/together.yaml`."""

from assistant.domain.catalogue import FieldSpec
from assistant.domain.conditions import fields_of


def follows_from(spec: FieldSpec, main: str) -> bool:
    """Whether a field applies or not is told by the answer to another one, so that both can be asked at once."""
    return main in spec.depends_on and spec.asked_when is not None and main in fields_of(spec.asked_when)
