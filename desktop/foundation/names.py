"""Names of people as they are compared: how they were typed makes no other person of somebody."""

from __future__ import annotations

import unicodedata


def name_key(name: str) -> str:
    """Return what two writings of one name share: capitals, spaces and how an accent is made don't part them."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
