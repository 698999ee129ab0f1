"""Alembic's entry: runs the migrations on the connection that the store hands over."""

from alembic import context

from assistant.store.tables import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, transactional_ddl=False)
with context.begin_transaction():
    context.run_migrations()
