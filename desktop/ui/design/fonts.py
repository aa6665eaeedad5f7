"""The shipped Noto faces as fallback families, so that every script has glyphs wherever the program runs."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from desktop.foundation.assets import resource_path

_SUFFIXES = {".ttf", ".otf", ".ttc"}


def add_shipped_fonts() -> tuple[str, ...]:
    """Make the faces in ``resources/fonts`` known to Qt and return their families; Latin ones stand first."""
    folder = resource_path("fonts")
    families: list[str] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in _SUFFIXES:
            continue
        number = QFontDatabase.addApplicationFont(str(path))
        if number < 0:
            continue
        for family in QFontDatabase.applicationFontFamilies(number):
            if family not in families:
                families.append(family)
    return tuple(sorted(families, key=lambda family: (family != "Noto Sans", family)))


def with_fallbacks(font: QFont, families: tuple[str, ...]) -> QFont:
    """Return ``font`` with ``families`` behind its own; where the system has no fonts at all they come first."""
    own = [family for family in font.families() if family] or [font.family()]
    installed = set(QFontDatabase.families())
    first = [family for family in own if family in installed and family not in families]
    result = QFont(font)
    result.setFamilies([*first, *families] or own)
    return result
