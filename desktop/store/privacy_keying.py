"""The words of :mod:`desktop.store.privacy` for keying twice: keyings, decisions, queries, practice, scans."""

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


def _batch() -> dict[str, _Told]:
    return {"batch_id": (_NONE, tr("Batch that it is in"))}


def _form() -> dict[str, _Told]:
    return {"programme_id": (_NONE, tr("Which programme")), "form_id": (_NONE, tr("Which form"))}


def _version() -> dict[str, _Told]:
    return {
        "form_version": (_NONE, tr("Its version")),
        "form_sha256": (_NONE, tr("Digest of the form's questions")),
    }


def _who() -> dict[str, _Told]:
    return {
        "person_id": (_STAFF, tr("Random id of who did it")),
        "person_name": (_STAFF, tr("Name of who did it")),
        "person_role": (_STAFF, tr("Their role")),
        "signed_in": (_STAFF, tr("Whether they had signed in with a PIN")),
        "device_id": (_NONE, tr("Random id of the laptop")),
    }


def _sheet() -> dict[str, _Told]:
    return {"serial": (_PERSONAL, tr("Serial of the copy"))}


def _response() -> dict[str, _Told]:
    return {"response_id": (_PERSONAL, tr("Random id of the response keyed from the copy"))}


def keying() -> Mapping[str, TableNote]:
    """Return the notes of everything about keying twice."""
    return {**_keyings(), **_settings(), **_piles()}


def _keyings() -> dict[str, TableNote]:
    return {
        "keyed_sheet": TableNote(
            tr("One keying of a sheet: who keyed it, and of a second keying what they read."),
            True, True, _to_coordinator(), Kept.RESPONSES,
            _columns(
                keying_id=(_PERSONAL, tr("Random id")),
                which=(_NONE, tr("First or second")),
                event_id=(_PERSONAL, tr("For which event it counts")),
                instance_id=(_PERSONAL, tr("Random id of the revision that a first keying is")),
                started_utc=(_STAFF, tr("When it was begun")),
                finished_utc=(_STAFF, tr("When it was finished")),
                answers=(_SPECIAL, tr("What a second keyer read")),
                missing=(_SPECIAL, tr("What a second keyer could not read or found blank")),
                scope=(_SPECIAL, tr("Questions that were keyed a second time, where not all were")),
                efforts=(_SPECIAL, tr("Keys and seconds, by question that was come by")),
                plan_version=(_NONE, tr("Which version of the plan was in force")),
                lot=(_NONE, tr("The lot that was drawn for a sample")),
                pile_id=(_NONE, tr("Random id of the pile that it came back with")),
                **_sheet(), **_form(), **_version(), **_response(), **_who(), **_batch(),
            ),
        ),
        "keying_decision": TableNote(
            tr("What was decided on one field that two keyers read differently."),
            True, True, _to_coordinator(), Kept.RESPONSES,
            _columns(
                decision_id=(_PERSONAL, tr("Random id")),
                form_id=(_NONE, tr("Which form")),
                path=(_SPECIAL, tr("Which question")),
                first_keying_id=(_PERSONAL, tr("Random id of the first keying")),
                second_keying_id=(_PERSONAL, tr("Random id of the second keying")),
                first_value=(_SPECIAL, tr("What was keyed first")),
                first_missing=(_SPECIAL, tr("Why nothing was keyed first")),
                second_value=(_SPECIAL, tr("What was keyed second")),
                second_missing=(_SPECIAL, tr("Why nothing was keyed second")),
                adopted_value=(_SPECIAL, tr("What was adopted")),
                adopted_missing=(_SPECIAL, tr("Why nothing was adopted")),
                reason=(_SPECIAL, tr("Why; it may quote the sheet")),
                exception=(_SPECIAL, tr("Why it was no third person who decided")),
                decided_utc=(_STAFF, tr("When")),
                **_sheet(), **_response(), **_who(), **_batch(),
            ),
        ),
        "keying_query": TableNote(
            tr("What a keyer asked the coordinator about a sheet."),
            True, True, _to_coordinator(), Kept.RESPONSES,
            _columns(
                query_id=(_PERSONAL, tr("Random id")),
                draft_id=(_PERSONAL, tr("Random id of the keying that waits")),
                path=(_SPECIAL, tr("Which question")),
                number=(_SPECIAL, tr("Its number on the sheet")),
                words=(_SPECIAL, tr("What was asked; it may quote the sheet")),
                asked_by=(_STAFF, tr("Name of who asked")),
                asked_by_id=(_STAFF, tr("Random id of who asked")),
                asked_utc=(_STAFF, tr("When it was asked")),
                device_id=(_NONE, tr("Random id of the laptop")),
                state=(_NONE, tr("Open, answered, done")),
                answer=(_SPECIAL, tr("The answer; it may quote the sheet")),
                answered_by=(_STAFF, tr("Name of who answered")),
                answered_utc=(_STAFF, tr("When it was answered")),
                **_sheet(), **_form(), **_batch(),
            ),
        ),
        "scan": TableNote(
            tr("A scanned page of a copy. The picture is an encrypted file beside the store; its key is here."),
            True, False, _stays(), Kept.RESPONSES,
            _columns(
                scan_id=(_PERSONAL, tr("Random id, and name of the file")),
                page=(_NONE, tr("Which page")),
                pages=(_NONE, tr("Of how many")),
                layout_id=(_NONE, tr("Layout of the page")),
                key=(_KEY, tr("Key of the file; deleted when the response is withdrawn or erased")),
                sha256=(_SPECIAL, tr("Digest of the encrypted file")),
                size=(_NONE, tr("Size of the file")),
                media_type=(_NONE, tr("Kind of picture")),
                width=(_NONE, tr("Pixels across")),
                height=(_NONE, tr("Pixels down")),
                lie=(_NONE, tr("Where the page lies in the picture")),
                attached_by=(_STAFF, tr("Name of who attached it")),
                attached_utc=(_STAFF, tr("When")),
                **_sheet(), **_form(),
            ),
        ),
    }  # fmt: skip


