"""Keyings, verification plans, decisions and queries, as lines of a batch and back.

A line of what is of a response bears its id, so that it goes with it wherever it is: a query too, which knows its
sheet only.

A line comes from another computer: what is read here is held to what a laptop could have written, and the reason
given for what is not quotes nothing of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from desktop.foundation.clock import offset_minutes, to_utc_text
from desktop.foundation.translation import tr
from desktop.responses.adjudication import Decision
from desktop.responses.batches import BatchRecord, RecordKind
from desktop.responses.keyings import FieldEffort, KeyedSheet, Which
from desktop.responses.queries import Query, QueryState
from desktop.responses.response import MissingKind
from desktop.responses.verification_plan import QuestionScope, SheetRule, VerificationPlan
from desktop.workflows.keying_line import Line, one_of, real, tolerance_from, wrong

MOST_KEYS = 1_000_000
MOST_RUN = 1_000_000

KeyingThing = KeyedSheet | VerificationPlan | Decision | Query


@dataclass(frozen=True, slots=True)
class KeyingRecord:
    """One thing about keying, with what it is of.

    Attributes:
        event_id: of a keying; else empty.
        response_id: of the response that it goes with; empty for a plan.
    """

    thing: KeyingThing
    programme_id: str
    event_id: str
    response_id: str


_KINDS: Mapping[type, RecordKind] = {
    KeyedSheet: RecordKind.KEYED_SHEET,
    VerificationPlan: RecordKind.VERIFICATION_PLAN,
    Decision: RecordKind.KEYING_DECISION,
    Query: RecordKind.KEYING_QUERY,
}


def keying_record(record: KeyingRecord) -> BatchRecord:
    """Return the line of a keying, a plan, a decision or a query."""
    thing = record.thing
    match thing:
        case KeyedSheet():
            body = _sheet_body(thing)
        case VerificationPlan():
            body = _plan_body(thing)
        case Decision():
            body = _decision_body(thing)
        case Query():
            body = _query_body(thing)
    body |= {"programme_id": record.programme_id, "response_id": record.response_id}
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return BatchRecord(_KINDS[type(thing)], identity_of(thing), hashlib.sha256(text.encode()).hexdigest(), text)


def identity_of(thing: KeyingThing) -> str:
    """Return what makes repeating a line safe; of a plan also when it was set: two laptops may each set one."""
    match thing:
        case KeyedSheet():
            return thing.keying_id
        case VerificationPlan():
            return f"{thing.form_id} {thing.version} {to_utc_text(thing.set_at)}"
        case Decision():
            return thing.decision_id
        case Query():
            return thing.query_id


def plan_key(identity: str) -> tuple[str, int]:
    """Return form id and version of a plan by its identity; a form's id may have spaces in it."""
    form_id, version, _set_at = identity.rsplit(" ", 2)
    return form_id, int(version)


def _at(name: str, moment: datetime) -> dict[str, object]:
    return {f"{name}_at": to_utc_text(moment), f"{name}_offset": offset_minutes(moment)}


def _sheet_body(sheet: KeyedSheet) -> dict[str, object]:
    names = (
        "keying_id", "serial", "event_id", "form_id", "form_version", "form_sha256", "instance_id", "device_id",
        "plan_version", "lot", "pile_id",
    )  # fmt: skip
    return {
        **{name: getattr(sheet, name) for name in names},
        "which": sheet.which.value,
        "keyer": asdict(sheet.keyer),
        **_at("started", sheet.started_at),
        **_at("finished", sheet.finished_at),
        "answers": dict(sheet.answers),
        "missing": dict(sheet.missing),
        "scope": list(sheet.scope),
        "efforts": {path: [each.keystrokes, each.seconds] for path, each in sheet.efforts.items()},
    }


def _plan_body(plan: VerificationPlan) -> dict[str, object]:
    return {
        **{name: getattr(plan, name) for name in ("form_id", "version", "set_by", "share", "aoql", "run")},
        "rule": plan.rule.value,
        **_at("set", plan.set_at),
        "scopes": {path: scope.value for path, scope in plan.scopes.items()},
        "tolerance": asdict(plan.tolerance),
        "tolerances": {path: asdict(each) for path, each in plan.tolerances.items()},
    }


def _decision_body(decision: Decision) -> dict[str, object]:
    names = (
        "decision_id", "serial", "form_id", "path", "first_keying_id", "second_keying_id", "reason", "exception",
        "device_id",
    )  # fmt: skip
    return {
        **{name: getattr(decision, name) for name in names},
        **{name: asdict(getattr(decision, name)) for name in ("first", "second", "adopted")},
        "decided_by": asdict(decision.decided_by),
        **_at("decided", decision.decided_at),
    }


def _query_body(query: Query) -> dict[str, object]:
    names = (
        "query_id", "serial", "draft_id", "form_id", "path", "number", "words", "asked_by", "asked_by_id",
        "device_id", "answer", "answered_by",
    )  # fmt: skip
    answered = {} if query.answered_at is None else _at("answered", query.answered_at)
    return {
        **{name: getattr(query, name) for name in names},
        "state": query.state.value,
        **_at("asked", query.asked_at),
        **answered,
    }


