"""The stages of an interview that are no questions: consent, check your answers, the equality block, the end."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from desktop.engagement.programme import Programme
from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.shown import AnswerRow
from desktop.ui.parts.buttons import button
from desktop.ui.parts.error_summary import ErrorSummary, Fault
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import Notice, words


class StageView(QWidget):
    """Base: a column of words and widgets."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        roomy(self.column, gap=4)

    def say(self, text: str, role: Type = Type.BODY, *, tone: str = "") -> None:
        """Add a paragraph or heading."""
        self.column.addWidget(words(text, self, role, tone=tone))


class ConsentStage(StageView):
    """Privacy notice and consent, first of all, with the version that is recorded."""

    def __init__(self, programme: Programme, parent: QWidget) -> None:
        super().__init__(parent)
        self.say(tr("Before you start"), Type.TITLE)
        self.say(programme.title, Type.SECTION)
        self.say(programme.summary)
        for title, statement in ((tr("Your privacy"), programme.privacy), (tr("Taking part"), programme.consent)):
            self.say(title, Type.SECTION)
            for paragraph in statement.text.split("\n\n"):
                self.say(" ".join(paragraph.split()))
            self.say(tr("Version {version}", version=statement.version), Type.SMALL, tone="muted")
        if programme.help_line:
            self.say(tr("Help: {line}", line=programme.help_line))


class CheckStage(StageView):
    """All answers in one list, each with a way to change it.

    Signals:
        change_wanted (str): path of the question to go to.
    """

    change_wanted = Signal(str)

    def __init__(self, rows: tuple[AnswerRow, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.summary = ErrorSummary(self)
        self.summary.wanted.connect(self.change_wanted)
        self.column.addWidget(self.summary)
        self.say(tr("Check your answers"), Type.TITLE)
        section = None
        instance = ""
        grid: QGridLayout | None = None
        for row in rows:
            if grid is None or row.section != section or row.instance != instance:
                if grid is None or row.section != section:
                    self.say(row.section or tr("Answers"), Type.SECTION)
                if row.instance:
                    self.say(row.instance, Type.STRONG)
                section, instance = row.section, row.instance
                card = QFrame(self)
                card.setProperty("kind", "card")
                grid = QGridLayout(card)
                roomy(grid, gap=3, margins=(4, 3, 4, 3))
                grid.setColumnStretch(0, 5)
                grid.setColumnStretch(1, 4)
                self.column.addWidget(card)
            self._add(grid, row)

    def show_faults(self, faults: tuple[tuple[str, str], ...], labels: dict[str, str]) -> None:
        """Say what is still asked for."""
        self.summary.show_faults(
            [
                Fault(path, tr("{label}: {message}", label=labels.get(path, path), message=message))
                for path, message in faults
            ]
        )

    def _add(self, grid: QGridLayout, row: AnswerRow) -> None:
        at = grid.rowCount()
        holder = grid.parentWidget()
        if at > 1:
            rule = QFrame(holder)
            rule.setProperty("kind", "rule")
            rule.setFixedHeight(1)
            grid.addWidget(rule, at, 0, 1, 3)
            at += 1
        grid.addWidget(words(f"{row.number}. {row.label}" if row.number else row.label, holder), at, 0)
        grid.addWidget(words(row.answer, holder, Type.STRONG), at, 1)
        label = f"{row.instance}. {row.label}" if row.instance else row.label
        change = button(tr("Change"), holder, self._change, kind="link", name=tr("Change: {label}", label=label))
        change.setProperty("path", row.path)
        grid.addWidget(change, at, 2, Qt.AlignmentFlag.AlignTop)

    def _change(self) -> None:
        self.change_wanted.emit(self.sender().property("path"))


class EqualityStage(StageView):
    """Why the equality questions are asked, and one action to skip them all."""

    skip_wanted = Signal()
    answer_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.say(tr("About you"), Type.TITLE)
        self.say(
            tr(
                "The next questions are about you. They show whether people of all kinds were heard, and whether"
                " a plan would treat some of them worse. They are optional: you can answer all, some or none."
            )
        )
        self.say(tr("Your name is not asked. The answers are reported as numbers only."))
        row = Flow(gap=4)
        self.answer = button(tr("Answer these questions"), self, self.answer_wanted, kind="primary")
        self.skip = button(tr("Skip all of these questions"), self, self.skip_wanted)
        row.addWidget(self.answer)
        row.addWidget(self.skip)
        self.column.addLayout(row)


class FinishStage(StageView):
    """The last look before the response is frozen."""

    finish_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.say(tr("Finish"), Type.TITLE)
        self.say(
            tr(
                "When you finish, the answers are locked and counted. They can no"
                " longer be changed on this screen."
            )
        )
        self.column.addWidget(
            Notice(
                "note",
                tr("Next: staying in touch"),
                tr(
                    "After this you can ask to be kept informed. That list is kept apart"
                    " and never joined to the answers."
                ),
                self,
            )
        )
        self.finish = button(tr("Finish and lock the answers"), self, self.finish_wanted, kind="primary")
        self.column.addWidget(self.finish, 0, Qt.AlignmentFlag.AlignLeading)
