"""The alembic environment; its configuration is made in code by :mod:`desktop.store.schema`."""
