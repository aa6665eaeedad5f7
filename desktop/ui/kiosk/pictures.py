"""Pictures of the kiosk's screens, for :mod:`desktop.ui.screenshots`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.ui.pages.find import page_class
from desktop.ui.pages.page import Where

PIN = "8642"  # made up, as everybody in practice is


class _NoPrinter:
    """Pictures print nothing, and don't depend on what stands beside the machine."""

    def names(self) -> list[str]:
        return []


def take_kiosk(camera: Any, pressed: Callable[[str], None]) -> None:
    """Hand the laptop over in practice, take its screens, and take it back."""
    window = camera.window
    desk, work = window.desk, window.page.work
    form = work.open_programme.forms(desk.place, programme_id=desk.programme.programme_id)[0]
    event = work.run_event.events_today(desk.place)[0]
    size = window.size()
    window.show_page(Where.KIOSK, form_id=form.form_id, event_id=event.event_id, printer=_NoPrinter())
    camera.take("hand-over")
    for field in (window.page._pin, window.page._again):
        if field is not None:
            field.input.setText(PIN)
    pressed("Hand over now")
    camera.until(lambda: type(window.page) is page_class(Where.HANDED_OVER))
    camera.settle()
    window.showNormal()
    window.resize(size)
    page = window.page
    camera.take("kiosk-welcome")
    page._started(page._languages[0])
    if work.kiosk.ages(page._offer.rules):
        camera.take("kiosk-age")
        page._beginning.age_told("of age")
    camera.take("kiosk-notice")
    pressed("I agree: start")
    camera.take("kiosk-question")
    page._quiet(30)
    camera.take("kiosk-still-there")
    page._nobody_there()
    camera.settle()
    page._ended("MADE-UPXX-CODE-0000-0")
    camera.take("kiosk-code")
    page._ask_pin()
    camera.take("kiosk-staff")
    actor = work.kiosk.take_back(desk.place, pin=PIN)
    page._taken(actor)
    camera.until(lambda: type(window.page) is page_class(Where.TODAY))
    window.desk = desk
    window.resize(size)
    camera.settle()
