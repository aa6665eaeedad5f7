"""Which page of which copy a picture shows, and how the page lies in it: by its square code and its corner marks.

The picture is looked at in grey at about 150 dots an inch, which is enough for both and five times as fast. The
code is looked for where it stands on a sheet that lies straight, turned by quarters or upside down, then in the
whole picture, then in all its dots.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from PIL import Image, ImageFilter

from desktop.paper.furniture import QR_SIDE, qr_place
from desktop.paper.lie_fitting import Dot, along, dots_per_mm, farthest_off, fitted, similar
from desktop.paper.mark_finding import marks_of, seen_marks
from desktop.paper.page_sizes import PAGE_SIZES, PageSize
from desktop.sheets.page_codes import PageCode, PageCodeRefused
from desktop.sheets.scans import PageLie

_LOOKED_AT = 1_700
"""Dots of the longer side that are enough: 145 an inch on A4."""
_CORNER = (0.5, 0.25)
"""Share of the shorter and the longer side in which the code, and the number beside it, stand at a corner."""
_SAME_SIZE = 0.6
"""Millimetres: layouts are rounded to 0.1."""
_GOOD = 1.2
"""Millimetres that the marks may be from where the fitted page has them: beyond that it was another page."""
_WORST = 3.0
_BENT = (1.6, 0.85)
"""Dots looked at by which a corner of the code is off on a page that does not lie flat: where the marks have it,
and where the code itself does. On pages that lost two marks and were spoilt it is 1.4 and 0.8, where a mark is cut
by the edge of the glass 2.6 and 0.4, and where one edge of the page was 6 % nearer than the other 1.7 and 0.9."""
_DOT = 0.175
"""Millimetres of a dot looked at, where the page fills the picture."""
_PAPER = 120
_INK, _LEAST_INK = 40, 0.0006
"""Shades darker than the paper, and the share of dots that are: less is dust on an empty page. A soft pencil is 45
to 60 darker; print that shows through from the other side 15 to 30."""


@dataclass(frozen=True, slots=True)
class CodeSeen:
    """One square code in a picture.

    Attributes:
        text: what it says.
        corners: its upper left, upper right, lower right and lower left corner as it is printed, in dots of the
            picture as it is kept.
    """

    text: str
    corners: tuple[Dot, Dot, Dot, Dot]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a picture shows.

    Attributes:
        page: of the code of a page; ``None`` where none can be read.
        others: what further codes say: of a second page in the picture, or the number on a label.
        lie: ``None`` where it can't be said.
        empty: whether nothing is printed or written on it.
    """

    page: PageCode | None
    others: tuple[str, ...] = ()
    lie: PageLie | None = None
    empty: bool = False


def look_at(content: bytes, sizes: Mapping[str, tuple[float, float]], *, first_corner: int = 0) -> Seen:
    """Return what the picture in ``content`` (JPEG or PNG) shows.

    Args:
        sizes: width and height in millimetres of the pages of each layout that is known, by its id.
        first_corner: in which the code is looked for first, 0 to 3; the one of the page before is likely.

    Raises:
        OSError, ValueError, SyntaxError: the picture is damaged.
    """
    grey, times = _grey(content, _LOOKED_AT)
    codes = _codes(grey, times, first_corner)
    page = _page_of(codes)
    if page is None or not page[1].serial:  # a number on a label may stand anywhere
        codes = _merged(codes, _read(grey, times, (0, 0)))
        page = _page_of(codes)
    if page is None:
        if is_empty(grey):
            return Seen(None, empty=True)
        codes = _merged(codes, _looked_at_long(content, grey, times))
        page = _page_of(codes)
    if page is None:
        return Seen(None, tuple(each.text for each in codes))
    code, named = page
    lie = lie_of(code, grey, times, _sizes(sizes.get(named.layout_id)))
    if _leaves_room(lie, grey, times, sizes.get(named.layout_id)):
        codes = _merged(codes, _read(grey, times, (0, 0)))
    return Seen(named, tuple(each.text for each in codes if each.text != code.text), lie)


