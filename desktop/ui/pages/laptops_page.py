"""The laptops that the centre knows: what a lost one had on it, and from when on it is not believed."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date, spoken_time
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import Notice, words


class LaptopsPage(Page):
    """Lost and stolen laptops. Argument: ``store_url``, the central store."""

    heading = tr("Laptops")
    guide = "lost-laptop"
    characters = 104

    def build(self) -> None:
        column = self.content.column
        self._store_url: str = self.arguments.get("store_url", "")
        self._labels: dict[str, str] = {}
        self.say(tr("Lost or stolen laptops"), Type.TITLE)
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self.add(self._said)
        self.say(
            tr(
                "What a revoked laptop formed before the day you name still stands. What comes from it later is"
                " set apart, and counted nowhere."
            )
        )
        self._table = Table(
            tr("Laptops that are trusted"),
            (tr("Laptop"), tr("State"), tr("Added by"), tr("Id")),
            column,
            most_rows=6,
        )
        self._table.currentCellChanged.connect(self._chosen)
        self.add(self._table)
        self._empty = self.say(tr("No laptop is trusted yet."), tone="muted")
        row = Flow(gap=3)
        self._ask = button(tr("What was on it?"), column, self._fetch_report, kind="primary")
        row.addWidget(self._ask)
        row.addWidget(button(tr("Back to the central store"), column, self._back))
        self.content.layout_.addLayout(row)
        self._make_report()
        self._make_revoking()
        self._gaps_title = words(tr("Batch numbers that have not come"), column, Type.SECTION)
        self.add(self._gaps_title)
        self._gaps = Table(
            tr("Batch numbers that have not come"),
            (tr("Laptop"), tr("Number"), tr("What is known")),
            column,
            most_rows=6,
        )
        self.add(self._gaps)
        self.content.layout_.addStretch(1)

    def _make_report(self) -> None:
        column = self.content.column
        self._report = QFrame(column)
        self._report.setProperty("kind", "card")
        layout = QVBoxLayout(self._report)
        roomy(layout, gap=2, margins=(5, 4, 5, 4))
        self._report_title = words("", self._report, Type.SECTION)
        self._report_words = words("", self._report)
        layout.addWidget(self._report_title)
        layout.addWidget(self._report_words)
        self._missing = Table(
            tr("Responses that the centre has not"),
            (tr("Day"), tr("How"), tr("Event"), tr("Response")),
            self._report,
            most_rows=6,
        )
        layout.addWidget(self._missing)
        self._report.hide()
        self.add(self._report)

    def _make_revoking(self) -> None:
        column = self.content.column
        self._card = QFrame(column)
        self._card.setProperty("kind", "warning")
        layout = QVBoxLayout(self._card)
        roomy(layout, gap=3, margins=(5, 4, 5, 4))
        self._card_title = words("", self._card, Type.SECTION)
        layout.addWidget(self._card_title)
        self._day = text_field(
            tr("Lost since (day)"),
            self._card,
            hint=tr("Such as 2026-03-31. When in doubt, the last day that you know it was in good hands."),
            characters=12,
        )
        self._time = text_field(
            tr("Time (optional)"), self._card, hint=tr("Such as 14:30; else the whole day counts."), characters=8
        )
        self._reason = text_field(
            tr("Reason"), self._card, hint=tr("Such as: left on the bus. Give no names."), characters=60
        )
        for field in (self._day, self._time, self._reason):
            layout.addWidget(field)
            field.input.returnPressed.connect(self._revoke)
        row = Flow(gap=3)
        self._do = button(tr("Revoke this laptop"), self._card, self._revoke, kind="danger")
        row.addWidget(self._do)
        layout.addLayout(row)
        self._card.hide()
        self.add(self._card)

    def begin(self) -> None:
        """Fetch the laptops."""
        self.load(partial(self._fetch, self.work, self.desk, self._store_url), self._found)

    @staticmethod
    def _fetch(work: Any, desk: Any, store_url: str) -> dict[str, Any]:
        return {
            "devices": work.receive_batches.trusted_devices(desk.place),
            "revoked": {
                each.device_id: each
                for each in work.lost_device.revoked_devices(desk.place, actor=desk.actor, store_url=store_url)
            },
            "gaps": work.lost_device.number_gaps(desk.place, actor=desk.actor, store_url=store_url),
            "now": desk.place.clock.now(),
        }

    def _found(self, found: dict[str, Any]) -> None:
        revoked = found["revoked"]
        devices = found["devices"]
        kept = self._table.chosen
        self._labels = {each.device_id: each.label or tr("no name") for each in devices}
        self._now: datetime = found["now"]
        self._revoked = revoked
        self._table.show_rows(
            [
                (
                    each.device_id,
                    (
                        self._labels[each.device_id],
                        tr("revoked since {time}", time=spoken_time(revoked[each.device_id].since))
                        if each.device_id in revoked
                        else tr("trusted"),
                        each.added_by,
                        each.device_id,
                    ),
                )
                for each in devices
            ]
        )
        gaps = found["gaps"]
        self._gaps.show_rows(
            [
                (
                    f"{each.device_id}/{each.epoch}/{each.first}",
                    (self._labels.get(each.device_id, each.device_id), each.numbers, each.words),
                )
                for each in gaps
            ]
        )
        for part in (self._gaps_title, self._gaps):
            part.setVisible(bool(gaps))
        if kept in self._table.keys:
            self._table.selectRow(self._table.keys.index(kept))
        self._table.setVisible(bool(devices))
        self._empty.setVisible(not devices)
        self._ask.setEnabled(bool(devices))
        self._chosen()
        self._table.setFocus() if devices else self._ask.nextInFocusChain().setFocus()

    def _chosen(self) -> None:
        device_id = self._table.chosen
        self._report.hide()
        self._card.setVisible(bool(device_id) and device_id not in self._revoked)
        self._card_title.setText(tr("Revoke {laptop}", laptop=self._labels.get(device_id, "")))
        self._day.show_fault("")
        self._time.show_fault("")

    # what was on it ---------------------------------------------------------------------------------------

    def _fetch_report(self) -> None:
        work, desk, url, device_id = self.work, self.desk, self._store_url, self._table.chosen

        def job() -> Any:
            return work.lost_device.lost_report(desk.place, actor=desk.actor, store_url=url, device_id=device_id)

        self.background.run(job, then=self._reported, words=tr("Looking what was on it…"))

    def _reported(self, report: Any) -> None:
        self.succeeded.emit()
        label = self._labels.get(self._table.chosen, "")
        self._report_title.setText(tr("What was on {laptop}", laptop=label))
        if report.last_heard is None:
            self._report_words.setText(
                tr("It never sent a batch with its ledger, so nobody can say what was on it.")
            )
            self._missing.hide()
        else:
            self._report_words.setText(
                "\n".join(
                    [
                        tr(
                            "By its last batch, formed {time} by its own clock:",
                            time=spoken_time(report.last_heard),
                        ),
                        ntr(
                            "{count} response that the centre has not",
                            "{count} responses that the centre has not",
                            len(report.unsynced),
                        ),
                        ntr("{count} not finished", "{count} not finished", report.drafts),
                        ntr(
                            "{count} entry of the update list",
                            "{count} entries of the update list",
                            report.contacts,
                        ),
                        ntr(
                            "{count} paper copy printed and not keyed",
                            "{count} paper copies printed and not keyed",
                            report.copies_out,
                        ),
                        ntr(
                            "{count} second keying for another laptop",
                            "{count} second keyings for another laptop",
                            report.second_keyings,
                        ),
                        tr("What it recorded after that batch is not known here."),
                    ]
                )
            )
            self._missing.show_rows(
                [
                    (
                        each.response_id,
                        (_day_words(each.day), each.channel, each.event or each.event_id, each.response_id),
                    )
                    for each in report.unsynced
                ]
            )
            self._missing.setVisible(bool(report.unsynced))
        self._report.show()

    # revoking ---------------------------------------------------------------------------------------------

    def _since(self) -> datetime | None:
        self._day.show_fault("")
        self._time.show_fault("")
        try:
            day = date.fromisoformat(self._day.input.text().strip())
        except ValueError:
            self._day.show_fault(tr("Type the day as year-month-day, such as 2026-03-31."))
            self._day.input.setFocus()
            return None
        typed = self._time.input.text().strip()
        try:
            hour = time.fromisoformat(typed.zfill(5) if typed else "00:00")
        except ValueError:
            self._time.show_fault(tr("Type the time as hours:minutes, such as 14:30."))
            self._time.input.setFocus()
            return None
        # as the clock on the wall here showed it: the laptop was lost in the same county
        return datetime.combine(day, hour, tzinfo=self._now.tzinfo)

    def _revoke(self) -> None:
        since = self._since()
        if since is None:
            return
        work, desk, url, device_id = self.work, self.desk, self._store_url, self._table.chosen
        reason = self._reason.input.text().strip()
        self._reason.show_fault("" if reason else tr("Say in a few words what happened."))
        if not reason:
            self._reason.input.setFocus()
            return

        def job() -> Any:
            return work.lost_device.revoke_device(
                desk.place, actor=desk.actor, store_url=url, device_id=device_id, since=since, reason=reason
            )

        self._do.setEnabled(False)
        self.background.run(job, then=self._done, failed=self._refused)

    def _done(self, revocation: Any) -> None:
        self.succeeded.emit()
        self._do.setEnabled(True)
        for field in (self._day, self._time, self._reason):
            field.input.clear()
        before = len(revocation.taken_in)
        text = tr("What it formed from then on is set apart when it comes. What came before stands.")
        if before:
            text += " " + ntr(
                "{count} batch that it formed since had been taken in before: look at its responses.",
                "{count} batches that it formed since had been taken in before: look at their responses.",
                before,
            )
        self._said.say(tr("✓ The laptop was revoked"), text, kind="warning" if before else "success")
        self._said.show()
        self.content.to_top()
        self.begin()

    def _refused(self, error: Exception) -> None:
        self._do.setEnabled(True)
        if isinstance(error, WorldError):
            self._day.show_fault(f"{error.fault} {error.remedy}")
            self._day.input.setFocus()
        else:
            self.background.refused.emit(error)

    def _back(self) -> None:
        self.go(Where.COORDINATOR)


def _day_words(day: Any) -> str:
    if isinstance(day, str):
        return day
    return spoken_date(day)
