"""Pictures of keying a pile: what waits, queries, the second keying, decisions, practice, scans and figures."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.ui.keying_menu import keying_doors
from desktop.ui.pages.page import Where
from desktop.ui.screenshots.camera import Camera

_NAMES = {
    Where.KEYING_OVERVIEW: "sheets-that-wait",
    Where.QUERIES: "queries",
    Where.VERIFY: "second-keying",
    Where.ADJUDICATE: "decide",
    Where.TRAINING: "practise-keying",
    Where.SCANS: "scans",
    Where.VERIFICATION: "which-sheets-twice",
    Where.KEYING_FIGURES: "figures-of-keying",
}


def take_keying(camera: Camera) -> None:
    """Take each page of the menu "Keying" as practice has it, and what is done there; the first keying apart."""
    for door in keying_doors():
        if door.where in _NAMES:
            camera.go(door.where)
            camera.take(_NAMES[door.where])
    _key_again(camera)
    _decide(camera)
    _practise(camera)
    _answer(camera)


def _key_again(camera: Camera) -> None:
    """Key the first of the sheets that wait a second time, as far as the first question."""
    desk, work = camera.window.desk, camera.window.page.work
    due = work.second_keying_due.due(desk.place, actor=desk.actor, programme_id=desk.programme.programme_id)
    camera.go(Where.VERIFY, serial=due.sheets[0].shown)
    camera.take("second-keying-sheet")


def _decide(camera: Camera) -> None:
    """Take the two readings of a field, and what stands where neither is right."""
    camera.go(Where.ADJUDICATE)
    camera.press(Qt.Key.Key_Return)
    camera.take("decide-field")


def _practise(camera: Camera) -> None:
    """Begin a practice pile."""
    camera.go(Where.TRAINING)
    camera.pressed("Start a practice pile")
    camera.take("practice-sheet")


def _answer(camera: Camera) -> None:
    """Answer the query, and take what then stands beside its sheet."""
    camera.go(Where.QUERIES)
    camera.press(text="The second one. The first is crossed out.")
    camera.pressed("Send the answer")
    camera.take("query-answered")
    camera.go(Where.KEYING)
    camera.take("keying-answered")
