"""What every column of every table holds, in plain words: what the privacy report is made from.

The words stand in :mod:`desktop.store.privacy_tables`. A test walks all tables and fails on a column that is not
described, and on a description of a column that is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.foundation.translation import tr

_OFFSET, _INSTANT = "_offset", "_utc"


class Category(StrEnum):
    """What the law says of a field (UK GDPR, articles 4 and 9)."""

    NONE = "none"
    """Says nothing of a living person."""
    STAFF = "staff"
    """Personal data of somebody who works with the programme."""
    PERSONAL = "personal"
    """Personal data of a respondent, or what could lead to one."""
    SPECIAL = "special"
    """Can hold special category data: answers about health, ethnicity, religion, and free words."""
    KEY = "key"
    """A key, or what one is guarded by."""


class Kept(StrEnum):
    """What says how long a table's rows stay."""

    RESPONSES = "responses"
    CONTACTS = "contacts"
    AUDIT = "audit"
    RECORD = "record"
    """Proof of what was done; stays as long as the store, and holds no answer and no contact detail."""
    PERSON = "person"
    """Until the person is taken off the list."""
    BY_HAND = "by hand"
    """Until a person deletes it: no rule of the programme does."""
    STORE = "store"
    """Until the store is deleted."""


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """One column: what it holds."""

    words: str
    category: Category


@dataclass(frozen=True, slots=True)
class TableNote:
    """One table.

    Attributes:
        words: what a row of it is.
        on_device, at_centre: in which stores it is ever filled.
        goes_to: who receives it, one sentence.
        kept: what says how long.
        columns: every column, in the table's own order.
    """

    words: str
    on_device: bool
    at_centre: bool
    goes_to: str
    kept: Kept
    columns: Mapping[str, ColumnNote]


def table_notes() -> Mapping[str, TableNote]:
    """Return the notes of all tables by name; columns that are told by a rule (offsets of instants) are added."""
    from desktop.store.privacy_tables import notes
    from desktop.store.tables import METADATA

    found = notes()
    return {
        name: TableNote(
            note.words,
            note.on_device,
            note.at_centre,
            note.goes_to,
            note.kept,
            _all_columns([column.name for column in METADATA.tables[name].columns], note.columns)
            if name in METADATA.tables
            else note.columns,
        )
        for name, note in found.items()
    }


def _all_columns(names: list[str], told: Mapping[str, ColumnNote]) -> Mapping[str, ColumnNote]:
    offset = ColumnNote(tr("Minutes from UTC on that computer then"), Category.NONE)
    whole = {
        name: told.get(name, offset)
        for name in names
        if name in told or (name.endswith(_OFFSET) and name.removesuffix(_OFFSET) + _INSTANT in told)
    }
    return {**whole, **{name: note for name, note in told.items() if name not in whole}}


def undescribed() -> tuple[str, ...]:
    """Return what is stored and not described, and what is described and not there, as ``table.column``."""
    from desktop.store.tables import METADATA

    described = {f"{name}.{column}" for name, note in table_notes().items() for column in note.columns}
    stored = {f"{table.name}.{column.name}" for table in METADATA.sorted_tables for column in table.columns}
    return tuple(sorted(described ^ stored))
