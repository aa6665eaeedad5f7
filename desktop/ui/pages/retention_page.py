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
from desktop.ui.interview.answer_words import spoken_date, spoken_time
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import Notice, words


class RetentionPage(Page):
    """What is to go and when. Argument: ``store_url`` for the central store; else this laptop."""

    heading = tr("Retention")
    guide = "retention"
    characters = 104

    def build(self) -> None:
        column = self.content.column
        self._store_url: str = self.arguments.get("store_url", "")
        self._due: dict[str, Any] = {}
        self._ready: set[str] = set()
        self._certificates: dict[str, Any] = {}
        self.say(
            tr("Retention, at the central store") if self._store_url else tr("Retention, on this laptop"),
            Type.TITLE,
        )
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self.add(self._said)
        self.say(
            tr(
                "The programme says how long things are kept. On the day they are proposed here; nothing goes"
                " before a person carries it out."
            )
        )
        self._table = Table(
            tr("What is kept, and until when"),
            (tr("What"), tr("Goes on"), tr("Held here"), tr("State"), tr("Programme")),
            column,
            most_rows=8,
        )
        self._table.currentCellChanged.connect(self._chosen)
        self.add(self._table)
        self._rule = words("", column)
        self.add(self._rule)
        self._empty = self.say(tr("No programme is open here, so nothing is kept."), tone="muted")
        self._make_carrying_out()
        self._given = words(tr("Certificates"), column, Type.SECTION)
        self.add(self._given)
        self._given_table = Table(
            tr("Certificates that were given"),
            (tr("Carried out"), tr("What"), tr("By"), tr("Programme")),
            column,
            most_rows=5,
        )
        self.add(self._given_table)
        self._save = button(tr("Save the certificate as PDF…"), column, self._choose_file)
        self.add(self._save, leading=True)
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
        self._warning = words("", self._card, Type.STRONG)
        layout.addWidget(self._warning)
        self._confirm = text_field(tr("Type the programme's id to confirm"), self._card, characters=44)
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
    def _fetch(work: Any, desk: Any, store_url: str) -> dict[str, Any]:
        retention = work.retention
        certificates = retention.certificates(desk.place, store_url=store_url)
        return {
            "planned": retention.planned(desk.place, store_url=store_url),
            "due": {_key(each) for each in retention.due(desk.place, store_url=store_url)},
            "done": {_key(each) for each in certificates},
            "certificates": certificates,
            "subjects": {each.value: retention.subject_words(each) for each in retention.Subject},
        }

    def _found(self, found: dict[str, Any]) -> None:
        kept = self._table.chosen
        planned, subjects = found["planned"], found["subjects"]
        self._subjects, self._ready = subjects, found["due"]
        self._due = {_key(each): each for each in planned}
        self._table.show_rows(
            [
                (
                    key,
                    (
                        subjects[each.subject.value],
                        spoken_date(each.due) if each.due is not None else tr("no day yet"),
                        str(each.count),
                        self._state_words(key, done=key in found["done"]),
                        each.title,
                    ),
                )
                for key, each in self._due.items()
            ]
        )
        first = kept if kept in self._due else next((key for key in self._due if key in self._ready), "")
        if first:
            self._table.selectRow(self._table.keys.index(first))
        self._table.setVisible(bool(planned))
        self._empty.setVisible(not planned)
        self._show_certificates(found["certificates"])
        self._chosen()
        if planned:
            self._table.setFocus()

    def _state_words(self, key: str, *, done: bool) -> str:
        if key in self._ready:
            return tr("✗ due")
        if self._due[key].due is None:
            return tr("the programme has not said")
        return tr("✓ carried out") if done else tr("kept until then")

    def _show_certificates(self, certificates: tuple[Any, ...]) -> None:
        self._certificates = {each.certificate_id: each for each in certificates}
        self._given_table.show_rows(
            [
                (
                    each.certificate_id,
                    (spoken_time(each.done_at), self._subjects[each.subject.value], each.done_by, each.title),
                )
                for each in certificates
            ]
        )
        for part in (self._given, self._given_table, self._save):
            part.setVisible(bool(certificates))

    def _chosen(self) -> None:
        chosen = self._due.get(self._table.chosen)
        self._rule.setText(
            "" if chosen is None else tr("{title}: {rule}", title=chosen.title, rule=chosen.rule_words)
        )
        each = chosen if self._table.chosen in self._ready else None
        self._card.setVisible(each is not None)
        self._confirm.input.clear()
        self._confirm.show_fault("")
        if each is not None:
            what = self._subjects[each.subject.value]
            self._asked.setText(tr("Let them go? {what}, {title}", what=what, title=each.title))
            self._warning.setText(each.warning)
            self._warning.setVisible(bool(each.warning))
            self._confirm.set_hint(tr("The id is: {id}", id=each.programme_id))

    # carrying out -----------------------------------------------------------------------------------------

    def _carry_out(self) -> None:
        each = self._due.get(self._table.chosen)
        if each is None or self._table.chosen not in self._ready:
            return
        self._do.setEnabled(False)
        self.background.run(
            partial(
                self._carry_out_job, self.work, self.desk, self._store_url, each.programme_id, each.subject,
                self._confirm.input.text().strip(),
            ),
            then=self._carried_out,
            failed=self._not_carried_out,
            words=tr("Deleting…"),
        )  # fmt: skip

    @staticmethod
    def _carry_out_job(work: Any, desk: Any, store_url: str, programme_id: str, subject: Any, confirm: str) -> Any:
        return work.retention.carry_out(
            desk.place,
            actor=desk.actor,
            programme_id=programme_id,
            subject=subject,
            confirm=confirm,
            store_url=store_url,
        )

    def _carried_out(self, _certificate: Any) -> None:
        self.succeeded.emit()
        self._do.setEnabled(True)
        self._said.say(
            tr("✓ It was carried out"),
            tr("Save the certificate and keep it with the papers of the programme."),
            kind="success",
        )
        self._said.show()
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
        """Write the chosen certificate to ``out``."""
        work, certificate = self.work, self._certificates[self._given_table.chosen]

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


def _key(each: Any) -> str:
    return f"{each.programme_id}/{each.subject.value}"
