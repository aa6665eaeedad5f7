"""The coordinator's page: the central store, the laptops it trusts, receiving, and exports."""

from __future__ import annotations

import errno
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFileDialog, QMessageBox, QWidget

from desktop.foundation.durable_files import file_fault
from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import Notice
from desktop.ui.questions.choice_button import CheckRow

_SETTING = "central store"
_OUTCOMES = {"received": "✓ received", "already received": "received before", "refused": "✗ refused"}


class CoordinatorPage(Page):
    """The address of the central store is remembered; keys stay in the protected store.

    Arguments: ``said``, ``more`` and ``store_url``, from the page on which the store was made.
    """

    heading = tr("Central store")
    characters = 104

    def build(self) -> None:
        self._opening = ""
        column = self.content.column
        self.say(tr("Central store"), Type.TITLE)
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self.add(self._said)
        if self.desk.practice:
            self.add(
                Notice(
                    "note",
                    tr("Practice data goes nowhere"),
                    tr("A central store is for real work; here you can only look."),
                    column,
                )
            )
        self._store = text_field(
            tr("Where the central store is"),
            column,
            hint=tr("A file on this laptop, or the address of a PostgreSQL server."),
            value=self.arguments.get("store_url")
            or self.services.read_setting(_SETTING)
            or str(self.services.folder / "central.db"),
        )
        self.add(self._store)
        self._row(
            (tr("Make or open it"), self._make_store, "primary"),
            (tr("Choose a file…"), self._choose_store, ""),
            (tr("Recovery sheet…"), self._to_sheet, ""),
            (tr("Bring its keys back…"), self._to_recovery, ""),
        )
        self._key = text_field(
            tr("The coordinator's public key"), column, hint=tr("Each laptop needs it once, under Batches.")
        )
        self._key.input.setReadOnly(True)
        self.add(self._key)
        self.add(button(tr("Copy the key"), column, self._copy_key), leading=True)
        self._make_receiving(column)
        self._make_exports(column)
        self._make_custody()
        self.content.layout_.addStretch(1)

    def _row(self, *buttons: tuple[str, Any, str]) -> None:
        """Add buttons side by side; in practice none can be pressed, since nothing of it goes anywhere."""
        row = Flow(gap=3)
        for text, action, kind in buttons:
            made = button(text, self.content.column, action, kind=kind)
            made.setEnabled(not self.desk.practice)
            row.addWidget(made)
        self.content.layout_.addLayout(row)

    def _make_receiving(self, column: QWidget) -> None:
        self.say(tr("Receive batches"), Type.SECTION)
        self._device_key = text_field(
            tr("A laptop's public key"),
            column,
            hint=tr("It begins with sbd1. Only batches of laptops on the list are taken."),
        )
        self._device_label = text_field(tr("What you call that laptop"), column, characters=40)
        self.add(self._device_key)
        self.add(self._device_label)
        self._row((tr("Trust this laptop"), self._trust, ""))
        self._devices = Table(
            tr("Laptops that are trusted"), (tr("Laptop"), tr("Added by"), tr("Id")), column, most_rows=5
        )
        self.add(self._devices)
        self._no_device = self.say(tr("No laptop is trusted yet."), tone="muted")
        self._row((tr("Receive from a folder…"), self._choose_source, "primary"))
        self._results = Table(
            tr("What was received"),
            (tr("Result"), tr("Taken in"), tr("There before"), tr("Set apart"), tr("File")),
            column,
            most_rows=6,
        )
        self._results.hide()
        self.add(self._results)
        self._refusals = Notice("error", "", "", column)
        self._refusals.hide()
        self.add(self._refusals)

    def _make_custody(self) -> None:
        self.say(tr("Custody of what the centre holds"), Type.SECTION)
        self._row(
            (tr("Take answers back by their code…"), self._to_withdrawal, ""),
            (tr("Take somebody off the update list…"), self._to_contacts, ""),
            (tr("Lost or stolen laptops…"), self._to_laptops, ""),
            (tr("Retention at the centre…"), self._to_retention, ""),
            (tr("Audit trail of the centre…"), self._to_audit, ""),
            (tr("Paper ledger of all laptops…"), self._to_paper, ""),
            (tr("Figures of keying of all laptops…"), self._to_keying, ""),
        )

    def _make_exports(self, column: QWidget) -> None:
        self.say(tr("Export"), Type.SECTION)
        self.add(
            Notice(
                "warning",
                tr("An export leaves the protection of the store"),
                tr(
                    "It holds answers about health and belief. Keep it encrypted, give it"
                    " only to who needs it, and delete it after use."
                ),
                column,
            )
        )
        self._kind = QComboBox()
        self._kind.addItem(tr("CSV, with a codebook beside it"), "csv")
        self._kind.addItem(tr("Excel workbook (XLSX), with a codebook sheet"), "xlsx")
        self.add(Field(tr("Format"), self._kind, column, characters=40))
        self._encrypted = CheckRow(tr("Encrypt it to the coordinator's key"), "", column)
        self._encrypted.setChecked(True)
        self.add(self._encrypted)
        self._row(
            (tr("Export the responses…"), self._export_responses, ""),
            (tr("Comments and notes…"), self._export_comments, ""),
            (tr("Export the update list…"), self._export_contacts, ""),
        )

    def begin(self) -> None:
        """Fetch the laptops that are trusted."""
        self.load(partial(self._fetch, self.work, self.desk), self._found)

    @staticmethod
    def _fetch(work: Any, desk: Any) -> Any:
        return work.receive_batches.trusted_devices(desk.place), work.central_store.held_keys(desk.place)

    def _found(self, found: tuple[Any, Any]) -> None:
        devices, keys = found
        if keys:
            self._show_key(keys[-1])
        self._devices.show_rows(
            [(each.device_id, (each.label or tr("no name"), each.added_by, each.device_id)) for each in devices]
        )
        self._devices.setVisible(bool(devices))
        self._no_device.setVisible(not devices)
        if self.arguments.get("said"):
            self.services.keep_setting(_SETTING, self._url())
            self._tell(self.arguments.pop("said"), self.arguments.pop("more", ""))
        self._store.input.setFocus()

    def _url(self) -> str:
        return self._store.input.text().strip()

    def _tell(self, title: str, text: str = "", *, kind: str = "success") -> None:
        self.succeeded.emit()
        self._said.say(title, text, kind=kind)
        self._said.show()
        self.content.to_top()

    # central store ----------------------------------------------------------------------------------------

    def _choose_store(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, tr("The file of the central store"), self._url(), options=QFileDialog.Option.DontConfirmOverwrite
        )
        if chosen:
            self._store.input.setText(chosen)

    def _make_store(self) -> None:
        self._opening = url = self._url()
        self.background.run(
            partial(self._open_job, self.work, self.desk, url),
            then=self._store_opened,
            words=tr("Opening the central store…"),
        )

    @staticmethod
    def _open_job(work: Any, desk: Any, url: str) -> Any:
        public = work.central_keys.central_key(desk.place, actor=desk.actor, store_url=url)
        folder = Path(url).parent
        if public is None and "://" not in url and not folder.is_dir():
            # said here, where the address can be put right, and not after a sheet was printed for it
            raise file_fault(folder, FileNotFoundError(errno.ENOENT, "not there"))
        return public

    def _store_opened(self, public: Any) -> None:
        if public is None:  # there is none yet: its sheet comes first, the key after it
            self.go(Where.CENTRAL_SHEET, what="make", store_url=self._opening)
            return
        self.services.keep_setting(_SETTING, self._opening)
        self._show_key(public)
        self._tell(
            tr("✓ The central store is open"),
            tr("Its keys stay on this laptop. Give the public key to the laptops."),
        )

    def _show_key(self, public: Any) -> None:
        self._key.input.setText(public.to_text())
        self._key.input.setCursorPosition(0)

    def _copy_key(self) -> None:
        if self._key.input.text():
            QGuiApplication.clipboard().setText(self._key.input.text())
            self._tell(tr("The key was copied"))

    def _to_sheet(self) -> None:
        self.go(Where.CENTRAL_SHEET, what="again", store_url=self._url())

    def _to_recovery(self) -> None:
        self.go(Where.CENTRAL_SHEET, what="recover", store_url=self._url())

    # other pages, about this central store ----------------------------------------------------------------

    def _to_withdrawal(self) -> None:
        self.go(Where.WITHDRAW, store_url=self._url())

    def _to_contacts(self) -> None:
        self.go(Where.ERASE_CONTACT, store_url=self._url())

    def _to_laptops(self) -> None:
        self.go(Where.LAPTOPS, store_url=self._url())

    def _to_retention(self) -> None:
        self.go(Where.RETENTION, store_url=self._url())

    def _to_audit(self) -> None:
        self.go(Where.AUDIT, store_url=self._url())

    def _to_paper(self) -> None:
        self.go(Where.PAPER_LEDGER, store_url=self._url())

    def _to_keying(self) -> None:
        self.go(Where.KEYING_FIGURES, store_url=self._url())

    # receiving --------------------------------------------------------------------------------------------

    def _trust(self) -> None:
        key = self._device_key.input.text().strip()
        if not key:
            self._device_key.show_fault(tr("Paste the key that stands under Batches on that laptop."))
            self._device_key.input.setFocus()
            return
        self.background.run(
            partial(
                self.work.receive_batches.trust_device,
                self.desk.place,
                actor=self.desk.actor,
                key=key,
                label=self._device_label.input.text().strip(),
            ),
            then=self._trusted,
            failed=self._not_trusted,
        )

    def _trusted(self, _device: Any) -> None:
        self._device_key.show_fault("")
        self._device_key.input.clear()
        self._device_label.input.clear()
        self._tell(tr("✓ The laptop is trusted"))
        self.begin()

    def _not_trusted(self, error: Exception) -> None:
        if isinstance(error, WorldError):
            self._device_key.show_fault(f"{error.fault} {error.remedy}")
            self._device_key.input.setFocus()
        else:
            self.background.refused.emit(error)

    def _choose_source(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("The folder with the batches, such as a stick"))
        if chosen:
            self.receive_from(Path(chosen))

    def receive_from(self, folder: Path) -> None:
        """Take in every batch in ``folder``."""
        work, desk, url = self.work, self.desk, self._url()

        def job(_task: Any) -> Any:
            return work.receive_batches.receive(
                desk.place, actor=desk.actor, store_url=url, source=f"folder:{folder}"
            )

        self.background.run(job, then=self._received, words=tr("Receiving…"), long=True)

    def _received(self, files: tuple[Any, ...]) -> None:
        self._results.show_rows(
            [
                (
                    each.file,
                    (
                        tr(_OUTCOMES.get(each.outcome.value, each.outcome.value)),
                        str(each.accepted),
                        str(each.already_there),
                        str(each.quarantined),
                        each.file,
                    ),
                )
                for each in files
            ]
        )
        self._results.setVisible(bool(files))
        refused = [each for each in files if each.outcome.is_refusal]
        self._refusals.say(
            ntr("{count} file was refused", "{count} files were refused", len(refused)),
            "\n".join(f"{each.file}: {each.words}" for each in refused),
        )
        self._refusals.setVisible(bool(refused))
        if not files:
            self._tell(
                tr("No batch was found in that folder"),
                tr("Choose the folder or the stick that the laptop's batches were written to."),
                kind="warning",
            )
            return
        taken = sum(each.accepted for each in files)
        doubts = [f"{each.file}: {each.words}" for each in files if each.words and not each.outcome.is_refusal]
        read = ntr(
            "{count} file was read. Receipts are written beside the batches.",
            "{count} files were read. Receipts are written beside the batches.",
            len(files),
        )
        self._tell(
            ntr("{count} response was taken in", "{count} responses were taken in", taken),
            "\n".join((read, *doubts)),
            kind="warning" if refused or doubts else "success",
        )

    # exports ----------------------------------------------------------------------------------------------

    def _agreed_to_plain(self) -> bool:
        if self._encrypted.isChecked():
            return True
        answer = QMessageBox.warning(
            self,
            tr("Export without encryption?"),
            tr("Whoever finds the file can read every answer in it. Keep it only where that is safe."),
            QMessageBox.StandardButton.Ok | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        return answer == QMessageBox.StandardButton.Ok

    def _choose_out(self, name: str, kinds: str) -> Path | None:
        if not self._agreed_to_plain():
            return None
        chosen, _kind = QFileDialog.getSaveFileName(self, tr("Where to write the export"), name, kinds)
        return Path(chosen) if chosen else None

    def _export_responses(self) -> None:
        kind = self._kind.currentData()
        out = self._choose_out(f"responses.{kind}", f"*.{kind}")
        if out is not None:
            self.export_to(out)

    def _export_comments(self) -> None:
        kind = self._kind.currentData()
        out = self._choose_out(f"comments.{kind}", f"*.{kind}")
        if out is not None:
            self.export_to(out, comments=True)

    def export_to(self, out: Path, *, comments: bool = False) -> None:
        """Export the responses of the central store, or what was noted, to ``out``."""
        work, desk, url, kind = self.work, self.desk, self._url(), self._kind.currentData()
        plain = not self._encrypted.isChecked()

        def job(_task: Any) -> Any:
            export = work.export_comments.export_comments if comments else work.export_responses.export_responses
            return export(desk.place, actor=desk.actor, store_url=url, kind=kind, out=out, plain=plain)

        self.background.run(job, then=self._exported, words=tr("Exporting…"), long=True)

    def _export_contacts(self) -> None:
        out = self._choose_out("update-list.csv", "*.csv")
        if out is not None:
            self.export_contacts_to(out)

    def export_contacts_to(self, out: Path) -> None:
        """Export the update list of the central store to ``out``."""
        work, desk, url = self.work, self.desk, self._url()
        plain = not self._encrypted.isChecked()

        def job(_task: Any) -> Any:
            return work.export_contacts.export_contacts(
                desk.place, actor=desk.actor, store_url=url, out=out, plain=plain
            )

        self.background.run(job, then=self._exported, words=tr("Exporting…"), long=True)

    def _exported(self, exported: Any) -> None:
        self._tell(
            ntr("✓ {count} row was exported", "✓ {count} rows were exported", exported.rows),
            "\n".join([*(str(path) for path in exported.files), *exported.warnings]),
        )