def _settings() -> dict[str, TableNote]:
    return {
        "verification_plan": TableNote(
            tr("Which sheets of a form, and which questions of them, are keyed a second time."),
            True, True, _to_coordinator(), Kept.RECORD,
            _columns(
                version=(_NONE, tr("1 and up, each time it is changed")),
                set_utc=(_STAFF, tr("When it was set")),
                set_by=(_STAFF, tr("Name of who set it")),
                rule=(_NONE, tr("None, all, a sample, or by the errors found")),
                share=(_NONE, tr("Share of the sheets")),
                aoql=(_NONE, tr("Most errors that may stay")),
                run=(_NONE, tr("Sheets without an error in a row")),
                scopes=(_NONE, tr("Questions that always are, or never")),
                tolerance=(_NONE, tr("How far two readings of words may differ")),
                tolerances=(_NONE, tr("The same for single questions")),
                **_form(), **_batch(),
            ),
        ),
        "keying_training": TableNote(
            tr("A practice pile with made-up answers that a keyer keyed, or that they were let in without one."),
            True, False, _stays(), Kept.RECORD,
            _columns(
                attempt_id=(_NONE, tr("Random id")),
                person_id=(_STAFF, tr("Random id of the keyer")),
                name=(_STAFF, tr("Name of the keyer")),
                form_sha256=(_NONE, tr("Digest of the form's questions")),
                sheets=(_NONE, tr("How many made-up sheets")),
                scores=(_STAFF, tr("Fields and errors, by question")),
                most_errors=(_NONE, tr("Errors per 1,000 fields up to which they were let in")),
                passed=(_STAFF, tr("Whether they were let in")),
                let_in_by=(_STAFF, tr("Name of who let them in by hand")),
                reason=(_STAFF, tr("Why by hand")),
                at_utc=(_STAFF, tr("When")),
                **_form(),
            ),
        ),
        "training_rule": TableNote(
            tr("Whether volunteers practise before they key a form."), True, False, _stays(), Kept.STORE,
            _columns(
                form_id=(_NONE, tr("Which form")),
                asked=(_NONE, tr("Whether they have to")),
                most_errors=(_NONE, tr("Errors per 1,000 fields up to which they are let in")),
            ),
        ),
    }  # fmt: skip


def _piles() -> dict[str, TableNote]:
    goes = tr("The laptop that keys the pile a second time, in a signed file without answers.")
    return {
        "second_pile": TableNote(
            tr("A pile of sheets that travels to be keyed a second time."), True, False, goes, Kept.RECORD,
            _columns(
                pile_id=(_NONE, tr("Random id")),
                way=(_NONE, tr("Sent or received")),
                name=(_NONE, tr("What staff call it")),
                programme_id=(_NONE, tr("Which programme")),
                recipient=(_NONE, tr("Public key that its second keyings are encrypted to")),
                identity=(_KEY, tr("The private key to it, on the laptop that sent the pile")),
                device_id=(_NONE, tr("Random id of the laptop that sent it")),
                device_key=(_NONE, tr("Public key of that laptop")),
                made_by=(_STAFF, tr("Name of who made it")),
                made_utc=(_STAFF, tr("When it was made")),
                ended_utc=(_STAFF, tr("When its second keyings came back")),
            ),
        ),
        "pile_sheet": TableNote(
            tr("The sheets of such a pile."), True, False, goes, Kept.RECORD,
            _columns(
                pile_id=(_NONE, tr("Which pile")),
                position=(_NONE, tr("Place in it")),
                form_id=(_NONE, tr("Which form")),
                event_id=(_PERSONAL, tr("For which event it counts")),
                received_on=(_PERSONAL, tr("Day on which it came back")),
                keyer_mark=(_STAFF, tr("Digest by which the first keyer is known again, and not by name")),
                scope=(_NONE, tr("Questions that are keyed, where not all are")),
                **_sheet(), **_version(),
            ),
        ),
    }  # fmt: skip
