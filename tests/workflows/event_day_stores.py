"""One of everything that an event has beside its questionnaires, put into a store and read from one."""

from __future__ import annotations

import io
from datetime import timedelta

from PIL import Image

from desktop.engagement.attendance import CountKind
from desktop.engagement.boards import BoardKind, BoardOption
from desktop.engagement.debrief import Debrief
from desktop.responses.batches import DAY_KINDS
from desktop.workflows.central_store import open_centre
from desktop.workflows.count_people import count, undo
from desktop.workflows.event_day_records import day_record
from desktop.workflows.merge_events import merge
from desktop.workflows.note_comment import add_comment, change_note, void_note
from desktop.workflows.pictures import take_picture
from desktop.workflows.run_boards import add_board, change_board
from desktop.workflows.run_event import add_event
from tests.workplaces import PROGRAMME

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
