"""The way through a form: which screens there are now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from desktop.questionnaires.cells import Cell
from desktop.questionnaires.definition import FormDefinition, Group, Question, Repeat
from desktop.questionnaires.steps import Screen

if TYPE_CHECKING:
    from desktop.questionnaires.entry_state import EntryState

FIELD_LIST = "field-list"


def screens_of(
    definition: FormDefinition,
    state: EntryState,
    within: str | None,
    excluding: str | None,
    *,
    everything: bool,
) -> tuple[Screen, ...]:
    """Return the screens in order: one question each, the visible questions of a field list together.

    Args:
        within: path of a group: only its screens.
        excluding: path of a group: all others.
        everything: also what isn't relevant.
    """
    root = state.instance.root
    walker = _Walker(state, excluding or None, everything)
    if within:
        node = definition.find(within)
        if node is None or isinstance(node, Question):
            return ()
        cell = state.cell(within)
        if not everything and not cell.rel:
            return ()
        section = walker.section(node, cell, "")
        return tuple(walker.inside(node, cell, section))
    return tuple(walker.inside(definition.root, root, ""))


class _Walker:
    def __init__(self, state: EntryState, excluding: str | None, everything: bool) -> None:
        self.state = state
        self.excluding = excluding
        self.everything = everything

    def section(self, node: Group | Repeat, cell: Cell, above: str) -> str:
        return self.state.words(node.labels, cell).strip() or above

    def inside(self, node: Group | Repeat, cell: Cell, section: str) -> Iterator[Screen]:
        if FIELD_LIST in node.appearances:
            paths = tuple(path for path in self._questions(node, cell))
            if paths:
                yield Screen(paths, section, cell.path())
            return
        for child, below in self._children(node, cell):
            if isinstance(child, Question):
                yield Screen((below.path(),), section, cell.path())
            else:
                yield from self.inside(child, below, self.section(child, below, section))

    def _questions(self, node: Group | Repeat, cell: Cell) -> Iterator[str]:
        for child, below in self._children(node, cell):
            if isinstance(child, Question):
                yield below.path()
            else:
                yield from self._questions(child, below)

    def _children(self, node: Group | Repeat, cell: Cell) -> Iterator[tuple[Question | Group | Repeat, Cell]]:
        """Yield what is to be shown below ``node``, each with its cell; a repeat once an instance."""
        for child in node.children:
            if isinstance(child, Question) and not child.visible:
                continue
            if self.excluding is not None and child.path == self.excluding:
                continue
            if not isinstance(child, Question) and child.path == node.path:
                yield child, cell  # a group for looks alone, without a node of its own
                continue
            for below in self._cells(child, node, cell):
                if self.everything or below.rel:
                    yield child, below

    def _cells(self, child: Question | Group | Repeat, node: Group | Repeat, cell: Cell) -> list[Cell]:
        static = self.state.definition.plan.by_ref[child.path]
        return self.state.instance.reach(static, cell.static.home, cell)
