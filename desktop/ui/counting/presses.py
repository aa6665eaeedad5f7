"""The counts as they stand on the screen: what is on disk, and at once what was pressed since.

A press shows itself before it is saved, since somebody who counts at a door does not wait. Where one could not be
saved, the page fetches the counts anew, so that the screen never goes on showing what is not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.engagement.attendance import CountKind


@dataclass(frozen=True, slots=True)
class Press:
    """One press of a counting key."""

    kind: CountKind
    role: str
    detail: str
    amount: int


class Presses:
    """Counts by kind and by role.

    Attributes:
        last: the presses made on this page that stand, oldest first.
    """

    def __init__(self) -> None:
        self.last: list[Press] = []
        self._kinds: dict[CountKind, int] = {}
        self._roles: dict[tuple[CountKind, str], int] = {}

    def start_from(self, tallies: Any) -> None:
        """Begin with what is on disk; what was pressed on this page so far is part of it."""
        self._kinds = dict(tallies.by_kind)
        by_role: Mapping[CountKind, Mapping[str, int]] = tallies.by_role
        self._roles = {(kind, role): total for kind, roles in by_role.items() for role, total in roles.items()}

    def add(self, press: Press) -> None:
        """Count one press."""
        self.last.append(press)
        self._change(press, press.amount)

    def take_back(self) -> Press | None:
        """Take the last press of this page back; ``None`` where there is none."""
        if not self.last:
            return None
        press = self.last.pop()
        self._change(press, -press.amount)
        return press

    def forget_presses(self) -> None:
        """Know nothing of what was pressed, after something went wrong: the disk knows."""
        self.last.clear()

    @property
    def anything(self) -> bool:
        """Whether anybody was counted at all."""
        return any(self._kinds.values())

    def of(self, kind: CountKind, role: str | None = None) -> int:
        """Return how many were counted as ``kind``, or as ``kind`` in ``role``."""
        return self._kinds.get(kind, 0) if role is None else self._roles.get((kind, role), 0)

    def _change(self, press: Press, amount: int) -> None:
        self._kinds[press.kind] = self._kinds.get(press.kind, 0) + amount
        key = (press.kind, press.role)
        self._roles[key] = self._roles.get(key, 0) + amount
