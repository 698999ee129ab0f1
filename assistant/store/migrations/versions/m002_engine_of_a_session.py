"""The engine that a person chose for a session; empty for the default one."""

import sqlalchemy as sa
from alembic import op

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("sessions", sa.Column("engine", sa.String(200), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("sessions", "engine")
