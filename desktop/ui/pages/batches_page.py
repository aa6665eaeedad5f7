"""Batches: forming them, writing them to a folder, taking receipts back, and whom to trust."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr
from desktop.staff.people import Action
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_time
from desktop.ui.pages.page import Page
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import Notice

_STATES = {
    "formed": "formed, not sent",
    "sent": "sent, no receipt yet",
    "synced": "✓ received by the centre",
    "given up": "given up: what is left goes into the next",
}


class BatchesPage(Page):
    """Batches of this laptop. No arguments."""

    heading = tr("Batches")
    characters = 104

    def build(self) -> None:
        column = self.content.column
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self.say(tr("Batches"), Type.TITLE)
        self.add(self._said)
        if self.desk.practice:
            self.add(
                Notice(
                    "note",
                    tr("Practice data goes nowhere"),
                    tr("Batches are for real work; here you can only look."),
                    column,
                )
            )
        self.say(
            tr(
                "A batch holds what is finished and not yet sent: signed by this"
                " laptop, locked to the coordinator."
            )
        )
        row = Flow(gap=3)
        self._make = button(tr("Form a batch"), column, self._make_batch, kind="primary")
        self._send = button(tr("Write it to a folder…"), column, self._choose_target)
        self._collect = button(tr("Collect receipts…"), column, self._choose_source)
        self._contacts = button(tr("Send the update list now"), column, self._make_contacts)
        for each in (self._make, self._send, self._collect, self._contacts):
            row.addWidget(each)
        self._contacts.setVisible(self.desk.may(Action.RELEASE_CONTACTS))
        self.content.layout_.addLayout(row)
        self._table = Table(
            tr("Batches of this laptop"),
            (tr("Number"), tr("Holds"), tr("Formed"), tr("By"), tr("State")),
            column,
            most_rows=8,
        )
        self.add(self._table)
        self._empty = self.say(tr("No batch was formed yet."), tone="muted")
        self.say(tr("Keys"), Type.SECTION)
        self._own_key = text_field(
            tr("This laptop's public key"),
            column,
            hint=tr("The coordinator needs it, once, to take batches from this laptop."),
        )
        self._own_key.input.setReadOnly(True)
        self.add(self._own_key)
        self.add(button(tr("Copy this laptop's key"), column, self._copy_key), leading=True)
        self._trusted = self.say("")
        self._coordinator_key: Field = text_field(
            tr("The coordinator's public key"),
            column,
            hint=tr("It begins with sbc1. Batches are locked to it, and only its receipts are believed."),
        )
        self.add(self._coordinator_key)
        self._coordinator_key.input.returnPressed.connect(self._trust)
        self.add(button(tr("Trust this coordinator"), column, self._trust), leading=True)
        self.content.layout_.addStretch(1)

    def begin(self) -> None:
        """Fetch batches and keys."""
        self.load(partial(self._fetch, self.work, self.desk), self._found)

    @staticmethod
    def _fetch(work: Any, desk: Any) -> dict[str, Any]:
        return {
            "batches": work.send_batches.batches(desk.place),
            "key": work.send_batches.device_key(desk.place),
            "coordinators": work.send_batches.trusted_coordinators(desk.place),
        }

    def _found(self, found: dict[str, Any]) -> None:
        rows = []
        for each in reversed(found["batches"]):
            batch = each.batch
            holds = (
                ntr("{count} response", "{count} responses", batch.responses)
                if batch.kind.value == "responses"
                else tr("update list, {count} entries", count=batch.items)
            )
            rows.append(
                (
                    batch.batch_id,
                    (
                        str(batch.number),
                        holds,
                        spoken_time(batch.formed_at),
                        batch.formed_by,
                        tr(_STATES.get(each.state.value, each.state.value)),
                    ),
                )
            )
        self._table.show_rows(rows)
        self._table.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._send.setEnabled(bool(rows))
        edit = self._own_key.input
        assert isinstance(edit, QLineEdit)
        edit.setText(found["key"])
        edit.setCursorPosition(0)
        if found["coordinators"]:
            ids = ", ".join(each.central_id[:8] for each in found["coordinators"])
            self._trusted.setText(tr("✓ A coordinator is trusted: {ids}", ids=ids))
        else:
            self._trusted.setText(tr("No coordinator is trusted yet: no batch can be formed before that."))
        for each in (self._make, self._collect, self._contacts):
            each.setEnabled(bool(found["coordinators"]) and not self.desk.practice)
        (self._make if self._make.isEnabled() else self._coordinator_key.input).setFocus()

    def _tell(self, title: str, text: str = "", *, kind: str = "success") -> None:
        self.succeeded.emit()
        self._said.say(title, text, kind=kind)
        self._said.show()
        self.content.to_top()
        self.begin()

    # doing ------------------------------------------------------------------------------------------------

    def _make_batch(self) -> None:
        self._form(contacts_now=False)

    def _make_contacts(self) -> None:
        self._form(contacts_now=True)

    def _form(self, *, contacts_now: bool) -> None:
        self.background.run(
            partial(
                self.work.send_batches.make_batch,
                self.desk.place,
                actor=self.desk.actor,
                contacts_now=contacts_now,
            ),
            then=self._contacts_formed if contacts_now else self._formed,
            words=tr("Forming the batch…"),
        )

    def _formed(self, batches: tuple[Any, ...]) -> None:
        count = sum(batch.responses for batch in batches)
        self._tell(
            ntr("✓ A batch was formed", "✓ {count} batches were formed", len(batches)),
            ntr(
                "It holds {count} response. Now write it to a folder.",
                "It holds {count} responses. Now write it to a folder.",
                count,
            ),
        )

    def _contacts_formed(self, batches: tuple[Any, ...]) -> None:
        self._tell(
            ntr("✓ A batch was formed", "✓ {count} batches were formed", len(batches)),
            tr("The update list is in a batch of its own. Now write each batch to a folder."),
        )

    def _choose_target(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("The folder to write the batch to, such as a stick"))
        if chosen and self._table.chosen:
            self.send_to(Path(chosen))

    def send_to(self, folder: Path) -> None:
        """Write the chosen batch to ``folder``."""
        work, desk, batch_id = self.work, self.desk, self._table.chosen

        def job(_task: Any) -> Any:
            return work.send_batches.send_batch(
                desk.place, actor=desk.actor, batch_id=batch_id, target=f"folder:{folder}"
            )

        self.background.run(job, then=self._sent, words=tr("Writing the batch…"), long=True)

    def _sent(self, _delivery: object) -> None:
        self._tell(
            tr("✓ The batch was written to the folder"),
            tr("It counts as received only when the centre's receipt comes back."),
        )

    def _choose_source(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("The folder with the receipts"))
        if chosen:
            self.collect_from(Path(chosen))

    def collect_from(self, folder: Path) -> None:
        """Take the receipts in ``folder``."""
        work, desk = self.work, self.desk

        def job(_task: Any) -> Any:
            return work.collect_receipts.collect_receipts(desk.place, actor=desk.actor, source=f"folder:{folder}")

        self.background.run(job, then=self._collected, words=tr("Reading the receipts…"), long=True)

    def _collected(self, taken: tuple[Any, ...]) -> None:
        if not taken:
            self._tell(
                tr("No new receipt was found in that folder"),
                tr("The centre writes receipts beside the batches that it takes in. Choose that folder or stick."),
                kind="warning",
            )
            return
        receipts = [each for each in taken if each.batch_id or each.outcome.is_refusal]
        synced = sum(each.synced for each in taken)
        apart = sum(each.quarantined for each in taken)
        lines = [
            ntr(
                "{count} response is now received by the centre.",
                "{count} responses are now received by the centre.",
                synced,
            )
        ]
        if apart:
            lines.append(ntr("{count} was set apart there.", "{count} were set apart there.", apart))
        # the centre's list of withdrawals lies beside the receipts, and is no receipt
        lines += [each.words for each in taken if each not in receipts and each.words]
        lines += [f"{each.file}: {each.words}" for each in taken if each.outcome.is_refusal]
        self._tell(
            ntr("{count} receipt was read", "{count} receipts were read", len(receipts)),
            "\n".join(lines),
            kind="warning" if any(each.outcome.is_refusal for each in taken) else "success",
        )

    def _copy_key(self) -> None:
        QGuiApplication.clipboard().setText(self._own_key.input.text())
        self._said.say(tr("The key was copied"), kind="success")
        self._said.show()
        self.content.to_top()

    def _trust(self) -> None:
        key = self._coordinator_key.input.text().strip()
        if not key:
            self._coordinator_key.show_fault(tr("Paste the key that the coordinator gave you."))
            self._coordinator_key.input.setFocus()
            return
        self.background.run(
            partial(self.work.send_batches.trust_coordinator, self.desk.place, actor=self.desk.actor, key=key),
            then=self._trusted_now,
            failed=self._not_trusted,
        )

    def _trusted_now(self, _trusted: object) -> None:
        self._coordinator_key.show_fault("")
        self._coordinator_key.input.clear()
        self._tell(tr("✓ The coordinator is trusted"))

    def _not_trusted(self, error: Exception) -> None:
        if isinstance(error, WorldError):
            self._coordinator_key.show_fault(f"{error.fault} {error.remedy}")
            self._coordinator_key.input.setFocus()
        else:
            self.background.refused.emit(error)
