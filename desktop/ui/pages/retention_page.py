"""Retention: what is due to go, letting it go, and the certificate of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout

from desktop.foundation.durable_files import write_durably
from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import Notice, words

_SUBJECTS = {
    "contacts": "Contact details",
    "responses": "Responses",
    "scans": "Scans",
    "audit": "Audit trail",
}


class RetentionPage(Page):
    """What is to go and when. Argument: ``store_url`` for the central store; else this laptop."""

    heading = tr("Retention")
    characters = 104

    def build(self) -> None:
        column = self.content.column
        self._store_url: str = self.arguments.get("store_url", "")
        self._due: dict[str, Any] = {}
        self._certificate: Any = None
        self.say(
            tr("Retention, at the central store") if self._store_url else tr("Retention, on this laptop"),
            Type.TITLE,
        )
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self.add(self._said)
        self._save = button(tr("Save the certificate…"), column, self._choose_file)
        self._save.hide()
        self.add(self._save, leading=True)
        self.say(
            tr(
                "The programme says how long things are kept. On the day they are proposed here; nothing goes"
                " before a person carries it out."
            )
        )
        self._table = Table(
            tr("What is kept, and until when"),
            (tr("What"), tr("Goes on"), tr("Held here"), tr("State"), tr("Rule"), tr("Programme")),
            column,
            most_rows=8,
        )
        self._table.currentCellChanged.connect(self._chosen)
        self.add(self._table)
        self._empty = self.say(tr("No programme is open here, so nothing is kept."), tone="muted")
        self._make_carrying_out()
        if self._store_url:
            self.add(button(tr("Back to the central store"), column, self._back), leading=True)
        self.content.layout_.addStretch(1)

    def _make_carrying_out(self) -> None:
        column = self.content.column
        self._card = QFrame(column)
        self._card.setProperty("kind", "warning")
        layout = QVBoxLayout(self._card)
        roomy(layout, gap=3, margins=(5, 4, 5, 4))
        self._asked = words("", self._card, Type.SECTION)
        self._asked_more = words(
            tr(
                "It is deleted from the store for good, and written over. Copies out of reach, such as exports and"
                " backups, are not: see to them too. A certificate says what went, when, and who did it."
            ),
            self._card,
        )
        layout.addWidget(self._asked)
        layout.addWidget(self._asked_more)
        self._confirm = text_field(tr("Type the words to confirm"), self._card, characters=44)
        self._confirm.input.returnPressed.connect(self._carry_out)
        layout.addWidget(self._confirm)
        row = Flow(gap=3)
        self._do = button(tr("Carry it out"), self._card, self._carry_out, kind="danger")
        row.addWidget(self._do)
        layout.addLayout(row)
        self._card.hide()
        self.add(self._card)

    def begin(self) -> None:
        """Fetch what is due."""
        self.load(partial(self._fetch, self.work, self.desk, self._store_url), self._found)

    @staticmethod
    def _fetch(work: Any, desk: Any, store_url: str) -> tuple[Any, ...]:
        found: tuple[Any, ...] = tuple(work.retention.due(desk.place, **_at(desk, store_url)))
        return found

    def _found(self, due: tuple[Any, ...]) -> None:
        self._due = {f"{each.programme_id}/{each.subject}": each for each in due}
        self._table.show_rows(
            [
                (
                    key,
                    (
                        _subject_words(each.subject),
                        spoken_date(each.due) if each.due is not None else tr("no day"),
                        str(each.count),
                        _state_words(each),
                        each.rule_words,
                        each.title,
                    ),
                )
                for key, each in self._due.items()
            ]
        )
        self._table.setVisible(bool(due))
        self._empty.setVisible(not due)
        self._chosen()
        self._table.setFocus() if due else self._save.setFocus()

    def _chosen(self) -> None:
        each = self._due.get(self._table.chosen)
        ready = each is not None and each.overdue and not self.desk.practice
        self._card.setVisible(bool(ready))
        self._confirm.input.clear()
        self._confirm.show_fault("")
        if ready:
            self._asked.setText(
                tr("Let {what} of {title} go?", what=_subject_words(each.subject).lower(), title=each.title)
            )
            self._confirm.set_hint(tr("The words are: {words}", words=each.programme_id))

    # carrying out -----------------------------------------------------------------------------------------

    def _carry_out(self) -> None:
        each = self._due.get(self._table.chosen)
        if each is None:
            return
        self._do.setEnabled(False)
        self.background.run(
            partial(
                self._job, self.work, self.desk, self._store_url, each.programme_id, each.subject,
                self._confirm.input.text().strip(),
            ),
            then=self._carried_out,
            failed=self._not_carried_out,
            words=tr("Deleting…"),
        )  # fmt: skip

    @staticmethod
    def _job(work: Any, desk: Any, store_url: str, programme_id: str, subject: Any, confirm: str) -> Any:
        return work.retention.carry_out(
            desk.place,
            actor=desk.actor,
            programme_id=programme_id,
            subject=subject,
            confirm=confirm,
            **({"store_url": store_url} if store_url else {}),
        )

    def _carried_out(self, certificate: Any) -> None:
        self.succeeded.emit()
        self._do.setEnabled(True)
        self._certificate = certificate
        self._said.say(
            tr("✓ It was carried out"),
            tr("Save the certificate and keep it with the papers of the programme."),
            kind="success",
        )
        self._said.show()
        self._save.show()
        self.content.to_top()
        self.begin()

    def _not_carried_out(self, error: Exception) -> None:
        self._do.setEnabled(True)
        if isinstance(error, WorldError):
            self._confirm.show_fault(f"{error.fault} {error.remedy}")
            self._confirm.input.setFocus()
        else:
            self.background.refused.emit(error)

    # the certificate --------------------------------------------------------------------------------------

    def _choose_file(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, tr("Save the certificate as PDF"), "certificate.pdf", tr("PDF (*.pdf)")
        )
        if chosen:
            self.save_certificate_to(Path(chosen))

    def save_certificate_to(self, out: Path) -> None:
        """Write the certificate of what was just carried out to ``out``."""
        work, certificate = self.work, self._certificate

        def job(_task: Any) -> Path:
            write_durably(out, work.retention.certificate_pdf(certificate))
            return out

        self.background.run(job, then=self._saved, words=tr("Drawing the certificate…"), long=True)

    def _saved(self, out: Path) -> None:
        self.succeeded.emit()
        self._said.say(tr("✓ The certificate was saved"), str(out), kind="success")
        self._said.show()

    def _back(self) -> None:
        self.go(Where.COORDINATOR)


def _at(desk: Any, store_url: str) -> dict[str, Any]:
    return {"actor": desk.actor, "store_url": store_url} if store_url else {}


def _subject_words(subject: Any) -> str:
    value = getattr(subject, "value", subject)
    return tr(_SUBJECTS.get(value, value))


def _state_words(each: Any) -> str:
    if each.due is None:
        return tr("to be filled in by the programme")
    return tr("due") if each.overdue else tr("kept")
