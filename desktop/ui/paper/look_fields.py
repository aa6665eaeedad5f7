"""How a form is to look on paper: edition, languages, size, sides and tint, in two columns where there is room."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.foundation.translation import tr
from desktop.sheets.print_jobs import FormChoice, LanguageChoice, PaperChoices, PaperLook
from desktop.sheets.state_words import edition_words
from desktop.ui.design.spacing import line_length, space
from desktop.ui.parts.choice_box import ChoiceBox
from desktop.ui.parts.fields import Field
from desktop.ui.parts.words import Notice

_TINTS = {"yellow": "Yellow", "cream": "Cream"}


class LookFields(QWidget):
    """The fields, and what keeps a chosen language from being handed out.

    Signals:
        changed: something else was chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._form: FormChoice | None = None
        self.edition, self.language, self.second = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.size_, self.sides, self.tint = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self._fields = [
            Field(tr("Edition"), self.edition, self),
            Field(tr("Paper size"), self.size_, self),
            Field(tr("Language"), self.language, self),
            Field(tr("Second language, side by side"), self.second, self),
            Field(tr("Printed on"), self.sides, self),
            Field(tr("Tint"), self.tint, self),
        ]
        self._missing = Notice("warning", "", "", self)
        self._missing.hide()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(space(4))
        self._grid.setVerticalSpacing(space(3))
        self._columns = 0
        self._arrange(1)
        self.sides.add(tr("Both sides"), True)
        self.sides.add(tr("One side"), False)
        for box in (self.edition, self.size_, self.language, self.second, self.sides, self.tint):
            box.currentIndexChanged.connect(self._chosen)

    def show_choices(self, choices: PaperChoices) -> None:
        """Fill the boxes that do not depend on the form."""
        for name in choices.editions:
            words = edition_words(name)
            self.edition.add(words[:1].upper() + words[1:], name)
        for name in choices.page_sizes:
            self.size_.add(name, name)
        self.tint.add(tr("White"), ("", False))
        for name in choices.tints:
            said = tr(_TINTS.get(name, name))
            self.tint.add(tr("{tint}, printed", tint=said), (name, False))
            self.tint.add(tr("{tint} paper is in the printer", tint=said), (name, True))

    def show_form(self, form: FormChoice | None) -> None:
        """Offer the languages of ``form``."""
        self._form = form
        languages = () if form is None else form.languages
        for box in (self.language, self.second):
            box.blockSignals(True)
            box.clear()
        self.second.add(tr("None"), None)
        for language in languages:
            words = _language_words(language)
            self.language.add(words, language.name)
            self.second.add(words, language.name)
        for box in (self.language, self.second):
            box.setToolTip(box.currentText())
            box.setEnabled(len(languages) > 1)
            box.blockSignals(False)
        self._chosen()

    def look(self) -> PaperLook:
        """Return what is chosen."""
        tint, stock = self.tint.currentData() or ("", False)
        second = self.second.currentData()
        return PaperLook(
            edition=self.edition.currentData() or "standard",
            language=self.language.currentData(),
            second_language=None if second == self.language.currentData() else second,
            page_size=self.size_.currentData() or "A4",
            duplex=bool(self.sides.currentData()),
            tint=tint,
            tinted_stock=stock,
        )

    @property
    def proof_only(self) -> bool:
        """Whether a chosen language can be looked at and not printed."""
        return any(each.proof_only for each in self._chosen_languages())

    def _chosen_languages(self) -> list[LanguageChoice]:
        if self._form is None:
            return []
        wanted = (self.language.currentData(), self.second.currentData())
        return [each for each in self._form.languages if each.name in wanted]

    def _chosen(self) -> None:
        lacking = [each for each in self._chosen_languages() if each.missing]
        if lacking:
            self._missing.say(
                tr("{tongue} is not ready to be handed out", tongue=lacking[0].name)
                if self.proof_only
                else tr("{tongue} is ready for practice only", tongue=lacking[0].name),
                "\n".join(sentence for each in lacking for sentence in each.missing),
            )
        self._missing.setVisible(bool(lacking))
        self.changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the fields beside one another where two of them fit."""
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= line_length(52) else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for field in (*self._fields, self._missing):
            self._grid.removeWidget(field)
        for at, field in enumerate(self._fields):
            self._grid.addWidget(field, at // columns, at % columns)
        self._grid.addWidget(self._missing, len(self._fields), 0, 1, columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


def _language_words(language: LanguageChoice) -> str:
    if language.name == "default":
        return tr("As the form is written")
    return tr("{tongue} (not approved)", tongue=language.name) if language.proof_only else language.name
