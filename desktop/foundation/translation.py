"""Words that people read, through gettext, so that they can be translated.

A catalogue is looked for in ``resources/translations/<language>/LC_MESSAGES/sounding-board.mo``; where there is
none the English in the code is shown.
"""

from __future__ import annotations

import gettext
from functools import lru_cache

from desktop.foundation.assets import resource_path

DOMAIN = "sounding-board"


@lru_cache(maxsize=8)
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(
        DOMAIN, localedir=str(resource_path("translations")), languages=[language], fallback=True
    )


def tr(message: str, /, *, language: str = "en", **values: object) -> str:
    """Return ``message`` in ``language`` with ``{name}`` places filled from ``values``."""
    text = _catalogue(language).gettext(message)
    return text.format(**values) if values else text


def ntr(singular: str, plural: str, count: int, /, *, language: str = "en", **values: object) -> str:
    """Return the form of the message for ``count``; ``{count}`` is filled in."""
    return _catalogue(language).ngettext(singular, plural, count).format(count=count, **values)
