"""Pictures of the screens of a laptop that is handed over."""

from __future__ import annotations

from desktop.ui.pages.page import Where
from desktop.ui.screenshots.camera import Camera

PIN = "8642"  # made up, as everybody in practice is


class _NoPrinter:
    """Pictures print nothing, and don't depend on what stands beside the machine."""

    def names(self) -> list[str]:
        return []


def take_kiosk(camera: Camera) -> None:
    """Hand the laptop over in practice, take its screens, and take it back."""
    window = camera.window
    desk, work = window.desk, window.page.work
    form = work.open_programme.forms(desk.place, programme_id=desk.programme.programme_id)[0]
    event = work.run_event.events_today(desk.place)[0]
    size = window.size()
    camera.go(Where.TODAY)
    camera.go(Where.KIOSK, form_id=form.form_id, event_id=event.event_id, printer=_NoPrinter())
    camera.take("hand-over")
    for field in (window.page._pin, window.page._again):
        if field is not None:
            field.input.setText(PIN)
    camera.pressed("Hand over now")
    camera.until(lambda: camera.at(Where.HANDED_OVER))
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
    camera.pressed("I agree: start")
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
    camera.until(lambda: camera.at(Where.TODAY))
    window.desk = desk
    window.resize(size)
    camera.settle()
