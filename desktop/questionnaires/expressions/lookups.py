"""Items of a list found by the value of a child, from an index instead of a walk through all of them.

Cascading selects ask again and again for ``instance('wards')/root/item[county = /data/county]``: a walk over
50,000 items takes some 200 ms, on every answer. Lists never change once they are read, so their items are put in
order by the child's text once, and kept at the root of the tree for all who ask.

An index serves predicates of the form ``child = value`` (or ``@attribute = value``), alone or joined by ``and``,
whose value doesn't depend on the item. What it gives is what the walk would give: values that don't compare as
plain text (numbers, booleans, dates that a function made) go the slow way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from desktop.questionnaires.expressions.context import Context
from desktop.questionnaires.expressions.paths import Compiled, filtered
from desktop.questionnaires.expressions.syntax import Binary, Call, Literal, Negate, Node, Number, Path, Step, walk
from desktop.questionnaires.expressions.values import Moment
from desktop.questionnaires.nodes import TreeNode, TreeRoot, XNode

if TYPE_CHECKING:
    from desktop.questionnaires.expressions.compiler import Compiler

Walk: TypeAlias = Callable[[list[XNode], Context], list[XNode]]
_ROUND_THE_ITEM = frozenset({"position", "last", "lang"})
"""Functions that say something of the item itself, whatever their arguments."""
_SETTLED = frozenset({"current", "true", "false"})
"""Functions without arguments that don't look at the item."""


@dataclass(frozen=True, slots=True)
class _Term:
    """``name = value`` of an item; ``axis`` is ``child`` or ``attribute``."""

    axis: str
    name: str
    value: Compiled


@dataclass(frozen=True, slots=True)
class Search:
    """A step whose first predicate is answered from an index.

    Attributes:
        test: name of the items.
        terms: what they are looked up by.
        others: further conditions of the same predicate; further: the predicates after it.
    """

    test: str
    terms: tuple[_Term, ...]
    others: tuple[Compiled, ...]
    further: tuple[Compiled, ...]

    def warm(self, above: Sequence[XNode]) -> None:
        """Make the indexes of the items below each of ``above``, so that no respondent waits for them."""
        for node in above:
            for term in self.terms:
                _index(node, self.test, term)

    def find(self, above: XNode, context: Context) -> list[XNode] | None:
        """Return the items below ``above``, ``None`` where only a walk can tell."""
        chosen: list[tuple[int, Sequence[XNode], frozenset[str], _Term]] = []
        for term in self.terms:
            wanted = _texts(term.value(context))
            index = None if wanted is None else _index(above, self.test, term)
            if wanted is None or index is None:
                return None
            items: Sequence[XNode] = ()
            if len(wanted) == 1:
                (only,) = wanted
                items = index.get(only, ())
            else:
                for text in wanted:
                    items = [*items, *index.get(text, ())]
                items = sorted({id(item): item for item in items}.values(), key=lambda item: item.place())
            chosen.append((len(items), items, wanted, term))
        chosen.sort(key=lambda each: each[0])
        found = list(chosen[0][1])
        for _, _, wanted, term in chosen[1:]:
            found = [item for item in found if not wanted.isdisjoint(_values(item, term))]
        for condition in (*self.others, *self.further):
            found = filtered(found, condition, context)
        return found


def searched(search: Search, walk: Walk) -> Walk:
    """Return the step that looks up where it can, and walks else."""

    def step(nodes: list[XNode], context: Context) -> list[XNode]:
        if len(nodes) == 1:
            found = search.find(nodes[0], context)
            if found is not None:
                return found
        return walk(nodes, context)

    return step


def below(above: Sequence[XNode], step: Step) -> list[XNode] | None:
    """Return the nodes of a plain step down a list, ``None`` for any other step."""
    if step.predicates or step.axis != "child" or not is_name(step.test):
        return None
    return [kid for node in above for kid in node.elements(step.test)]


