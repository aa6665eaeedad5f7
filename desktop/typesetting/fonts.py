"""The shipped faces: which one draws a character, and how HarfBuzz and reportlab get at it.

Nothing is loaded before it is used. A character that no face has is never drawn as an empty box in silence:
:func:`missing_characters` finds it first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from desktop.foundation.assets import resource_path


@dataclass(frozen=True, slots=True)
class Family:
    """One family of faces.

    Attributes:
        name: also the start of the file names, ``NotoSans`` for ``NotoSans-Regular.ttf``.
        scripts: ranges of code points, first and last, that it is chosen for before any other.
        script: ISO 15924 tag for shaping.
        complex_shaping: whether glyphs and characters differ so much that text must be carried beside the glyphs.
        languages: BCP 47 codes; chosen for text in these languages alone. Empty: for every language.
    """

    name: str
    scripts: tuple[tuple[int, int], ...]
    script: str
    complex_shaping: bool
    languages: frozenset[str] = frozenset()

    def face(self, *, bold: bool) -> str:
        """Return the face's name, which is its file's name without ``.ttf``."""
        return f"{self.name}-{'Bold' if bold else 'Regular'}"

    def serves(self, language: str) -> bool:
        """Tell whether text in ``language`` may be set in it."""
        return not self.languages or language.partition("-")[0].lower() in self.languages


_ARABIC = ((0x0600, 0x06FF), (0x0750, 0x077F), (0x0870, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
BASE = Family("NotoSans", (), "Latn", False)
NASTALIQ = Family("NotoNastaliqUrdu", _ARABIC, "Arab", True, frozenset({"ur", "ks"}))
"""What readers of Urdu are used to: Naskh, in which Arabic is set, looks foreign to them."""
SHIPPED: tuple[Family, ...] = (
    BASE,
    NASTALIQ,
    Family("NotoSansArabic", _ARABIC, "Arab", True),
    Family("NotoSansBengali", ((0x0980, 0x09FF),), "Beng", True),
    Family("NotoSansGurmukhi", ((0x0A00, 0x0A7F),), "Guru", True),
)
_NAMED = {family.name: family for family in SHIPPED}
# drawn by nobody: joiners, marks of direction, byte order mark, variation selectors
_UNSEEN = frozenset({0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x061C, 0x2060, 0xFEFF, 0xAD, *range(0xFE00, 0xFE10)})


def is_tall(language: str) -> bool:
    """Tell whether lines in the language with this BCP 47 code need the room of Nastaliq."""
    return NASTALIQ.serves(language) and "latn" not in language.lower().split("-")


def family_of(character: str, before: Family = BASE, *, bold: bool = False, language: str = "") -> Family | None:
    """Return the family that draws ``character`` when ``before`` drew what stands in front of it.

    Spaces, figures and punctuation stay with the family before them where it has them, so that a run of script
    is not cut at every space. ``None``: no shipped face has it.
    """
    # by name: a family itself takes longer to look up than its name, and pages ask for a million characters
    return _family_after(character, before.name, bold, language)


@lru_cache(maxsize=16384)
def _family_after(character: str, name_before: str, bold: bool, language: str) -> Family | None:
    before = _NAMED[name_before]
    code = ord(character)
    for family in SHIPPED:
        if (
            any(first <= code <= last for first, last in family.scripts)
            and family.serves(language)
            and code in coverage(family.face(bold=bold))
        ):
            return family
    if code in _UNSEEN:
        return before
    if not character.isalpha() and code in coverage(before.face(bold=bold)):
        return before
    for family in SHIPPED:
        if family.serves(language) and code in coverage(family.face(bold=bold)):
            return family
    return None


def missing_characters(text: str) -> str:
    """Return the characters of ``text`` that no shipped face can draw, each once, in order."""
    return "".join(
        character
        for character in dict.fromkeys(text)
        if not character.isspace() and (family_of(character) is None or family_of(character, bold=True) is None)
    )


@lru_cache(maxsize=16)
def _harfbuzz_face(face: str) -> Any:
    import uharfbuzz

    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(resource_path("fonts") / f"{face}.ttf")))


@lru_cache(maxsize=16)
def harfbuzz_font(face: str) -> Any:
    """Return the ``uharfbuzz.Font`` of a face; its units are :func:`units_per_em` to the em."""
    import uharfbuzz

    return uharfbuzz.Font(_harfbuzz_face(face))


@lru_cache(maxsize=16)
def units_per_em(face: str) -> int:
    """Return how many font units the em of ``face`` has."""
    return int(_harfbuzz_face(face).upem)


@lru_cache(maxsize=16)
def coverage(face: str) -> frozenset[int]:
    """Return the code points that ``face`` has."""
    return frozenset(_harfbuzz_face(face).unicodes)


def register_faces() -> None:
    """Make every shipped face known to reportlab, and each family for bold in its Paragraphs. Idempotent."""
    from reportlab.pdfbase import pdfmetrics

    known = set(pdfmetrics.getRegisteredFontNames())
    for family in SHIPPED:
        regular, bold = family.face(bold=False), family.face(bold=True)
        if regular in known and bold in known:
            continue
        for face in (regular, bold):
            register_face(face)
        # clear print has no italics: they are drawn upright
        pdfmetrics.registerFontFamily(family.name, normal=regular, bold=bold, italic=regular, boldItalic=bold)


def register_face(face: str) -> Any:
    """Return reportlab's font of one shipped face, registered when it was not yet: faces cost 0.1 s each."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if face not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(face, str(resource_path("fonts") / f"{face}.ttf")))
    return pdfmetrics.getFont(face)
