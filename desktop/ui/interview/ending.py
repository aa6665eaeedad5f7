"""How an interview ends early: given up, or refused. Asks for the reason and has it kept where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.engagement.attendance import CountKind, RefusalReason
from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.ui.background import Background
from desktop.ui.parts.reason_dialog import ReasonDialog


def refusal_reasons() -> tuple[tuple[str, str], ...]:
    """Return (code, label) of the reasons for not taking part; the first one says nothing of the person."""
    return (
        (RefusalReason.NOT_SAID.value, tr("No reason said")),
        (RefusalReason.NO_TIME.value, tr("No time")),
        (RefusalReason.NOT_INTERESTED.value, tr("Not interested")),
        (RefusalReason.TOOK_PART_BEFORE.value, tr("Took part before")),
        (RefusalReason.LANGUAGE.value, tr("Language")),
        (RefusalReason.TOO_YOUNG.value, tr("Too young to take part")),
        (RefusalReason.PRIVACY.value, tr("Worried about privacy")),
        (RefusalReason.OTHER.value, tr("Another reason")),
    )


def abandon_reasons() -> tuple[tuple[str, str], ...]:
    """Return (code, label) of the reasons for giving an interview up; the label is what is kept."""
    return (
        ("no time", tr("The person had no more time")),
        ("no wish", tr("The person did not want to go on")),
        ("language", tr("The language did not work")),
        ("interrupted", tr("The event interrupted it")),
        ("unwell", tr("The person was upset or unwell")),
        ("mistake", tr("It was begun by mistake, or twice")),
    )


class Ending(QObject):
    """Ends an interview early.

    Signals:
        given_up: the answers are deleted, the reason is kept.
        declined (str): the person was counted as one who does not take part; what to say of it.
    """

    given_up = Signal()
    declined = Signal(str)

    def __init__(self, background: Background, work: Any, desk: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self._background = background
        self._work = work
        self._desk = desk
        self._page = parent

    def give_up(self, course: Any) -> None:
        """Ask why, and delete the answers."""
        found = ReasonDialog.ask(
            self._page,
            tr("Give up this interview"),
            tr("The answers are deleted. Why does it end?"),
            abandon_reasons(),
            own=tr("Or in your own words (no names)"),
            agree=tr("Delete the answers"),
        )
        if found is not None:
            self._background.run(partial(course.interview.abandon, reason=found[1]), then=self._gave_up)

    def _gave_up(self, _nothing: object) -> None:
        self.given_up.emit()

    def decline(self, course: Any, *, answered: bool) -> None:
        """Ask for the reason, delete what there is of the person, and count one refusal."""
        text = tr("Pick a reason if one was said. It is counted; nothing of the person is kept.")
        if answered:
            text += " " + tr("The answers that were given are deleted.")
        found = ReasonDialog.ask(
            self._page,
            tr("The person does not take part"),
            text,
            refusal_reasons(),
            agree=tr("Count a refusal"),
        )
        if found is not None:
            job = self._decline_job(course, found[0])
            self._background.run(job, then=self._declined)

    def _decline_job(self, course: Any, reason: str) -> Callable[[], str]:
        work, desk, event_id = self._work, self._desk, course.interview.header.event_id

        def job() -> str:
            course.declined()
            try:
                work.count_people.count(
                    desk.place, actor=desk.actor, event_id=event_id, kind=CountKind.REFUSAL, detail=reason
                )
            except WorldError as error:
                # the person's draft has gone, and that is what mattered; the figure can be put right by hand
                return tr("The refusal was not counted: {fault}", fault=error.fault)
            return ""

        return job

    def _declined(self, not_counted: str) -> None:
        said = tr("The person did not agree. Nothing of theirs is kept.")
        self.declined.emit(f"{said} {not_counted}".strip())
