"""The syntax tree of an expression. Frozen, shared, and free of any form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the expression."""

    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A quoted string."""

    value: str


@dataclass(frozen=True, slots=True)
class Binary:
    """``left operator right``; operators ``or and = != < <= > >= + - * div mod |``."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Negate:
    """``-operand``."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A function call."""

    name: str
    arguments: tuple[Node, ...]
    position: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path.

    Attributes:
        axis: full name, such as ``child``.
        test: a name (``question``, ``orx:meta``, ``*``, ``jr:*``) or a kind test (``node()``, ``text()``,
            ``comment()``,
            ``processing-instruction('x')``).
    """

    axis: str
    test: str
    predicates: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A location path.

    Attributes:
        absolute: starts at the document.
        names: the whole path as text where it is nothing but names from the document, ``/data/question``; else "".
        start: expression that the path starts from (``instance('x')/root/item``), or ``None``.
        predicates: on ``start``.
    """

    absolute: bool
    steps: tuple[Step, ...]
    start: Node | None = None
    predicates: tuple[Node, ...] = ()
    position: int = 0
    names: str = ""


Node: TypeAlias = Number | Literal | Binary | Negate | Call | Path


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that was parsed: its text as in the form, and its tree."""

    text: str
    tree: Node

    def walk(self) -> Iterator[Node]:
        """Yield every node of the tree, outer before inner, predicates included."""
        yield from walk(self.tree)


def walk(node: Node) -> Iterator[Node]:
    """Yield ``node`` and all below it, outer before inner; no recursion, since chains are long."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        match node:
            case Binary(_, left, right):
                waiting += (right, left)
            case Negate(operand):
                waiting.append(operand)
            case Call(_, arguments):
                waiting += reversed(arguments)
            case Path():
                for step in reversed(node.steps):
                    waiting += reversed(step.predicates)
                waiting += reversed(node.predicates)
                if node.start is not None:
                    waiting.append(node.start)
            case _:
                pass


_FLAT = {"or": "or", "and": "and", "+": "+", "-": "+"}


def height(node: Node) -> int:
    """Return how many levels a tree has; chains of ``or``, ``and``, ``+`` and ``-`` are one, as they are worked
    out in one loop.
    """
    highest = 0
    waiting = [(node, 1)]
    while waiting:
        node, level = waiting.pop()
        highest = max(highest, level)
        match node:
            case Binary(operator, left, right):
                kind = _FLAT.get(operator)
                flat = kind is not None and isinstance(left, Binary) and _FLAT.get(left.operator) == kind
                waiting += ((left, level if flat else level + 1), (right, level + 1))
            case Negate(operand):
                waiting.append((operand, level + 1))
            case Call(_, arguments):
                waiting += ((argument, level + 1) for argument in arguments)
            case Path():
                waiting += ((each, level + 1) for step in node.steps for each in step.predicates)
                waiting += ((each, level + 1) for each in node.predicates)
                if node.start is not None:
                    waiting.append((node.start, level + 1))
            case _:
                pass
    return highest
