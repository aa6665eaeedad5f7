"""Pictures of the screens on which requests and concerns are noted; words in them say that they are made up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def take_follow_ups(camera: Any, pressed: Callable[[str], None]) -> None:
    """Take the requests, with one open to be read, and the concerns before and after one was referred."""
    from desktop.ui.pages.page import Where

    window = camera.window
    window.show_page(Where.FOLLOW_UPS)
    camera.settle()
    pressed("Show how to reach them")
    camera.take("follow-ups")
    pressed("Save")
    camera.take("follow-ups-faults")
    window.show_page(Where.CONCERNS)
    camera.settle()
    camera.take("concerns-none")
    window.page._what.show_words("Made up: a child said that nobody is at home at night.")
    pressed("Note it")
    pressed("Read it")
    camera.take("concerns")
    chosen = window.page._list.chosen
    window.page._change("refer", "✓ Referred", concern_id=chosen.concern_id, referred_to="Duty team, made-up Ms B")
    camera.take("concerns-referred")
