"""Pictures of labels and choices on paper: as large as their place lets them be, and no finer than print shows."""

from __future__ import annotations

import io
from dataclasses import replace

from desktop.paper.placed import Part, Picture, moved
from desktop.paper.setting import Setting
from desktop.questionnaires.definition import Words
from desktop.questionnaires.form_media import picture_of

DOTS = 300
"""To the inch. A printer of an office shows no more, and a larger file would not go by e-mail."""
_COARSEST = 72
"""Dots to the inch at the least: a small picture is not blown up until its dots are seen."""
_WIDEST, _TALLEST = 110.0, 60.0
_OF_CHOICE = 16.0
_CHOICE_IN_EASY_READ = 0.7
_BELOW = 1.5
_QUALITY = 85
_MILLIMETRES = 25.4


def label_picture(words: Words, setting: Setting) -> Picture | None:
    """Return the picture of a question's words at the top left corner; ``None`` where there is none."""
    side = setting.edition.picture
    left = setting.edition.number_width
    widest, tallest = (side, side) if side else (min(_WIDEST, setting.width - left), _TALLEST)
    return _picture(words, setting, x=left, widest=widest, tallest=tallest)


def choice_picture(words: Words, setting: Setting, *, x: float) -> Picture | None:
    """Return the picture of a choice, ``x`` from the left, beside its box; ``None`` where there is none."""
    side = setting.edition.picture * _CHOICE_IN_EASY_READ or _OF_CHOICE
    return _picture(words, setting, x=x, widest=side * 1.5, tallest=side)


def in_the_middle(part: Part, picture: Picture) -> Part:
    """Return ``part`` and the picture as one part, the lower of them in the middle of the other's height."""
    height = max(part.height, picture.height)
    items = [moved(item, 0.0, (height - part.height) / 2) for item in part.items]
    return replace(part, height=height, items=(*items, replace(picture, y=(height - picture.height) / 2)))


def below(picture: Picture | None, *, gap: float) -> list[Part]:
    """Return the picture as a part that stands below another; nothing where there is none."""
    return [] if picture is None else [Part(picture.height + _BELOW, (picture,), gap=gap)]


def _picture(words: Words, setting: Setting, *, x: float, widest: float, tallest: float) -> Picture | None:
    from PIL import Image

    # two languages on one sheet share the picture of the first
    content = setting.media.get(picture_of(words, str(setting.form_language)))
    if content is None:
        return None
    with Image.open(io.BytesIO(content)) as opened:
        across, down = opened.size
        scale = min(widest / across, tallest / down, _MILLIMETRES / _COARSEST)
        width, height = across * scale, down * scale
        dots = (max(1, round(width / _MILLIMETRES * DOTS)), max(1, round(height / _MILLIMETRES * DOTS)))
        sheet = opened.convert("RGB")
        if dots[0] < across:
            sheet = sheet.resize(dots, Image.Resampling.LANCZOS)
        file = io.BytesIO()
        sheet.save(file, format="JPEG", quality=_QUALITY)
    return Picture(x, 0.0, width, height, file.getvalue())
