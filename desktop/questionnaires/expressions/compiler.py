"""Syntax trees compiled to closures.

Each tree is compiled for the type that is wanted of it, so that no closure asks at run time what it got:
``number``
gives floats, ``text`` strings, ``boolean`` booleans, ``nodes`` lists of nodes, ``value`` whatever the tree's
own type.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from desktop.foundation.translation import tr
from desktop.questionnaires.expressions.comparisons import compile_comparison
from desktop.questionnaires.expressions.context import Context
from desktop.questionnaires.expressions.lexer import ExpressionError
from desktop.questionnaires.expressions.lookups import below, compile_search, is_name, searched
from desktop.questionnaires.expressions.paths import FLAT, Compiled, compile_step, filtered, in_document_order
from desktop.questionnaires.expressions.syntax import Binary, Call, Literal, Negate, Node, Number, Path, Step
from desktop.questionnaires.expressions.values import (
    number_to_text,
    text_to_number,
    to_boolean,
    to_number,
    to_text,
)
from desktop.questionnaires.nodes import XNode

if TYPE_CHECKING:
    from desktop.questionnaires.expressions.table import Function


_TYPES: dict[type[Node], str] = {Number: "number", Negate: "number", Literal: "text", Path: "nodes"}
_RESULTS = {
    "|": "nodes",
    **dict.fromkeys(("+", "-", "*", "div", "mod"), "number"),
    **dict.fromkeys(("or", "and", "=", "!=", "<", "<=", ">", ">="), "boolean"),
}


class Places(Protocol):
    """Knows the form's own nodes, so that plain references need no walk."""

    def single(self, path: Path, depth: int) -> int | None:
        """Return the number of the one node that ``path`` stands for in every entry, ``None`` if it isn't one."""

    def one(self, path: Path, depth: int) -> Callable[[Context], Any] | None:
        """Return a quick way to the one node of ``path`` as seen from the reader, ``None`` if there is none."""

    def cells(self, path: Path, depth: int) -> Callable[[Context], list[XNode]] | None:
        """Return a quick way to the nodes of ``path``, ``None`` if there is none."""

    def tree(self, name: str) -> XNode | None:
        """Return the root of the form's list of that name, ``None`` if it has none."""


