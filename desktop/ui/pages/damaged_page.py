"""The ways out when the store can't be opened, and putting a backup on a laptop that has no store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QLineEdit, QVBoxLayout, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.jobs.executors import Cancelled
from desktop.keys.errors import KeyringUnavailable, NoSuchSlot
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_time
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.error_panel import reference_of
from desktop.ui.parts.fields import text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.recovery_fields import RecoveryFields
from desktop.ui.parts.words import Notice, words
from desktop.ui.questions.choice_button import RadioRow

MOST = 8
"""So many backups are offered; older ones are found by their folder."""


class DamagedPage(Page):
    """Offers the backups that can be found, and restores the one that is chosen.

    Arguments: ``error`` that opening the store ended with, or ``said``, what the check of an open store found;
    ``fresh`` where this laptop has no store yet.
    """

    heading = tr("This laptop")
    characters = 84
    guide = "backups"

    def build(self) -> None:
        self._place: Any = None
        self._keyring: Any = None
        self._rows: dict[RadioRow, Any] = {}
        self._fields: RecoveryFields | None = None
        self._fresh = bool(self.arguments.get("fresh"))
        self._make_top()
        column = self.content.column
        self.say(tr("Backups that can be found"), Type.SECTION)
        self._list = QWidget(column)
        self._list_rows = QVBoxLayout(self._list)
        roomy(self._list_rows, gap=1.5)
        self._group = QButtonGroup(self._list)
        self.add(self._list)
        self._none = self.say(tr("None is known. Connect the stick, or choose the folder that holds the backups."))
        row = Flow(gap=3)
        self._restore_button = button(tr("Restore this backup"), column, self._restore, kind="primary")
        row.addWidget(self._restore_button)
        self._other = button(tr("Look in another folder…"), column, self._choose_folder)
        row.addWidget(self._other)
        if not self._fresh:
            row.addWidget(button(tr("Show the data folder"), column, self._show_folder))
        self.content.layout_.addLayout(row)
        self._make_asking()
        self._fault = Notice("error", "", "", column)
        self._fault.hide()
        self.add(self._fault)
        self.add(button(tr("Back to the start"), column, self._to_start, kind="link"), leading=True)
        self._done = QWidget(column)
        self._done.hide()
        self.add(self._done)
        self.content.layout_.addStretch(1)

    def _make_top(self) -> None:
        column = self.content.column
        if self._fresh:
            self.say(tr("Restore a backup onto this laptop"), Type.TITLE)
            self.say(
                tr(
                    "For a laptop that was lost or broken: this one takes its place. You need the folder or the"
                    " stick with its backups, and its recovery sheet or its passphrase."
                )
            )
            return
        self.say(tr("The store is damaged"), Type.TITLE)
        error = self.arguments.get("error")
        found = self.arguments.get("said", "")
        if isinstance(error, WorldError):
            found = f"{error.fault} {error.remedy}"
        if found:
            self.add(Notice("error", "", found, column))
        self.say(
            tr(
                "Nothing is thrown away here: when a backup is restored, the damaged files are kept beside it in"
                " the data folder, so that somebody can try to save more from them."
            )
        )
        self._reference = reference_of(error) if isinstance(error, BaseException) else ""
        if self._reference:
            self.add(
                button(tr("Copy the reference for whoever supports the program"), column, self._copy, kind="link"),
                leading=True,
            )

    def _make_asking(self) -> None:
        """Make what is asked for when the keyring alone does not open the backup."""
        column = self.content.column
        self._asking = QWidget(column)
        layout = QVBoxLayout(self._asking)
        roomy(layout, gap=3)
        layout.addWidget(words(tr("What opens the backup?"), self._asking, Type.SECTION))
        self._passphrase = text_field(tr("The passphrase of the store"), self._asking, characters=40, secret=True)
        self._passphrase.input.returnPressed.connect(self._restore)
        layout.addWidget(self._passphrase)
        self._by_sheet = button(
            tr("I have the recovery sheet instead"), self._asking, self._ask_words, kind="link"
        )
        layout.addWidget(self._by_sheet, 0, Qt.AlignmentFlag.AlignLeading)
        self._asking_rows = layout
        self._asking.hide()
        self.add(self._asking)

    # finding ----------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Look for backups where they were made."""
        work, services = self.work, self.services

        def job() -> tuple[Any, Any]:
            return services.find_keyring(), work.integrity.ways_out(services.folder)

        self.load(job, self._found, saying=tr("Looking for backups…"), long=True)

    def _found(self, found: tuple[Any, Any]) -> None:
        self._keyring, backups = found
        self._show(backups)

    def _show(self, backups: Any) -> None:
        for row in self._rows:
            self._group.removeButton(row)
            row.hide()
            row.deleteLater()
        self._rows = {}
        for backup in backups[:MOST]:
            text = f"{spoken_time(backup.taken_at)}\n{backup.words}"
            row = RadioRow(text, "", self._list)
            row.setAccessibleName(tr("Backup of {time}. {words}", time=spoken_time(backup.taken_at),
                                     words=backup.words))  # fmt: skip
            row.setChecked(not self._rows)
            self._group.addButton(row)
            self._list_rows.addWidget(row)
            self._rows[row] = backup
        self._list.setVisible(bool(self._rows))
        self._none.setVisible(not self._rows)
        self._restore_button.setVisible(bool(self._rows))
        (next(iter(self._rows)) if self._rows else self._other).setFocus()

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("The folder that holds the backups"))
        if chosen:
            self.look_in(Path(chosen))

    def look_in(self, folder: Path) -> None:
        """Offer the backups in a folder that the person chose; a folder of one backup counts too."""
        work = self.work

        def job(_task: Any) -> Any:
            return tuple(each for each in work.backup_folder.backups_in(folder) if each.whole)

        self.background.run(job, then=self._found_there, words=tr("Looking for backups…"), long=True)

    def _found_there(self, backups: Any) -> None:
        self._show(backups)
        if not backups:
            self._say_fault(tr("No whole backup was found there"), tr("Choose the folder above, or another one."))
        else:
            self._fault.hide()

    # restoring --------------------------------------------------------------------------------------------

    def _restore(self) -> None:
        chosen = next((backup for row, backup in self._rows.items() if row.isChecked()), None)
        if chosen is None or not self._restore_button.isEnabled():
            return
        passphrase: str | None = None
        typed: str | None = None
        if self._fields is not None:
            if not self._fields.check():
                return
            typed, passphrase = self._fields.typed, self._fields.passphrase
        elif not self._asking.isHidden():
            assert isinstance(self._passphrase.input, QLineEdit)
            passphrase = self._passphrase.input.text()
            if not passphrase:
                self._passphrase.show_fault(tr("Type the passphrase."))
                self._passphrase.input.setFocus()
                return
        self._restore_button.setEnabled(False)
        self._fault.hide()
        work, services, keyring = self.work, self.services, self._keyring

        def job(task: Any) -> Any:
            return work.restore.restore(
                chosen.path, services.folder, clock=services.clock, passphrase=passphrase, words=typed,
                keyring=keyring, task=task,
            )  # fmt: skip

        self.background.run(
            job, then=self._restored, failed=self._refused, words=tr("Restoring the backup…"), long=True
        )

    def _refused(self, error: Exception) -> None:
        self._restore_button.setEnabled(True)
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, WorldError):
            self.background.refused.emit(error)
            return
        message = f"{error.fault} {error.remedy}"
        if self.work.integrity.is_damage(error):
            self._say_fault(error.place, message)
        elif self._fields is not None:
            self._fields.show_fault(error)
        elif not self._asking.isHidden():
            self._passphrase.show_fault(message)
            self._passphrase.input.setFocus()
            self._passphrase.input.selectAll()
        elif isinstance(error, KeyringUnavailable):  # of another laptop, or wiped: no passphrase was ever set
            self._asking.show()
            self._ask_words()
        elif isinstance(error, NoSuchSlot):
            self._asking.show()
            self._passphrase.input.setFocus()
        else:
            self._say_fault(error.place, message)

    def _say_fault(self, place: str, message: str) -> None:
        self._fault.say(place, message, kind="error")
        self._fault.show()

    def _ask_words(self) -> None:
        self._passphrase.hide()
        self._by_sheet.hide()
        self._fields = RecoveryFields(self._asking, keyring=self._keyring)
        self._fields.given.connect(self._restore)
        self._asking_rows.addWidget(self._fields)
        self._fields.setFocus()

    def _restored(self, place: Any) -> None:
        self._place = place
        self._forget()
        layout = self.content.layout_
        for at in range(layout.count()):
            item = layout.itemAt(at)
            if item.widget() is not None:
                item.widget().hide()
            elif item.layout() is not None:
                for inner in range(item.layout().count()):
                    item.layout().itemAt(inner).widget().hide()
        column = QVBoxLayout(self._done)
        roomy(column, gap=4)
        column.addWidget(words(tr("The backup is restored"), self._done, Type.TITLE))
        column.addWidget(
            Notice(
                "success",
                tr("✓ The store is open again"),
                tr(
                    "This laptop is a new device to the centre. Give its public key to the coordinator before the"
                    " next batch. What the centre had not confirmed is sent once more; nothing counts twice there."
                ),
                self._done,
            )
        )
        go_on = button(tr("Go on"), self._done, self._go_on, kind="primary")
        column.addWidget(go_on, 0, Qt.AlignmentFlag.AlignLeading)
        self._done.show()
        go_on.setFocus()

    def _go_on(self) -> None:
        place, self._place = self._place, None
        self.opened.emit(place)

    # leaving ----------------------------------------------------------------------------------------------

    def before_leaving(self) -> None:
        """Forget what was typed; close what was restored and not gone on with."""
        self._forget()
        if self._place is not None:
            self.background.run(self._place.close)
            self._place = None

    def _forget(self) -> None:
        assert isinstance(self._passphrase.input, QLineEdit)
        self._passphrase.input.clear()
        if self._fields is not None:
            self._fields.forget()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._reference)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.services.folder)))

    def _to_start(self) -> None:
        self.go(Where.START)
