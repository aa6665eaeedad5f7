"""The offer of a practice pile: which form, where the keyer stands, and how doubtful marks are keyed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.responses.practice_pile import HIGHEST_NUMBER, SHEETS
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.keying.practice_words import HOW, HOW_ELSE, standing_words
from desktop.ui.parts.buttons import button
from desktop.ui.parts.choice_box import ChoiceBox
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import Notice, words


class PracticeOffer(QWidget):
    """Offers a pile from the screen, and one from paper.

    Attributes:
        form: the chosen form's practice; ``None`` while there is none.
    Signals:
        begin_wanted (int): a pile is to be keyed: the number of a printed one, 0 for a new one on the screen.
        save_wanted, key_wanted: a pile is to be saved as PDF; the real sheets are wanted.
        form_changed (object): another form was chosen; its practice.
    """

    begin_wanted = Signal(int)
    save_wanted = Signal()
    key_wanted = Signal()
    form_changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._forms: tuple[Any, ...] = ()
        layout = QVBoxLayout(self)
        roomy(layout, gap=3)
        layout.addWidget(words(tr("Practise keying"), self, Type.TITLE))
        layout.addWidget(
            words(
                tr(
                    "A practice pile has {count} sheets with made-up answers. They are keyed as real ones are. At "
                    "the end you see which fields went wrong. Nothing of it is counted, and no sheet of it has a "
                    "number.",
                    count=SHEETS,
                ),
                self,
            )
        )
        self._box = ChoiceBox()
        self._box.currentIndexChanged.connect(self._chosen)
        self._form_field = Field(tr("Form"), self._box, self, characters=60)
        layout.addWidget(self._form_field)
        self.standing = Notice("note", "", "", self)
        layout.addWidget(self.standing)
        self.start = button(tr("Start a practice pile"), self, self._start, kind="primary")
        row = Flow(gap=3)
        row.addWidget(self.start)
        row.addWidget(button(tr("Key real sheets"), self, self.key_wanted, kind="link"))
        layout.addLayout(row)
        layout.addWidget(self._how())
        layout.addWidget(self._on_paper())

    def _how(self) -> QWidget:
        card = QFrame(self)
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        roomy(inside, gap=2, margins=(5, 4, 5, 4))
        inside.addWidget(words(tr("What may stand on a sheet, and how it is keyed"), card, Type.SECTION))
        for key, when in HOW:
            inside.addWidget(words(tr("Key {key} where {when}", key=key, when=tr(when)), card))
        for sentence in HOW_ELSE:
            inside.addWidget(words(tr(sentence), card))
        return card

    def _on_paper(self) -> QWidget:
        card = QFrame(self)
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        roomy(inside, gap=2, margins=(5, 4, 5, 4))
        inside.addWidget(words(tr("From paper"), card, Type.SECTION))
        inside.addWidget(
            words(
                tr("A pile can be printed and keyed from paper. Its number stands at the foot of every page."),
                card,
            )
        )
        row = Flow(gap=3)
        self.save = button(tr("Save a pile to print…"), card, self.save_wanted)
        row.addWidget(self.save)
        inside.addLayout(row)
        self.number = text_field(
            tr("Number of the printed pile"), card, hint=tr("Enter starts with its first sheet."), characters=8
        )
        self.number.input.returnPressed.connect(self._start_printed)
        inside.addWidget(self.number)
        self.start_printed = button(tr("Key the printed pile"), card, self._start_printed)
        inside.addWidget(self.start_printed, 0, Qt.AlignmentFlag.AlignLeading)
        return card

    # what whoever holds it does -----------------------------------------------------------------------------

    @property
    def form(self) -> Any:
        """The practice of the chosen form."""
        at = self._box.currentIndex()
        return self._forms[at] if 0 <= at < len(self._forms) else None

    def offer(self, forms: tuple[Any, ...], form_id: str = "") -> None:
        """Offer the practice of ``forms``, of that with ``form_id`` first."""
        chosen = form_id or (self.form.form_id if self.form is not None else "")
        self._forms = forms
        self._box.blockSignals(True)
        self._box.clear()
        for form in forms:
            self._box.add(form.title, form.form_id)
        self._box.choose(chosen)
        self._box.blockSignals(False)
        self._form_field.setVisible(len(forms) > 1)
        self._chosen()

    def _chosen(self) -> None:
        form = self.form
        if form is None:
            return
        title, text, kind = standing_words(form)
        self.standing.say(title, text, kind=kind)
        self.form_changed.emit(form)

    # beginning ----------------------------------------------------------------------------------------------

    def _start(self) -> None:
        self.begin_wanted.emit(0)

    def _start_printed(self) -> None:
        text = self.number.input.text().strip()
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= HIGHEST_NUMBER):
            self.number.show_fault(
                tr("Type the number at the foot of its pages, from 1 to {most}.", most=HIGHEST_NUMBER)
            )
            self.number.input.setFocus()
            return
        self.number.show_fault("")
        self.begin_wanted.emit(int(text))
