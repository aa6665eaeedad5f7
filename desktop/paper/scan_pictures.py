"""The pages of a scanned file as pictures: PDF, TIFF, JPEG and PNG. The file may come from anybody.

Read in a process of its own (:mod:`desktop.paper.page_reading`), within bounds on dots, pages and bytes. What is
kept of a picture is its dots: no place, no camera, no comment, no smaller copy.
"""

from __future__ import annotations

import ctypes
import io
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from PIL import Image

from desktop.paper.jpeg_segments import bare_jpeg

MOST_FILE_BYTES = 4_000_000_000
MOST_PAGES = 10_000
MOST_PICTURE_BYTES = 40_000_000
MOST_DOTS = 80_000_000
"""A sheet of A3 at 600 dots an inch has 70 million."""
LONGEST_SIDE = 20_000
DRAWN_DPI = 300
"""Of a page that has to be drawn because it is no single picture."""
LEAST_DPI = 150
_QUALITY = 85
_POINTS = 72.0
_SPARE = 3.0
"""Points by which a picture may reach over the page, or stay within it, and still be the page."""
_GREY_OR_COLOUR = (1, 3)
_INVISIBLE = 3
JPEG, PNG = "image/jpeg", "image/png"


class Trouble(StrEnum):
    """Why a file or a page gives no picture."""

    KIND = "kind"
    PROTECTED = "protected"
    LARGE = "large"
    DAMAGED = "damaged"
    GONE = "gone"
    LATE = "late"


class Troubled(Exception):
    """A file or a page gives no picture.

    Attributes:
        trouble: why.
    """

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Taken:
    """The picture of one page, as it is kept.

    Attributes:
        drawn: whether it was drawn from a page that was no single picture.
        doubtful: whether a picture on the page could not be read: what was drawn in its place may be nothing.
    """

    content: bytes = field(repr=False)
    media_type: str
    width: int
    height: int
    drawn: bool = False
    doubtful: bool = False


class ScanFile(ABC):
    """One scanned file, open.

    Attributes:
        pages: how many it has.
    """

    pages: int = 1

    @abstractmethod
    def take(self, number: int, *, draw: bool = False) -> Taken:
        """Return page ``number`` (1 and up) as a picture.

        Args:
            draw: draw the page, although a picture could be taken out of it.

        Raises:
            Troubled: it gives none.
        """

    def close(self) -> None:  # noqa: B027  # most have nothing to close
        """Let go of the file."""


def open_scan(path: Path) -> ScanFile:
    """Return the scanned file at ``path``, of the kind that its first bytes say.

    Raises:
        Troubled: it is none that is read here, is too large, or is not there.
    """
    try:
        if not path.is_file():  # a pipe would keep whoever opens it waiting
            raise Troubled(Trouble.GONE)
        if path.stat().st_size > MOST_FILE_BYTES:
            raise Troubled(Trouble.LARGE)
        with path.open("rb") as file:
            start = file.read(1024)
        if b"%PDF-" in start:
            return _PdfFile(path)
        if start[:4] in (b"II*\0", b"MM\0*"):
            return _TiffFile(path)
        if start[:3] == b"\xff\xd8\xff" or start[:8] == b"\x89PNG\r\n\x1a\n":
            return _PictureFile(path)
    except OSError as fault:
        raise Troubled(Trouble.GONE) from fault
    raise Troubled(Trouble.KIND)


class _PictureFile(ScanFile):
    def __init__(self, path: Path) -> None:
        self._path = path

    def take(self, number: int, *, draw: bool = False) -> Taken:
        if number != 1 or draw:
            raise Troubled(Trouble.DAMAGED)
        with self._path.open("rb") as file:
            content = file.read(MOST_PICTURE_BYTES + 1)
        if len(content) > MOST_PICTURE_BYTES:
            raise Troubled(Trouble.LARGE)
        return _as_it_is(content) or _kept(_opened(content))


