"""Language, text size, contrast and reading aloud: on hand over every screen, and hidden by whoever wants less."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QListView, QPushButton, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import line_length, roomy
from desktop.ui.design.theme import TEXT_SIZES, Theme
from desktop.ui.kiosk.targets import give_size
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import words

CROWDED = 200
"""Per cent: from this text size on the helps are put away when the next screen comes."""


class Aids(QFrame):
    """One row of helps.

    Attributes:
        larger, smaller, contrast, aloud, away: buttons. language: a list of languages by their own names.
    Signals:
        language_chosen (str): the form's name of the language.
        aloud_wanted: read this screen.
    """

    language_chosen = Signal(str)
    aloud_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget, *, languages: list[tuple[str, str]], speaks: bool) -> None:
        """``languages``: (the form's name, own name)."""
        super().__init__(parent)
        self.setProperty("kind", "header")
        self._theme = theme
        self._names = [name for name, _own in languages]
        self._speaks = speaks
        self._shown = True
        column = QVBoxLayout(self)
        roomy(column, gap=1, margins=(4, 1, 4, 1))
        row = Flow(gap=2)
        self.language = QComboBox(self)
        self.language.setView(QListView(self.language))
        for _name, own in languages:
            self.language.addItem(own)
        self.language.setAccessibleName(tr("Language"))
        self.language.activated.connect(self._language)
        self.smaller = button("A−", self, self._smaller, name=tr("Smaller text"))
        self.larger = button("A+", self, self._larger, name=tr("Larger text"))
        self.contrast = button(tr("Contrast"), self, self._contrast, name=tr("More contrast"))
        self.contrast.setCheckable(True)
        self.aloud = button(tr("Read aloud"), self, self.aloud_wanted, name=tr("Read this screen aloud"))
        self.away = button("", self, self._away, kind="link")
        for part in (self.language, self.smaller, self.larger, self.contrast, self.aloud, self.away):
            row.addWidget(part)
        column.addLayout(row)
        self._row = row
        self.said = words("", self, tone="muted")
        self.said.hide()
        column.addWidget(self.said)
        self.begin_anew("")

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """All buttons, in order."""
        return (self.smaller, self.larger, self.contrast, self.aloud, self.away)

    def begin_anew(self, language: str) -> None:
        """Show everything as it is for the next person."""
        self._shown = True
        self.say("")
        self.show_language(language or (self._names[0] if self._names else ""))
        self._place()

    def add(self, part: QWidget) -> None:
        """Put another way on into the row."""
        self._row.addWidget(part)

    def make_room(self) -> None:
        """Put the helps behind their one button where the text is so large that they would crowd the question."""
        if self._theme.scale >= CROWDED:
            self._shown = False
            self._place()

    def show_language(self, name: str) -> None:
        """Show which language is in force."""
        if name in self._names:
            with QSignalBlocker(self.language):
                self.language.setCurrentIndex(self._names.index(name))

    def say(self, text: str) -> None:
        """Say something about the helps."""
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def refresh(self) -> None:
        """Say how it looks now; sizes go with the text."""
        scale = self._theme.scale
        self.smaller.setEnabled(scale > TEXT_SIZES[0])
        self.larger.setEnabled(scale < TEXT_SIZES[-1])
        self.larger.setAccessibleDescription(tr("Text at {scale} per cent", scale=scale))
        with QSignalBlocker(self.contrast):
            self.contrast.setChecked(self._theme.contrast)
        on = self._theme.contrast
        self.contrast.setText(tr("✓ Contrast") if on else tr("Contrast"))
        self.language.setMinimumWidth(min(line_length(18), max(120, self.width() // 2)))
        give_size(self)

    def _place(self) -> None:
        self.language.setVisible(self._shown and len(self._names) > 1)
        for part in (self.smaller, self.larger, self.contrast):
            part.setVisible(self._shown)
        self.aloud.setVisible(self._shown and self._speaks)
        text = tr("Hide these") if self._shown else tr("Language, text size, contrast")
        self.away.setText(text)
        self.away.setAccessibleName(text)
        self.refresh()

    def _language(self, place: int) -> None:
        self.language_chosen.emit(self._names[place])

    def _smaller(self) -> None:
        self._theme.smaller()

    def _larger(self) -> None:
        self._theme.larger()

    def _contrast(self) -> None:
        self._theme.show_contrast(self.contrast.isChecked())

    def _away(self) -> None:
        self._shown = not self._shown
        self._place()
        self.away.setFocus()
