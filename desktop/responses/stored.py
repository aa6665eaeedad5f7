"""A response as the store gives it back: its row in lists, and its newest revision."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.responses.response import ResponseSummary, Revision
from desktop.responses.states import ItemState


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """One response.

    Attributes:
        summary: as in lists.
        revision: the newest; ``None`` while it is a draft, when it was abandoned, and when it was erased.
        revisions: instance ids of all its revisions, oldest first.
        device_id: of the device that recorded it (its newest revision's envelope); empty for a draft.
    """

    summary: ResponseSummary
    revision: Revision | None
    revisions: tuple[str, ...]
    device_id: str

    @property
    def response_id(self) -> str:
        """The response's id: its first instance id."""
        return self.summary.response_id

    @property
    def state(self) -> ItemState:
        """Where it stands."""
        return self.summary.state
