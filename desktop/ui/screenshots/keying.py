"""Pictures of keying a pile: what waits, queries, the second keying, decisions, practice, scans and figures."""

from __future__ import annotations

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
    """Take each page of the menu "Keying" as practice has it, the keying itself apart."""
    for door in keying_doors():
        if door.where in _NAMES:
            camera.go(door.where)
            camera.take(_NAMES[door.where])
    _answer(camera)


def _answer(camera: Camera) -> None:
    """Answer the query, and take what then stands beside its sheet."""
    camera.go(Where.QUERIES)
    camera.press(text="The second one. The first is crossed out.")
    camera.pressed("Send the answer")
    camera.take("query-answered")
    camera.go(Where.KEYING)
    camera.take("keying-answered")
