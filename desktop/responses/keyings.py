"""Keyings of a paper sheet as plain data: who keyed it, when, with how many keys, and what a second keyer read.

A first keying is the response itself (its first revision), with this record beside it. A second keying is made
blind, by another person; it is this record alone, and never a response.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop.foundation.names import name_key
from desktop.responses.response import Recorder


class Which(StrEnum):
    """Which keying of a sheet it is."""

    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class FieldEffort:
    """What one question took.

    Attributes:
        keystrokes: keys pressed in its field, those that corrected something too.
        seconds: in its field, without the pauses (:data:`desktop.responses.keying_figures.PAUSE_SECONDS`).
    """

    keystrokes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class FieldKeyed:
    """What one keyer made of one field.

    Attributes:
        value: in ODK text form; empty where there is none.
        missing: value of :class:`desktop.responses.response.MissingKind`; empty where there is an answer, or where
            nothing was keyed, which is the same as blank.
    """

    value: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class KeyedSheet:
    """One keying of one sheet.

    Attributes:
        keying_id: uuid4 text.
        serial: canonical.
        response_id: of the response that the sheet is; empty for a second keying on a laptop without it.
        instance_id: of the revision that the first keying is; empty for a second keying.
        answers: of a second keying: path below the root to value, as in a revision; empty for a first one, whose
            revision has them.
        missing: of a second keying: path to missing kind; empty for a first one.
        scope: paths that were to be keyed, where not the whole sheet was; empty: all but what the plan leaves out.
        efforts: path to what it took; a question that was not come by is not in it.
        plan_version: of the verification plan in force when a first keying was finished; 0: there was none.
        lot: drawn when a first keying was finished, at least 0 and less than 1: what decides by chance whether the
            sheet is keyed a second time is fixed from then on.
        pile_id: of the pile that a second keying was asked for with; empty where both were made on one laptop.
    """

    keying_id: str
    which: Which
    serial: str
    programme_id: str
    event_id: str
    form_id: str
    form_version: str
    form_sha256: str
    response_id: str
    instance_id: str
    keyer: Recorder
    device_id: str
    started_at: datetime
    finished_at: datetime
    answers: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    scope: tuple[str, ...] = ()
    efforts: Mapping[str, FieldEffort] = field(default_factory=dict)
    plan_version: int = 0
    lot: float = 0.0
    pile_id: str = ""


def same_person(one: Recorder, other: Recorder) -> bool:
    """Tell whether two keyers are, or may be, the same: by id, or by name where they worked on two laptops."""
    if one.person_id and one.person_id == other.person_id:
        return True
    return name_key(one.name) == name_key(other.name)
