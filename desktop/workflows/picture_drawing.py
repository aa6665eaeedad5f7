"""Draws a chosen picture anew: what is kept is made of its dots alone, and nothing else of the file stays.

A photograph from a telephone says where, when and with what it was taken, and may hold a smaller copy of itself
from before it was cropped. A file that somebody hands over on a stick may be no picture at all, or a small file
that grows without end when it is opened. So every picture is opened within bounds, its dots are drawn on a new
sheet, and the new sheet is kept.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from desktop.foundation.errors import Refusal, WorldError
from desktop.foundation.translation import tr

MOST_FILE_BYTES = 30 * 1024 * 1024
"""A photograph of 50 million dots, as telephones take them, is about half of this."""
MOST_DOTS = 64_000_000
LONGEST_SIDE = 20_000
MOST_TIMES_AS_LONG = 25
"""No photograph and no drawing is so thin; what is would be a line when it is shown."""
MOST_SCANS = 120
"""A JPEG of the kind that is shown bit by bit has about ten; each further one is the work of the whole picture
again, for a few bytes (https://libjpeg-turbo.org/pmwiki/uploads/About/TwoIssueswiththeJPEGStandard.pdf)."""
KEPT_SIDE = 2_000
"""The longest side that is kept: a word on a board can still be read."""
MOST_KEPT_BYTES = 4 * 1024 * 1024
_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITIES = (85, 70, 50, 30)
_START_OF_SCAN = b"\xff\xda"
MEDIA_TYPE = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture drawn anew, as JPEG: its dots and nothing else.

    Attributes:
        width, height: in dots.
        sha256: hex digest of ``content``.
    """

    width: int
    height: int
    sha256: str
    content: bytes = field(repr=False)


def read_picture_file(path: Path) -> bytes:
    """Return what is in a chosen file.

    Raises:
        Refusal: it is no file, or larger than any photograph.
        WorldError: the disk does not give it.
    """
    try:
        if not path.is_file():  # a pipe or a device could be read for ever
            raise _refused(tr("There is no such file."), tr("Choose a picture."))
        with path.open("rb") as file:
            content = file.read(MOST_FILE_BYTES + 1)
    except OSError as fault:
        raise WorldError(
            place=tr("The picture"),
            fault=tr("The file could not be read."),
            remedy=tr("Look whether the stick or the camera is still plugged in, and try again."),
        ) from fault
    _refuse_size(content)
    return content


def draw_anew(content: bytes, *, side: int = KEPT_SIDE) -> Drawn:
    """Return the picture in ``content``, upright, ``side`` dots on its longest side at most, on white.

    Raises:
        Refusal: it is no JPEG, PNG or WebP; it is cut short or damaged; or it is larger or thinner than any
            photograph. The message repeats nothing of it.
    """
    _refuse_size(content)
    if content.count(_START_OF_SCAN) > MOST_SCANS and content.startswith(b"\xff\xd8"):
        raise _damaged()
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
            _refuse_shape(opened.width, opened.height)
            sheet = _on_white(opened, side)
    except Refusal:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as fault:
        raise _too_large() from fault
    except Exception as fault:
        # the readers of the formats promise no list of what they raise for a file that was made to hurt
        raise _damaged() from fault
    return _kept(sheet)


def _on_white(opened: Image.Image, side: int) -> Image.Image:
    opened.draft("RGB", (side, side))  # a large JPEG is read at a fraction of its size
    turn = _TURNS.get(_orientation(opened))
    opened.load()
    picture: Image.Image = opened
    if picture.mode in ("I;16", "I;16L", "I;16B", "I", "F"):  # more shades than a screen has
        picture = picture.convert("F").point(lambda shade: shade / 257).convert("L")
    if picture.mode in ("P", "PA", "LA", "La", "RGBa") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    elif picture.mode not in ("RGB", "RGBA"):
        picture = picture.convert("RGB")
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    if turn is not None:
        picture = picture.transpose(turn)
    # a new sheet: a copy would take along the comment, the profile and whatever else the file said of itself
    sheet = Image.new("RGB", picture.size, "white")
    sheet.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    return sheet


def _orientation(opened: Image.Image) -> object:
    try:
        return opened.getexif().get(_ORIENTATION)
    except Exception:
        # what stands beside the dots may be damaged without harm; the reader promises no list of what it raises
        return None


_ORIENTATION = 0x0112
_TURNS: dict[object, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How a picture is turned so that it stands upright, by what its camera said (EXIF 2.3, tag 274)."""


def _kept(sheet: Image.Image) -> Drawn:
    content = b""
    for quality in _QUALITIES:
        file = io.BytesIO()
        sheet.save(file, format="JPEG", quality=quality)
        content = file.getvalue()
        if len(content) <= MOST_KEPT_BYTES:
            break
    return Drawn(sheet.width, sheet.height, hashlib.sha256(content).hexdigest(), content)


def _refuse_size(content: bytes) -> None:
    if len(content) > MOST_FILE_BYTES:
        raise _too_large()


def _refuse_shape(width: int, height: int) -> None:
    shorter, longer = sorted((width, height))
    if width * height > MOST_DOTS or longer > LONGEST_SIDE:
        raise _too_large()
    if shorter < 1 or longer > shorter * MOST_TIMES_AS_LONG:
        raise _refused(
            tr("It is {width} by {height} dots: that is a line, and no picture.", width=width, height=height),
            tr("Choose a photograph."),
        )


def _too_large() -> Refusal:
    return _refused(tr("It is larger than a photograph."), tr("Take it again with a telephone or a camera."))


def _damaged() -> Refusal:
    return _refused(
        tr("It is no picture that can be shown here, or it is damaged."),
        tr("Choose a photograph as JPEG, PNG or WebP. Where a telephone saves HEIC, set it to “most compatible”."),
    )


def _refused(fault: str, remedy: str) -> Refusal:
    return Refusal(place=tr("The picture"), fault=fault, remedy=remedy)
