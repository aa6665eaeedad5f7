"""What is set and decided about keying twice: plans, decisions, queries, and who was let in to key."""

from __future__ import annotations

import builtins
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from desktop.responses.adjudication import Decision
from desktop.responses.keying_training import QuestionScore, TrainingAttempt, TrainingRule
from desktop.responses.keyings import FieldKeyed
from desktop.responses.verification_plan import QuestionScope, SheetRule, Tolerance, VerificationPlan
from desktop.store.errors import StoreDefect
from desktop.store.repositories.base import Repository, chunks, instant, moment
from desktop.store.repositories.keyings import canonical, recorder_columns, recorder_of
from desktop.store.tables import (
    KEYED_SHEET,
    KEYING_DECISION,
    KEYING_TRAINING,
    RESPONSE,
    TRAINING_RULE,
    VERIFICATION_PLAN,
)

_PLAN = ("form_id", "programme_id", "version", "set_by", "share", "aoql", "run")
_DECISION = (
    "decision_id", "serial", "form_id", "response_id", "path", "first_keying_id", "second_keying_id", "reason",
    "exception", "device_id",
)  # fmt: skip
_ATTEMPT = (
    "attempt_id", "person_id", "name", "programme_id", "form_id", "form_sha256", "sheets", "most_errors",
    "passed", "let_in_by", "reason",
)  # fmt: skip


class PlanRepository(Repository):
    """Verification plans: versions are only ever added, and the newest of a form is in force."""

    def put(self, plan: VerificationPlan) -> None:
        """Keep the next version of a form's plan.

        Raises:
            StoreDefect: it is not the next one.
        """
        newest = self.newest(plan.form_id)
        if plan.version != 1 + (0 if newest is None else newest.version):
            raise StoreDefect("a verification plan takes the next version only")
        self._insert(VERIFICATION_PLAN, [_plan_row(plan)])

    def add_many(self, plans: Iterable[VerificationPlan], *, batch_id: str = "") -> None:
        """Keep versions that came in a batch; one that is there already stays as it is.

        Two laptops may each have set one under a number: both are kept.
        """
        self._insert_missing(VERIFICATION_PLAN, [_plan_row(each, batch_id) for each in plans])

    def newest(self, form_id: str) -> VerificationPlan | None:
        """Return the version in force; of two with one number the one that was set last."""
        statement = select(VERIFICATION_PLAN).where(VERIFICATION_PLAN.c.form_id == form_id)
        order = (VERIFICATION_PLAN.c.version.desc(), VERIFICATION_PLAN.c.set_utc.desc())
        row = self._first(statement.order_by(*order).limit(1))
        return None if row is None else _plan(row)

    def get(self, form_id: str, version: int) -> VerificationPlan | None:
        """Return one version."""
        of_one = (VERIFICATION_PLAN.c.form_id == form_id) & (VERIFICATION_PLAN.c.version == version)
        statement = select(VERIFICATION_PLAN).where(of_one).order_by(VERIFICATION_PLAN.c.set_utc.desc())
        row = self._first(statement.limit(1))
        return None if row is None else _plan(row)

    def list(self, programme_id: str = "") -> tuple[VerificationPlan, ...]:
        """Return every version, by form and version."""
        table = VERIFICATION_PLAN.c
        statement = select(VERIFICATION_PLAN).order_by(table.form_id, table.version, table.set_utc)
        if programme_id:
            statement = statement.where(table.programme_id == programme_id)
        return tuple(_plan(row) for row in self._all(statement))

    def of_form(self, form_id: str) -> tuple[VerificationPlan, ...]:
        """Return every version of a form's plan, by version and when it was set."""
        table = VERIFICATION_PLAN.c
        statement = select(VERIFICATION_PLAN).where(table.form_id == form_id)
        return tuple(_plan(row) for row in self._all(statement.order_by(table.version, table.set_utc)))

    def unsent(self) -> tuple[VerificationPlan, ...]:
        """Return the versions that are in no batch."""
        table = VERIFICATION_PLAN.c
        statement = select(VERIFICATION_PLAN).where(table.batch_id == "")
        ordered = statement.order_by(table.form_id, table.version, table.set_utc)
        return tuple(_plan(row) for row in self._all(ordered))

    def set_batch(self, plans: Iterable[tuple[str, int]], batch_id: str) -> None:
        """Keep on each (form id, version) which batch it is in; empty: in none again."""
        for form_id, version in plans:
            of_one = (VERIFICATION_PLAN.c.form_id == form_id) & (VERIFICATION_PLAN.c.version == version)
            self._connection.execute(update(VERIFICATION_PLAN).where(of_one).values(batch_id=batch_id))

    def free_batch(self, batch_id: str) -> None:
        """Let whatever is in that batch be in none again: it was given up."""
        theirs = VERIFICATION_PLAN.c.batch_id == batch_id
        self._connection.execute(update(VERIFICATION_PLAN).where(theirs).values(batch_id=""))


