"""Functions on text and on selections."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from desktop.foundation.translation import tr
from desktop.questionnaires.expressions.lexer import ExpressionError
from desktop.questionnaires.expressions.paths import Compiled
from desktop.questionnaires.expressions.syntax import Call, Literal
from desktop.questionnaires.expressions.table import Function, constant, here, plain
from desktop.questionnaires.expressions.values import to_text

if TYPE_CHECKING:
    from desktop.questionnaires.expressions.compiler import Compiler

_SPACE = " \t\r\n"
MAX_PATTERN = 1_000


def texts_of(values: tuple[Any, ...]) -> list[str]:
    """Return the text of every value, a set of nodes giving one for each node."""
    found: list[str] = []
    for value in values:
        if isinstance(value, list):
            found += [node.string() for node in value]
        else:
            found.append(to_text(value))
    return found


def _concat(*values: Any) -> str:
    return "".join(texts_of(values))


def _join(separator: str, *values: Any) -> str:
    return separator.join(texts_of(values))


def _before(text: str, mark: str) -> str:
    return text.partition(mark)[0] if mark and mark in text else ""


def _after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark else text


def _substring(text: str, start: float, length: float | None = None) -> str:
    """XPath 1.0, 4.2: positions from 1, rounded; NaN takes nothing."""
    first = _round(start)
    last = float("inf") if length is None else first + _round(length)
    return "".join(letter for place, letter in enumerate(text, start=1) if first <= place < last)


def _round(number: float) -> float:
    return number if number != number or abs(number) == float("inf") else float((number + 0.5) // 1)


def _substr(text: str, start: float, end: float | None = None) -> str:
    """ODK: positions from 0, the end not included, negative ones from the end."""
    if start != start or (end is not None and end != end):
        return ""
    return text[int(start) : None if end is None else int(end)]


def _translate(text: str, old: str, new: str) -> str:
    table: dict[int, str | None] = {}
    for place, letter in enumerate(old):
        table.setdefault(ord(letter), new[place] if place < len(new) else None)
    return text.translate(table)


def _squeeze(text: str) -> str:
    return " ".join(part for part in text.translate(str.maketrans("\t\r\n", "   ")).split(" ") if part)


def chosen(text: str) -> list[str]:
    """Return the values of a selection."""
    return text.split()


def _selected(text: str, value: str) -> bool:
    # nothing is selected where nothing is: forms ask selected(x, '') for "unanswered"
    return value.strip(_SPACE) in (text.split() or [""])


def _selected_at(text: str, place: float) -> str:
    values = text.split()
    return values[int(place)] if place == place and 0 <= place < len(values) else ""


def matches(text: str, pattern: str) -> bool:
    """Tell whether ``text`` matches; RE2, so that no pattern can run on for ever."""
    import re2

    if len(pattern) > MAX_PATTERN:
        return False
    try:
        return re2.search(pattern, text) is not None
    except re2.error:
        return False


def _build_regex(compiler: Compiler, call: Call) -> Compiled:
    text = compiler.text(call.arguments[0])
    pattern = call.arguments[1]
    if not isinstance(pattern, Literal):
        given = compiler.text(pattern)
        return lambda context: matches(text(context), given(context))
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = 8 << 20
    try:
        compiled = re2.compile(pattern.value, options=options)
    except re2.error as fault:
        raise ExpressionError(
            tr("The pattern “{pattern}” can't be used ({reason}).", pattern=pattern.value, reason=str(fault)),
            piece=pattern.value,
            position=call.position,
            remedy=tr("Write it without look-ahead and back references (RE2 syntax)."),
        ) from fault
    search = compiled.search
    return lambda context: search(text(context)) is not None


def _digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    names = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
    name = names.get(algorithm.upper())
    if name is None:
        return ""
    raw = hashlib.new(name, text.encode(), usedforsecurity=False).digest()
    return raw.hex() if encoding.lower() == "hex" else base64.b64encode(raw).decode()


def _decode(text: str) -> str:
    try:
        return base64.b64decode(text.encode(), validate=False).decode("utf-8", "replace")
    except (ValueError, UnicodeEncodeError):
        return ""


def _or_here(result: str, letter: str, implementation: Any) -> Function:
    """Return a function that takes the context node where its argument is left out."""

    def build(compiler: Compiler, call: Call) -> Compiled:
        if not call.arguments:
            return lambda context: implementation(here(context))
        argument = compiler.text(call.arguments[0])
        return lambda context: implementation(argument(context))

    return Function(0, 1, result, build)


def _build_string(compiler: Compiler, call: Call) -> Compiled:
    return compiler.text(call.arguments[0]) if call.arguments else here


def _from_string(text: str) -> bool:
    return text in ("true", "1")


TEXT_FUNCTIONS: dict[str, Function] = {
    "string": Function(0, 1, "text", _build_string),
    "concat": plain("text", "a*", _concat),
    "join": plain("text", "sa*", _join),
    "starts-with": plain("boolean", "ss", str.startswith),
    "ends-with": plain("boolean", "ss", str.endswith),
    "contains": plain("boolean", "ss", lambda text, piece: piece in text),
    "substring-before": plain("text", "ss", _before),
    "substring-after": plain("text", "ss", _after),
    "substring": plain("text", "sn?n", _substring),
    "substr": plain("text", "sn?n", _substr),
    "string-length": _or_here("number", "s", lambda text: float(len(text))),
    "normalize-space": _or_here("text", "s", _squeeze),
    "translate": plain("text", "sss", _translate),
    "lower-case": plain("text", "s", str.lower),
    "upper-case": plain("text", "s", str.upper),
    "boolean-from-string": plain("boolean", "s", _from_string),
    "selected": plain("boolean", "ss", _selected),
    "selected-at": plain("text", "sn", _selected_at),
    "count-selected": plain("number", "s", lambda text: float(len(text.split()))),
    "regex": Function(2, 2, "boolean", _build_regex),
    "digest": plain("text", "ss?s", _digest),
    "base64-decode": plain("text", "s", _decode),
    "true": constant("boolean", True),
    "false": constant("boolean", False),
}
