"""The lines of a batch: what goes into a new one, and those of one that was formed, made anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop.engagement.debrief import EventMerge
from desktop.engagement.pictures import Picture
from desktop.foundation.errors import Defect
from desktop.responses.batches import DAY_KINDS, KEYING_KINDS, PAPER_KINDS, BatchRecord, RecordKind
from desktop.sheets.copies import PrintRun
from desktop.sheets.custody import SheetMove
from desktop.store.unit import UnitOfWork
from desktop.workflows.batch_records import (
    contact_record,
    event_record,
    form_record,
    programme_record,
    response_record,
)
from desktop.workflows.event_day_batches import kept
from desktop.workflows.event_day_records import DayRecord, day_record
from desktop.workflows.keying_batches import keying_kept
from desktop.workflows.keying_records import KeyingRecord, keying_record
from desktop.workflows.paper_batches import paper_kept
from desktop.workflows.paper_records import PaperRecord, paper_record


def lines_of(
    unit: UnitOfWork, response_ids: Sequence[str], beside: Sequence[DayRecord | PaperRecord | KeyingRecord]
) -> list[BatchRecord]:
    """Return the lines of a batch: what its responses, counts, notes and paper refer to, and they themselves."""
    revisions = unit.responses.newest_revisions(response_ids)
    programme_ids = {each.envelope.programme_id for each in revisions}
    event_ids = {each.envelope.event_id for each in revisions}
    for thing in beside:
        if not isinstance(thing, Picture):
            programme_ids.add(thing.programme_id)
            event_ids |= {thing.event_id} - {""}
        if isinstance(thing, EventMerge) and thing.into_id:
            event_ids.add(thing.into_id)
    records: list[BatchRecord] = []
    for programme_id in sorted(programme_ids):
        programme = unit.programmes.get(programme_id)
        if programme is None:
            raise Defect("what is to be sent refers to a programme that is not in the store")
        records.append(programme_record(programme))
    for sha256 in sorted({each.form_sha256 for each in revisions} | _forms_of_paper(unit, beside)):
        form = unit.forms.by_sha(sha256)
        if form is None:
            raise Defect("a response refers to a form that is not in the store")
        records.append(form_record(form))
    for event_id in sorted(event_ids):
        event = unit.events.get(event_id)
        if event is None:
            raise Defect("what is to be sent refers to an event that is not in the store")
        records.append(event_record(event))
    records += [response_record(each) for each in revisions]
    return records + [_record_of(each) for each in beside]


def _record_of(thing: DayRecord | PaperRecord | KeyingRecord) -> BatchRecord:
    if isinstance(thing, KeyingRecord):
        return keying_record(thing)
    return paper_record(thing) if isinstance(thing, PrintRun | SheetMove) else day_record(thing)


def _forms_of_paper(unit: UnitOfWork, beside: Sequence[DayRecord | PaperRecord | KeyingRecord]) -> set[str]:
    """Return the digests of the forms by which the centre tells whose serials those are."""
    moved = (serial for each in beside if isinstance(each, SheetMove) for serial in each.serials)
    newest = (unit.forms.get(each) for each in {copy.form_id for copy in unit.copies.copies(moved).values()})
    printed = {each.form_sha256 for each in beside if isinstance(each, PrintRun)}
    return printed | {each.sha256 for each in newest if each is not None}


def picture_lines(unit: UnitOfWork, groups: Iterable[Iterable[str]]) -> list[BatchRecord]:
    """Return the lines of pictures, given by their ids."""
    found = (unit.pictures.get(picture_id) for group in groups for picture_id in group)
    return [day_record(each) for each in found if each is not None]


def remade_records(unit: UnitOfWork, batch_id: str) -> list[BatchRecord]:
    """Return the lines of a formed batch, made anew where the store keeps no second copy of their bodies.

    Raises:
        Defect: a line is not, byte for byte, what was put into the batch.
    """
    records = []
    for item in unit.batches.items(batch_id):
        record = item if item.body else _remade(unit, item)
        if record.sha256 != item.sha256:
            raise Defect(f"the {item.kind} {item.identity} is not what was put into the batch")
        records.append(record)
    return records


def _remade(unit: UnitOfWork, item: BatchRecord) -> BatchRecord:
    if item.kind is RecordKind.RESPONSE:
        revision = unit.responses.revision(item.identity)
        if revision is not None:
            return response_record(revision)
    if item.kind is RecordKind.CONTACT:
        contact = unit.contacts.get(item.identity)
        if contact is not None:
            return contact_record(contact)
    if item.kind in DAY_KINDS:
        thing = kept(unit, item.kind, item.identity)
        if thing is not None:
            return day_record(thing)
    if item.kind in PAPER_KINDS:
        paper = paper_kept(unit, item.kind, item.identity)
        if paper is not None:
            return paper_record(paper)
    if item.kind in KEYING_KINDS:
        keyed = keying_kept(unit, item.kind, item.identity)
        if keyed is not None:
            return keying_record(keyed)
    raise Defect(f"the {item.kind} {item.identity} of a batch is gone")
