"""Blocks onto pages. Knows heights only, so that it can be tested without a font."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.foundation.errors import Defect
from desktop.paper.placed import Block, Part

_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class At:
    """A part and its top, in millimetres below the top of the words."""

    y: float
    part: Part


def fill_pages(blocks: Iterable[Block], height: float) -> tuple[tuple[At, ...], ...]:
    """Return the pages, each with its parts from top to bottom.

    A question stays with its answers and a heading with the first question after it. Only what is taller than a
    page is cut, between two parts, and says "continued" on the next page.

    Raises:
        Defect: one part alone is taller than a page.
    """
    pages: list[list[At]] = [[]]
    used = 0.0

    def turn() -> None:
        nonlocal used
        if pages[-1]:
            pages.append([])
        used = 0.0

    def put(part: Part) -> None:
        nonlocal used
        top = used + part.gap if pages[-1] else 0.0
        pages[-1].append(At(top, part))
        used = top + part.height

    def fits(parts: Sequence[Part]) -> bool:
        return (used if pages[-1] else 0.0) + _height(parts, at_top=not pages[-1]) <= height + _SLACK

    for chain in _chains(blocks):
        if chain[0].new_page:
            turn()
        parts = [part for block in chain for part in block.parts]
        text_alone = chain[-1].splittable
        leads_to_an_answer = not text_alone and _height(parts, at_top=True) <= height + _SLACK
        if not fits(parts) and (leads_to_an_answer or not any(block.splittable for block in chain)):
            turn()  # a few words before a question are not cut either: they are read with it
        glued_before: list[Part] = []
        for block in chain:
            if not block.splittable and not block.keep_with_next and not fits([*glued_before, *block.parts]):
                turn()  # the words that lead to a question may have filled the page, and it keeps its answers
            for number, unit in enumerate(_units(block.parts)):
                whole = [*glued_before, *unit]
                if block.keep_with_next and unit[-1] is block.parts[-1]:
                    glued_before = whole
                    continue
                if glued_before and _height(whole, at_top=True) > height + _SLACK:
                    # so much text to keep together that no page could hold it
                    for part in glued_before:
                        if not fits([part]):
                            turn()
                        put(part)
                    whole = unit
                glued_before = []
                if not fits(whole) and pages[-1]:
                    turn()
                    if number and block.continued is not None:
                        put(block.continued)
                if _height(whole, at_top=True) > height + _SLACK:
                    raise Defect("a part of a page is taller than the page")
                for part in whole:
                    put(part)
    return tuple(tuple(page) for page in pages if page)


def _height(parts: Sequence[Part], *, at_top: bool) -> float:
    total = sum(part.gap + part.height for part in parts)
    return total - parts[0].gap if at_top and parts else total


def _chains(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Yield blocks that stay together: headings with what follows them."""
    chain: list[Block] = []
    for block in blocks:
        if not block.parts:
            continue
        if block.new_page and chain:
            yield _ended(chain)
            chain = []
        chain.append(block)
        if not block.keep_with_next:
            yield chain
            chain = []
    if chain:
        yield _ended(chain)


def _ended(chain: list[Block]) -> list[Block]:
    """Return a chain with nothing after it: its last heading has nothing to be kept with."""
    return [*chain[:-1], replace(chain[-1], keep_with_next=False)]


def _units(parts: Sequence[Part]) -> Iterator[list[Part]]:
    unit: list[Part] = []
    for part in parts:
        unit.append(part)
        if not part.glued:
            yield unit
            unit = []
    if unit:
        yield unit
