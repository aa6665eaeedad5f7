"""The figures of today's page, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.engagement.attendance import CountKind
from desktop.engagement.programme import Programme
from desktop.foundation.translation import ntr, tr
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.parts.columns import Columns
from desktop.ui.parts.figure import Figure

_QUERY_KEYS = "Ctrl+Shift+Q"
"""As in :mod:`desktop.ui.keying_menu`."""
_MOST_PARTS = 3
"""So many parts of a figure are named; the page of it has them all."""


class TodayFigures(Columns):
    """Eight figures: who came, what was said, on paper, and what is still to do."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, characters=19, most=4)
        self.figures = [Figure(self) for _place in range(8)]
        for figure in self.figures:
            self.put(figure)

    def show_glance(self, glance: Any, programme: Programme, *, queries: int = 0) -> None:
        """Show the figures of an event, and how many queries from keying wait for whoever looks at it."""
        figures, counted = glance.figures, glance.tallies
        came, answered, said, paper, unfinished, unsynced, requests, closing = self.figures
        came.say(str(counted.of(CountKind.ATTENDANCE)), tr("came"), _who_came(counted, programme))
        total = sum(figures.by_channel.values())
        answered.say(str(total), ntr("response", "responses", total), _by_channel(figures.by_channel))
        said.say(
            str(glance.comments),
            ntr("comment", "comments", glance.comments),
            ntr("{count} conversation noted", "{count} conversations noted", glance.conversations),
        )
        sheets = figures.copies
        paper.say(
            tr("{back} of {out}", back=figures.copies_back, out=sheets) if sheets else "0",
            tr("paper back") if sheets else tr("paper out"),
            ntr("{count} of them keyed", "{count} of them keyed", figures.copies_keyed) if sheets else "",
        )
        asked = (
            ntr("{count} query waits: {keys}", "{count} queries wait: {keys}", queries, keys=_QUERY_KEYS)
            if queries
            else ""
        )
        tone = "warning" if figures.drafts or queries else ""
        unfinished.say(str(figures.drafts), tr("not finished"), asked, tone=tone)
        unsynced.say(str(figures.unsynced), tr("not sent yet"), tr("or not confirmed by the centre"))
        overdue = glance.requests_overdue
        requests.say(
            str(glance.requests_open),
            ntr("follow-up open", "follow-ups open", glance.requests_open),
            ntr("{count} overdue", "{count} overdue", overdue) if overdue else tr("none overdue"),
            tone="error" if overdue else "",
        )
        closing.say(*_closing(glance.days_left, programme))


def _who_came(counted: Any, programme: Programme) -> str:
    labels = {role.code: role.label for role in programme.respondent_types}
    roles = counted.by_role.get(CountKind.ATTENDANCE, {})
    named = {labels.get(code, code): count for code, count in roles.items() if code and count}
    said = ", ".join(_largest(named))
    rest = counted.of(CountKind.ATTENDANCE) - sum(sorted(named.values(), reverse=True)[:_MOST_PARTS])
    if said and rest > 0:  # what is named adds up to the figure above it
        said = ntr("{parts} and {count} more", "{parts} and {count} more", rest, parts=said)
    passed = counted.of(CountKind.FOOTFALL)
    if passed and len(named) < _MOST_PARTS:
        by = ntr("{count} passed by", "{count} passed by", passed)
        return tr("{parts}; {passed}", parts=said, passed=by) if said else by
    return said


def _by_channel(by_channel: Mapping[str, int]) -> str:
    names = {
        "interview": tr("face to face"), "kiosk": tr("at the kiosk"), "paper": tr("on paper"),
        "online": tr("online"),
        "letter": tr("by letter"), "email": tr("by e-mail"), "telephone": tr("by telephone"),
    }  # fmt: skip
    return ", ".join(_largest({names.get(channel, channel): count for channel, count in by_channel.items()}, 7))


def _largest(parts: Mapping[str, int], most: int = _MOST_PARTS) -> list[str]:
    ordered = sorted(parts.items(), key=lambda part: (-part[1], part[0]))
    return [f"{count} {name}" for name, count in ordered[:most]]


def _closing(days_left: int | None, programme: Programme) -> tuple[str, str, str]:
    if days_left is None or programme.last_day is None:
        return tr("–"), tr("no closing date"), ""
    day = spoken_date(programme.last_day)
    if days_left < 0:
        return str(-days_left), ntr("day since closing", "days since closing", -days_left), tr("on {day}", day=day)
    return str(days_left), ntr("day to closing", "days to closing", days_left), tr("on {day}", day=day)
