"""Paragraphs as parts of a page: what questions, front page and slip are built from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from desktop.foundation.translation import Said, Tongue
from desktop.paper.editions import Edition
from desktop.paper.placed import LINE, Block, Frame, Item, Part, Words
from desktop.paper.words import is_to_fill_in
from desktop.typesetting.direction import language_is_right_to_left
from desktop.typesetting.fonts import is_tall
from desktop.typesetting.lines import set_text
from desktop.typesetting.plain_words import plain_words
from desktop.typesetting.styles import TextStyle

_FRAME_PADDING = 1.5
_BETWEEN = 7.0
"""Between two languages side by side."""
_NARROWEST = 45.0
"""Of a column of words: below it two languages stand one below the other."""
_SHORT = 300
"""Characters of a paragraph that stays together in two languages, each with its own line height."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What all parts of one booklet share.

    Attributes:
        width: of the words, in millimetres.
        form_language: name of the language as in the form.
        language: its BCP 47 code. In two languages both are :class:`~desktop.foundation.translation.Said` or a
            :class:`~desktop.foundation.translation.Tongue` with a second one.
        media: file name to content of the form's pictures.
        height: of the words on one page, in millimetres; nothing that stays together is higher.
        fillable: the pages are to be filled in on a screen and sent by e-mail.
    """

    edition: Edition
    width: float
    form_language: str
    language: str
    media: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    fillable: bool = False
    height: float = 247.0

    @property
    def right_to_left(self) -> bool:
        """Whether the pages run from right to left: everything is placed as if they did not, then turned round."""
        return language_is_right_to_left(self.language)

    def lines(self, text: str, style: TextStyle, *, x: float = 0.0, y: float = 0.0, right: float = 0.0) -> Part:
        """Return a part with the lines of ``text``; ``x`` and ``right`` stay free beside, ``y`` above."""
        items: list[Item] = []
        height = 0.0
        for pitch, column in self._columns(text, style, x, right):
            items += [replace(each, y=y + row * pitch + style.ascent) for row, each in enumerate(column)]
            height = max(height, style.line_height + (len(column) - 1) * pitch)
        return Part(y + height, tuple(items))

    @property
    def second(self) -> Tongue | None:
        """The language beside the first one; ``None``: the form is in one language."""
        return self.language.second if isinstance(self.language, Tongue) else None

    @property
    def second_left(self) -> float:
        """Where the words of the second language begin: both have the same room beside the boxes."""
        edition = self.edition
        boxes = edition.number_width + edition.code_width + edition.box + edition.box_gap
        return (boxes + self.width + _BETWEEN) / 2

    def _columns(self, text: str, style: TextStyle, x: float, right: float) -> list[tuple[float, list[Words]]]:
        """Return the lines of ``text`` without their heights, in one column or two, each with its line height.

        Words in two languages stand side by side, the second at its own end of the page where it runs the other
        way; one below the other where there is no room for that.
        """
        said, end = plain_words(text), self.width - right
        if not isinstance(said, Said) or said.second == said or self.second is None:
            pitch = self._pitch(style, self.language)
            lines = set_text(str(said), style, end - x, language=self.language)
            return [(pitch, [Words(x, 0.0, line) for line in lines])]
        side_by_side = right < _BETWEEN and self.second_left - x > _NARROWEST
        first_end = self.second_left - _BETWEEN if side_by_side else end
        left = self.second_left if side_by_side else x
        first = [Words(x, 0.0, line) for line in set_text(str(said), style, first_end - x, language=self.language)]
        turned = language_is_right_to_left(self.second) is not self.right_to_left
        second = [
            Words(end - line.width if turned else left, 0.0, line)
            for line in set_text(said.second, style, end - left, language=self.second)
        ]
        if not side_by_side:
            return [(style.line_height, [*first, *second])]
        return [(self._pitch(style, self.language), first), (self._pitch(style, self.second), second)]

    @staticmethod
    def _pitch(style: TextStyle, language: str) -> float:
        """Return the line height that a language needs: beside a tall one another stays as it is."""
        return style.line_height if is_tall(language) else replace(style, tall=False).line_height

    def paragraph(
        self, text: str, style: TextStyle, *, x: float = 0.0, gap: float = 0.0, keep_with_next: bool = False
    ) -> Block:
        """Return a paragraph that may run over to the next page, never with one line alone on either side.

        What the programme has still to fill in is framed, so that nobody takes it for the real words.
        """
        if is_to_fill_in(text):
            return Block((self.to_fill_in(text, style, x=x, gap=gap),), keep_with_next=keep_with_next)
        if self.second is not None and len(text) < _SHORT:
            return Block((replace(self.lines(text, style, x=x), gap=gap),), keep_with_next=keep_with_next)
        columns = [column for _, column in self._columns(text, style, x, 0.0)]
        rows = max(len(column) for column in columns)
        parts = []
        for row in range(rows):
            last = rows - 1
            parts.append(
                Part(
                    style.line_height,
                    tuple(replace(column[row], y=style.ascent) for column in columns if row < len(column)),
                    gap=gap if row == 0 else 0.0,
                    glued=row == 0 < last or (row == last - 1 and row >= 0),
                )
            )
        return Block(tuple(parts), keep_with_next=keep_with_next, splittable=True)

    def to_fill_in(self, text: str, style: TextStyle, *, x: float = 0.0, gap: float = 0.0) -> Part:
        """Return words in a dashed frame: something is still to be filled in by the programme."""
        inner = self.lines(
            text, replace(style, bold=True), x=x + _FRAME_PADDING, y=_FRAME_PADDING, right=_FRAME_PADDING
        )
        height = inner.height + _FRAME_PADDING
        frame: Item = Frame(x, 0.0, self.width - x, height, LINE, dashed=True)
        return Part(height, (frame, *inner.items), gap=gap)

    def statement_heading(self, text: str, version: str, style: TextStyle, *, gap: float) -> Block:
        """Return a heading with the version of the words below it in small print at the end of its line.

        A version in a paragraph of its own would, sooner or later, stand alone on a page.
        """
        small = self.edition.styles.pattern
        whole = self.heading(text, style, gap=gap)
        (part,) = whole.parts
        (line,) = set_text(version, small, self.width, language=self.language)[:1]
        left, y, height = self.width - line.width, part.height - style.line_height + style.ascent, part.height
        if (
            self.width - max(each.x + each.width for each in part.items if isinstance(each, Words))
            < line.width + 4
        ):
            left, y, height = 0.0, part.height + small.ascent, part.height + small.line_height
        return replace(whole, parts=(replace(part, height=height, items=(*part.items, Words(left, y, line))),))

    def heading(self, text: str, style: TextStyle, *, gap: float, new_page: bool = False) -> Block:
        """Return a heading, kept with what follows it."""
        if is_to_fill_in(text):
            return Block((self.to_fill_in(text, style, gap=gap),), True, new_page=new_page, heading=True)
        part = replace(self.lines(text, style), gap=gap)
        return Block((part,), keep_with_next=True, new_page=new_page, heading=True)


def stacked(*parts: Part, gap: float = 0.0, glued: bool = False) -> Part:
    """Return the parts one below another as one part, their own gaps between them; the first gap is ``gap``."""
    from desktop.paper.placed import moved

    items: list[Item] = []
    y = 0.0
    for number, part in enumerate(parts):
        y += part.gap if number else 0.0
        items += [moved(item, 0.0, y) for item in part.items]
        y += part.height
    return Part(y, tuple(items), gap=gap, glued=glued)


def beside(*parts: Part, gap: float = 0.0, glued: bool = False) -> Part:
    """Return the parts on top of one another as one part: each keeps its own place from left to right."""
    height = max(part.height for part in parts)
    return Part(height, tuple(item for part in parts for item in part.items), gap=gap, glued=glued)


def in_lines(part: Part) -> tuple[Part, ...]:
    """Return a part of words cut into its lines, never with one alone; a part with anything else as it is."""
    words = [item for item in part.items if isinstance(item, Words)]
    baselines = sorted({item.y for item in words})
    if len(words) < len(part.items) or len(baselines) < 2:
        return (part,)
    # a line reaches from the middle between it and the one above to the middle between it and the one below
    edges = [0.0, *((above + below) / 2 for above, below in pairwise(baselines)), part.height]
    lines = []
    for row, (top, bottom) in enumerate(pairwise(edges)):
        items = tuple(replace(item, y=item.y - top) for item in words if top <= item.y < bottom)
        glued = row in (0, len(baselines) - 2)
        lines.append(Part(bottom - top, items, gap=part.gap if row == 0 else 0.0, glued=glued))
    return tuple(lines)
