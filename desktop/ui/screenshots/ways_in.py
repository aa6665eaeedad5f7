"""Pictures of the ways into a laptop, and of the screens that keep it out of sight."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop.foundation.errors import DamagedFile
from desktop.staff.people import Actor, Role
from desktop.ui.pages.page import Where
from desktop.ui.screenshots.camera import Camera


def take_ways_in(camera: Camera) -> None:
    """Set a laptop up with its recovery sheet, in the temporary folder, and take the ways back into it."""
    window = camera.window
    window.show_page(Where.SET_UP, found="new")
    camera.take("set-up")
    for field in (window.page._first, window.page._second):
        field.input.setText("four words make one")
    camera.pressed("Set up")
    unfinished = window.page._unfinished
    camera.take("recovery-sheet")
    camera.pressed("I have it on paper: go on")
    camera.take("recovery-sheet-words")
    for number, field in window.page._confirmer._fields.items():
        field.input.setText(unfinished.sheet.words[number - 1])
    camera.pressed("These are the words")
    camera.settle()
    place, work = window.desk.place, window.page.work
    cora = Actor(person_id="", name="Cora", role=Role.COORDINATOR, signed_in=True)
    with tempfile.TemporaryDirectory() as stick:
        work.back_up.set_plan(place, actor=cora, folder=Path(stick))
        work.back_up.back_up(place, actor=cora)
        window.show_page(Where.RECOVERY)
        camera.take("recovery")
        window.show_page(Where.DAMAGED, error=_damage(place))
        camera.take("damaged")
        window.show_page(Where.DAMAGED, fresh=True)
        camera.take("restore")


def _damage(place: Any) -> Exception:
    return DamagedFile(place=str(place.folder), fault="The store opens, but parts of it are broken.", remedy="")


def take_out_of_sight(camera: Camera) -> None:
    """Take the locked screen and the empty one, with somebody who has a PIN at the laptop."""
    window = camera.window
    desk, work = window.desk, window.page.work
    pin = "8642"  # made up, as everybody in practice is
    person = work.manage_staff.add_person(
        desk.place, actor=desk.actor, name="Asha Mistry", role=Role.OFFICER, pin=pin
    )
    actor = work.manage_staff.sign_in(desk.place, person_id=person.person_id, pin=pin)
    window.desk = replace(desk, actor=actor)
    window._lock_screen()
    camera.take("locked")
    window._lock._screen.wait(16)
    camera.take("locked-wait")
    window._blank()
    camera.take("empty")
    window._lock.open()
