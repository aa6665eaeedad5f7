"""Which nodes of the form an expression refers to, worked out when the form is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from desktop.foundation.translation import tr
from desktop.questionnaires.cells import Cell, Static
from desktop.questionnaires.expressions.context import Context
from desktop.questionnaires.expressions.lexer import ExpressionError
from desktop.questionnaires.expressions.syntax import Binary, Call, Literal, Negate, Node, Path
from desktop.questionnaires.nodes import XNode


@dataclass(frozen=True, slots=True)
class Reference:
    """One node that an expression reads.

    Attributes:
        target: the node.
        within: the repeat whose instance reader and target share, ``None`` when all instances are read.
        elsewhere: whether it may be another instance than the reader's own, so that reading oneself is no cycle.
    """

    target: Static
    within: Static | None
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Plain:
    """A path of plain steps, resolved: climb ``ups`` levels, then go down by slots to ``target``."""

    target: Static
    anchor: Static
    ups: int
    downs: tuple[Static, ...]


def plain_path(path: Path, reader: Static, root: Static, *, depth: int = 0) -> Plain | None:
    """Return the plain path that ``path`` is, ``None`` when it isn't one.

    An absolute path read inside of a repeat means the reader's own instance of every repeat on the way (JavaRosa
    calls it contextualising), but not of a repeat that it ends in.

    Args:
        depth: number of predicates that the path stands in; from within one only ``current()`` and ``/`` are
            fixed.

    Raises:
        ExpressionError: it names a question that the form doesn't have.
    """
    if path.names:
        found = root.named.get(path.names)
        if found is not None:
            return _from_document(found, reader, root)
    fixed = isinstance(path.start, Call) and path.start.name == "current" and not path.predicates
    if path.start is not None and not fixed:
        return None
    if not path.absolute and not fixed and depth > 0:
        return None
    at: Static | None = None if path.absolute else reader
    highest: Static | None = at
    for step in path.steps:
        if step.predicates:
            return None
        if step.axis == "self" and step.test == "node()":
            continue
        if step.axis == "parent" and step.test == "node()":
            if at is None or at.parent is None:
                return None
            at = at.parent
            if highest is not None and at.depth < highest.depth:
                highest = at
            continue
        name = step.test.rpartition(":")[2]
        if step.axis == "attribute" and at is not None:
            named = at.by_name.get(f"@{name}")
            # in a repeat the general way finds it: attributes stand beside the nodes below
            if named is None or named.home is not None or step is not path.steps[-1]:
                return None
            at = named
            continue
        if step.axis != "child" or step.test == "*" or step.test.endswith(")"):
            return None
        if at is None:
            if name != root.name:
                raise _unknown(path, name)
            at = root
        else:
            below = at.by_name.get(name)
            if below is None:
                if name == "null" and len(path.steps) == 1:
                    return None  # published forms write null for nothing: an empty set of nodes
                raise _unknown(path, name)
            at = below
    if at is None:
        return None
    target = at
    if path.absolute:
        return _from_document(target, reader, root)
    assert highest is not None
    downs: list[Static] = []
    while at is not highest and at is not None:
        downs.append(at)
        at = at.parent
    if at is None:
        return None
    return Plain(target, highest, reader.depth - highest.depth, tuple(reversed(downs)))


def _from_document(target: Static, reader: Static, root: Static) -> Plain:
    """Return the plain path of an absolute reference to ``target``."""
    highest = root
    if reader.home is not None:
        for repeat in reader.repeats():
            if target is not repeat and target.is_below(repeat):
                highest = repeat
    return Plain(target, highest, reader.depth - highest.depth, target.line[highest.depth :])


def _unknown(path: Path, name: str) -> ExpressionError:
    return ExpressionError(
        tr("The form has no question “{name}” at this place.", name=name),
        piece=name,
        position=path.position,
        remedy=tr("Check the name, and the groups around it."),
    )


class FormPlaces:
    """The form's own nodes, as seen from one of them; what the compiler asks for quick ways."""

    def __init__(self, reader: Static, root: Static, instances: Mapping[str, XNode]) -> None:
        self.reader = reader
        self.root = root
        self.instances = instances
        self._known: dict[tuple[int, int], tuple[Path, Plain | None]] = {}

    def _plain(self, path: Path, depth: int) -> Plain | None:
        key = (id(path), depth)
        known = self._known.get(key)
        if known is None:
            # the path is kept beside what is known of it, so that its id stays its own
            known = self._known[key] = (path, plain_path(path, self.reader, self.root, depth=depth))
        return known[1]

    def single(self, path: Path, depth: int) -> int | None:
        """Return the number of the node, when it stands in no repeat."""
        plain = self._plain(path, depth)
        return None if plain is None or plain.target.home is not None else plain.target.number

    def one(self, path: Path, depth: int) -> Callable[[Context], Cell] | None:
        """Return a way to the one cell, when the path crosses no repeat downwards."""
        plain = self._plain(path, depth)
        if plain is None or any(static.repeat for static in plain.downs):
            return None
        ups, slots = plain.ups, tuple(static.slot for static in plain.downs)

        def go(context: Context) -> Cell:
            cell: XNode | None = context.origin
            for _ in range(ups):
                cell = cell.parent  # type: ignore[union-attr]
            for slot in slots:
                cell = cell.kids[slot]  # type: ignore[union-attr]
            return cell  # type: ignore[return-value]

        return go

    def cells(self, path: Path, depth: int) -> Callable[[Context], list[XNode]] | None:
        """Return a way to all cells of a plain path; instances that aren't relevant are left out."""
        plain = self._plain(path, depth)
        if plain is None:
            return None
        ups, slots = plain.ups, tuple(static.slot for static in plain.downs)

        def go(context: Context) -> list[XNode]:
            cell: XNode | None = context.origin
            for _ in range(ups):
                cell = cell.parent  # type: ignore[union-attr]
            found: list[Cell] = [cell]  # type: ignore[list-item]
            for slot in slots:
                below: list[Cell] = []
                for one in found:
                    kid = one.kids[slot]  # type: ignore[index]
                    if isinstance(kid, list):
                        below += kid
                    else:
                        below.append(kid)
                found = below
            return [one for one in found if one.rel]

        return go

    def tree(self, name: str) -> XNode | None:
        """Return the root of the form's list of that name, ``None`` if it has none."""
        return self.instances.get(name)


