"""Choosing the programme: those open on this laptop, and the packs that are offered."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout

from desktop.foundation.translation import tr
from desktop.staff.people import Action
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import Notice, words


class PacksPage(Page):
    """Lists programmes and packs. No arguments."""

    heading = tr("Programmes")

    def build(self) -> None:
        self.say(tr("Which programme?"), Type.TITLE)
        self._standing: dict[str, Any] = {}

    def begin(self) -> None:
        """Fetch what is open and what is offered."""
        work, desk = self.work, self.desk

        def job() -> tuple[Any, Any]:
            return work.open_programme.programmes(desk.place), work.open_programme.offered_packs()

        self.load(job, self._found, saying=tr("Looking for programmes…"))

    def _found(self, found: tuple[Any, Any]) -> None:
        programmes, offered = found
        column = self.content.column
        if programmes:
            self.say(tr("On this laptop"), Type.SECTION)
            for programme in programmes:
                self._standing[programme.programme_id] = programme
                self._card(
                    programme.title,
                    _dates(programme.organisation, programme.opens, programme.last_day),
                    tr("Work on this"),
                    "programme",
                    programme.programme_id,
                )
        may_open = self.desk is not None and self.desk.may(Action.OPEN_PROGRAMME)
        rest = [pack for pack in offered if pack.programme_id not in self._standing]
        if may_open and rest:
            self.say(tr("Packs that can be opened"), Type.SECTION)
            for pack in rest:
                if pack.fault:
                    self.add(Notice("warning", pack.title, pack.fault, column))
                else:
                    self._card(
                        pack.title,
                        _dates(pack.organisation, pack.opens, pack.closes),
                        tr("Open this programme"),
                        "pack",
                        str(pack.path),
                    )
        if not programmes and not (may_open and rest):
            self.add(
                Notice(
                    "note",
                    tr("No programme is open on this laptop"),
                    tr("An officer or a coordinator opens the programme's pack.")
                    if not may_open
                    else tr("Choose the folder of a programme pack."),
                    column,
                )
            )
        if may_open:
            self.add(button(tr("Open a pack from another folder…"), column, self._choose_folder), leading=True)
        self.add(button(tr("Preview a form…"), column, self._choose_form, kind="link"), leading=True)
        self.content.layout_.addStretch(1)
        first = next((each for each in column.findChildren(QFrame) if each.property("kind") == "card"), None)
        if first is not None and first.property("action") is not None:
            first.property("action").setFocus()

    def _card(self, title: str, text: str, action: str, kind: str, key: str) -> None:
        card = QFrame(self.content.column)
        card.setProperty("kind", "card")
        layout = QVBoxLayout(card)
        roomy(layout, gap=2, margins=(6, 4, 6, 4))
        layout.addWidget(words(title, card, Type.SECTION))
        layout.addWidget(words(text, card, tone="muted"))
        made = button(
            action, card, self._chosen, kind="primary", name=tr("{action}: {title}", action=action, title=title)
        )
        made.setProperty("choice_kind", kind)
        made.setProperty("key", key)
        layout.addWidget(made, 0, Qt.AlignmentFlag.AlignLeading)
        card.setProperty("action", made)
        self.add(card)

    def _chosen(self) -> None:
        made = self.sender()
        if made.property("choice_kind") == "programme":
            self.opened.emit(self._standing[made.property("key")])
        else:
            self._open(Path(made.property("key")))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("The folder of the programme pack"))
        if chosen:
            self._open(Path(chosen))

    def _choose_form(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, tr("The form"), "", tr("Forms") + " (*.xlsx *.xlsm *.xls *.csv *.md *.xml)"
        )
        if chosen:
            self.go(Where.PREVIEW, path=chosen)

    def _open(self, path: Path) -> None:
        if self.desk is None:
            return
        self.setEnabled(False)
        self.background.run(
            partial(self._open_pack, self.work, self.desk.place, self.desk.actor, path),
            then=self._opened_pack,
            failed=self._refused,
            words=tr("Reading the programme's forms…"),
        )

    @staticmethod
    def _open_pack(work: Any, place: Any, actor: Any, path: Path) -> Any:
        return work.open_programme.open_programme(place, actor=actor, path=path)

    def _opened_pack(self, programme: Any) -> None:
        self.setEnabled(True)
        self.opened.emit(programme)

    def _refused(self, error: Exception) -> None:
        self.setEnabled(True)
        self.background.refused.emit(error)


def _dates(organisation: str, opens: Any, closes: Any) -> str:
    if opens and closes:
        dates = tr("From {opens} to {closes}.", opens=spoken_date(opens), closes=spoken_date(closes))
    elif closes:
        dates = tr("Until {closes}.", closes=spoken_date(closes))
    else:
        dates = ""
    return "\n".join(part for part in (organisation, dates) if part)
