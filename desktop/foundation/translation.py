"""Words that people read, through gettext, so that they can be translated.

A catalogue is looked for in ``resources/translations/<language>/LC_MESSAGES/sounding-board.mo``; where there is
none the English in the code is shown. A programme pack can bring a catalogue of its own for what is printed: its
:class:`Tongue` is given in place of the language's code.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import lru_cache

from desktop.foundation.assets import resource_path
from desktop.foundation.catalogues import Catalogue

DOMAIN = "sounding-board"


class Said(str):
    """Words in one language which know the same words in a second.

    A form in two languages side by side says everything twice. What is written for one language hands such words
    on as they are, and only what sets them on the page looks at both. Cutting or joining them gives words in the
    first language alone.

    Attributes:
        second: the same in the second language.
    """

    second: str

    def __new__(cls, first: str, second: str) -> Said:
        """Return ``first``, with ``second`` beside it."""
        said = super().__new__(cls, first)
        said.second = second
        return said

    def __reduce__(self) -> tuple[type[Said], tuple[str, str]]:
        """Return what copies are made from."""
        return Said, (str(self), self.second)


class Tongue(str):
    """A BCP 47 code with the catalogue that a programme brings for it, and perhaps a second language beside it.

    Attributes:
        catalogue: asked before the program's own.
        second: the language beside it on the page, ``None`` where there is one language alone.
    """

    catalogue: Catalogue
    second: Tongue | None

    def __new__(cls, code: str, catalogue: Catalogue, second: Tongue | None = None) -> Tongue:
        """Return ``code``, with its words beside it."""
        tongue = super().__new__(cls, code)
        tongue.catalogue = catalogue
        tongue.second = second
        return tongue

    def __reduce__(self) -> tuple[type[Tongue], tuple[str, Catalogue, Tongue | None]]:
        """Return what copies are made from."""
        return Tongue, (str(self), self.catalogue, self.second)


def in_each(said: str, change: Callable[[str], str]) -> str:
    """Return ``said`` changed, in both languages where it is said in two."""
    return Said(change(str(said)), change(said.second)) if isinstance(said, Said) else change(said)


def parts_of(said: str, separator: str) -> tuple[str, ...]:
    """Return ``said`` cut at ``separator``, each part in both languages where both have as many."""
    parts = said.split(separator)
    if isinstance(said, Said):
        second = said.second.split(separator)
        if len(second) != len(parts):
            return (said,)
        return tuple(Said(*pair) for pair in zip(parts, second, strict=True))
    return tuple(parts)


@lru_cache(maxsize=8)
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(
        DOMAIN, localedir=str(resource_path("translations")), languages=[language], fallback=True
    )


def tr(message: str, /, *, language: str = "en", **values: object) -> str:
    """Return ``message`` in ``language`` with ``{name}`` places filled from ``values``.

    In a :class:`Tongue` with a second language it is :class:`Said` in both.
    """
    text = _one(message, language)
    said = text.format(**values) if values else text
    if isinstance(language, Tongue) and language.second is not None:
        return Said(said, tr(message, language=language.second, **_second(values)))
    return said


def ntr(singular: str, plural: str, count: int, /, *, language: str = "en", **values: object) -> str:
    """Return the form of the message for ``count``; ``{count}`` is filled in."""
    said = _counted(singular, plural, count, language).format(count=count, **values)
    if isinstance(language, Tongue) and language.second is not None:
        return Said(said, ntr(singular, plural, count, language=language.second, **_second(values)))
    return said


def _one(message: str, language: str) -> str:
    if isinstance(language, Tongue) and message in language.catalogue.words:
        return language.catalogue.one(message)
    return _catalogue(str(language)).gettext(message)


def _counted(singular: str, plural: str, count: int, language: str) -> str:
    if isinstance(language, Tongue) and singular in language.catalogue.words:
        return language.catalogue.counted(singular, plural, count)
    return _catalogue(str(language)).ngettext(singular, plural, count)


def _second(values: dict[str, object]) -> dict[str, object]:
    return {name: value.second if isinstance(value, Said) else value for name, value in values.items()}