class Finder:
    """Finds the references of one expression.

    Attributes:
        found: the references so far.
    """

    def __init__(self, reader: Static, root: Static, instances: Iterable[str]) -> None:
        self.reader = reader
        self.root = root
        self.instances = frozenset(instances)
        self.found: dict[tuple[int, int, bool], Reference] = {}

    def references(self, tree: Node) -> tuple[Reference, ...]:
        """Return the references of ``tree``.

        Raises:
            ExpressionError: it refers to a question or a list of choices that the form doesn't have.
        """
        self._visit(tree, frozenset({self.reader}), 0, everywhere=False)
        return tuple(self.found.values())

    def _add(self, target: Static, within: Static | None, elsewhere: bool) -> None:
        key = (target.number, -1 if within is None else within.number, elsewhere)
        self.found[key] = Reference(target, within, elsewhere)

    def _visit(
        self, node: Node, context: frozenset[Static] | None, depth: int, *, everywhere: bool
    ) -> frozenset[Static] | None:
        """Return the statics that ``node`` may stand for, ``None`` for nodes outside of the form."""
        while isinstance(node, Binary) and node.operator != "|":
            self._visit(node.right, context, depth, everywhere=everywhere)
            node = node.left
        match node:
            case Binary(_, left, right):
                one = self._visit(left, context, depth, everywhere=everywhere)
                two = self._visit(right, context, depth, everywhere=everywhere)
                return None if one is None and two is None else (one or frozenset()) | (two or frozenset())
            case Negate(operand):
                self._visit(operand, context, depth, everywhere=everywhere)
            case Call(name, arguments):
                return self._call(name, arguments, context, depth)
            case Path():
                return self._path(node, context, depth, everywhere=everywhere)
            case _:
                pass
        return None

    def _call(
        self, name: str, arguments: tuple[Node, ...], context: frozenset[Static] | None, depth: int
    ) -> frozenset[Static] | None:
        if name == "current":
            return frozenset({self.reader})
        if name in ("instance", "pulldata"):
            if arguments and isinstance(arguments[0], Literal) and arguments[0].value not in self.instances:
                raise ExpressionError(
                    tr("The form has no list or instance “{name}”.", name=arguments[0].value),
                    piece=arguments[0].value,
                    remedy=tr("Check its name, or add it to the form."),
                )
            if name == "instance":
                return None
        result: frozenset[Static] | None = None
        for place, argument in enumerate(arguments):
            inside = name == "indexed-repeat" and (place == 0 or place % 2 == 1)
            got = self._visit(argument, context, depth, everywhere=inside)
            if place == 0:
                result = got
        return result if name in ("indexed-repeat", "randomize") else None

    def _path(
        self, path: Path, context: frozenset[Static] | None, depth: int, *, everywhere: bool
    ) -> frozenset[Static] | None:
        plain = plain_path(path, self.reader, self.root, depth=depth)
        if plain is not None:
            if everywhere:
                self._add(plain.target, None, True)
            else:
                self._add(plain.target, plain.anchor.home, False)
            return frozenset({plain.target})
        at: frozenset[Static] | None
        top = False
        if path.start is not None:
            at = self._visit(path.start, context, depth, everywhere=everywhere)
            at = self._predicates(path.predicates, at, depth)
        elif path.absolute:
            at, top = frozenset(), True
        else:
            at = context
        if at is None:
            for step in path.steps:
                self._predicates(step.predicates, None, depth)
            return None
        for step in path.steps:
            at = self._step(step.axis, step.test, at, top)
            top = False
            at = self._predicates(step.predicates, at, depth) or frozenset()
        for target in at:
            self._add(target, None, True)
        return at

    def _predicates(
        self, predicates: tuple[Node, ...], context: frozenset[Static] | None, depth: int
    ) -> frozenset[Static] | None:
        for predicate in predicates:
            self._visit(predicate, context, depth + 1, everywhere=False)
        return context

    def _step(self, axis: str, test: str, at: frozenset[Static], top: bool) -> frozenset[Static]:
        reached: set[Static] = set()
        if axis == "namespace":
            return frozenset()
        if axis == "attribute":
            every = (one for static in at for one in static.attributes)
            wanted = test.rpartition(":")[2]
            return frozenset(one for one in every if wanted in ("*", "node()", one.name[1:]))
        if top:
            reached.add(self.root)
            if axis.startswith("descendant"):
                reached.update(self.root.walk())
        for static in at:
            if axis == "child":
                reached.update(static.children)
            elif axis == "self":
                reached.add(static)
            elif axis == "parent" and static.parent is not None:
                reached.add(static.parent)
            elif axis.startswith("descendant"):
                reached.update(one for one in static.walk() if not one.attribute)
            elif axis.startswith("ancestor"):
                above = static if axis.endswith("self") else static.parent
                while above is not None:
                    reached.add(above)
                    above = above.parent
            elif axis.endswith("sibling") and static.parent is not None:
                reached.update(static.parent.children)
            elif axis in ("following", "preceding"):
                reached.update(self.root.walk())
        if test.endswith(")") or test == "*":
            return frozenset(reached)
        name = test.rpartition(":")[2]
        return frozenset(static for static in reached if static.name == name)
