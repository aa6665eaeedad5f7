"""Decisions on fields that two keyers read differently, as plain data: kept for ever, never rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.responses.keyings import FieldKeyed, KeyedSheet, same_person
from desktop.responses.response import Recorder


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on one field.

    Attributes:
        decision_id: uuid4 text.
        first, second: what each keyer made of it.
        adopted: what the response says from now on; it may be neither.
        reason: of the adjudicator; empty where one of the two was adopted without a word.
        exception: why it was not a third person who decided; empty where it was. Figures show how many have one.
    """

    decision_id: str
    serial: str
    form_id: str
    response_id: str
    path: str
    first_keying_id: str
    second_keying_id: str
    first: FieldKeyed
    second: FieldKeyed
    adopted: FieldKeyed
    reason: str
    exception: str
    decided_by: Recorder
    decided_at: datetime
    device_id: str


def is_third(person: Recorder, first: KeyedSheet, second: KeyedSheet) -> bool:
    """Tell whether ``person`` keyed the sheet neither time.

    Most errors that are left after two keyings come of making the two agree, so a third person decides
    (reference: paper practice).
    """
    return not same_person(person, first.keyer) and not same_person(person, second.keyer)
