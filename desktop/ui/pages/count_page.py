"""Counting people: a key or a large button for one more, several at once, and one key to take the last back."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMessageBox, QVBoxLayout, QWidget

from desktop.engagement.attendance import CountKind, RefusalReason
from desktop.foundation.translation import tr
from desktop.ui.counting.hours import Hours
from desktop.ui.counting.letters import letters_for
from desktop.ui.counting.presses import Press, Presses
from desktop.ui.counting.words import counted_words, kind_words, reason_words
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.columns import Columns
from desktop.ui.parts.tile import Tile
from desktop.ui.parts.two_sides import TwoSides
from desktop.ui.parts.words import words

_MOST_FIGURES = 3
_REFRESH_MS = 2_000
"""So long after the last press the hours are fetched anew."""
_NOTHING_LEFT = tr("Nothing is left that was counted on this laptop.")
_OTHERS = (CountKind.FOOTFALL, CountKind.CONVERSATION, CountKind.REFUSAL)


class CountPage(Page):
    """Counts people at the event that is worked at. No arguments.

    Space, Enter or + counts one who came; a letter what stands on its button; figures before it, so many at once;
    Backspace takes the last press back, and asks before it goes on past what was pressed in this visit.
    """

    heading = tr("Count people")
    characters = 156

    def build(self) -> None:
        self._presses = Presses()
        self._amount = ""
        self._tiles: dict[tuple[CountKind, str], Tile] = {}
        self._reasons: list[Tile] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REFRESH_MS)
        self._later.timeout.connect(self._look_again)
        if self.desk.event is None:
            self._build_nowhere()
            return
        sides = TwoSides(self.content.column, first=3, second=2, characters=112, gap=7)
        self.add(sides)
        self._build_counters(sides.first)
        self._build_beside(sides.second)
        self.content.layout_.addStretch(1)

    def _build_nowhere(self) -> None:
        self.say(tr("Count people"), Type.TITLE)
        self.say(tr("Choose the event first: what is counted belongs to it."))
        self._door = button(tr("Choose an event"), self.content.column, self._to_today, kind="primary")
        self.add(self._door, leading=True)
        self.content.layout_.addStretch(1)

    def _build_counters(self, holder: QWidget) -> None:
        column = QVBoxLayout(holder)
        roomy(column, gap=3)
        column.addWidget(words(self.desk.event.name, holder, Type.TITLE))
        kinds = [kind_words(kind) for kind in _OTHERS]
        letters = letters_for(kinds)
        self._main = self._tile(CountKind.ATTENDANCE, "", kind_words(CountKind.ATTENDANCE), tr("Space"), holder)
        column.addWidget(self._main)
        if self.desk.programme.counts_roles:
            roles = self.desk.programme.respondent_types
            grid = Columns(holder, characters=22, most=4)
            keys = letters_for([role.label for role in roles], taken=letters)
            for role, letter in zip(roles, keys, strict=True):
                grid.put(self._tile(CountKind.ATTENDANCE, role.code, role.label, letter.upper(), grid))
            column.addWidget(grid)
        column.addWidget(words(tr("Counted apart, and never added up:"), holder, tone="muted"))
        others = Columns(holder, characters=26, most=3)
        for kind, label, letter in zip(_OTHERS, kinds, letters, strict=True):
            others.put(self._tile(kind, "", label, letter.upper(), others))
        column.addWidget(others)
        self._why = QWidget(holder)
        inside = QVBoxLayout(self._why)
        roomy(inside, gap=2)
        inside.addWidget(words(tr("Why not? As they said it; Esc leaves it."), self._why, Type.STRONG))
        reasons = Columns(self._why, characters=22, most=4)
        for number, reason in enumerate(RefusalReason, start=1):
            made = Tile(reason_words(reason), str(number), reasons, self._reason_pressed)
            made.setProperty("reason", reason.value)
            self._reasons.append(made)
            reasons.put(made)
        inside.addWidget(reasons)
        self._why.hide()
        column.addWidget(self._why)
        column.addStretch(1)

    def _tile(self, kind: CountKind, role: str, label: str, key: str, parent: QWidget) -> Tile:
        main = kind is CountKind.ATTENDANCE and not role
        made = Tile(label, key, parent, self._pressed, figure="0", main=main)
        made.setProperty("kind", kind.value)
        made.setProperty("role", role)
        self._tiles[(kind, role)] = made
        return made

    def _build_beside(self, holder: QWidget) -> None:
        column = QVBoxLayout(holder)
        roomy(column, gap=3)
        self._several = words("", holder, Type.SECTION)
        self._said = words("", holder, Type.STRONG)
        self._undo = button(tr("Take the last back"), holder, self._take_back)
        column.addWidget(self._several)
        column.addWidget(self._said)
        column.addWidget(self._undo, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(
            words(
                tr(
                    "Space, Enter or + counts one more; a letter counts what stands on its button. Type a number"
                    " first for several at once. Backspace takes the last press back."
                ),
                holder,
                tone="muted",
            )
        )
        column.addWidget(words(tr("By hour"), holder, Type.SECTION))
        self._hours = Hours(holder, most_rows=8)
        column.addWidget(self._hours)
        self._devices = words("", holder, tone="muted")
        column.addWidget(self._devices)
        column.addStretch(1)
        self._say_several()

    # fetching ---------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Fetch the counts so far."""
        if self.desk.event is None:
            self._door.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.load(partial(self._tallies_job, self.work, self.desk), self._found)

    @staticmethod
    def _tallies_job(work: Any, desk: Any) -> Any:
        return work.count_people.tallies(desk.place, desk.event.event_id)

    def _found(self, tallies: Any) -> None:
        self._show(tallies)
        self._main.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, tallies: Any) -> None:
        if self._later.isActive():
            return  # pressed meanwhile: fetched once more, with that
        self._presses.start_from(tallies)
        self._show_figures()
        self._hours.show_hours(tallies.by_hour)
        here = tallies.by_device.get(self.desk.place.device_id, {}).get(CountKind.ATTENDANCE, 0)
        several = len(tallies.by_device) > 1
        self._devices.setText(
            tr("Of those who came, {count} were counted on this laptop.", count=here) if several else ""
        )
        self._devices.setVisible(several)

    def _show_figures(self) -> None:
        for (kind, role), tile in self._tiles.items():
            whole = kind is not CountKind.ATTENDANCE or not role
            tile.show_figure(str(self._presses.of(kind, None if whole else role)))

    def _look_again(self) -> None:
        self.background.run(partial(self._tallies_job, self.work, self.desk), then=self._show)

    # counting ---------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Count by keys; what is none of them goes on."""
        if event.isAutoRepeat() or self.desk.event is None or not self._take_key(event):
            super().keyPressEvent(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Undo):
            self._take_back()
        elif event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        elif event.key() == Qt.Key.Key_Backspace:
            if self._amount:
                self._set_amount(self._amount[:-1])
            else:
                self._take_back()
        elif event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Plus):
            self._count(CountKind.ATTENDANCE)
        else:
            return self._take_letter(event.text().lower())
        return True

    def _take_letter(self, text: str) -> bool:
        if text.isascii() and text.isdecimal():
            if not self._why.isHidden():
                if 1 <= int(text) <= len(self._reasons):
                    self._reasons[int(text) - 1].click()
            elif self._amount or text != "0":
                self._set_amount((self._amount + text)[-_MOST_FIGURES:])
            return True
        tile = next((each for each in self._tiles.values() if text and each.key.lower() == text), None)
        if tile is not None:
            tile.click()
        return tile is not None

    def _escape(self) -> None:
        if not self._why.isHidden():
            self._ask_why(False)
        elif self._amount:
            self._set_amount("")
        else:
            self._to_today()

    def _set_amount(self, amount: str) -> None:
        self._amount = amount
        self._say_several()

    def _say_several(self) -> None:
        text = tr("{amount} at once: now Enter, or a letter", amount=self._amount)
        self._several.setText(text if self._amount else tr("One at a time"))

    def _pressed(self) -> None:
        made = self.sender()
        kind = CountKind(made.property("kind"))
        if kind is CountKind.REFUSAL:
            self._ask_why(self._why.isHidden())
        else:
            self._count(kind, made.property("role"))

    def _ask_why(self, asking: bool) -> None:
        self._why.setVisible(asking)
        (self._reasons[0] if asking else self._main).setFocus(Qt.FocusReason.OtherFocusReason)

    def _reason_pressed(self) -> None:
        reason = self.sender().property("reason")
        self._ask_why(False)
        self._count(CountKind.REFUSAL, detail=reason)

    def _count(self, kind: CountKind, role: str = "", *, detail: str = "") -> None:
        press = Press(kind, role, detail, int(self._amount or 1))
        self._set_amount("")
        self._presses.add(press)
        self._after(tr("✓ {counted}", counted=self._told(press)))
        self.background.run(partial(self._count_job, self.work, self.desk, press), failed=self._not_kept)

    def _take_back(self) -> None:
        press = self._presses.take_back()
        if press is not None:
            self._after(tr("Taken back: {counted}", counted=self._told(press)))
        elif not self._presses.anything:
            self._said.setText(_NOTHING_LEFT)
            return
        elif not self._agreed_to_earlier():
            return
        undo = partial(self._undo_job, self.work, self.desk)
        self.background.run(undo, then=self._undone, failed=self._not_kept)

    def _agreed_to_earlier(self) -> bool:
        """Ask before what was counted in an earlier visit is taken back: a key pressed once too often must not."""
        answer = QMessageBox.question(
            self,
            tr("Take back what was counted before?"),
            tr("Everything that was pressed in this visit is taken back. The last press before it goes next."),
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        return answer == QMessageBox.StandardButton.Yes

    @staticmethod
    def _count_job(work: Any, desk: Any, press: Press) -> None:
        work.count_people.count(
            desk.place,
            actor=desk.actor,
            event_id=desk.event.event_id,
            kind=press.kind,
            role=press.role,
            detail=press.detail,
            amount=press.amount,
        )

    @staticmethod
    def _undo_job(work: Any, desk: Any) -> Any:
        return work.count_people.undo(desk.place, actor=desk.actor, event_id=desk.event.event_id)

    def _after(self, said: str) -> None:
        self._show_figures()
        self._said.setText(said)
        self._said.setAccessibleName(said)
        self._later.start()

    def _undone(self, mark: Any) -> None:
        """Say what was taken back where it was pressed before this page was opened."""
        if mark is None:
            self._said.setText(_NOTHING_LEFT)
        else:
            self._said.setText(
                tr("Taken back: {counted}", counted=self._told(Press(mark.kind, mark.role, "", -mark.amount)))
            )
        self._later.stop()  # what stands on the screen is not what was taken back: fetched at once
        self._look_again()

    def _not_kept(self, error: Exception) -> None:
        """Show the fault, and the counts as they are on disk."""
        self._presses.forget_presses()
        self._said.setText(tr("The last press was not kept."))
        self._later.stop()
        self._look_again()
        self.background.refused.emit(error)

    def _told(self, press: Press) -> str:
        roles = {role.code: role.label for role in self.desk.programme.respondent_types}
        return counted_words(press.kind, roles.get(press.role, ""), press.amount)

    # going ------------------------------------------------------------------------------------------------

    def before_leaving(self) -> None:
        """Nothing is fetched for a page that goes."""
        self._later.stop()

    def _to_today(self) -> None:
        self.go(Where.TODAY)
