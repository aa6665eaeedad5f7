"""Withdrawal codes, and the instructions to take something back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from desktop.responses.instructions import Instruction, InstructionAction
from desktop.store.repositories.base import Repository, chunks, instant, moment, no_instant
from desktop.store.tables import INSTRUCTION, WITHDRAWAL_CODE


class CodeRepository(Repository):
    """Which response a withdrawal code takes back; kept by the code's hash."""

    def put(self, code_hash: str, response_id: str) -> None:
        """Keep the hash of one code; a hash that is there already stays as it is."""
        self.put_many([(code_hash, response_id)])

    def put_many(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Keep (hash, response id) of several codes."""
        rows = [{"code_hash": code_hash, "response_id": response_id} for code_hash, response_id in pairs]
        self._insert_missing(WITHDRAWAL_CODE, rows)

    def response_of(self, code_hash: str) -> str | None:
        """Return the id of the response that a code takes back; ``None`` when it is not known here."""
        of_code = WITHDRAWAL_CODE.c.code_hash == code_hash
        row = self._first(select(WITHDRAWAL_CODE.c.response_id).where(of_code))
        return None if row is None else str(row.response_id)


class InstructionRepository(Repository):
    """Instructions: those given here and those that came. Each is here once, however often it comes."""

    def put(self, instruction: Instruction, *, batch_id: str = "") -> bool:
        """Keep an instruction; it waits to be applied, and to be sent unless it came in batch ``batch_id``.

        Returns:
            whether it is new; one that is known stays as it is.
        """
        if self.get(instruction.instruction_id) is not None:
            return False
        row = {
            "instruction_id": instruction.instruction_id,
            "action": instruction.action.value,
            "subject": instruction.subject,
            "reason": instruction.reason,
            "origin": instruction.origin,
            **instant("made", instruction.made_at),
            **no_instant("applied"),
            "batch_id": batch_id,
        }
        self._insert_missing(INSTRUCTION, [row])
        return True

    def get(self, instruction_id: str) -> Instruction | None:
        """Return one instruction."""
        row = self._first(select(INSTRUCTION).where(INSTRUCTION.c.instruction_id == instruction_id))
        return None if row is None else _instruction(row)

    def list(self) -> tuple[Instruction, ...]:
        """Return every instruction, by its random id: the order in which they were given is not told."""
        return tuple(_instruction(row) for row in self._all(select(INSTRUCTION).order_by(_ID)))

    def unsent(self) -> tuple[Instruction, ...]:
        """Return the instructions that are in no batch."""
        statement = select(INSTRUCTION).where(INSTRUCTION.c.batch_id == "").order_by(_ID)
        return tuple(_instruction(row) for row in self._all(statement))

    def mark_batched(self, batch_id: str, instruction_ids: Iterable[str]) -> None:
        """Keep on the instructions that they are in that batch."""
        for chunk in chunks(instruction_ids):
            statement = update(INSTRUCTION).where(_OF_MANY).values(batch_id=batch_id)
            self._connection.execute(statement, {"instructions": chunk})

    def mark_applied(self, instruction_id: str, at: datetime) -> None:
        """Keep that the instruction was carried out here."""
        statement = update(INSTRUCTION).where(INSTRUCTION.c.instruction_id == instruction_id)
        self._connection.execute(statement.values(**instant("applied", at)))

    def applied(self, instruction_id: str) -> bool:
        """Tell whether the instruction was carried out here."""
        statement = select(INSTRUCTION.c.applied_utc).where(INSTRUCTION.c.instruction_id == instruction_id)
        row = self._first(statement)
        return row is not None and row.applied_utc != ""

    def pending(self, action: InstructionAction | None = None) -> tuple[Instruction, ...]:
        """Return the instructions that were not carried out yet, of one action or of all."""
        statement = select(INSTRUCTION).where(INSTRUCTION.c.applied_utc == "").order_by(_ID)
        if action is not None:
            statement = statement.where(INSTRUCTION.c.action == action.value)
        return tuple(_instruction(row) for row in self._all(statement))

    def about(self, subject: str, action: InstructionAction) -> tuple[Instruction, ...]:
        """Return the instructions of one action about one subject, carried out or not."""
        wanted = (INSTRUCTION.c.subject == subject) & (INSTRUCTION.c.action == action.value)
        return tuple(_instruction(row) for row in self._all(select(INSTRUCTION).where(wanted).order_by(_ID)))


_ID = INSTRUCTION.c.instruction_id
_OF_MANY = _ID.in_(bindparam("instructions", expanding=True))


def _instruction(row: Row[Any]) -> Instruction:
    return Instruction(
        instruction_id=row.instruction_id,
        action=InstructionAction(row.action),
        subject=row.subject,
        reason=row.reason,
        origin=row.origin,
        made_at=moment(row.made_utc, row.made_offset),
    )
