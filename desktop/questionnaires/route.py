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
    lists: bool = False,
) -> tuple[Screen, ...]:
    """Return the screens in order: one question each, the visible questions of a field list together.

    Args:
        within: path of a group: only its screens.
        excluding: path of a group: all others.
        everything: also what isn't relevant.
        lists: also a list of instances before those of a repeat that a person may add to.
    """
    root = state.instance.root
    walker = _Walker(state, excluding or None, everything, lists)
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
    def __init__(self, state: EntryState, excluding: str | None, everything: bool, lists: bool) -> None:
        self.state = state
        self.excluding = excluding
        self.everything = everything
        self.lists = lists

    def section(self, node: Group | Repeat, cell: Cell, above: str) -> str:
        return self.state.words(node.labels, cell).strip() or above

    def inside(self, node: Group | Repeat, cell: Cell, section: str) -> Iterator[Screen]:
        if FIELD_LIST in node.appearances:
            if self.lists:
                yield from self._lists_below(node, cell, section)
            paths = tuple(path for path in self._questions(node, cell))
            if paths:
                yield Screen(paths, section, cell.path())
            return
        for child, below in self._children(node, cell):
            if below is None:
                yield from self._list_of(child, cell, section)
            elif isinstance(child, Question):
                yield Screen((below.path(),), section, cell.path())
            else:
                yield from self.inside(child, below, self.section(child, below, section))

    def _list_of(self, repeat: Question | Group | Repeat, cell: Cell, section: str) -> Iterator[Screen]:
        static = self.state.definition.plan.by_ref[repeat.path]
        if static.parent is None or self.state.is_fixed(static):
            return
        above = cell.static
        for parent in (
            [cell] if static.parent is above else self.state.instance.reach(static.parent, above.home, cell)
        ):
            if self.everything or self.state.range_relevant(static, parent):
                path = parent.path()
                yield Screen((f"{path}/{static.name}" if path else static.name,), section, path, lists=True)

    def _lists_below(self, node: Group | Repeat, cell: Cell, section: str) -> Iterator[Screen]:
        """Yield the lists of the repeats whose questions are part of a field list: before its screen."""
        for child, below in self._children(node, cell):
            if below is None:
                yield from self._list_of(child, cell, section)
            elif not isinstance(child, Question):
                yield from self._lists_below(child, below, section)

    def _questions(self, node: Group | Repeat, cell: Cell) -> Iterator[str]:
        for child, below in self._children(node, cell):
            if below is None:
                continue
            if isinstance(child, Question):
                yield below.path()
            else:
                yield from self._questions(child, below)

    def _children(
        self, node: Group | Repeat, cell: Cell
    ) -> Iterator[tuple[Question | Group | Repeat, Cell | None]]:
        """Yield what is to be shown below ``node``, each with its cell; a repeat once an instance.

        Before those of a repeat whose instances are listed comes the repeat itself, with ``None``.
        """
        for child in node.children:
            if isinstance(child, Question) and not child.visible:
                continue
            if self.excluding is not None and child.path == self.excluding:
                continue
            if not isinstance(child, Question) and child.path == node.path:
                yield child, cell  # a group for looks alone, without a node of its own
                continue
            if self.lists and isinstance(child, Repeat):
                yield child, None
            for below in self._cells(child, node, cell):
                if self.everything or below.rel:
                    yield child, below

    def _cells(self, child: Question | Group | Repeat, node: Group | Repeat, cell: Cell) -> list[Cell]:
        static = self.state.definition.plan.by_ref[child.path]
        return self.state.instance.reach(static, cell.static.home, cell)
