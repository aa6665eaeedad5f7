"""The words of :mod:`desktop.store.privacy` for paper: print runs, copies, what was done with them, layouts."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.foundation.translation import tr
from desktop.store.privacy import Category, ColumnNote, Kept, TableNote

_NONE, _STAFF, _PERSONAL, _SPECIAL, _KEY = Category


def _columns(**told: tuple[Category, str]) -> dict[str, ColumnNote]:
    return {name: ColumnNote(words, category) for name, (category, words) in told.items()}


def _stays() -> str:
    return tr("Nobody: it stays in this store.")


def _to_coordinator() -> str:
    return tr("The coordinator, in a batch file encrypted to them.")


def paper() -> Mapping[str, TableNote]:
    """Return the notes of everything about paper."""
    return {
        "print_run": TableNote(
            tr("Numbered copies printed as one job, or numbers given to sheets that had none."),
            True, True, _to_coordinator(), Kept.RECORD,
            _columns(
                run_id=(_NONE, tr("Random id of the run")),
                run_number=(_NONE, tr("Its number on this laptop")),
                form_id=(_NONE, tr("Which form")),
                form_version=(_NONE, tr("Its version")),
                form_sha256=(_NONE, tr("Digest of the form's questions")),
                programme_id=(_NONE, tr("Which programme")),
                event_id=(_NONE, tr("For which event")),
                edition=(_NONE, tr("Size of print")),
                language=(_NONE, tr("Language")),
                layout_id=(_NONE, tr("Layout of its pages")),
                copies=(_NONE, tr("How many")),
                first_number=(_NONE, tr("First serial number")),
                last_number=(_NONE, tr("Last serial number")),
                printed_by=(_STAFF, tr("Name of who printed it")),
                printed_utc=(_STAFF, tr("When")),
                kind=(_NONE, tr("Printed numbers, an unnumbered master, labels, numbers given at receipt")),
                device_id=(_NONE, tr("Random id of the laptop")),
                issuer=(_NONE, tr("The laptop's part of the serials")),
                batch_id=(_NONE, tr("Batch that it is in")),
            ),
        ),
        "paper_copy": TableNote(
            tr("One numbered copy, and what became of it."),
            True, True, _to_coordinator(), Kept.RESPONSES,
            _columns(
                serial=(_PERSONAL, tr("Serial of the copy")),
                run_id=(_NONE, tr("Print run that it comes from")),
                state=(_NONE, tr("Printed, handed out, keyed …")),
                response_id=(_PERSONAL, tr("Random id of the response keyed from it")),
                programme_id=(_NONE, tr("Which programme")),
                form_id=(_NONE, tr("Which form")),
                event_id=(_PERSONAL, tr("For which event it counts")),
                form_sha256=(_NONE, tr("Version on the sheet, where it is not that of the print run")),
                photocopy_of=(_PERSONAL, tr("Serial of the sheet that it is a photocopy of")),
                received_on=(_PERSONAL, tr("Day on which it came back")),
                received_how=(_NONE, tr("At an event or by post")),
            ),
        ),
        "sheet_move": TableNote(
            tr("What was done with a stack of copies: handed out, posted, came back, spoiled, keyed."),
            True, True, _to_coordinator(), Kept.RECORD,
            _columns(
                move_id=(_NONE, tr("Random id")),
                programme_id=(_NONE, tr("Which programme")),
                kind=(_NONE, tr("What was done")),
                day=(_PERSONAL, tr("Day of it")),
                how=(_NONE, tr("At an event or by post; no name and no address")),
                edition=(_NONE, tr("Format that was posted")),
                event_id=(_PERSONAL, tr("At which event")),
                reason=(_STAFF, tr("Why; the screen asks to write nothing of the respondent")),
                undoes=(_NONE, tr("What it takes back")),
                response_id=(_PERSONAL, tr("Random id of the response keyed from the copy")),
                photocopy_of=(_PERSONAL, tr("Serial of the sheet that it is a photocopy of")),
                form_sha256=(_NONE, tr("Version on the sheets")),
                device_id=(_NONE, tr("Random id of the laptop")),
                made_by=(_STAFF, tr("Name of who did it")),
                person_id=(_STAFF, tr("Random id of who did it")),
                made_utc=(_STAFF, tr("When")),
                batch_id=(_NONE, tr("Batch that it is in")),
            ),
        ),
        "moved_copy": TableNote(
            tr("The copies of such a stack."),
            True, True, _to_coordinator(), Kept.RECORD,
            _columns(
                move_id=(_NONE, tr("What was done")),
                serial=(_PERSONAL, tr("Serial of the copy")),
            ),
        ),
        "layout": TableNote(
            tr("Where every box of a page stands."),
            True, False, _stays(), Kept.STORE,
            _columns(
                layout_id=(_NONE, tr("Id of the layout")),
                version=(_NONE, tr("Version of its format")),
                layout_json=(_NONE, tr("The boxes")),
            ),
        ),
    }  # fmt: skip
