"""The paper ledger on paper, for the file: every sheet of every form at every event, and whether it balances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.foundation.translation import ntr, tr
from desktop.paper.staff_pages import BODY, NAME, STRONG, TITLE, StaffPages
from desktop.paper.words import day_in_words
from desktop.sheets.paper_ledger import PaperLine
from desktop.sheets.state_words import run_words, state_words


@dataclass(frozen=True, slots=True)
class LedgerAbout:
    """What is printed.

    Attributes:
        lines: (event, form) in words, and the counts.
        requests, posted: (what, day, how many): what people asked for, and what was posted.
        disagreements: (serial, what is said of it).
        elsewhere: (laptop, how many sheets) of which the print log is not here.
    """

    organisation: str
    programme: str
    balances: bool
    lines: Sequence[tuple[str, str, PaperLine]]
    requests: Sequence[tuple[str, date, int]]
    posted: Sequence[tuple[str, date, int]]
    disagreements: Sequence[tuple[str, str]]
    elsewhere: Sequence[tuple[str, int]]


def draw_ledger(about: LedgerAbout, *, made_by: str, made_on: date, banner: str = "") -> bytes:
    """Return the ledger as PDF."""
    pages = StaffPages(banner=banner)
    pages.paragraph(f"{about.organisation}\n{about.programme}", NAME)
    pages.gap(2.0)
    pages.paragraph(tr("Paper ledger"), TITLE)
    day = day_in_words(made_on, "en")
    pages.paragraph(tr("{name} on {day}", name=made_by, day=day) if made_by else day)
    pages.gap(3.0)
    if not about.lines:
        pages.paragraph(tr("No paper was printed, and none came back."))
        return pages.finish(tr("Paper ledger"))
    pages.framed(tr("The paper ledger balances") if about.balances else tr("It does not balance"), STRONG)
    for event, form, line in about.lines:
        _line(pages, event, form, line)
    _by_day(pages, tr("Asked for"), tr("What people asked to be sent"), about.requests)
    _by_day(pages, tr("Posted"), tr("What was posted"), about.posted)
    if about.requests or about.posted:
        pages.paragraph(
            tr("Requests and posted copies are never joined to one another: a serial leads to answers.")
        )
    if about.disagreements:
        pages.heading(tr("To be looked at"))
        pages.table((tr("Serial"), tr("What is said of it")), about.disagreements, (0.38, 0.62))
    if about.elsewhere:
        pages.heading(tr("Printed on another laptop"))
        pages.table(
            (tr("Laptop"), tr("Copies")), [(label, str(many)) for label, many in about.elsewhere], (0.8, 0.2)
        )
    return pages.finish(tr("Paper ledger"))


def _line(pages: StaffPages, event: str, form: str, line: PaperLine) -> None:
    pages.gap(3.0)
    pages.take_room(70.0)
    pages.heading(event)
    pages.paragraph(form, STRONG)
    pages.gap(1.0)
    rows = [(tr("Printed with numbers"), str(line.printed))]
    rows += [
        (run_words(kind)[:1].upper() + run_words(kind)[1:], str(many)) for kind, many in line.drawn.items() if many
    ]
    if line.foreign:
        rows.append((tr("Printed on another laptop"), str(line.foreign)))
    if line.came:
        rows.append((tr("Printed for another event, and counted here"), str(line.came)))
    if line.went:
        rows.append((tr("Printed for this event, and counted elsewhere"), f"−{line.went}"))
    if line.masters:
        rows.append((tr("Unnumbered masters (their copies count when they come back)"), str(line.masters)))
    pages.table((tr("Where the sheets come from"), tr("Copies")), rows, (0.82, 0.18))
    states = [
        (state_words(state)[:1].upper() + state_words(state)[1:], str(many))
        for state, many in line.states.items()
        if many
    ]
    pages.table((tr("Where they are now"), tr("Copies")), states, (0.82, 0.18))
    pages.paragraph(
        tr(
            "{out} still out. Came back: {event} at an event, {post} by post, {unsaid} not said. Late: {late}.",
            out=line.out,
            event=line.back_at_event,
            post=line.back_by_post,
            unsaid=line.back_not_said,
            late=line.late,
        )
    )
    if line.unused:
        pages.paragraph(
            ntr(
                "{count} number that was drawn is on no sheet yet.",
                "{count} numbers that were drawn are on no sheet yet.",
                line.unused,
            )
        )
    if line.keyed_unseen:
        pages.paragraph(
            ntr(
                "{count} keyed sheet of which the response is not here yet.",
                "{count} keyed sheets of which the responses are not here yet.",
                line.keyed_unseen,
            )
        )
    pages.gap(1.0)
    for equation in line.equations:
        sign = "=" if equation.holds else "≠"
        verdict = tr("holds") if equation.holds else tr("does not hold")
        pages.paragraph(
            f"{equation.left} {sign} {equation.right}, {verdict}. {equation.words}",
            BODY if equation.holds else STRONG,
        )


def _by_day(pages: StaffPages, heading: str, column: str, rows: Sequence[tuple[str, date, int]]) -> None:
    if not rows:
        return
    pages.gap(3.0)
    pages.heading(heading)
    pages.table(
        (column, tr("Day"), tr("Copies") if heading == tr("Posted") else tr("Requests")),
        [(what, day_in_words(day, "en"), str(many)) for what, day, many in rows],
        (0.5, 0.3, 0.2),
    )
