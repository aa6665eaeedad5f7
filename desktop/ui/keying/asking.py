"""What a course asks the coordinator, and what came back; lives on the database worker with the course."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Asking:
    """The queries of the sheets that one person keys.

    Attributes:
        work: the workflows. place: the workplace. actor: who keys.
    """

    work: Any
    place: Any
    actor: Any

    def of(self, keying: Any) -> tuple[Any, ...]:
        """Return the :class:`~desktop.responses.queries.Query` of a keying that wait or were answered."""
        return tuple(self.work.ask_coordinator.of_draft(self.place, keying.draft_id))

    def park(self, keying: Any, path: str, words: str) -> None:
        """Ask about a question, or with an empty path about the whole sheet."""
        self.work.ask_coordinator.park(self.place, actor=self.actor, keying=keying, path=path, words=words)

    def take_back(self, query_id: str) -> None:
        """Take back a query that the keyer has no need of any more."""
        self.work.ask_coordinator.settle(self.place, actor=self.actor, query_id=query_id)
