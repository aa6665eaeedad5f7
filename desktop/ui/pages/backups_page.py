"""Backups: where they go, how many are kept, what is there, and one now."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr
from desktop.jobs.executors import Cancelled
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_time
from desktop.ui.pages.page import Page
from desktop.ui.parts.buttons import button
from desktop.ui.parts.count_edit import CountEdit
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import Notice

_MOST_KEPT = 400


class BackupsPage(Page):
    """Backups of this laptop's store. No arguments."""

    heading = tr("Backups")
    guide = "backups"
    characters = 104

    def build(self) -> None:
        column = self.content.column
        self.say(tr("Backups"), Type.TITLE)
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self.add(self._said)
        if self.desk.practice:
            self.add(
                Notice(
                    "note",
                    tr("Practice is not backed up"),
                    tr("Nothing in it is real, and it is made anew each day. Here you can only look."),
                    column,
                )
            )
        self._state = Notice("note", "", "", column)
        self._state.hide()
        self.add(self._state)
        self._disk = Notice(
            "warning",
            tr("The folder is on the same disk as the answers"),
            tr("When the laptop is lost or its disk fails, both go. Choose a stick or a network folder."),
            column,
        )
        self._disk.hide()
        self.add(self._disk)
        row = Flow(gap=3)
        self._now = button(tr("Back up now"), column, self.back_up, kind="primary")
        row.addWidget(self._now)
        self.content.layout_.addLayout(row)
        self._table = Table(
            tr("Backups in the folder"),
            (tr("Taken"), tr("State"), tr("What is in it"), tr("Name")),
            column,
            most_rows=8,
        )
        self.add(self._table)
        self._empty = self.say(tr("No backup is in the folder yet."), tone="muted")
        self._restoring = self.say(
            tr(
                "To restore one, choose “Restore a backup onto this laptop…” at the start of the program. The"
                " recovery sheet opens a backup too."
            ),
            tone="muted",
        )
        self._make_plan(column)
        self.content.layout_.addStretch(1)

    def _make_plan(self, column: QWidget) -> None:
        self.say(tr("Where to, and which are kept"), Type.SECTION)
        self.say(
            tr(
                "A backup is made each hour while the program is open; when it is closed, only if the last one is"
                " an hour old. It is encrypted like the store, and opened once to see that it is good."
            )
        )
        self._folder = text_field(
            tr("Folder for the backups"), column, hint=tr("On a stick or a network folder, not on this disk.")
        )
        line = self._folder.input
        assert isinstance(line, QLineEdit)
        line.returnPressed.connect(self._set_plan)
        self.add(self._folder)
        self.add(button(tr("Choose a folder…"), column, self._choose_folder), leading=True)
        counts = Flow(gap=5)
        self._kept: dict[str, CountEdit] = {}
        for name, label in (
            ("hourly", tr("Hourly ones, for hours")),
            ("daily", tr("Daily ones, for days")),
            ("weekly", tr("Weekly ones, for weeks")),
        ):
            edit = CountEdit(1, _MOST_KEPT, 1)
            counts.addWidget(Field(label, edit, column, characters=6))
            self._kept[name] = edit
        self.content.layout_.addLayout(counts)
        self._keep = button(tr("Keep these settings"), column, self._set_plan)
        self.add(self._keep, leading=True)

    def begin(self) -> None:
        """Fetch the plan and what is in the folder."""
        self.load(partial(self._fetch, self.work, self.desk), self._found, long=True)

    @staticmethod
    def _fetch(work: Any, desk: Any) -> dict[str, Any]:
        plan = work.back_up.plan(desk.place)
        found, there = (), False
        if plan.folder is not None:
            there = Path(plan.folder).is_dir()
            found = work.back_up.backups_in(Path(plan.folder)) if there else ()
        return {
            "plan": plan,
            "there": there,
            "same disk": there and _same_disk(Path(plan.folder), desk.place.folder),
            "backups": found,
            "last": work.back_up.last_backup(desk.place),
            "store": work.change_keys.ways_in(desk.place).store,
            "device": desk.place.device_id,
        }

    def _found(self, found: dict[str, Any]) -> None:
        plan, last = found["plan"], found["last"]
        edit = self._folder.input
        assert isinstance(edit, QLineEdit)
        edit.setText(str(plan.folder or ""))
        edit.setCursorPosition(0)
        for name, counted in self._kept.items():
            counted.setValue(getattr(plan.rule, name))
        self._say_state(plan.folder, there=found["there"], last=last)
        self._disk.setVisible(found["same disk"])
        backups = sorted(found["backups"], key=lambda each: each.taken_at, reverse=True)
        self._table.show_rows(
            [
                (
                    str(each.path),
                    (
                        spoken_time(each.taken_at),
                        self._state_words(each, found["device"], found["store"]),
                        each.words,
                        Path(each.path).name,
                    ),
                )
                for each in backups
            ]
        )
        self._table.setVisible(bool(backups))
        self._empty.setVisible(plan.folder is not None and not backups)
        self._restoring.setVisible(bool(backups))
        ready = plan.folder is not None and not self.desk.practice
        self._now.setEnabled(ready)
        self._keep.setEnabled(not self.desk.practice)
        (self._now if ready else self._folder.input).setFocus()

    def _say_state(self, folder: Any, *, there: bool, last: Any) -> None:
        if self.desk.practice:
            self._state.hide()
            return
        when = (
            tr("The last backup is of {time}.", time=spoken_time(last.taken_at))
            if last is not None
            else tr("No backup was made yet.")
        )
        if folder is None:
            title = tr("No backups are made")
            self._state.say(
                title, tr("Choose a folder below. When the laptop is lost, all of it goes."), kind="error"
            )
        elif not there:
            self._state.say(
                tr("The folder for the backups is not there"),
                tr("{when} Connect the stick or the network folder {folder}.", when=when, folder=str(folder)),
                kind="warning",
            )
        else:
            self._state.say(when, "", kind="success" if last is not None else "warning")
        self._state.show()

    @staticmethod
    def _state_words(backup: Any, device_id: str, store_id: str) -> str:
        if not backup.whole:
            return tr("✗ not whole")
        if backup.store_id != store_id:
            return tr("✓ whole, of another store")
        return tr("✓ whole") if backup.device_id == device_id else tr("✓ whole, from before a restore")

    def _tell(self, title: str, text: str = "", *, kind: str = "success") -> None:
        self.succeeded.emit()
        self._said.say(title, text, kind=kind)
        self._said.show()
        self.content.to_top()
        self.begin()

    # doing ------------------------------------------------------------------------------------------------

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, tr("The folder for the backups"), self._folder.input.text()
        )
        if chosen:
            self._folder.input.setText(chosen)

    def _set_plan(self) -> None:
        typed = self._folder.input.text().strip()
        if not typed:
            self._folder.show_fault(tr("Choose the folder first."))
            self._folder.input.setFocus()
            return
        self._folder.show_fault("")
        counts = {name: edit.value() for name, edit in self._kept.items()}
        plan = partial(self._plan_job, self.work, self.desk, Path(typed), counts)

        def job(_task: Any) -> None:
            plan()

        # long: the folder may be one of a network that lets one wait
        self.background.run(job, then=self._planned, failed=self._not_planned, long=True)

    @staticmethod
    def _plan_job(work: Any, desk: Any, folder: Path, counts: dict[str, int]) -> None:
        work.back_up.set_plan(desk.place, actor=desk.actor, folder=folder, rule=work.back_up.KeepRule(**counts))

    def _not_planned(self, error: Exception) -> None:
        if isinstance(error, WorldError):
            self._folder.show_fault(f"{error.fault} {error.remedy}")
            self._folder.input.setFocus()
        else:
            self.background.refused.emit(error)

    def _planned(self, _nothing: object) -> None:
        self._tell(tr("✓ The settings are kept"), tr("The first backup is made within the hour, or now."))

    def back_up(self) -> None:
        """Make a backup, whether one is due or not."""
        work, desk = self.work, self.desk

        def job(task: Any) -> Any:
            return work.back_up.back_up(desk.place, actor=desk.actor, task=task)

        self._now.setEnabled(False)
        self.background.run(
            job, then=self._backed_up, failed=self._not_backed_up, words=tr("Making a backup…"), long=True
        )

    def _backed_up(self, made: Any) -> None:
        self._tell(
            tr("✓ A backup was made, and opened to see that it is good"),
            tr("{size} in {place}.", size=size_words(made.size), place=made.place),
        )

    def _not_backed_up(self, error: Exception) -> None:
        self._now.setEnabled(True)
        self._now.setFocus()
        if isinstance(error, Cancelled):
            self._said.say(tr("The backup was stopped"), tr("What was begun was removed."), kind="note")
            self._said.show()
        else:
            self.background.refused.emit(error)


def _same_disk(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_dev == other.stat().st_dev
    except OSError:
        return False


def size_words(size: int) -> str:
    """Return "12 MB", or "640 kB" below one."""
    if size < 1_000_000:
        return tr("{count} kB", count=max(1, round(size / 1000)))
    return ntr("{count} MB", "{count} MB", round(size / 1_000_000))