class Compiler:
    """Compiles trees.

    Attributes:
        functions: the functions that there are.
        places: the form, ``None`` for expressions over foreign trees.
        strict: whether a function that there is not, or one with a wrong number of arguments, is refused now, as
            it must be when a form is read; else it is an error only where evaluation comes to it (XPath 1.0, 3.4).
        depth: how many predicates we stand in; only outside of them is the context node the form's own.
    """

    def __init__(
        self, functions: dict[str, Function], places: Places | None = None, *, strict: bool = True
    ) -> None:
        self.functions = functions
        self.places = places
        self.strict = strict
        self.depth = 0

    def function(self, call: Call) -> Function:
        """Return the function that is called.

        Raises:
            ExpressionError: there is none, or it takes another number of arguments.
        """
        function = self.functions.get(call.name)
        if function is None:
            raise ExpressionError(
                tr("There is no function “{name}”.", name=call.name),
                piece=call.name,
                position=call.position,
                remedy=tr("Use a function of the ODK XForms specification."),
            )
        function.check(call)
        return function

    def type_of(self, node: Node) -> str:
        """Return ``number``, ``text``, ``boolean``, ``nodes``, or ``any`` where only the values tell."""
        kind = _TYPES.get(type(node))
        if kind is not None:
            return kind
        if isinstance(node, Binary):
            return _RESULTS[node.operator]
        assert isinstance(node, Call)
        return self.function(node).result if self._is_known(node) else "any"

    def value(self, node: Node) -> Compiled:
        """Compile for the tree's own type."""
        if isinstance(node, Path):
            return self._path(node)
        if isinstance(node, Binary):
            return self._binary(node)
        if isinstance(node, Call):
            if not self._is_known(node):
                return partial(_refuse, partial(self.function, node))
            return self.function(node).build(self, node)
        if isinstance(node, Negate):
            inner = self.number(node.operand)
            return lambda context: -inner(context)
        constant = node.value
        return lambda context: constant

    def _is_known(self, call: Call) -> bool:
        if self.strict:
            return True  # or refused, when it is asked for
        try:
            self.function(call)
        except ExpressionError:
            return False
        return True

    def number(self, node: Node) -> Compiled:
        """Compile to a float."""
        kind = self.type_of(node)
        if kind == "number":
            return self.value(node)
        single = self._single(node)
        if single is not None:

            def number_of_single(context: Context) -> float:
                scope = context.scope
                return text_to_number(scope.singles[single].string(), scope.zone)

            return number_of_single
        one = self._one(node)
        if one is not None:
            return lambda context: text_to_number(one(context).string(), context.scope.zone)
        inner = self.value(node)
        if kind == "text":
            return lambda context: text_to_number(inner(context), context.scope.zone)
        return lambda context: to_number(inner(context), context.scope.zone)

    def text(self, node: Node) -> Compiled:
        """Compile to a str."""
        if isinstance(node, Number):
            written = number_to_text(node.value)
            return lambda context: written
        kind = self.type_of(node)
        if kind == "text":
            return self.value(node)
        single = self._single(node)
        if single is not None:
            return lambda context: context.scope.singles[single].string()
        one = self._one(node)
        if one is not None:
            return lambda context: one(context).string()
        inner = self.value(node)
        if kind == "number":
            return lambda context: number_to_text(inner(context))
        return lambda context: to_text(inner(context))

    def boolean(self, node: Node) -> Compiled:
        """Compile to a bool."""
        inner = self.value(node)
        return inner if self.type_of(node) == "boolean" else lambda context: to_boolean(inner(context))

    def nodes(self, node: Node) -> Compiled:
        """Compile to a list of nodes.

        Raises:
            ExpressionError: the tree can't give nodes.
        """
        kind = self.type_of(node)
        if kind == "nodes":
            return self.value(node)
        if kind != "any":
            raise ExpressionError(tr("A reference to a question is needed here."))
        inner = self.value(node)

        def checked(context: Context) -> list[XNode]:
            found = inner(context)
            return found if isinstance(found, list) else []

        return checked

    def everywhere(self, node: Node) -> Compiled:
        """Compile to all nodes of the reference, not only to those of the context node's own repeat instance."""
        places, self.places = self.places, None
        try:
            return self.nodes(node)
        finally:
            self.places = places

    def condition(self, node: Node) -> Compiled:
        """Compile a predicate; a number is a position (XPath 1.0, 2.4)."""
        self.depth += 1
        try:
            kind = self.type_of(node)
            if kind == "number":
                number = self.number(node)
                return lambda context: number(context) == context.position
            if kind != "any":
                return self.boolean(node)
            inner = self.value(node)

            def either(context: Context) -> bool:
                found = inner(context)
                return found == context.position if isinstance(found, float) else to_boolean(found)

            return either
        finally:
            self.depth -= 1

    def is_one(self, node: Node) -> bool:
        """Tell whether ``node`` always stands for exactly one node of the form."""
        return self._single(node) is not None or self._one(node) is not None

    def _single(self, node: Node) -> int | None:
        return None if self.places is None or not isinstance(node, Path) else self.places.single(node, self.depth)

    def _one(self, node: Node) -> Compiled | None:
        return None if self.places is None or not isinstance(node, Path) else self.places.one(node, self.depth)

    def _path(self, path: Path) -> Compiled:
        single = self._single(path)
        if single is not None:
            return lambda context: [context.scope.singles[single]]
        if self.places is not None:
            one = self.places.one(path, self.depth)
            if one is not None:
                return lambda context: [one(context)]
            quick = self.places.cells(path, self.depth)
            if quick is not None:
                return quick
        if not path.absolute and path.start is None and len(path.steps) == 1 and _is_child(path.steps[0]):
            name = path.steps[0].test
            return lambda context: context.node.elements(name)
        disjoint = True
        steps = []
        listed = self._list_of(path)
        for step in path.steps:
            conditions = [self.condition(predicate) for predicate in step.predicates]
            walk_step = compile_step(step.axis, step.test, conditions, disjoint=disjoint)
            disjoint = disjoint and step.axis in FLAT
            if listed is not None:
                search = compile_search(self, step, conditions)
                if search is not None:
                    search.warm(listed)
                    walk_step = searched(search, walk_step)
                listed = below(listed, step)
            steps.append(walk_step)
        if path.start is not None:
            start = self.nodes(path.start)
            first = [self.condition(predicate) for predicate in path.predicates]
        elif path.absolute:
            first = []

            def start(context: Context) -> list[XNode]:
                return [context.scope.document(context.origin)]
        else:
            first = []

            def start(context: Context) -> list[XNode]:
                return [context.node]

        def walk(context: Context) -> list[XNode]:
            nodes: list[XNode] = start(context)
            for condition in first:
                nodes = filtered(nodes, condition, context)
            for step in steps:
                nodes = step(nodes, context)
            return nodes

        return walk

    def _list_of(self, path: Path) -> list[XNode] | None:
        """Return the root of the list that ``path`` starts from, in a list, ``None`` where it starts elsewhere."""
        start = path.start
        if not isinstance(start, Call) or start.name != "instance" or path.predicates or self.places is None:
            return None
        if len(start.arguments) != 1 or not any(step.predicates for step in path.steps):
            return None
        name = start.arguments[0]
        root = self.places.tree(name.value) if isinstance(name, Literal) else None
        return [] if root is None else [root]

    def _binary(self, node: Binary) -> Compiled:
        operator = node.operator
        if operator in ("and", "or", "|"):
            return self._chain(node)
        if operator in ("=", "!=", "<", "<=", ">", ">="):
            return compile_comparison(self, node)
        if operator in ("+", "-"):
            return self._sum(node)
        left, right = self.number(node.left), self.number(node.right)
        if operator == "*":
            return lambda context: left(context) * right(context)
        combine = _divide if operator == "div" else _remainder
        return lambda context: combine(left(context), right(context))

    def _chain(self, node: Binary) -> Compiled:
        operands: list[Node] = []
        left: Node = node
        while isinstance(left, Binary) and left.operator == node.operator:
            operands.append(left.right)
            left = left.left
        operands.append(left)
        operands.reverse()
        if node.operator == "|":
            sets = [self.nodes(operand) for operand in operands]
            return lambda context: in_document_order([one for nodes in sets for one in nodes(context)])
        tests = [self.boolean(operand) for operand in operands]
        if len(tests) == 2:
            first, second = tests
            if node.operator == "and":
                return lambda context: first(context) and second(context)
            return lambda context: first(context) or second(context)
        if node.operator == "and":
            return lambda context: all(test(context) for test in tests)
        return lambda context: any(test(context) for test in tests)

    def _sum(self, node: Binary) -> Compiled:
        terms: list[tuple[str, Node]] = []
        left: Node = node
        while isinstance(left, Binary) and left.operator in ("+", "-"):
            terms.append((left.operator, left.right))
            left = left.left
        terms.reverse()
        first = self.number(left)
        if len(terms) == 1:
            second = self.number(terms[0][1])
            if terms[0][0] == "+":
                return lambda context: first(context) + second(context)
            return lambda context: first(context) - second(context)
        rest: list[tuple[bool, Any]] = [(sign == "+", self.number(term)) for sign, term in terms]

        def total(context: Context) -> float:
            value: float = first(context)
            for plus, term in rest:
                value = value + term(context) if plus else value - term(context)
            return value

        return total


def _is_child(step: Step) -> bool:
    return step.axis == "child" and not step.predicates and is_name(step.test)


def _refuse(refusing: Callable[[], Any], context: Context) -> Any:
    return refusing()


def _divide(left: float, right: float) -> float:
    if right != 0:
        return left / right
    if left != left or right != right or left == 0:
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def _remainder(left: float, right: float) -> float:
    """XPath's mod keeps the sign of the dividend, as :func:`math.fmod` does."""
    if right == 0 or math.isinf(left) or left != left or right != right:
        return math.nan
    return math.fmod(left, right)
