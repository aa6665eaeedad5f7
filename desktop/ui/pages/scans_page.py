"""Scans of sheets: files are chosen or dropped, attached by their codes, and what is left over is put right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr
from desktop.sheets.scans import ScanFault
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.notes.two_line_rows import TwoLineRows
from desktop.ui.pages.page import Page, Where
from desktop.ui.paper.scan_problem_card import ScanProblemCard, left_over_words
from desktop.ui.paper.scan_rows import grouped, refreshed, serial_shown, title_of
from desktop.ui.paper.scan_thumbnail import ScanThumbnail
from desktop.ui.paper.scanned_copies import ScannedCopies
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.two_sides import TwoSides
from desktop.ui.parts.words import Notice

_MOST_LISTED = 500


class ScansPage(Page):
    """Enter in the list leads to the fields, Enter in the last of them attaches, Delete leaves a page out."""

    heading = tr("Scans of sheets")
    characters = 140
    guide = "scans"

    def build(self) -> None:
        self._left: dict[str, Any] = {}
        self._looker: Any = None
        self._running = 0
        self.setAcceptDrops(True)
        column = self.content.column
        self.say(tr("Scans of sheets"), Type.TITLE)
        self.say(
            tr(
                "Scan the pile in any order, several forms together if you like. Each page finds its sheet by"
                " its square code, and the keying screen shows it beside the question. Pages are kept encrypted on"
                " this laptop and go to no centre. Delete the scanner's own files afterwards."
            )
        )
        row = Flow(gap=3)
        self._files = button(tr("Choose files…"), column, self._choose_files, kind="primary")
        self._folder = button(tr("Choose a folder…"), column, self._choose_folder)
        row.addWidget(self._files)
        row.addWidget(self._folder)
        self.content.layout_.addLayout(row)
        self.say(tr("PDF, TIFF, JPEG or PNG. You can also drop files on this page."), tone="muted")
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self.add(self._said)
        self._heading = self.say("", Type.SECTION)
        self._sides = TwoSides(column, first=1, second=1, characters=90)
        first = QVBoxLayout(self._sides.first)
        roomy(first, gap=2)
        self._rows = TwoLineRows(tr("Pages to look at"), self._sides.first)
        self._rows.usual_wanted.connect(self._to_card)
        self._rows.away_wanted.connect(self._leave_out)
        self._rows.other_chosen.connect(self._show_chosen)
        first.addWidget(self._rows)
        self._card = ScanProblemCard(self._sides.first)
        self._card.attach_wanted.connect(self._attach_by_hand)
        self._card.aside_wanted.connect(self._leave_out)
        self._card.left.connect(self._to_list)
        first.addWidget(self._card)
        first.addStretch(1)
        second = QVBoxLayout(self._sides.second)
        roomy(second, gap=0)
        self._picture = ScanThumbnail(self._sides.second)
        second.addWidget(self._picture)
        self.add(self._sides)
        self._copies = ScannedCopies(column)
        self._copies.remove_wanted.connect(self._remove)
        self._copies.key_wanted.connect(self._to_keying)
        self.add(self._copies)
        self.content.layout_.addStretch(1)
        self._show_left()

    # what is there -----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Fetch the copies that have pages."""
        self.load(partial(self._fetch, self.work, self.desk), self._found)

    @staticmethod
    def _fetch(work: Any, desk: Any) -> Any:
        return work.scans.scanned_copies(desk.place, actor=desk.actor, programme_id=desk.programme.programme_id)

    def _found(self, copies: Sequence[Any]) -> None:
        self._copies.show_copies(copies)
        self._files.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fetch_again(self) -> None:
        self.background.run(partial(self._fetch, self.work, self.desk), then=self._copies.show_copies)

    # attaching ---------------------------------------------------------------------------------------------

    def _choose_files(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileNames(
            self,
            tr("Choose scanned files"),
            "",
            tr("Scans (*.pdf *.tif *.tiff *.jpg *.jpeg *.png);;All files (*)"),
        )
        if chosen:
            self.attach_files([Path(each) for each in chosen])

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Choose the folder with the scanned files"))
        if chosen:
            self.attach_files([Path(chosen)])

    def attach_files(self, paths: Sequence[Path]) -> None:
        """Attach the pages of files and folders."""
        if self._running:
            return
        self._busy(True)
        self._said.say(
            tr("The pages are being attached"),
            tr("What is attached stays, should you stop it. You may go on with other work meanwhile."),
            kind="note",
        )
        self._said.show()
        work, desk = self.work, self.desk

        def job(task: Any) -> tuple[Any, Any]:
            done = work.attach_scans.attach(desk.place, actor=desk.actor, paths=paths, task=task)
            return done, ScansPage._fetch(work, desk)

        self._running = self.background.run(
            job, then=self._attached, failed=self._not_attached, words=tr("Attaching the pages…"), long=True
        )

    def _busy(self, busy: bool) -> None:
        for each in (self._files, self._folder):
            each.setEnabled(not busy)

    def _attached(self, found: tuple[Any, Any]) -> None:
        done, copies = found
        self._running = 0
        self._busy(False)
        self.succeeded.emit()
        self._copies.show_copies(copies)
        self._left = {str(number): each for number, each in enumerate(grouped(done.listed))}
        self._say_done(done)
        self._show_left()
        self.content.to_top()
        if self._left:
            self._to_list()
        else:
            self._files.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_done(self, done: Any) -> None:
        title = ntr("{count} page was attached", "{count} pages were attached", done.attached)
        lines = []
        if done.stopped:
            lines.append(tr("It was stopped before the end: attach the same files again to go on."))
        if done.attached:
            sheets = ntr("{count} sheet", "{count} sheets", len(done.serials))
            lines.append(tr("To {sheets}.", sheets=sheets))
        if done.already:
            lines.append(ntr("{count} was attached before.", "{count} were attached before.", done.already))
        if done.empty:
            lines.append(ntr("{count} empty side was left out.", "{count} empty sides were left out.", done.empty))
        fine = bool(done.attached or done.already) and not done.stopped
        self._said.say(("✓ " if fine else "") + title, " ".join(lines), kind="success" if fine else "warning")
        self._said.show()

    def _not_attached(self, error: Exception) -> None:
        self._running = 0
        self._busy(False)
        if isinstance(error, WorldError):
            self._said.say(f"{error.place}: {error.fault}", error.remedy, kind="error")
            self._said.show()
        else:
            self._said.hide()
            self.background.refused.emit(error)
        self._fetch_again()
        self._files.setFocus(Qt.FocusReason.OtherFocusReason)

    # what is left over -------------------------------------------------------------------------------------

    def _show_left(self) -> None:
        self._heading.setText(left_over_words(len(self._left)))
        for each in (self._heading, self._sides):
            each.setVisible(bool(self._left))
        rows = [(key, *self._row(each)) for key, each in list(self._left.items())[:_MOST_LISTED]]
        self._rows.show_rows(rows)

    def _row(self, listed: Any) -> tuple[str, str]:
        problem = listed.problem
        if listed.path is None:
            return title_of(problem, serial_shown(problem.serial)), listed.why
        told = self.work.scan_judging.fault_words(problem.fault)
        where = tr(" Serial {serial}, page {page}.", serial=serial_shown(problem.serial), page=problem.page)
        known = where if problem.serial and problem.source and problem.page else ""
        return title_of(problem, serial_shown(problem.serial)), " ".join(
            part for part in (told + known, listed.why) if part
        )

    def _chosen(self) -> Any:
        return self._left.get(self._rows.chosen)

    def _show_chosen(self) -> None:
        listed = self._chosen()
        if listed is None:
            return
        problem = listed.problem
        title, why = self._row(listed)
        # what shows a slip is to be put on no sheet, and its code not on the screen
        page = bool(listed.path is not None and problem.number and problem.fault is not ScanFault.SLIP)
        self._card.show_problem(
            title, why, by_hand=page, serial=serial_shown(problem.serial) if page else "", page=problem.page
        )
        self._picture.show_page(b"", title if page else "", said=tr("The page is being fetched…") if page else "")
        if page:
            key, path, number = self._rows.chosen, listed.path, problem.number
            self.background.run(
                partial(self._look, key, path, number), then=self._looked, failed=self._not_looked, long=True
            )

    def _look(self, key: str, path: Path, number: int, _task: Any) -> tuple[str, bytes]:
        if self._looker is None:
            self._looker = self.work.scans.PageLooker()
        return key, self._looker.look(path, number)

    def _looked(self, found: tuple[str, bytes]) -> None:
        key, content = found
        listed = self._chosen()
        if listed is not None and key == self._rows.chosen:
            title = title_of(listed.problem, "")
            self._picture.show_page(content, title, said=tr("There is no picture of it."))

    def _not_looked(self, _error: Exception) -> None:
        self._picture.show_page(b"", "", said=tr("There is no picture of it."))

    def _to_card(self) -> None:
        if self._chosen() is not None:
            self._card.take_focus()

    def _to_list(self) -> None:
        self._rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_out(self) -> None:
        if self._left.pop(self._rows.chosen, None) is not None:
            self._show_left()
            self._after_one()

    def _after_one(self) -> None:
        if self._left:
            self._to_list()
        else:
            self._files.setFocus(Qt.FocusReason.OtherFocusReason)

    def _attach_by_hand(self, serial: str, page: str) -> None:
        listed = self._chosen()
        if listed is None or listed.path is None:
            return
        self._card.let_send(False)
        work, desk, key = self.work, self.desk, self._rows.chosen
        given = work.scans.typed_place(serial, page)
        path, number = listed.path, listed.problem.number

        def job(_task: Any) -> tuple[str, Any, Any]:
            made = work.scans.attach_by_hand(
                desk.place,
                actor=desk.actor,
                path=path,
                number=number,
                serial=given[0],
                page=given[1],
            )
            return key, made, ScansPage._fetch(work, desk)

        self.background.run(
            job, then=self._by_hand, failed=self._not_by_hand, words=tr("Attaching the page…"), long=True
        )

    def _by_hand(self, found: tuple[str, Any, Any]) -> None:
        key, made, copies = found
        self.succeeded.emit()
        self._left.pop(key, None)
        self._left = refreshed(self._left, copies)
        self._copies.show_copies(copies)
        self._said.say(
            tr("✓ Page {page} of {serial} is attached", page=made.page, serial=serial_shown(made.serial)),
            kind="success",
        )
        self._said.show()
        self._show_left()
        self._after_one()

    def _not_by_hand(self, error: Exception) -> None:
        self._card.let_send(True)
        if isinstance(error, WorldError):
            self._card.serial.show_fault(f"{error.fault} {error.remedy}")
            self._card.serial.input.setFocus()
        else:
            self.background.refused.emit(error)

    # the copies --------------------------------------------------------------------------------------------

    def _remove(self, scan_id: str, reason: str) -> None:
        self.background.run(partial(self._remove_job, self.work, self.desk, scan_id, reason), then=self._removed)

    @staticmethod
    def _remove_job(work: Any, desk: Any, scan_id: str, reason: str) -> Any:
        work.scans.remove_scan(desk.place, actor=desk.actor, scan_id=scan_id, reason=reason)
        return ScansPage._fetch(work, desk)

    def _removed(self, copies: Any) -> None:
        self.succeeded.emit()
        self._said.say(tr("The page was removed"), tr("Its picture is deleted."), kind="success")
        self._said.show()
        self._copies.show_copies(copies)
        self._copies.take_focus() if copies else self._files.setFocus()

    def _to_keying(self, shown: str) -> None:
        self.go(Where.KEYING, serial=shown)

    # leaving, keys, drops ----------------------------------------------------------------------------------

    def would_lose(self) -> str:
        """Say that the list goes."""
        pages = [each for each in self._left.values() if each.path is not None]
        if not pages:
            return ""
        return ntr(
            "{count} page in the list is not attached. Attaching the same files again lists it anew.",
            "{count} pages in the list are not attached. Attaching the same files again lists them anew.",
            len(pages),
        )

    def before_leaving(self) -> None:
        """Let go of the file that was looked at."""
        looker, self._looker = self._looker, None
        if looker is not None:
            self.background.run(partial(_close, looker), long=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes home where nothing would be lost."""
        if event.key() == Qt.Key.Key_Escape and not self.would_lose() and not self._running:
            self.go(Where.TODAY)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if _files_of(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach the files that were dropped."""
        paths = _files_of(event)
        if paths:
            event.acceptProposedAction()
            self.attach_files(paths)


def _close(looker: Any, _task: Any) -> None:
    looker.close()


def _files_of(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
