"""The layout that a page's code names: kept here where the sheet was printed here, else made anew from the form.

A laptop that didn't print a sheet has its form and programme, and so everything that the layout was made from.
Only how it was laid out isn't known: the ways are tried, the usual ones first, until one has the id of the code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, product
from typing import Any

from desktop.foundation.errors import WorldError
from desktop.questionnaires.definition import FormDefinition
from desktop.sheets.copies import Layout
from desktop.workflows.workplace import Workplace

_MOST_TRIES = 400
"""Layouts are drawn in about a fifth of a second each."""


def find_layout(
    place: Workplace,
    *,
    form_id: str,
    layout_id: str,
    edition: str = "",
    cancelled: Callable[[], bool] = lambda: False,
) -> Layout | None:
    """Return the layout, made anew where it is not kept here; ``None`` where no way of laying the form out has it.

    Takes seconds where the sheet was laid out in an unusual way. Nothing is kept: :func:`keep_layout` does that.

    Args:
        edition: as the page's code says, which is tried first.
        cancelled: asked before each try; ``None`` is returned when it says so.
    """
    from desktop.paper.booklet import draw_form

    with place.reading() as unit:
        kept = unit.copies.layout(layout_id)
        forms = [form for form in reversed(unit.forms.list()) if form.form_id == form_id]
        programmes = {form.programme_id: unit.programmes.get(form.programme_id) for form in forms}
    if kept is not None:
        return kept
    for form in forms:
        programme = programmes[form.programme_id]
        if programme is None:
            continue
        definition = place.shelf.definition(form)
        media = place.media(form).pictures(definition)
        for way in islice(_ways(definition, edition), _MOST_TRIES):
            if cancelled():
                return None
            try:
                layout = draw_form(definition, programme, media=media, proof=True, **way).layout
            except WorldError:
                continue  # this language can't be drawn, so no sheet is in it
            if layout.layout_id == layout_id:
                return layout
    return None


def keep_layout(place: Workplace, layout: Layout) -> None:
    """Keep a layout that was made anew, so that the next sheet like this one finds it at once."""
    with place.unit() as unit:
        unit.copies.put_layout(layout)
        unit.commit()


def _ways(definition: FormDefinition, edition: str) -> Iterator[dict[str, Any]]:
    """Yield every way in which a form can be laid out, with more and more that is not usual."""
    from desktop.paper.editions import EDITIONS
    from desktop.paper.page_sizes import PAGE_SIZES

    usual = definition.default_language
    languages: list[tuple[str, str | None]] = [(usual, None)]
    languages += [(name, None) for name in definition.languages if name != usual]
    languages += [(usual, name) for name in definition.languages if name != usual]
    editions = sorted(EDITIONS, key=lambda name: name != edition)
    every = product(editions, languages, PAGE_SIZES.values(), (True, False), (False, True))
    first = next(iter(product(editions, languages, PAGE_SIZES.values(), (True,), (False,))))
    for way in sorted(every, key=lambda way: sum(one != usually for one, usually in zip(way, first, strict=True))):
        look, (language, second), size, duplex, fillable = way
        yield {
            "edition": look,
            "language": language,
            "second_language": second,
            "page_size": size,
            "duplex": duplex,
            "fillable": fillable,
        }
