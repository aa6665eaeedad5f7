"""Forms that came by e-mail: files are taken in, looked at question by question, and counted or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QVBoxLayout, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.responses.drafts import DraftKind
from desktop.staff.people import Action
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date, spoken_time
from desktop.ui.keying.filled_course import FilledCourse, FilledShown
from desktop.ui.pages.page import Page, Where
from desktop.ui.paper.day_field import day_field, day_typed, show_day
from desktop.ui.paper.filled_files import Came, not_taken, take_in
from desktop.ui.paper.filled_review import FilledReview
from desktop.ui.parts.buttons import button
from desktop.ui.parts.choice_box import ChoiceBox
from desktop.ui.parts.columns import Columns
from desktop.ui.parts.fields import Field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import Notice, words


class FilledInPage(Page):
    """Arguments: ``event_id`` to choose an event at once."""

    heading = tr("Forms that came by e-mail")
    characters = 120
    guide = "fillable-forms"

    def build(self) -> None:
        self._came: dict[str, Came] = {}
        self._seen_before: tuple[Path, ...] = ()
        self._drafts: dict[str, Any] = {}
        column = self.content.column
        self._desk_part = QWidget(column)
        self._make_desk_part()
        self.add(self._desk_part)
        self._review = FilledReview(column, background=self.background)
        self._review.counted.connect(self._counted)
        self._review.dropped.connect(self._dropped)
        self._review.later.connect(self._put_off)
        self._review.hide()
        self.add(self._review)
        concern = button(tr("A safeguarding concern…"), column, self._to_concerns, kind="link")
        may = self.desk is not None and self.desk.programme is not None and self.desk.may(Action.NOTE_CONCERN)
        concern.setVisible(may)
        self.add(concern, leading=True)
        self.content.layout_.addStretch(1)

    def _make_desk_part(self) -> None:
        box = self._desk_part
        layout = QVBoxLayout(box)
        roomy(layout, gap=3)
        layout.addWidget(words(tr("Forms that came by e-mail"), box, Type.TITLE))
        layout.addWidget(
            words(
                tr(
                    "Save the attachment, and choose the file here. What it holds is shown first: it counts when"
                    " you have looked at it. Then delete the file and the e-mail: its address says who answered."
                ),
                box,
            )
        )
        columns = Columns(box, characters=44, most=2)
        self._events = ChoiceBox()
        self._events.setPlaceholderText(tr("Choose the event"))
        self._event_field = Field(tr("Event"), self._events, columns, hint=tr("The forms are counted to it."))
        self._day = day_field(tr("Date received"), columns)
        for each in (self._event_field, self._day):
            columns.put(each)
        layout.addWidget(columns)
        self._choose = button(tr("Choose PDF files…"), box, self._choose_files, kind="primary")
        layout.addWidget(self._choose, 0, Qt.AlignmentFlag.AlignLeading)
        # beside the list, which takes the keyboard: what became of the files stays in sight
        self._said = Notice("success", "", "", box)
        self._left = Notice("warning", "", "", box)
        for notice in (self._said, self._left):
            notice.hide()
            layout.addWidget(notice)
        self._again = button(tr("Take in again…"), box, self._ask_again)
        self._again.hide()
        layout.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(words(tr("Waiting to be looked at"), box, Type.SECTION))
        self._none = words(tr("No form waits to be looked at."), box, tone="muted")
        layout.addWidget(self._none)
        self._table = Table(
            tr("Forms that wait to be looked at"),
            (tr("Taken in"), tr("Answers"), tr("By"), tr("Event"), tr("Form")),
            box,
            most_rows=6,
        )
        self._table.cellActivated.connect(self._open_chosen)
        layout.addWidget(self._table)
        row = Flow(gap=3)
        self._open = button(
            tr("Look at it"), box, self._open_chosen, name=tr("Look at the chosen form, Enter in the list")
        )
        row.addWidget(self._open)
        layout.addLayout(row)
        layout.addStretch(1)

    # the desk ----------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Fetch events and what waits."""
        self.load(partial(self._fetch, self.work, self.desk), self._found)

    @staticmethod
    def _fetch(work: Any, desk: Any) -> dict[str, Any]:
        programme_id = desk.programme.programme_id
        return {
            "events": work.run_event.events(desk.place, programme_id=programme_id),
            "today": work.run_event.today(desk.place, programme_id),
            "drafts": work.interview.open_drafts(desk.place, kind=DraftKind.FILLED),
        }

    def _found(self, found: dict[str, Any]) -> None:
        for event in found["events"]:
            self._events.add(f"{event.name}, {spoken_date(event.day)}", event.event_id)
        here = self.arguments.get("event_id") or (self.desk.event.event_id if self.desk.event else "")
        # an event that nobody chose would be counted as if somebody had
        self._events.setCurrentIndex(0 if len(found["events"]) == 1 else self._events.findData(here))
        show_day(self._day, found["today"])
        self._choose.setEnabled(bool(found["events"]))
        if not found["events"]:
            self._said.say(
                tr("There is no event yet"), tr("Make an event first: forms are counted to one."), kind="warning"
            )
            self._said.show()
        self._show_drafts(found["drafts"])
        self._take_keyboard()

    def _take_keyboard(self) -> None:
        if self._drafts:
            self._table.setFocus()
        elif self._choose.isEnabled():
            self._choose.setFocus()
        else:
            self._events.setFocus()

    def _show_drafts(self, drafts: Sequence[Any]) -> None:
        self._drafts = {each.draft_id: each for each in drafts}
        self._table.show_rows([(each.draft_id, _cells(each)) for each in drafts])
        self._table.setVisible(bool(drafts))
        self._open.setVisible(bool(drafts))
        self._none.setVisible(not drafts)

    def _part(self, part: QWidget) -> None:
        for each in (self._desk_part, self._review):
            each.setVisible(each is part)
        self.content.to_top()

    # taking in ---------------------------------------------------------------------------------------------

    def _choose_files(self) -> None:
        if not self._chosen_event() or day_typed(self._day) is None:
            return
        chosen, _kind = QFileDialog.getOpenFileNames(
            self, tr("Choose forms that were filled in"), "", tr("PDF (*.pdf)")
        )
        if chosen:
            self.take_in_files([Path(each) for each in chosen])

    def _chosen_event(self) -> str:
        event_id = str(self._events.currentData() or "")
        self._event_field.show_fault("" if event_id else tr("Choose the event that the forms are counted to."))
        if not event_id:
            self._events.setFocus()
        return event_id

    def take_in_files(self, paths: Sequence[Path], *, again: bool = False) -> None:
        """Take the files in, each as an entry of its own that waits to be looked at."""
        event_id, day = self._chosen_event(), day_typed(self._day)
        if not event_id or day is None:
            return
        self._choose.setEnabled(False)
        self._again.hide()
        work, desk, received_on = self.work, self.desk, day.isoformat()

        def job(_task: Any) -> tuple[tuple[Came, ...], Any]:
            came = take_in(work, desk, paths, event_id=event_id, received_on=received_on, again=again)
            return came, work.interview.open_drafts(desk.place, kind=DraftKind.FILLED)

        self.background.run(
            job, then=self._taken, failed=self._not_taken, words=tr("Reading the forms…"), long=True
        )

    def _taken(self, found: tuple[tuple[Came, ...], Any]) -> None:
        came, drafts = found
        self.succeeded.emit()
        self._choose.setEnabled(True)
        taken = [each for each in came if each.draft_id]
        self._came |= {each.draft_id: each for each in taken}
        self._seen_before = tuple(each.path for each in came if each.seen_before)
        self._show_drafts(drafts)
        self._said.say(
            ntr(
                "✓ {count} form was taken in, and waits to be looked at",
                "✓ {count} forms were taken in, and wait to be looked at",
                len(taken),
            ),
            kind="success",
        )
        self._said.setVisible(bool(taken))
        left = len(came) - len(taken)
        self._left.say(
            ntr("{count} file was not taken in", "{count} files were not taken in", left), not_taken(came)
        )
        self._left.setVisible(bool(left))
        self._again.setVisible(bool(self._seen_before))
        if len(taken) == 1 and not left:
            self._open_draft(taken[0].draft_id)
            return
        self.content.to_top()
        if self._seen_before and not taken:
            self._again.setFocus()
        else:
            self._take_keyboard()

    def _not_taken(self, error: Exception) -> None:
        self._choose.setEnabled(True)
        self.background.refused.emit(error)
        self._fetch_drafts()

    def _ask_again(self) -> None:
        answer = QMessageBox.question(
            self,
            ntr("Take this file in again?", "Take these files in again?", len(self._seen_before)),
            tr(
                "Only if it is another person's, with the same answers: {names}. Else one person would be counted"
                " twice.",
                names=", ".join(each.name for each in self._seen_before),
            ),
        )
        if answer == QMessageBox.StandardButton.Yes:
            self._left.hide()
            self.take_in_files(self._seen_before, again=True)

    # looking at one ----------------------------------------------------------------------------------------

    def _open_chosen(self, *_cell: int) -> None:
        if self._table.chosen:
            self._open_draft(self._table.chosen)

    def _open_draft(self, draft_id: str) -> None:
        came = self._came.get(draft_id)
        self._open.setEnabled(False)
        self.background.run(
            partial(self._open_job, self.work, self.desk, draft_id, {} if came is None else came.faults),
            then=self._opened_draft,
            failed=self._not_opened,
        )

    @staticmethod
    def _open_job(
        work: Any, desk: Any, draft_id: str, faults: dict[str, str]
    ) -> tuple[str, FilledCourse, FilledShown]:
        filled = work.filled_in.FilledIn.resume(desk.place, actor=desk.actor, draft_id=draft_id)
        course = FilledCourse(filled, faults)
        return draft_id, course, course.look(course.start())

    def _opened_draft(self, found: tuple[str, FilledCourse, FilledShown]) -> None:
        draft_id, course, shown = found
        self._open.setEnabled(True)
        self._again.hide()
        self._left.hide()
        self._said.hide()
        came, draft = self._came.get(draft_id), self._drafts.get(draft_id)
        about = tr(
            "{form}, version {version}. {event}. Received {day}.",
            form=course.form_title,
            version=course.header.form_version,
            event=draft.event_name if draft is not None else tr("no event named"),
            day=spoken_date(course.received),
        )
        self._part(self._review)
        self._review.show_entry(course, shown, about=about, notes=() if came is None else came.notes)

    def _not_opened(self, error: Exception) -> None:
        self._open.setEnabled(True)
        self.background.refused.emit(error)
        self._fetch_drafts()

    def _counted(self) -> None:
        self._back_to_desk(
            tr("✓ The response is counted"),
            tr("Delete the file and the e-mail now: its address says who answered."),
        )

    def _dropped(self) -> None:
        self._back_to_desk(tr("The form was dropped"), tr("Its answers are deleted, and it counts nowhere."))

    def _put_off(self) -> None:
        self._back_to_desk("", "")

    def _back_to_desk(self, title: str, text: str) -> None:
        self.succeeded.emit()
        self._said.say(title, text, kind="success")
        self._said.setVisible(bool(title))
        self._part(self._desk_part)
        self._choose.setFocus()
        self._fetch_drafts()

    def _fetch_drafts(self) -> None:
        self.background.run(
            partial(self.work.interview.open_drafts, self.desk.place, kind=DraftKind.FILLED), then=self._listed
        )

    def _listed(self, drafts: Sequence[Any]) -> None:
        self._show_drafts(drafts)
        self._take_keyboard()

    # leaving -----------------------------------------------------------------------------------------------

    def before_leaving(self) -> None:
        """Save what was typed into a correction."""
        self._review.keep_typed()

    def keep_now(self) -> None:
        """Save the same; the page stays."""
        self._review.keep_typed()

    def stays_on_disk(self) -> str:
        """Say that the form waits."""
        if not self._review.under_way:
            return ""
        return tr("This form is not counted yet. It waits on “Forms that came by e-mail”.")

    def _to_concerns(self) -> None:
        self.go(Where.CONCERNS, back=Where.FILLED_IN, event_id=str(self._events.currentData() or ""))


def _cells(draft: Any) -> tuple[str, ...]:
    return (
        spoken_time(draft.started_at),
        str(draft.answered),
        draft.started_by or tr("nobody named"),
        draft.event_name or tr("no event"),
        draft.form_title,
    )
