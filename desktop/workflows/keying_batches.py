"""Keyings, plans, decisions and queries on the way into a batch, and out of one that was given up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from desktop.responses.batches import KEYING_KINDS, BatchRecord, RecordKind
from desktop.responses.states import IN_BATCH, ItemState
from desktop.store.unit import UnitOfWork
from desktop.workflows.keying_records import KeyingRecord, KeyingThing, identity_of, plan_key

_GOES = IN_BATCH | {ItemState.FINALISED}
"""States of a response that is at the centre, or goes there with what is of it."""


def keying_waiting(unit: UnitOfWork) -> tuple[KeyingRecord, ...]:
    """Return what is in no batch of this laptop and may go: what is of a response goes with it or after it."""
    keyings = unit.keyings.unsent()
    decisions = unit.decisions.unsent()
    queries = unit.queries.unsent()
    found = [KeyingRecord(each, each.programme_id, "", "") for each in unit.plans.unsent()]
    found += [KeyingRecord(each, each.programme_id, each.event_id, each.response_id) for each in keyings]
    programmes = unit.responses.programmes_of({each.response_id for each in decisions})
    found += [KeyingRecord(each, programmes.get(each.response_id, ""), "", each.response_id) for each in decisions]
    asked = [(each, response_of_query(unit, each.draft_id)) for each in queries]
    found += [KeyingRecord(each, each.programme_id, "", response_id) for each, response_id in asked if response_id]
    states = unit.responses.states({each.response_id for each in found if each.response_id})
    return tuple(each for each in found if not each.response_id or states.get(each.response_id) in _GOES)


def response_of_query(unit: UnitOfWork, draft_id: str) -> str:
    """Return the response of the sheet that was being keyed when a query was asked; empty where none is known."""
    header = unit.drafts.get(draft_id)
    return "" if header is None else header.response_id


def keying_kept(unit: UnitOfWork, kind: RecordKind, identity: str) -> KeyingRecord | None:
    """Return what the store holds under the identity of a line, or ``None``."""
    match kind:
        case RecordKind.KEYED_SHEET:
            sheet = unit.keyings.get(identity)
            if sheet is not None:
                return KeyingRecord(sheet, sheet.programme_id, sheet.event_id, sheet.response_id)
        case RecordKind.VERIFICATION_PLAN:
            form_id = plan_key(identity)[0]
            plans = (each for each in unit.plans.of_form(form_id) if identity_of(each) == identity)
            plan = next(plans, None)
            if plan is not None:
                return KeyingRecord(plan, plan.programme_id, "", "")
        case RecordKind.KEYING_DECISION:
            decision = unit.decisions.get(identity)
            if decision is not None:
                of_response = decision.response_id
                programme_id = unit.responses.programmes_of([of_response]).get(of_response, "")
                return KeyingRecord(decision, programme_id, "", of_response)
        case _:
            query = unit.queries.get(identity)
            if query is not None:
                return KeyingRecord(query, query.programme_id, "", response_of_query(unit, query.draft_id))
    return None


def keying_put_in(unit: UnitOfWork, records: Iterable[BatchRecord], batch_id: str) -> None:
    """Keep on everything about keying among ``records`` that it is in this batch."""
    _set_batch(unit, _by_kind(records), batch_id)


def keying_put_back(unit: UnitOfWork, batch_id: str) -> None:
    """Let what is in a batch be in none again: the batch was given up."""
    unit.keyings.free_batch(batch_id)
    unit.plans.free_batch(batch_id)
    unit.decisions.free_batch(batch_id)
    unit.queries.free_batch(batch_id)


def keying_take_up(unit: UnitOfWork, records: Iterable[BatchRecord], batch_id: str) -> None:
    """Let what waits for the next batch, and is in this one, wait no more: the centre has this one."""
    free = {
        RecordKind.KEYED_SHEET: {identity_of(each) for each in unit.keyings.unsent()},
        RecordKind.VERIFICATION_PLAN: {identity_of(each) for each in unit.plans.unsent()},
        RecordKind.KEYING_DECISION: {identity_of(each) for each in unit.decisions.unsent()},
        RecordKind.KEYING_QUERY: {identity_of(each) for each in unit.queries.unsent()},
    }
    found = {
        kind: [each for each in identities if each in free[kind]] for kind, identities in _by_kind(records).items()
    }
    _set_batch(unit, found, batch_id)


def keying_identities(unit: UnitOfWork, response_id: str, serial: str) -> tuple[str, ...]:
    """Return the identities of the lines that hold something of a response, beside its revisions and pictures."""
    keyings = unit.keyings.of_responses([response_id]).get(response_id, ())
    decisions = unit.decisions.of_responses([response_id])
    queries = unit.queries.of_serial(serial) if serial else ()
    held: tuple[KeyingThing, ...] = (*keyings, *decisions, *queries)
    return tuple(identity_of(each) for each in held)


def _by_kind(records: Iterable[BatchRecord]) -> dict[RecordKind, list[str]]:
    found: dict[RecordKind, list[str]] = defaultdict(list)
    for record in records:
        if record.kind in KEYING_KINDS:
            found[record.kind].append(record.identity)
    return found


def _set_batch(unit: UnitOfWork, found: Mapping[RecordKind, Iterable[str]], batch_id: str) -> None:
    unit.keyings.set_batch(found.get(RecordKind.KEYED_SHEET, ()), batch_id)
    unit.plans.set_batch([plan_key(each) for each in found.get(RecordKind.VERIFICATION_PLAN, ())], batch_id)
    unit.decisions.set_batch(found.get(RecordKind.KEYING_DECISION, ()), batch_id)
    unit.queries.set_batch(found.get(RecordKind.KEYING_QUERY, ()), batch_id)
