"""The segments of a JPEG file: what it says of its dots, and the file without all that says something else.

A scanner or a telephone writes when and with what it was taken, sometimes where, and a smaller copy of the
picture, into segments beside the dots. They are left out without touching the dots.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_START = b"\xff\xd8"
_END = 0xD9
_SCAN = 0xDA
_KEPT = frozenset({0xC4, 0xDB, 0xDD, 0xE0, 0xEE, *range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xD0)})
"""Tables, the frame, JFIF, and Adobe's word of how colours are kept (ITU-T T.81, table B.1)."""
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Frames that every reader knows: baseline, extended and progressive."""
MOST_SCANS = 120
"""A JPEG of the kind that is shown bit by bit has about ten; each further one is the work of the whole picture
again, for a few bytes (https://libjpeg-turbo.org/pmwiki/uploads/About/TwoIssueswiththeJPEGStandard.pdf)."""


@dataclass(frozen=True, slots=True)
class JpegFacts:
    """What a JPEG says of itself.

    Attributes:
        width, height: in dots.
        colours: 1 for grey, 3 for colour, 4 for inks.
    """

    width: int
    height: int
    colours: int


def bare_jpeg(content: bytes) -> tuple[bytes, JpegFacts]:
    """Return the file with its dots and nothing else, and what it says of them.

    Raises:
        ValueError: it is no JPEG that is read here, or is cut.
    """
    kept = [_START]
    facts: JpegFacts | None = None
    scans = 0
    for marker, segment in _segments(content):
        if marker == _SCAN:
            scans += 1
        if marker in _FRAMES:
            if facts is not None or len(segment) < 10:
                raise ValueError("two frames")
            height, width = int.from_bytes(segment[5:7], "big"), int.from_bytes(segment[7:9], "big")
            facts = JpegFacts(width, height, segment[9])
        if marker in _KEPT or marker == _SCAN:
            kept.append(segment)
    if facts is None or not scans or scans > MOST_SCANS:
        raise ValueError("no frame, no dots, or too many rounds of them")
    kept.append(bytes((0xFF, _END)))
    return b"".join(kept), facts


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (marker, segment) up to the end of the picture; the segment of a scan has its dots with it."""
    if not content.startswith(_START):
        raise ValueError("no start")
    at = len(_START)
    while True:
        if at + 2 > len(content) or content[at] != 0xFF:
            raise ValueError("cut")
        marker = content[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        if marker == _END:
            return
        if at + 4 > len(content):
            raise ValueError("cut")
        stop = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if stop > len(content):
            raise ValueError("cut")
        if marker == _SCAN:
            stop = _end_of_dots(content, stop)
        yield marker, content[at:stop]
        at = stop


def _end_of_dots(content: bytes, at: int) -> int:
    """Return where the next marker stands that is none of those within the dots."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise ValueError("cut")
        follows = content[at + 1]
        if follows == 0 or 0xD0 <= follows <= 0xD7:
            at += 2
        elif follows == 0xFF:
            at += 1
        else:
            return at
