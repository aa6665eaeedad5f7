"""Pictures of every screen, from the practice workplace: ``python -m desktop.ui.screenshots OUT_DIR``.

Used for the README, for looking at the screens at other text sizes, and for the contact sheet. Nothing real is
opened: a practice store is made in a temporary folder, at a fixed date, and thrown away.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.foundation.assets import packs_path
from desktop.foundation.clock import SetClock

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.ui.main_window import MainWindow

WIDTH, HEIGHT = 1366, 728
"""A 1366 x 768 laptop, less the bar of the operating system."""
_WAIT_S = 120.0


class Camera:
    """Drives the window from page to page and keeps a picture of each."""

    def __init__(
        self, app: QApplication, window: MainWindow, background: Any, out: Path, only: Sequence[str] = ()
    ) -> None:
        self._app = app
        self.window = window
        self._background = background
        self._out = out
        self._only = only
        self._number = 0
        self.taken: list[Path] = []

    def until(self, condition: Callable[[], bool]) -> None:
        """Let the event loop run until ``condition`` holds.

        Raises:
            TimeoutError: it does not hold after two minutes.
        """
        from PySide6.QtCore import QDeadlineTimer, QEventLoop

        deadline = QDeadlineTimer(int(_WAIT_S * 1000))
        while not condition():
            if deadline.hasExpired():
                raise TimeoutError("a screen did not come")
            self._app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)

    def settle(self) -> None:
        """Wait until nothing is under way and everything is drawn."""
        for _round in range(3):
            self.until(lambda: not self._background.busy)
            for _turn in range(4):
                self._app.processEvents()

    def take(self, name: str) -> None:
        """Keep a picture of the window as it is."""
        self.settle()
        self._number += 1
        if self._only and name not in self._only:
            return
        path = self._out / (f"{name}.png" if self._only else f"{self._number:02d}-{name}.png")
        self.window.grab().save(str(path))
        self.taken.append(path)

    def press(self, *keys: Any, text: str = "") -> None:
        """Press keys one after another, and then those of ``text``, on whatever has the focus."""
        from PySide6.QtTest import QTest

        for key in (*keys, *text):
            target = self._app.focusWidget() or self.window
            if isinstance(key, str):
                QTest.keyClicks(target, key)
            else:
                QTest.keyClick(target, key)
            self.settle()


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pictures and return 0."""
    parser = argparse.ArgumentParser(
        prog="python -m desktop.ui.screenshots", description=__doc__.partition(":")[0]
    )
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument(
        "--only", nargs="+", default=(), help="the screens wanted, such as today; not numbered then"
    )
    parser.add_argument("--scale", type=int, default=100, help="text size in per cent")
    parser.add_argument("--language", default="", help="ar-mirrored: every layout from right to left")
    parser.add_argument("--scheme", choices=("light", "dark", "high contrast"), default="light")
    asked = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        taken = take_all(
            Path(folder),
            asked.out,
            scale=asked.scale,
            mirrored=bool(asked.language),
            scheme=asked.scheme,
            only=asked.only,
        )
    sys.stdout.write("\n".join(str(path) for path in taken) + "\n")
    return 0


