"""The audit trail of a laptop and of a central store: read by who may, verified, held against a noted head."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from desktop.foundation.errors import Refusal
from desktop.responses.custody import DeviceLedger
from desktop.staff.audit_chain import Anchor
from desktop.staff.people import Actor, Role
from desktop.store.tables.changes import NOT_APPEND_ONLY
from desktop.workflows.audit import audit_lines, device_heads, parse_head, verify_audit
from desktop.workflows.central_store import open_centre
from desktop.workflows.manage_staff import add_person, sign_in
from tests.workflows.exchange import CORA, respond, send, take_in

COMMAND = Actor(person_id="", name="", role=None, signed_in=False)


@pytest.fixture
def auditor(empty_place):
    person = add_person(empty_place, actor=COMMAND, name="Audrey", role=Role.AUDITOR)
    return sign_in(empty_place, person_id=person.person_id)


def tamper(store, statement):
    with store._engine.begin() as connection:
        for drop in NOT_APPEND_ONLY[connection.dialect.name]:
            connection.execute(text(drop))
        connection.execute(text(statement))


def test_a_laptops_trail(empty_place, auditor) -> None:
    lines = audit_lines(empty_place, actor=auditor)
    assert lines[0].what == "person added"
    assert [line.number for line in lines] == list(range(len(lines), 0, -1))
    assert audit_lines(empty_place, actor=auditor, limit=1) == lines[:1]
    found = verify_audit(empty_place, actor=auditor)
    assert (found.ok, found.lines, found.first_broken) == (True, len(lines), None)
    assert (found.number, found.head) == (lines[0].number, lines[0].hash)


def test_who_may_not_read_it(empty_place, auditor) -> None:
    for role in (Role.VOLUNTEER, Role.OFFICER):
        somebody = Actor(person_id="p", name="P", role=role, signed_in=True)
        for job in (audit_lines, verify_audit):
            with pytest.raises(Refusal, match="role"):
                job(empty_place, actor=somebody)
    assert audit_lines(empty_place, actor=COMMAND)  # whoever can unlock the store at a terminal


def test_an_auditor_changes_nothing(empty_place, auditor) -> None:
    """Reading the trail and verifying it is the whole of it: not even a line that says so."""
    before = audit_lines(empty_place, actor=auditor)
    verify_audit(empty_place, actor=auditor)
    assert audit_lines(empty_place, actor=auditor) == before


def test_tampering_is_told(empty_place, auditor) -> None:
    add_person(empty_place, actor=COMMAND, name="Olu", role=Role.OFFICER)
    whole = verify_audit(empty_place, actor=auditor)
    tamper(empty_place.store, f"UPDATE change SET actor_name = 'Nobody' WHERE number = {whole.number - 1}")
    found = verify_audit(empty_place, actor=auditor)
    assert (found.ok, found.first_broken, found.lines) == (False, whole.number - 1, whole.lines)
    assert str(whole.number - 1) in found.words


def test_a_cut_end_shows_against_a_noted_head(empty_place, auditor) -> None:
    noted = verify_audit(empty_place, actor=auditor)
    head = Anchor(noted.number, noted.head)
    assert verify_audit(empty_place, actor=auditor, known_head=head).ok
    add_person(empty_place, actor=COMMAND, name="Olu", role=Role.OFFICER)
    assert verify_audit(empty_place, actor=auditor, known_head=head).ok  # it has gone on since
    forged = Anchor(noted.number, "ab" * 32)
    assert verify_audit(empty_place, actor=auditor, known_head=forged).first_broken == noted.number
    tamper(empty_place.store, f"DELETE FROM change WHERE number >= {noted.number}")
    assert verify_audit(empty_place, actor=auditor).ok  # of itself it can't tell
    found = verify_audit(empty_place, actor=auditor, known_head=head)
    assert (found.ok, found.first_broken) == (False, noted.number)
    assert "missing" in found.words


def test_a_head_that_retention_let_go_says_nothing(empty_place, auditor, clock) -> None:
    early = verify_audit(empty_place, actor=auditor)
    clock.instant = clock.instant.replace(year=clock.instant.year + 1)
    with empty_place.unit() as unit:
        unit.changes.add(CORA, "later", at=clock.now())
        unit.changes.forget_before(clock.now())
        unit.commit()
    for known in (Anchor(early.number, early.head), Anchor(1, "ab" * 32)):
        found = verify_audit(empty_place, actor=auditor, known_head=known)
        assert (found.ok, found.lines) == (True, 1)
    anchor_forged = Anchor(early.number, "ab" * 32)
    assert not verify_audit(empty_place, actor=auditor, known_head=anchor_forged).ok


def test_the_trail_of_a_central_store(place, centre, store_url, officer, event_id, pack, stick) -> None:
    respond(place, officer, event_id, pack, 1)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    lines = audit_lines(centre, actor=CORA, store_url=store_url)
    assert "batch received" in {line.what for line in lines}
    found = verify_audit(centre, actor=CORA, store_url=store_url)
    assert (found.ok, found.lines) == (True, len(lines))
    with pytest.raises(Refusal):
        audit_lines(centre, actor=CORA, store_url=store_url + "-not-there")
    with open_centre(centre, store_url) as opened:
        tamper(opened.store, "UPDATE change SET what = 'nothing' WHERE number = 1")
    assert verify_audit(centre, actor=CORA, store_url=store_url).first_broken == 1


def told(device_id, epoch, number, clock, audit):
    return DeviceLedger(device_id, epoch, number, clock.now(), json.dumps({"audit": audit} if audit else {}))


def test_a_devices_trail_that_went_back_is_told(
    place, centre, store_url, officer, event_id, pack, stick, clock
) -> None:
    respond(place, officer, event_id, pack, 1)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    device = place.device_id
    with open_centre(centre, store_url) as opened, opened.store.unit() as unit:
        heads = [(11, 50, "aa"), (12, 40, "bb"), (13, 60, "cc"), (14, 60, "dd"), (15, 61, "ee")]
        for number, line, digest in heads:
            unit.devices.put_ledger(told(device, 7, number, clock, {"number": line, "hash": digest * 32}))
        unit.devices.put_ledger(told(device, 7, 16, clock, None))  # a version that told no head
        unit.devices.put_ledger(told(device, 8, 1, clock, {"number": 5, "hash": "ff" * 32}))  # restored
        unit.commit()
    found = [each for each in device_heads(centre, actor=CORA, store_url=store_url) if each.epoch >= 7]
    assert [(each.epoch, each.batch, each.went_back) for each in found] == [
        (8, 1, False),
        (7, 15, False),
        (7, 14, True),
        (7, 13, False),
        (7, 12, True),
        (7, 11, False),
    ]


def test_a_noted_head_is_read() -> None:
    assert parse_head(f" 12:{'AB' * 32}\n") == parse_head(f"12 {'ab' * 32}") == Anchor(12, "ab" * 32)
    for wrong in ("", "12", f"x:{'ab' * 32}", "12:abc", f"12:{'zz' * 32}", "ab" * 32):
        with pytest.raises(Refusal):
            parse_head(wrong)


def test_the_trail_holds_no_answer(place, officer, event_id, pack, centre, store_url, stick) -> None:
    made = respond(place, officer, event_id, pack, 2)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    with place.reading() as unit:
        answers = {
            str(value)
            for each in made
            for stored in [unit.responses.get(each.response_id)]
            if stored is not None and stored.revision is not None
            for value in stored.revision.answers.values()
            if len(str(value)) > 6
        }
    lines = [*audit_lines(place, actor=COMMAND), *audit_lines(centre, actor=CORA, store_url=store_url)]
    assert answers
    assert not [line for line in lines if any(value in f"{line.what} {line.why}" for value in answers)]
