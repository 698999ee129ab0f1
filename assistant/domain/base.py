"""The one base of all domain values: frozen, and strict about unknown keys."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value; an unknown key is a mistake, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")
