"""The compiled rules of a form."""

from __future__ import annotations


class Plan:
    """Rules, compiled, with the order in which they are worked out."""
