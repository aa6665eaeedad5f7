"""The screens around the form: welcome, age, notice and consent, sorry, the code, and the warning."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.engagement.hand_over import HandOver
from desktop.engagement.programme import Programme
from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.scroll import Scroll
from desktop.ui.parts.words import words

OF_AGE, ASSENT, TOO_YOUNG = "of age", "assent", "too young"
"""What somebody says of their age; the values of ``workflows.kiosk.Age``."""


class KioskScreen(QWidget):
    """A column of words and ways on. Esc does what ``back`` does.

    Signals:
        back: to the screen before, where there is one.
    """

    back = Signal()

    def __init__(self, parent: QWidget, *, characters: int = 62) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        roomy(outer, gap=0)
        self._scroll = Scroll(self, characters=characters, margins=6)
        outer.addWidget(self._scroll)
        self.column, self.lines = self._scroll.column, self._scroll.layout_
        self.first: QWidget | None = None
        self._outer = outer

    def foot(self) -> QFrame:
        """Return a bar below what scrolls, for ways on that must be in sight however long the words are."""
        made = QFrame(self)
        made.setProperty("kind", "header")
        self._outer.addWidget(made)
        return made

    def say(self, text: str, role: Type = Type.BODY, *, tone: str = "") -> QLabel:
        """Put words under what is there."""
        made = words(text, self.column, role, tone=tone)
        self.lines.addWidget(made)
        return made

    def statement(self, text: str) -> None:
        """Put paragraphs under what is there."""
        for paragraph in text.split("\n\n"):
            self.say(" ".join(paragraph.split()))

    def take_keyboard(self) -> None:
        """Give the keyboard to the way on."""
        if self.first is not None:
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the way on that has no keyboard of its own; Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(self.first, QPushButton):
            self.first.click()
        elif not self._scroll.take_key(event.key()):
            super().keyPressEvent(event)


class Welcome(KioskScreen):
    """The first screen, for everybody anew: the languages by their own names, and one way on.

    Signals:
        started (str): in this language of the form.
    """

    started = Signal(str)

    def __init__(self, programme: Programme, languages: list[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.lines.addStretch(1)
        self.say(programme.title, Type.TITLE)
        self.say(programme.organisation, Type.SECTION)
        self.say(tr("You can answer here by yourself. Nobody looks on while you choose."), Type.LEAD)
        row = Flow(gap=4)
        several = len(languages) > 1
        if several:
            self.say(tr("Touch your language to start."))
        for name, own in languages:
            made = button(own if several else tr("Start"), self.column, self._start, kind="primary")
            made.setProperty("language", name)
            made.setProperty("type_role", Type.SECTION.name)
            row.addWidget(made)
            self.first = self.first or made
        self.lines.addLayout(row)
        if programme.help_line:
            self.say(tr("Help: {line}", line=programme.help_line), tone="muted")
        self.say(tr("If anything is not clear, ask the people at the event."), tone="muted")
        self.lines.addStretch(2)

    def _start(self) -> None:
        self.started.emit(self.sender().property("language"))


class AgeQuestion(KioskScreen):
    """How old somebody is, as far as it matters; it is not kept.

    Signals:
        told (str): one of :data:`OF_AGE`, :data:`ASSENT`, :data:`TOO_YOUNG`.
    """

    told = Signal(str)

    def __init__(self, rules: HandOver, asked: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        assert rules.least_age is not None
        self.say(tr("How old are you?"), Type.TITLE)
        self.say(tr("This is asked so that you see the right questions. It is not kept."))
        from_age = rules.assent_from or 0
        labels = {
            OF_AGE: ntr("{count} year or older", "{count} years or older", rules.least_age),
            ASSENT: tr("{first} to {last} years", first=from_age, last=rules.least_age - 1)
            if from_age
            else tr("Younger than {age}", age=rules.least_age),
            TOO_YOUNG: tr("Younger than {age}", age=from_age if ASSENT in asked else rules.least_age),
        }
        for value in asked:
            made = button(labels[value], self.column, self._told)
            made.setProperty("age", value)
            made.setProperty("type_role", Type.SECTION.name)
            made.setSizePolicy(made.sizePolicy().Policy.Expanding, made.sizePolicy().Policy.Fixed)
            self.lines.addWidget(made)
            self.first = self.first or made
        self.lines.addWidget(button(tr("Back"), self.column, self.back), 0, Qt.AlignmentFlag.AlignLeading)
        self.lines.addStretch(1)

    def _told(self) -> None:
        self.told.emit(self.sender().property("age"))


class NotAlone(KioskScreen):
    """Says kindly that somebody can't answer here, why, and whom to ask."""

    def __init__(self, least_age: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.say(tr("Thank you for wanting to take part"), Type.TITLE)
        self.say(
            tr(
                "This form is for people who are {age} or older. That is a rule of the people who ask, and not"
                " because your view does not matter.",
                age=least_age,
            )
        )
        self.say(tr("Please tell the people at the event. They can listen to you in another way."), Type.STRONG)
        self.say(tr("Nothing about you was kept."))
        self.first = button(tr("Back to the start"), self.column, self.back, kind="primary")
        self.lines.addWidget(self.first, 0, Qt.AlignmentFlag.AlignLeading)
        self.lines.addStretch(1)


class Notice(KioskScreen):
    """The privacy notice and the consent, with the versions that are recorded; under the least age the assent too.

    Signals:
        agreed, declined.
    """

    agreed = Signal()
    declined = Signal()

    def __init__(self, programme: Programme, parent: QWidget, *, with_adult: bool) -> None:
        super().__init__(parent, characters=72)
        self.say(tr("Before you start"), Type.TITLE)
        self.statement(programme.summary)
        assent = programme.hand_over.assent
        parts = [
            (tr("Your privacy"), programme.privacy.version, programme.privacy.text),
            (tr("Taking part"), programme.consent.version, programme.consent.text),
        ]
        if with_adult and assent is not None:
            parts.insert(0, (tr("For you, and the adult who is with you"), *assent))
        for title, version, text in parts:
            self.say(title, Type.SECTION)
            self.statement(text)
            self.say(tr("Version {version}", version=version), Type.SMALL, tone="muted")
        if programme.help_line:
            self.say(tr("Help: {line}", line=programme.help_line))
        self.lines.addStretch(1)
        foot = self.foot()
        column = QVBoxLayout(foot)
        roomy(column, gap=0, margins=(5, 1.2, 5, 1.2))
        row = Flow(gap=4)
        yes = tr("We both agree: start") if with_adult else tr("I agree: start")
        self.first = button(yes, foot, self.agreed, kind="primary")
        row.addWidget(self.first)
        row.addWidget(button(tr("I do not agree"), foot, self.declined))
        row.addWidget(button(tr("Back"), foot, self.back))
        column.addLayout(row)


class Said(KioskScreen):
    """A few words and one way on."""

    def __init__(self, title: str, text: str, parent: QWidget, *, on: str) -> None:
        super().__init__(parent)
        self.lines.addStretch(1)
        self.say(title, Type.TITLE)
        if text:
            self.say(text)
        self.first = button(on, self.column, self.back, kind="primary")
        self.lines.addWidget(self.first, 0, Qt.AlignmentFlag.AlignLeading)
        self.lines.addStretch(2)


class CodeScreen(KioskScreen):
    """Thanks, and the code with which the answers can be taken back. It goes with this screen.

    Signals:
        print_wanted: the slip is to be printed. done: the person has it.
    """

    print_wanted = Signal()
    done = Signal()

    def __init__(self, code: str, parent: QWidget, *, prints: bool) -> None:
        super().__init__(parent)
        self.code = code
        self.say(tr("Thank you for taking part"), Type.TITLE)
        self.say(tr("Your answers are locked and counted. They are kept without a name."))
        card = QFrame(self.column)
        card.setProperty("kind", "card")
        layout = QVBoxLayout(card)
        roomy(layout, gap=2, margins=(5, 4, 5, 4))
        layout.addWidget(words(tr("Your withdrawal code"), card, Type.SECTION))
        self.shown = words(code, card, Type.CODE)
        # a code is read from left to right in every language, and one figure after another by a screen reader
        self.shown.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.shown.setAccessibleName(tr("Your withdrawal code: {code}", code=" ".join(code)))
        self.shown.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.shown.setProperty("kind", "code")
        layout.addWidget(self.shown)
        layout.addWidget(
            words(
                tr(
                    "With this code you can have your answers taken out later. It is shown now and never again:"
                    " write it down, or take a picture of it."
                )
                if not prints
                else tr(
                    "With this code you can have your answers taken out later. It is shown now and never again:"
                    " print it, write it down, or take a picture of it."
                ),
                card,
            )
        )
        self.slip = button(tr("Print it on a slip"), card, self.print_wanted)
        self.slip.setVisible(prints)
        layout.addWidget(self.slip, 0, Qt.AlignmentFlag.AlignLeading)
        self.slip_said = words("", card, Type.STRONG)
        self.slip_said.hide()
        layout.addWidget(self.slip_said)
        self.lines.addWidget(card)
        self.go_on = button(tr("I have my code: go on"), self.column, self.done, kind="primary")
        self.lines.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignLeading)
        self.lines.addStretch(1)
        self.first = self.shown  # a key too many must not pass the code over

    def say_of_slip(self, text: str) -> None:
        """Say what became of the slip."""
        self.slip_said.setText(text)
        self.slip_said.show()

    def forget(self) -> None:
        """Hold the code no more."""
        self.code = ""
        self.shown.clear()
        self.shown.setAccessibleName("")


