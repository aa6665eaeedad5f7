"""Who has what of the data, as plain data: lost devices, copies out of reach, exports, backups, retention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RevokedDevice:
    """A device that is lost, or in other hands.

    Attributes:
        since: nothing that it formed at this instant or later is believed.
        revoked_by: name of the person who decided it.
        at: when they decided it.
    """

    device_id: str
    since: datetime
    reason: str
    revoked_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DeviceLedger:
    """What a device said, with one batch, of what it holds.

    Attributes:
        epoch, number: of the batch in the device's chain.
        formed_at: the batch's instant, by the device's own clock.
        body: JSON text: counts and ids. Holds no answer.
    """

    device_id: str
    epoch: int
    number: int
    formed_at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """A copy that no instruction reaches, for a person to act on.

    Attributes:
        copy_id: uuid4 text.
        instruction_id: what was taken back.
        kind: ``export``, ``batch file``, ``backup``, ``paper``, ``server`` ...
        place: where the copy is, as far as is known.
        expires: ISO date on which it goes by itself; empty when it does not.
        words: what to do about it, one sentence.
        done_by, done_at: who dealt with it, and when; empty and ``None`` until then.
    """

    copy_id: str
    instruction_id: str
    kind: str
    place: str
    made_at: datetime
    expires: str
    words: str
    done_by: str = ""
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ExportMade:
    """An export that left the application.

    Attributes:
        kind: ``responses`` or ``contacts`` and the like.
        place: path that it was written to.
        responses: how many records are in it.
        made_by: name of the person.
    """

    export_id: str
    programme_id: str
    kind: str
    place: str
    responses: int
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A backup of this store.

    Attributes:
        place: its folder.
        size: bytes.
        verified: whether it was opened and found whole after it was written.
        removed_at: when the rule, or a person, removed it; ``None`` while it is there.
    """

    backup_id: str
    place: str
    size: int
    verified: bool
    taken_at: datetime
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """That something was let go when its time had come.

    Attributes:
        subject: what it was: contacts, responses, scans, audit.
        due: ISO date from which on it was due.
        counts: JSON text: how many of what.
        body: JSON text: the certificate as it was given.
    """

    certificate_id: str
    programme_id: str
    subject: str
    due: str
    done_by: str
    done_at: datetime
    counts: str
    body: str
