"""Sheets that wait: how many wait for what, by form and event, and the way to each job."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.foundation.translation import ntr, tr
from desktop.staff.people import Action
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.columns import Columns
from desktop.ui.parts.table import Table
from desktop.ui.parts.tile import Tile
from desktop.ui.parts.words import Notice, words

_JOBS = (
    ("to key", "came back, not keyed", Where.KEYING, Action.KEY_PAPER),
    ("begun", "not keyed to the end", Where.KEYING, Action.KEY_PAPER),
    ("asked", "wait for an answer", Where.QUERIES, Action.KEY_PAPER),
    ("second", "wait to be keyed again", Where.VERIFY, Action.KEY_PAPER),
    ("decision", "wait for a decision", Where.ADJUDICATE, Action.ADJUDICATE),
)
"""Value of the stage, what its tile says, the page where it is seen to, and what that page asks of the role."""
_STAGES = (*(stage for stage, *_rest in _JOBS), "undecided", "once", "verified")
_WIDEST = 62
"""Characters that events and forms share in the table; the whole name is a tool tip."""


class KeyingOverviewPage(Page):
    """Counts of sheets. No arguments. A figure from 1 to 5 leads to the job of that tile."""

    heading = tr("Sheets that wait")
    characters = 156
    guide = "keying"

    def build(self) -> None:
        column = self.content.column
        self.say(tr("Sheets that wait"), Type.TITLE)
        self._empty = Notice(
            "note",
            tr("No sheet has come back yet"),
            tr("Log what comes back under “Paper in and out”. Then it is counted here."),
            column,
        )
        self.add(self._empty)
        self._log = button(tr("Paper in and out"), column, self._to_custody)
        self.add(self._log, leading=True)
        self._tiles_holder = Columns(column, characters=24, most=5)
        self._tiles: list[Tile] = []
        for number, (stage, label, where, needed) in enumerate(_JOBS, start=1):
            tile = Tile(tr(label), str(number), self._tiles_holder, self._pressed, figure="0")
            tile.setProperty("stage", stage)
            tile.setProperty("page", where.value)
            tile.setEnabled(self.desk.may(needed))
            self._tiles.append(tile)
            self._tiles_holder.put(tile)
        self.add(self._tiles_holder)
        self._told = words("", column, tone="muted")
        self.add(self._told)
        self._heading = words(tr("By event and form"), column, Type.SECTION)
        self.add(self._heading)
        self._table = Table(tr("Sheets by event and form"), _columns(), column, most_rows=10)
        self.add(self._table)
        self.content.layout_.addStretch(1)

    def begin(self) -> None:
        """Count the sheets."""
        self.load(partial(self._fetch, self.work, self.desk), self._found, saying=tr("Counting…"))

    @staticmethod
    def _fetch(work: Any, desk: Any) -> Any:
        programme_id = desk.programme.programme_id
        return work.keying_overview.overview(desk.place, actor=desk.actor, programme_id=programme_id)

    def _found(self, overview: Any) -> None:
        there = bool(overview.lines)
        for part in (self._tiles_holder, self._told, self._heading, self._table):
            part.setVisible(there)
        for part in (self._empty, self._log):
            part.setVisible(not there)
        for tile in self._tiles:
            tile.show_figure(str(overview.total(tile.property("stage"))))
        self._told.setText(_told(overview))
        self._table.show_rows([(str(at), _cells(each)) for at, each in enumerate(overview.lines)])
        one_form = len({each.form_id for each in overview.lines}) == 1
        self._table.setColumnHidden(1, one_form)
        for column, stage in enumerate(_STAGES, start=2):
            self._table.setColumnHidden(column, not overview.total(stage))
        for column in (0, 1):
            most = self.fontMetrics().averageCharWidth() * (_WIDEST if one_form else _WIDEST // 2)
            self._table.setColumnWidth(column, min(self._table.columnWidth(column), most))
        self._first(overview).setFocus(Qt.FocusReason.OtherFocusReason)
        # after what got the keyboard was brought into view: in large text the heading would be out of it
        QTimer.singleShot(0, self, self.content.to_top)

    def _first(self, overview: Any) -> QWidget:
        """Return what gets the keyboard: the first job that has something to do."""
        if not overview.lines:
            return self._log
        able = [tile for tile in self._tiles if tile.isEnabled()]
        waiting = [tile for tile in able if overview.total(tile.property("stage"))]
        return (waiting or able or [self._table])[0]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A figure leads to a job; Esc goes home."""
        number = int(event.text()) if event.text().isascii() and event.text().isdecimal() else 0
        if 1 <= number <= len(self._tiles) and self._tiles_holder.isVisible():
            self._tiles[number - 1].click()
        elif event.key() == Qt.Key.Key_Escape:
            self.go(Where.TODAY)
        else:
            super().keyPressEvent(event)

    def _pressed(self) -> None:
        self.go(Where(self.sender().property("page")))

    def _to_custody(self) -> None:
        self.go(Where.PAPER_CUSTODY)


def _columns() -> tuple[str, ...]:
    waiting = (tr("To key"), tr("Begun"), tr("Asked"), tr("Key again"), tr("Decide"))
    settled = (tr("Not known"), tr("Once"), tr("Verified"))
    return (tr("Event"), tr("Form"), *waiting, *settled, tr("Sheets"))


def _cells(line: Any) -> tuple[str, ...]:
    event = line.event_name or tr("No event named")
    if line.event_day is not None:
        event = f"{event}, {spoken_date(line.event_day)}"
    return (event, line.form_title, *(str(line.at.get(stage, 0) or "–") for stage in _STAGES), str(line.sheets))


def _told(overview: Any) -> str:
    once, twice, hanging = (overview.total(stage) for stage in ("once", "verified", "undecided"))
    parts = [ntr("{count} sheet came back.", "{count} sheets came back.", overview.sheets)]
    if once:
        parts.append(
            ntr("{count} is keyed once, and that is enough.", "{count} are keyed once, and that is enough.", once)
        )
    if twice:
        parts.append(ntr("{count} is verified.", "{count} are verified.", twice))
    if hanging:
        parts.append(
            ntr(
                "Whether {count} is keyed again is not known yet: a sheet before it decides.",
                "Whether {count} are keyed again is not known yet: sheets before them decide.",
                hanging,
            )
        )
    if overview.away:
        parts.append(
            ntr(
                "{count} that waits to be keyed again is with a pile on another laptop.",
                "{count} that wait to be keyed again are with a pile on another laptop.",
                overview.away,
            )
        )
    if overview.answered:
        parts.append(
            ntr(
                "{count} query was answered: its sheet can be keyed to the end.",
                "{count} queries were answered: their sheets can be keyed to the end.",
                overview.answered,
            )
        )
    return " ".join(parts)
