"""Comparisons compiled (XPath 1.0, 3.4, and dates as numbers of days)."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desktop.questionnaires.expressions.context import Context
from desktop.questionnaires.expressions.paths import Compiled
from desktop.questionnaires.expressions.syntax import Binary, Literal
from desktop.questionnaires.expressions.values import Moment, text_to_number, to_boolean, to_number

if TYPE_CHECKING:
    from desktop.questionnaires.expressions.compiler import Compiler

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MIRRORED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def compile_comparison(compiler: Compiler, node: Binary) -> Compiled:
    """Return the comparison as a function; common shapes get one of their own."""
    symbol = node.operator
    test = _OPERATORS[symbol]
    left, right = compiler.type_of(node.left), compiler.type_of(node.right)
    if "nodes" not in (left, right) and "any" not in (left, right):
        if symbol in ("=", "!="):
            if "boolean" in (left, right):
                return _pair(compiler.boolean(node.left), compiler.boolean(node.right), test)
            if "number" not in (left, right):
                return _texts(compiler.value(node.left), compiler.value(node.right), symbol)
        return _pair(compiler.number(node.left), compiler.number(node.right), test)
    if right == "number" and left == "nodes" and compiler.is_one(node.left):
        return _pair(compiler.number(node.left), compiler.number(node.right), test)
    if left == "number" and right == "nodes" and compiler.is_one(node.right):
        return _pair(compiler.number(node.left), compiler.number(node.right), test)
    if symbol in ("=", "!="):
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(other, Literal) and compiler.is_one(one):
                text, wanted = compiler.text(one), other.value
                if symbol == "=":
                    return lambda context: text(context) == wanted
                return lambda context: text(context) != wanted
    first, second = compiler.value(node.left), compiler.value(node.right)
    return lambda context: compare(symbol, first(context), second(context), context)


def _pair(left: Compiled, right: Compiled, test: Callable[[Any, Any], bool]) -> Compiled:
    return lambda context: test(left(context), right(context))


def _texts(left: Compiled, right: Compiled, symbol: str) -> Compiled:
    return lambda context: _compare_texts(symbol, left(context), right(context), context)


def _compare_texts(symbol: str, left: str, right: str, context: Context) -> bool:
    if symbol in ("=", "!="):
        if isinstance(left, Moment) or isinstance(right, Moment):
            zone = context.scope.zone
            days, others = text_to_number(left, zone), text_to_number(right, zone)
            if days == days and others == others:
                return (days == others) is (symbol == "=")
        return (left == right) is (symbol == "=")
    zone = context.scope.zone
    return _OPERATORS[symbol](text_to_number(left, zone), text_to_number(right, zone))


def compare(symbol: str, left: Any, right: Any, context: Context) -> bool:
    """Return whether ``left symbol right`` holds for values of any types."""
    if isinstance(left, list):
        if isinstance(right, bool):
            if symbol not in ("=", "!="):
                # XPath 1.0 would make the set a boolean; all engines of forms compare its nodes as numbers.
                return compare(symbol, left, float(right), context)
            return compare(symbol, to_boolean(left), right, context)
        if isinstance(right, list):
            others = [node.string() for node in right]
            return any(
                _compare_texts(symbol, text, other, context)
                for text in [node.string() for node in left]
                for other in others
            )
        if isinstance(right, float):
            zone, test = context.scope.zone, _OPERATORS[symbol]
            return any(test(text_to_number(node.string(), zone), right) for node in left)
        return any(_compare_texts(symbol, node.string(), right, context) for node in left)
    if isinstance(right, list):
        return compare(_MIRRORED[symbol], right, left, context)
    if symbol in ("=", "!="):
        if isinstance(left, bool) or isinstance(right, bool):
            return _OPERATORS[symbol](to_boolean(left), to_boolean(right))
        if isinstance(left, str) and isinstance(right, str):
            return _compare_texts(symbol, left, right, context)
    zone = context.scope.zone
    return _OPERATORS[symbol](to_number(left, zone), to_number(right, zone))
