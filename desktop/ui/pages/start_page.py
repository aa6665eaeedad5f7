"""The first page: practice, or real work on this laptop."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type, give_type
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import restyle, words


class StartPage(Page):
    """Offers practice first: it needs nothing; then real work, set up or opened.

    Arguments: ``practise`` or ``open_real`` to press that button at once.
    """

    heading = tr("Sounding Board")
    characters = 70

    def build(self) -> None:
        self.say(tr("Sounding Board"), Type.TITLE)
        self.say(tr("Hear people face to face, on screen and on paper, with no internet."))
        self._practice = self._card(
            tr("Practice"),
            tr(
                "Try everything with made-up data. Nothing needs to be set up, nothing"
                " is sent, and nothing can go wrong."
            ),
            tr("Start practice"),
            self._start_practice,
        )
        self._real = self._card(tr("Real work"), tr("Looking at this laptop…"), tr("Open"), self._open_real)
        self._real.setEnabled(False)
        self._backup = button(
            tr("Restore a backup onto this laptop…"), self.content.column, self._restore, kind="link"
        )
        self._backup.hide()
        self.add(self._backup, leading=True)
        self.content.layout_.addStretch(1)
        self._found = ""
        self._making = False

    def _card(self, title: str, text: str, action: str, then: Any) -> QWidget:
        card = QFrame(self.content.column)
        card.setProperty("kind", "card")
        layout = QVBoxLayout(card)
        roomy(layout, gap=2, margins=(6, 5, 6, 5))
        layout.addWidget(words(title, card, Type.SECTION))
        explained = words(text, card)
        layout.addWidget(explained)
        made = button(action, card, then, kind="primary")
        give_type(made, Type.STRONG)
        made.setAccessibleDescription(text)
        layout.addWidget(made)
        made.setProperty("explained", explained)
        self.add(card)
        return made

    def begin(self) -> None:
        """See what stands in the data folder."""
        self._practice.setFocus()
        self.background.run(
            partial(self._look, self.work, self.services.folder), then=self._looked, failed=self._not_looked
        )
        if self.arguments.get("practise"):
            self._start_practice()

    @staticmethod
    def _look(work: Any, folder: Any) -> str:
        return str(work.set_up.look(folder).value)

    def _looked(self, found: str) -> None:
        self._found = found
        explained = self._real.property("explained")
        if found == "new":
            explained.setText(
                tr(
                    "This laptop is not set up yet. It takes a minute: a protected store"
                    " is made on this laptop for the answers."
                )
            )
            self._real.setText(tr("Set up this laptop"))
        elif found == "damaged":
            explained.setText(
                tr(
                    "The data folder {folder} is there, but its key file is missing or damaged.",
                    folder=self.services.folder,
                )
            )
            self._real.setText(tr("See the ways out"))
        else:
            explained.setText(tr("This laptop is set up. Open it to go on with your programme."))
            self._real.setText(tr("Open"))
        self._real.setAccessibleName(self._real.text())
        self._real.setAccessibleDescription(explained.text())
        self._show_making(self._making)
        self._backup.setVisible(found == "new")
        if self.arguments.get("open_real") and found != "damaged":
            self._open_real()

    def _not_looked(self, error: Exception) -> None:
        self._looked("damaged")
        self.background.refused.emit(error)

    def _show_making(self, making: bool) -> None:
        """Offer nothing else while the practice data is made: it leads away from here."""
        self._making = making
        self._practice.setEnabled(not making)
        self._real.setEnabled(not making and bool(self._found))
        self._backup.setEnabled(not making)
        restyle(self._real, "kind", "" if making else "primary")

    def _start_practice(self) -> None:
        self._show_making(True)
        self.background.run(
            partial(self._practise, self.work, self.services.practice_folder, self.services.clock),
            then=self._opened,
            failed=self._refused,
            words=tr("Making the practice data…"),
        )

    @staticmethod
    def _practise(work: Any, folder: Any, clock: Any) -> Any:
        return work.practice.open_practice(folder, clock=clock)

    def _opened(self, place: Any) -> None:
        self._show_making(False)
        self.opened.emit(place)

    def _refused(self, error: Exception) -> None:
        self._show_making(False)
        self.background.refused.emit(error)

    def _open_real(self) -> None:
        if self._found == "damaged":
            self.go(Where.DAMAGED, said=self._real.property("explained").text())
        else:
            self.go(Where.SET_UP, found=self._found)

    def _restore(self) -> None:
        self.go(Where.DAMAGED, fresh=True)
