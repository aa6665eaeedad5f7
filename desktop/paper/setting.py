"""Paragraphs as parts of a page: what questions, front page and slip are built from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from desktop.paper.editions import Edition
from desktop.paper.placed import LINE, Block, Frame, Item, Part, Words
from desktop.paper.words import is_to_fill_in
from desktop.typesetting.direction import language_is_right_to_left
from desktop.typesetting.lines import set_text
from desktop.typesetting.plain_words import plain_words
from desktop.typesetting.styles import TextStyle

_FRAME_PADDING = 1.5


@dataclass(frozen=True, slots=True)
class Setting:
    """What all parts of one booklet share.

    Attributes:
        width: of the words, in millimetres.
        form_language: name of the language as in the form.
        language: its BCP 47 code.
        media: file name to content of the form's pictures.
    """

    edition: Edition
    width: float
    form_language: str
    language: str
    media: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def right_to_left(self) -> bool:
        """Whether the pages run from right to left: everything is placed as if they did not, then turned round."""
        return language_is_right_to_left(self.language)

    def lines(self, text: str, style: TextStyle, *, x: float = 0.0, y: float = 0.0, right: float = 0.0) -> Part:
        """Return a part with the lines of ``text``; ``x`` and ``right`` stay free beside, ``y`` above."""
        set_lines = set_text(plain_words(text), style, self.width - x - right, language=self.language)
        items = tuple(
            Words(x, y + row * style.line_height + style.ascent, line) for row, line in enumerate(set_lines)
        )
        return Part(y + len(set_lines) * style.line_height, items)

    def paragraph(
        self, text: str, style: TextStyle, *, x: float = 0.0, gap: float = 0.0, keep_with_next: bool = False
    ) -> Block:
        """Return a paragraph that may run over to the next page, never with one line alone on either side.

        What the programme has still to fill in is framed, so that nobody takes it for the real words.
        """
        if is_to_fill_in(text):
            return Block((self.to_fill_in(text, style, x=x, gap=gap),), keep_with_next=keep_with_next)
        whole = self.lines(text, style, x=x)
        parts = []
        for row, item in enumerate(whole.items):
            last = len(whole.items) - 1
            parts.append(
                Part(
                    style.line_height,
                    (replace(item, y=style.ascent),),
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
        if self.width - max(item.width for item in part.items if isinstance(item, Words)) < line.width + 4.0:
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
