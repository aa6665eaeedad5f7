"""What can be said of laid-out pages without reading them: where the ink is, and what stands in what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import pypdfium2
from PIL import Image

from desktop.paper.booklet import LaidOut
from desktop.paper.drawing import Volume
from desktop.paper.furniture import CORNER_INSET
from desktop.paper.placed import Answer, Frame, Item, Page, PageKind, Picture, Rule, Words
from desktop.sheets.copies import Box, BoxKind
from desktop.typesetting.styles import POINT
from tests.paper.forms import serials

DPI = 200
PX = DPI / 25.4
WITHIN = 0.3
"""Millimetres from where the layout says an edge is to where the ink is."""
_AROUND = 0.9
_PAPER = 200
Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom, in millimetres."""


def drawn(laid_out: LaidOut, places: Sequence[int] | None = None) -> list[Image.Image]:
    """Return one numbered copy as grey pictures of :data:`DPI`; only the pages at ``places``, from 0, if given."""
    volume = Volume(laid_out)
    volume.add_copy(serials(1)[0])
    with pypdfium2.PdfDocument(volume.finish()) as document:
        wanted = range(len(document)) if places is None else places
        return [document[at].render(scale=DPI / 72, grayscale=True).to_pil().convert("L") for at in wanted]


def faults_of_boxes(laid_out: LaidOut) -> list[str]:
    """Return a line for each edge of a box that is not where the layout says, and for all that stands in a box."""
    pictures = drawn(laid_out)
    rules = defaultdict(list)
    for page in laid_out.pages:
        rules[page.number] += [item.y for item in page.items if isinstance(item, Rule)]
    found = []
    for box in laid_out.layout.boxes:
        picture = pictures[box.page - 1]
        for name, off in _edges(picture, box):
            if off is None or abs(off) > WITHIN:
                found.append(f"{name} edge of {box}: {'no ink' if off is None else f'{off:.2f} mm off'}")
        if not _is_empty(picture, box, rules[box.page]):
            found.append(f"something stands in {box}")
    return found


def _edges(picture: Image.Image, box: Box) -> Iterator[tuple[str, float | None]]:
    """Yield (name, distance in millimetres of the ink from the place) of each edge; ``None`` without ink."""
    right, bottom = box.x + box.width, box.y + box.height
    across = (box.x + 0.2 * box.width, box.x + 0.8 * box.width)
    down = (box.y + 0.2 * box.height, box.y + 0.8 * box.height)
    for name, place in (("upper", box.y), ("lower", bottom)):
        yield name, _ink(picture, (across[0], place - _AROUND, across[1], place + _AROUND), place, upright=False)
    for name, place in (("left", box.x), ("right", right)):
        yield name, _ink(picture, (place - _AROUND, down[0], place + _AROUND, down[1]), place, upright=True)


def _ink(picture: Image.Image, where: Rectangle, place: float, *, upright: bool) -> float | None:
    left, top, right, bottom = (round(each * PX) for each in where)
    strip = picture.crop((left, top, right, bottom))
    size = (right - left, 1) if upright else (1, bottom - top)
    darkness = [255 - each for each in strip.resize(size, Image.Resampling.BOX).tobytes()]
    # the ground of a tint is no ink, and a line broken somewhere along its way is no edge
    inked = [(at, dark) for at, dark in enumerate(darkness) if dark > 100]
    if not inked:
        return None
    first = left if upright else top
    middle = sum((first + at + 0.5) * dark for at, dark in inked) / sum(dark for _, dark in inked)
    return middle / PX - place


def _is_empty(picture: Image.Image, box: Box, rules: list[float]) -> bool:
    """Tell whether there is only paper between the edges of a box and the lines to write on."""
    inset = 0.6
    inside = sorted(y for y in rules if box.y + 1 < y < box.y + box.height - 1)
    edges = [box.y, *(inside if box.kind is BoxKind.WRITING else []), box.y + box.height]
    for above, below in pairwise(edges):
        area = (box.x + inset, above + inset, box.x + box.width - inset, below - inset)
        if picture.crop(tuple(round(each * PX) for each in area)).getextrema()[0] < _PAPER:
            return False
    return True


def faults_of_pages(laid_out: LaidOut) -> list[str]:
    """Return a line for all that stands outside the margins, and for all that stands in something else."""
    return [fault for page in laid_out.pages for fault in (*_outside(laid_out, page), *_overlaps(laid_out, page))]


def _outside(laid_out: LaidOut, page: Page) -> Iterator[str]:
    size, slack = laid_out.page_size, 0.15
    lowest = size.height - CORNER_INSET if page.kind is PageKind.FORM else size.height - size.top
    for item in page.items:
        if isinstance(item, Frame) and item.filled:
            continue  # a corner mark, or the example of a box that was crossed out
        left, top, right, bottom = _rectangle(item, laid_out)
        if left < size.side - slack or right > size.width - size.side + slack:
            yield f"page {page.number}: beyond the side: {_name(item)}"
        if top < CORNER_INSET - 2.0 or bottom > lowest + slack + 1.5:
            yield f"page {page.number}: beyond the top or bottom: {_name(item)}"
        if isinstance(item, Answer | Picture) and bottom > size.height - size.bottom + slack:
            yield f"page {page.number}: in the foot: {_name(item)}"


def _overlaps(laid_out: LaidOut, page: Page) -> Iterator[str]:
    standing = [
        (item, _rectangle(item, laid_out)) for item in page.items if isinstance(item, Words | Answer | Picture)
    ]
    for (one, first), (other, second) in combinations(standing, 2):
        slack = 0.2
        if isinstance(one, Answer) and isinstance(other, Answer):
            slack = 0.1  # the figures of a rank share their edge
        if (
            min(first[2], second[2]) - max(first[0], second[0]) > slack
            and min(first[3], second[3]) - max(first[1], second[1]) > slack
        ):
            yield f"page {page.number}: {_name(one)} stands in {_name(other)}"


def _rectangle(item: Item, laid_out: LaidOut) -> Rectangle:
    if isinstance(item, Words):
        em = item.line.size * POINT
        # between two lines: capitals and what hangs below; more is not said of scripts that reach further
        up, down = (0.45, 0.1) if any(is_tall_face(run.face) for run in item.line.runs) else (0.7, 0.2)
        return (item.x, item.y - up * em, item.x + item.width, item.y + down * em)
    height = item.height if not isinstance(item, Rule) else 0.0
    return (item.x, item.y, item.x + item.width, item.y + height)


def is_tall_face(face: str) -> bool:
    return "Nastaliq" in face


def _name(item: Item) -> str:
    if isinstance(item, Words):
        return f"“{item.line.text}” at {item.x:.1f}, {item.y:.1f}"
    if isinstance(item, Answer):
        return f"box of {item.question} ({item.value}) at {item.x:.1f}, {item.y:.1f}"
    return f"{type(item).__name__} at {item.x:.1f}, {item.y:.1f}"


def parted_questions(laid_out: LaidOut) -> list[str]:
    """Return the questions whose boxes stand on several pages though they began below another one.

    What begins a page and still goes on over it is taller than a page; a question in the middle of one is not cut.
    """
    on: dict[str, set[int]] = defaultdict(set)
    for box in laid_out.layout.boxes:
        on[box.question].add(box.page)
    found = []
    for path, pages in on.items():
        first = min(pages)
        top = min(box.y for box in laid_out.layout.boxes if box.question == path and box.page == first)
        above = {box.question for box in laid_out.layout.boxes if box.page == first and box.y < top - 0.1}
        if len(pages) > 1 and above:
            found.append(f"{path} on {sorted(pages)}, below {sorted(above)}")
    return found
