"""Text into lines of placed glyphs: measured and broken first, then each line ordered and shaped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import isinf

from desktop.foundation.translation import Said, Tongue
from desktop.typesetting.direction import is_right_to_left, levels_of, visual_runs, without_controls
from desktop.typesetting.fonts import BASE, Family, family_of, harfbuzz_font, units_per_em
from desktop.typesetting.styles import POINT, TextStyle

# after these a line may be broken though no space follows
_BREAK_AFTER = re.compile(r"(?<=[\u2010\u2013\u2014/])(?=\w)|(?<=\w\w\w-)(?=\w\w)")
_FEATURES = {"kern": True, "liga": False, "clig": False}
"""Latin is set without ligatures, which some readers stumble over; complex scripts get all that they need."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph, in thousandths of the em.

    Attributes:
        index: in the face.
        character: the one it stands for when it is that character's own glyph, else empty.
        advance: to the next glyph's origin.
        right, up: how far from the pen it is drawn.
    """

    index: int
    character: str
    advance: float
    right: float
    up: float


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """Glyphs of one face from left to right, and the characters behind them in reading order."""

    face: str
    text: str
    complex_shaping: bool
    glyphs: tuple[Glyph, ...]
    width: float


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line, ready to be drawn.

    Attributes:
        text: in reading order.
        size: in points.
        width: in millimetres.
        runs: from left to right as seen.
    """

    text: str
    size: float
    width: float
    runs: tuple[GlyphRun, ...]


def set_text(
    text: str, style: TextStyle, width: float = float("inf"), *, language: str = ""
) -> tuple[SetLine, ...]:
    """Return the lines of ``text``, none wider than ``width`` (millimetres).

    Newlines are kept, other white space runs together. A word that is wider than a line is cut. The direction of
    each paragraph is that of its first strong character.

    What is said in two languages comes in the lines of the first, then of the second; in one line where the width
    has no end.

    Args:
        language: BCP 47 code; chooses a language's own forms where a face has them (Urdu, Arabic).
    """
    if isinstance(text, Said):
        if text.second == text:
            return set_text(str(text), style, width, language=language)
        if isinf(width):
            joined = f"{_whole(str(text))} / {_whole(text.second)}"
            return set_text(joined, style, language=language)
        second = language.second or "" if isinstance(language, Tongue) else ""
        first = set_text(str(text), style, width, language=language)
        return (*first, *set_text(text.second, style, width, language=second))
    lines: list[SetLine] = []
    text, language = str(text), str(language)  # HarfBuzz takes no other kind
    for paragraph in without_controls(unicodedata.normalize("NFC", text)).splitlines() or [""]:
        words = " ".join(paragraph.split())
        levels = levels_of(words, right_to_left=is_right_to_left(words))
        for start, end in _broken(words, style, width, language):
            lines.append(_line(words[start:end], levels[start:end], style, language))
    return tuple(lines)


def _whole(text: str) -> str:
    """Return ``text`` so that its figures and brackets keep their order beside words of another direction."""
    if all(ord(character) < 0x590 for character in text):
        return text
    mark = "\u200f" if is_right_to_left(text) else "\u200e"
    return f"{mark}{text}{mark}"


def text_width(text: str, style: TextStyle, *, language: str = "") -> float:
    """Return the width in millimetres of ``text`` set in one line."""
    return max((line.width for line in set_text(text, style, language=language)), default=0.0)


def _broken(text: str, style: TextStyle, width: float, language: str) -> Iterator[tuple[int, int]]:
    start = end = 0
    used = 0.0
    space = _width(" ", style.bold, language) * style.size * POINT / 1000
    for first, last, after_space in _pieces(text, style, width, language):
        piece = _width(text[first:last], style.bold, language) * style.size * POINT / 1000
        lead = space if after_space and end > start else 0.0
        if end > start and used + lead + piece > width:
            yield start, end
            start, used, lead = first, 0.0, 0.0
        used += lead + piece
        end = last
    yield start, end


def _pieces(text: str, style: TextStyle, width: float, language: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start and end of what is not broken, and whether a space stands before it."""
    for word in re.finditer(r"[^ ]+", text):
        cuts = [word.start() + cut.start() for cut in _BREAK_AFTER.finditer(word.group())]
        after_space = True
        for first, last in zip([word.start(), *cuts], [*cuts, word.end()], strict=True):
            for piece_first, piece_last in _fitting(text, first, last, style, width, language):
                yield piece_first, piece_last, after_space
                after_space = False


def _fitting(
    text: str, first: int, last: int, style: TextStyle, width: float, language: str
) -> Iterator[tuple[int, int]]:
    limit = width * 1000 / (style.size * POINT)
    while _width(text[first:last], style.bold, language) > limit:
        cut = first + 1
        while cut < last and (
            unicodedata.combining(text[cut])
            or unicodedata.category(text[cut]).startswith("M")
            or _width(text[first : cut + 1], style.bold, language) <= limit
        ):
            cut += 1
        if cut >= last:
            break
        yield first, cut
        first = cut
    yield first, last


@lru_cache(maxsize=16384)
def _width(text: str, bold: bool, language: str) -> float:
    levels = levels_of(text, right_to_left=is_right_to_left(text))
    return sum(run.width for run in _runs(text, levels, bold, language))


def _line(text: str, levels: tuple[int, ...], style: TextStyle, language: str) -> SetLine:
    runs = tuple(_runs(text, levels, style.bold, language))
    return SetLine(text, style.size, sum(run.width for run in runs) * style.size * POINT / 1000, runs)


def _runs(text: str, levels: tuple[int, ...], bold: bool, language: str) -> Iterator[GlyphRun]:
    families = _families(text, bold, language)
    for start, end, level in visual_runs(levels):
        stretches = list(_stretches(families, start, end))
        for first, last in reversed(stretches) if level % 2 else stretches:
            yield _shaped(
                text[first:last], families[first], bold=bold, right_to_left=level % 2 == 1, language=language
            )


def _families(text: str, bold: bool, language: str) -> list[Family]:
    families: list[Family] = []
    before = BASE
    for character in text:
        before = family_of(character, before, bold=bold, language=language) or BASE
        families.append(before)
    return families


def _stretches(families: list[Family], start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    for place in range(start + 1, end + 1):
        if place == end or families[place] is not families[first]:
            yield first, place
            first = place


def _shaped(text: str, family: Family, *, bold: bool, right_to_left: bool, language: str) -> GlyphRun:
    import uharfbuzz

    face = family.face(bold=bold)
    font = harfbuzz_font(face)
    scale = 1000 / units_per_em(face)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if right_to_left else "ltr"
    buffer.script = family.script if family.complex_shaping else _script_of(text)
    buffer.language = language or "en"
    uharfbuzz.shape(font, buffer, {} if family.complex_shaping else _FEATURES)
    glyphs = []
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        character = text[info.cluster]
        own = font.get_nominal_glyph(ord(character)) == info.codepoint
        glyphs.append(
            Glyph(
                index=info.codepoint,
                character=character if own else "",
                advance=place.x_advance * scale,
                right=place.x_offset * scale,
                up=place.y_offset * scale,
            )
        )
    return GlyphRun(face, text, family.complex_shaping, tuple(glyphs), sum(glyph.advance for glyph in glyphs))


def _script_of(text: str) -> str:
    for character in text:
        if "\u0370" <= character <= "\u03ff":
            return "Grek"
        if "\u0400" <= character <= "\u052f":
            return "Cyrl"
    return BASE.script
