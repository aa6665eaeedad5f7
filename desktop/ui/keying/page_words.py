"""What a keyer should know of the scanned page that is shown, or of the one that is missing."""

from __future__ import annotations

from typing import Any

from desktop.foundation.translation import tr


def page_state(pictures: Any, page: int, path: str, number: str) -> str:
    """Return it in words; nothing where the question is framed.

    Args:
        pictures: :class:`~desktop.workflows.sheet_pictures.SheetPictures`; ``None`` before the sheet is open.
        page: that is shown, or should be; 0 for none.
        path, number: of the question that is keyed; empty for none.
    """
    if pictures is None:
        return ""
    if not pictures.attached:
        return tr("No scan of this sheet is here. Key from the paper.")
    if page and page not in pictures.attached:
        return tr("Page {page} is not among the scans of this sheet. Key it from the paper.", page=page)
    if not path:
        return ""
    found = pictures.find(path)
    if found.places:
        return _placed(pictures, [place.page for place in found.places], page, number)
    if found.near:
        return tr("This block is not printed on the sheet. Look beside the last one, or on a loose page.")
    if pictures.unknown:
        return tr(
            "Where the questions stand on these pages is not known here. Look for question {number} on the page.",
            number=number,
        )
    return tr("Question {number} has no box on the sheet.", number=number)


def _placed(pictures: Any, pages: list[int], page: int, number: str) -> str:
    if not pictures.lies(page):
        return tr(
            "This page was attached by hand, so the question is not framed. Look for question {number}.",
            number=number,
        )
    if page not in pages:
        return tr("Question {number} stands on page {page}.", number=number, page=pages[0])
    others = [str(each) for each in pages if each != page]
    return tr("This question stands on page {pages} too.", pages=", ".join(others)) if others else ""
