"""Reasons stay for years: what can be told to be a contact detail is refused, and not repeated."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.foundation.errors import Refusal
from desktop.keys.withdrawal_codes import new_code
from desktop.workflows.audit import audit_lines
from desktop.workflows.lost_device import revoke_device, revoked_devices
from desktop.workflows.reasons import checked_reason
from desktop.workflows.withdraw import erase_contact, erase_response, withdraw, withdraw_at_centre
from tests.workflows.exchange import CORA


@pytest.mark.parametrize(
    "reason",
    [
        "ring 0116 496 0000 first",
        "her number is +44 (0)116 4960000",
        "07700900123",
        "who@example.org asked for it",
        pytest.param(f"the slip says {new_code()}.", id="a code"),
        pytest.param(f"({new_code().lower().replace('-', '')})", id="a code as it is typed"),
    ],
)
def test_contact_details_are_no_reason(reason) -> None:
    with pytest.raises(Refusal) as refused:
        checked_reason(reason, place="Here")
    for word in reason.split():
        assert len(word) < 7 or word not in str(refused.value)


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "  asked for it ",
        "left on the bus 48 on 2022-01-12 14:30, found 13.01.2022 at 9.15",
        "keyed twice: 3018e27e-7362-4249-8000-123456789012",
        "12/01/2022 10:30 12/02/2022 11:30",
        "unquestionableness",
    ],
)
def test_other_words_are(reason) -> None:
    assert checked_reason(reason, place="Here") == reason.strip()


def test_nothing_is_done_and_nothing_is_logged(place, officer, centre, store_url, clock) -> None:
    said = "ask who@example.org"
    before = len(audit_lines(centre, actor=CORA, store_url=store_url))
    here = len(audit_lines(place, actor=CORA))
    clock.move(timedelta(minutes=1))
    central = {"actor": CORA, "store_url": store_url, "reason": said}
    for refused in (
        lambda: withdraw(place, actor=officer, code=new_code(), reason=said),
        lambda: withdraw_at_centre(centre, code=new_code(), **central),
        lambda: erase_response(centre, response_id="r1", **central),
        lambda: erase_contact(centre, contact_ids=["c1"], **central),
        lambda: revoke_device(centre, device_id=place.device_id, since=clock.now(), **central),
    ):
        with pytest.raises(Refusal, match="e-mail address"):
            refused()
    with place.reading() as unit:
        assert unit.instructions.list() == ()
    assert len(audit_lines(place, actor=CORA)) == here
    assert len(audit_lines(centre, actor=CORA, store_url=store_url)) == before
    assert revoked_devices(centre, actor=CORA, store_url=store_url) == ()
