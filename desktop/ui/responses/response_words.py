"""States and dates of responses in words, as lists and pages show them."""

from __future__ import annotations

from desktop.engagement.programme import Window
from desktop.foundation.translation import tr
from desktop.responses.finding import ResponseOrder
from desktop.responses.states import ItemState


def state_words(state: ItemState) -> str:
    """Return where a response stands."""
    return {
        ItemState.FINALISED: tr("Finished"),
        ItemState.BATCHED: tr("In a batch"),
        ItemState.SENT: tr("Sent, no receipt"),
        ItemState.DELIVERED_UNSIGNED: tr("Delivered, no signed receipt"),
        ItemState.SYNCED: tr("At the centre"),
        ItemState.QUARANTINED: tr("Set apart by the centre"),
        ItemState.VOIDED: tr("Voided"),
        ItemState.WITHDRAWN: tr("Withdrawn"),
        ItemState.ERASED: tr("Erased"),
    }.get(state, state.value)


def window_words(window: Window | None) -> str:
    """Return where the day that a response counts on lies against the programme's dates."""
    if window is None:
        return ""
    return {
        Window.BEFORE: tr("Before opening"),
        Window.INSIDE: tr("In time"),
        Window.LATE: tr("Late"),
    }[window]


def ending_words(move: str) -> str:
    """Return how a response was taken out."""
    return {"void": tr("Voided"), "withdraw": tr("Withdrawn"), "erase": tr("Erased")}.get(move, move)


def orders() -> tuple[tuple[str, ResponseOrder, bool], ...]:
    """Return (words, order, whether descending) of the orders that a list can have, the usual one first."""
    return (
        (tr("Newest first"), ResponseOrder.STARTED, True),
        (tr("Oldest first"), ResponseOrder.STARTED, False),
        (tr("Last finished first"), ResponseOrder.FINALISED, True),
        (tr("By channel"), ResponseOrder.CHANNEL, False),
        (tr("By state"), ResponseOrder.STATE, False),
        (tr("By who recorded it"), ResponseOrder.RECORDED_BY, False),
        (tr("By serial"), ResponseOrder.SERIAL, True),
    )
