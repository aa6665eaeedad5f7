"""Exporting comments and conversation notes from the central store: encrypted by default, by a coordinator."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from desktop.engagement.programme import Window
from desktop.foundation.clock import to_utc_text
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import ntr, tr
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.central_store import open_centre, require_coordinator
from desktop.workflows.export_responses import Exported, refuse_kind, write_export
from desktop.workflows.merge_events import stands_for
from desktop.workflows.taking_back import COMMENTS_EXPORT
from desktop.workflows.workplace import Workplace


def export_comments(
    place: Workplace,
    *,
    actor: Actor,
    store_url: str,
    kind: str,
    out: Path,
    programme_id: str | None = None,
    plain: bool = False,
) -> Exported:
    """Write the comments and conversation notes in force, a row each; voided ones are left out.

    What was said and what the listener thought stand in columns of their own; codes with their words beside them.
    A CSV has the meaning of its columns in a second file, ``NAME-codebook.csv``; a workbook as a sheet. Encrypted
    files end in ``.age`` and open with ``decrypt``.

    Raises:
        Refusal: the actor is no coordinator, the kind is unknown, or there is nothing to export.
        WorldError: the store can't be reached, or the file can't be written.
    """
    from desktop.exports.comment_table import COLUMNS
    from desktop.exports.data_files import csv_bytes, sheets_xlsx

    require_coordinator(place, actor)
    refuse_kind(kind)
    names = [name for name, _ in COLUMNS]
    with open_centre(place, store_url) as centre:
        with centre.store.reading() as unit:
            rows = _rows(unit, programme_id)
        if not rows:
            raise Refusal(
                place=tr("Export"),
                fault=tr("There is no comment to export."),
                remedy=tr("Receive a batch first, or check the programme that was asked for."),
            )
        meaning = (tr("Column"), tr("What stands in it"))
        if kind == "csv":
            book = out.with_name(f"{out.stem}-codebook{out.suffix or '.csv'}")
            files = {out: csv_bytes(names, rows), book: csv_bytes(meaning, COLUMNS)}
        else:
            about = [
                (tr("Exported at (UTC)"), to_utc_text(place.clock.now())),
                (tr("Exported by"), actor.name),
                (tr("Comments"), str(len(rows))),
            ]
            sheets = [
                (tr("Comments"), names, rows),
                (tr("Codebook"), meaning, COLUMNS),
                (tr("About"), (tr("What"), tr("Value")), about),
            ]
            files = {out: sheets_xlsx(sheets)}
        in_it = Counter(row[names.index("programme_id")] for row in rows)
        written = write_export(
            place, centre, actor=actor, files=files, plain=plain, kind=COMMENTS_EXPORT, in_it=in_it
        )
    late = sum(row[names.index("window")] == Window.LATE.value for row in rows)
    return Exported(written, len(rows), _warnings(len(rows), plain=plain, late=late))


def _rows(unit: UnitOfWork, programme_id: str | None) -> list[tuple[str, ...]]:
    from desktop.exports.comment_table import ExportedNote, comment_rows

    notes = unit.notes.list(programme_id=programme_id)
    events = {each.event_id: each for each in unit.events.list()}
    found = comment_rows(
        [ExportedNote(each, unit.notes.history(each.note_id)[0].made_at) for each in notes],
        programmes={each.programme_id: each for each in unit.programmes.list()},
        events=events,
        counted_under={
            event_id: under for event_id in unit.merges.into() if (under := stands_for(unit, event_id)) != event_id
        },
    )
    return [tuple(row) for row in reversed(found)]  # as they were taken down


def _warnings(rows: int, *, plain: bool, late: int) -> tuple[str, ...]:
    found = [
        tr("The export holds people's own words, which may tell who they are. Share it with nobody who does not"
           " need it, and delete it when it is no longer needed.")
    ]  # fmt: skip
    if plain:
        found.append(tr("It is not encrypted: whoever gets the file can read it."))
    if late:
        found.append(
            ntr("{count} comment of {rows} came after the closing date; the column window says which.",
                "{count} comments of {rows} came after the closing date; the column window says which.",
                late, rows=rows)
        )  # fmt: skip
    return tuple(found)
