"""Set lines onto a reportlab canvas, glyph by glyph, with the text beside them for whoever reads or copies it."""

from __future__ import annotations

from typing import Any

from desktop.typesetting.fonts import register_face
from desktop.typesetting.lines import Glyph, GlyphRun, SetLine
from desktop.typesetting.styles import POINT


def draw_line(canvas: Any, line: SetLine, x: float, y: float) -> None:
    """Draw ``line`` with its left end and baseline at ``x``, ``y`` (points, from the page's bottom left).

    A run whose glyphs are not its characters one by one (Arabic, Indic) carries them as ``ActualText`` in reading
    order (PDF 32000-1, 14.9.4), so that search, copying and screen readers find the words. (PDFium turns the
    letters of right-to-left ActualText round once more when it extracts text; the standard says otherwise.)
    """
    for run in line.runs:
        if run.glyphs and run.text.strip():
            canvas._code.append(_operators(canvas, run, line.size, x, y))
        x += run.width * line.size / 1000


def draw_line_mm(canvas: Any, line: SetLine, x: float, y: float, page_height: float) -> None:
    """Draw ``line`` at ``x``, ``y`` in millimetres from the page's top left corner."""
    draw_line(canvas, line, x / POINT, (page_height - y) / POINT)


def _operators(canvas: Any, run: GlyphRun, size: float, x: float, y: float) -> str:
    font = register_face(run.face)
    codes = [_code(font, glyph) for glyph in run.glyphs]
    encoded = [
        (subset, byte)
        for subset, piece in font.splitString("".join(map(chr, codes)), canvas._doc)
        for byte in piece
    ]
    out = [f"BT 1 0 0 1 {x:.3f} {y:.3f} Tm"]
    array: list[str] = []

    def flush() -> None:
        if array:
            out.append(f"[{''.join(array)}] TJ")
            array.clear()

    current, rise, pending = -1, 0.0, 0.0
    for glyph, code, (subset, byte) in zip(run.glyphs, codes, encoded, strict=True):
        if subset != current:
            flush()
            out.append(f"{font.getSubsetInternalName(subset, canvas._doc)} {size:g} Tf")
            current = subset
        if glyph.up != rise:
            flush()
            out.append(f"{glyph.up * size / 1000:.3f} Ts")
            rise = glyph.up
        pending += glyph.right
        if round(pending, 2):
            array.append(f"{-pending:.2f}")
        array.append(f"<{byte:02x}>")
        # the PDF moves on by the glyph's own width: what shaping wants beyond that goes before the next glyph
        pending = glyph.advance - font.face.getCharWidth(code) - glyph.right
    flush()
    if rise:
        out.append("0 Ts")
    out.append("ET")
    drawn = " ".join(out)
    if run.complex_shaping:
        spoken = run.text.encode("utf-16-be").hex()
        return f"/Span <</ActualText <feff{spoken}>>> BDC {drawn} EMC"
    return drawn


def _code(font: Any, glyph: Glyph) -> int:
    """Return the code point under which reportlab embeds the glyph; a private one where it has none of its own."""
    face = font.face
    if glyph.character and face.charToGlyph.get(ord(glyph.character)) == glyph.index and glyph.character != "\xa0":
        return ord(glyph.character)
    known = face.glyphToChar.get(glyph.index)
    if known:
        return int(known[0])
    shaper = font.hbFont()  # also gives the font its hbAddPrivate
    width = shaper.get_glyph_h_advance(glyph.index) * 1000 / shaper.face.upem
    return int(font.hbAddPrivate(shaper.glyph_to_string(glyph.index), glyph.index, width))
