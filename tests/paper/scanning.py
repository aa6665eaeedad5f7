"""What a scanner makes of printed pages: turned, scaled, blurred, specked; and where each point truly went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from math import cos, hypot, radians, sin
from random import Random

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

from desktop.paper.booklet import LaidOut
from desktop.paper.drawing import Volume
from desktop.paper.lie_fitting import along
from desktop.sheets.copies import Box
from desktop.sheets.scans import PageLie
from desktop.sheets.serials import Serial

SCAN_DPI = 300
PER_MM = SCAN_DPI / 25.4
Matrix = tuple[float, float, float, float, float, float]


def pdf_of(laid_out: LaidOut, numbers: Sequence[Serial]) -> bytes:
    """Return the copies as they are printed."""
    volume = Volume(laid_out)
    for serial in numbers:
        volume.add_copy(serial)
    return volume.finish()


def rendered(pdf: bytes, *, dpi: int = SCAN_DPI, pages: Sequence[int] | None = None) -> list[Image.Image]:
    """Return pages of a PDF in grey."""
    with pypdfium2.PdfDocument(pdf) as document:
        wanted = range(len(document)) if pages is None else pages
        return [document[number].render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for number in wanted]


def lying(picture: Image.Image, *, degrees: float = 0.0, scale: float = 1.0, shift: tuple[float, float] = (0, 0),
          quarter: int = 0, ground: int = 255) -> tuple[Image.Image, PageLie]:  # fmt: skip
    """Return the page as it lies on the glass, and the true map; ``quarter`` turns it by 90 degrees."""
    width, height = picture.size
    angle = radians(degrees + 90 * quarter)
    size = (height, width) if quarter % 2 else (width, height)
    a, b = scale * cos(angle), -scale * sin(angle)
    d, e = scale * sin(angle), scale * cos(angle)
    c = size[0] / 2 - a * width / 2 - b * height / 2 + shift[0] * PER_MM
    f = size[1] / 2 - d * width / 2 - e * height / 2 + shift[1] * PER_MM
    whole = a * e - b * d
    back = (e / whole, -b / whole, (b * f - c * e) / whole, -d / whole, a / whole, (c * d - a * f) / whole)
    lain = picture.transform(
        size, Image.Transform.AFFINE, back, resample=Image.Resampling.BILINEAR, fillcolor=ground
    )
    return lain, PageLie(a * PER_MM, b * PER_MM, c, d * PER_MM, e * PER_MM, f)


def farthest_off(lie: PageLie, truth: PageLie, boxes: Sequence[Box]) -> float:
    """Return by how many millimetres the middle of a box is off, for the box that is off most."""
    scale = hypot(truth.a, truth.d)
    worst = 0.0
    for box in boxes:
        middle = (box.x + box.width / 2, box.y + box.height / 2)
        (x, y), (u, v) = along(lie, middle), along(truth, middle)
        worst = max(worst, hypot(x - u, y - v) / scale)
    return worst


def jpeg(picture: Image.Image, quality: int = 75) -> bytes:
    out = BytesIO()
    picture.save(out, format="JPEG", quality=quality, dpi=(SCAN_DPI, SCAN_DPI))
    return out.getvalue()


def blurred(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(3))


@cache
def _specks(count: int) -> tuple[tuple[float, float, int], ...]:
    random = Random(5)
    return tuple((random.random(), random.random(), random.choice((0, 120, 255))) for _ in range(count))


def noisy(picture: Image.Image) -> Image.Image:
    """Grey paper, weak ink, dust and specks, some as large as a comma."""
    made = picture.point(lambda level: round(60 + level * 0.6))
    draw = ImageDraw.Draw(made)
    for number, (x, y, shade) in enumerate(_specks(40_000)):
        at, size = (x * made.width, y * made.height), 1 if number % 40 else 3
        draw.rectangle((at[0], at[1], at[0] + size, at[1] + size), fill=shade)
    return made


def bitonal(picture: Image.Image) -> Image.Image:
    return picture.point(lambda level: 255 if level > 150 else 0)


def scribbled(picture: Image.Image) -> Image.Image:
    """Pen strokes across two corner marks, a punched hole and a black edge of the glass."""
    made = picture.copy()
    draw = ImageDraw.Draw(made)
    width, height = made.size
    draw.line((60, 30, 260, 240), fill=40, width=6)
    draw.line((width - 330, 60, width - 60, 180), fill=40, width=8)
    draw.ellipse((90, height // 2 - 35, 160, height // 2 + 35), fill=0)
    draw.rectangle((0, 0, width, 25), fill=10)
    return made


SPOILT: dict[str, Callable[[Image.Image], Image.Image]] = {
    "clean": lambda picture: picture,
    "blurred": blurred,
    "noisy": noisy,
    "black and white": bitonal,
    "scribbled": scribbled,
}


def pdf_of_pictures(pictures: Sequence[bytes], *, size: tuple[float, float] = (595.28, 841.89)) -> bytes:
    """Return a PDF as scanners write it: each page one JPEG, as it is."""
    document = pypdfium2.PdfDocument.new()
    try:
        for each in pictures:
            page = document.new_page(*size)
            picture = pypdfium2.PdfImage.new(document)
            picture.load_jpeg(BytesIO(each), inline=True)
            picture.set_matrix(pypdfium2.PdfMatrix().scale(*size))
            page.insert_obj(picture)
            page.gen_content()
            page.close()
        out = BytesIO()
        document.save(out)
        return out.getvalue()
    finally:
        document.close()
