"""Drill 4: the passphrase is forgotten. Guessing slows down; the recovery sheet sets a new one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.foundation.slow_down import TooSoon
from desktop.keys.errors import WrongPassphrase
from desktop.workflows.record_response import responses
from desktop.workflows.set_up import open_workplace, recover
from tests.workflows.exchange import respond
from tests.workplaces import PASSPHRASE


def test_guessing_waits_and_the_sheet_sets_a_new_one(place, officer, event_id, pack, safe, clock, closing) -> None:
    answered = respond(place, officer, event_id, pack, 2)
    place.close()
    for guess in ("first guess", "second guess", "third guess"):
        with pytest.raises(WrongPassphrase):
            open_workplace(place.folder, clock=clock, passphrase=guess)
    with pytest.raises(TooSoon) as refused:  # also with the right one: nobody can tell before it is tried
        open_workplace(place.folder, clock=clock, passphrase=PASSPHRASE)
    clock.move(timedelta(seconds=refused.value.seconds))

    words = " ".join(safe[0].words)
    again = closing(recover(place.folder, clock=clock, words=words, passphrase="four new words"))
    assert {each.response_id for each in responses(again)} == {each.response_id for each in answered}
    again.close()
    with pytest.raises(WrongPassphrase):
        open_workplace(place.folder, clock=clock, passphrase=PASSPHRASE)
    closing(open_workplace(place.folder, clock=clock, passphrase="four new words")).close()
    closing(recover(place.folder, clock=clock, words=words, passphrase="four other words"))  # as good as before
