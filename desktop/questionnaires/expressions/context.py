"""What an expression is evaluated in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any

from desktop.questionnaires.nodes import XNode


class Scope:
    """What is the same for every expression of one entry; entries override what they have.

    Attributes:
        zone: the local time zone.
        singles: nodes of the primary instance that stand in no repeat, by their number in the definition.
    """

    zone: tzinfo
    singles: Sequence[Any]

    def now(self) -> datetime:
        """Return the instant, the same throughout one action."""
        raise NotImplementedError

    def draw(self, kind: str, origin: XNode) -> str:
        """Return what chance gives to the expression of ``origin``: ``random`` 0 <= x < 1, ``uuid``."""
        raise NotImplementedError

    def metadata(self, name: str) -> str:
        """Return ``deviceid``, ``username``, ``position`` (a geopoint's text)…; empty when nobody knows."""
        return ""

    def version(self) -> str:
        """Return the form's version."""
        return ""

    def instance(self, name: str) -> XNode | None:
        """Return the root of a secondary instance, ``None`` when there is none of that name."""
        return None

    def document(self, origin: XNode) -> XNode:
        """Return the root that ``/`` stands for."""
        return origin.top()

    def itext(self, name: str, origin: XNode) -> str:
        """Return the text with that id in the entry's language, its outputs as seen from ``origin``."""
        return ""

    def choice_name(self, value: str, question: str, origin: XNode) -> str:
        """Return the label of the choice ``value`` of the question at the reference ``question``."""
        return ""

    def language(self) -> str:
        """Return the language that dates are formatted in."""
        return ""


class Context:
    """Where an expression stands while it is evaluated.

    Attributes:
        node: the context node.
        position, size: of it in the set that a predicate looks through; from 1.
        origin: the node that the whole expression belongs to (``current()``).
    """

    __slots__ = ("node", "origin", "position", "scope", "size")

    def __init__(
        self, scope: Scope, node: XNode, origin: XNode | None = None, position: int = 1, size: int = 1
    ) -> None:
        self.scope = scope
        self.node = node
        self.origin = node if origin is None else origin
        self.position = position
        self.size = size
