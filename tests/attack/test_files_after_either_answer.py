"""After "yes" and after "no" the files are the same to whoever takes them away at that very moment."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.workflows.update_list import add_contact, contacts_held, nobody_joins
from desktop.workflows.workplace import Workplace
from tests.attack.days import interview
from tests.attack.raw_file import roots, tree_pages
from tests.store.raw_pages import file_pages
from tests.workplaces import PROGRAMME, clock, empty_place, event_id, made_once, officer, pack, place

__all__ = ["clock", "empty_place", "event_id", "made_once", "officer", "pack", "place"]


def _features(place: Workplace) -> dict[str, object]:
    """Return what there is to see: sizes, counters, which tables' pages the index of the log last had."""
    folder = place.folder
    assert place.store.key is not None
    pages = {page.number: page.data for page in file_pages(folder / "store.db", place.store.key)}
    trees = {name: tree_pages(pages, root) for name, root in roots(pages).items()}
    shared = (folder / "store.db-shm").read_bytes()
    listed = {struct.unpack_from("<I", shared, 136 + 4 * each)[0] for each in range(64)} - {0}
    return {
        "files": sorted(path.name for path in folder.iterdir()),
        "size of the log": (folder / "store.db-wal").stat().st_size,
        "pages": len(pages),
        "first page": pages[1][:100],
        "log's last pages": sorted(name for name, tree in trees.items() if tree & listed),
    }


@pytest.mark.parametrize("given", [{"email": "a@example.org"}, {"email": "b" * 60 + "@example.org"}])
def test_the_files_are_alike(place, officer, event_id, clock, given) -> None:
    chance = random.Random(1)
    seen: list[dict[str, object]] = []
    answers: list[Callable[[], None]] = [
        lambda: nobody_joins(place),
        lambda: add_contact(place, actor=officer, programme_id=PROGRAMME, values=given),
    ]
    for answer in answers:
        interview(place, officer, event_id, clock, chance)
        before = _features(place)
        answer()
        after = _features(place)
        assert {name for name in after if after[name] != before[name]} <= {"log's last pages"}
        seen.append({name: after[name] for name in after if name not in ("pages", "first page")})
    assert seen[0] == seen[1]
    assert seen[0]["log's last pages"] == ["contact_slot"]
    assert seen[0]["size of the log"] == 0


def test_answers_that_were_changed_are_in_no_log(place, officer, event_id, clock) -> None:
    interview(place, officer, event_id, clock, random.Random(1))
    assert (Path(place.folder) / "store.db-wal").stat().st_size == 0


def test_a_reader_is_not_waited_for(place, officer, event_id, clock) -> None:
    """Then the log is emptied with the next entry or answers; what was asked for is kept all the same."""
    log = place.folder / "store.db-wal"
    with place.reading() as reader:
        assert reader.contacts.held() == {}
        add_contact(place, actor=officer, programme_id=PROGRAMME, values={"email": "a@example.org"})
        assert log.stat().st_size > 0
        assert reader.contacts.held() == {}
    nobody_joins(place)
    assert log.stat().st_size == 0
    assert contacts_held(place) == {PROGRAMME: 1}
