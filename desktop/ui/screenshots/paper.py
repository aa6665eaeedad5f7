"""Pictures of paper: the copies that are printed, logged and numbered, and one that is keyed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import Qt

from desktop.ui.pages.page import Where
from desktop.ui.screenshots.camera import Camera


def take_paper(camera: Camera) -> None:
    """Preview the copies, then key a sheet with a wrong answer and one that was not given."""
    camera.go(Where.PAPER)
    camera.pressed("Preview")
    camera.take("paper")
    camera.go(Where.KEYING)
    camera.take("keying-serial")
    _key_a_sheet(camera)


def _key_a_sheet(camera: Camera) -> None:
    """Print two copies in practice, and key a part of the first."""
    window = camera.window
    desk, work = window.desk, window.page.work
    with tempfile.TemporaryDirectory() as folder:
        form = work.open_programme.forms(desk.place)[0]
        event = work.run_event.events_today(desk.place)[0]
        run = work.print_paper.print_copies(
            desk.place,
            actor=desk.actor,
            form_id=form.form_id,
            event_id=event.event_id,
            copies=2,
            out=Path(folder) / "copies.pdf",
        ).run
    serial, other = (each.serial for each in work.print_paper.paper_copies(desk.place, run_id=run.run_id))
    camera.go(Where.PAPER_CUSTODY, event_id=event.event_id)
    camera.press(text=other)
    camera.press(Qt.Key.Key_Return)
    camera.take("paper-in-and-out")
    camera.pressed("Log 1 sheet: returned")
    camera.take("paper-logged")
    camera.go(Where.NUMBER_SHEETS, event_id=event.event_id)
    camera.press(Qt.Key.Key_Return)
    camera.take("number-sheets")
    window.show_page(Where.KEYING, serial=serial)
    camera.settle()
    camera.take("keying-sheet")
    camera.press(text="1")
    camera.press(text="not a postcode")
    camera.press(Qt.Key.Key_Return)
    camera.take("keying-warning")
    camera.press(Qt.Key.Key_Return)
    camera.press(text="2?-")
    camera.take("keying-further")
    for _question in range(60):
        if window.page.at_end:
            break
        camera.press(Qt.Key.Key_Return)
    camera.take("keying-end")
