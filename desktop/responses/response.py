"""Responses as plain data: what was answered, frozen, and the envelope beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from desktop.responses.states import ItemState

ENVELOPE_VERSION = 1


class MissingKind(StrEnum):
    """Why a question has no usable answer: on a sheet, or left out for somebody who answered alone."""

    BLANK = "blank"
    ILLEGIBLE = "illegible"
    MULTIPLE = "more than one marked"
    ADULT_ONLY = "left out: for adults only"
    NEEDS_FILE = "left out: needs a file"


@dataclass(frozen=True, slots=True)
class Recorder:
    """Who recorded something, as it stands on the record."""

    person_id: str
    name: str
    role: str
    signed_in: bool


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is known about a response beside its answers; hashed, and carried with the XML.

    Attributes:
        channel: a value of :class:`desktop.engagement.programme.Channel`.
        pack_version: of the programme pack in force.
        privacy_version, consent_version: of the wording that was shown.
        equality_version: unused when the form has no equality block.
        serial: of the paper copy, else empty.
        print_log_here: for paper, whether this device's print log knows the serial; ``None`` off paper.
        received_on: for paper and letters, the ISO date it came in, else empty.
        started_at, finalised_at: UTC instants as text (:func:`desktop.foundation.clock.to_utc_text`).
        missing: question name to :class:`MissingKind`, for paper and for what was left out when the laptop was
            handed over.
        forced: question name to the reason for keeping a value that the form forbids.
        off_route: question name to the value written where the form says to skip.
        made_up: whether it comes from practice.
        withdrawal_hash: of the code that takes it back; empty for one that was given none.
        salt: random text. It goes with the answers when they are erased, so that what digests of them are left
            (of a batch, in a receipt) can't be used to try out what they were.
        assent_version: of the wording for somebody under the least age, who took part with an adult; else empty.
        file_hash: of the filled-in form that it was read from, with the salt: the same file sent in twice is seen,
            and the digest tells nothing once the answers are erased. Empty for what came another way.
        margin_notes: for paper: what is written beside the questions, as the keyer typed it.
        loose_pages: for paper: pages that came with the sheet and are none of its own.
    """

    programme_id: str
    pack_version: str
    event_id: str
    channel: str
    language: str
    recorder: Recorder
    device_id: str
    epoch: int
    privacy_version: str
    consent_version: str
    serial: str
    print_log_here: bool | None
    received_on: str
    started_at: str
    finalised_at: str
    offset_minutes: int
    missing: Mapping[str, str]
    forced: Mapping[str, str]
    off_route: Mapping[str, str]
    made_up: bool
    version: int = ENVELOPE_VERSION
    withdrawal_hash: str = ""
    salt: str = ""
    assent_version: str = ""
    file_hash: str = ""
    margin_notes: str = ""
    loose_pages: int = 0

    def to_json(self) -> str:
        """Return canonical JSON: sorted keys, no spaces, so that equal envelopes have equal bytes."""
        # field by field: dataclasses.asdict copies deeply, which was half the time of adding a thousand revisions
        raw = {name: getattr(self, name) for name in self.__slots__}
        raw["recorder"] = {name: getattr(self.recorder, name) for name in self.recorder.__slots__}
        for name in ("missing", "forced", "off_route"):
            raw[name] = dict(raw[name])
        for name in _LATER:
            if not raw[name]:
                del raw[name]  # envelopes that were hashed before these were thought of keep their bytes
        return json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Envelope:
        """Return the envelope that :meth:`to_json` wrote.

        Raises:
            ValueError: the text is no envelope, or of a version that this program does not know.
        """
        raw: dict[str, Any] = json.loads(text)
        version = raw.get("version")
        if version != ENVELOPE_VERSION:
            said = version if type(version) is int else "without a number"  # no word of an answer in a message
            raise ValueError(f"envelope version {said} is not known")
        try:
            found = cls(**{**raw, "recorder": Recorder(**raw["recorder"])})
        except (TypeError, KeyError) as fault:
            raise ValueError("not an envelope") from fault
        if not (_fits(found) and _fits(found.recorder)):
            raise ValueError("not an envelope")
        return found


_LATER = ("withdrawal_hash", "salt", "assent_version", "file_hash", "margin_notes", "loose_pages")
"""Fields that envelopes did not always have."""
_KINDS: Mapping[str, tuple[type, ...]] = {
    "str": (str,), "int": (int,), "bool": (bool,), "bool | None": (bool, type(None)), "Mapping[str, str]": (dict,),
}  # fmt: skip


_DECLARED = {
    kind: tuple((each.name, _KINDS[str(each.type)]) for each in fields(kind) if str(each.type) in _KINDS)
    for kind in (Envelope, Recorder)
}


def _fits(read: Envelope | Recorder) -> bool:
    """Tell whether what was read from JSON has the kinds that it is declared with."""
    for name, kinds in _DECLARED[type(read)]:
        value = getattr(read, name)
        if type(value) not in kinds or (type(value) is dict and not all(type(v) is str for v in value.values())):
            return False
    return True


@dataclass(frozen=True, slots=True)
class Revision:
    """One frozen state of a response.

    Attributes:
        instance_id: of this revision, ``uuid:...``; it stands in the XML too.
        response_id: the first revision's instance id; the same for all revisions of one response.
        deprecated_id: the revision that this one replaces, or empty.
        form_id, form_version: of the definition that was answered.
        form_sha256: hex digest of that definition's XForm XML.
        xml: the instance XML, byte for byte as it was frozen; never rewritten.
        answers: projection of the XML: question path below the root (``group/question``, a repeat counted as
            ``group/repeat[2]/question``) to value. Can be rebuilt.
        reason: why it was changed; empty for the first revision.
    """

    instance_id: str
    response_id: str
    deprecated_id: str
    form_id: str
    form_version: str
    form_sha256: str
    xml: bytes
    envelope: Envelope
    answers: Mapping[str, str]
    reason: str

    @property
    def xml_sha256(self) -> str:
        """Hex SHA-256 of the XML bytes."""
        return hashlib.sha256(self.xml).hexdigest()

    @property
    def content_sha256(self) -> str:
        """Hex SHA-256 over XML and envelope: two revisions with one id must agree in it."""
        digest = hashlib.sha256(self.xml)
        digest.update(b"\x00")
        digest.update(self.envelope.to_json().encode())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class ResponseSummary:
    """One row of a list of responses; holds no answer.

    Attributes:
        instance_id: of the newest revision; empty while it is a draft.
        state_since: when it came into its state.
    """

    response_id: str
    instance_id: str
    form_id: str
    form_version: str
    programme_id: str
    event_id: str
    channel: str
    serial: str
    print_log_here: bool | None
    recorded_by: str
    state: ItemState
    started_at: datetime
    finalised_at: datetime | None
    received_on: str
    batch_id: str
