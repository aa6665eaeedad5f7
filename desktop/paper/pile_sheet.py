"""The sheet that lies on a pile of returned paper: what is in it, when it came in, and a code for all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.foundation.translation import ntr, tr
from desktop.paper.staff_pages import BODY, FIGURE, NAME, STRONG, TITLE, StaffPages
from desktop.paper.words import day_in_words
from desktop.sheets.copies import CopyState
from desktop.sheets.piles import MOST_RANGES, SerialRange, pile_code
from desktop.sheets.state_words import edition_words, state_words

_QR = 46.0


@dataclass(frozen=True, slots=True)
class PileAbout:
    """One pile: sheets of one form, version and edition, printed one way, of one event.

    Attributes:
        event: name and day; empty where it is not known.
        edition: empty where the print log is elsewhere.
        duplex: ``None`` where the layout does not say, or is elsewhere.
        states: how many are in each state.
        received: civil dates on which they came in, with how many; ``None``: not logged.
        late: how many came in after the closing date.
        photocopies: how many are photocopies with a number of their own.
    """

    programme: str
    organisation: str
    form: str
    form_version: str
    edition: str
    duplex: bool | None
    event: str
    ranges: tuple[SerialRange, ...]
    states: Mapping[CopyState, int]
    received: Mapping[date | None, int]
    late: int
    photocopies: int

    @property
    def count(self) -> int:
        """How many copies are in the pile."""
        return sum(each.count for each in self.ranges)


def draw_pile_sheets(
    piles: Sequence[PileAbout], *, made_by: str, made_on: date, banner: str = "", left_out: Sequence[str] = ()
) -> bytes:
    """Return a pile sheet for each of ``piles`` as PDF: sheets of two forms, or printed in two ways, are parted.

    Args:
        banner: on top of each page, such as that it is practice.
        left_out: of the stack, what is in none of the piles, with the reason.
    """
    pages = StaffPages(banner=banner)
    for number, pile in enumerate(piles, start=1):
        if number > 1:
            pages.new_page()
        _draw(pages, pile, number, len(piles), made_by, made_on)
        if left_out and number == len(piles):
            pages.gap(4.0)
            pages.heading(tr("In none of the piles"))
            for line in left_out:
                pages.paragraph(line)
    return pages.finish(tr("Pile sheet"))


def _draw(pages: StaffPages, pile: PileAbout, number: int, piles: int, made_by: str, made_on: date) -> None:
    pages.paragraph(f"{pile.organisation}\n{pile.programme}", NAME)
    pages.gap(2.0)
    pages.paragraph(tr("Pile sheet"), TITLE)
    if piles > 1:
        pages.paragraph(
            tr(
                "Pile {number} of {piles}. Part the stack: one pile must hold sheets of one form,"
                " printed one way.",
                number=number,
                piles=piles,
            ),
            STRONG,
        )
    pages.gap(4.0)
    pages.code(pile_code(pile.ranges), _QR)
    pages.paragraph(str(pile.count), FIGURE)
    pages.paragraph(ntr("copy", "copies", pile.count), STRONG)
    pages.gap(3.0)
    if len(pile.ranges) <= MOST_RANGES:
        pages.paragraph(tr("Scan this code to name all of them at once."))
    else:
        pages.paragraph(tr("The pile has too many ranges for one code to name them."))
    pages.below_code()
    pages.gap(5.0)
    pages.pairs(tuple(_rows(pile, made_by, made_on)))
    pages.gap(3.0)
    pages.heading(tr("Serials"))
    pages.table(
        (tr("First … last"), tr("Copies")),
        [(each.shown, str(each.count)) for each in pile.ranges],
        (0.8, 0.2),
    )
    pages.paragraph(tr("Keep this sheet on top of the pile. It says nothing of what is on the copies."), BODY)
    pages.to_write(tr("Put away: where, when, by"))


def _rows(pile: PileAbout, made_by: str, made_on: date) -> list[tuple[str, str]]:
    rows = [
        (tr("Event"), pile.event or tr("not known")),
        (tr("Form"), tr("{form}, version {version}", form=pile.form, version=pile.form_version)),
        (tr("Edition"), edition_words(pile.edition) if pile.edition else tr("not known here")),
    ]
    if pile.duplex is not None:
        rows.append((tr("Printed on"), tr("both sides") if pile.duplex else tr("one side")))
    days = [
        tr(
            "{day}: {count}",
            day=tr("not logged as received") if day is None else day_in_words(day, "en"),
            count=many,
        )
        for day, many in sorted(pile.received.items(), key=lambda each: each[0] or date.max)
    ]
    rows.append((tr("Date received"), "\n".join(days)))
    if pile.late:
        rows.append(
            (tr("Late"), ntr("{count} after the closing date", "{count} after the closing date", pile.late))
        )
    rows.append((tr("Where they are"), "\n".join(f"{state_words(state)}: {many}" for state, many in
                                                 pile.states.items())))  # fmt: skip
    if pile.photocopies:
        rows.append((tr("Photocopies"), tr("{count}, each with a number of its own", count=pile.photocopies)))
    day = day_in_words(made_on, "en")
    rows.append((tr("Made by"), tr("{name} on {day}", name=made_by, day=day)) if made_by else (tr("Made on"), day))
    return rows
