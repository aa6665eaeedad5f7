"""Counts, comments, boards, debriefs, merges and pictures on their way from laptops to the centre."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.engagement.attendance import CountKind
from desktop.engagement.concerns import SealedConcern
from desktop.engagement.follow_ups import FollowUpKind, SealedFollowUp
from desktop.engagement.named import NAMED_SOMEBODY
from desktop.engagement.notes import NoteDraft, NoteKind
from desktop.foundation.errors import Refusal
from desktop.responses.batches import DAY_KINDS, RecordKind
from desktop.workflows import event_day_batches
from desktop.workflows.central_store import open_centre
from desktop.workflows.collect_receipts import collect_receipts
from desktop.workflows.count_people import count, undo
from desktop.workflows.event_day_records import day_record
from desktop.workflows.giving_up import give_up, revive
from desktop.workflows.note_comment import add_comment, change_note
from desktop.workflows.open_programme import put_pack
from desktop.workflows.pictures import take_picture
from desktop.workflows.receive_batches import Outcome, trust_device
from desktop.workflows.send_batches import device_key, make_batch, send_batch, trust_coordinator
from desktop.workflows.set_up import create
from desktop.workflows.take_in import RecordsOfBatch
from desktop.workflows.withdraw import withdraw, withdraw_at_centre
from tests.workflows.event_day_stores import (
    a_picture,
    apart_at,
    fill,
    of_centre,
    of_place,
)
from tests.workflows.exchange import CORA, respond, send, take_in
from tests.workflows.withdrawals import answered
from tests.workplaces import PASSPHRASE, PROGRAMME, keep_sheet

# ---- sent and received ----


def test_a_batch_with_no_response_but_comments_is_sent(place, officer, event_id, centre, store_url, stick) -> None:
    add_comment(place, actor=officer, event_id=event_id, words="The bus comes twice a day")
    batch = send(place, officer, stick)
    assert batch.responses == 0
    assert [each.outcome for each in take_in(centre, store_url, stick)] == [Outcome.RECEIVED]
    assert of_centre(centre, store_url) == of_place(place)
    with pytest.raises(Refusal, match="nothing finalised"):
        make_batch(place, actor=officer)


def test_everything_arrives_as_it_was(place, officer, event_id, pack, centre, store_url, stick) -> None:
    respond(place, officer, event_id, pack, 1)
    fill(place, officer, event_id)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    assert all(of_place(place).values())  # one of each kind at least
    assert of_centre(centre, store_url) == of_place(place)
    assert apart_at(centre, store_url) == ()
    taken = collect_receipts(place, actor=officer, source=f"folder:{stick}")
    assert [each.synced for each in taken] == [1]


def test_what_is_changed_later_follows(place, officer, event_id, centre, store_url, stick, clock) -> None:
    note = add_comment(place, actor=officer, event_id=event_id, words="First").note
    send(place, officer, stick)
    clock.move(timedelta(minutes=1))
    change_note(place, actor=officer, note_id=note.note_id, reason="misheard", words="Second")
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert unit.notes.get(note.note_id).words == "Second"
        assert len(unit.notes.history(note.note_id)) == 2


@pytest.fixture
def second(tmp_path, clock, pack, centre, store_url):
    """Give another laptop of the programme, known to the centre."""
    other = create(tmp_path / "second", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)
    with other.unit() as unit:
        put_pack(other, unit, actor=CORA, pack=pack)
        unit.commit()
    with centre.reading() as unit:
        from desktop.keys.coordinator import CoordinatorKeys

        raw = unit.secrets.get(f"coordinator keys {unit.meta.get('central stores')}")
    trust_coordinator(other, actor=CORA, key=CoordinatorKeys.from_bytes(raw).public.to_text())
    trust_device(centre, actor=CORA, key=device_key(other))
    yield other
    other.close()


def test_two_laptops_at_one_event_count_apart_and_are_summed_at_the_centre(
    place, second, officer, event_id, centre, store_url, stick
) -> None:
    for laptop, people in ((place, 3), (second, 5)):
        count(laptop, actor=officer, event_id=event_id, kind=CountKind.ATTENDANCE, amount=people)
        laptop.clock.move(timedelta(seconds=1))  # the last press is known by its time
        count(laptop, actor=officer, event_id=event_id, kind=CountKind.FOOTFALL, amount=7)
        undo(laptop, actor=officer, event_id=event_id)
        send(laptop, officer, stick)
    take_in(centre, store_url, stick)
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        totals = unit.attendance.totals([event_id])
    assert {(each.device_id, each.kind, each.total) for each in totals} == {
        (place.device_id, CountKind.ATTENDANCE, 3),
        (second.device_id, CountKind.ATTENDANCE, 5),
    }


def test_two_laptops_each_say_how_the_event_ended(
    place, second, officer, event_id, centre, store_url, stick
) -> None:
    for laptop in (place, second):
        fill(laptop, officer, event_id)
        send(laptop, officer, stick)
    take_in(centre, store_url, stick)
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert {each.device_id for each in unit.debriefs.list([event_id])} == {place.device_id, second.device_id}


def test_concerns_requests_and_notes_being_written_stay_on_the_laptop(
    place, officer, event_id, centre, store_url, stick
) -> None:
    now = place.clock.now()
    with place.unit() as unit:
        unit.concerns.put(SealedConcern("concern-id", PROGRAMME, event_id, b"sealed", "Olu", "Olu", now, "", None))
        unit.follow_ups.put(
            SealedFollowUp(
                "11111111-2222-4333-8444-555555555555", PROGRAMME, event_id, now.date(), FollowUpKind.CALL_BACK,
                "a call", b"sealed", "Olu", now.date(), None, "",
            )
        )  # fmt: skip
        unit.note_drafts.put(NoteDraft("draft-id", NoteKind.COMMENT, event_id, "", now.date(), "half a sentence"))
        unit.commit()
    with pytest.raises(Refusal, match="nothing finalised"):
        make_batch(place, actor=officer)
    add_comment(place, actor=officer, event_id=event_id, words="Whole")
    batch = send(place, officer, stick)
    with place.reading() as unit:
        items = unit.batches.items(batch.batch_id)
        bodies = " ".join(each.body for each in items)
    assert {each.kind for each in items} == {
        RecordKind.PROGRAMME,
        RecordKind.EVENT,
        RecordKind.NOTE,
        RecordKind.LEDGER,
    }
    for secret in ("concern-id", "11111111", "draft-id", "half a sentence", "a call"):
        assert secret not in bodies


def test_the_outbox_keeps_no_second_copy_of_what_was_said(place, officer, event_id) -> None:
    fill(place, officer, event_id)
    (batch,) = make_batch_without_coordinator(place, officer)
    with place.reading() as unit:
        assert not [each for each in unit.batches.items(batch.batch_id) if each.kind in DAY_KINDS and each.body]


def make_batch_without_coordinator(place, actor):
    return make_batch(replace(place, practice=True), actor=actor)


# ---- given up ----


def test_what_was_in_a_batch_that_was_given_up_goes_with_the_next(place, officer, event_id) -> None:
    fill(place, officer, event_id)
    (first,) = make_batch_without_coordinator(place, officer)
    now = place.clock.now()
    with place.unit() as unit:
        give_up(unit, [first.batch_id], actor=officer, reason="lost", at=now)
        unit.commit()
    (again,) = make_batch_without_coordinator(place, officer)
    with place.reading() as unit:
        before, after = unit.batches.items(first.batch_id), unit.batches.items(again.batch_id)
    kinds = DAY_KINDS | {RecordKind.EVENT, RecordKind.PROGRAMME}
    assert {each for each in after if each.kind in kinds} == {each for each in before if each.kind in kinds}


def test_a_batch_that_arrived_all_the_same_takes_up_what_still_waits(place, officer, event_id) -> None:
    fill(place, officer, event_id)
    (first,) = make_batch_without_coordinator(place, officer)
    now = place.clock.now()
    with place.unit() as unit:
        give_up(unit, [first.batch_id], actor=officer, reason="lost", at=now)
        revive(unit, first.batch_id, actor=officer, at=now)
        unit.commit()
    with pytest.raises(Refusal, match="nothing finalised"):
        make_batch_without_coordinator(place, officer)


# ---- pictures ----


def with_picture(place, actor, event_id, pack, colour="red"):
    response_id, code = answered(place, actor, event_id, pack, seed=len(colour))
    taken = take_picture(place, actor=actor, owner_id=response_id, content=a_picture(colour))
    return response_id, code, taken


def test_a_picture_waits_while_its_response_is_being_answered(place, officer, event_id) -> None:
    take_picture(place, actor=officer, owner_id="a response that is a draft", content=a_picture())
    with pytest.raises(Refusal, match="nothing finalised"):
        make_batch_without_coordinator(place, officer)


def test_a_picture_of_a_response_goes_with_it(place, officer, event_id, pack, centre, store_url, stick) -> None:
    response_id, _code, taken = with_picture(place, officer, event_id, pack)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert unit.pictures.by_name(response_id, taken.name) == taken


def test_pictures_that_are_too_many_for_one_batch_go_in_further_ones(
    place, officer, event_id, pack, centre, store_url, stick, monkeypatch
) -> None:
    made = [with_picture(place, officer, event_id, pack, colour)[2] for colour in ("red", "blue", "green")]
    monkeypatch.setattr(event_day_batches, "MOST_PICTURES_AT_ONCE", len(made[0].content) + 10)
    formed = make_batch(place, actor=officer)
    assert [each.responses for each in formed] == [3, 0, 0]
    for batch in reversed(formed):  # the pictures before their responses
        send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")
        take_in(centre, store_url, stick)
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert {unit.pictures.get(each.picture_id) for each in made} == set(made)


@pytest.mark.parametrize("order", ["pictures first", "responses first"])
def test_no_picture_stays_of_a_response_that_was_withdrawn_before_it_came(
    place, officer, event_id, pack, centre, store_url, stick, monkeypatch, order
) -> None:
    response_id, code, taken = with_picture(place, officer, event_id, pack)
    formed = make_batch(place, actor=officer)
    extra = ()
    if order == "pictures first":
        with place.unit() as unit:  # as if it had been one picture too many
            unit.pictures.set_batch([taken.picture_id], "")
            unit.commit()
        extra = make_batch(place, actor=officer)
    withdraw_at_centre(centre, actor=CORA, store_url=store_url, code=code)
    for batch in (*extra, *formed):
        send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")
        take_in(centre, store_url, stick)
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert unit.pictures.of_owner(response_id) == ()
        assert apart_at(centre, store_url) == ()


def test_a_picture_in_a_batch_of_its_own_goes_from_it_when_its_response_is_withdrawn(
    place, officer, event_id, pack, centre, store_url, stick
) -> None:
    response_id, code = answered(place, officer, event_id, pack)
    send(place, officer, stick)
    taken = take_picture(place, actor=officer, owner_id=response_id, content=a_picture())
    (batch,) = make_batch(place, actor=officer)
    send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")
    withdraw(place, actor=officer, code=code)
    with place.reading() as unit:
        assert unit.pictures.get(taken.picture_id) is None
        (item,) = [each for each in unit.batches.items(batch.batch_id) if each.kind is RecordKind.PICTURE]
        assert item.sha256 == ""
    with pytest.raises(Refusal, match="was given up"):
        send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")


def test_a_picture_that_was_set_apart_is_emptied_with_its_response(
    place, officer, event_id, pack, centre, store_url, stick
) -> None:
    _response_id, code, taken = with_picture(place, officer, event_id, pack)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    with open_centre(centre, store_url) as opened, opened.store.unit() as unit:
        batch = replace(unit.received.batches()[0].batch, batch_id="another", number=9)
        strange = day_record(replace(taken, picture_id="other"))
        bad = replace(strange, body=strange.body.replace("image/jpeg", "image/gif"))
        taking = RecordsOfBatch(unit, batch, actor=CORA, now=place.clock.now(), file="f")
        _results, apart = taking.take([bad])
        unit.received.add_quarantined(apart)
        unit.commit()
    (record,) = apart_at(centre, store_url)
    assert record.body
    withdraw_at_centre(centre, actor=CORA, store_url=store_url, code=code)
    assert [each.body for each in apart_at(centre, store_url)] == [b""]


def test_words_that_named_somebody_are_never_sent(place, officer, event_id, centre, store_url, stick) -> None:
    note = add_comment(place, actor=officer, event_id=event_id, words="Jane Doe said so").note
    (unwritten,) = make_batch_without_coordinator(place, officer)
    change_note(place, actor=officer, note_id=note.note_id, reason=NAMED_SOMEBODY, words="Somebody said so")
    with place.reading() as unit:
        assert set(unit.batches.ended()) == {unwritten.batch_id}
        assert not [
            each
            for each in unit.batches.items(unwritten.batch_id)
            if note.note_id in each.identity and each.sha256
        ]
        assert [each.words for each in unit.notes.unsent()] == ["", "Somebody said so"]
