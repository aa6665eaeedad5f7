"""What is said of a request: what was asked for, and how its day stands, in words."""

from __future__ import annotations

from datetime import date

from desktop.engagement.follow_ups import FollowUp, FollowUpKind
from desktop.foundation.translation import ntr, tr
from desktop.ui.interview.answer_words import spoken_date


def kind_words(kind: FollowUpKind) -> str:
    """Return what was asked for."""
    return {
        FollowUpKind.CALL_BACK: tr("Call back"),
        FollowUpKind.PAPER_COPY: tr("Paper copy by post"),
        FollowUpKind.LARGE_PRINT: tr("Large print by post"),
        FollowUpKind.EASY_READ: tr("Easy read by post"),
        FollowUpKind.OTHER_LANGUAGE: tr("Another language"),
        FollowUpKind.INTERPRETER: tr("Interpreter"),
        FollowUpKind.ACCESS: tr("Access to the venue"),
        FollowUpKind.OTHER: tr("Something else"),
    }[kind]


def day_words(request: FollowUp, today: date) -> str:
    """Return how its day stands: done, due, or overdue and by how much."""
    if request.done_on is not None:
        return tr("Done on {day}: {outcome}", day=spoken_date(request.done_on), outcome=request.outcome)
    days = (request.due - today).days
    day = spoken_date(request.due)
    if days < 0:
        return ntr("Overdue by {count} day, since {day}", "Overdue by {count} days, since {day}", -days, day=day)
    if days == 0:
        return tr("Due today")
    return ntr("Due tomorrow, {day}", "Due in {count} days, {day}", days, day=day)


def request_rows(requests: tuple[FollowUp, ...], today: date) -> list[tuple[str, str, str]]:
    """Return a row for each: id, what is asked for, and how it stands. No word of how to reach anybody."""
    return [
        (
            each.request_id,
            f"{kind_words(each.kind)}: {each.what}",
            tr("{day}. {owner} sees to it", day=day_words(each, today), owner=each.owner),
        )
        for each in requests
    ]