def take_all(
    folder: Path, out: Path, *, scale: int, mirrored: bool, scheme: str, only: Sequence[str] = ()
) -> list[Path]:
    """Walk through every screen of practice and return the pictures' paths; ``only`` some of them."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from desktop.jobs.executors import Executors
    from desktop.ui.background import Background
    from desktop.ui.design.colours import SCHEMES
    from desktop.ui.design.theme import Theme
    from desktop.ui.main_window import MainWindow
    from desktop.ui.pages.page import Where
    from desktop.ui.services import Services

    app = QApplication.instance() or QApplication([sys.argv[0]])
    assert isinstance(app, QApplication)
    colours = next(each for each in SCHEMES if each.name == scheme)
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
    with Executors() as executors:
        theme = Theme(app, scale=scale, scheme=colours)
        services = Services(
            folder=folder / "real",
            practice_folder=folder / "practice",
            clock=SetClock(datetime(2026, 3, 12, 10, 30, tzinfo=UTC)),
            executors=executors,
            find_keyring=lambda: None,
            # each picture shows the question with its answer: nothing goes on by itself
            read_setting=lambda name: "no" if name == "figure_goes_on" else "",
            direction_of=(lambda _language: Qt.LayoutDirection.RightToLeft) if mirrored else None,
        )
        background = Background(executors)
        window = MainWindow(services=services, theme=theme, background=background)
        window.resize(WIDTH, HEIGHT)
        camera = Camera(app, window, background, out, only)
        window.show_page(Where.START)
        window.show()
        try:
            _walk(camera)
        finally:
            window.page.before_leaving() if window.page is not None else None
            camera.settle()
            window.close_workplace()
            window.hide()
            window.deleteLater()
            app.processEvents()
    return camera.taken


def _walk(camera: Camera) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QPushButton

    from desktop.ui.interview.course import Stage
    from desktop.ui.kiosk.pictures import take_kiosk
    from desktop.ui.pages.page import Where
    from desktop.ui.questions.widget import QuestionWidget

    window = camera.window

    def at(where: Where) -> bool:
        from desktop.ui.pages.find import page_class

        return type(window.page) is page_class(where)

    def pressed(words: str) -> None:
        buttons = [
            each for each in window.page.findChildren(QPushButton) if each.text() == words and each.isVisible()
        ]
        buttons[0].click()
        camera.settle()

    camera.take("start")
    _ways_in(camera, pressed)
    window.show_page(Where.START)
    camera.settle()
    pressed("Start practice")
    camera.until(lambda: at(Where.WHO))
    camera.take("who")
    people = [each for each in window.page.findChildren(QPushButton) if "oordinator" in each.text()]
    people[0].click()
    camera.until(lambda: at(Where.TODAY))
    camera.take("which-event")
    camera.press(text="1")
    camera.until(lambda: at(Where.TODAY) and window.page.desk.event is not None)
    camera.take("today")
    window.show_page(Where.COUNT)
    camera.settle()
    camera.press(text="12")
    camera.take("count")
    camera.press(Qt.Key.Key_Return, text="d")
    camera.take("count-why-not")
    for where, name in ((Where.PROGRAMME, "programme"), (Where.MERGE, "merge-events")):
        window.show_page(where)
        camera.take(name)
    from desktop.ui.event_screenshots import take_follow_ups

    take_follow_ups(camera, pressed)
    window.show_page(Where.EVENT)
    camera.settle()
    camera.take("new-event")
    pressed("Create the event")
    camera.take("new-event-faults")
    window.show_page(Where.TODAY)
    camera.settle()
    pressed("Interview")
    camera.until(lambda: at(Where.INTERVIEW))
    camera.take("interview-consent")
    pressed("The person agrees: start")
    fault_taken = False
    seen: set[str] = set()
    for _screen in range(80):
        shown = window.page.shown
        if shown is None or shown.stage is not Stage.QUESTIONS:
            break
        kind = "-".join(sorted({view.type.value for view in shown.views}))
        if not fault_taken and any(view.required for view in shown.views):
            fault_taken = True
            pressed("Continue")
            camera.take("interview-fault")
        for widget in window.page.findChildren(QuestionWidget):
            if widget.isVisible() and not widget.pick("1") and widget.view.appearances & {"multiline"}:
                widget.set_value("Made up: more buses in the evening.")
        if kind not in seen:
            seen.add(kind)
            camera.take(f"interview-{kind}")
        pressed("Continue")
    camera.take("check-answers")
    pressed("The answers are right")
    camera.take("equality")
    if window.page.shown.stage is Stage.EQUALITY_START:
        pressed("Answer these questions")
    else:  # the form asks itself whether the block is wanted
        window.page.findChildren(QuestionWidget)[-1].pick("1")
        pressed("Continue")
    camera.take("equality-question")
    pressed("Skip the rest of this part")
    camera.take("finish")
    pressed("Finish and lock the answers")
    camera.until(lambda: at(Where.UPDATE_LIST))
    camera.take("update-list")
    pressed("No, thank you")
    camera.until(lambda: at(Where.DONE))
    camera.take("done")
    window.show_page(Where.PAPER)
    camera.settle()
    pressed("Preview")
    camera.take("paper")
    window.show_page(Where.KEYING)
    camera.take("keying-serial")
    _key_a_sheet(camera)
    for where, name in (
        (Where.BATCHES, "batches"),
        (Where.LEDGER, "ledger"),
        (Where.COORDINATOR, "coordinator"),
        (Where.PERSON, "add-person"),
        (Where.WITHDRAW, "withdraw"),
        (Where.BACKUPS, "backups"),
        (Where.KEYS, "keys"),
        (Where.DEBRIEF, "debrief"),
        (Where.BENCHMARKS, "benchmarks"),
        (Where.RETENTION, "retention"),
        (Where.AUDIT, "audit"),
        (Where.PEOPLE, "people"),
        (Where.ERASE_CONTACT, "erase-contact"),
    ):
        window.show_page(where, **({"adding": True} if where is Where.PERSON else {}))
        camera.take(name)
    window.show_page(Where.HELP)
    camera.take("help")
    window.show_page(Where.PREVIEW, path=str(packs_path() / "leicestershire-jhws"))
    camera.take("preview")
    window.show_page(Where.TODAY)
    camera.settle()
    take_kiosk(camera, pressed)
    _out_of_sight(camera)


def _ways_in(camera: Camera, pressed: Callable[[str], None]) -> None:
    """Set a laptop up with its recovery sheet, in the temporary folder, and take the ways back into it."""
    from desktop.staff.people import Actor, Role
    from desktop.ui.pages.page import Where

    window = camera.window
    window.show_page(Where.SET_UP, found="new")
    camera.take("set-up")
    for field in (window.page._first, window.page._second):
        field.input.setText("four words make one")
    pressed("Set up")
    unfinished = window.page._unfinished
    camera.take("recovery-sheet")
    pressed("I have it on paper: go on")
    camera.take("recovery-sheet-words")
    for number, field in window.page._confirmer._fields.items():
        field.input.setText(unfinished.sheet.words[number - 1])
    pressed("These are the words")
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
    from desktop.foundation.errors import DamagedFile

    return DamagedFile(place=str(place.folder), fault="The store opens, but parts of it are broken.", remedy="")


def _out_of_sight(camera: Camera) -> None:
    """Take the locked screen and the empty one, with somebody who has a PIN at the laptop."""
    from dataclasses import replace

    from desktop.staff.people import Role

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


def _key_a_sheet(camera: Camera) -> None:
    """Print two copies in practice, and key a part of the first."""
    from PySide6.QtCore import Qt

    from desktop.ui.pages.page import Where

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
    serial = work.print_paper.paper_copies(desk.place, run_id=run.run_id)[0].serial
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


if __name__ == "__main__":
    raise SystemExit(main())