class DecisionRepository(Repository):
    """Decisions on fields; never rewritten. They go with their response when it is withdrawn or erased."""

    def add_many(self, decisions: Iterable[Decision], *, batch_id: str = "") -> None:
        """Keep decisions; one that is there already stays as it is."""
        self._insert_missing(KEYING_DECISION, [_decision_row(each, batch_id) for each in decisions])

    def get(self, decision_id: str) -> Decision | None:
        """Return one."""
        row = self._first(select(KEYING_DECISION).where(KEYING_DECISION.c.decision_id == decision_id))
        return None if row is None else _decision(row)

    def of_serial(self, serial: str) -> tuple[Decision, ...]:
        """Return what was decided on a sheet, in order."""
        return self.of_serials([serial]).get(serial, ())

    def of_serials(self, serials: Iterable[str]) -> Mapping[str, tuple[Decision, ...]]:
        """Return what was decided on sheets, by serial; a sheet without a decision is not in it."""
        found: dict[str, list[Decision]] = defaultdict(builtins.list)
        theirs = KEYING_DECISION.c.serial.in_(bindparam("serials", expanding=True))
        statement = select(KEYING_DECISION).where(theirs).order_by(*_IN_ORDER)
        for chunk in chunks(serials):
            for row in self._all(statement, {"serials": chunk}):
                found[row.serial].append(_decision(row))
        return {serial: tuple(decisions) for serial, decisions in found.items()}

    def of_responses(self, response_ids: Iterable[str]) -> tuple[Decision, ...]:
        """Return what was decided on responses, in order."""
        theirs = KEYING_DECISION.c.response_id.in_(bindparam("responses", expanding=True))
        statement = select(KEYING_DECISION).where(theirs).order_by(*_IN_ORDER)
        return tuple(
            _decision(row) for chunk in chunks(response_ids) for row in self._all(statement, {"responses": chunk})
        )

    def list(self, *, programme_id: str = "", form_id: str = "") -> tuple[Decision, ...]:
        """Return decisions in order; those of a programme are those on its responses and keyings."""
        statement = select(KEYING_DECISION).order_by(*_IN_ORDER)
        if form_id:
            statement = statement.where(KEYING_DECISION.c.form_id == form_id)
        if programme_id:
            responses = select(RESPONSE.c.response_id).where(RESPONSE.c.programme_id == programme_id)
            keyings = select(KEYED_SHEET.c.keying_id).where(KEYED_SHEET.c.programme_id == programme_id)
            statement = statement.where(
                KEYING_DECISION.c.response_id.in_(responses) | KEYING_DECISION.c.first_keying_id.in_(keyings)
            )
        return tuple(_decision(row) for row in self._all(statement))

    def unsent(self) -> tuple[Decision, ...]:
        """Return the decisions that are in no batch, by id."""
        statement = select(KEYING_DECISION).where(KEYING_DECISION.c.batch_id == "")
        return tuple(_decision(row) for row in self._all(statement.order_by(KEYING_DECISION.c.decision_id)))

    def set_batch(self, decision_ids: Iterable[str], batch_id: str) -> None:
        """Keep on each decision which batch it is in; empty: in none again."""
        theirs = KEYING_DECISION.c.decision_id.in_(bindparam("decisions", expanding=True))
        for chunk in chunks(decision_ids):
            statement = update(KEYING_DECISION).where(theirs).values(batch_id=batch_id)
            self._connection.execute(statement, {"decisions": chunk})

    def free_batch(self, batch_id: str) -> None:
        """Let whatever is in that batch be in none again: it was given up."""
        theirs = KEYING_DECISION.c.batch_id == batch_id
        self._connection.execute(update(KEYING_DECISION).where(theirs).values(batch_id=""))