def compile_search(compiler: Compiler, step: Step, conditions: Sequence[Compiled]) -> Search | None:
    """Return the search that ``step``'s first predicate is, ``None`` where it is none.

    Args:
        conditions: the step's predicates, compiled.
    """
    if step.axis != "child" or not step.predicates or not is_name(step.test):
        return None
    first = step.predicates[0]
    if any(isinstance(node, Call) and _looks_round(compiler, node) for node in walk(first)):
        return None
    terms: list[_Term] = []
    others: list[Compiled] = []
    compiler.depth += 1
    try:
        for part in _conjuncts(first):
            term = _term(compiler, part)
            if term is not None:
                terms.append(term)
            else:
                others.append(compiler.boolean(part))
    finally:
        compiler.depth -= 1
    if not terms:
        return None
    return Search(step.test, tuple(terms), tuple(others), tuple(conditions[1:]))


def _looks_round(compiler: Compiler, call: Call) -> bool:
    known = compiler.functions.get(call.name)
    return known is None or known.draws or (call.name in _ROUND_THE_ITEM and not call.arguments)


def _conjuncts(node: Node) -> list[Node]:
    found: list[Node] = []
    while isinstance(node, Binary) and node.operator == "and":
        found.append(node.right)
        node = node.left
    return [node, *reversed(found)]


def _term(compiler: Compiler, node: Node) -> _Term | None:
    if not isinstance(node, Binary) or node.operator != "=":
        return None
    for key, value in ((node.left, node.right), (node.right, node.left)):
        if _is_key(key) and _is_settled(value):
            assert isinstance(key, Path)
            return _Term(key.steps[0].axis, key.steps[0].test, compiler.value(value))
    return None


def _is_key(node: Node) -> bool:
    """Tell whether it is ``name`` or ``@name``."""
    if not isinstance(node, Path) or node.absolute or node.start is not None or len(node.steps) != 1:
        return False
    (step,) = node.steps
    return step.axis in ("child", "attribute") and is_name(step.test) and not step.predicates


def is_name(test: str) -> bool:
    """Tell whether a node test is a name and nothing else."""
    return test != "*" and ":" not in test and not test.endswith(")")


def _is_settled(node: Node) -> bool:
    """Tell whether the value is the same for every item of the list."""
    match node:
        case Literal() | Number():
            return True
        case Negate(operand):
            return _is_settled(operand)
        case Binary(_, left, right):
            return _is_settled(left) and _is_settled(right)
        case Call(name, ()):
            return name in _SETTLED
        case Call(name, arguments):
            return name not in _ROUND_THE_ITEM and all(_is_settled(argument) for argument in arguments)
        case Path():
            # predicates further in have context nodes of their own
            return node.absolute or (node.start is not None and _is_settled(node.start))


def _texts(value: Any) -> frozenset[str] | None:
    """Return the texts that an item's child may have, ``None`` where values don't compare as plain text."""
    texts = [node.string() for node in value] if isinstance(value, list) else [value]
    if not all(isinstance(text, str) and not isinstance(text, Moment) for text in texts):
        return None
    return frozenset(texts)


def _values(item: XNode, term: _Term) -> list[str]:
    if term.axis == "child":
        return [node.string() for node in item.elements(term.name)]
    return [node.string() for node in item.attributes() if node.local == term.name and not node.prefix]


def _index(above: XNode, test: str, term: _Term) -> Mapping[str, Sequence[XNode]] | None:
    """Return the items below ``above`` by value, in document order; ``None`` where the tree may change."""
    root = above.top()
    if not isinstance(above, TreeNode) or not isinstance(root, TreeRoot):
        return None
    key = (above.order, test, term.name if term.axis == "child" else f"@{term.name}")
    known = root.indexes.get(key)
    if known is None:
        made: dict[str, list[XNode]] = {}
        for item in above.elements(test):
            values = _values(item, term)
            for value in values if len(values) < 2 else dict.fromkeys(values):
                made.setdefault(value, []).append(item)
        known = root.indexes[key] = made
    return known
