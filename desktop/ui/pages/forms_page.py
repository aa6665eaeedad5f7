"""Which questionnaire: asked only where the programme has several."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from desktop.foundation.translation import tr
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.tile import Tile


class FormsPage(Page):
    """Chooses a questionnaire and goes on with it.

    Arguments: ``event_id``, and ``then``: the value of the :class:`Where` that is gone to with ``form_id``.
    """

    heading = tr("Which questionnaire?")
    characters = 70

    def build(self) -> None:
        self._tiles: list[Tile] = []

    def begin(self) -> None:
        """Fetch the questionnaires of the programme."""
        work, desk = self.work, self.desk

        def job() -> Any:
            return work.open_programme.forms(desk.place, programme_id=desk.programme.programme_id)

        self.load(job, self._found)

    def _found(self, forms: tuple[Any, ...]) -> None:
        column = self.content.column
        self.say(tr("Which questionnaire?"), Type.TITLE)
        if not forms:
            self.say(tr("This programme has no questionnaire."))
        for number, form in enumerate(forms, start=1):
            made = Tile(form.title, str(number) if number < 10 else "", column, self._chosen)
            made.setProperty("form_id", form.form_id)
            self._tiles.append(made)
            self.add(made)
        self.add(button(tr("Back to today"), column, self._back, kind="link"), leading=True)
        self.content.layout_.addStretch(1)
        if self._tiles:
            self._tiles[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A figure chooses; Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self._back()
            return
        number = int(event.text()) if event.text().isascii() and event.text().isdecimal() else 0
        if 1 <= number <= min(9, len(self._tiles)):
            self._tiles[number - 1].click()
            return
        super().keyPressEvent(event)

    def _chosen(self) -> None:
        then = Where(self.arguments.get("then", Where.INTERVIEW.value))
        self.go(then, form_id=self.sender().property("form_id"), event_id=self.arguments.get("event_id", ""))

    def _back(self) -> None:
        self.go(Where.TODAY)
