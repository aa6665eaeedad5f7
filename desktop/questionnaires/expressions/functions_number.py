"""Functions on numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desktop.questionnaires.expressions.context import Context
from desktop.questionnaires.expressions.paths import Compiled
from desktop.questionnaires.expressions.syntax import Call
from desktop.questionnaires.expressions.table import Function, constant, plain
from desktop.questionnaires.expressions.values import NAN, text_to_number, to_boolean, to_number

if TYPE_CHECKING:
    from desktop.questionnaires.expressions.compiler import Compiler


def _guarded(function: Callable[..., float]) -> Callable[..., float]:
    """Return ``function`` with NaN where it isn't defined."""

    def guarded(*numbers: float) -> float:
        try:
            return float(function(*numbers))
        except OverflowError:
            return math.inf
        except (ValueError, ZeroDivisionError):
            return NAN

    return guarded


def _floor(number: float) -> float:
    return number if not math.isfinite(number) else float(math.floor(number))


def _ceiling(number: float) -> float:
    return number if not math.isfinite(number) else float(math.ceil(number))


def _int(number: float) -> float:
    return number if not math.isfinite(number) else float(math.trunc(number))


def _round(number: float, places: float = 0.0) -> float:
    """A half away from zero, as in Excel and the ODK dialect; XPath 1.0 alone would round it upwards."""
    if not math.isfinite(number) or places != places:
        return number if places == places else NAN
    digits = int(places)
    from decimal import ROUND_HALF_UP, Decimal

    exact = Decimal(repr(number))
    if digits >= 0:
        return float(exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP))
    scaled = exact.scaleb(digits).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return float(scaled.scaleb(-digits))


def _pow(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return math.inf
    except ValueError:
        return math.inf if base == 0 else NAN


def _log(number: float) -> float:
    return -math.inf if number == 0 else math.log(number)


def _log10(number: float) -> float:
    return -math.inf if number == 0 else math.log10(number)


def _numbers(context: Context, values: tuple[Any, ...]) -> list[float]:
    zone = context.scope.zone
    found: list[float] = []
    for value in values:
        if isinstance(value, list):
            found += [text_to_number(node.string(), zone) for node in value]
        else:
            found.append(to_number(value, zone))
    return found


def _least(context: Context, *values: Any) -> float:
    numbers = _numbers(context, values)
    return NAN if not numbers or any(number != number for number in numbers) else min(numbers)


def _greatest(context: Context, *values: Any) -> float:
    numbers = _numbers(context, values)
    return NAN if not numbers or any(number != number for number in numbers) else max(numbers)


def _sum(context: Context, values: list[Any]) -> float:
    """XPath 1.0, 4.4: NaN as soon as one node is no number, an unanswered question too."""
    return sum(_numbers(context, (values,)), 0.0)


def _build_number(compiler: Compiler, call: Call) -> Compiled:
    if call.arguments:
        return compiler.number(call.arguments[0])
    return lambda context: text_to_number(context.node.string(), context.scope.zone)


def _checklist(least: float, most: float, *values: Any) -> bool:
    count = sum(to_boolean(one) for value in values for one in _spread(value))
    return (least < 0 or count >= least) and (most < 0 or count <= most)


def _spread(value: Any) -> list[Any]:
    return [node.string() for node in value] if isinstance(value, list) else [value]


def _weighted_checklist(context: Context, least: float, most: float, *pairs: Any) -> bool:
    zone = context.scope.zone
    total = 0.0
    for place in range(0, len(pairs) - 1, 2):
        values, weights = _spread(pairs[place]), _spread(pairs[place + 1])
        for value, weight in zip(values, weights, strict=False):
            if to_boolean(value):
                total += to_number(weight, zone)
    return (least < 0 or total >= least) and (most < 0 or total <= most)


NUMBER_FUNCTIONS: dict[str, Function] = {
    "number": Function(0, 1, "number", _build_number),
    "int": plain("number", "n", _int),
    "floor": plain("number", "n", _floor),
    "ceiling": plain("number", "n", _ceiling),
    "round": plain("number", "n?n", _round),
    "abs": plain("number", "n", abs),
    "pow": plain("number", "nn", _pow),
    "sqrt": plain("number", "n", _guarded(math.sqrt)),
    "exp": plain("number", "n", _guarded(math.exp)),
    "exp10": plain("number", "n", lambda number: _pow(10.0, number)),
    "log": plain("number", "n", _guarded(_log)),
    "log10": plain("number", "n", _guarded(_log10)),
    "sin": plain("number", "n", _guarded(math.sin)),
    "cos": plain("number", "n", _guarded(math.cos)),
    "tan": plain("number", "n", _guarded(math.tan)),
    "asin": plain("number", "n", _guarded(math.asin)),
    "acos": plain("number", "n", _guarded(math.acos)),
    "atan": plain("number", "n", _guarded(math.atan)),
    "atan2": plain("number", "nn", _guarded(math.atan2)),
    "pi": constant("number", math.pi),
    "sum": plain("number", "N", _sum, context=True),
    "min": plain("number", "a*", _least, context=True),
    "max": plain("number", "a*", _greatest, context=True),
    "checklist": plain("boolean", "nna*", _checklist),
    "weighted-checklist": plain("boolean", "nna*", _weighted_checklist, context=True),
}
