"""What is in no batch and no export: requests with contact details, and safeguarding concerns.

A request lies in a slot, as an entry of the update list does: a row that was there, as long as it is now, before
anybody asked. It is overwritten where it lies, so that neither pages, row numbers nor times tell after
whose answers it was asked.
"""

from __future__ import annotations

from desktop.store.tables.base import Row, blob, integer, key, number_key, table_of, text


class FollowUpSlotRow(Row, table=True):
    """Room for one request, always equally long."""

    __tablename__ = "follow_up_slot"
    number: int = number_key()
    held: bytes = blob()


class ConcernRow(Row, table=True):
    """One safeguarding concern, its words sealed."""

    __tablename__ = "concern"
    concern_id: str = key()
    programme_id: str = text()
    event_id: str = text(index=True)
    sealed: bytes = blob()
    owner: str = text()
    noted_by: str = text()
    noted_utc: str = text()
    noted_offset: int = integer()
    referred_to: str = text()
    referred_utc: str = text()
    referred_offset: int = integer()


FOLLOW_UP_SLOT = table_of(FollowUpSlotRow)
CONCERN = table_of(ConcernRow)
