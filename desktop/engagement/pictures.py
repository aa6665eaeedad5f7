"""Pictures that belong to a response or a board."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture, drawn anew from what was chosen, so that neither place nor camera stand in it.

    Attributes:
        picture_id: uuid4 text.
        owner_id: response id or board id.
        name: as it stands in the response's XML: ``<uuid4>.jpg``; says nothing of a person or a place.
        media_type: ``image/jpeg`` or ``image/png``.
        width, height: pixels.
        sha256: hex digest of ``content``.
    """

    picture_id: str
    owner_id: str
    name: str
    media_type: str
    width: int
    height: int
    sha256: str
    content: bytes