def corner_of(lie: PageLie) -> int:
    """Return in which corner of the picture the foot's outer end is, for ``first_corner`` of the next page."""
    return (2 if lie.d * 1 + lie.e * 3 < 0 else 0) + (1 if lie.a * 1 + lie.b * 3 < 0 else 0)


def is_empty(grey: Image.Image) -> bool:
    """Tell whether nothing is printed or written on a page: the back of a sheet printed on one side."""
    width, height = grey.size
    inner = grey.crop((width // 20, height // 20, width - width // 20, height - height // 20))
    counts = inner.histogram()
    half, paper = sum(counts) // 2, 255
    seen = 0
    for shade in range(255, -1, -1):
        seen += counts[shade]
        if seen >= half:
            paper = shade
            break
    if paper < _PAPER:
        return False  # a scanner that failed, or a cover
    return sum(counts[: paper - _INK]) < _LEAST_INK * sum(counts)


# codes ---------------------------------------------------------------------------------------------------


def _grey(content: bytes, side: int) -> tuple[Image.Image, float]:
    """Return the picture in grey, at least ``side`` dots long where it is so long, and the dots of it in one."""
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
        whole = opened.size
        short = round(side * min(whole) / max(whole))
        opened.draft("L", (side, short) if whole[0] >= whole[1] else (short, side))
        grey = opened.convert("L")
    times = max(grey.size) // side
    if times > 1:
        grey = grey.reduce(times)
    return grey, whole[0] / grey.width


def _codes(grey: Image.Image, times: float, first_corner: int) -> tuple[CodeSeen, ...]:
    """Return the codes at the corner that has one of a page."""
    width, height = grey.size
    share = _CORNER if width <= height else _CORNER[::-1]
    wide, high = round(width * share[0]), round(height * share[1])
    for corner in (first_corner, *(each for each in range(4) if each != first_corner)):
        left = 0 if corner & 1 else width - wide
        top = 0 if corner & 2 else height - high
        found = _read(grey.crop((left, top, left + wide, top + high)), times, (left, top))
        if _page_of(found) is not None:
            return found
    return ()


def _read(grey: Image.Image, times: float, at: tuple[int, int], *, hard: bool = False) -> tuple[CodeSeen, ...]:
    import zxingcpp

    found = zxingcpp.read_barcodes(
        grey,
        formats=zxingcpp.barcode_formats_from_str("QRCode"),
        try_rotate=True,
        try_downscale=hard,
        try_invert=False,
    )
    codes = []
    for each in found:
        place = each.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        x, y = at
        # the middle of a dot is half a dot from its edge
        dots = tuple(((x + dot.x + 0.5) * times, (y + dot.y + 0.5) * times) for dot in corners)
        codes.append(CodeSeen(each.text, (dots[0], dots[1], dots[2], dots[3])))
    return tuple(codes)


def _looked_at_long(content: bytes, grey: Image.Image, times: float) -> tuple[CodeSeen, ...]:
    """Return the codes of a picture that does not show them readily: in all its dots, smoothed, enlarged."""
    for picture, dots in _other_looks(content, grey, times):
        found = _read(picture, dots, (0, 0), hard=True)
        if _page_of(found) is not None:
            return found
    return ()


def _other_looks(content: bytes, grey: Image.Image, times: float) -> Iterator[tuple[Image.Image, float]]:
    yield grey, times
    yield grey.filter(ImageFilter.MedianFilter(3)), times
    whole, once = (grey, times) if times <= 1 else _grey(content, 10_000)
    if times > 1:
        yield whole, once
        yield whole.filter(ImageFilter.MedianFilter(5)), once
        yield whole.filter(ImageFilter.GaussianBlur(2)), once
    else:
        yield whole.resize((whole.width * 2, whole.height * 2), Image.Resampling.BICUBIC), once / 2


def _page_of(codes: Iterable[CodeSeen]) -> tuple[CodeSeen, PageCode] | None:
    """Return the first code that is of a page; one with a serial before one of an unnumbered master."""
    found = []
    for each in codes:
        try:
            found.append((each, PageCode.from_text(each.text)))
        except PageCodeRefused:
            continue
    return next((each for each in found if each[1].serial), found[0] if found else None)


def _merged(codes: tuple[CodeSeen, ...], more: tuple[CodeSeen, ...]) -> tuple[CodeSeen, ...]:
    known = {each.text for each in codes}
    return (*codes, *(each for each in more if each.text not in known))


# how the page lies ---------------------------------------------------------------------------------------


def _sizes(known: tuple[float, float] | None) -> tuple[PageSize, ...]:
    every = tuple(PAGE_SIZES.values())
    if known is None:
        return every
    near = tuple(
        each
        for each in every
        if abs(each.width - known[0]) < _SAME_SIZE and abs(each.height - known[1]) < _SAME_SIZE
    )
    return near or (PageSize(*known),)


def lie_of(code: CodeSeen, grey: Image.Image, times: float, sizes: Iterable[PageSize]) -> PageLie | None:
    """Return how the page with this code lies in the picture.

    Tried as each of ``sizes`` and in both directions of reading, which say where on the page the code stands; the
    corner marks decide. Where none of them is seen (a print at under 100 % loses them), the code alone says it,
    and the page counts as the one that fills the picture best.

    Args:
        grey: the picture, ``times`` dots of which are one of the picture in which the code's corners are.
    """
    best: tuple[tuple[float, ...], PageLie | None] | None = None
    for size in sizes:
        for right_to_left in (False, True):
            place = qr_place(size, right_to_left=right_to_left)
            corners = (
                (place.x, place.y),
                (place.x + QR_SIDE, place.y),
                (place.x + QR_SIDE, place.y + QR_SIDE),
                (place.x, place.y + QR_SIDE),
            )
            by_code = list(zip(corners, code.corners, strict=True))
            rough = similar(by_code)
            if rough is None:
                continue
            marks = seen_marks(grey, times, rough, marks_of(size))
            lie, off = fitted(marks, by_code, rough)
            dot = max(_DOT, times / dots_per_mm(rough))
            bent = all(
                farthest_off(each, by_code) > most * dot for each, most in zip((lie, rough), _BENT, strict=True)
            )
            flat = off <= _WORST if len(marks) > 2 else not bent
            seen = len(marks) if off < _GOOD else 0.6 * len(marks)
            judged = (-seen, round(off, 1), _off_centre(lie, grey, times, size))
            if best is None or judged < best[0]:
                # a photograph from aside: no page lies flat so, and one that has fewer marks is no better
                best = (judged, lie if flat else None)
        if best is not None and best[0][0] == -4:
            break
    return None if best is None else best[1]


def _off_centre(lie: PageLie, grey: Image.Image, times: float, size: PageSize) -> float:
    """Return how far the middle of the page is from that of the picture, and how far the areas differ."""
    x, y = along(lie, (size.width / 2, size.height / 2))
    width, height = grey.width * times, grey.height * times
    area = abs(lie.a * lie.e - lie.b * lie.d) * size.width * size.height
    return float(abs(x / width - 0.5) + abs(y / height - 0.5) + abs(area / (width * height) - 1))


def _leaves_room(lie: PageLie | None, grey: Image.Image, times: float, known: tuple[float, float] | None) -> bool:
    """Tell whether another page may stand in the picture beside this one; it may where nobody can say."""
    if lie is None or known is None:
        return True
    area = abs(lie.a * lie.e - lie.b * lie.d) * known[0] * known[1]
    return area < 0.7 * grey.width * grey.height * times * times