class TrainingRepository(Repository):
    """Keyers' practice piles, and what lets a keyer in. They stay on this laptop."""

    def add(self, attempt: TrainingAttempt) -> None:
        """Keep one attempt.

        Raises:
            StoreDefect: one with that id is there already.
        """
        scores = canonical({path: [each.fields, each.errors] for path, each in attempt.scores.items()})
        row = {name: getattr(attempt, name) for name in _ATTEMPT} | {"scores": scores, **instant("at", attempt.at)}
        self._insert(KEYING_TRAINING, [row])

    def newest(self, person_id: str, form_id: str) -> TrainingAttempt | None:
        """Return the last attempt of a person on a form."""
        of_one = (KEYING_TRAINING.c.person_id == person_id) & (KEYING_TRAINING.c.form_id == form_id)
        order = (KEYING_TRAINING.c.at_utc.desc(), KEYING_TRAINING.c.attempt_id.desc())
        row = self._first(select(KEYING_TRAINING).where(of_one).order_by(*order).limit(1))
        return None if row is None else _attempt(row)

    def list(self, programme_id: str = "") -> tuple[TrainingAttempt, ...]:
        """Return attempts, oldest first."""
        statement = select(KEYING_TRAINING).order_by(KEYING_TRAINING.c.at_utc, KEYING_TRAINING.c.attempt_id)
        if programme_id:
            statement = statement.where(KEYING_TRAINING.c.programme_id == programme_id)
        return tuple(_attempt(row) for row in self._all(statement))

    def passed(self, person_id: str, form_id: str) -> bool:
        """Tell whether any attempt of the person on the form let them in."""
        of_one = (KEYING_TRAINING.c.person_id == person_id) & (KEYING_TRAINING.c.form_id == form_id)
        statement = select(func.count()).select_from(KEYING_TRAINING).where(of_one, KEYING_TRAINING.c.passed)
        return int(self._connection.execute(statement).scalar_one()) > 0

    def rule(self, form_id: str) -> TrainingRule | None:
        """Return what was set for a form; ``None`` where nothing was."""
        row = self._first(select(TRAINING_RULE).where(TRAINING_RULE.c.form_id == form_id))
        return None if row is None else TrainingRule(row.form_id, row.asked, row.most_errors)

    def set_rule(self, rule: TrainingRule) -> None:
        """Keep what is set for a form, in the place of what was."""
        self._upsert(TRAINING_RULE, asdict(rule))

    def erase_programme(self, programme_id: str) -> int:
        """Delete the attempts of a programme; return how many there were."""
        theirs = KEYING_TRAINING.c.programme_id == programme_id
        return self._connection.execute(delete(KEYING_TRAINING).where(theirs)).rowcount


_IN_ORDER = (KEYING_DECISION.c.decided_utc, KEYING_DECISION.c.decision_id)


def _plan_row(plan: VerificationPlan, batch_id: str = "") -> dict[str, Any]:
    return {
        **{name: getattr(plan, name) for name in _PLAN},
        "rule": plan.rule.value,
        **instant("set", plan.set_at),
        "scopes": canonical({path: scope.value for path, scope in plan.scopes.items()}),
        "tolerance": canonical(asdict(plan.tolerance)),
        "tolerances": canonical({path: asdict(each) for path, each in plan.tolerances.items()}),
        "batch_id": batch_id,
    }


def _plan(row: Row[Any]) -> VerificationPlan:
    return VerificationPlan(
        **{name: getattr(row, name) for name in _PLAN},
        rule=SheetRule(row.rule),
        set_at=moment(row.set_utc, row.set_offset),
        scopes={path: QuestionScope(scope) for path, scope in json.loads(row.scopes).items()},
        tolerance=Tolerance(**json.loads(row.tolerance)),
        tolerances={path: Tolerance(**each) for path, each in json.loads(row.tolerances).items()},
    )


def _decision_row(decision: Decision, batch_id: str = "") -> dict[str, Any]:
    row = {name: getattr(decision, name) for name in _DECISION}
    for name in ("first", "second", "adopted"):
        keyed: FieldKeyed = getattr(decision, name)
        row |= {f"{name}_value": keyed.value, f"{name}_missing": keyed.missing}
    who = recorder_columns(decision.decided_by)
    return {**row, **who, **instant("decided", decision.decided_at), "batch_id": batch_id}


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        **{name: getattr(row, name) for name in _DECISION},
        first=FieldKeyed(row.first_value, row.first_missing),
        second=FieldKeyed(row.second_value, row.second_missing),
        adopted=FieldKeyed(row.adopted_value, row.adopted_missing),
        decided_by=recorder_of(row),
        decided_at=moment(row.decided_utc, row.decided_offset),
    )


def _attempt(row: Row[Any]) -> TrainingAttempt:
    return TrainingAttempt(
        **{name: getattr(row, name) for name in _ATTEMPT},
        scores={path: QuestionScore(*each) for path, each in json.loads(row.scores).items()},
        at=moment(row.at_utc, row.at_offset),
    )