class StillThere(QWidget):
    """The warning; any key or touch is the answer, and reaches nothing else."""

    answered = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        roomy(column, gap=4, margins=8)
        column.addStretch(1)
        self._title = words(tr("Are you still there?"), self, Type.TITLE)
        self._text = words("", self, Type.LEAD)
        self._on = button(tr("Yes, go on"), self, self.answered, kind="primary")
        for part in (self._title, self._text):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(part)
        column.addWidget(self._on, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def count(self, seconds: int, *, kept: bool | None) -> None:
        """Say how long there is.

        Args:
            kept: whether unfinished answers are; ``None`` where there are none: before the first question, and
                when the answers are locked and counted.
        """
        if kept is None:
            what = ntr(
                "In {count} second the screen is cleared for the next person.",
                "In {count} seconds the screen is cleared for the next person.",
                seconds,
            )
        elif kept:
            what = ntr(
                "In {count} second the screen is cleared for the next person. Your answers so far are kept.",
                "In {count} seconds the screen is cleared for the next person. Your answers so far are kept.",
                seconds,
            )
        else:
            what = ntr(
                "In {count} second your answers are deleted, and the screen is cleared for the next person.",
                "In {count} seconds your answers are deleted, and the screen is cleared for the next person.",
                seconds,
            )
        self._text.setText(what)
        self.setAccessibleName(f"{self._title.text()} {what}")

    def take_keyboard(self) -> None:
        """Take the keyboard, so that a key says yes."""
        self._on.setFocus()

    def keyPressEvent(self, _event: QKeyEvent) -> None:
        """Any key says yes."""
        self.answered.emit()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Any touch says yes."""
        self.answered.emit()
