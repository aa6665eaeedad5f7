"""Steps of paths compiled: axes, node tests and predicates over any tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from desktop.questionnaires.expressions.context import Context
from desktop.questionnaires.nodes import TreeNode, XNode

Compiled: TypeAlias = Callable[[Context], Any]
Walk: TypeAlias = Callable[[XNode], Iterable[XNode]]


WELL_KNOWN = {"h": "http://www.w3.org/1999/xhtml", "xhtml": "http://www.w3.org/1999/xhtml"}
"""Prefixes that forms use without declaring them."""


def _children(node: XNode) -> Iterable[XNode]:
    return node.children()


def _parent(node: XNode) -> Iterable[XNode]:
    return () if node.parent is None else (node.parent,)


def _self(node: XNode) -> Iterable[XNode]:
    return (node,)


def _descendants(node: XNode) -> Iterable[XNode]:
    waiting = list(reversed(node.children()))
    while waiting:
        below = waiting.pop()
        yield below
        waiting.extend(reversed(below.children()))


def _descendants_or_self(node: XNode) -> Iterable[XNode]:
    yield node
    yield from _descendants(node)


def _ancestors(node: XNode) -> Iterable[XNode]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _ancestors_or_self(node: XNode) -> Iterable[XNode]:
    yield node
    yield from _ancestors(node)


def _siblings(node: XNode) -> tuple[Sequence[XNode], int]:
    if node.parent is None or node.kind in ("attribute", "namespace"):
        return (), 0
    siblings = node.parent.children()
    return siblings, next(place for place, sibling in enumerate(siblings) if sibling is node)


def _following_siblings(node: XNode) -> Iterable[XNode]:
    siblings, place = _siblings(node)
    return siblings[place + 1 :]


def _preceding_siblings(node: XNode) -> Iterable[XNode]:
    siblings, place = _siblings(node)
    return list(reversed(siblings[:place]))


def _following(node: XNode) -> Iterable[XNode]:
    if node.kind in ("attribute", "namespace") and node.parent is not None:
        yield from _descendants(node.parent)
        node = node.parent
    for above in _ancestors_or_self(node):
        for sibling in _following_siblings(above):
            yield from _descendants_or_self(sibling)


def _preceding(node: XNode) -> Iterable[XNode]:
    if node.kind in ("attribute", "namespace") and node.parent is not None:
        node = node.parent
    for above in _ancestors_or_self(node):
        for sibling in _preceding_siblings(above):
            yield from reversed(list(_descendants_or_self(sibling)))


def _attributes(node: XNode) -> Iterable[XNode]:
    return node.attributes()


def _namespaces(node: XNode) -> Iterable[XNode]:
    if node.kind != "element":
        return
    for prefix, uri in sorted(node.scope_namespaces().items()):
        found = TreeNode("namespace", prefix, text=uri)
        found.parent = node
        yield found


AXES: dict[str, Walk] = {
    "child": _children,
    "parent": _parent,
    "self": _self,
    "descendant": _descendants,
    "descendant-or-self": _descendants_or_self,
    "ancestor": _ancestors,
    "ancestor-or-self": _ancestors_or_self,
    "following-sibling": _following_siblings,
    "preceding-sibling": _preceding_siblings,
    "following": _following,
    "preceding": _preceding,
    "attribute": _attributes,
    "namespace": _namespaces,
}
REVERSE = frozenset({"ancestor", "ancestor-or-self", "preceding", "preceding-sibling", "parent"})
FLAT = frozenset({"child", "attribute", "self", "namespace"})
"""Axes that keep document order without repetition over a set in document order of disjoint nodes."""


def node_test(axis: str, test: str) -> Callable[[XNode], bool] | None:
    """Return the test as a function; ``None`` for one that every node passes."""
    if test == "node()":
        return None
    if test.endswith(")"):
        kind, _, target = test[:-1].partition("(")
        kind = "pi" if kind == "processing-instruction" else kind
        wanted = target.strip("'\"")
        return lambda node: node.kind == kind and (not wanted or node.local == wanted)
    principal = axis if axis in ("attribute", "namespace") else "element"
    if test == "*":
        return lambda node: node.kind == principal
    prefix, colon, local = test.rpartition(":")
    if not colon:
        return lambda node: node.local == local and node.kind == principal and not node.prefix

    def prefixed(node: XNode) -> bool:
        if node.kind != principal or (local not in ("*", node.local)):
            return False
        if node.prefix == prefix:
            return True
        return node.ns != "" and node.ns in (node.scope_namespaces().get(prefix), WELL_KNOWN.get(prefix))

    return prefixed


def in_document_order(nodes: list[XNode]) -> list[XNode]:
    """Return the nodes sorted, each once."""
    if len(nodes) < 2:
        return nodes
    unique = {id(node): node for node in nodes}
    return sorted(unique.values(), key=lambda node: node.place())


def compile_step(
    axis: str, test: str, predicates: Sequence[Compiled], *, disjoint: bool
) -> Callable[[list[XNode], Context], list[XNode]]:
    """Return a function from context nodes (in document order) to the step's nodes (in document order).

    Args:
        predicates: conditions; a position has been made one.
        disjoint: whether the context nodes never lie below each other.
    """
    walk = AXES[axis]
    passes = node_test(axis, test)
    flat = disjoint and axis in FLAT
    reverse = axis in REVERSE

    def step(nodes: list[XNode], context: Context) -> list[XNode]:
        found: list[XNode] = []
        for node in nodes:
            reached = list(walk(node)) if passes is None else [one for one in walk(node) if passes(one)]
            for predicate in predicates:
                reached = filtered(reached, predicate, context)
            found += reversed(reached) if reverse else reached
        if len(nodes) > 1 and not flat:
            return in_document_order(found)
        return found

    return step


def filtered(nodes: list[XNode], predicate: Compiled, context: Context) -> list[XNode]:
    """Return the nodes for which ``predicate`` holds, each being its context node in turn."""
    inner = Context(context.scope, context.node, context.origin, 1, len(nodes))
    kept: list[XNode] = []
    for place, node in enumerate(nodes, start=1):
        inner.node = node
        inner.position = place
        if predicate(inner):
            kept.append(node)
    return kept
