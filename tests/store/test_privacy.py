"""What the privacy report says of the store is what is stored: every column is described, and nothing else."""

from __future__ import annotations

from desktop.store.erasure import REGISTRY, Of
from desktop.store.privacy import Category, Kept, table_notes, undescribed
from desktop.store.tables import METADATA


def test_every_column_is_described_and_no_other() -> None:
    assert undescribed() == ()


def test_a_new_column_is_missed(monkeypatch) -> None:
    from desktop.store import privacy_tables

    notes = privacy_tables.notes()
    columns = dict(notes["person"].columns)
    del columns["pin_hash"]
    told = {**notes, "person": type(notes["person"])(**{**_fields(notes["person"]), "columns": columns})}
    monkeypatch.setattr(privacy_tables, "notes", lambda: told)
    assert undescribed() == ("person.pin_hash",)


def test_what_erasing_empties_is_not_called_harmless() -> None:
    notes = table_notes()
    for (table, column), held in REGISTRY.items():
        category = notes[table].columns[column].category
        if (table, column) == ("batch_item", "body"):  # emptied to be on the safe side; never filled for a person
            continue
        harmful = (Category.KEY,) if held.of is Of.SCAN else (Category.SPECIAL, Category.PERSONAL)
        assert category in harmful, f"{table}.{column}"
        if held.of in (Of.ANSWERS, Of.HASH):
            assert category is Category.SPECIAL, f"{table}.{column}"


def test_a_table_with_personal_data_says_how_long_and_stands_somewhere() -> None:
    for name, note in table_notes().items():
        assert note.on_device or note.at_centre, name
        assert list(note.columns) == [column.name for column in METADATA.tables[name].columns]
        if any(column.category is Category.SPECIAL for column in note.columns.values()) and name != "batch_item":
            assert note.kept is (Kept.BY_HAND if name == "concern" else Kept.RESPONSES), name


def _fields(note) -> dict:
    return {name: getattr(note, name) for name in note.__slots__}