class _TiffFile(ScanFile):
    def __init__(self, path: Path) -> None:
        try:
            self._picture = Image.open(path, formats=("TIFF",))
            self.pages = int(getattr(self._picture, "n_frames", 1))
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
            raise Troubled(Trouble.LARGE) from fault
        except Exception as fault:
            # the readers of the formats promise no list of what they raise for a file that was made to hurt
            raise Troubled(Trouble.DAMAGED) from fault
        if self.pages > MOST_PAGES:
            raise Troubled(Trouble.LARGE)

    def take(self, number: int, *, draw: bool = False) -> Taken:
        if draw:
            raise Troubled(Trouble.DAMAGED)
        try:
            self._picture.seek(number - 1)
            _refuse_shape(self._picture.width, self._picture.height)
            self._picture.load()
        except Troubled:
            raise
        except Exception as fault:
            raise Troubled(Trouble.DAMAGED) from fault
        return _kept(self._picture)

    def close(self) -> None:
        self._picture.close()


class _PdfFile(ScanFile):
    def __init__(self, path: Path) -> None:
        import pypdfium2

        try:
            self._document = pypdfium2.PdfDocument(path)
            self.pages = len(self._document)
        except pypdfium2.PdfiumError as fault:
            protected = "password" in str(fault).lower() or "security" in str(fault).lower()
            raise Troubled(Trouble.PROTECTED if protected else Trouble.DAMAGED) from fault
        if self.pages > MOST_PAGES:
            raise Troubled(Trouble.LARGE)
        if not self.pages:
            raise Troubled(Trouble.DAMAGED)

    def take(self, number: int, *, draw: bool = False) -> Taken:
        import pypdfium2

        try:
            page = self._document[number - 1]
            try:
                return (None if draw else _taken_out(page)) or _drawn(page)
            finally:
                page.close()
        except Troubled:
            raise
        except (pypdfium2.PdfiumError, IndexError, ValueError, OverflowError, ctypes.ArgumentError) as fault:
            raise Troubled(Trouble.DAMAGED) from fault

    def close(self) -> None:
        self._document.close()


