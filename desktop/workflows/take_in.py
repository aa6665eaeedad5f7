"""Taking the records of one batch into the central store, or setting them apart.

What was taken back before it came is never stored: a response comes in as a tombstone, an entry of the update list
not at all, and what is set apart is set apart without its bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from desktop.engagement.codec import programme_from_json, programme_to_json
from desktop.engagement.programme import Programme
from desktop.engagement.sealed_contact import SealedContact
from desktop.engagement.versions import version_order
from desktop.foundation.errors import Refusal, WorldError
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.entry import answers_from_xml
from desktop.responses.batches import (
    DAY_KINDS,
    KEYING_KINDS,
    PAPER_KINDS,
    Batch,
    BatchRecord,
    ItemResult,
    RecordKind,
)
from desktop.responses.custody import DeviceLedger, OutOfReach
from desktop.responses.instructions import FROM_LAPTOPS, Instruction, InstructionAction
from desktop.responses.received import QuarantinedRecord, RecordResult
from desktop.responses.response import Revision
from desktop.responses.states import ItemState
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.batch_records import (
    contact_from,
    content_digest,
    event_from,
    form_from,
    instruction_from,
    revision_from,
)
from desktop.workflows.device_ledger import read_ledger_body
from desktop.workflows.event_day_taking import EventDayOfBatch
from desktop.workflows.keying_taking import KeyingOfBatch
from desktop.workflows.paper_batches import PaperOfBatch
from desktop.workflows.reasons import checked_reason
from desktop.workflows.taking_back import (
    MOVES,
    TAKEN_BACK,
    TakenBack,
    batch_file_copy,
    carry_out,
    claims,
    emptied,
    reason_of,
    void_late,
)

_FAULTS = (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError)


@dataclass
class _Taking:
    """What is found in a batch on the way, before it is written."""

    results: list[RecordResult] = field(default_factory=list)
    fresh: list[Revision] = field(default_factory=list)
    tombstones: list[tuple[Revision, Instruction]] = field(default_factory=list)
    contacts: list[SealedContact] = field(default_factory=list)
    apart: list[QuarantinedRecord] = field(default_factory=list)


class RecordsOfBatch:
    """The records of one batch, being taken into the unit of the central store."""

    def __init__(self, unit: UnitOfWork, batch: Batch, *, actor: Actor, now: datetime, file: str) -> None:
        self._unit = unit
        self._batch = batch
        self._actor = actor
        self._now = now
        self._file = file
        self._taking = _Taking()
        self._definitions: dict[str, FormDefinition] = {}
        self._event_day = EventDayOfBatch(unit, batch, set_apart=self._set_apart)
        self._paper = PaperOfBatch(unit, batch)
        self._keying = KeyingOfBatch(unit, batch)

    def take(self, records: Sequence[BatchRecord]) -> tuple[tuple[RecordResult, ...], list[QuarantinedRecord]]:
        """Put the records where they belong; return what was done with each, and what was set apart."""
        # before any response of the same batch: what somebody took back must not be stored first
        for record in records:
            if record.kind is RecordKind.INSTRUCTION:
                self._guarded(record, self._instruction)
        self._taken_back = TakenBack(self._unit)
        self._claims = {each.identity: claims(each.body) for each in records if each.kind is RecordKind.RESPONSE}
        self._known = self._unit.responses.content_digests(self._claims)
        self._states = self._unit.responses.states(response_id for response_id, _ in self._claims.values())
        self._taken_back.learn(self._claims.values())
        for record in records:
            match record.kind:
                case RecordKind.PROGRAMME:
                    self._guarded(record, self._programme)
                case RecordKind.FORM:
                    self._guarded(record, lambda each: self._unit.forms.put(form_from(each.body)))
                case RecordKind.EVENT:
                    self._guarded(record, lambda each: self._unit.events.put(event_from(each.body)))
                case RecordKind.RESPONSE:
                    self._guarded(record, self._response)
                case RecordKind.CONTACT:
                    self._guarded(record, self._contact)
                case RecordKind.LEDGER:
                    self._guarded(record, self._ledger)
                case kind if kind in DAY_KINDS:
                    self._guarded(record, self._event_day.take)
                case kind if kind in PAPER_KINDS:
                    self._guarded(record, self._paper.take)
                case kind if kind in KEYING_KINDS:
                    self._guarded(record, self._keying.take)
        self._write()
        return tuple(self._taking.results), self._emptied()

    def set_all_apart(
        self, records: Iterable[BatchRecord], reason: str
    ) -> tuple[tuple[RecordResult, ...], list[QuarantinedRecord]]:
        """Set every record apart, of a batch that is not believed."""
        self._taken_back = TakenBack(self._unit)
        given = list(records)
        self._taken_back.learn(claims(each.body) for each in given if each.kind is RecordKind.RESPONSE)
        for record in given:
            self._set_apart(record, reason)
        return tuple(self._taking.results), self._emptied()

    # one record ------------------------------------------------------------------------------------------

    def _guarded(self, record: BatchRecord, take: Callable[[BatchRecord], None]) -> None:
        try:
            take(record)
        except _FAULTS as fault:
            self._set_apart(record, str(fault))
        except WorldError as fault:  # its form or its XML can't be read
            self._set_apart(record, fault.fault)

    def _set_apart(self, record: BatchRecord, reason: str) -> None:
        self._taking.apart.append(
            apart(self._batch, record.kind.value, record.identity, record.body, reason, self._now)
        )
        if record.kind in (RecordKind.RESPONSE, RecordKind.CONTACT):
            self._taking.results.append(RecordResult(record.identity, ItemResult.QUARANTINED, reason))

    def _programme(self, record: BatchRecord) -> None:
        """Keep the programme in force: the highest version wins, whichever laptop brings it last."""
        programme: Programme = programme_from_json(record.body)
        standing = self._unit.programmes.get(programme.programme_id)
        if standing is None or version_order(standing.version) < version_order(programme.version):
            # by the digest of what came: under one name for all, a second version would be taken for the first
            content = programme_to_json(programme).encode()
            self._unit.programmes.put(programme, pack_sha256=hashlib.sha256(content).hexdigest(), pack_files={})

    def _instruction(self, record: BatchRecord) -> None:
        instruction = instruction_from(record.body)
        if instruction.instruction_id != record.identity:
            raise ValueError(tr("its id is not the one it is listed under"))
        if instruction.action not in FROM_LAPTOPS:
            raise ValueError(tr("only withdrawals by a code and voided responses are taken from a laptop"))
        try:
            checked_reason(instruction.reason, place=tr("The reason"))
        except Refusal:  # the laptop should have refused it; what it asks for is done all the same
            instruction = replace(instruction, reason="")
        self._unit.instructions.put(instruction, batch_id=self._batch.batch_id)
        carry_out(self._unit, instruction, actor=self._actor, at=self._now)

    def _contact(self, record: BatchRecord) -> None:
        contact = contact_from(record.body)
        if self._taken_back.is_contact(contact.contact_id):
            self._done(record, ItemResult.ALREADY_THERE)
            return
        self._taking.contacts.append(contact)
        self._done(record, ItemResult.ACCEPTED)

    def _ledger(self, record: BatchRecord) -> None:
        read_ledger_body(record.body)  # what can't be read later is no ledger now
        batch = self._batch
        self._unit.devices.put_ledger(
            DeviceLedger(batch.device_id, batch.epoch, batch.number, batch.formed_at, record.body)
        )

    def _response(self, record: BatchRecord) -> None:
        response_id, withdrawal_hash = self._claims[record.identity]
        if self._states.get(response_id) in TAKEN_BACK or self._known.get(record.identity) == "":
            self._done(record, ItemResult.ALREADY_THERE)  # it is here, as a tombstone
            return
        digest = content_digest(record.body)
        if record.identity in self._known:
            if self._known[record.identity] == digest:
                self._done(record, ItemResult.ALREADY_THERE)
            else:
                self._set_apart(record, tr("another response with the same id is here already"))
            return
        revision = revision_from(record.body, self._answers_of)
        if revision.instance_id != record.identity:
            raise ValueError(tr("its id is not the one it is listed under"))
        self._known[record.identity] = digest
        instruction = self._taken_back.of_response(response_id, withdrawal_hash)
        if instruction is None:
            self._taking.fresh.append(revision)
            self._done(record, ItemResult.ACCEPTED)
        elif response_id not in self._states:
            self._taking.tombstones.append((revision, instruction))
            self._states[response_id] = ItemState.WITHDRAWN  # another revision in this batch adds nothing
            self._done(record, ItemResult.ACCEPTED)
        else:  # it is this revision that tells whose code was withdrawn
            if instruction.action is InstructionAction.WITHDRAW:
                self._unit.codes.put(instruction.subject, response_id)
            carry_out(self._unit, instruction, actor=self._actor, at=self._now)
            self._states[response_id] = ItemState.WITHDRAWN
            self._done(record, ItemResult.ALREADY_THERE)

    def _answers_of(self, sha256: str, xml: bytes) -> dict[str, str]:
        from desktop.questionnaires.xform import read_xform

        if sha256 not in self._definitions:
            form = self._unit.forms.by_sha(sha256)
            if form is None:
                raise ValueError(tr("its form did not come with it"))
            self._definitions[sha256] = read_xform(form.xml)
        return answers_from_xml(self._definitions[sha256], xml)

    def _done(self, record: BatchRecord, result: ItemResult) -> None:
        self._taking.results.append(RecordResult(record.identity, result))

    # all together ----------------------------------------------------------------------------------------

    def _write(self) -> None:
        unit, taking, batch = self._unit, self._taking, self._batch
        unit.responses.add_revisions(taking.fresh, state=ItemState.SYNCED, batch_id=batch.batch_id)
        unit.codes.put_many(
            (each.envelope.withdrawal_hash, each.response_id)
            for each in (*taking.fresh, *(revision for revision, _ in taking.tombstones))
            if each.envelope.withdrawal_hash
        )
        unit.codes.put_many(
            (instruction.subject, revision.response_id)
            for revision, instruction in taking.tombstones
            if instruction.action is InstructionAction.WITHDRAW
        )
        unit.contacts.add_many(taking.contacts, batch_id=batch.batch_id)
        self._event_day.write(self._taken_back)
        self._keying.write(self._taken_back)
        copies: list[OutOfReach] = []
        for revision, instruction in taking.tombstones:
            unit.responses.add_tombstones(
                [revision],
                MOVES[instruction.action],
                actor=self._actor,
                reason=reason_of(instruction),
                at=self._now,
                batch_id=batch.batch_id,
            )
            unit.responses.empty([revision.response_id])  # of pictures and keyings which came in a batch before it
            unit.instructions.mark_applied(instruction.instruction_id, self._now)
            about = instruction.instruction_id
            unit.changes.add(
                actor=self._actor, what="response came after it was taken back", about_id=about, at=self._now
            )
            copies.append(batch_file_copy(about, self._file, self._now))
        unit.copies_out.add_many(copies)
        void_late(unit, {each.response_id for each in taking.fresh}, actor=self._actor, at=self._now)
        self._paper.write([*taking.fresh, *(revision for revision, _ in taking.tombstones)])

    def _emptied(self) -> list[QuarantinedRecord]:
        return [
            replace(each, body=b"") if self._event_day.named_somebody(each) else emptied(each, self._taken_back)
            for each in self._taking.apart
        ]


def apart(batch: Batch, kind: str, identity: str, body: str, reason: str, now: datetime) -> QuarantinedRecord:
    """Return a record as it is set apart, with its bytes."""
    return QuarantinedRecord(
        quarantine_id=new_id(),
        batch_id=batch.batch_id,
        device_id=batch.device_id,
        kind=kind,
        identity=identity,
        reason=reason,
        body=body.encode(errors="surrogatepass"),
        at=now,
    )
