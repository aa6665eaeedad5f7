"""What the keying page says of a sheet beside its questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from desktop.foundation.translation import ntr, tr
from desktop.ui.interview.answer_words import spoken_date


def sheet_words(sheet: Any) -> str:
    """Return the serial of a :class:`~desktop.workflows.key_paper.SheetToKey`, and what the keyer should know."""
    parts = [tr("Sheet {serial}", serial=sheet.shown)]
    if not sheet.print_log_here:
        parts.append(tr("print log not here"))
    logged = {
        "spoiled": tr("logged as spoiled: is it the right sheet?"),
        "blank": tr("logged as returned blank: is it the right sheet?"),
        "refused": tr("logged as returned refused: is it the right sheet?"),
        "unaccounted": tr("it was logged as unaccounted for, and is found"),
    }.get(sheet.copy_state)
    if logged:
        parts.append(logged)
    return " · ".join(parts)


def received_hint(logged: str) -> str:
    """Return the hint of the date received; ``logged`` is the ISO day that was logged when it came in."""
    hint = tr("Day, month, year: 27032026. Enter locks the sheet and takes the next serial. Esc goes back.")
    if not logged:
        return hint
    return tr("It was logged as received on {day}.", day=spoken_date(date.fromisoformat(logged))) + " " + hint


def nothing_keyed_words(numbers: Sequence[str]) -> tuple[str, str]:
    """Return the title and the text of the notice that these questions were asked and have nothing."""
    title = ntr(
        "Nothing was keyed at {numbers}: it counts as blank",
        "Nothing was keyed at {numbers}: they count as blank",
        len(numbers),
        numbers=", ".join(numbers),
    )
    return title, tr("Esc goes back.")
