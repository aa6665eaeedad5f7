"""What was counted and noted at events: on a laptop, and at the centre by laptop and summed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.engagement.attendance import CountKind, RefusalReason
from desktop.engagement.boards import BoardKind, BoardOption
from desktop.foundation.errors import Refusal
from desktop.keys.coordinator import CoordinatorKeys
from desktop.workflows.central_figures import central_figures, laptop_figures
from desktop.workflows.count_people import count, undo
from desktop.workflows.merge_events import merge, unmerge
from desktop.workflows.note_comment import add_comment, add_conversation, change_note, void_note
from desktop.workflows.open_programme import put_pack
from desktop.workflows.receive_batches import trust_device
from desktop.workflows.run_boards import add_board
from desktop.workflows.run_event import add_event
from desktop.workflows.send_batches import device_key, trust_coordinator
from desktop.workflows.set_up import create
from tests.workflows.exchange import CORA, respond, send, take_in
from tests.workplaces import PASSPHRASE, PROGRAMME, keep_sheet


@pytest.fixture
def second(tmp_path, clock, pack, centre, store_url):
    """Give another laptop of the programme, known to the centre."""
    other = create(tmp_path / "second", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)
    with other.unit() as unit:
        put_pack(other, unit, actor=CORA, pack=pack)
        unit.commit()
    with centre.reading() as unit:
        raw = unit.secrets.get(f"coordinator keys {unit.meta.get('central stores')}")
    trust_coordinator(other, actor=CORA, key=CoordinatorKeys.from_bytes(raw).public.to_text())
    trust_device(centre, actor=CORA, key=device_key(other))
    yield other
    other.close()


def work(place, actor, event_id, people: int) -> None:
    """Count, note and put up a board at an event, with a press too many and a comment too many."""
    count(place, actor=actor, event_id=event_id, kind=CountKind.ATTENDANCE, role="resident", amount=people)
    count(place, actor=actor, event_id=event_id, kind=CountKind.ATTENDANCE, amount=1)
    count(place, actor=actor, event_id=event_id, kind=CountKind.FOOTFALL, amount=100)
    count(place, actor=actor, event_id=event_id, kind=CountKind.CONVERSATION)
    count(
        place, actor=actor, event_id=event_id, kind=CountKind.REFUSAL, detail=RefusalReason.NO_TIME.value, amount=2
    )
    place.clock.move(timedelta(seconds=1))  # the last press is known by its time
    count(place, actor=actor, event_id=event_id, kind=CountKind.FOOTFALL)
    undo(place, actor=actor, event_id=event_id)
    add_comment(place, actor=actor, event_id=event_id, words="The bus comes twice a day")
    add_conversation(place, actor=actor, event_id=event_id, words="I care for my father", reflection="tired")
    wrong = add_comment(place, actor=actor, event_id=event_id, words="Said elsewhere").note
    void_note(place, actor=actor, note_id=wrong.note_id, reason="wrong event")
    options = (BoardOption("Buses", 12), BoardOption("Benches", 3))
    add_board(place, actor=actor, event_id=event_id, kind=BoardKind.DOTS, question="First?", options=options)


def test_on_a_laptop_kinds_are_never_added_up(place, officer, event_id, pack) -> None:
    respond(place, officer, event_id, pack, 2)
    work(place, officer, event_id, people=4)
    found = laptop_figures(place, event_id)
    total = found.total
    assert (total.attendance, total.footfall, total.conversations, total.refusals) == (5, 100, 1, 2)
    assert total.by_role == {"": 1, "resident": 4}
    assert total.by_reason == {"no time": 2}
    assert (total.comments, total.notes, total.boards) == (1, 1, 1)
    assert (found.responses, found.responses_late) == ({"interview": 2}, 0)
    assert found.by_device == {place.device_id: total}


def test_two_laptops_stand_apart_and_are_summed_at_the_centre(
    place, second, officer, event_id, pack, centre, store_url, stick
) -> None:
    for laptop, people in ((place, 4), (second, 10)):
        respond(laptop, officer, event_id, pack, 1, seed=people)
        work(laptop, officer, event_id, people=people)
        send(laptop, officer, stick)
        take_in(centre, store_url, stick)
    take_in(centre, store_url, stick)
    (found,) = [
        each
        for each in central_figures(centre, actor=CORA, store_url=store_url)
        if each.event.event_id == event_id
    ]
    assert (found.total.attendance, found.total.footfall, found.total.refusals) == (16, 200, 4)
    assert (found.total.comments, found.total.notes, found.total.boards) == (2, 2, 2)
    assert {device: each.attendance for device, each in found.by_device.items()} == {
        place.device_id: 5,
        second.device_id: 11,
    }
    assert found.by_device[place.device_id] == laptop_figures(place, event_id).total
    assert found.responses == {"interview": 2}


def test_merged_events_stand_under_one_and_both_ids_are_kept(
    place, second, officer, event_id, centre, store_url, stick, clock
) -> None:
    day = clock.now().date()
    spot = add_event(second, actor=officer, programme_id=PROGRAMME, name="On the spot", venue="Here", day=day)
    count(place, actor=officer, event_id=event_id, kind=CountKind.ATTENDANCE, amount=3)
    count(second, actor=officer, event_id=spot.event_id, kind=CountKind.ATTENDANCE, amount=4)
    merge(second, actor=officer, event_id=spot.event_id, into_id=event_id, reason="the same stall")
    for laptop in (place, second):
        send(laptop, officer, stick)
    take_in(centre, store_url, stick)
    (found,) = central_figures(centre, actor=CORA, store_url=store_url)
    assert (found.event.event_id, [each.event_id for each in found.others]) == (event_id, [spot.event_id])
    assert found.total.attendance == 7
    (by_other,) = central_figures(centre, actor=CORA, store_url=store_url, event_id=spot.event_id)
    assert by_other == found
    clock.move(timedelta(minutes=1))
    unmerge(second, actor=officer, event_id=spot.event_id, reason="two stalls after all")
    send(second, officer, stick)
    take_in(centre, store_url, stick)
    apart = central_figures(centre, actor=CORA, store_url=store_url, programme_id=PROGRAMME)
    assert {each.event.event_id: each.total.attendance for each in apart} == {event_id: 3, spot.event_id: 4}


def test_late_is_what_was_taken_down_after_the_closing_date(place, officer, event_id, clock) -> None:
    in_time = add_comment(place, actor=officer, event_id=event_id, words="In time").note
    clock.move(timedelta(days=12))
    assert laptop_figures(place, event_id).total.comments_late == 0
    change_note(place, actor=officer, note_id=in_time.note_id, reason="misheard", words="In time, changed late")
    assert laptop_figures(place, event_id).total.comments_late == 0
    add_comment(place, actor=officer, event_id=event_id, words="Late")
    assert laptop_figures(place, event_id).total.comments_late == 1


def test_an_event_that_is_not_there_and_a_role_that_may_not(place, officer, centre, store_url) -> None:
    with pytest.raises(Refusal):
        laptop_figures(place, "none")
    with pytest.raises(Refusal):
        central_figures(centre, actor=CORA, store_url=store_url, event_id="none")
    with pytest.raises(Refusal):
        central_figures(centre, actor=officer, store_url=store_url)
