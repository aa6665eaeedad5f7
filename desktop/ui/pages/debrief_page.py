"""The end of an event: its figures, what is said of it, a page to hand round, closing it, opening it again."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget

from desktop.engagement.attendance import CountKind
from desktop.foundation.durable_files import write_durably
from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.notes.nowhere import EventNeeded
from desktop.ui.pages.find import page_named
from desktop.ui.parts.buttons import button, shortcut
from desktop.ui.parts.columns import Columns
from desktop.ui.parts.cost_rows import CostRows
from desktop.ui.parts.event_words import event_place
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.figure import Figure
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.long_text import long_field
from desktop.ui.parts.not_heard import EVENT, NotHeard
from desktop.ui.parts.printing import page_images, print_pages
from desktop.ui.parts.two_sides import TwoSides
from desktop.ui.parts.words import Notice, words

_TEXTS = ("reach", "went_well", "to_change", "publicity", "weather")


class DebriefPage(EventNeeded):
    """The debrief of the event that is worked at. No arguments."""

    heading = tr("Debrief")
    characters = 120
    guide = "event-end"

    def build_at_event(self) -> None:
        """Make the widgets."""
        column = self.content.column
        self._report: Any = None
        self._kept: dict[str, Any] = {}
        self.say(tr("Debrief: {event}", event=self.desk.event.name), Type.TITLE)
        self.say(event_place(self.desk.event, self.desk.programme), tone="muted")
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self.add(self._said)
        self._state = Notice("note", "", "", column)
        self.add(self._state)
        self._figures = Columns(column, characters=15, most=7)
        self._shown = [Figure(self._figures) for _figure in range(7)]
        for figure in self._shown:
            self._figures.put(figure)
        self.add(self._figures)
        self.say(tr("Separate counts: one person may be in several, so they are never added up."), tone="muted")
        sides = TwoSides(column, first=3, second=2, characters=110, gap=5)
        self.add(sides)
        self._make_words(sides.first)
        self._make_side(sides.second)
        self.content.layout_.addStretch(1)
        shortcut("Esc", self, self.to_today)
        shortcut("Ctrl+S", self, self._keep)

    def _make_words(self, parent: QWidget) -> None:
        layout = QVBoxLayout(parent)
        roomy(layout, gap=3)
        layout.addWidget(words(tr("What came of it"), parent, Type.SECTION))
        layout.addWidget(words(tr("In your own words, without names and addresses."), parent, tone="muted"))
        self._texts: dict[str, Field] = {
            "reach": long_field(tr("Who came and who did not"), parent),
            "went_well": long_field(tr("What went well"), parent),
            "to_change": long_field(tr("What to change next time"), parent),
            "publicity": text_field(
                tr("Publicity"), parent, hint=tr("How people were told of it: posters, radio, a partner")
            ),
            "weather": text_field(tr("Weather"), parent),
        }
        for field in self._texts.values():
            layout.addWidget(field)
        self._costs = CostRows(parent)
        layout.addWidget(self._costs)
        row = Flow(gap=3)
        self._keep_button = button(tr("Keep it"), parent, self._keep, kind="primary", name=tr("Keep it, Ctrl+S"))
        row.addWidget(self._keep_button)
        row.addWidget(button(tr("Back to today"), parent, self.to_today))
        layout.addLayout(row)
        self._elsewhere = Notice("note", "", "", parent)
        self._elsewhere.hide()
        layout.addWidget(self._elsewhere)
        layout.addStretch(1)

    def _make_side(self, parent: QWidget) -> None:
        layout = QVBoxLayout(parent)
        roomy(layout, gap=4)
        card = QFrame(parent)
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        roomy(inside, gap=2.5, margins=(4, 3, 4, 3))
        self._closing = words("", card, Type.SECTION)
        self._closing_more = words("", card)
        inside.addWidget(self._closing)
        inside.addWidget(self._closing_more)
        self._concerns = button(tr("Concerns…"), card, self._to_concerns)
        self._unfinished = button(tr("What was not finished…"), card, self._to_programme)
        self._close_button = button(tr("Close the event"), card, self._close, kind="primary")
        self._reason = text_field(tr("Why it is opened again"), card, hint=tr("In a few words, without names"))
        self._open_button = button(tr("Open it again"), card, self._open_again)
        self._reason.input.returnPressed.connect(self._open_again)
        doors = Flow(gap=3)
        for part in (self._concerns, self._unfinished, self._close_button):
            doors.addWidget(part)
        inside.addLayout(doors)
        inside.addWidget(self._reason)
        inside.addWidget(self._open_button, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(card)
        paper = QFrame(parent)
        paper.setProperty("kind", "card")
        about = QVBoxLayout(paper)
        roomy(about, gap=2.5, margins=(4, 3, 4, 3))
        about.addWidget(words(tr("One page to hand round"), paper, Type.SECTION))
        about.addWidget(
            words(tr("Its figures, its charts and what is kept here, on A4; nothing of a single person."), paper)
        )
        row = Flow(gap=3)
        self._save_button = button(tr("Save as PDF…"), paper, self._choose_file)
        self._print_button = button(tr("Print…"), paper, self._print)
        row.addWidget(self._save_button)
        row.addWidget(self._print_button)
        about.addLayout(row)
        layout.addWidget(paper)
        self._not_heard = NotHeard(parent)
        self._not_heard.scope_changed.connect(self._fetch_not_heard)
        layout.addWidget(self._not_heard)
        layout.addStretch(1)

    # fetching and showing ---------------------------------------------------------------------------------

    def begin_at_event(self) -> None:
        """Fetch the event."""
        self.load(partial(self._fetch, self.work, self.desk), self._found)

    @staticmethod
    def _fetch(work: Any, desk: Any) -> Any:
        return work.debrief.event_report(desk.place, desk.event.event_id)

    def _found(self, report: Any) -> None:
        self._show_report(report)
        debrief = report.debrief
        for name in _TEXTS:
            self._put_text(name, getattr(debrief, name) if debrief is not None else "")
        self._costs.show_costs(debrief.costs if debrief is not None else ())
        self._kept = self._typed()
        self._texts["reach"].input.setFocus()

    def _show_report(self, report: Any) -> None:
        """Show all but the fields: what is being typed is left alone."""
        self._report = report
        tallies = report.tallies
        for figure, (number, caption) in zip(
            self._shown,
            (
                (report.came, tr("People came")),
                (tallies.of(CountKind.FOOTFALL), tr("Passed by")),
                (tallies.of(CountKind.CONVERSATION), tr("Talked to")),
                (report.conversations, tr("Talks noted")),
                (report.comments, tr("Comments")),
                (sum(report.figures.by_channel.values()), tr("Responses")),
                (tallies.of(CountKind.REFUSAL), tr("Said no")),
            ),
            strict=True,
        ):
            figure.say(f"{number:,}", caption)
        if report.closed:
            self._state.say(tr("This event is closed"), tr("Paper is keyed as before."), kind="success")
        else:
            self._state.say(
                tr("This event is open"), tr("Close it when everything of the day is written down."), kind="note"
            )
        self._show_closing(report)
        self._show_elsewhere(report.elsewhere)
        if self._not_heard.scope == EVENT:
            self._not_heard.show_views(report.views)

    def _show_elsewhere(self, debriefs: Any) -> None:
        """Show what else was said of it, such as of an event that is counted under this one since."""
        said = [
            "\n".join([each.made_by, *(f"{about}: {text}" for about, text in words_of if text)])
            for each in debriefs
            for words_of in [self.work.event_page.debrief_words(each)]
        ]
        self._elsewhere.say(tr("Also written of it"), "\n\n".join(said))
        self._elsewhere.setVisible(bool(said))

    def _show_closing(self, report: Any) -> None:
        closed, waiting = report.closed, report.in_the_way
        self._closing.setText(tr("Open the event again") if closed else tr("Close the event"))
        if closed:
            more = tr("Somebody came late, or something was forgotten: open it, and close it again afterwards.")
        elif waiting:
            more = "\n".join((tr("Before it can be closed:"), *(f"• {sentence}" for sentence in waiting)))
        else:
            more = tr("Nothing more is counted, said or asked there then. It can be opened again.")
        self._closing_more.setText(more)
        self._close_button.setVisible(not closed)
        self._close_button.setEnabled(not waiting)
        self._reason.setVisible(closed)
        self._open_button.setVisible(closed)
        self._concerns.setVisible(bool(waiting) and page_named("concerns") is not None)
        self._unfinished.setVisible(bool(waiting))

    def _fetch_not_heard(self, scope: str) -> None:
        event_id = self.desk.event.event_id if scope == EVENT else ""
        self.background.run(
            partial(self._not_heard_job, self.work, self.desk, event_id), then=self._not_heard.show_views
        )

    @staticmethod
    def _not_heard_job(work: Any, desk: Any, event_id: str) -> Any:
        return work.representation.not_heard(desk.place, desk.programme.programme_id, event_id)

    # what is written --------------------------------------------------------------------------------------

    def _text(self, name: str) -> str:
        control = self._texts[name].input
        return control.toPlainText() if hasattr(control, "toPlainText") else control.text()

    def _put_text(self, name: str, text: str) -> None:
        control = self._texts[name].input
        if hasattr(control, "setPlainText"):
            control.setPlainText(text)
        else:
            control.setText(text)

    def _typed(self) -> dict[str, Any]:
        return {**{name: self._text(name).strip() for name in _TEXTS}, "costs": self._costs.typed()}

    def would_lose(self) -> str:
        """Say that what was written was not kept."""
        if self.door is not None or self._report is None or self._typed() == self._kept:
            return ""
        return tr("The debrief was not kept. What you wrote since would be lost.")

    def _given(self) -> dict[str, Any] | None:
        costs = self._costs.costs()
        if costs is None:
            return None
        return {**{name: self._text(name) for name in _TEXTS}, "costs": costs}

    def _keep(self) -> None:
        self._run("keep", tr("✓ Kept"))

    def _close(self) -> None:
        self._run("close", tr("✓ The event is closed"))

    def _open_again(self) -> None:
        if not self._reason.input.text().strip():
            self._reason.show_fault(tr("Say in a few words why."))
            self._reason.input.setFocus()
            return
        self._run("open", tr("✓ The event is open again"))

    def _run(self, what: str, said: str) -> None:
        given = self._given()
        if given is None or self._report is None or not self._keep_button.isEnabled():
            return
        self._done_words = said
        self._running = self._typed()
        for each in (self._keep_button, self._close_button, self._open_button):
            each.setEnabled(False)
        self.background.run(
            partial(self._keep_job, self.work, self.desk, what, given, self._reason.input.text()),
            then=self._done,
            failed=self._refused,
        )

    @staticmethod
    def _keep_job(work: Any, desk: Any, what: str, given: dict[str, Any], reason: str) -> tuple[Any, Any]:
        """Keep what was written, then close or open; on the worker."""
        event_id = desk.event.event_id
        kept = work.debrief.keep_debrief(desk.place, actor=desk.actor, event_id=event_id, **given)
        if what == "close":
            work.debrief.close_event(desk.place, actor=desk.actor, event_id=event_id)
        elif what == "open":
            work.debrief.reopen_event(desk.place, actor=desk.actor, event_id=event_id, reason=reason)
        return kept, work.debrief.event_report(desk.place, event_id)

    def _done(self, result: tuple[Any, Any]) -> None:
        kept, report = result
        self.succeeded.emit()
        self._kept = self._running
        self._give_back()
        self._reason.input.clear()
        self._reason.show_fault("")
        self._show_report(report)
        if kept.looks_like:
            self._said.say(
                self._done_words,
                tr("Look again: it seems to hold a telephone number, an address or the like. Take it out."),
                kind="warning",
            )
        else:
            self._said.say(self._done_words, "", kind="success")
        self._said.show()
        self.content.to_top()

    def _give_back(self) -> None:
        for each in (self._keep_button, self._close_button, self._open_button):
            each.setEnabled(True)

    def _refused(self, error: Exception) -> None:
        self._give_back()
        if not isinstance(error, WorldError):
            self.background.refused.emit(error)
            return
        self._said.say(error.place, f"{error.fault} {error.remedy}", kind="error")
        self._said.show()
        self.content.to_top()
        self.background.run(partial(self._fetch, self.work, self.desk), then=self._show_report)

    # the page ---------------------------------------------------------------------------------------------

    def _choose_file(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, tr("Save the page as PDF"), "event.pdf", tr("PDF (*.pdf)")
        )
        if chosen:
            self.save_page_to(Path(chosen))

    def save_page_to(self, out: Path) -> None:
        """Write the page of the event, as it is kept, to ``out``."""
        self._out = out
        self.background.run(
            partial(self._draw, self.work, self.desk), then=self._write, words=tr("Drawing the page…")
        )

    @staticmethod
    def _draw(work: Any, desk: Any) -> bytes:
        return work.event_page.event_page(desk.place, actor=desk.actor, event_id=desk.event.event_id)

    def _write(self, pdf: bytes) -> None:
        self.background.run(
            partial(self._write_job, self._out, pdf), then=self._saved, words=tr("Writing the page…"), long=True
        )

    @staticmethod
    def _write_job(out: Path, pdf: bytes, _task: Any) -> Path:
        write_durably(out, pdf)
        return out

    def _saved(self, out: Path) -> None:
        self.succeeded.emit()
        self._said.say(tr("✓ The page was saved"), str(out), kind="success")
        self._said.show()
        self.content.to_top()

    def _print(self) -> None:
        self.background.run(
            partial(self._draw, self.work, self.desk), then=self._picture, words=tr("Drawing the page…")
        )

    def _picture(self, pdf: bytes) -> None:
        self.background.run(
            partial(self._pictured, pdf), then=self._to_printer, words=tr("Drawing the page…"), long=True
        )

    @staticmethod
    def _pictured(pdf: bytes, _task: Any) -> Any:
        return page_images(pdf)

    def _to_printer(self, pages: Any) -> None:
        if print_pages(pages, tr("Event"), self):
            self.succeeded.emit()

    # elsewhere --------------------------------------------------------------------------------------------

    def _to_concerns(self) -> None:
        where = page_named("concerns")
        if where is not None:
            self.go(where)

    def _to_programme(self) -> None:
        where = page_named("programme")
        if where is not None:
            self.go(where)
