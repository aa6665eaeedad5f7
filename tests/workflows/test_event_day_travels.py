"""Counts, comments, boards, debriefs, merges and pictures on their way from laptops to the centre."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop.engagement.attendance import CountKind
from desktop.engagement.boards import BoardKind, BoardOption
from desktop.engagement.concerns import SealedConcern
from desktop.engagement.debrief import Debrief
from desktop.engagement.follow_ups import FollowUpKind, SealedFollowUp
from desktop.engagement.named import NAMED_SOMEBODY, without_words
from desktop.engagement.notes import NoteDraft, NoteKind
from desktop.engagement.pictures import Picture
from desktop.engagement.retention import Subject
from desktop.foundation.errors import Refusal
from desktop.responses.batches import DAY_KINDS, Batch, BatchKind, BatchRecord, RecordKind
from desktop.workflows import event_day_batches
from desktop.workflows.batch_records import event_record
from desktop.workflows.central_store import open_centre
from desktop.workflows.collect_receipts import collect_receipts
from desktop.workflows.count_people import count, undo
from desktop.workflows.event_day_records import DayRecord, day_record, identity_of
from desktop.workflows.giving_up import give_up, revive
from desktop.workflows.merge_events import merge
from desktop.workflows.note_comment import add_comment, change_note, void_note
from desktop.workflows.open_programme import put_pack
from desktop.workflows.pictures import take_picture
from desktop.workflows.receive_batches import Outcome, trust_device
from desktop.workflows.retention_deletion import set_apart
from desktop.workflows.run_boards import add_board, change_board
from desktop.workflows.run_event import add_event
from desktop.workflows.send_batches import device_key, make_batch, send_batch, trust_coordinator
from desktop.workflows.set_up import create
from desktop.workflows.take_in import RecordsOfBatch
from desktop.workflows.withdraw import withdraw, withdraw_at_centre
from tests.workflows.exchange import CORA, respond, send, take_in
from tests.workflows.withdrawals import answered
from tests.workplaces import PASSPHRASE, PROGRAMME, keep_sheet

from .event_days import EVENTS, things

OPTIONS = (BoardOption("Buses", 12), BoardOption("Benches", 3))


def a_picture(colour: str = "red") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(made, "PNG")
    return made.getvalue()


def fill(place, actor, event_id) -> None:
    """Put one of everything into a store, a change and an undo among them."""
    count(place, actor=actor, event_id=event_id, kind=CountKind.ATTENDANCE, amount=3)
    place.clock.move(timedelta(seconds=1))
    count(place, actor=actor, event_id=event_id, kind=CountKind.FOOTFALL)
    undo(place, actor=actor, event_id=event_id)
    note = add_comment(place, actor=actor, event_id=event_id, words="The bus comes twice a day").note
    change_note(place, actor=actor, note_id=note.note_id, reason="misheard", words="The bus comes once a day")
    spoiled = add_comment(place, actor=actor, event_id=event_id, words="Said at another event").note
    void_note(place, actor=actor, note_id=spoiled.note_id, reason="wrong event")
    board = add_board(
        place, actor=actor, event_id=event_id, kind=BoardKind.DOTS, question="First?", options=OPTIONS
    )
    photograph = take_picture(place, actor=actor, owner_id=board.board_id, content=a_picture())
    change_board(
        place, actor=actor, board_id=board.board_id, reason="photograph", picture_id=photograph.picture_id
    )
    spot = add_event(
        place, actor=actor, programme_id=PROGRAMME, name="On the spot", venue="Here", day=place.clock.now().date()
    )
    merge(place, actor=actor, event_id=spot.event_id, into_id=event_id, reason="made twice")
    with place.unit() as unit:
        unit.debriefs.put(
            Debrief(
                programme_id=PROGRAMME, event_id=event_id, revision=1, closed=True, costs=(), publicity="poster",
                weather="rain", reach="", went_well="tea", to_change="", reason="", device_id=place.device_id,
                made_by=actor.name, person_id=actor.person_id, made_at=place.clock.now(),
            )
        )  # fmt: skip
        unit.commit()


def held(unit, event_ids) -> dict[str, set[str]]:
    """Return everything of the events in a store, as the lines it would be sent as."""
    boards = [
        each for board in unit.boards.list(event_ids, voided=True) for each in unit.boards.history(board.board_id)
    ]
    notes = [
        each
        for note in unit.notes.list(event_ids=event_ids, voided=True)
        for each in unit.notes.history(note.note_id)
    ]
    debriefs = [
        each
        for said in unit.debriefs.list(event_ids)
        for each in unit.debriefs.history(said.event_id, said.device_id)
    ]
    merges = [each for event_id in event_ids for each in unit.merges.history(event_id)]
    pictures = [each for board in {each.board_id for each in boards} for each in unit.pictures.of_owner(board)]
    found: dict[str, set[str]] = {kind.value: set() for kind in DAY_KINDS}
    for thing in (*unit.attendance.marks(event_ids), *notes, *boards, *debriefs, *merges, *pictures):
        record = day_record(thing)
        found[record.kind.value].add(record.body)
    return found


def all_events(unit) -> list[str]:
    return [event.event_id for event in unit.events.list()]


def of_place(place):
    with place.reading() as unit:
        return held(unit, all_events(unit))


def of_centre(centre, store_url):
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        return held(unit, all_events(unit))


def apart_at(centre, store_url):
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        return unit.received.quarantined()


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


# ---- at the centre: any order, again and again, and what is not believed ----


def batch_of(number: int) -> Batch:
    from datetime import UTC, datetime

    return Batch(
        f"batch-{number}", BatchKind.RESPONSES, "laptop-1", 1, number, "", f"{number}",
        datetime(2022, 1, 12, tzinfo=UTC), "Olu", 1, 0, False,
    )  # fmt: skip


def taken_in(place, parcels) -> tuple[dict[str, set[str]], list[str]]:
    """Take parcels of records in, one batch each, and return what is there then; nothing of it is kept."""
    apart: list[str] = []
    with place.unit() as unit:
        here = [event_record(unit.events.get(event_id)) for event_id in EVENTS]
        for number, records in enumerate(parcels):
            taking = RecordsOfBatch(unit, batch_of(number), actor=CORA, now=place.clock.now(), file="f")
            _results, set_apart = taking.take([*here, *records])
            apart += [each.identity for each in set_apart]
        pictures = {
            day_record(thing).body
            for records in parcels
            for each in records
            if each.kind is RecordKind.PICTURE and (thing := unit.pictures.get(each.identity)) is not None
        }
        return {**held(unit, list(EVENTS)), "picture": pictures}, apart


def lines(found: list[DayRecord]) -> list[BatchRecord]:
    return [day_record(thing) for thing in found]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(found=st.lists(things, max_size=12), chance=st.randoms(use_true_random=False))
def test_the_order_does_not_matter_and_twice_is_once(place, found: list[DayRecord], chance: random.Random) -> None:
    records = lines(found)
    other = [*records, *records]
    chance.shuffle(other)
    parcels: list[list[BatchRecord]] = [[] for _ in range(4)]
    for record in other:
        parcel = chance.choice(parcels)
        if record not in parcel:
            parcel.append(record)
    straight, _ = taken_in(place, [[record] for record in records])
    shuffled, _ = taken_in(place, parcels)
    assert {kind: bodies for kind, bodies in shuffled.items() if kind in ("note", "board")} == {
        kind: bodies for kind, bodies in straight.items() if kind in ("note", "board")
    }
    if len({(each.kind, each.identity) for each in records}) == len(
        {(each.kind, each.sha256) for each in records}
    ):
        assert shuffled == straight


def test_of_two_notes_with_one_number_the_one_written_later_holds_and_neither_is_lost(
    place, officer, event_id
) -> None:
    """A laptop was restored from a backup, and the note was changed once more."""
    note = add_comment(place, actor=officer, event_id=event_id, words="First").note
    with place.unit() as unit:
        unit.notes.erase([note.note_id])
        unit.commit()
    earlier = replace(note, words="Earlier")
    later = replace(note, words="Later", made_at=note.made_at + timedelta(seconds=1))
    for first, then in ((earlier, later), (later, earlier)):
        found, apart = taken_in(place, [[day_record(first)], [day_record(then)]])
        assert found["note"] == {day_record(later).body}
        assert apart == [identity_of(note)]
        found, apart = taken_in(place, [lines([first]), lines([then]), lines([first]), lines([then])])
        assert found["note"] == {day_record(later).body}


def test_what_takes_a_mark_back_may_come_before_it(place, officer, event_id) -> None:
    mark = count(place, actor=officer, event_id=event_id, kind=CountKind.ATTENDANCE, amount=4)
    back = undo(place, actor=officer, event_id=event_id)
    stays = count(place, actor=officer, event_id=event_id, kind=CountKind.ATTENDANCE, amount=2)
    assert back is not None
    with place.unit() as unit:
        unit.attendance.erase_programme(PROGRAMME)
        unit.commit()
    twice = replace(back, mark_id="again")
    for parcels in ([[back], [stays], [mark]], [[mark], [back, stays]], [[twice], [back, mark, stays]]):
        with place.unit() as unit:
            for number, parcel in enumerate(parcels):
                taking = RecordsOfBatch(unit, batch_of(number), actor=CORA, now=place.clock.now(), file="f")
                taking.take(lines(parcel))
            assert [each.total for each in unit.attendance.totals([event_id])] == [2]


def test_a_strange_event_is_set_apart_alone(place, officer, event_id) -> None:
    mark = count(place, actor=officer, event_id=event_id, kind=CountKind.FOOTFALL)
    with place.unit() as unit:
        unit.attendance.erase_programme(PROGRAMME)
        unit.commit()
    strange = replace(mark, mark_id="strange", event_id="of-nobody")
    other = replace(mark, mark_id="other", programme_id="another-programme")
    found, apart = taken_in(place, [lines([strange, mark, other])])
    assert found["attendance"] == {day_record(mark).body}
    assert sorted(apart) == ["other", "strange"]


def test_another_picture_with_the_same_id_does_not_replace_the_first(place) -> None:
    first = Picture("x", "board", "11111111-2222-4333-8444-555555555555.png", "image/png", 1, 1, "", b"")
    pictures = [_with_content(first, b"\x89PNG\r\n\x1a\n" + mark) for mark in (b"one", b"two")]
    found, apart = taken_in(place, [lines([each]) for each in pictures])
    assert found["picture"] == {day_record(pictures[0]).body}
    assert apart == ["x"]


def _with_content(picture: Picture, content: bytes) -> Picture:
    import hashlib

    return replace(picture, content=content, sha256=hashlib.sha256(content).hexdigest())


def test_a_line_under_another_id_is_set_apart(place, officer, event_id) -> None:
    note = add_comment(place, actor=officer, event_id=event_id, words="What somebody said").note
    with place.unit() as unit:
        unit.notes.erase([note.note_id])
        unit.commit()
    found, apart = taken_in(place, [[replace(day_record(note), identity="another 1")]])
    assert found["note"] == set()
    assert apart == ["another 1"]


def test_a_comment_that_was_set_apart_goes_with_the_answers_when_their_time_has_come(
    place, officer, event_id
) -> None:
    note = add_comment(place, actor=officer, event_id=event_id, words="What somebody said").note
    with place.unit() as unit:
        unit.notes.erase([note.note_id])
        taking = RecordsOfBatch(unit, batch_of(1), actor=CORA, now=place.clock.now(), file="f")
        _results, apart = taking.take([replace(day_record(note), identity="another 1")])
        unit.received.add_quarantined(apart)
        unit.commit()
    with place.reading() as unit:
        assert set_apart(unit, "another-programme", Subject.RESPONSES) == ()
        assert set_apart(unit, PROGRAMME, Subject.CONTACTS) == ()
        assert set_apart(unit, PROGRAMME, Subject.RESPONSES) == (apart[0].quarantine_id,)


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0), (1, 0, 0)])
def test_no_word_of_a_note_that_named_somebody_stays_at_the_centre(place, officer, event_id, order) -> None:
    """In whatever order: the words came first, or after it was known whom they named."""
    first = add_comment(place, actor=officer, event_id=event_id, words="Jane Doe said so").note
    second = change_note(
        place, actor=officer, note_id=first.note_id, reason=NAMED_SOMEBODY, words="A neighbour said so"
    ).note
    other = replace(first, words="Jane Doe wrote so", made_at=first.made_at + timedelta(seconds=1))
    with place.unit() as unit:
        unit.notes.erase([first.note_id])
        unit.commit()
    parcels = [[day_record(first)], [day_record(second)]]
    found, apart = taken_in(place, [parcels[each] for each in order])
    assert found["note"] == {day_record(without_words(first)).body, day_record(second).body}
    assert apart == []
    # a laptop that was restored tells another first revision: it is set apart, and without its bytes
    with place.unit() as unit:
        here = [event_record(unit.events.get(each)) for each in EVENTS]
        sets_apart = []
        for number, records in enumerate([[day_record(other)], *([day_record(first)], [day_record(second)])]):
            taking = RecordsOfBatch(unit, batch_of(number), actor=CORA, now=place.clock.now(), file="f")
            _results, apart_now = taking.take([*here, *records])
            unit.received.add_quarantined(apart_now)
            sets_apart += apart_now
        assert [each.identity for each in sets_apart] == [identity_of(first)]
        assert [each.body for each in unit.received.quarantined()] == [b""]
        assert [each.words for each in unit.notes.history(first.note_id)] == ["", "A neighbour said so"]


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
