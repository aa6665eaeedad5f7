"""Keying twice: keyings, plans, decisions, queries, practice, piles that travel, and scanned pages.

``batch_id`` is empty while a row is in no batch. Scans are files beside the store; here stand their keys.
"""

from __future__ import annotations

from sqlalchemy import Index

from desktop.store.tables.base import Row, big_integer, blob, flag, integer, key, number_key, real, table_of, text


class KeyedSheetRow(Row, table=True):
    """One keying of one sheet; its answers, missing values, scope and efforts as JSON."""

    __tablename__ = "keyed_sheet"
    __table_args__ = (Index(None, "programme_id", "form_id", "finished_utc"),)
    keying_id: str = key()
    which: str = text()
    serial: str = text(index=True)
    programme_id: str = text()
    event_id: str = text()
    form_id: str = text()
    form_version: str = text()
    form_sha256: str = text()
    response_id: str = text(index=True)
    instance_id: str = text()
    person_id: str = text()
    person_name: str = text()
    person_role: str = text()
    signed_in: bool = flag()
    device_id: str = text()
    started_utc: str = text()
    started_offset: int = integer()
    finished_utc: str = text()
    finished_offset: int = integer()
    answers: str = text()
    missing: str = text()
    scope: str = text()
    efforts: str = text()
    plan_version: int = integer()
    lot: float = real()
    pile_id: str = text()
    batch_id: str = text(index=True)


class VerificationPlanRow(Row, table=True):
    """One version of the plan of a form. At the centre two laptops may each have set one with a number."""

    __tablename__ = "verification_plan"
    form_id: str = key()
    version: int = number_key()
    set_utc: str = key()
    set_offset: int = integer()
    set_by: str = text()
    programme_id: str = text(index=True)
    rule: str = text()
    share: float = real()
    aoql: float = real()
    run: int = integer()
    scopes: str = text()
    tolerance: str = text()
    tolerances: str = text()
    batch_id: str = text(index=True)


class KeyingDecisionRow(Row, table=True):
    """What was decided on one field that two keyers read differently."""

    __tablename__ = "keying_decision"
    decision_id: str = key()
    serial: str = text(index=True)
    form_id: str = text()
    response_id: str = text(index=True)
    path: str = text()
    first_keying_id: str = text()
    second_keying_id: str = text()
    first_value: str = text()
    first_missing: str = text()
    second_value: str = text()
    second_missing: str = text()
    adopted_value: str = text()
    adopted_missing: str = text()
    reason: str = text()
    exception: str = text()
    person_id: str = text()
    person_name: str = text()
    person_role: str = text()
    signed_in: bool = flag()
    decided_utc: str = text()
    decided_offset: int = integer()
    device_id: str = text()
    batch_id: str = text(index=True)


class KeyingQueryRow(Row, table=True):
    """What a keyer asks the coordinator about a field or a sheet."""

    __tablename__ = "keying_query"
    __table_args__ = (Index(None, "programme_id", "state"),)
    query_id: str = key()
    serial: str = text(index=True)
    draft_id: str = text()
    programme_id: str = text()
    form_id: str = text()
    path: str = text()
    number: str = text()
    words: str = text()
    asked_by: str = text()
    asked_by_id: str = text()
    asked_utc: str = text()
    asked_offset: int = integer()
    device_id: str = text()
    state: str = text()
    answer: str = text()
    answered_by: str = text()
    answered_utc: str = text()
    answered_offset: int = integer()
    batch_id: str = text(index=True)


class KeyingTrainingRow(Row, table=True):
    """A practice pile that somebody keyed, or that they were let in without one; scores as JSON."""

    __tablename__ = "keying_training"
    __table_args__ = (Index(None, "person_id", "form_id", "at_utc"),)
    attempt_id: str = key()
    person_id: str = text()
    name: str = text()
    programme_id: str = text()
    form_id: str = text()
    form_sha256: str = text()
    sheets: int = integer()
    scores: str = text()
    most_errors: float = real()
    passed: bool = flag()
    let_in_by: str = text()
    reason: str = text()
    at_utc: str = text()
    at_offset: int = integer()


class TrainingRuleRow(Row, table=True):
    """Whether keyers of a form practise first, and what lets them in."""

    __tablename__ = "training_rule"
    form_id: str = key()
    asked: bool = flag()
    most_errors: float = real()


class SecondPileRow(Row, table=True):
    """A pile on its way to be keyed a second time, or back."""

    __tablename__ = "second_pile"
    pile_id: str = key()
    way: str = text()
    name: str = text()
    programme_id: str = text()
    recipient: str = text()
    identity: str = text()
    device_id: str = text()
    device_key: str = text()
    made_by: str = text()
    made_utc: str = text()
    made_offset: int = integer()
    ended_utc: str = text()
    ended_offset: int = integer()


class PileSheetRow(Row, table=True):
    """One sheet of such a pile, its scope as JSON."""

    __tablename__ = "pile_sheet"
    __table_args__ = (Index(None, "serial"),)
    pile_id: str = key(refers_to="second_pile.pile_id")
    serial: str = key()
    position: int = integer()
    form_id: str = text()
    form_version: str = text()
    form_sha256: str = text()
    event_id: str = text()
    received_on: str = text()
    keyer_mark: str = text()
    scope: str = text()


class ScanRow(Row, table=True):
    """One scanned page: which it is, how it lies (JSON; empty: not known), and the key of its file."""

    __tablename__ = "scan"
    __table_args__ = (Index(None, "serial", "page"),)
    scan_id: str = key()
    serial: str = text()
    programme_id: str = text(index=True)
    form_id: str = text()
    page: int = integer()
    pages: int = integer()
    layout_id: str = text()
    key: bytes = blob()
    sha256: str = text()
    size: int = big_integer()
    media_type: str = text()
    width: int = integer()
    height: int = integer()
    lie: str = text()
    attached_by: str = text()
    attached_utc: str = text()
    attached_offset: int = integer()


KEYED_SHEET = table_of(KeyedSheetRow)
VERIFICATION_PLAN = table_of(VerificationPlanRow)
KEYING_DECISION = table_of(KeyingDecisionRow)
KEYING_QUERY = table_of(KeyingQueryRow)
KEYING_TRAINING = table_of(KeyingTrainingRow)
TRAINING_RULE = table_of(TrainingRuleRow)
SECOND_PILE = table_of(SecondPileRow)
PILE_SHEET = table_of(PileSheetRow)
SCAN = table_of(ScanRow)
