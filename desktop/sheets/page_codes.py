"""What the QR on a page says: short text with a version, so that a lone page finds its copy."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr

_MARK = "SB1"


class PageCodeRefused(Refusal):
    """A bar code is not one of the application's pages."""


@dataclass(frozen=True, slots=True)
class PageCode:
    """One page of one copy.

    Attributes:
        serial: canonical, without separators.
        page, pages: this page, from 1, of how many that belong to the copy.
        layout_id: of the layout in which every box stands.
    """

    form_id: str
    form_version: str
    serial: str
    page: int
    pages: int
    edition: str
    layout_id: str

    def to_text(self) -> str:
        """Return ``SB1|form_id|form_version|serial|page|pages|edition|layout_id``; ``|`` and ``%`` are escaped."""
        parts = (
            self.form_id,
            self.form_version,
            self.serial,
            str(self.page),
            str(self.pages),
            self.edition,
            self.layout_id,
        )
        return "|".join((_MARK, *(quote(part, safe=" /:.,;()[]+*@=~!?&#'") for part in parts)))

    @classmethod
    def from_text(cls, text: str) -> PageCode:
        """Return the page that ``text`` names.

        Raises:
            PageCodeRefused: it is another kind of code, or of a version that this program does not know.
        """
        mark, *parts = text.strip("\r\n\t").split("|")  # what a scanner adds; a space may belong to the last part
        try:
            if mark != _MARK:
                raise ValueError(mark)
            form_id, version, serial, page, pages, edition, layout_id = (unquote(part) for part in parts)
            return cls(form_id, version, serial, int(page), int(pages), edition, layout_id)
        except ValueError as fault:
            raise PageCodeRefused(
                place=tr("The square code on the sheet"),
                fault=tr("It is not one of a form printed by Sounding Board."),
                remedy=tr("Check that the sheet belongs to this programme, or type its serial instead."),
            ) from fault
