"""The cells of one entry, and the work that follows a change."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from datetime import UTC, datetime, timezone, tzinfo
from typing import Any

from desktop.foundation.errors import Defect, WorldError
from desktop.foundation.translation import tr
from desktop.questionnaires.casting import cast
from desktop.questionnaires.cells import Cell, DocumentCell, Static, shared_repeat
from desktop.questionnaires.draws import Draws
from desktop.questionnaires.expressions.context import Context, Scope
from desktop.questionnaires.expressions.values import to_number
from desktop.questionnaires.nodes import XNode
from desktop.questionnaires.plan import CALCULATE, CHOICES, COUNT, RELEVANT, Action, Blueprint, Plan
from desktop.questionnaires.preloads import preloaded

MAX_INSTANCES = 10_000
"""Instances of repeats that one entry may add, so that a count of a billion is no way to fill the memory."""
MAX_CELLS = 500_000
"""Nodes in those instances together, for the same reason where an instance is large."""
MAX_TEXT = 1_000_000
"""Characters of one value, so that calculations that double each other's text are no way to fill it either."""
_ROUNDS = 50
"""How often one computation of one cell may run in one action, for running totals over many instances."""

NEW, RESTORED, EDITED = "new", "restore", "edit"
"""How an entry is begun."""

FIRST_LOAD = "odk-instance-first-load"
LOAD = "odk-instance-load"
NEW_INSTANCE = frozenset({"odk-new-repeat", "odk-new-repeat-instance"})
VALUE_CHANGED = "xforms-value-changed"


