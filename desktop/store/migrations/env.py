"""Run by alembic: takes the connection that it was given, inside the transaction that was begun on it."""

from __future__ import annotations

from alembic import context

from desktop.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=True,  # true of SQLite too, since the driver begins nothing by itself
)
with context.begin_transaction():
    context.run_migrations()