# from lines ----------------------------------------------------------------------------------------------


def keying_record_from(kind: RecordKind, body: str) -> KeyingRecord:
    """Return what stands on a line of one of :data:`desktop.responses.batches.KEYING_KINDS`.

    Raises:
        ValueError: it is none that a laptop could have written; the words quote nothing of it.
    """
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict):
        raise ValueError(tr("the line can't be read"))
    line = Line(raw)
    thing: KeyingThing
    match kind:
        case RecordKind.KEYED_SHEET:
            thing = _sheet(line)
        case RecordKind.VERIFICATION_PLAN:
            thing = _plan(line)
        case RecordKind.KEYING_DECISION:
            thing = _decision(line)
        case _:
            thing = _query(line)
    event_id = thing.event_id if isinstance(thing, KeyedSheet) else ""
    response_id = "" if isinstance(thing, VerificationPlan) else line.identity("response_id")
    return KeyingRecord(thing, line.identity("programme_id"), event_id, response_id)


def _sheet(line: Line) -> KeyedSheet:
    which = line.choice("which", Which)
    missing = line.texts("missing")
    for kind in missing.values():
        one_of(kind, "missing", MissingKind)
    answers, scope = line.texts("answers"), line.list("scope")
    if which is Which.FIRST and (answers or missing):
        raise wrong("answers")  # they stand in its revision, and nowhere else
    return KeyedSheet(
        keying_id=line.identity("keying_id"),
        which=which,
        serial=line.serial("serial"),
        programme_id=line.identity("programme_id"),
        event_id=line.identity("event_id"),
        form_id=line.form("form_id"),
        form_version=line.text("form_version"),
        form_sha256=line.text("form_sha256"),
        response_id=line.identity("response_id"),
        instance_id=line.text("instance_id"),
        keyer=line.recorder("keyer"),
        device_id=line.identity("device_id"),
        started_at=line.instant("started"),
        finished_at=line.instant("finished"),
        answers=answers,
        missing=missing,
        scope=scope,
        efforts={path: _effort(each) for path, each in line.parts("efforts").items()},
        plan_version=line.number("plan_version", 0, 2**31 - 1),
        lot=line.figure("lot", 0, 1),
        pile_id=line.text("pile_id"),
    )


def _effort(raw: object) -> FieldEffort:
    if not isinstance(raw, list) or len(raw) != 2:
        raise wrong("efforts")
    keys, seconds = raw
    if isinstance(keys, bool) or not isinstance(keys, int) or not 0 <= keys <= MOST_KEYS:
        raise wrong("efforts")
    return FieldEffort(keys, real(seconds, "efforts", 0, 1e7))


def _plan(line: Line) -> VerificationPlan:
    share, aoql = line.figure("share", 0, 1), line.figure("aoql", 0, 1)
    if not share or not 0 < aoql < 1:
        raise wrong("share")
    return VerificationPlan(
        form_id=line.form("form_id"),
        programme_id=line.identity("programme_id"),
        version=line.number("version", 1, 2**31 - 1),
        rule=line.choice("rule", SheetRule),
        set_by=line.text("set_by"),
        set_at=line.instant("set"),
        share=share,
        aoql=aoql,
        run=line.number("run", 1, MOST_RUN),
        scopes={path: one_of(each, "scopes", QuestionScope) for path, each in line.parts("scopes").items()},
        tolerance=line.tolerance("tolerance"),
        tolerances={path: tolerance_from(each, "tolerances") for path, each in line.parts("tolerances").items()},
    )


def _decision(line: Line) -> Decision:
    return Decision(
        decision_id=line.identity("decision_id"),
        serial=line.serial("serial"),
        form_id=line.form("form_id"),
        response_id=line.identity("response_id"),
        path=line.text("path"),
        first_keying_id=line.identity("first_keying_id"),
        second_keying_id=line.identity("second_keying_id"),
        first=line.keyed("first"),
        second=line.keyed("second"),
        adopted=line.keyed("adopted"),
        reason=line.text("reason"),
        exception=line.text("exception"),
        decided_by=line.recorder("decided_by"),
        decided_at=line.instant("decided"),
        device_id=line.identity("device_id"),
    )


def _query(line: Line) -> Query:
    if line.choice("state", QueryState) is not QueryState.DONE:
        raise wrong("state")  # one that is not done with stays on its laptop
    return Query(
        query_id=line.identity("query_id"),
        serial=line.serial("serial"),
        draft_id=line.identity("draft_id"),
        programme_id=line.identity("programme_id"),
        form_id=line.form("form_id"),
        path=line.text("path"),
        number=line.text("number"),
        words=line.text("words"),
        asked_by=line.text("asked_by"),
        asked_by_id=line.text("asked_by_id"),
        asked_at=line.instant("asked"),
        device_id=line.identity("device_id"),
        state=QueryState.DONE,
        answer=line.text("answer"),
        answered_by=line.text("answered_by"),
        answered_at=line.instant("answered") if line.has("answered_at") else None,
    )
