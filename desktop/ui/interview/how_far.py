"""How far a section or an instance is, in words and as a mark: never by colour alone."""

from __future__ import annotations

from desktop.foundation.translation import tr
from desktop.ui.interview.shown import HowFar

_MARKS = {HowFar.NOT_BEGUN: "○", HowFar.BEGUN: "◐", HowFar.DONE: "✓"}


def how_far_words(state: HowFar, asked: int, answered: int) -> str:
    """Return "◐ Begun, 2 of 5 answered"."""
    if not asked:  # words to read, and nothing that could be answered
        return {
            HowFar.NOT_BEGUN: tr("○ Not begun"),
            HowFar.BEGUN: tr("◐ Begun"),
            HowFar.DONE: tr("✓ Done"),
        }[state]
    name = {HowFar.NOT_BEGUN: tr("Not begun"), HowFar.BEGUN: tr("Begun"), HowFar.DONE: tr("Done")}[state]
    return tr(
        "{mark} {state}, {answered} of {asked} answered",
        mark=_MARKS[state],
        state=name,
        answered=answered,
        asked=asked,
    )
