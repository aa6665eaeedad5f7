"""The recovery sheet: one page with the words, their QR, and what somebody needs to know who finds it later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from desktop.foundation.translation import tr
from desktop.keys.recovery import SheetKind
from desktop.paper.drawing import draw_page
from desktop.paper.furniture import Place
from desktop.paper.page_sizes import A4, PageSize
from desktop.paper.placed import LINE, Frame, Item, Rule, Words
from desktop.paper.words import day_in_words
from desktop.typesetting.lines import set_text
from desktop.typesetting.styles import TextStyle

_NAME = TextStyle(12, bold=True)
_TITLE = TextStyle(24, bold=True, leading=1.2)
_HEADING = TextStyle(13, bold=True)
_BODY = TextStyle(12, leading=1.25)
_NUMBER = TextStyle(11)
_WORD = TextStyle(17, bold=True)
_QR = 40.0
_PADDING = 4.0
_TOP = 16.0
_LABEL = 62.0


def draw_recovery_sheet(
    *, kind: SheetKind, words: Sequence[str], code: str, about: str, made_on: date, size: PageSize = A4
) -> bytes:
    """Return the sheet as PDF: one page, made to be read back by eye and by a QR reader."""
    page = _Page(size)
    page.paragraph(tr("Sounding Board"), _NAME)
    page.paragraph(_title(kind), _TITLE)
    page.gap(2.0)
    page.paragraph(_opens(kind), _BODY)
    page.gap(4.0)
    page.words(words, columns=3 if len(words) <= 12 else 4)
    page.gap(5.0)
    where = page.beside_code(
        (tr("Central store") if kind is SheetKind.COORDINATOR else tr("Store"), about),
        (tr("Made on"), day_in_words(made_on, "en")),
        (
            tr("This code holds the same words"),
            tr("A QR reader types them for you. Never scan it with a telephone."),
        ),
    )
    page.gap(4.0)
    for heading, text in _advice(kind):
        page.paragraph(heading, _HEADING)
        page.paragraph(text, _BODY)
        page.gap(2.5)
    for label in _to_write(kind):
        page.to_write(label)
    return draw_page(page.items, size, title=_title(kind), codes=[(code, where)])


def _title(kind: SheetKind) -> str:
    if kind is SheetKind.COORDINATOR:
        return tr("Recovery sheet: coordinator's keys")
    return tr("Recovery sheet: one laptop")


def _opens(kind: SheetKind) -> str:
    if kind is SheetKind.COORDINATOR:
        return tr(
            "These twenty-four words bring back all of the coordinator's keys: those that open the batches, the"
            " central store and the contact details, and that sign receipts. Without them and without the"
            " coordinator's laptop nobody can ever read what was collected."
        )
    return tr(
        "These twelve words open the encrypted store of one laptop, and every backup of it that was made under"
        " this sheet, when the passphrase is forgotten or the computer's keyring is lost."
    )


def _advice(kind: SheetKind) -> Iterator[tuple[str, str]]:
    yield (
        tr("Keep it locked away"),
        tr(
            "In a sealed envelope in the office's safe; never with the laptop or a backup. Take no picture of it,"
            " and do not send or store it. Delete the file that it was printed from."
        ),
    )
    if kind is SheetKind.COORDINATOR:
        yield (
            tr("Who may use it"),
            tr(
                "The coordinator, or whoever the organisation names in their place. Who holds this sheet and the"
                " batches or the central store can read every answer and every contact."
            ),
        )
        yield (
            tr("How to use it"),
            tr(
                "Set up a laptop, sign in as a coordinator, open the Coordinator page and choose"
                " “Bring its keys back”. Or use the command: sounding-board central recover."
            ),
        )
        return
    yield (
        tr("Who may use it"),
        tr(
            "The coordinator, or whoever they name. Who holds this sheet and the laptop, or one of its backups,"
            " can read every answer on it."
        ),
    )
    yield (
        tr("How to use it"),
        tr(
            "Start Sounding Board on the laptop, choose “Open with the recovery sheet” and type the words in"
            " order. Or use the command: sounding-board store recover."
        ),
    )
    yield (
        tr("When a newer sheet replaces it"),
        tr(
            "This one no longer opens the laptop, but it still opens older backups. Destroy it once those are"
            " gone."
        ),
    )


def _to_write(kind: SheetKind) -> tuple[str, ...]:
    where = tr("Put away: where, when, by")
    return (where,) if kind is SheetKind.COORDINATOR else (tr("Name of the laptop"), where)


class _Page:
    """Fills one page from the top; lengths in millimetres."""

    def __init__(self, size: PageSize) -> None:
        self.items: list[Item] = []
        self._size = size
        self._y = _TOP

    def gap(self, height: float) -> None:
        self._y += height

    def paragraph(self, text: str, style: TextStyle, *, x: float = 0.0, width: float = 0.0) -> None:
        for line in set_text(text, style, (width or self._size.content_width) - x):
            self.items.append(Words(self._size.side + x, self._y + style.ascent, line))
            self._y += style.line_height

    def words(self, words: Sequence[str], *, columns: int) -> None:
        """Set the words in a frame, numbered from left to right."""
        row_height = _WORD.line_height + 3.0
        rows = -(-len(words) // columns)
        height = rows * row_height + 2 * _PADDING
        self.items.append(Frame(self._size.side, self._y, self._size.content_width, height, LINE))
        column = (self._size.content_width - 2 * _PADDING) / columns
        for place, word in enumerate(words):
            x = self._size.side + _PADDING + place % columns * column
            baseline = self._y + _PADDING + place // columns * row_height + _WORD.ascent + 1.0
            (number,) = set_text(str(place + 1), _NUMBER)
            (line,) = set_text(word, _WORD)
            self.items += [Words(x + 6.0 - number.width, baseline, number), Words(x + 8.5, baseline, line)]
        self._y += height

    def beside_code(self, *said: tuple[str, str]) -> Place:
        """Leave room for the QR at the right, set labels and what they say at the left, and return its place."""
        place = Place(self._size.side + self._size.content_width - _QR, self._y, _QR, _QR)
        for label, text in said:
            self.paragraph(label, _HEADING)
            self.paragraph(text, _BODY, width=self._size.content_width - _QR - 8.0)
            self.gap(1.5)
        self._y = max(self._y, place.y + place.height)
        return place

    def to_write(self, label: str) -> None:
        """Set a label with a line to write on by hand."""
        self.gap(3.5)
        baseline = self._y + _BODY.ascent
        (line,) = set_text(label, _BODY)
        self.items += [
            Words(self._size.side, baseline, line),
            Rule(self._size.side + _LABEL, baseline + 0.8, self._size.content_width - _LABEL, LINE),
        ]
        self._y += _BODY.line_height
