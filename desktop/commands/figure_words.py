"""The figures of events as rows of a table: a row for each laptop, and one for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.workflows.central_figures import EventCounts, Figures

ALL = "all"
"""Stands for the device in the row of all laptops."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row: an event, and one laptop or all of them."""

    counts: EventCounts
    device_id: str
    figures: Figures


class Split(dict[str, int]):
    """Counts by code; in a table as words."""

    def __str__(self) -> str:
        return ", ".join(f"{code or '-'} {many}" for code, many in self.items())


class Several(list[str]):
    """Ids; in a table with a space between."""

    def __str__(self) -> str:
        return " ".join(self)


def figure_rows(found: Iterable[EventCounts]) -> Iterator[FigureRow]:
    """Yield a row for all laptops of each event, then one for each of them."""
    for counts in found:
        yield FigureRow(counts, ALL, counts.total)
        for device_id, figures in counts.by_device.items():
            yield FigureRow(counts, device_id, figures)


COLUMNS: Mapping[str, Callable[[FigureRow], Any]] = {
    "event_id": lambda row: row.counts.event.event_id,
    "date": lambda row: row.counts.event.day,
    "name": lambda row: row.counts.event.name,
    "counted_with": lambda row: Several(other.event_id for other in row.counts.others),
    "device_id": lambda row: row.device_id,
    "attendance": lambda row: row.figures.attendance,
    "by_role": lambda row: Split(row.figures.by_role),
    "footfall": lambda row: row.figures.footfall,
    "conversations": lambda row: row.figures.conversations,
    "refusals": lambda row: row.figures.refusals,
    "by_reason": lambda row: Split(row.figures.by_reason),
    "comments": lambda row: row.figures.comments,
    "notes": lambda row: row.figures.notes,
    "comments_late": lambda row: row.figures.comments_late,
    "boards": lambda row: row.figures.boards,
    # by channel, of all laptops: a response that came twice can't be told to be of one of them
    "responses": lambda row: Split(row.counts.responses) if row.device_id == ALL else None,
    "responses_late": lambda row: row.counts.responses_late if row.device_id == ALL else None,
}
