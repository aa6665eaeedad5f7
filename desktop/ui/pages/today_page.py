"""Home: today's events, what is open, and the doors to everything else."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.engagement.programme import Event
from desktop.foundation.translation import ntr, tr
from desktop.staff.people import Action
from desktop.ui.design.spacing import line_length, roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date, spoken_time
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.backup_line import BackupLine, look_at_backups
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.to_do_line import ToDoLine
from desktop.ui.parts.words import Notice, words

MOST_OTHER = 12
"""So many events of other days are listed."""


class TodayPage(Page):
    """Today's events of the programme, drafts first. Argument: ``said``, a message from the page before."""

    heading = tr("Today")
    characters = 104

    def build(self) -> None:
        self._forms: tuple[Any, ...] = ()

    def begin(self) -> None:
        """Fetch the day."""
        work, desk = self.work, self.desk
        programme = desk.programme

        def job() -> dict[str, Any]:
            today = work.run_event.today(desk.place, programme.programme_id)
            events = work.run_event.events(desk.place, programme_id=programme.programme_id)
            todays = [event for event in events if event.day == today]
            return {
                "today": today,
                "events": events,
                "figures": [work.run_event.event_figures(desk.place, event.event_id) for event in todays],
                "window": work.run_event.window_words(desk.place, programme.programme_id),
                "late": programme.window_of_day(today).value,
                "drafts": work.interview.open_drafts(desk.place),
                "copies": len(work.withdraw.copies_to_act_on(desk.place)) if desk.may(Action.WITHDRAW) else 0,
                "due": len(work.retention.due(desk.place)) if desk.may(Action.CARRY_OUT_RETENTION) else 0,
                "forms": work.open_programme.forms(desk.place, programme_id=programme.programme_id),
            }

        self.load(job, self._found)

    def _found(self, found: dict[str, Any]) -> None:
        self._forms = found["forms"]
        column = self.content.column
        if self.arguments.get("said"):
            self.add(Notice("success", "", self.arguments["said"], column))
        self.say(self.desk.programme.title, Type.TITLE)
        kind = "note" if found["late"] == "in time" else "warning"
        self.add(Notice(kind, "", found["window"], column))
        for draft in found["drafts"]:
            self._offer_draft(draft, found["today"])
        self._backups = BackupLine(column)
        self._backups.wanted.connect(self._to_backups)
        self.add(self._backups)
        if self.desk.may(Action.BACK_UP) and not self.desk.practice:
            self.background.run(
                partial(look_at_backups, self.work, self.desk.place), then=self._backups.show_state, long=True
            )
        self._waiting(found["copies"], found["due"])
        self.say(tr("Today, {day}", day=spoken_date(found["today"])), Type.SECTION)
        first = None
        for figures in found["figures"]:
            made = self._event_card(figures.event, figures)
            first = first or made
        if not found["figures"]:
            self.say(tr("No event is planned for today."))
        if self.desk.may(Action.RUN_EVENT):
            new = button(tr("New event"), column, self._new_event, kind="" if found["figures"] else "primary")
            self.add(new, leading=True)
            first = first or new
        self._doors()
        others = [event for event in found["events"] if event.day != found["today"]]
        if others:
            self.say(tr("Events on other days"), Type.SECTION)
            others.sort(key=lambda event: abs((event.day - found["today"]).days))
            for event in sorted(others[:MOST_OTHER], key=lambda event: event.day):
                self._other_event(event)
            if len(others) > MOST_OTHER:
                self.say(ntr("{count} more event", "{count} more events", len(others) - MOST_OTHER), tone="muted")
        self.content.layout_.addStretch(1)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    # parts ------------------------------------------------------------------------------------------------

    def _waiting(self, copies: int, due: int) -> None:
        """Say what waits for a person: copies that no instruction reaches, and what is to go by the rules."""
        column = self.content.column
        if copies:
            line = ToDoLine(tr("Copies…"), column)
            line.wanted.connect(self._to_copies)
            line.say(
                ntr(
                    "{count} copy of what was taken back waits to be deleted",
                    "{count} copies of what was taken back wait to be deleted",
                    copies,
                )
            )
            self.add(line)
        if due:
            line = ToDoLine(tr("Retention…"), column)
            line.wanted.connect(self._to_retention)
            line.say(tr("The day has come to let things go"), tr("Nothing goes before a person carries it out."))
            self.add(line)

    def _to_copies(self) -> None:
        self.go(Where.WITHDRAW)

    def _to_retention(self) -> None:
        self.go(Where.RETENTION)

    def _offer_draft(self, draft: Any, today: date) -> None:
        column = self.content.column
        card = QFrame(column)
        card.setProperty("kind", "warning")
        row = QHBoxLayout(card)
        roomy(row, gap=4, margins=(4, 3, 4, 3))
        keying = draft.kind.value == "keying"
        what = tr("A sheet that was not keyed to its end") if keying else tr("An interview that was not finished")
        text = tr(
            "{form}, {event}. Started {time} by {name}, {answered} answered.",
            form=draft.form_title,
            event=draft.event_name or tr("no event"),
            time=draft.started_at.strftime("%H:%M")
            if draft.started_at.date() == today
            else spoken_time(draft.started_at),
            name=draft.started_by or tr("nobody named"),
            answered=draft.answered,
        )
        inside = QVBoxLayout()
        roomy(inside, gap=1)
        inside.addWidget(words(what, card, Type.STRONG))
        inside.addWidget(words(text, card))
        row.addLayout(inside, 1)
        go_on = button(
            tr("Go on with it"), card, self._resume, kind="primary", name=tr("Go on with it: {what}", what=text)
        )
        go_on.setProperty("draft_id", draft.draft_id)
        go_on.setProperty("serial", draft.serial if keying else "")
        row.addWidget(go_on, 0, Qt.AlignmentFlag.AlignVCenter)
        self.add(card)

    def _event_card(self, event: Event, figures: Any) -> QWidget | None:
        column = self.content.column
        card = QFrame(column)
        card.setProperty("kind", "card")
        layout = QVBoxLayout(card)
        roomy(layout, gap=2, margins=(5, 4, 5, 4))
        layout.addWidget(words(event.name, card, Type.SECTION))
        layout.addWidget(words(self._where(event), card, tone="muted"))
        layout.addWidget(words(_figure_words(figures), card))
        row = Flow(gap=3)
        first = None
        if self.desk.may(Action.INTERVIEW):
            for form in self._forms:
                label = tr("Interview") if len(self._forms) == 1 else tr("Interview: {form}", form=form.title)
                made = button(
                    label,
                    card,
                    self._interview,
                    kind="primary",
                    name=tr("{label}, {event}", label=label, event=event.name),
                )
                made.setProperty("form_id", form.form_id)
                made.setProperty("event_id", event.event_id)
                row.addWidget(made)
                first = first or made
        if self.desk.may(Action.PRINT_PAPER):
            paper = button(tr("Paper"), card, self._paper, name=tr("Paper, {event}", event=event.name))
            paper.setProperty("event_id", event.event_id)
            row.addWidget(paper)
        layout.addLayout(row)
        self.add(card)
        return first

    def _other_event(self, event: Event) -> None:
        column = self.content.column
        line = QFrame(column)
        line.setProperty("kind", "card")
        row = QHBoxLayout(line)
        roomy(row, gap=4, margins=(4, 2, 4, 2))
        inside = QVBoxLayout()
        roomy(inside, gap=0.5)
        inside.addWidget(words(event.name, line, Type.STRONG))
        inside.addWidget(words(f"{spoken_date(event.day)}. {self._where(event)}", line, tone="muted"))
        row.addLayout(inside, 1)
        if self.desk.may(Action.INTERVIEW) and self._forms:
            made = button(tr("Interview"), line, self._interview, name=tr("Interview, {event}", event=event.name))
            made.setProperty("form_id", self._forms[0].form_id)
            made.setProperty("event_id", event.event_id)
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
        if self.desk.may(Action.PRINT_PAPER):
            paper = button(tr("Paper"), line, self._paper, name=tr("Paper, {event}", event=event.name))
            paper.setProperty("event_id", event.event_id)
            row.addWidget(paper, 0, Qt.AlignmentFlag.AlignVCenter)
        self.add(line)

    def _doors(self) -> None:
        column = self.content.column
        holder = QWidget(column)
        grid = QGridLayout(holder)
        roomy(grid, gap=3)
        doors = (
            (Where.PAPER, tr("Paper: print copies"), Action.PRINT_PAPER, {}),
            (Where.KEYING, tr("Key paper"), Action.KEY_PAPER, {}),
            (Where.UPDATE_LIST, tr("Update list…"), Action.INTERVIEW, {"alone": True}),
            (Where.BATCHES, tr("Batches"), Action.SEND_BATCHES, {}),
            (Where.LEDGER, tr("Ledger"), Action.SEE_LEDGER, {}),
            (Where.COORDINATOR, tr("Central store and export"), Action.RECEIVE_BATCHES, {}),
        )
        across = 3 if self.width() > line_length(90) else 2
        place = 0
        for where, label, action, arguments in doors:
            if not self.desk.may(action):
                continue
            made = button(label, holder, self._door)
            made.setProperty("where", where.value)
            made.setProperty("arguments", arguments)
            made.setSizePolicy(made.sizePolicy().Policy.Expanding, made.sizePolicy().Policy.Fixed)
            grid.addWidget(made, place // across, place % across)
            place += 1
        self.add(holder)

    def _where(self, event: Event) -> str:
        areas = {area.code: area.label for area in self.desk.programme.areas}
        partner = tr("with {partner}", partner=event.partner) if event.partner else ""
        return ", ".join(part for part in (event.venue, areas.get(event.area, ""), partner) if part)

    # doing ------------------------------------------------------------------------------------------------

    def _interview(self) -> None:
        made = self.sender()
        self.go(Where.INTERVIEW, form_id=made.property("form_id"), event_id=made.property("event_id"))

    def _resume(self) -> None:
        made = self.sender()
        if made.property("serial"):
            self.go(Where.KEYING, serial=made.property("serial"))
        else:
            self.go(Where.INTERVIEW, draft_id=made.property("draft_id"))

    def _paper(self) -> None:
        self.go(Where.PAPER, event_id=self.sender().property("event_id"))

    def _new_event(self) -> None:
        self.go(Where.EVENT)

    def _to_backups(self) -> None:
        self.go(Where.BACKUPS)

    def _door(self) -> None:
        made = self.sender()
        self.go(Where(made.property("where")), **(made.property("arguments") or {}))


def _figure_words(figures: Any) -> str:
    names = {
        "interview": tr("face to face"), "kiosk": tr("at the kiosk"), "paper": tr("on paper"),
        "online": tr("online"),
        "letter": tr("by letter"), "email": tr("by e-mail"), "telephone": tr("by telephone"),
    }  # fmt: skip
    total = sum(figures.by_channel.values())
    parts = [ntr("{count} response", "{count} responses", total)]
    if total:
        channels = ", ".join(
            f"{count} {names.get(channel, channel)}" for channel, count in figures.by_channel.items()
        )
        parts[0] += f" ({channels})"
    if figures.copies_printed:
        parts.append(
            tr(
                "{printed} paper copies printed, {keyed} keyed",
                printed=figures.copies_printed,
                keyed=figures.copies_keyed,
            )
        )
    if figures.drafts:
        parts.append(ntr("{count} not finished", "{count} not finished", figures.drafts))
    if figures.unsynced:
        parts.append(tr("{count} not yet received by the centre", count=figures.unsynced))
    return ". ".join(parts) + "."
