"""Erasing leaves nothing: not in SQL, not in a free page, not in the slack of one, not in the write-ahead log."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, Text, select

from desktop.engagement.named import NAMED_SOMEBODY, without_words
from desktop.foundation.ids import new_id
from desktop.responses.batches import BatchRecord, RecordKind
from desktop.responses.keyings import FieldKeyed
from desktop.responses.ledger import make_ledger
from desktop.responses.received import QuarantinedRecord
from desktop.responses.states import ItemState, Move
from desktop.store.erasure import REGISTRY, Of
from desktop.store.opening import Store, open_store
from desktop.store.tables import METADATA
from desktop.store.tables.search import SEARCH_INDEX
from desktop.store.target import StoreTarget
from tests.conftest import STORE_KEY
from tests.store.builders import ACTOR, NOW, batch, decision, draft, keying, note, picture, query, revision, scan
from tests.store.raw_pages import find, wal_of

ID = "an id, or the name of a version: random, or the pack's own"
TIME = "an instant"
CODE = "one of the program's own words: a state, a kind, a result"
STAFF = "who works with the laptop, never a respondent"
PACK = "the programme's own words and files, the same for everybody"
KEY = "a key or the hash of one"
PLACE = "where a file went, or under which name"
CHAIN = "a hash over a whole batch, without which no gap could be told; the salt of what was answered goes with it"
WHY = "a person's reason, for which the screens ask for no answer and no contact detail"
HEADER = "about the event, the sheet or the way of answering, not what was answered; kept on the tombstone"
COUNTS = "numbers and ids, no answers"
OURS = "what the staff say of an event as a whole"

MADE = {
    "programme_id": ID, "event_id": ID, "device_id": ID, "made_by": STAFF, "person_id": ID, "made_utc": TIME,
    "batch_id": ID,
}  # fmt: skip
KEYED = {"serial": HEADER, "programme_id": ID, "form_id": ID, "device_id": ID, "batch_id": ID}
BY = {"person_id": ID, "person_name": STAFF, "person_role": STAFF}
NOTHING_OF_A_RESPONDENT: dict[str, dict[str, str]] = {
    "attendance_mark": {**MADE, "mark_id": ID, "kind": CODE, "role": CODE, "detail": CODE, "undoes": ID},
    "benchmark": {
        "dimension": CODE, "programme_id": ID, "source": PACK, "table_name": PACK, "published": TIME,
        "licence": PACK, "measure": CODE,
    },
    "benchmark_group": {"dimension": CODE, "programme_id": ID, "code": PACK, "label": PACK, "answers": PACK},
    "board": {
        **MADE, "board_id": ID, "kind": CODE, "reason": WHY,
    },
    "concern": {
        "concern_id": ID, "programme_id": ID, "event_id": ID, "owner": STAFF, "noted_by": STAFF,
        "noted_utc": TIME, "referred_to": STAFF, "referred_utc": TIME,
    },
    "debrief": {
        **MADE, "costs": COUNTS, "publicity": OURS, "weather": OURS, "reach": OURS, "went_well": OURS,
        "to_change": OURS, "reason": WHY,
    },
    "event_merge": {**MADE, "into_id": ID, "reason": WHY},
    "note": {**MADE, "note_id": ID, "kind": CODE, "source": CODE},
    "note_draft": {"draft_id": ID, "kind": CODE, "event_id": ID, "person_id": ID, "day": HEADER},
    "picture": {"picture_id": ID, "owner_id": ID, "name": ID, "media_type": CODE, "batch_id": ID},
    "response_words": {"response_id": ID, "programme_id": ID, "started_utc": TIME},
    "backup_made": {"backup_id": ID, "place": PLACE, "taken_utc": TIME, "removed_utc": TIME},
    "batch": {
        "batch_id": ID, "kind": CODE, "device_id": ID, "previous_digest": CHAIN, "digest": CHAIN,
        "formed_utc": TIME, "formed_by": STAFF,
    },
    "batch_ending": {"batch_id": ID, "reason": WHY, "at_utc": TIME},
    "batch_item": {"batch_id": ID, "kind": CODE, "identity": ID},
    "change": {
        "at_utc": TIME, "actor_id": ID, "actor_name": STAFF, "what": CODE, "about_id": ID, "why": WHY,
        "previous_hash": "the chain of the log, which holds nothing of a respondent", "hash": "the same",
    },
    "contact": {"contact_id": ID, "programme_id": ID, "day": HEADER, "batch_id": ID},
    "delivery": {
        "batch_id": ID, "target": PLACE, "status": CODE, "file_name": PLACE, "detail": CODE, "at_utc": TIME,
    },
    "device_ledger": {"device_id": ID, "formed_utc": TIME, "body": COUNTS},
    "draft": {
        "draft_id": ID, "response_id": ID, "kind": CODE, "form_id": ID, "form_version": ID, "form_sha256": PACK,
        "programme_id": ID, "event_id": ID, "channel": HEADER, "language": HEADER, "person_id": ID,
        "person_name": STAFF, "person_role": STAFF, "started_utc": TIME, "serial": HEADER, "received_on": HEADER,
        "ended": CODE, "reason": WHY,
    },
    "event": {
        "event_id": ID, "programme_id": ID, "name": PACK, "venue": PACK, "day": PACK, "area": PACK,
        "partner": PACK, "made_by": STAFF, "made_utc": TIME,
    },
    "export_made": {
        "export_id": ID, "programme_id": ID, "kind": CODE, "place": PLACE, "made_by": STAFF, "made_utc": TIME,
    },
    "form": {
        "form_id": ID, "version": ID, "sha256": PACK, "title": PACK, "xml": PACK, "original": PACK,
        "original_kind": CODE, "programme_id": ID, "equality_group": PACK,
    },
    "instruction": {
        "instruction_id": ID, "action": CODE, "reason": WHY, "origin": ID, "made_utc": TIME, "applied_utc": TIME,
        "batch_id": ID, "subject": "an id, or the hash of a withdrawal code of 80 random bits",
    },
    "journal_step": {"draft_id": ID, "kind": CODE},
    "keyed_sheet": {
        **KEYED, "keying_id": ID, "which": CODE, "event_id": ID, "form_version": ID, "form_sha256": PACK,
        "response_id": ID, "instance_id": ID, "started_utc": TIME, "finished_utc": TIME, "pile_id": ID,
        **BY,
    },
    "keying_decision": {
        "decision_id": ID, "serial": HEADER, "form_id": ID, "response_id": ID, "first_keying_id": ID,
        "second_keying_id": ID, "decided_utc": TIME, **BY, "device_id": ID, "batch_id": ID,
    },
    "keying_query": {
        **KEYED, "query_id": ID, "draft_id": ID, "asked_by": STAFF, "asked_by_id": ID, "asked_utc": TIME,
        "state": CODE, "answered_by": STAFF, "answered_utc": TIME,
    },
    "keying_training": {
        "attempt_id": ID, "person_id": ID, "name": STAFF, "programme_id": ID, "form_id": ID, "form_sha256": PACK,
        "scores": COUNTS, "let_in_by": STAFF, "reason": WHY, "at_utc": TIME,
    },
    "pile_sheet": {
        "pile_id": ID, "serial": HEADER, "form_id": ID, "form_version": ID, "form_sha256": PACK, "event_id": ID,
        "received_on": HEADER, "keyer_mark": STAFF, "scope": PACK,
    },
    "scan": {
        "scan_id": ID, "serial": HEADER, "programme_id": ID, "form_id": ID, "layout_id": ID, "media_type": CODE,
        "lie": "where the page lies in the picture", "attached_by": STAFF, "attached_utc": TIME,
    },
    "second_pile": {
        "pile_id": ID, "way": CODE, "name": STAFF, "programme_id": ID, "recipient": KEY, "identity": KEY,
        "device_id": ID, "device_key": KEY, "made_by": STAFF, "made_utc": TIME, "ended_utc": TIME,
    },
    "training_rule": {"form_id": ID},
    "verification_plan": {
        "form_id": ID, "programme_id": ID, "set_utc": TIME, "set_by": STAFF, "rule": CODE, "scopes": PACK,
        "tolerance": CODE, "tolerances": PACK, "batch_id": ID,
    },
    "layout": {"layout_id": ID, "layout_json": PACK},
    "meta": {"name": CODE, "value": "facts of the store itself"},
    "out_of_reach": {
        "copy_id": ID, "instruction_id": ID, "kind": CODE, "place": PLACE, "made_utc": TIME, "expires": TIME,
        "words": CODE, "done_by": STAFF, "done_utc": TIME,
    },
    "pack_file": {"name": PACK, "content": PACK},
    "moved_copy": {"move_id": ID, "serial": HEADER},
    "paper_copy": {
        "serial": HEADER, "run_id": ID, "state": CODE, "response_id": ID, "programme_id": ID, "form_id": ID,
        "event_id": ID, "form_sha256": PACK, "photocopy_of": HEADER, "received_on": HEADER, "received_how": HEADER,
    },
    "person": {"person_id": ID, "name": STAFF, "name_folded": STAFF, "role": STAFF, "pin_hash": KEY},
    "pin_attempt": {"person_id": ID, "last_utc": TIME},
    "print_run": {
        "run_id": ID, "form_id": ID, "form_version": ID, "form_sha256": PACK, "programme_id": ID, "event_id": ID,
        "edition": PACK, "language": PACK, "layout_id": ID, "printed_by": STAFF, "printed_utc": TIME,
        "kind": CODE, "device_id": ID, "batch_id": ID,
    },
    "programme": {"programme_id": ID, "version": ID, "pack_sha256": PACK, "programme_json": PACK},
    "quarantined_record": {
        "quarantine_id": ID, "batch_id": ID, "device_id": ID, "kind": CODE, "identity": ID, "reason": CODE,
        "at_utc": TIME,
    },
    "receipt": {
        "receipt_id": ID, "batch_id": ID, "batch_digest": CHAIN, "device_id": ID, "central_id": ID,
        "received_utc": TIME, "raw": "signed ids and results, and the digest of the batch",
    },
    "receipt_result": {"receipt_id": ID, "identity": ID, "result": CODE},
    "received_batch": {
        "batch_id": ID, "kind": CODE, "device_id": ID, "previous_digest": CHAIN, "digest": CHAIN,
        "formed_utc": TIME, "formed_by": STAFF, "received_utc": TIME, "received_by": STAFF, "receipt_id": ID,
        "file_sha256": "the hash of an encrypted file, under a key that was drawn for it",
    },
    "record_result": {"batch_id": ID, "identity": ID, "result": CODE, "words": CODE},
    "response": {
        "response_id": ID, "instance_id": ID, "state": CODE, "form_id": ID, "form_version": ID,
        "programme_id": ID, "event_id": ID, "channel": HEADER, "serial": HEADER, "recorded_by": STAFF,
        "device_id": ID, "started_utc": TIME, "finalised_utc": TIME, "received_on": HEADER, "batch_id": ID,
    },
    "response_ending": {
        "response_id": ID, "move": CODE, "at_utc": TIME, "person_id": ID, "person_name": STAFF, "reason": WHY,
    },
    "retention_done": {
        "certificate_id": ID, "programme_id": ID, "subject": CODE, "due": TIME, "done_by": STAFF,
        "done_utc": TIME, "counts": COUNTS, "body": COUNTS,
    },
    "revision": {
        "instance_id": ID, "response_id": ID, "deprecated_id": ID, "form_id": ID, "form_version": ID,
        "form_sha256": PACK, "finalised_utc": TIME,
    },
    "revoked_device": {"device_id": ID, "from_utc": TIME, "reason": WHY, "revoked_by": STAFF, "at_utc": TIME},
    "secret": {"name": CODE, "value": KEY},
    "sheet_move": {
        **MADE, "move_id": ID, "kind": CODE, "day": HEADER, "how": HEADER, "edition": PACK, "reason": WHY,
        "undoes": ID, "response_id": ID, "photocopy_of": HEADER, "form_sha256": PACK,
    },
    "trusted_coordinator": {"central_id": ID, "key_text": KEY, "added_by": STAFF, "added_utc": TIME},
    "trusted_device": {"device_id": ID, "key_text": KEY, "label": STAFF, "added_by": STAFF, "added_utc": TIME},
    "withdrawal_code": {
        "response_id": ID, "code_hash": "the hash of 80 random bits that nothing is derived from",
    },
}  # fmt: skip
"""Columns of text or bytes that hold nothing of a respondent, each with what they hold instead."""


def test_the_file_has_no_table_that_the_models_do_not_know(tmp_path: Path) -> None:
    """A search index or a shadow table made by hand would hold answers that no list knows of."""
    with opened(tmp_path / "store.db") as store, store.reading() as unit:
        names = {row[0] for row in unit._connection.exec_driver_sql("SELECT name FROM sqlite_master")}
        tables = {row[0] for row in unit._connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}  # fmt: skip
    index = {SEARCH_INDEX, *(f"{SEARCH_INDEX}_{part}" for part in ("data", "idx", "docsize", "config"))}
    assert index <= tables
    assert tables - {"alembic_version", "sqlite_sequence"} - index == set(METADATA.tables)
    assert not [name for name in names if "fts" in name]


def test_every_column_is_in_one_list_or_the_other() -> None:
    columns = {
        (table.name, column.name)
        for table in METADATA.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary | Text)
    }
    harmless = {(table, column) for table, names in NOTHING_OF_A_RESPONDENT.items() for column in names}
    assert columns == harmless | set(REGISTRY)
    assert not harmless & set(REGISTRY)
    assert all(held.cleared.endswith(".") for held in REGISTRY.values())


ANSWERS = {"worry": "needle-answer-heating-bills", "about": "needle-answer-caring-for-mum"}
FORCED = {"worry": "needle-in-the-envelope"}
LONG = "needle-answer-" + "long tale " * 900  # over several pages, so that overflow pages are freed
CONTACT = b"needle-sealed-contact-jane-doe"


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    store = open_store(StoreTarget.file(path), key=STORE_KEY)
    try:
        yield store
    finally:
        store.close()


def needles_of(kept) -> list[str | bytes]:
    return [
        *ANSWERS.values(),
        "needle-answer-long tale long",
        "needle-reason-mistyped",
        "needle-in-the-envelope",
        "needle-quarantined-body",
        "pixels-of-the-picture",
        "bills caring",  # of the words, which are sorted
        "needle-second-keyer-read",
        "needle-adopted-in-the-end",
        "needle-asked-the-coordinator",
        "needle-key-of-the-scan",
        kept.content_sha256,
    ]


def everything_of_one(unit):
    """Put a response into every place that can hold something of it; return its newest revision."""
    header = draft(serial="SHEET")
    unit.drafts.begin(header)
    unit.drafts.append(header.draft_id, [("answer", "worry", "needle-journal-step-value")])
    xml = b"<data><worry>needle-answer-heating-bills</worry><tale>" + LONG.encode() + b"</tale></data>"
    first = revision(response_id=header.response_id, forced=FORCED, serial="SHEET")
    first = replace(first, xml=xml, answers={**ANSWERS, "tale": LONG})
    unit.responses.add_revision(first)
    newest = revision(
        response_id=header.response_id, deprecated_id=first.instance_id, forced=FORCED, serial="SHEET"
    )
    newest = replace(newest, xml=xml, answers=ANSWERS, reason="needle-reason-mistyped")
    unit.responses.add_revision(newest)
    formed = batch(batch_id=new_id(), number=1 + len(unit.batches.list()))
    unit.batches.form(
        formed, [BatchRecord(RecordKind.RESPONSE, newest.instance_id, newest.content_sha256, "needle-never-kept")]
    )
    unit.responses.move([header.response_id], Move.PUT_IN_BATCH)
    unit.pictures.put(picture(header.response_id, content=b"pixels-of-the-picture" * 400))
    unit.received.add_quarantined([
        QuarantinedRecord(new_id(), formed.batch_id, "device", "response", newest.instance_id, "other bytes",
                          b"needle-quarantined-body", NOW)
    ])  # fmt: skip
    read = {"worry": "needle-second-keyer-read"}
    unit.keyings.add(keying("SHEET", response_id=header.response_id, answers=read))
    unit.keyings.add(keying("SHEET", response_id="", answers=read, pile_id="pile-1"))
    unit.decisions.add_many([
        decision("SHEET", response_id=header.response_id, adopted=FieldKeyed("needle-adopted-in-the-end", "blank"),
                 first=FieldKeyed("a", "b"), second=FieldKeyed("c", "d"))
    ])  # fmt: skip
    asked = query("SHEET", words="needle-asked-the-coordinator", answer="needle-asked-the-coordinator")
    unit.queries.add(asked)
    unit.scans.add(scan("SHEET", key=b"needle-key-of-the-scan"))
    return newest


@pytest.mark.parametrize("move", [Move.WITHDRAW, Move.ERASE])
@pytest.mark.parametrize("how", ["while open", "after closing"])
def test_nothing_of_it_lies_in_the_file(tmp_path: Path, move: Move, how: str) -> None:
    path = tmp_path / "store.db"
    with opened(path) as store:
        with store.unit() as unit:
            kept = everything_of_one(unit)
            other = revision(word="needle-of-somebody-else")
            unit.responses.add_revision(other)
            unit.commit()
        assert [needle for needle in needles_of(kept) if not find(path, STORE_KEY, [needle])] == []
        with store.unit() as unit:
            unit.responses.take_out([kept.response_id], move, actor=ACTOR, reason="asked for it", at=NOW)
            unit.commit()
        if how == "while open":
            assert find(path, STORE_KEY, needles_of(kept)) == []
            assert wal_of(path).stat().st_size == 0
    assert find(path, STORE_KEY, needles_of(kept)) == []
    assert find(path, STORE_KEY, ["needle-of-somebody-else"]) != []  # looking finds what is there
    with opened(path) as store, store.reading() as unit:
        stored = unit.responses.get(kept.response_id)
        assert stored is not None
        assert stored.revision is None
        assert len(stored.revisions) == 2
        assert make_ledger(unit.responses.counts_by_state(), unit.ledger_facts()).balances


def test_the_statements_reach_every_column_of_the_registry(tmp_path: Path) -> None:
    """Against the list being one thing and what is done another: each column is full before, empty after."""
    with opened(tmp_path / "store.db") as store, store.unit() as unit:
        kept = everything_of_one(unit)
        # a journal that a fault left on a frozen response, and bodies where none should be
        late = draft(response_id=kept.response_id)
        connection = unit._connection
        tables = METADATA.tables
        header = connection.execute(select(tables["draft"])).mappings().one()
        connection.execute(
            tables["draft"].insert(),
            {**header, "draft_id": late.draft_id, "ended": "open", "place": "/data/worry"},
        )
        unit.drafts.append(late.draft_id, [("answer", "worry", "needle")])
        connection.execute(tables["batch_item"].update(), {"body": "needle"})
        connection.execute(tables["revision"].update(), {"reason": "needle"})

        def full(name: str, column: str) -> bool:
            return any(row[0] for row in connection.execute(select(tables[name].c[column])))

        ours = [pair for pair, held in REGISTRY.items() if held.of in (Of.ANSWERS, Of.HASH, Of.SCAN)]
        assert [pair for pair in ours if not full(*pair)] == []
        unit.responses.take_out([kept.response_id], Move.ERASE, actor=ACTOR, reason="", at=NOW)
        assert [pair for pair in ours if full(*pair)] == []
        assert unit.drafts.list_open() == ()


def test_a_draft_given_up_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with opened(path) as store:
        header = draft()
        with store.unit() as unit:
            unit.drafts.begin(header)
            unit.drafts.append(header.draft_id, [("answer", "worry", "needle-journal-step-value")])
            unit.drafts.set_place(header.draft_id, "/data/needle-place-of-question")
            unit.commit()
        needles = ["needle-journal-step-value", "/data/needle-place-of-question"]
        assert all(find(path, STORE_KEY, [needle]) for needle in needles)
        with store.unit() as unit:
            unit.drafts.abandon(header.draft_id, "left the stall")
            unit.commit()
        assert find(path, STORE_KEY, needles) == []


@pytest.mark.parametrize("whole_programme", [False, True])
def test_a_contact_erased_leaves_nothing(tmp_path: Path, whole_programme: bool) -> None:
    path = tmp_path / "store.db"
    with opened(path) as store:
        with store.unit() as unit:
            for contact_id, programme_id in product(("a" * 36, "b" * 36), ("made-up", "other")):
                sealed = CONTACT if (contact_id[0], programme_id) == ("a", "made-up") else b"x" * 60
                unit.contacts.add(f"{contact_id}-{programme_id}", programme_id, date(2026, 3, 2), sealed)
            formed = batch(batch_id="contacts")
            unit.batches.form(
                formed, [BatchRecord(RecordKind.CONTACT, f"{'a' * 36}-made-up", "needle-hash-of-it", "")]
            )
            unit.commit()
        assert find(path, STORE_KEY, [CONTACT, "needle-hash-of-it"]) != []
        with store.unit() as unit:
            if whole_programme:
                assert unit.contacts.erase_programme("made-up") == 2
            else:
                assert unit.contacts.erase([f"{'a' * 36}-made-up", "not there"]) == 1
            unit.commit()
            left = {each.contact_id for each in unit.contacts.list()}
        assert find(path, STORE_KEY, [CONTACT, "needle-hash-of-it"]) == []
        assert f"{'b' * 36}-other" in left
        assert f"{'a' * 36}-made-up" not in left
        assert (f"{'b' * 36}-made-up" in left) is not whole_programme


def test_a_rollback_keeps_what_was_to_go(tmp_path: Path) -> None:
    with opened(tmp_path / "store.db") as store:
        with store.unit() as unit:
            kept = everything_of_one(unit)
            unit.commit()
            unit.responses.take_out([kept.response_id], Move.ERASE, actor=ACTOR, reason="", at=NOW)
            unit.rollback()
            stored = unit.responses.get(kept.response_id)
        assert stored is not None
        assert stored.revision is not None


def test_a_reader_holds_up_the_emptying_of_the_log_and_no_more(tmp_path: Path) -> None:
    """Who reads just then sees what they saw; erasing does not wait for them, and the log goes later."""
    path = tmp_path / "store.db"
    with opened(path) as store:
        with store.unit() as unit:
            kept = everything_of_one(unit)
            unit.commit()
        with store.reading() as reader:
            assert reader.responses.get(kept.response_id) is not None
            with store.unit() as unit:
                unit.responses.take_out([kept.response_id], Move.ERASE, actor=ACTOR, reason="", at=NOW)
                unit.commit()
            before = reader.responses.get(kept.response_id)
            assert before is not None
            assert before.revision is not None
    assert find(path, STORE_KEY, needles_of(kept)) == []


_ERASES_AND_IS_KILLED = """
import os, sys
from pathlib import Path
from desktop.responses.states import Move
from desktop.store import unit as units
from desktop.store.opening import open_store
from desktop.store.target import StoreTarget
from tests.conftest import STORE_KEY
from tests.store.builders import ACTOR, NOW
units.shorten_log = lambda connection: os._exit(0)  # after the commit, before the log is emptied
unit = open_store(StoreTarget.file(Path(sys.argv[1])), key=STORE_KEY).unit().__enter__()
unit.responses.take_out([sys.argv[2]], Move.WITHDRAW, actor=ACTOR, reason="", at=NOW)
unit.commit()
os._exit(1)
"""


def test_a_kill_after_erasing_leaves_it_until_the_store_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(StoreTarget.file(path), key=STORE_KEY)
    with store.unit() as unit:
        kept = everything_of_one(unit)
        unit.commit()
        # held open here as by another window, so that the child's log still has what this one wrote
        done = subprocess.run([sys.executable, "-c", _ERASES_AND_IS_KILLED, path, kept.response_id], check=False)
        assert done.returncode == 0
        assert find(path, STORE_KEY, needles_of(kept)) != []
        copied = tmp_path / "as-it-was.db"
        for name, to in ((path, copied), (wal_of(path), wal_of(copied))):
            shutil.copyfile(name, to)
    store.close()
    with opened(copied) as again:
        assert find(copied, STORE_KEY, needles_of(kept)) == []
        with again.reading() as unit:
            assert unit.responses.counts_by_state()[ItemState.WITHDRAWN] == 1


def test_voiding_keeps_the_answers(store: Store) -> None:
    with store.unit() as unit:
        kept = everything_of_one(unit)
        unit.responses.take_out([kept.response_id], Move.VOID, actor=ACTOR, reason="twice", at=NOW)
        unit.commit()
        stored = unit.responses.get(kept.response_id)
    assert stored is not None
    assert stored.revision is not None
    assert stored.state is ItemState.VOIDED


def test_words_that_named_somebody_leave_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with opened(path) as store:
        first = note(
            words="needle-jane-doe " + LONG, reflection="needle-she-was-tired", neighbourhood="needle-mill-lane"
        )
        with store.unit() as unit:
            unit.notes.put(first)
            unit.commit()
        needles = ["needle-jane-doe", "needle-she-was-tired", "needle-mill-lane"]
        assert all(find(path, STORE_KEY, [needle]) for needle in needles)
        with store.unit() as unit:
            unit.notes.put(replace(without_words(first), revision=2, words="somebody", reason=NAMED_SOMEBODY))
            unit.commit()
        assert find(path, STORE_KEY, needles) == []
