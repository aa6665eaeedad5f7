"""Says what is wrong with the pictures, sounds and films of a form, each with the row that names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.questionnaires.form_media import MediaFault, Named, media_beside, named_media, place_of
from desktop.questionnaires.problems import Problem, Severity
from desktop.workflows.picture_drawing import draw_anew

if TYPE_CHECKING:
    from desktop.xlsform.convert import ReadForm
    from desktop.xlsform.sheets import Book


def media_problems(path: Path, form: ReadForm) -> Iterator[Problem]:
    """Yield the problems of the media that the form in the file at ``path`` names.

    A picture is opened here, within bounds, so that one made to hurt never gets into a store.

    Raises:
        WorldError: a folder can't be read.
    """
    beside = media_beside(path, form.definition)
    for fault in (*beside.faults, *_no_pictures(path, form, beside.files)):
        sheet, row, column = _row_of(form.book, fault.named)
        yield Problem(fault.severity, sheet, row, column, fault.fault, fault.remedy, fault.named.path)


def _no_pictures(path: Path, form: ReadForm, files: Mapping[str, bytes]) -> Iterator[MediaFault]:
    looked_at: set[str] = set()
    for named in named_media(form.definition):
        place = place_of(files, path.name, named.name)
        if named.kind != "image" or place is None or place in looked_at:
            continue
        looked_at.add(place)
        try:
            draw_anew(files[place])
        except Refusal as refusal:
            fault = tr("“{name}” can't be shown: {reason}", name=named.name, reason=refusal.fault)
            remedy = tr("Save the picture as PNG or JPEG, and put that in its place.")
            yield MediaFault(named, fault, remedy, Severity.ERROR)


def _row_of(book: Book, named: Named) -> tuple[str, int | None, str]:
    """Return sheet, row and column of the first cell that names the file; the question where there are no rows."""
    for sheet in ("survey", "choices"):
        for row in book.rows(sheet):
            for column, text in row.cells.items():
                kind = column.removeprefix("media::").split("::")[0]
                if kind == named.kind and text.strip().rpartition("/")[2] == named.name:
                    headers = book.sheets[sheet].columns
                    return sheet, row.number, next((each for each in headers if each.lower() == column), column)
    return tr("XForm, {path}", path=named.path), None, f"media::{named.kind}"
