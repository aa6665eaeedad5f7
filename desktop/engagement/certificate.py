"""The certificate that something was deleted because its time had come: who, when, what, how many, what is left.

It holds no answer and no contact detail, so that it can be kept when everything else has gone.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from desktop.engagement.retention import Subject
from desktop.foundation.clock import from_utc_text, offset_minutes, to_utc_text

CERTIFICATE_VERSION = 1


@dataclass(frozen=True, slots=True)
class Certificate:
    """One deletion by the rules of a programme.

    Attributes:
        certificate_id: uuid4 text.
        programme_version: of the pack whose rule was followed.
        made_up: whether it is practice.
        rule: the rule in words.
        due: from which day on it was to go.
        done_by: name of the person; ``signed_in`` says whether they had chosen themself at the screen.
        done_at: instant, by the clock of the computer on which it was done.
        store: ``device <id>`` or ``centre <id>``: where it was done.
        counts: what was deleted and how many, in words that need no translation.
        left: one sentence for each copy that this deletion did not reach.
    """

    certificate_id: str
    programme_id: str
    programme_version: str
    title: str
    organisation: str
    made_up: bool
    subject: Subject
    rule: str
    due: date
    done_by: str
    signed_in: bool
    done_at: datetime
    store: str
    counts: tuple[tuple[str, int], ...]
    left: tuple[str, ...]

    def to_json(self) -> str:
        """Return canonical JSON."""
        raw = {
            **asdict(self),
            "version": CERTIFICATE_VERSION,
            "due": self.due.isoformat(),
            "done_at": to_utc_text(self.done_at),
            "offset": offset_minutes(self.done_at),
        }
        return json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def certificate_from_json(text: str) -> Certificate:
    """Return the certificate that :meth:`Certificate.to_json` wrote.

    Raises:
        ValueError: the text is no certificate, or of a version that this program does not know.
    """
    raw: dict[str, Any] = json.loads(text)
    if raw.pop("version", None) != CERTIFICATE_VERSION:
        raise ValueError("not a certificate, or of a version that is not known")
    offset = raw.pop("offset", 0)
    try:
        return Certificate(
            **{
                **raw,
                "subject": Subject(raw["subject"]),
                "due": date.fromisoformat(raw["due"]),
                "done_at": from_utc_text(raw["done_at"], offset),
                "counts": tuple((str(what), int(many)) for what, many in raw["counts"]),
                "left": tuple(str(words) for words in raw["left"]),
            }
        )
    except (TypeError, KeyError) as fault:
        raise ValueError("not a certificate") from fault
