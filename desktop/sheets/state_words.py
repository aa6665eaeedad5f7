"""What screens, printed sheets and commands say for the states of a copy and for what is done with it."""

from __future__ import annotations

from desktop.foundation.translation import tr
from desktop.sheets.copies import CopyState, RunKind
from desktop.sheets.custody import SheetHow, SheetMoveKind


def state_words(state: CopyState) -> str:
    """Return the state of a copy as people say it."""
    said = {
        CopyState.PRINTED: tr("printed, not handed out"),
        CopyState.ISSUED: tr("handed out or posted"),
        CopyState.UNACCOUNTED: tr("unaccounted for"),
        CopyState.RETURNED: tr("returned, not keyed"),
        CopyState.SPOILED: tr("spoiled"),
        CopyState.BLANK: tr("returned blank"),
        CopyState.REFUSED: tr("returned refused"),
        CopyState.KEYED: tr("keyed"),
        CopyState.VERIFIED: tr("keyed and verified"),
    }
    return said[state]


def move_words(kind: SheetMoveKind, how: SheetHow = SheetHow.NOT_SAID) -> str:
    """Return what was done with a stack, as people say it."""
    if kind is SheetMoveKind.ISSUE:
        return {
            SheetHow.EVENT: tr("handed out at an event"),
            SheetHow.POST: tr("posted on request"),
            SheetHow.NOT_SAID: tr("handed out or posted"),
        }[how]
    if kind is SheetMoveKind.RETURN:
        return {
            SheetHow.EVENT: tr("returned at an event"),
            SheetHow.POST: tr("returned by post"),
            SheetHow.NOT_SAID: tr("returned"),
        }[how]
    said = {
        SheetMoveKind.BLANK: tr("returned blank"),
        SheetMoveKind.REFUSE: tr("returned refused"),
        SheetMoveKind.SPOIL: tr("spoiled"),
        SheetMoveKind.UNACCOUNTED: tr("unaccounted for"),
        SheetMoveKind.KEY: tr("keyed"),
        SheetMoveKind.VERIFY: tr("keyed and verified"),
        SheetMoveKind.PUT_BACK: tr("taken back"),
    }
    return said[kind]


def run_words(kind: RunKind) -> str:
    """Return what a print run put numbers on."""
    said = {
        RunKind.NUMBERED: tr("numbered copies"),
        RunKind.MASTER: tr("unnumbered master"),
        RunKind.LABELS: tr("labels"),
        RunKind.WRITTEN: tr("numbers written at receipt"),
        RunKind.PHOTOCOPY: tr("photocopies"),
    }
    return said[kind]


def edition_words(edition: str) -> str:
    """Return what an edition is called; one that is not known here by its own name."""
    said = {
        "standard": tr("standard print"),
        "large-print": tr("large print"),
        "easy-read": tr("easy read"),
        "": tr("format not logged"),
    }
    return said.get(edition, edition)
