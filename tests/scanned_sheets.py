"""Scanned pages of a form as they are attached: drawn, one box of each question marked in a colour, and turned."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from math import cos, radians, sin

import pypdfium2
from PIL import Image, ImageDraw

from desktop.foundation.ids import new_id
from desktop.keys.file_encryption import seal_file
from desktop.paper.booklet import LaidOut
from desktop.paper.drawing import draw_specimen
from desktop.sheets.copies import Box
from desktop.sheets.scans import PageLie, ScanPage
from desktop.workflows.workplace import Workplace

MARKS = ((230, 0, 0), (0, 0, 230), (0, 150, 0), (220, 0, 220), (0, 170, 220), (230, 120, 0))
"""Questions on one page are marked in turn, so that none is taken for its neighbour."""


@dataclass(frozen=True)
class Scanned:
    """Pages, and what their files would hold.

    Attributes:
        marks: question path to the box that was marked, and its colour.
    """

    scans: tuple[ScanPage, ...]
    files: Mapping[str, bytes]
    marks: Mapping[str, tuple[Box, tuple[int, int, int]]] = field(default_factory=dict)

    def read(self, scan: ScanPage) -> bytes:
        """Stand for the decrypted file."""
        return self.files[scan.scan_id]


def scanned(
    laid_out: LaidOut,
    serial: str,
    *,
    dpi: int = 100,
    degrees: float = 0.0,
    leave_out: Sequence[int] = (),
    only: Sequence[int] = (),
    without_lie: Sequence[int] = (),
    kind: str = "JPEG",
    grey: bool = False,
) -> Scanned:
    """Return every page of a form that has a number, or some, turned by ``degrees`` on the glass."""
    layout = laid_out.layout
    marks = _marks(layout.boxes)
    scans, files = [], {}
    with pypdfium2.PdfDocument(draw_specimen(laid_out)) as document:
        for page in range(1, layout.pages + 1):
            if page in leave_out or (only and page not in only):
                continue
            drawn = document[page - 1].render(scale=dpi / 72).to_pil().convert("RGB")
            pen, px = ImageDraw.Draw(drawn), dpi / 25.4
            for box, colour in marks.values():
                if box.page == page:
                    right, bottom = (box.x + box.width - 0.6) * px, (box.y + box.height - 0.6) * px
                    pen.rectangle(((box.x + 0.6) * px, (box.y + 0.6) * px, right, bottom), fill=colour)
            picture, lie = _lying(drawn, degrees, px)
            if grey:
                picture = picture.convert("L")
            out = io.BytesIO()
            picture.save(out, kind, quality=90)
            scan = ScanPage(
                scan_id=new_id(),
                serial=serial,
                programme_id="programme",
                form_id=layout.form_id,
                page=page,
                pages=layout.pages,
                layout_id=layout.layout_id,
                key=bytes(32),
                sha256="0" * 64,
                size=len(out.getvalue()),
                media_type=f"image/{kind.lower()}",
                width=picture.width,
                height=picture.height,
                lie=None if page in without_lie else lie,
                attached_by="Olu",
                attached_at=datetime(2022, 1, 12, 10, 30, tzinfo=UTC),
            )
            scans.append(scan)
            files[scan.scan_id] = out.getvalue()
    return Scanned(tuple(scans), files, marks)


def _marks(boxes: Sequence[Box]) -> dict[str, tuple[Box, tuple[int, int, int]]]:
    """Return the last box of each question, the hardest to hold in a frame."""
    last = {(box.page, box.question): box for box in boxes}
    found, on_page = {}, dict.fromkeys((box.page for box in boxes), 0)
    for (page, path), box in last.items():
        found[path] = (box, MARKS[on_page[page] % len(MARKS)])
        on_page[page] += 1
    return found


def _lying(picture: Image.Image, degrees: float, px: float) -> tuple[Image.Image, PageLie]:
    """Return the picture turned clockwise about its middle on a larger ground, and the true map."""
    angle = radians(degrees)
    along, across = cos(angle), sin(angle)
    width, height = picture.size
    new = (
        round(abs(width * along) + abs(height * across)) + 20,
        round(abs(width * across) + abs(height * along)) + 20,
    )
    c = new[0] / 2 - along * width / 2 + across * height / 2
    f = new[1] / 2 - across * width / 2 - along * height / 2
    back = (along, across, -along * c - across * f, -across, along, across * c - along * f)
    turned = picture.transform(
        new, Image.Transform.AFFINE, back, Image.Resampling.BILINEAR, fillcolor=(120, 120, 120)
    )
    return turned, PageLie(px * along, -px * across, c, px * across, px * along, f)


def attach_scanned(place: Workplace, made: Scanned, *, programme_id: str) -> None:
    """Attach the pages, encrypted as attaching does it, to the copy that they bear the serial of."""
    folder = place.store.scan_files
    with place.unit() as unit:
        for scan in made.scans:
            key, sealed = seal_file(made.files[scan.scan_id])
            folder.write(scan.scan_id, sealed)
            sha256 = hashlib.sha256(sealed).hexdigest()
            unit.scans.add(replace(scan, key=key, sha256=sha256, size=len(sealed), programme_id=programme_id))
        unit.commit()