class Instance(Scope):
    """The cells of one entry.

    Attributes:
        plan: the form's rules.
        root: the document element's cell.
        singles: cells in no repeat, by the number of what they are; ``None`` at the others.
        changed: cells whose state changed in this action, in the order it was found out.
        removed: paths that went in this action.
        last_saved: root of the instance saved last, where one was given.
        as_written: keeps choices that a filter no longer leaves.
    """

    def __init__(self, plan: Plan, draws: Draws, *, as_written: bool = False) -> None:
        self.plan = plan
        self.draws = draws
        self.as_written = as_written
        self.zone: tzinfo = UTC
        self.last_saved: XNode | None = None
        self._instances = 0
        self._cells = 0
        self.singles: list[Any] = [None] * len(plan.statics)
        self.top = DocumentCell()
        self.changed: dict[int, Cell] = {}
        self.removed: list[str] = []
        self._heap: list[int] = []
        self._pending: dict[int, dict[int, Cell]] = {}
        self._runs: dict[int, dict[int, int]] = {}
        self._acting = 0
        if plan.blueprint is None:
            raise Defect("a plan without its initial content")
        self.root = self._build(plan.blueprint, self.top)
        self.top.top_cell = self.root

    # ---- what expressions ask of the entry ----

    def now(self) -> datetime:
        return self.draws.now()

    def draw(self, kind: str, origin: XNode) -> str:
        return self.draws.draw(kind, origin.path() if isinstance(origin, Cell) else "")

    def metadata(self, name: str) -> str:
        return self.draws.metadata(name)

    def version(self) -> str:
        return next((one.text for one in self.root.named if one.static.name == "@version"), "")

    def instance(self, name: str) -> XNode | None:
        if self.last_saved is not None and name in self.plan.last_saved:
            return self.last_saved
        return self.plan.instances.get(name)

    def document(self, origin: XNode) -> XNode:
        return self.top

    # ---- cells ----

    def _build(self, blueprint: Blueprint, parent: XNode) -> Cell:
        static = blueprint.static
        cell = Cell(static, parent, blueprint.text)
        if static.home is None:
            self.singles[static.number] = cell
        if static.attributes:
            cell.named = [
                self._build(Blueprint(one, text, ()), cell)
                for one, text in zip(static.attributes, blueprint.attributes, strict=True)
            ]
        if static.children:
            kids: list[Cell | list[Cell] | None] = [[] if child.repeat else None for child in static.children]
            for part in blueprint.children:
                kid = self._build(part, cell)
                held = kids[part.static.slot]
                if isinstance(held, list):
                    kid.index = len(held) + 1
                    held.append(kid)
                else:
                    kids[part.static.slot] = kid
            cell.kids = kids  # type: ignore[assignment]
        return cell

    def reach(self, static: Static, within: Static | None, start: Cell) -> list[Cell]:
        """Return the cells of ``static`` in the same instance of ``within`` as ``start``."""
        if static.home is None:
            return [self.singles[static.number]]
        base = self.root
        if within is not None:
            at: XNode | None = start
            while isinstance(at, Cell) and at.static is not within:
                at = at.parent
            if isinstance(at, Cell):
                base = at
        downs: list[Static] = []
        up: Static | None = static
        while up is not None and up is not base.static:
            downs.append(up)
            up = up.parent
        found = [base]
        for down in reversed(downs):
            below: list[Cell] = []
            for cell in found:
                kid = cell.named[down.slot] if down.attribute else cell.kids[down.slot]  # type: ignore[index]
                if isinstance(kid, list):
                    below += kid
                else:
                    below.append(kid)
            found = below
        return found

    def owners(self, static: Static) -> list[Cell]:
        """Return every cell of ``static``."""
        return self.reach(static, None, self.root)

    # ---- actions ----

    def begin(self) -> None:
        """Forget what the last action changed."""
        self.changed = {}
        self.removed = []
        self._runs = {}
        self._acting = 0

    def load(self, blueprint: Blueprint | None = None, *, mode: str = NEW) -> None:
        """Work everything out for the first time.

        Args:
            blueprint: the content to begin with, where it isn't the form's own.
            mode: :data:`NEW`; :data:`RESTORED` for one that is gone on with, :data:`EDITED` for a revision of one
                that was finalised: what fires on the first load alone has fired for both.
        """
        if blueprint is not None:
            self.root = self._build(blueprint, self.top)
            self.top.top_cell = self.root
        offset = self.draws.now().utcoffset()
        if offset is None:
            raise Defect("the clock gives a naive time")
        # The offset at the start, from the journal when it is replayed: a draft resumed after the clocks changed
        # works dates out as before.
        self.zone = timezone(offset)
        for static in self.plan.statics:
            if static.preload and (mode == NEW or (mode == EDITED and static.preload == "uid")):
                value = preloaded(static, self.draws)
                if value is not None:
                    for cell in self.owners(static):
                        cell.text = value
        for rank, computation in enumerate(self.plan.computations):
            static = computation.static
            owner = static.parent if computation.kind == COUNT else static
            cells = self.owners(owner) if owner is not None else []
            if cells:
                self._pending[rank] = {id(cell): cell for cell in cells}
        self._heap = sorted(self._pending)
        self.run()
        for action in self.plan.actions:
            if (FIRST_LOAD in action.events and mode == NEW) or LOAD in action.events:
                for cell in self.owners(action.target):
                    self._act(action, cell)
        self.run()

    def _act(self, action: Action, target: Cell, origin: Cell | None = None) -> None:
        self._acting += 1
        if self._acting > _ROUNDS * 20:
            return  # actions that fire each other in a ring: an end must be
        if action.compiled is None:
            value = action.literal
        else:
            value = action.compiled(Context(self, target if origin is None else origin))
        self.set_text(target, cast(target.static.type, value))

    def set_text(self, cell: Cell, text: str) -> None:
        """Give a leaf a value, and mark what follows; :meth:`run` works it out."""
        if cell.text == text:
            return
        if len(text) > MAX_TEXT:
            raise WorldError(
                place=tr("Question {path}", path=cell.path()),
                fault=tr("The form works out more than a million characters for it."),
                remedy=tr("Tell the form's author; the calculation has to be put right."),
            )
        cell.text = text
        self.changed[id(cell)] = cell
        if cell.rel:
            self.follow(cell)
        for action in self.plan.actions_on(cell.static):
            if action.chosen is not None:
                targets = [one for one in action.chosen(Context(self, cell)) if isinstance(one, Cell)]
            else:
                targets = self.reach(action.target, shared_repeat(action.target, cell.static), cell)
            for target in targets:
                self._act(action, target, target)

    def follow(self, cell: Cell) -> None:
        """Mark what reads ``cell``."""
        static = cell.static
        for rank, within in static.followers:
            self._mark(rank, within, cell)
        for watcher, within in static.watchers:
            if watcher.home is None:
                other = self.singles[watcher.number]
                self.changed[id(other)] = other
                continue
            for other in self.reach(watcher, within, cell):
                self.changed[id(other)] = other

    def _mark(self, rank: int, within: Static | None, start: Cell) -> None:
        static = self.plan.computations[rank].owner
        pending = self._pending.get(rank)
        if static.home is None:
            if pending is None:  # else its one cell waits already
                cell = self.singles[static.number]
                self._pending[rank] = {id(cell): cell}
                heapq.heappush(self._heap, rank)
            return
        if pending is None:
            pending = self._pending[rank] = {}
            heapq.heappush(self._heap, rank)
        for cell in self.reach(static, within, start):
            pending[id(cell)] = cell

    def run(self) -> None:
        """Work out all that is marked, lowest rank first."""
        heap, pending, computations = self._heap, self._pending, self.plan.computations
        ways = {
            CALCULATE: self._calculate,
            RELEVANT: self._relevant,
            CHOICES: self._choices,
            COUNT: self._count,
        }
        while heap:
            rank = heapq.heappop(heap)
            cells = pending.pop(rank, None)
            if cells is None:
                continue
            computation = computations[rank]
            way, static, compiled = ways[computation.kind], computation.static, computation.compiled
            runs = self._runs.get(rank)
            if runs is None:
                self._runs[rank] = {}
                for cell in cells.values():
                    way(static, compiled, cell)
                continue
            for key, cell in cells.items():  # again in the same action: count from here
                done = runs.get(key, 0)
                if done >= _ROUNDS:
                    continue  # instances that feed each other in a ring: an end must be
                runs[key] = done + 1
                way(static, compiled, cell)

    def _calculate(self, static: Static, compiled: Any, cell: Cell) -> None:
        text = compiled(Context(self, cell))
        self.set_text(cell, cast(static.type, text) if text else "")

    def _relevant(self, static: Static, compiled: Any, cell: Cell) -> None:
        own = compiled(Context(self, cell))
        if own is cell.own:
            return
        cell.own = own
        self._spread(cell)

    def _spread(self, cell: Cell) -> None:
        """Work out the relevance of ``cell`` and of all below it."""
        parent = cell.parent
        rel = cell.own and (not isinstance(parent, Cell) or parent.rel)
        if rel == cell.rel:
            return
        cell.rel = rel
        self.changed[id(cell)] = cell
        for one in cell.named:
            one.rel = rel
            self.follow(one)
        if cell.kids is None:
            # a blank one is blank as before, but in a repeat it now counts among its like, or no longer does
            if cell.text or cell.static.home is not None:
                self.follow(cell)
            return
        self.follow(cell)
        for kid in cell.cells():
            self._spread(kid)

    def _choices(self, static: Static, compiled: Any, cell: Cell) -> None:
        """A choice that the filter no longer leaves is no longer chosen."""
        self.changed[id(cell)] = cell
        if not cell.text or self.as_written:
            return
        itemset = self.plan.itemsets[static.number]
        values = {self.plan.item_value(itemset, node) for node in compiled(Context(self, cell))}
        kept = [value for value in cell.text.split() if value in values]
        self.set_text(cell, " ".join(kept))

    def _count(self, static: Static, compiled: Any, parent: Cell) -> None:
        phantom = Cell(static, parent, "")
        number = to_number(compiled(Context(self, phantom)), self.zone)
        wanted = 0 if number != number else max(0, min(int(number), MAX_INSTANCES))
        instances = parent.kids[static.slot]  # type: ignore[index]
        assert isinstance(instances, list)
        while len(instances) > wanted:
            self.remove(instances[-1])
        while len(instances) < wanted and self._instances < MAX_INSTANCES and self._cells < MAX_CELLS:
            self.add(static, parent)

    # ---- repeats ----

    def add(self, static: Static, parent: Cell) -> Cell:
        """Add an instance of a repeat after the others, and mark what follows."""
        instances = parent.kids[static.slot]  # type: ignore[index]
        assert isinstance(instances, list)
        given = self.plan.initial.get(static.number, ()) if static.count is not None else ()
        blueprint = given[len(instances)] if len(instances) < len(given) else self.plan.templates[static.number]
        cell = self._build(blueprint, parent)
        cell.index = len(instances) + 1
        instances.append(cell)
        self._instances += 1
        parts = list(cell.walk())
        self._cells += len(parts)
        if not parent.rel:
            for part in parts:
                part.rel = False
        for part in parts:
            self.changed[id(part)] = part
            self._mark_own(part)
        for action in self.plan.actions:
            if NEW_INSTANCE & action.events:
                if action.repeat is static and not action.target.is_below(static):  # such as a count outside
                    for target in self.reach(action.target, shared_repeat(action.target, static), cell):
                        self._act(action, target)
                for part in parts:
                    if part.static is action.target:
                        self._act(action, part)
        for part in parts:
            self.follow(part)
        return cell

    def _mark_own(self, cell: Cell) -> None:
        static = cell.static
        for rank in (static.relevant_rank, static.calculate_rank, static.choices_rank):
            if rank >= 0:
                self._mark_cell(rank, cell)
        for child in static.children:
            if child.count_rank >= 0:
                self._mark_cell(child.count_rank, cell)

    def _mark_cell(self, rank: int, cell: Cell) -> None:
        pending = self._pending.get(rank)
        if pending is None:
            pending = self._pending[rank] = {}
            heapq.heappush(self._heap, rank)
        pending[id(cell)] = cell

    def remove(self, cell: Cell) -> None:
        """Remove a repeat instance, and mark what follows."""
        parent = cell.parent
        assert isinstance(parent, Cell)
        assert parent.kids is not None
        instances = parent.kids[cell.static.slot]
        assert isinstance(instances, list)
        gone = list(cell.walk())
        last = instances[-1]
        self.removed += [part.path() for part in last.walk() if not part.static.attribute]
        instances.remove(cell)
        self._instances -= 1
        self._cells -= len(gone)
        for place, other in enumerate(instances, start=1):
            if other.index != place:
                other.index = place
                for part in other.walk():
                    self.changed[id(part)] = part
                self.follow(other)  # what asks for its position
        for part in gone:
            self.changed.pop(id(part), None)
            for ranked in self._pending.values():
                ranked.pop(id(part), None)
        for part in gone:
            # Whoever shared the instance went with it; the others read one instance less.
            for rank, within in part.static.followers:
                if within is None or not within.is_below(cell.static):
                    self._mark(rank, within, parent)
            for watcher, within in part.static.watchers:
                if within is None or not within.is_below(cell.static):
                    for other in self.reach(watcher, within, parent):
                        self.changed[id(other)] = other

    def state_changed(self) -> Iterable[Cell]:
        """Return the nodes that changed, in document order; attributes have no state that is shown."""
        shown = [cell for cell in self.changed.values() if not cell.static.attribute]
        if all(cell.static.home is None for cell in shown):
            shown.sort(key=lambda cell: cell.static.number)  # the same order, and quicker to tell
        else:
            shown.sort(key=lambda cell: cell.place())
        return shown
