"""Which sheet is in hand: its serial, and what the serial alone can't tell, which is asked for once for a pile."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.sheets.piles import is_pile_code
from desktop.ui.background import Background
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.keying.begun_list import BegunList
from desktop.ui.keying.photocopy_offer import PhotocopyOffer
from desktop.ui.keying.pile_line import PileLine
from desktop.ui.keying.practice_serials import PracticeSerials
from desktop.ui.keying.scanned_line import ScannedLine
from desktop.ui.keying.version_field import VersionField
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.key_hold import KeyHold
from desktop.ui.parts.words import Notice, words
from desktop.ui.services import Desk


class SerialPart(QWidget):
    """Asks for a serial, and for the event and version where this laptop did not print the sheet.

    Attributes:
        done: what is said of the sheet before it.
        serial, event_field, events, version: what is asked.
        pile: how far the pile is keyed whose code was scanned.
        scanned: sheets that wait to be keyed from their scans.
        practice: sheets of practice, which nobody has on paper.
    Signals:
        found (object, str): the sheet, and the id of the event that was chosen for it, or empty. Keys are held:
            whoever takes the sheet up releases them.
    """

    found = Signal(object, str)

    def __init__(
        self, parent: QWidget, *, work: Any, desk: Desk | None, background: Background, hold: KeyHold
    ) -> None:
        super().__init__(parent)
        self._work, self._desk, self._background, self._hold = work, desk, background, hold
        self._all_events: tuple[Any, ...] = ()
        self._carried_event = ""
        layout = QVBoxLayout(self)
        roomy(layout, gap=3)
        self.done = Notice("success", "", "", self)
        self.done.hide()
        layout.addWidget(self.done)
        layout.addWidget(words(tr("Key a paper sheet"), self, Type.TITLE))
        self.serial = text_field(
            tr("Serial"),
            self,
            hint=tr(
                "It stands at the foot of every page, beside the square code. Type it, or scan it, then Enter."
            ),
            characters=26,
        )
        self.serial.input.returnPressed.connect(self.look_up)
        layout.addWidget(self.serial)
        self.events = QComboBox()
        self.events.setPlaceholderText(tr("Choose the event"))
        self.events.installEventFilter(self)
        self.event_field = Field(
            tr("Event at which it was collected"),
            self.events,
            self,
            hint=tr(
                "This laptop did not print the sheet, so it can't know. The choice is kept for the next sheets."
            ),
        )
        self.event_field.hide()
        layout.addWidget(self.event_field)
        self.version = VersionField(self)
        self.version.entered.connect(self.look_up)
        layout.addWidget(self.version)
        # the serial may be typed over meanwhile: it is looked up again, and the sheet in hand is what counts
        self.events_go = button(tr("Key this sheet"), self, self.look_up, kind="primary")
        self.events_go.hide()
        layout.addWidget(self.events_go, 0, Qt.AlignmentFlag.AlignLeading)
        self.photocopy = PhotocopyOffer(self, work=work, desk=desk, background=background)
        self.photocopy.numbered.connect(self._take_number)
        layout.addWidget(self.photocopy)
        self.pile = PileLine(self)
        self.pile.next_wanted.connect(self.take)
        layout.addWidget(self.pile)
        # made in the order in which they stand: Tab reaches them so
        self.scanned = ScannedLine(self, work=work, desk=desk, background=background)
        self.scanned.next_wanted.connect(self.take)
        layout.addWidget(self.scanned)
        self.practice = PracticeSerials(self, work=work, desk=desk, background=background)
        self.practice.chosen.connect(self.take)
        layout.addWidget(self.practice)
        self.begun = BegunList(self)
        self.begun.chosen.connect(self.take)
        layout.addWidget(self.begun)

    def know(self, events: tuple[Any, ...], *, event_id: str = "") -> None:
        """Offer ``events`` for sheets that this laptop did not print; ``event_id``: the one chosen before."""
        self._all_events = events
        self._carried_event = self._carried_event or event_id

    @property
    def event_id(self) -> str:
        """The event that was chosen for the pile, or empty."""
        return str(self.events.currentData() or self._carried_event)

    def ask(self) -> None:
        """Ask for the next serial."""
        self.serial.input.clear()
        self.serial.input.setFocus()

    def take(self, serial: str) -> None:
        """Key the sheet with this serial."""
        self.serial.input.setText(serial)
        self.look_up()

    def _take_number(self, number: str) -> None:
        """Go on with the number that a photocopy was given."""
        self.serial.show_fault("")
        self.serial.input.setText(number)
        self.serial.input.setFocus()

    # looking up ---------------------------------------------------------------------------------------------

    def look_up(self) -> None:
        """Look up the serial that stands in the field."""
        text = self.serial.input.text().strip()
        if not text:
            self.serial.show_fault(tr("Type the serial of the sheet."))
            return
        if self._hold.holding or self._desk is None:
            return
        self.photocopy.withdraw()
        self._hold.hold()
        if is_pile_code(text):
            job = partial(self._pile_job, self._work, self._desk.place, text)
            self._background.run(job, then=self._pile_found, failed=self.refuse)
            return
        self._background.run(
            partial(self._look_up_job, self._work, self._desk.place, text, self._version_given()),
            then=self._looked_up,
            failed=self.refuse,
        )

    @staticmethod
    def _look_up_job(work: Any, place: Any, text: str, version: str) -> Any:
        return work.key_paper.look_up_serial(place, text, version=version)

    @staticmethod
    def _pile_job(work: Any, place: Any, text: str) -> Any:
        return work.pile_keying.look_up_pile(place, text)

    def _pile_found(self, pile: Any) -> None:
        self.serial.show_fault("")
        self.pile.show_pile(pile)
        self.ask()
        self._hold.release()

    def _version_given(self) -> str:
        return self.version.chosen if self.version.isVisibleTo(self) else ""

    def refuse(self, error: Exception) -> None:
        """Say why the sheet can't be keyed, where the world is at fault; else let the window tell it."""
        self._hold.release()
        if not isinstance(error, WorldError):
            self._background.refused.emit(error)
            return
        self.done.hide()
        self.serial.show_fault(f"{error.fault} {error.remedy}")
        if isinstance(error, self._work.key_paper.AlreadyKeyed):
            self.photocopy.offer(error.serial.canonical, self.events.currentData() or "")
        self.serial.input.setFocus()
        self.serial.input.selectAll()

    def _looked_up(self, sheet: Any) -> None:
        self.serial.show_fault("")
        needs_event = not sheet.event_id and not sheet.draft_id
        self._offer_events(sheet.programme_id)
        if needs_event and not self.event_field.isVisibleTo(self):
            self.event_field.show()
            self.events_go.show()
            self.events.setFocus()
            self._hold.release()
            return
        if needs_event and self.events.currentIndex() < 0:
            self._hold.release()
            self.event_field.show_fault(tr("Choose the event at which the sheet was collected."))
            self.events.setFocus()
            return
        self.event_field.show_fault("")
        if sheet.versions:
            self.version.offer(sheet.versions)
            self.events_go.show()
            self.version.ask()
            self._hold.release()
            return
        self.version.show_fault("")
        self.version.hide()
        self.found.emit(sheet, "" if sheet.event_id else self.events.currentData() or "")

    def _offer_events(self, programme_id: str) -> None:
        """Offer the events of the sheet's programme; what was chosen for the sheet before stands."""
        before = self.events.currentData() or self._carried_event
        self.events.clear()
        for event in self._all_events:
            if event.programme_id == programme_id:
                self.events.addItem(f"{event.name}, {spoken_date(event.day)}", event.event_id)
        # an event that nobody chose would be recorded as if somebody had
        self.events.setCurrentIndex(self.events.findData(before) if before else -1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on the event goes on."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and watched is self.events
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.look_up()
            return True
        return super().eventFilter(watched, event)
