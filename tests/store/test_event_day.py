"""Counts, notes, boards, debriefs, merges, pictures and benchmarks: what goes in comes out, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.analysis.benchmarks import Dimension
from desktop.engagement.attendance import CountKind
from desktop.engagement.notes import NoteDraft, NoteKind, Sentiment
from desktop.responses.states import Move
from desktop.store.errors import StoreDefect
from tests.store.builders import (
    ACTOR,
    NOW,
    benchmark,
    board,
    debrief,
    draft,
    mark,
    merge,
    note,
    picture,
    revision,
)


def test_marks_are_summed_by_hour_role_and_laptop_and_never_over_kinds(store) -> None:
    late = NOW.replace(hour=15)
    with store.unit() as unit:
        taken_back = mark(role="carer", amount=3, made_at=NOW)
        unit.attendance.add(mark(role="carer", made_at=NOW))
        unit.attendance.add(mark(role="carer", amount=2, made_at=late))
        unit.attendance.add(taken_back)
        unit.attendance.add(mark(role="carer", amount=-3, undoes=taken_back.mark_id, made_at=late))
        unit.attendance.add(mark(kind=CountKind.FOOTFALL, amount=40, device_id="device-2", made_at=NOW))
        unit.attendance.add(mark(event_id="event-2", amount=9))
        found = {
            (each.kind, each.role, each.hour[:13], each.device_id): each.total
            for each in unit.attendance.totals(["event-1"])
        }
        assert found == {
            (CountKind.ATTENDANCE, "carer", "2026-03-02T14", "device-1"): 1,
            (CountKind.ATTENDANCE, "carer", "2026-03-02T15", "device-1"): 2,
            (CountKind.FOOTFALL, "", "2026-03-02T14", "device-2"): 40,
        }
        assert sum(each.total for each in unit.attendance.totals(["event-1", "event-2"])) == 52
        assert len(unit.attendance.marks(["event-1"])) == 5


def test_the_last_standing_mark_is_the_newest_of_that_laptop_that_was_not_taken_back(store) -> None:
    with store.unit() as unit:
        first, second = mark(), mark(kind=CountKind.FOOTFALL)
        for each in (first, second, mark(device_id="device-2")):
            unit.attendance.add(each)
        assert unit.attendance.last_standing("event-1", "device-1") == second
        unit.attendance.add(mark(amount=-1, undoes=second.mark_id))
        assert unit.attendance.last_standing("event-1", "device-1") == first
        unit.attendance.add(mark(amount=-1, undoes=first.mark_id))
        assert unit.attendance.last_standing("event-1", "device-1") is None


def test_a_mark_is_added_once_and_comes_in_a_batch_as_often_as_it_likes(store) -> None:
    with store.unit() as unit:
        one, other = mark(), mark()
        unit.attendance.add(one)
        assert unit.attendance.unsent() == (one,)
        unit.attendance.set_batch([one.mark_id], "batch-1")
        assert unit.attendance.unsent() == ()
        unit.attendance.free_batch("batch-1")
        assert unit.attendance.unsent() == (one,)
        unit.attendance.add_many([one, other, other], batch_id="batch-2")
        unit.attendance.add_many([other], batch_id="batch-3")
        assert unit.attendance.get(one.mark_id) == one
        unit.attendance.free_batch("batch-3")
        assert unit.attendance.unsent() == (one,)  # the first batch that brought the other stays written at it
        unit.commit()
        with pytest.raises(StoreDefect):
            unit.attendance.add(one)


def test_a_note_stands_as_its_highest_revision_says_and_keeps_its_place(store) -> None:
    with store.unit() as unit:
        first, second = note(), note(kind=NoteKind.CONVERSATION, reflection="tired", codes=("a", "b"))
        unit.notes.put(first)
        unit.notes.put(second)
        changed = replace(
            first, revision=2, words="Fewer cars", sentiment=Sentiment.MIXED, reason="misheard",
            made_at=NOW + timedelta(days=1),
        )  # fmt: skip
        unit.notes.put(changed)
        assert unit.notes.get(first.note_id) == changed
        assert unit.notes.history(first.note_id) == (first, changed)
        assert unit.notes.list(event_ids=["event-1"]) == (second, changed)
        assert unit.notes.list(kind=NoteKind.CONVERSATION) == (second,)
        assert unit.notes.list(limit=1, offset=1) == (changed,)
        with pytest.raises(StoreDefect):
            unit.notes.put(replace(changed, words="again"))
        with pytest.raises(StoreDefect):
            unit.notes.put(replace(changed, revision=4))


def test_a_note_is_found_by_the_beginnings_of_its_words_whatever_their_accents(store) -> None:
    with store.unit() as unit:
        café = note(words="The CAFÉ by the bus-stop, 100% _full_")
        arabic = note(words="الحافلات متأخرة دائما")
        void = note(words="café", voided=True)
        for each in (café, arabic, void):
            unit.notes.put(each)
        for search, found in (
            ("cafe", (café,)),
            ("stop BUS", (café,)),
            ("full 100", (café,)),
            ("%", (arabic, café)),
            ("us", ()),
            ("متاخر", (arabic,)),
            ("متأخر", (arabic,)),
            ("buses café", ()),
        ):
            assert unit.notes.list(search=search) == found, search
            assert unit.notes.count(search=search) == len(found), search
        assert unit.notes.list(search="cafe", voided=True) == (void, café)
        assert unit.notes.count(programme_id="other") == 0


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(4)))
def test_the_order_in_which_revisions_come_does_not_matter(file_store, order) -> None:
    with file_store.unit() as unit:
        first = note()
        revisions = [replace(first, revision=each + 1, words=f"words {each}") for each in range(4)]
        for each in order:
            unit.notes.put_many([revisions[each]], batch_id=f"batch-{each}")
            unit.notes.put_many([revisions[each]], batch_id="once more")
        assert unit.notes.get(first.note_id) == revisions[3]
        assert unit.notes.history(first.note_id) == tuple(revisions)
        assert unit.notes.list() == (revisions[3],)


def test_what_is_in_no_batch_is_told_by_revision(store) -> None:
    with store.unit() as unit:
        first = note()
        second = replace(first, revision=2, words="other", reason="misheard")
        unit.notes.put(first)
        unit.notes.set_batch([(first.note_id, 1)], "batch-1")
        unit.notes.put(second)
        assert unit.notes.unsent() == (second,)
        unit.notes.free_batch("batch-1")
        assert unit.notes.unsent() == (first, second)
        for records, made in (
            (unit.boards, board()),
            (unit.debriefs, debrief()),
            (unit.merges, merge("event-2", "event-1")),
        ):
            records.put(made)
            assert records.unsent() == (made,)
        unit.boards.set_batch([(each.board_id, 1) for each in unit.boards.unsent()], "b")
        unit.debriefs.set_batch([("event-1", "device-1", 1)], "b")
        unit.merges.set_batch([("event-2", "device-1", 1)], "b")
        assert (unit.boards.unsent(), unit.debriefs.unsent(), unit.merges.unsent()) == ((), (), ())


def test_a_note_that_is_written_is_kept_until_it_is_saved(store) -> None:
    with store.unit() as unit:
        one = NoteDraft("draft-1", NoteKind.CONVERSATION, "event-1", "person-1", NOW.date(), '{"words": "It"}')
        unit.note_drafts.put(one)
        longer = replace(one, body='{"words": "It was"}')
        unit.note_drafts.put(longer)
        assert unit.note_drafts.get("draft-1") == longer
        assert unit.note_drafts.list(person_id="person-1", event_id="event-1") == (longer,)
        assert unit.note_drafts.list(person_id="person-2") == ()
        unit.note_drafts.remove("draft-1")
        unit.note_drafts.remove("draft-1")
        assert unit.note_drafts.list() == ()


def test_boards_and_debriefs_of_two_laptops_live_side_by_side(store) -> None:
    with store.unit() as unit:
        one = board()
        unit.boards.put(one)
        void = replace(one, revision=2, voided=True, reason="counted twice")
        unit.boards.put(void)
        assert unit.boards.list(["event-1"]) == ()
        assert unit.boards.list(["event-1"], voided=True) == (void,)
        assert unit.boards.history(one.board_id) == (one, void)
        mine, theirs = debrief(), debrief(device_id="device-2", closed=True)
        unit.debriefs.put(mine)
        unit.debriefs.put(theirs)
        later = replace(mine, revision=2, weather="Sun", made_at=NOW + timedelta(hours=5))
        unit.debriefs.put(later)
        assert unit.debriefs.list(["event-1"]) == (later, theirs)
        assert unit.debriefs.get("event-1") == later
        assert unit.debriefs.get("event-1", "device-2") == theirs
        assert unit.debriefs.get("event-2") is None


def test_a_merge_can_be_taken_back_and_the_last_word_holds(store) -> None:
    with store.unit() as unit:
        unit.merges.put(merge("event-2", "event-1"))
        unit.merges.put(merge("event-3", "event-1"))
        assert unit.merges.into() == {"event-2": "event-1", "event-3": "event-1"}
        unit.merges.put(merge("event-2", "", revision=2))
        assert unit.merges.into() == {"event-3": "event-1"}
        unit.merges.put_many([merge("event-3", "event-4", device_id="device-2")])
        assert unit.merges.into() == {"event-3": "event-4"}
        last = unit.merges.get("event-3")
        assert last is not None
        assert last.into_id == "event-4"
        assert len(unit.merges.history("event-2")) == 2


def test_a_picture_stays_while_a_frozen_revision_names_it(store) -> None:
    with store.unit() as unit:
        header = draft()
        unit.drafts.begin(header)
        named, replaced = picture(header.response_id), picture(header.response_id)
        unit.pictures.put(named)
        unit.pictures.put(replaced)
        assert unit.pictures.unsent() == ()
        frozen = revision(response_id=header.response_id)
        unit.responses.add_revision(replace(frozen, xml=f"<data><q>{named.name}</q></data>".encode()))
        assert unit.pictures.of_owner(header.response_id) == (named,)
        assert unit.pictures.by_name(header.response_id, named.name) == named
        assert unit.pictures.by_name("another", named.name) is None
        assert unit.pictures.unsent() == (named.picture_id,)
        unit.pictures.set_batch([named.picture_id], "batch-1")
        assert unit.pictures.unsent() == ()
        unit.responses.take_out([header.response_id], Move.ERASE, actor=ACTOR, reason="", at=NOW)
        assert unit.pictures.get(named.picture_id) is None


def test_a_picture_of_a_draft_that_is_given_up_goes(store) -> None:
    with store.unit() as unit:
        header, of_board = draft(), picture("board-1")
        unit.drafts.begin(header)
        unit.pictures.put(picture(header.response_id))
        unit.pictures.put(of_board)
        unit.drafts.abandon(header.draft_id, "walked away")
        assert unit.pictures.of_owner(header.response_id) == ()
        assert unit.pictures.unsent() == (of_board.picture_id,)
        assert unit.pictures.remove_of(["board-1", "board-2"]) == 1


def test_a_picture_that_is_too_large_is_refused(store) -> None:
    with store.unit() as unit, pytest.raises(StoreDefect):
        unit.pictures.put(picture("board-1", content=bytes(4 * 1024 * 1024 + 1)))


def test_a_benchmark_takes_the_place_of_the_one_before(store) -> None:
    with store.unit() as unit:
        everywhere, here = benchmark(), benchmark(programme_id="made-up", rows=())
        unit.benchmarks.put(everywhere)
        unit.benchmarks.put(here)
        newer = benchmark(published=date(2024, 5, 6), rows=everywhere.rows[1:])
        unit.benchmarks.put(newer)
        assert unit.benchmarks.list() == (newer, here)
        assert unit.benchmarks.list("made-up") == (here,)
        assert unit.benchmarks.get(Dimension.AGE) == newer
        assert unit.benchmarks.get(Dimension.SEX) is None
        unit.benchmarks.remove(Dimension.AGE)
        assert unit.benchmarks.list() == (here,)


def test_what_belongs_to_a_programme_goes_with_it_and_nothing_else(store) -> None:
    with store.unit() as unit:
        for programme_id in ("made-up", "other"):
            unit.notes.put(note(programme_id=programme_id))
            unit.boards.put(board(programme_id=programme_id))
            unit.attendance.add(mark(programme_id=programme_id))
            unit.debriefs.put(debrief(programme_id=programme_id, event_id=programme_id))
        assert unit.notes.erase_programme("made-up") == 1
        assert len(unit.boards.erase_programme("made-up")) == 1
        assert unit.attendance.erase_programme("made-up") == 1
        assert unit.debriefs.erase_programme("made-up") == 1
        assert [each.programme_id for each in unit.notes.list()] == ["other"]
        assert [each.programme_id for each in unit.boards.list(["event-1"])] == ["other"]
        assert [each.programme_id for each in unit.attendance.marks(["event-1"])] == ["other"]
        assert [each.programme_id for each in unit.debriefs.list(["made-up", "other"])] == ["other"]
