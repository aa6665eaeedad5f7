"""People at the laptop, and what their role lets them do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person does in the programme."""

    OFFICER = "officer"
    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    """Reads the ledger and the audit trail, and can change nothing."""


class Action(StrEnum):
    """What a role may or may not do."""

    KEY_PAPER = "key_paper"
    RUN_EVENT = "run_event"
    INTERVIEW = "interview"
    PRINT_PAPER = "print_paper"
    SEND_BATCHES = "send_batches"
    SEE_LEDGER = "see_ledger"
    OPEN_PROGRAMME = "open_programme"
    MANAGE_STAFF = "manage_staff"
    RECEIVE_BATCHES = "receive_batches"
    EXPORT = "export"
    RELEASE_CONTACTS = "release_contacts"
    BACK_UP = "back_up"
    MANAGE_KEYS = "manage_keys"
    WITHDRAW = "withdraw"
    ERASE_CONTACTS = "erase_contacts"
    REVOKE_DEVICE = "revoke_device"
    CARRY_OUT_RETENTION = "carry_out_retention"
    SEE_AUDIT = "see_audit"
    NOTE_CONCERN = "note_concern"
    NOTE_FOLLOW_UP = "note_follow_up"
    """Write down what somebody asks for, as a sheet may say; the list of it is for whoever runs events."""
    SEE_CONCERNS = "see_concerns"
    SEE_RESPONSES = "see_responses"
    CHANGE_RESPONSES = "change_responses"
    ADJUDICATE = "adjudicate"
    """Decide where two keyings of a sheet differ."""
    ANSWER_QUERIES = "answer_queries"
    ATTACH_SCANS = "attach_scans"
    SEE_KEYING = "see_keying"
    """Figures of every keyer; one's own are open to whoever keys."""
    SET_VERIFICATION = "set_verification"
    """Which sheets are keyed twice, and who is let in to key."""


_OFFICER = frozenset({
    Action.KEY_PAPER, Action.RUN_EVENT, Action.INTERVIEW, Action.PRINT_PAPER, Action.SEND_BATCHES,
    Action.SEE_LEDGER, Action.OPEN_PROGRAMME, Action.MANAGE_STAFF, Action.BACK_UP, Action.MANAGE_KEYS,
    Action.WITHDRAW, Action.NOTE_CONCERN, Action.SEE_RESPONSES, Action.CHANGE_RESPONSES, Action.ADJUDICATE,
    Action.ANSWER_QUERIES, Action.ATTACH_SCANS, Action.SEE_KEYING, Action.NOTE_FOLLOW_UP,
})  # fmt: skip
_ALLOWED: dict[Role, frozenset[Action]] = {
    Role.VOLUNTEER: frozenset({Action.KEY_PAPER, Action.NOTE_CONCERN, Action.NOTE_FOLLOW_UP}),
    Role.OFFICER: _OFFICER,
    Role.COORDINATOR: frozenset(Action),
    Role.AUDITOR: frozenset({Action.SEE_LEDGER, Action.SEE_AUDIT}),
}


def may(role: Role, action: Action) -> bool:
    """Tell whether a person of ``role`` may do ``action``."""
    return action in _ALLOWED[role]


def may_give(role: Role, other: Role) -> bool:
    """Tell whether a person of ``role`` may make somebody ``other``, or decide about somebody who is.

    Nobody gives what they don't have: else an officer could open the exports by way of a name of their making.
    """
    return _ALLOWED[other] <= _ALLOWED[role]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works with the laptop.

    Attributes:
        person_id: uuid4 text.
        name: as they are called at work; unique on the device, without regard to case.
        role: what they do.
        has_pin: whether a PIN was set. The PIN says who works; it encrypts nothing.
    """

    person_id: str
    name: str
    role: Role
    has_pin: bool


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, as it is recorded on what they do.

    Attributes:
        person_id: the person's id; empty when nobody of that name is known on this device.
        name: the name as chosen or as given by ``--as``; empty when none was given.
        role: their role, ``None`` when not known.
        signed_in: whether the person chose themself at the screen (and gave their PIN). A command is not.
    """

    person_id: str
    name: str
    role: Role | None
    signed_in: bool
