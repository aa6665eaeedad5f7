"""Forms to be filled in on a screen: written as PDF for an e-mail, and taken over when they come back.

What comes back is looked at by a person before it counts: it waits as a draft, as it was written.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass, field
from pathlib import Path

from desktop.foundation.durable_files import file_fault, write_durably
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.staff.people import Action, Actor
from desktop.workflows.fillable_reading import ReadAnswer, Reading, shown_answer, taken_as
from desktop.workflows.filled_in import FilledIn
from desktop.workflows.workplace import Workplace, require, the_event, the_form, the_programme


@dataclass(frozen=True, slots=True)
class Written:
    """A fillable form that was written.

    Attributes:
        layout_id: of the layout that was kept, should somebody print the file and fill it in by hand.
        advice: what whoever sends it should know, a sentence each.
    """

    path: Path
    form_id: str
    form_version: str
    language: str
    layout_id: str
    pages: int
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FillableRead:
    """What a filled-in form holds, and what of it does not fit. Nothing was taken over.

    Attributes:
        form_title, form_version, language, edition: of the form that was filled in.
        newer: the version of the form in force here, where it is another one; the answers go by their own version.
        answers: what fits, in the order of the form.
        misfits: what stands at a question and is no answer to it.
        left_over: fields that the form has not, and values that are no text: how many.
        taken: id of the response or draft that the same file became; empty where it is new.
    """

    form_id: str
    form_sha256: str
    form_title: str
    form_version: str
    newer: str
    programme_id: str
    language: str
    edition: str
    answers: tuple[ReadAnswer, ...] = field(repr=False)
    misfits: tuple[ReadAnswer, ...] = field(repr=False)
    left_over: int = 0
    taken: str = ""


def write_fillable(
    place: Workplace,
    *,
    actor: Actor,
    form_id: str,
    event_id: str,
    out: Path,
    language: str | None = None,
    edition: str = "standard",
) -> Written:
    """Write the form as a PDF that is filled in on a screen, and log it. It has no number.

    The layout is kept: who prints the file and fills it in by hand sends back a sheet like one of the photocopier.

    Raises:
        Refusal: form, event, language or edition are not there, a translation is not approved, or the role does
            not allow printing.
        WorldError: the file can't be written.
    """
    from desktop.paper.booklet import draw_form
    from desktop.paper.fillable import draw_fillable
    from desktop.sheets.fillable_marks import FillableMark

    require(actor, Action.PRINT_PAPER)
    if not out.parent.is_dir():
        raise file_fault(out, FileNotFoundError(errno.ENOENT, ""))
    with place.reading() as unit:
        form = the_form(unit, form_id)
        programme = the_programme(unit, form.programme_id)
        the_event(unit, event_id, of_programme=programme.programme_id)
    definition = place.shelf.definition(form)
    laid_out = draw_form(
        definition,
        programme,
        language=language,
        edition=edition,
        duplex=False,
        media=place.media(form).pictures(definition),
        fillable=True,
    )
    layout = laid_out.layout
    mark = FillableMark(
        form_id=form.form_id,
        form_version=form.version,
        form_sha256=form.sha256,
        programme_id=programme.programme_id,
        language=layout.language,
        edition=layout.edition,
        layout_id=layout.layout_id,
    )
    drawn = draw_fillable(laid_out, definition, mark)
    with place.unit() as unit:
        unit.copies.put_layout(layout)
        unit.changes.add(actor=actor, what="fillable form written", about_id=form.form_id, at=place.clock.now())
        unit.commit()
    write_durably(out, drawn)
    return Written(
        out, form.form_id, form.version, layout.language, layout.layout_id, layout.pages, laid_out.advice
    )


def read_fillable(place: Workplace, *, path: Path) -> FillableRead:
    """Return what a filled-in form holds. Nothing is taken over, and nothing of it is kept.

    Raises:
        NotAFillableForm, FillableRefused: it is no form of this program, or not one that answers are read from.
        Refusal: the form, or this version of it, is not here.
        WorldError: the file can't be read.
    """
    read = Reading(place, path)
    with place.reading() as unit:
        taken = taken_as(unit, read.form, read.fields.digest)
        newest = the_form(unit, read.form.form_id)
    entry = read.new_entry("")
    taken_over = read.fill(entry)
    broken = {each.path for each in entry.validate() if each.rule == "constraint"}
    misfits = {each.path: each for each in taken_over.misfits}
    shown = [
        shown_answer(read.definition, each, entry.language, each.path in broken, misfits.get(each.path))
        for each in read.filled
    ]
    return FillableRead(
        form_id=read.form.form_id,
        form_sha256=read.form.sha256,
        form_title=read.form.title,
        form_version=read.form.version,
        newer=newest.version if newest.sha256 != read.form.sha256 else "",
        programme_id=read.form.programme_id,
        language=read.fields.mark.language,
        edition=read.fields.mark.edition,
        answers=tuple(each for each in shown if not each.fault),
        misfits=tuple(each for each in shown if each.fault),
        left_over=read.left_over,
        taken=taken,
    )


def take_in_fillable(
    place: Workplace,
    *,
    actor: Actor,
    path: Path,
    event_id: str,
    received_on: str = "",
    again: bool = False,
) -> FilledIn:
    """Take a filled-in form over as a draft, as it was written; a person looks at it and finishes it.

    Args:
        received_on: ISO date on which it came in; today where it is not given.
        again: take it in although the same file was taken in before.

    Returns:
        The draft: its answers, what did not fit (:attr:`FilledIn.misfits`), and :meth:`FilledIn.finalise`.

    Raises:
        AlreadyTakenIn: the same file was taken in before.
        Refusal: nothing is filled in, the date lies ahead, the event is not there, or the role does not allow
            keying; or as of :func:`read_fillable`.
        WorldError: the file can't be read.
    """
    require(actor, Action.KEY_PAPER)
    read = Reading(place, path)
    if not read.filled:
        raise Refusal(
            place=tr("The filled-in form"),
            fault=tr("Nothing is filled in."),
            remedy=tr("Ask whoever sent it to save the file once more, or key the answers by hand."),
        )
    return FilledIn.begin_from(
        place, actor=actor, read=read, event_id=event_id, received_on=received_on, again=again
    )
