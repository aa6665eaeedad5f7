"""A certificate survives being kept as JSON."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from desktop.engagement.certificate import Certificate, certificate_from_json
from desktop.engagement.retention import Subject

CERTIFICATE = Certificate(
    certificate_id="c1",
    programme_id="walk",
    programme_version="3",
    title="The river walk",
    organisation="Town council",
    made_up=False,
    subject=Subject.RESPONSES,
    rule="12 months after the last day, 2030-03-31.",
    due=date(2031, 3, 31),
    done_by="Cora",
    signed_in=True,
    done_at=datetime(2031, 4, 1, 9, 30, tzinfo=UTC),
    store="device d1",
    counts=(("responses", 12), ("drafts", 1)),
    left=("The export /home/cora/out.csv",),
)


def test_round_trip() -> None:
    assert certificate_from_json(CERTIFICATE.to_json()) == CERTIFICATE


@pytest.mark.parametrize("text", ["{}", '{"version": 2}', '{"version": 1}', "["])
def test_what_is_no_certificate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"certificate|Expecting"):
        certificate_from_json(text)
