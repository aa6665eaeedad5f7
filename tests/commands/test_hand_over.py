"""A laptop whose hand-over PIN was lost, taken back by command."""

from __future__ import annotations

from desktop.commands.main import run
from desktop.foundation.clock import SetClock
from desktop.staff.people import Actor
from desktop.workflows.kiosk import hand_over, handed_over
from desktop.workflows.workplace import Workplace
from tests.kiosk_form import FORM_ID, WITH_ASSENT, open_kiosk_programme
from tests.workplaces import PASSPHRASE, clock, empty_place, made_once, officer, pack, place

__all__ = ["clock", "empty_place", "made_once", "officer", "pack", "place"]


def command(place: Workplace, clock: SetClock, *words: str) -> int:
    return run(
        list(words),
        folder=place.folder,
        practice=False,
        clock=clock,
        keyring=lambda: None,
        environment={"SOUNDING_BOARD_PASSPHRASE": PASSPHRASE},
    )


def test_it_is_taken_back_and_the_trail_says_by_whom(
    tmp_path, place: Workplace, officer: Actor, clock: SetClock, capsys
) -> None:
    _programme, event_id = open_kiosk_programme(tmp_path, place, officer, WITH_ASSENT)
    hand_over(place, actor=officer, form_id=FORM_ID, event_id=event_id, pin="4711")
    assert command(place, clock, "hand-over", "show") == 0
    assert "Handed over by Olu since 2022-01-12 10:30" in capsys.readouterr().out
    assert command(place, clock, "hand-over", "end") == 2
    assert handed_over(place) is not None
    assert command(place, clock, "hand-over", "end", "--yes", "--as", "Cora") == 0
    assert handed_over(place) is None
    with place.reading() as unit:
        line = next(each for each in unit.changes.list() if each.what == "laptop taken back")
    assert (line.actor_name, line.signed_in) == ("Cora", False)
    assert command(place, clock, "hand-over", "show") == 0
    assert "not handed over" in capsys.readouterr().out.splitlines()[-1]
