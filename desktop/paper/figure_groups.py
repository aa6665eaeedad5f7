"""Which boxes belong together: the figures of one number stand side by side, those of the next further off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from desktop.sheets.copies import BoxKind

_SPACE = 1.5
"""Between two figure boxes of one group at most, in millimetres."""


class _Placed(Protocol):
    """What has a place: an answer being laid out, or a box of a layout."""

    @property
    def kind(self) -> BoxKind: ...
    @property
    def value(self) -> str: ...
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def width(self) -> float: ...


Of = TypeVar("Of", bound=_Placed)


def groups_of(boxes: Sequence[Of]) -> Iterator[list[Of]]:
    """Yield boxes that hold one number, side by side; every other box by itself. In the order given."""
    group: list[Of] = []
    for box in boxes:
        if group and not _goes_on(group[-1], box):
            yield group
            group = []
        group.append(box)
    if group:
        yield group


def _goes_on(before: _Placed, box: _Placed) -> bool:
    if box.kind is not BoxKind.FIGURE or before.kind is not BoxKind.FIGURE or before.value != box.value:
        return False
    space = abs(box.x - before.x) - box.width
    return abs(box.y - before.y) < 0.2 and -0.2 < space < _SPACE + 0.2
