"""A store of each schema version is kept, and every later program opens it and finds everything in it."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.responses.batches import DeliveryStatus
from desktop.responses.finding import ResponseFilter
from desktop.responses.keying_training import TrainingRule
from desktop.responses.keyings import FieldEffort, FieldKeyed, Which
from desktop.responses.ledger import make_ledger
from desktop.responses.queries import QueryState
from desktop.responses.states import ItemState
from desktop.responses.verification_plan import QuestionScope, SheetRule
from desktop.staff.audit_chain import verify
from desktop.store.opening import open_store
from desktop.store.schema import HEAD
from desktop.store.tables import RESPONSE_WORDS
from desktop.store.target import StoreTarget
from tests.store.builders import NOW
from tests.store.make_fixtures import FIXTURES, KEY, make_store


@pytest.mark.parametrize("kept", sorted(FIXTURES.glob("store-v*.db")), ids=lambda path: path.stem)
def test_a_kept_store_opens(kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    shutil.copyfile(kept, path)
    store = open_store(StoreTarget.file(path), key=KEY, must_exist=True)
    try:
        with store.reading() as unit:
            assert unit.drafts.steps("draft-1") == (("answer", "q", "yes"),)
            stored = unit.responses.by_instance("uuid:kept-1")
            assert stored is not None
            assert stored.state is ItemState.SYNCED
            assert stored.revision is not None
            assert dict(stored.revision.answers) == {"q": "yes"}
            deliveries = unit.batches.deliveries("batch-1")
            assert [(each.version, each.status, each.target) for each in deliveries] == [
                (1, DeliveryStatus.WRITTEN, "folder:/made-up")
            ]
            assert len(unit.receipts.by_batch("batch-1")) == 1
            assert make_ledger(unit.responses.counts_by_state(), unit.ledger_facts()).balances
    finally:
        store.close()


def the_custody_of_version_two(path: Path) -> None:
    """Find everything that came with version 2 in a store that was made by it."""
    store = open_store(StoreTarget.file(path), key=KEY, must_exist=True)
    try:
        with store.reading() as unit:
            lines = list(unit.changes.walk())
            assert [line.what for line in lines] == ["batch formed", "response withdrawn", "batch given up"]
            assert verify(lines, unit.changes.anchor()) is None
            gone = unit.responses.get("uuid:gone-1")
            assert gone is not None
            assert (gone.state, gone.revision) == (ItemState.WITHDRAWN, None)
            assert unit.codes.response_of("ab" * 32) == "uuid:gone-1"
            assert [each.instruction_id for each in unit.instructions.list()] == ["instruction-1"]
            assert unit.instructions.applied("instruction-1")
            assert unit.batches.ended() == {"batch-2": "made up"}
            assert [each.device_id for each in unit.devices.revoked()] == ["device-2"]
            assert unit.devices.last_ledger("device-2") is not None
            assert [each.copy_id for each in unit.copies_out.list(open_only=True)] == ["copy-1"]
            assert [each.export_id for each in unit.exports.list()] == ["export-1"]
            assert [each.backup_id for each in unit.backups.list()] == ["backup-1"]
            assert [each.contact_id for each in unit.contacts.list()] == ["contact-1", "contact-2"]
            assert [each.sealed for each in unit.contacts.take_unsent()] == [b"made up, not sealed"]
            assert unit.attempts.get("person-1") == (1, NOW)
            assert [each.certificate_id for each in unit.retention.list()] == ["certificate-1"]
    finally:
        store.close()


@pytest.mark.parametrize("kept", sorted(set(FIXTURES.glob("store-v*.db")) - {FIXTURES / "store-v1.db"}))
def test_a_kept_store_keeps_what_came_with_version_two(kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    shutil.copyfile(kept, path)
    the_custody_of_version_two(path)


def the_event_day_of_version_three(path: Path) -> None:
    """Find everything that came with version 3 in a store that was made by it."""
    store = open_store(StoreTarget.file(path), key=KEY, must_exist=True)
    try:
        with store.reading() as unit:
            assert [each.mark_id for each in unit.attendance.marks(["event-1"])] == ["mark-1", "mark-2"]
            assert sum(each.total for each in unit.attendance.totals(["event-1"])) == 0
            assert [(each.words, each.codes) for each in unit.notes.list(search="cars")] == [
                ("Fewer cars", ("s1", "a2"))
            ]
            assert [each.body for each in unit.note_drafts.list()] == ['{"words": "It was"}']
            assert [option.label for each in unit.boards.list(["event-1"]) for option in each.options] == [
                "Buses",
                "Benches",
            ]
            shot = unit.pictures.by_name("board-1", "picture-1.jpg")
            assert shot is not None
            assert hashlib.sha256(shot.content).hexdigest() == shot.sha256
            told = unit.debriefs.get("event-1")
            assert told is not None
            assert (told.closed, told.costs[0].pence) == (True, 1250)
            assert dict(unit.merges.into()) == {"event-2": "event-1"}
            assert [each.sealed for each in unit.follow_ups.list()] == [b"made up, not sealed"]
            assert [each.sealed for each in unit.concerns.list(open_only=True)] == [b"made up, not sealed"]
            assert [row.figure for each in unit.benchmarks.list() for row in each.rows] == [1200.0, 0.5]
    finally:
        store.close()


@pytest.mark.parametrize("kept", sorted(FIXTURES.glob("store-v*.db")), ids=lambda path: path.stem)
def test_the_responses_of_a_kept_store_are_found_by_their_words(kept: Path, tmp_path: Path) -> None:
    """An older one has no words yet: the migration makes them, as the program would."""
    path = tmp_path / "store.db"
    shutil.copyfile(kept, path)
    store = open_store(StoreTarget.file(path), key=KEY, must_exist=True)
    try:
        with store.unit() as unit:
            assert unit.responses.page_ids(ResponseFilter(search="yes ann")) == ("uuid:kept-1",)
            assert unit.responses.count(ResponseFilter(search="withdrawn")) == 0
            made = unit._connection.execute(select(RESPONSE_WORDS)).all()
            newest = unit.responses.newest_revisions(["uuid:kept-1"])
            unit.responses.index_words(newest)
            again = unit._connection.execute(select(RESPONSE_WORDS)).all()
        assert [tuple(row)[1:] for row in made] == [tuple(row)[1:] for row in again]
    finally:
        store.close()


@pytest.mark.parametrize("kept", sorted(FIXTURES.glob("store-v[3-9].db")), ids=lambda path: path.stem)
def test_a_kept_store_keeps_what_came_with_version_three(kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    shutil.copyfile(kept, path)
    the_event_day_of_version_three(path)


def the_paper_of_version_four(path: Path) -> None:
    """Find everything that came with version 4 in a store that was made by it."""
    store = open_store(StoreTarget.file(path), key=KEY, must_exist=True)
    try:
        with store.reading() as unit:
            states = {each.serial: each.state.value for each in unit.copies.list()}
            assert states == {"A": "issued", "B": "issued", "C": "printed", "FOREIGN": "issued", "P": "returned"}
            assert {run.run_id: (run.kind.value, run.copies) for run in unit.copies.runs()} == {
                "run-1": ("numbered", 3),
                "run-2": ("photocopy", 1),
            }
            assert [each.serial for each in unit.copies.photocopies("B")] == ["P"]
            assert [each.move_id for each in unit.sheet_moves.history("A")] == ["move-1", "move-2", "move-3"]
            posted = unit.paper_counts.counts("made-up").posted
            assert {(key[2], many) for key, many in posted.items()} == {("large-print", 2), ("large-print", 1)}
    finally:
        store.close()


@pytest.mark.parametrize("kept", sorted(FIXTURES.glob("store-v[4-9].db")), ids=lambda path: path.stem)
def test_a_kept_store_keeps_what_came_with_version_four(kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    shutil.copyfile(kept, path)
    the_paper_of_version_four(path)


def the_keying_twice_of_version_five(path: Path) -> None:
    """Find everything that came with version 5 in a store that was made by it."""
    store = open_store(StoreTarget.file(path), key=KEY, must_exist=True)
    try:
        with store.reading() as unit:
            first, second = unit.keyings.of_serial("A")
            assert (first.which, first.lot, first.answers) == (Which.FIRST, 0.75, {})
            assert (second.answers, second.missing, second.scope) == (
                {"q": "yes"},
                {"tale": "illegible"},
                ("q", "tale"),
            )
            assert second.efforts == {"q": FieldEffort(2, 1.5)}
            plan = unit.plans.newest("survey")
            assert plan is not None
            assert (plan.rule, plan.scope("q"), plan.tolerance_of("tale").punctuation) == (
                SheetRule.RISK,
                QuestionScope.ALWAYS,
                True,
            )
            assert [each.adopted for each in unit.decisions.of_serial("A")] == [FieldKeyed("no")]
            assert [(each.state, each.answer) for each in unit.queries.list()] == [
                (QueryState.ANSWERED, "A seven")
            ]
            assert [(each.fields, each.errors) for each in unit.trainings.list()] == [(2, 1)]
            assert unit.trainings.rule("survey") == TrainingRule("survey", asked=True, most_errors=7.5)
            assert [[sheet.serial for sheet in each.sheets] for each in unit.second_piles.list()] == [["A", "B"]]
            shot = unit.scans.at("A", 2)
            assert shot is not None
            assert (shot.key, shot.size) == (bytes(range(32)), 2**33)
            assert shot.lie is not None
            assert shot.lie.f == 4.5
    finally:
        store.close()


def test_a_kept_store_keeps_what_came_with_version_five(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    shutil.copyfile(FIXTURES / "store-v5.db", path)
    the_keying_twice_of_version_five(path)


def test_there_is_one_for_each_version() -> None:
    assert {path.name for path in FIXTURES.glob("store-v*.db")} == {
        f"store-v{number}.db" for number in range(1, int(HEAD) + 1)
    }


def test_the_maker_still_works(tmp_path: Path) -> None:
    make_store(tmp_path / "made.db")
    the_custody_of_version_two(tmp_path / "made.db")
    the_event_day_of_version_three(tmp_path / "made.db")
    the_paper_of_version_four(tmp_path / "made.db")
    the_keying_twice_of_version_five(tmp_path / "made.db")
