"""What is keyed twice, decided and asked reaches the centre in any order, and goes with its response."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from desktop.engagement.retention import Subject
from desktop.foundation.ids import new_id
from desktop.responses.batches import KEYING_KINDS, BatchRecord, RecordKind
from desktop.responses.drafts import DraftKind
from desktop.responses.instructions import Instruction, InstructionAction
from desktop.responses.keyings import FieldKeyed, KeyedSheet, Which
from desktop.responses.queries import QueryState
from desktop.responses.response import MissingKind
from desktop.store.opening import open_store
from desktop.store.target import StoreTarget
from desktop.store.unit import UnitOfWork
from desktop.workflows.back_up import back_up, set_plan
from desktop.workflows.batch_lines import lines_of, remade_records
from desktop.workflows.central_store import open_centre
from desktop.workflows.device_ledger import ledger_body, read_ledger_body
from desktop.workflows.giving_up import give_up, revive
from desktop.workflows.keying_batches import keying_kept, keying_put_in, keying_waiting
from desktop.workflows.keying_records import identity_of, keying_record, keying_record_from
from desktop.workflows.restore import restore
from desktop.workflows.retention_deletion import delete
from desktop.workflows.send_batches import batches, make_batch, send_batch
from desktop.workflows.taking_back import carry_out
from desktop.workflows.withdraw import erase_response
from desktop.workflows.workplace import Workplace
from tests.conftest import STORE_KEY
from tests.store import builders
from tests.store.raw_pages import find
from tests.workflows.exchange import CORA, send, take_in
from tests.workflows.paper_days import printed
from tests.workflows.test_paper_travels import START, a_batch, in_parts, keyed, take
from tests.workplaces import FORM, PASSPHRASE, PROGRAMME

NEEDLES = ["needle-what-was-read-twice", "needle-of-the-third-person", "needle-asked-the-coordinator"]
OTHERS = ["read-of-somebody-else", "decided-of-somebody-else", "asked-of-somebody-else"]
AT = "about_you/neighbourhood"


def keyed_twice(place: Workplace, event_id: str, serial: str, said: Sequence[str] = NEEDLES) -> str:
    """Key a sheet as a response, and put in a second keying, a decision and a query of it; return the response."""
    made = keyed(place, event_id, serial)
    with place.unit() as unit:
        (first,) = unit.keyings.of_serial(serial)
        same = {
            name: getattr(first, name)
            for name in ("serial", "programme_id", "event_id", "form_id", "form_version", "form_sha256",
                         "response_id", "device_id")
        }  # fmt: skip
        second = builders.keying(**same, answers={AT: said[0]}, missing={"tale": MissingKind.ILLEGIBLE.value})
        unit.keyings.add(second)
        unit.decisions.add_many([
            builders.decision(serial, form_id=FORM, response_id=made.response_id, path=AT, reason=said[1],
                              first_keying_id=first.keying_id, second_keying_id=second.keying_id)
        ])  # fmt: skip
        header = builders.draft(
            kind=DraftKind.SECOND_KEYING, response_id=made.response_id, serial=serial, programme_id=PROGRAMME
        )
        unit.drafts.begin(header)
        unit.queries.add(
            builders.query(serial, draft_id=header.draft_id, programme_id=PROGRAMME, form_id=FORM, words=said[2])
        )
        unit.queries.done(serial)
        unit.drafts.keyed_again(header.draft_id)
        if unit.plans.newest(FORM) is None:
            unit.plans.put(builders.plan(form_id=FORM, programme_id=PROGRAMME))
        unit.commit()
    return str(made.response_id)


def told(unit: UnitOfWork) -> tuple:
    """Return everything about keying in a store."""
    return unit.keyings.list(), unit.plans.list(), unit.decisions.list(), unit.queries.list()


def line_up(place: Workplace) -> list[BatchRecord]:
    with place.reading() as unit:
        responses = [each.response_id for each in unit.responses.summaries()]
        return lines_of(unit, responses, keying_waiting(unit))


def erasing(response_id: str) -> Instruction:
    return Instruction(new_id(), InstructionAction.ERASE_RESPONSE, response_id, "asked", "centre", START)


def test_it_reaches_the_centre_with_the_batch(place, officer, event_id, centre, store_url, stick) -> None:
    keyed_twice(place, event_id, printed(place, event_id, 2)[0])
    send(place, officer, stick)
    assert [(each.outcome.value, each.quarantined) for each in take_in(centre, store_url, stick)] == [
        ("received", 0)
    ]
    with place.reading() as unit, open_centre(centre, store_url) as at, at.store.reading() as there:
        assert told(there) == told(unit)
        assert [len(each) for each in told(there)] == [2, 1, 1, 1]
        assert keying_waiting(unit) == ()
        assert there.received.quarantined() == ()


def test_a_query_that_is_not_done_with_and_a_keying_for_another_laptop_stay(place, event_id) -> None:
    serials = printed(place, event_id, 2)
    with place.unit() as unit:
        unit.queries.add(builders.query(serials[0], programme_id=PROGRAMME, state=QueryState.ANSWERED))
        unit.keyings.add(builders.keying(serials[1], response_id="", pile_id="pile", programme_id=PROGRAMME))
        assert keying_waiting(unit) == ()
        unit.drafts.begin(builders.draft(kind=DraftKind.SECOND_KEYING, serial=serials[0]))
        assert read_ledger_body(ledger_body(place, unit)).second_keyings == 2
        raw = {**json.loads(ledger_body(place, unit))}
    del raw["second_keyings"]  # of a laptop with the program as it was before
    assert read_ledger_body(json.dumps(raw)).second_keyings == 0


def test_a_batch_given_up_is_made_again_and_revived_by_its_receipt(place, event_id) -> None:
    keyed_twice(place, event_id, printed(place, event_id, 1)[0])
    with place.unit() as unit:
        lines = [keying_record(each) for each in keying_waiting(unit)]
        assert {each.kind for each in lines} == KEYING_KINDS
        keying_put_in(unit, lines, "batch-1")
        assert keying_waiting(unit) == ()
        unit.batches.form(a_batch("batch-1", place), lines)
        assert remade_records(unit, "batch-1") == lines
        give_up(unit, ["batch-1"], actor=CORA, reason="lost", at=START)
        assert [keying_record(each) for each in keying_waiting(unit)] == lines
        revive(unit, "batch-1", actor=CORA, at=START)
        assert keying_waiting(unit) == ()


@pytest.mark.parametrize("seed", range(3))
def test_in_any_order_and_twice_the_centre_ends_with_the_same(place, event_id, tmp_path, seed) -> None:
    for serial in printed(place, event_id, 2):
        keyed_twice(place, event_id, serial)
        place.clock.move(timedelta(minutes=1))
    parts = in_parts(line_up(place), random.Random(seed))
    with place.reading() as unit:
        ours = told(unit)
    for turned in (parts, [*reversed(parts), *parts]):
        store = open_store(StoreTarget.file(tmp_path / f"{new_id()}.db"), key=STORE_KEY)
        with store.unit() as unit:
            for part in turned:
                assert take(unit, part)[1] == []
            assert told(unit) == ours
        store.close()


def test_what_was_erased_before_or_after_it_came_is_gone_whatever_comes_first(place, event_id, tmp_path) -> None:
    serials = printed(place, event_id, 2)
    gone, stays = keyed_twice(place, event_id, serials[0]), keyed_twice(place, event_id, serials[1], OTHERS)
    lines = line_up(place)
    ground = [each for each in lines if each.kind in (RecordKind.PROGRAMME, RecordKind.FORM, RecordKind.EVENT)]
    keyings = [each for each in lines if each.kind in KEYING_KINDS]
    responses = [each for each in lines if each.kind is RecordKind.RESPONSE]
    acts = {"erase": None, "keyings": [*ground, *keyings], "responses": [*ground, *responses]}
    for number, order in enumerate(permutations(acts)):
        path = tmp_path / f"central-{number}.db"
        store = open_store(StoreTarget.file(path), key=STORE_KEY)
        instruction = erasing(gone)
        with store.unit() as unit:
            for act in (*order, "keyings"):  # and a copy of the file comes late
                part = acts[act]
                if part is None:
                    unit.instructions.put(instruction)
                    carry_out(unit, instruction, actor=CORA, at=START)
                else:
                    assert take(unit, part)[1] == []
            left = told(unit)
            assert {each.response_id for kind in (left[0], left[2]) for each in kind} == {stays}
            assert [len(each) for each in left] == [2, 1, 1, 1]
            unit.commit()
        store.close()
        assert find(path, STORE_KEY, NEEDLES) == [], order
        assert find(path, STORE_KEY, OTHERS[:1]) != []  # looking finds what is there


def test_a_keying_that_was_set_apart_is_emptied_with_its_response(place, event_id, store) -> None:
    gone = keyed_twice(place, event_id, printed(place, event_id, 1)[0])
    lines = line_up(place)
    broken = [
        replace(each, body=each.body.replace('"serial":', '"sereal":'))
        for each in lines
        if each.kind in KEYING_KINDS - {RecordKind.VERIFICATION_PLAN}
    ]
    with store.unit() as unit:
        unit.received.add_quarantined(take(unit, broken)[1])
        assert len([each for each in unit.received.quarantined() if each.body]) == 4
        carry_out(unit, erasing(gone), actor=CORA, at=START)
        assert [each.body for each in unit.received.quarantined()] == [b""] * 4
        unit.instructions.put(erasing(gone))
        assert [each.body for each in take(unit, broken)[1]] == [b""] * 4


@pytest.mark.parametrize("written", [False, True])
def test_erasing_on_the_laptop_leaves_nothing_and_says_which_files_have_it(
    place, officer, event_id, centre, store_url, stick, written
) -> None:
    gone = keyed_twice(place, event_id, printed(place, event_id, 1)[0])
    batch = make_batch(place, actor=officer)[0]
    if written:
        send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")
        keyed_later = builders.keying(response_id=gone, programme_id=PROGRAMME, event_id=event_id, form_id=FORM)
        with place.unit() as unit:
            unit.keyings.add(keyed_later)
            unit.commit()
        batch = make_batch(place, actor=officer)[0]
        send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")
    erased = erase_response(place, actor=CORA, response_id=gone, reason="asked for it")
    with place.reading() as unit:
        assert [len(each) for each in told(unit)] == [0, 1, 0, 0]
        kinds = {each.kind: each.sha256 for each in unit.batches.items(batch.batch_id)}
        assert kinds[RecordKind.KEYED_SHEET] == ""
        files = [each for each in unit.copies_out.list() if each.kind == "batch file"]
        assert len(files) == (2 if written else 0)
    assert erased is not None
    states = {each.batch.batch_id: each.state.value for each in batches(place)}
    assert states[batch.batch_id] == ("sent" if written else "given up")


def test_a_restore_brings_nothing_back_that_was_taken_back_since(
    place, officer, event_id, tmp_path, clock
) -> None:
    serials = printed(place, event_id, 2)
    gone, stays = keyed_twice(place, event_id, serials[0]), keyed_twice(place, event_id, serials[1], OTHERS)
    with place.unit() as unit:
        unit.scans.add(builders.scan(serials[0]))
        unit.commit()
    (tmp_path / "usb").mkdir()
    set_plan(place, actor=officer, folder=tmp_path / "usb")
    made = back_up(place, actor=officer)
    erase_response(place, actor=CORA, response_id=gone, reason="asked for it")
    place.close()
    again = restore(Path(made.place), place.folder, clock=clock, passphrase=PASSPHRASE)
    with again.reading() as unit:
        left = told(unit)
        assert {each.response_id for kind in (left[0], left[2]) for each in kind} == {stays}
        assert [each.serial for each in left[3]] == [serials[1]]
        assert unit.scans.names() == frozenset()
        waits = {each.response_id for each in keying_waiting(unit)}
    again.close()
    assert waits == {"", stays}


def test_when_the_programmes_time_has_come_nothing_is_left(place, event_id) -> None:
    serials = printed(place, event_id, 2)
    keyed_twice(place, event_id, serials[0])
    with place.unit() as unit:
        lines = [keying_record(each) for each in keying_waiting(unit)]
        unit.batches.form(a_batch("batch-1", place), lines)
        keying_put_in(unit, lines, "batch-1")
        unit.keyings.add(builders.keying(serials[1], response_id="", pile_id="pile", programme_id=PROGRAMME))
        unit.queries.add(builders.query(serials[1], programme_id=PROGRAMME))
        unit.second_piles.add(builders.second_pile(serials[1], programme_id=PROGRAMME))
        programme = unit.programmes.get(PROGRAMME)
        assert programme is not None
        done = dict(delete(unit, programme, Subject.RESPONSES, actor=CORA, at=START, day=START.date()))
        assert [len(each) for each in told(unit)] == [0, 1, 0, 0]
        assert unit.second_piles.list() == ()
        assert (done["responses"], done["second keyings"], done["queries"], done["piles"]) == (1, 1, 1, 1)
        assert len(unit.batches.ended()) == 1
        kept = {each.kind for each in unit.batches.items("batch-1") if each.sha256}
        assert kept == {RecordKind.VERIFICATION_PLAN}


def test_a_line_comes_back_as_it_was(place, event_id) -> None:
    keyed_twice(place, event_id, printed(place, event_id, 1)[0])
    with place.reading() as unit:
        for each in keying_waiting(unit):
            line = keying_record(each)
            assert keying_record_from(line.kind, line.body) == each
            assert keying_kept(unit, line.kind, line.identity) == each
            assert line.identity == identity_of(each.thing)


def test_the_centre_sets_apart_what_does_not_fit(place, event_id, store) -> None:
    keyed_twice(place, event_id, printed(place, event_id, 1)[0])
    with place.reading() as unit:
        things = keying_waiting(unit)
    sheet = next(
        each for each in things if isinstance(each.thing, KeyedSheet) and each.thing.which is Which.SECOND
    )
    assert isinstance(sheet.thing, KeyedSheet)
    with store.unit() as unit:
        take(unit, line_up(place))
        strange = [
            keying_record(replace(sheet, thing=replace(sheet.thing, answers={AT: "other"}))),
            keying_record(replace(sheet, programme_id="elsewhere")),
            keying_record(replace(sheet, thing=replace(sheet.thing, event_id="elsewhere"))),
            replace(keying_record(sheet), identity="another"),
        ]
        assert [each.reason for each in take(unit, strange)[1]] == [
            "another with the same id is here already",
            "its programme did not come with it",
            "its event did not come with it",
            "its id is not the one it is listed under",
        ]
        assert unit.decisions.list()[0].second == FieldKeyed("", "illegible")
