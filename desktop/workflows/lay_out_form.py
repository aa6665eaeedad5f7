"""A form laid out as somebody chose it: what can be chosen, and a specimen of exactly that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.engagement.programme import Programme
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.questionnaires.stored_form import StoredForm
from desktop.sheets.print_jobs import FormChoice, LanguageChoice, PaperChoices, PaperLook, Preview, Sides
from desktop.workflows.open_programme import forms as stored_forms
from desktop.workflows.workplace import Workplace, the_event, the_form, the_programme

if TYPE_CHECKING:
    from desktop.paper.booklet import LaidOut

USUAL = PaperLook()


def paper_choices(place: Workplace, *, programme_id: str) -> PaperChoices:
    """Return what can be chosen for the forms of a programme, and what keeps a language from being handed out."""
    from desktop.paper.editions import EDITIONS, TINTS
    from desktop.paper.languages import what_is_missing
    from desktop.paper.page_sizes import PAGE_SIZES

    with place.reading() as unit:
        programme = the_programme(unit, programme_id)
    forms = []
    for form in stored_forms(place, programme_id=programme_id):
        definition = place.shelf.definition(form)
        names = sorted(definition.languages, key=lambda name: name != definition.default_language)
        missing = {name: what_is_missing(definition, programme, name) for name in names}
        forms.append(
            FormChoice(
                form.form_id,
                form.title,
                tuple(
                    LanguageChoice(name, found, proof_only=bool(found) and not programme.made_up)
                    for name, found in missing.items()
                ),
            )
        )
    return PaperChoices(tuple(forms), tuple(EDITIONS), tuple(PAGE_SIZES), tuple(TINTS))


def lay_out(
    place: Workplace, *, form_id: str, look: PaperLook = USUAL, proof: bool = False
) -> tuple[LaidOut, StoredForm, Programme]:
    """Return the newest version of a form laid out, with the form and its programme.

    Args:
        proof: to be looked at only: in a language that nobody has approved, too.

    Raises:
        Refusal: the form is not here, or there is no such edition, language, tint or page size; and unless it is
            a proof, a language that is not whole or not approved.
        WorldError: it has characters that can't be printed.
    """
    from desktop.paper.booklet import draw_form
    from desktop.paper.page_sizes import PAGE_SIZES

    size = PAGE_SIZES.get(look.page_size)
    if size is None:
        raise Refusal(
            place=tr("Printing"),
            fault=tr("There is no page size “{name}”.", name=look.page_size),
            remedy=tr("Choose one of: {names}.", names=", ".join(PAGE_SIZES)),
        )
    with place.reading() as unit:
        form = the_form(unit, form_id)
        programme = the_programme(unit, form.programme_id)
    definition = place.shelf.definition(form)
    laid_out = draw_form(
        definition,
        programme,
        language=look.language,
        second_language=look.second_language,
        edition=look.edition,
        page_size=size,
        duplex=look.duplex,
        tint=look.tint,
        tinted_stock=look.tinted_stock,
        media=place.media(form).pictures(definition),
        proof=proof,
    )
    return laid_out, form, programme


def sides_of(laid_out: LaidOut) -> Sides:
    """Return the sides of one copy of a form that was laid out."""
    return Sides(tuple(page.number for page in laid_out.pages), laid_out.layout.pages, laid_out.duplex)


def some_pages(laid_out: LaidOut, pages: tuple[int, int] | None) -> LaidOut:
    """Return the same with the sides from ``pages[0]`` to ``pages[1]`` alone, widened to whole sheets.

    Sides are counted from 1 as they are printed, the slip behind the last numbered page. The layout stays that of
    the whole form.

    Raises:
        Refusal: there are no such sides.
    """
    if pages is None:
        return laid_out
    sides = sides_of(laid_out)
    first, last = pages
    if not 1 <= first <= last <= len(sides.numbers):
        raise Refusal(
            place=tr("Printing"),
            fault=tr("There are no pages {first} to {last}.", first=first, last=last),
            remedy=tr("Choose pages from 1 to {last}.", last=len(sides.numbers)),
        )
    return replace(laid_out, pages=tuple(laid_out.pages[at] for at in sides.within(first, last)))


def preview(place: Workplace, *, form_id: str, event_id: str, look: PaperLook = USUAL) -> Preview:
    """Return a specimen: every page, no serial, marked as not for use. Nothing is logged.

    Raises:
        Refusal, WorldError: as of :func:`lay_out`; a language that nobody has approved can be looked at.
    """
    from desktop.paper.booklet import specimen

    with place.reading() as unit:
        the_event(unit, event_id)
    laid_out, _form, _programme = lay_out(place, form_id=form_id, look=look, proof=True)
    return Preview(specimen(laid_out), sides_of(laid_out), laid_out.advice)
