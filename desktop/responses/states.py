"""The states that an item can be in: one list, here, and what moves an item between them.

The ledger's equations (:mod:`desktop.responses.ledger`) are made from this list, so a state that is added here
is counted there. Lateness is no state: it is worked out from dates against the closing date in force.
"""

from __future__ import annotations

from enum import StrEnum

from desktop.foundation.errors import Defect


class ItemState(StrEnum):
    """Where a response stands, judged by its newest revision, against the central store."""

    DRAFT = "draft"
    """Answers are in the journal; nothing is frozen."""
    ABANDONED = "abandoned"
    """A draft that was given up, with a reason; its answers are gone."""
    FINALISED = "finalised"
    """The instance XML is frozen; in no batch yet."""
    BATCHED = "batched"
    """In a closed batch that has not left the device."""
    SENT = "sent"
    """In a batch that was written to a target; no receipt yet."""
    DELIVERED_UNSIGNED = "delivered_unsigned"
    """A server said that it took it, but gave no signed receipt."""
    SYNCED = "synced"
    """A signed receipt of the central store says that it is there."""
    QUARANTINED = "quarantined"
    """The centre has it but set it apart: same id with other bytes, or a revoked device."""
    VOIDED = "voided"
    """Taken out of the counts by a person, with a reason; kept."""
    WITHDRAWN = "withdrawn"
    """Taken back by the respondent."""
    ERASED = "erased"
    """Its answers are gone; a tombstone is left."""


class Move(StrEnum):
    """What happens to an item."""

    FINALISE = "finalise"
    ABANDON = "abandon"
    PUT_IN_BATCH = "put in batch"
    PUT_BACK = "put back"
    """Its batch was given up (a restored store, a hole that a withdrawal left), so that it goes into the next."""
    SEND = "send"
    DELIVER = "deliver"
    RECEIPT_ACCEPTED = "receipt: accepted"
    RECEIPT_QUARANTINED = "receipt: quarantined"
    REVISE = "revise"
    VOID = "void"
    WITHDRAW = "withdraw"
    ERASE = "erase"


_S = ItemState
IN_BATCH = frozenset({_S.BATCHED, _S.SENT, _S.DELIVERED_UNSIGNED, _S.SYNCED, _S.QUARANTINED})
"""States of an item whose newest revision is in a closed batch."""
STOPPED = frozenset({_S.VOIDED, _S.WITHDRAWN, _S.ERASED})
"""States of an item that counts no more."""
EMPTIED = frozenset({_S.WITHDRAWN, _S.ERASED})
"""States of an item of which a row without answers is left."""
FROZEN = IN_BATCH | STOPPED | {_S.FINALISED}
"""States of an item that was finalised once."""

_MOVES: dict[Move, tuple[frozenset[ItemState], ItemState]] = {
    Move.FINALISE: (frozenset({_S.DRAFT}), _S.FINALISED),
    Move.ABANDON: (frozenset({_S.DRAFT}), _S.ABANDONED),
    Move.PUT_IN_BATCH: (frozenset({_S.FINALISED}), _S.BATCHED),
    Move.PUT_BACK: (frozenset({_S.BATCHED, _S.SENT, _S.DELIVERED_UNSIGNED}), _S.FINALISED),
    # a batch may be written again (a lost stick), so sending is allowed from every state it leads to
    Move.SEND: (frozenset({_S.BATCHED, _S.SENT}), _S.SENT),
    Move.DELIVER: (frozenset({_S.BATCHED, _S.SENT, _S.DELIVERED_UNSIGNED}), _S.DELIVERED_UNSIGNED),
    # a receipt can arrive for a batch whose sending was never recorded (killed between file and row)
    Move.RECEIPT_ACCEPTED: (frozenset(IN_BATCH), _S.SYNCED),
    Move.RECEIPT_QUARANTINED: (frozenset(IN_BATCH - {_S.SYNCED}), _S.QUARANTINED),
    Move.REVISE: (frozenset(IN_BATCH | {_S.FINALISED}), _S.FINALISED),
    Move.VOID: (frozenset(IN_BATCH | {_S.FINALISED}), _S.VOIDED),
    Move.WITHDRAW: (frozenset(IN_BATCH | {_S.FINALISED, _S.VOIDED}), _S.WITHDRAWN),
    Move.ERASE: (frozenset(FROZEN - {_S.ERASED}), _S.ERASED),
}


def can_move(state: ItemState, move: Move) -> bool:
    """Tell whether ``move`` may happen to an item in ``state``."""
    return state in _MOVES[move][0]


def after(state: ItemState, move: Move) -> ItemState:
    """Return the state that ``move`` leads to.

    Raises:
        Defect: the move may not happen in that state.
    """
    allowed, target = _MOVES[move]
    if state not in allowed:
        raise Defect(f"an item that is {state} cannot be moved by: {move}")
    return target
