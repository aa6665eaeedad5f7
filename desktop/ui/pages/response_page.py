"""One response: its answers, its history, and the two things that may be done with it, each with a reason."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.engagement.channel_words import channel_words
from desktop.engagement.programme import Window
from desktop.foundation.translation import ntr, tr
from desktop.responses.states import IN_BATCH
from desktop.staff.people import Action
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_time
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.reason_dialog import ReasonDialog
from desktop.ui.parts.words import Notice
from desktop.ui.responses.answer_list import AnswerList, History
from desktop.ui.responses.response_words import state_words, window_words


class ResponsePage(Page):
    """Read only; what is changed is a new revision. Arguments: ``response_id``, and ``said``, what was done."""

    heading = tr("Response")
    guide = "responses"
    characters = 104

    def build(self) -> None:
        self._found: Any = None
        self._first: QWidget = self.content.column

    def begin(self) -> None:
        """Fetch it."""
        response_id = self.arguments["response_id"]
        self.load(partial(self._job, self.work, self.desk, response_id), self._show)

    @staticmethod
    def _job(work: Any, desk: Any, response_id: str) -> Any:
        return work.look_up_responses.response(desk.place, actor=desk.actor, response_id=response_id)

    def _show(self, found: Any) -> None:
        self._found = found
        column, line = self.content.column, found.line
        self.say(line.form_title, Type.TITLE)
        if self.arguments.get("said"):
            self.say(self.arguments["said"], Type.STRONG)
        facts = [
            state_words(line.state),
            channel_words(line.channel),
            line.event_name,
            tr("serial {serial}", serial=line.serial) if line.serial else "",
        ]
        self.say(" · ".join(fact for fact in facts if fact), Type.STRONG)
        who = line.recorded_by or tr("nobody named")
        self.say(tr("Started {time}, recorded by {name}.", time=spoken_time(line.started_at), name=who))
        if line.window is Window.INSIDE:
            self.say(tr("It counts as in time."), tone="muted")
        elif line.window is not None:
            words_of = window_words(line.window)
            text = tr("By the programme's dates as they are now. It is kept, and counted apart.")
            self.add(Notice("warning", words_of, text, column))
        if found.draft_id:
            by = found.changed_by or tr("somebody")
            text = tr("{name} began to change it and has not finished. It counts as it stands here.", name=by)
            self.add(Notice("warning", tr("A change is open"), text, column))
        self._add_actions(column)
        self.say(tr("Answers"), Type.SECTION)
        if found.answers:
            self.add(AnswerList(found.answers, column))
        else:
            self.say(tr("Its answers are gone; this row is left so that the counts balance."))
        if found.margin_notes or found.loose_pages:
            self.say(tr("Beside the questions"), Type.SECTION)
            if found.margin_notes:
                self.say(found.margin_notes)
            if found.loose_pages:
                self.say(
                    ntr(
                        "{count} loose page came with the sheet.",
                        "{count} loose pages came with the sheet.",
                        found.loose_pages,
                    )
                )
        self.say(tr("History"), Type.SECTION)
        self.add(History(found, column))
        self.content.layout_.addStretch(1)
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_actions(self, column: QWidget) -> None:
        row = Flow(gap=3)
        back = button(tr("Back to the list"), column, self._back, name=tr("Back to the list, Esc"))
        made = []
        if self.desk.may(Action.CHANGE_RESPONSES):
            if self._found.draft_id:
                made.append(button(tr("Go on with the change"), column, self._go_on, kind="primary"))
            elif self._found.may_change:
                made.append(button(tr("Change answers…"), column, self._change))
            if self._found.may_void and not self._found.draft_id:
                made.append(button(tr("Void it…"), column, self._void, kind="danger"))
        for each in (back, *made):
            row.addWidget(each)
        self.content.layout_.addLayout(row)
        self._first = back

    def _back(self) -> None:
        self.go(Where.RESPONSES)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self._back()
        else:
            super().keyPressEvent(event)

    # changing ---------------------------------------------------------------------------------------------

    def _change(self) -> None:
        found = ReasonDialog.ask(
            self,
            tr("Change answers"),
            tr("Why? The reason is kept with the new revision; what stands now stays in the history."),
            (
                ("mistyped", tr("It was mistyped")),
                ("misheard", tr("It was misheard or misread")),
                ("asked", tr("The person asked for it")),
                ("wrong place", tr("An answer stood at the wrong question")),
            ),
            own=tr("Or in your own words (no names, no answers)"),
            agree=tr("Go to the answers"),
        )
        if found is not None:
            self.go(Where.EDIT_RESPONSE, response_id=self.arguments["response_id"], reason=found[1])

    def _go_on(self) -> None:
        self.go(Where.EDIT_RESPONSE, response_id=self.arguments["response_id"], draft_id=self._found.draft_id)

    # voiding ----------------------------------------------------------------------------------------------

    def _void(self) -> None:
        text = tr("It no longer counts, its answers are kept, and this can't be undone. Why?")
        if self._found.line.state in IN_BATCH:
            text += " " + tr(
                "It is in a batch already: the next batch tells the centre, where it stops counting too."
            )
        found = ReasonDialog.ask(
            self,
            tr("Void this response"),
            text,
            (
                ("twice", tr("It was recorded twice")),
                ("test", tr("It was a try, not a person")),
                ("wrong form", tr("It was recorded under the wrong form or event")),
                ("not serious", tr("It was plainly not meant as an answer")),
            ),
            own=tr("Or in your own words (no names, no answers)"),
            agree=tr("Void it"),
        )
        if found is not None:
            self.background.run(
                partial(self._void_job, self.work, self.desk, self.arguments["response_id"], found[1]),
                then=self._voided,
            )

    @staticmethod
    def _void_job(work: Any, desk: Any, response_id: str, reason: str) -> None:
        work.edit_response.void(desk.place, actor=desk.actor, response_id=response_id, reason=reason)

    def _voided(self, _nothing: object) -> None:
        self.go(
            Where.RESPONSE,
            response_id=self.arguments["response_id"],
            said=tr(
                "✓ Voided. It no longer counts; its answers and the reason are kept."
                " The centre is told with the next batch."
            ),
        )
