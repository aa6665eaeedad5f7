"""Identifiers: random version 4 UUIDs as text, never a kind that tells the time it was made."""

from __future__ import annotations

import uuid


def new_id() -> str:
    """Return a new random id, 36 characters."""
    return str(uuid.uuid4())


def new_instance_id() -> str:
    """Return a new OpenRosa instance id, ``uuid:`` and a random UUID (ODK XForms, section "meta")."""
    return f"uuid:{uuid.uuid4()}"
