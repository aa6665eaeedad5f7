"""The words of :mod:`desktop.store.privacy` for what an event has beside its questionnaires."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.foundation.translation import tr
from desktop.store.privacy import Category, ColumnNote, Kept, TableNote

_NONE, _STAFF, _PERSONAL, _SPECIAL, _KEY = Category
_Told = tuple[Category, str]


def _columns(**told: _Told) -> dict[str, ColumnNote]:
    return {name: ColumnNote(words, category) for name, (category, words) in told.items()}


def _stays() -> str:
    return tr("Nobody: it stays in this store.")


def _to_coordinator() -> str:
    return tr("The coordinator, in a batch file encrypted to them.")


def _made() -> dict[str, _Told]:
    return {
        "programme_id": (_NONE, tr("Which programme")),
        "event_id": (_NONE, tr("At which event")),
        "device_id": (_NONE, tr("Random id of the laptop")),
        "made_by": (_STAFF, tr("Name of who wrote it down")),
        "person_id": (_STAFF, tr("Random id of who wrote it down")),
        "made_utc": (_STAFF, tr("When")),
        "batch_id": (_NONE, tr("Batch that it is in")),
    }


def _revised() -> dict[str, _Told]:
    return {
        "revision": (_NONE, tr("1 and up, each time it is changed")),
        "reason": (_STAFF, tr("Why it was changed")),
        **_made(),
    }


def event_day() -> Mapping[str, TableNote]:
    """Return the notes of counts, notes, boards, debriefs, merges, pictures and benchmarks."""
    return {**_counts(), **_notes(), **_boards(), **_restricted()}


def _counts() -> dict[str, TableNote]:
    return {
        "attendance_mark": TableNote(
            tr("One press of the counting key: somebody came, passed, talked, or did not want to take part."),
            True, True, _to_coordinator(), Kept.RECORD,
            _columns(
                mark_id=(_NONE, tr("Random id")),
                kind=(_NONE, tr("What was counted")),
                role=(_NONE, tr("Type of respondent, where the programme counts by it")),
                detail=(_NONE, tr("Why somebody did not want to take part, from a list")),
                amount=(_NONE, tr("How many; below nought takes a mark back")),
                undoes=(_NONE, tr("Mark that it takes back")),
                **_made(),
            ),
        ),
        "benchmark": TableNote(
            tr("A published table of the people that there are to hear."), True, True, _stays(), Kept.STORE,
            _columns(
                dimension=(_NONE, tr("Age, sex, ethnic group or disability")),
                programme_id=(_NONE, tr("For which programme")),
                source=(_NONE, tr("Who published it")),
                table_name=(_NONE, tr("Name or number of the table")),
                published=(_NONE, tr("Day on which it was published")),
                licence=(_NONE, tr("Under which it may be used")),
                made_up=(_NONE, tr("Whether it is practice")),
                measure=(_NONE, tr("Whether its figures are people or per cent")),
            ),
        ),
        "benchmark_group": TableNote(
            tr("One group of such a table."), True, True, _stays(), Kept.STORE,
            _columns(
                dimension=(_NONE, tr("Age, sex, ethnic group or disability")),
                programme_id=(_NONE, tr("For which programme")),
                position=(_NONE, tr("Place in the table")),
                code=(_NONE, tr("Code of the group")),
                label=(_NONE, tr("Its name")),
                figure=(_NONE, tr("How many people, or per cent")),
                answers=(_NONE, tr("Answers of the form that belong to the group")),
            ),
        ),
    }  # fmt: skip


def _notes() -> dict[str, TableNote]:
    return {
        "note": TableNote(
            tr("A comment or a conversation, noted without a form, in one of its revisions."),
            True, True, _to_coordinator(), Kept.RESPONSES,
            _columns(
                note_id=(_PERSONAL, tr("Random id of the note")),
                kind=(_NONE, tr("Comment or conversation")),
                words=(_SPECIAL, tr("What was said, in the speaker's words")),
                reflection=(_SPECIAL, tr("What the listener made of it")),
                area=(_PERSONAL, tr("Which area it was about")),
                sentiment=(_PERSONAL, tr("How the speaker put it")),
                source=(_NONE, tr("Spoken, sticky note, comment card, wall")),
                language=(_PERSONAL, tr("Language of the words")),
                respondent_type=(_PERSONAL, tr("Type of respondent")),
                neighbourhood=(_PERSONAL, tr("Neighbourhood, never a whole postcode")),
                codes=(_SPECIAL, tr("Statements and actions that it speaks of")),
                voided=(_NONE, tr("Whether it was taken out")),
                made_up=(_NONE, tr("Whether it is practice")),
                found_by=(_SPECIAL, tr("Its words, to find it by")),
                **{**_revised(), "reason": (_SPECIAL, tr("Why it was changed"))},
            ),
        ),
        "note_draft": TableNote(
            tr("A note that is being written; deleted when it is saved or given up."),
            True, False, _stays(), Kept.RESPONSES,
            _columns(
                draft_id=(_PERSONAL, tr("Random id of the draft")),
                kind=(_NONE, tr("Comment or conversation")),
                event_id=(_NONE, tr("At which event")),
                person_id=(_STAFF, tr("Random id of who is writing")),
                day=(_NONE, tr("Day of the last change")),
                body=(_SPECIAL, tr("The fields as they stand")),
            ),
        ),
        "picture": TableNote(
            tr("A picture of a response or a board, drawn anew without the place and the camera in it."),
            True, True, _to_coordinator(), Kept.RESPONSES,
            _columns(
                picture_id=(_PERSONAL, tr("Random id of the picture")),
                owner_id=(_PERSONAL, tr("Random id of the response or the board")),
                name=(_NONE, tr("Random file name")),
                media_type=(_NONE, tr("Kind of file")),
                width=(_NONE, tr("Pixels across")),
                height=(_NONE, tr("Pixels down")),
                sha256=(_SPECIAL, tr("Digest of the file")),
                batch_id=(_NONE, tr("Batch that it is in")),
                content=(_SPECIAL, tr("The file")),
            ),
        ),
        "response_words": TableNote(
            tr("The words of a response's answers, with the engine's own index, to find the response by."),
            True, True, _stays(), Kept.RESPONSES,
            _columns(
                number=(_NONE, tr("Number of the row")),
                response_id=(_PERSONAL, tr("Random id of the response")),
                programme_id=(_NONE, tr("Which programme")),
                started_utc=(_PERSONAL, tr("When recording began")),
                words=(_SPECIAL, tr("The words, sorted; deleted when the response is withdrawn or erased")),
            ),
        ),
    }  # fmt: skip


def _boards() -> dict[str, TableNote]:
    return {
        "board": TableNote(
            tr("A dot vote or a ranking board: what it asked, and the figures. It is to name nobody."),
            True, True, _to_coordinator(), Kept.RESPONSES,
            _columns(
                board_id=(_NONE, tr("Random id of the board")),
                kind=(_NONE, tr("Dots or ranking")),
                question=(_PERSONAL, tr("What stood above the options")),
                options=(_PERSONAL, tr("Options with their figures")),
                dots_each=(_NONE, tr("Dots that each person was given")),
                picture_id=(_PERSONAL, tr("Photograph of the board")),
                voided=(_NONE, tr("Whether it was taken out")),
                made_up=(_NONE, tr("Whether it is practice")),
                **_revised(),
            ),
        ),
        "debrief": TableNote(
            tr("What the staff say of the end of an event."), True, True, _to_coordinator(), Kept.RECORD,
            _columns(
                closed=(_NONE, tr("Whether the event is closed")),
                costs=(_NONE, tr("What it cost")),
                publicity=(_NONE, tr("How people were told of it")),
                weather=(_NONE, tr("The weather")),
                reach=(_NONE, tr("Who came and who did not, in words")),
                went_well=(_NONE, tr("What went well")),
                to_change=(_NONE, tr("What to change")),
                **_revised(),
            ),
        ),
        "event_merge": TableNote(
            tr("That one event was really another."), True, True, _to_coordinator(), Kept.RECORD,
            _columns(into_id=(_NONE, tr("Event that it is counted under; empty: none")), **_revised()),
        ),
    }  # fmt: skip


def _restricted() -> dict[str, TableNote]:
    return {
        "follow_up_slot": TableNote(
            tr("Room for requests such as a call back: rows of equal length, in no order of arrival."),
            True, False, _stays(), Kept.CONTACTS,
            _columns(
                number=(_NONE, tr("Number of the slot; says nothing of when it was used")),
                held=(_PERSONAL, tr("A request with its day; name, telephone and address are sealed; or filling")),
            ),
        ),
        "concern": TableNote(
            tr("A safeguarding concern. Never part of the data, of a batch or of an export."),
            True, False, tr("Nobody from here: its owner refers it by telephone."), Kept.BY_HAND,
            _columns(
                concern_id=(_PERSONAL, tr("Random id")),
                programme_id=(_NONE, tr("Which programme")),
                event_id=(_PERSONAL, tr("At which event")),
                sealed=(_SPECIAL, tr("The least that had to be written, sealed")),
                owner=(_STAFF, tr("Name of who sees to it")),
                noted_by=(_STAFF, tr("Name of who wrote it down")),
                noted_utc=(_PERSONAL, tr("When it was written down")),
                referred_to=(_PERSONAL, tr("Team that it was handed to")),
                referred_utc=(_PERSONAL, tr("When it was handed over")),
            ),
        ),
    }  # fmt: skip
