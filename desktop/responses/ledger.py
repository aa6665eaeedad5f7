"""The ledger: where every response is, and equations that show that none is lost.

Two sources are compared. The *counts* come from the state that is stored on each response. The *facts* are
counted from other tables: the journal's drafts, the frozen revisions, the batch items, the receipts, the print
log. The equations are made from the list of states in :mod:`desktop.responses.states`, and each of them says in
plain words what it compares. One that does not hold is shown, never repaired in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop.foundation.translation import tr
from desktop.responses.states import FROZEN, IN_BATCH, STOPPED, ItemState


@dataclass(frozen=True, slots=True)
class Facts:
    """What the store counts without looking at any response's state.

    Attributes:
        items_started: distinct responses for which a draft was begun or a revision frozen.
        drafts_open: drafts that have not ended.
        drafts_abandoned: drafts that were given up.
        frozen: distinct responses with a frozen revision.
        in_batches: of these, not stopped, those whose newest revision is in a batch.
        accepted: of these, those that a receipt says the centre has.
        quarantined: of these, those that a receipt says were set apart, and none says were taken in.
        stopped: distinct responses that a person voided, withdrew or erased.
        copies_printed: numbered copies, summed over the print runs.
        copies_keyed, copies_not_keyed: copies in the print log that were keyed, and that were not; where the
            latter are, the paper ledger says (:mod:`desktop.sheets.paper_ledger`).
        copies_keyed_unseen: of the keyed ones, those of which no response is here: at the centre, while it has
            not come or was set apart.
        paper: paper responses; ``paper_log_here`` of them bear a serial of this print log, and
            ``paper_log_elsewhere`` one that is not in it.
        paper_twice: of those of this print log, how many there are beyond the first of each serial: two laptops
            keyed one sheet, or a photocopy.
    """

    items_started: int
    drafts_open: int
    drafts_abandoned: int
    frozen: int
    in_batches: int
    accepted: int
    quarantined: int
    stopped: int
    copies_printed: int
    copies_keyed: int
    copies_not_keyed: int
    copies_keyed_unseen: int
    paper: int
    paper_log_here: int
    paper_log_elsewhere: int
    paper_twice: int


@dataclass(frozen=True, slots=True)
class Equation:
    """Two numbers that must be equal, and what they are.

    Attributes:
        words: one sentence that a person reads.
        left: summed from the states, or the whole.
        right: counted from the other tables, or the sum of the parts.
    """

    words: str
    left: int
    right: int

    @property
    def holds(self) -> bool:
        """Whether both sides are equal."""
        return self.left == self.right


@dataclass(frozen=True, slots=True)
class Ledger:
    """Counts of every state, also those that are nought, the facts, and the equations between them."""

    counts: Mapping[ItemState, int]
    facts: Facts
    equations: tuple[Equation, ...]

    @property
    def balances(self) -> bool:
        """Whether every equation holds."""
        return all(equation.holds for equation in self.equations)


BEFORE_FREEZING = frozenset({ItemState.DRAFT, ItemState.ABANDONED})
"""States of an item that was never finalised."""
ON_THE_WAY = IN_BATCH - {ItemState.SYNCED, ItemState.QUARANTINED}
"""States of an item in a batch for which no receipt has come."""


def make_ledger(counts: Mapping[ItemState, int], facts: Facts) -> Ledger:
    """Return the ledger of ``counts`` (states that are missing count nought) and ``facts``."""
    full = {state: counts.get(state, 0) for state in ItemState}

    def total(states: Iterable[ItemState]) -> int:
        return sum(full[state] for state in states)

    equations = (
        Equation(
            tr("Everything that was started is in exactly one state."), total(ItemState), facts.items_started
        ),
        Equation(
            tr("Every response that is open is a draft with its journal."),
            full[ItemState.DRAFT],
            facts.drafts_open,
        ),
        Equation(
            tr("Every response that was given up is a draft with the reason for it."),
            full[ItemState.ABANDONED],
            facts.drafts_abandoned,
        ),
        Equation(tr("Every finalised response has its frozen answers on file."), total(FROZEN), facts.frozen),
        Equation(
            tr("Finalised and in no batch: what is frozen, less what is in batches and what was taken out."),
            full[ItemState.FINALISED],
            facts.frozen - facts.in_batches - facts.stopped,
        ),
        Equation(
            tr("Every response that is batched, sent, delivered, synced or set apart stands in a batch."),
            total(IN_BATCH),
            facts.in_batches,
        ),
        Equation(
            tr("On the way: what is in batches, less what receipts speak of."),
            total(ON_THE_WAY),
            facts.in_batches - facts.accepted - facts.quarantined,
        ),
        Equation(
            tr("Every synced response has a signed receipt that says it is there."),
            full[ItemState.SYNCED],
            facts.accepted,
        ),
        Equation(
            tr("Every response that the centre set apart has a receipt that says so."),
            full[ItemState.QUARANTINED],
            facts.quarantined,
        ),
        Equation(
            tr("Every response that was voided, withdrawn or erased has a record of it."),
            total(STOPPED),
            facts.stopped,
        ),
        Equation(
            tr("Every numbered copy was keyed, or is in another state of the paper ledger."),
            facts.copies_printed,
            facts.copies_keyed + facts.copies_not_keyed,
        ),
        Equation(
            tr("Every keyed copy of this print log has its paper response, unless that is still to come."),
            facts.copies_keyed - facts.copies_keyed_unseen,
            facts.paper_log_here - facts.paper_twice,
        ),
        Equation(
            tr("Every paper response bears a serial of this print log or of another."),
            facts.paper,
            facts.paper_log_here + facts.paper_log_elsewhere,
        ),
    )
    return Ledger(full, facts, equations)
