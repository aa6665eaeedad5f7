"""Instructions to take something back, or out of the counts, as plain data. They travel both ways."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class InstructionAction(StrEnum):
    """What is to be done."""

    WITHDRAW = "withdraw"
    """The respondent gave their code; the subject is its hash."""
    ERASE_RESPONSE = "erase response"
    """A coordinator decided it; the subject is the response's id."""
    ERASE_CONTACT = "erase contact"
    """Somebody wants off the update list; the subject is the entry's id."""
    VOID = "void response"
    """Who recorded it found that it must not count; the subject is the response's id. Its answers are kept."""


FROM_LAPTOPS = frozenset({InstructionAction.WITHDRAW, InstructionAction.VOID})
"""What a laptop may tell the centre to do: nothing by which answers are lost that nobody gave a code for."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction. It may come before what it speaks of, and then waits for it.

    Attributes:
        instruction_id: uuid4 text.
        subject: see :class:`InstructionAction`.
        reason: why, in a person's words; may be empty. No answer and no contact detail.
        origin: ``device <id>`` or ``centre <id>``: who gave it.
        made_at: instant.
    """

    instruction_id: str
    action: InstructionAction
    subject: str
    reason: str
    origin: str
    made_at: datetime