def _taken_out(page: Any) -> Taken | None:
    """Return the JPEG that a page of a scanned PDF is, as it lies in the file; ``None`` where it is not just that.

    Words that a text recogniser laid behind it, unseen, are no hindrance.
    """
    from pypdfium2 import raw

    picture = None
    for number, each in enumerate(page.get_objects(max_depth=2)):
        if number > 20_000:
            return None
        if each.type == raw.FPDF_PAGEOBJ_TEXT and raw.FPDFTextObj_GetTextRenderMode(each) == _INVISIBLE:
            continue
        if each.type == raw.FPDF_PAGEOBJ_FORM:
            continue  # what stands in it comes next
        if each.type != raw.FPDF_PAGEOBJ_IMAGE or picture is not None:
            return None
        picture = each
    if picture is None or picture.get_filters() != ["DCTDecode"] or not _is_the_page(picture, page):
        return None
    colours = {
        raw.FPDF_COLORSPACE_DEVICEGRAY: 1,
        raw.FPDF_COLORSPACE_CALGRAY: 1,
        raw.FPDF_COLORSPACE_DEVICERGB: 3,
        raw.FPDF_COLORSPACE_CALRGB: 3,
    }
    facts = picture.get_metadata()
    length = raw.FPDFImageObj_GetImageDataRaw(picture, None, 0)
    if not 0 < length <= MOST_PICTURE_BYTES:
        return None
    try:
        taken = _as_it_is(bytes(picture.get_data()))
    except Troubled:
        return None  # what draws the page may make more of it
    if taken is None or taken.media_type != JPEG or facts.bits_per_pixel not in (8, 24):
        return None
    said = colours.get(facts.colorspace)
    if said is None and facts.colorspace != raw.FPDF_COLORSPACE_ICCBASED:
        return None
    return taken if facts.bits_per_pixel == 8 * (said or facts.bits_per_pixel // 8) else None


def _is_the_page(picture: Any, page: Any) -> bool:
    """Tell whether the picture fills the page, all of it is seen, and nothing is laid over it or mirrors it."""
    from pypdfium2 import raw

    if page.parent is None or raw.FPDFPageObj_HasTransparency(picture):
        return False
    clip = raw.FPDFPageObj_GetClipPath(picture)
    if clip and raw.FPDFClipPath_CountPaths(clip) > 1:
        return False
    matrix = picture.get_matrix()
    if matrix.a * matrix.d - matrix.b * matrix.c <= 0:
        return False
    left, bottom, right, top = picture.get_bounds()
    box = page.get_cropbox()
    within = left >= box[0] - _SPARE and bottom >= box[1] - _SPARE
    within = within and right <= box[2] + _SPARE and top <= box[3] + _SPARE
    return bool(within and (right - left) * (top - bottom) >= 0.5 * (box[2] - box[0]) * (box[3] - box[1]))


def _drawn(page: Any) -> Taken:
    from pypdfium2 import raw

    width, height = page.get_size()
    if not (36 <= width <= 14_400 and 36 <= height <= 14_400):
        raise Troubled(Trouble.LARGE)
    dpi, colour, doubtful = LEAST_DPI, False, False
    for number, each in enumerate(page.get_objects(max_depth=2)):
        if number > 2_000:
            dpi = DRAWN_DPI
            break
        if each.type == raw.FPDF_PAGEOBJ_IMAGE:
            facts = each.get_metadata()
            dpi = max(dpi, round(facts.horizontal_dpi))
            colour = colour or facts.bits_per_pixel > 8
            doubtful = doubtful or not _is_whole(each)
        elif each.type != raw.FPDF_PAGEOBJ_TEXT:
            dpi, colour = DRAWN_DPI, True
    scale = min(dpi, DRAWN_DPI) / _POINTS
    scale = min(scale, LONGEST_SIDE / max(width, height), (MOST_DOTS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=not colour, may_draw_forms=False)
    try:
        picture = bitmap.to_pil().convert("RGB" if colour else "L")
    finally:
        bitmap.close()
    return Taken(*_saved(picture), picture.width, picture.height, drawn=True, doubtful=doubtful)


def _is_whole(picture: Any) -> bool:
    """Tell whether a picture on a page is not cut, as far as can be told without drawing it."""
    if picture.get_filters() != ["DCTDecode"]:
        return bool(picture.get_px_size()[0])
    try:
        bare_jpeg(bytes(picture.get_data()))
    except ValueError:
        return False
    return True


def _as_it_is(content: bytes) -> Taken | None:
    """Return a picture file without what stands beside its dots; ``None`` where it has to be drawn anew."""
    if not content.startswith(b"\xff\xd8"):
        return None
    try:
        bare, facts = bare_jpeg(content)
    except ValueError as fault:
        raise Troubled(Trouble.DAMAGED) from fault
    _refuse_shape(facts.width, facts.height)
    if facts.colours not in _GREY_OR_COLOUR:
        return None
    return Taken(bare, JPEG, facts.width, facts.height)


def _opened(content: bytes) -> Image.Image:
    try:
        opened = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
        _refuse_shape(opened.width, opened.height)
        opened.load()
    except Troubled:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise Troubled(Trouble.LARGE) from fault
    except Exception as fault:
        raise Troubled(Trouble.DAMAGED) from fault
    return opened


def _kept(opened: Image.Image) -> Taken:
    """Return a picture drawn on a new sheet, so that nothing but its dots goes along."""
    try:
        picture: Image.Image = opened
        if picture.mode in ("I;16", "I;16L", "I;16B", "I", "F"):  # more shades than a screen has
            picture = picture.convert("F").point(lambda shade: shade / 257).convert("L")
        if picture.mode in ("P", "PA", "LA", "La", "RGBa", "RGBA") or "transparency" in picture.info:
            picture = picture.convert("RGBA")
            sheet = Image.new("RGB", picture.size, "white")
            sheet.paste(picture, mask=picture.getchannel("A"))
            picture = sheet
        elif picture.mode not in ("1", "L", "RGB"):
            picture = picture.convert("RGB")
        return Taken(*_saved(picture), picture.width, picture.height)
    except Exception as fault:
        raise Troubled(Trouble.DAMAGED) from fault


def _saved(picture: Image.Image) -> tuple[bytes, str]:
    file = io.BytesIO()
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    if bare.mode == "1":  # black and white without shades is smaller so, and sharper
        bare.save(file, format="PNG", compress_level=3)
        return file.getvalue(), PNG
    bare.save(file, format="JPEG", quality=_QUALITY)
    return file.getvalue(), JPEG


def _refuse_shape(width: int, height: int) -> None:
    if width * height > MOST_DOTS or max(width, height) > LONGEST_SIDE:
        raise Troubled(Trouble.LARGE)
    if min(width, height) < 50:
        raise Troubled(Trouble.DAMAGED)
