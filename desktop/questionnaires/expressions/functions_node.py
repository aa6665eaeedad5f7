"""Functions on nodes, on the form, and those that choose between values."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from desktop.foundation.translation import tr
from desktop.questionnaires.expressions.context import Context
from desktop.questionnaires.expressions.lexer import ExpressionError
from desktop.questionnaires.expressions.paths import Compiled
from desktop.questionnaires.expressions.syntax import Call, Literal, Node, Number, Path
from desktop.questionnaires.expressions.table import Function, plain
from desktop.questionnaires.expressions.values import text_to_number, to_text
from desktop.questionnaires.nodes import XML_NAMESPACE, TreeNode, XNode

if TYPE_CHECKING:
    from desktop.questionnaires.expressions.compiler import Compiler

PROPERTIES = frozenset({"deviceid", "username", "email", "phonenumber"})
_MODULUS = 2_147_483_647


def _build_last(compiler: Compiler, call: Call) -> Compiled:
    return lambda context: float(context.size)


def _build_position(compiler: Compiler, call: Call) -> Compiled:
    if not call.arguments:
        return lambda context: float(context.position)
    nodes = compiler.nodes(call.arguments[0])

    def position(context: Context) -> float:
        found = nodes(context)
        return float(place_among_equals(found[0])) if found else math.nan

    return position


def place_among_equals(node: XNode) -> int:
    """Return the 1-based place of ``node`` among its siblings of the same name: the number of a repeat
    instance.
    """
    if node.parent is None:
        return 1
    same = [kid for kid in node.parent.children() if kid.local == node.local and kid.kind == "element"]
    return next((place for place, kid in enumerate(same, start=1) if kid is node), 1)


def _build_if(compiler: Compiler, call: Call) -> Compiled:
    """Lazy: only the branch that is taken is evaluated."""
    test = compiler.boolean(call.arguments[0])
    then, other = compiler.value(call.arguments[1]), compiler.value(call.arguments[2])
    return lambda context: then(context) if test(context) else other(context)


def _build_coalesce(compiler: Compiler, call: Call) -> Compiled:
    texts = [_blank_for_nan(compiler, argument) for argument in call.arguments]
    if len(texts) == 2:
        first, second = texts
        return lambda context: first(context) or second(context)

    def coalesce(context: Context) -> str:
        for text in texts:
            found: str = text(context)
            if found != "":
                return found
        return ""

    return coalesce


def _blank_for_nan(compiler: Compiler, argument: Node) -> Compiled:
    """Compile to text; a sum that lacks an answer counts as empty."""
    text = compiler.text(argument)
    if isinstance(argument, Number) or compiler.type_of(argument) not in ("number", "any"):
        return text

    def blank(context: Context) -> str:
        found: str = text(context)
        return "" if found == "NaN" else found

    return blank


def _build_once(compiler: Compiler, call: Call) -> Compiled:
    """ODK: keeps the value that the node has."""
    text = _blank_for_nan(compiler, call.arguments[0])

    def once(context: Context) -> str:
        kept: str = context.origin.standing()
        return kept if kept != "" else text(context)

    return once


def _build_name(part: str) -> Function:
    def build(compiler: Compiler, call: Call) -> Compiled:
        nodes = compiler.nodes(call.arguments[0]) if call.arguments else (lambda context: [context.node])

        def name(context: Context) -> str:
            found = nodes(context)
            if not found:
                return ""
            node = found[0]
            if part == "ns":
                return str(node.ns)
            if part == "local" or not node.prefix:
                return str(node.local)
            return f"{node.prefix}:{node.local}"

        return name

    return Function(0, 1, "text", build)


def _identified(context: Context, value: Any) -> list[XNode]:
    texts = [node.string() for node in value] if isinstance(value, list) else [to_text(value)]
    wanted = {word for text in texts for word in text.split()}
    found: list[XNode] = []
    waiting: list[XNode] = [context.scope.document(context.origin)]
    while waiting:
        node = waiting.pop()
        for attribute in node.attributes():
            if attribute.local == "id" and attribute.string() in wanted:
                wanted.discard(attribute.string())
                found.append(node)
        waiting.extend(reversed(node.children()))
    return found


def _lang(context: Context, wanted: str) -> bool:
    node: XNode | None = context.node
    while node is not None:
        for attribute in node.attributes():
            if attribute.local == "lang" and (attribute.ns == XML_NAMESPACE or attribute.prefix == "xml"):
                own = attribute.string().lower()
                return own == wanted.lower() or own.startswith(wanted.lower() + "-")
        node = node.parent
    return False


def _build_current(compiler: Compiler, call: Call) -> Compiled:
    return lambda context: [context.origin]


def _build_instance(compiler: Compiler, call: Call) -> Compiled:
    name = compiler.text(call.arguments[0])

    def instance(context: Context) -> list[XNode]:
        found = context.scope.instance(name(context))
        return [] if found is None else [found]

    return instance


def _count_non_empty(values: list[XNode]) -> float:
    return float(sum(1 for node in values if node.string() != ""))


def _build_indexed(compiler: Compiler, call: Call) -> Compiled:
    """``indexed-repeat(node, repeat, index, …)``: the node within the instances with those numbers."""
    if len(call.arguments) % 2 == 0:
        raise ExpressionError(
            tr("indexed-repeat() takes a question, then pairs of a repeat and a number."),
            piece=call.name,
            position=call.position,
        )
    # The numbers choose the instances, so the references are taken over all of them.
    target = compiler.everywhere(call.arguments[0])
    pairs = [
        (compiler.everywhere(call.arguments[place]), compiler.number(call.arguments[place + 1]))
        for place in range(1, len(call.arguments), 2)
    ]

    def indexed(context: Context) -> list[XNode]:
        within: XNode | None = None
        for repeats, index in pairs:
            instances = [node for node in repeats(context) if within is None or _is_under(node, within)]
            number = index(context)
            if number != number or not 1 <= number <= len(instances):
                return []
            within = instances[int(number) - 1]
        return [node for node in target(context) if within is None or _is_under(node, within)]

    return indexed


def _is_under(node: XNode, above: XNode) -> bool:
    at: XNode | None = node
    while at is not None:
        if at is above:
            return True
        at = at.parent
    return False


def _shuffled(nodes: list[XNode], seed: int) -> list[XNode]:
    """Park and Miller's generator and Fisher and Yates's shuffle, as the ODK specification asks."""
    state = seed % _MODULUS
    if state <= 0:
        state += _MODULUS - 1
    shuffled = list(nodes)
    for place in range(len(shuffled) - 1, 0, -1):
        state = state * 16_807 % _MODULUS
        other = int((state - 1) / (_MODULUS - 1) * (place + 1))
        shuffled[place], shuffled[other] = shuffled[other], shuffled[place]
    return shuffled


def _build_randomize(compiler: Compiler, call: Call) -> Compiled:
    nodes = compiler.nodes(call.arguments[0])
    seed = compiler.text(call.arguments[1]) if len(call.arguments) > 1 else None

    def randomize(context: Context) -> list[XNode]:
        text = context.scope.draw("seed", context.origin) if seed is None else seed(context)
        number = text_to_number(text, context.scope.zone)
        if number != number:
            # A seed that is no number is hashed, so that an instance id can serve as one.
            import hashlib

            number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big", signed=True)
        return _shuffled(nodes(context), int(number))

    return randomize


def _build_uuid(compiler: Compiler, call: Call) -> Compiled:
    if not call.arguments:
        return lambda context: context.scope.draw("uuid", context.origin)
    length = compiler.number(call.arguments[0])

    def short(context: Context) -> str:
        number = length(context)
        wanted = int(number) if 0 < number <= 1_000 else 0
        text = ""
        while len(text) < wanted:
            text += context.scope.draw("uuid", context.origin).replace("-", "")
        return text[:wanted]

    return short


def _build_random(compiler: Compiler, call: Call) -> Compiled:
    return lambda context: float(context.scope.draw("random", context.origin))


def _build_choice_name(compiler: Compiler, call: Call) -> Compiled:
    """``jr:choice-name(value, 'question')``; the question stands as text or as a reference."""
    value = compiler.text(call.arguments[0])
    question = call.arguments[1]
    if isinstance(question, Literal):
        reference = question.value.strip()
        return lambda context: context.scope.choice_name(value(context), reference, context.origin)
    if not isinstance(question, Path):
        raise ExpressionError(
            tr("jr:choice-name() needs a question's reference as its second argument."),
            piece=call.name,
            position=call.position,
        )
    nodes = compiler.nodes(question)

    def choice_name(context: Context) -> str:
        found = nodes(context)
        return context.scope.choice_name(value(context), found[0].string(), context.origin) if found else ""

    return choice_name


def _version(context: Context) -> str:
    return context.scope.version()


def _property(context: Context, name: str) -> str:
    """Only what stands for the device and the person at it; other names give nothing."""
    return context.scope.metadata(name) if name in PROPERTIES else ""


def _itext(context: Context, name: str) -> str:
    return context.scope.itext(name, context.origin)


def _build_boolean(compiler: Compiler, call: Call) -> Compiled:
    return compiler.boolean(call.arguments[0])


def _build_pulldata(compiler: Compiler, call: Call) -> Compiled:
    """``pulldata(list, wanted, key, value)``: of the first item whose ``key`` is ``value``, what is ``wanted``.

    ``wanted`` and ``key`` name a child, or ``@`` and an attribute.
    """
    name, wanted, key, value = (compiler.text(argument) for argument in call.arguments)
    indexes: dict[tuple[int, str], tuple[XNode, dict[str, XNode]]] = {}

    def index_of(root: XNode, by: str) -> dict[str, XNode]:
        known = indexes.get((id(root), by))
        if known is not None:
            return known[1]
        items: dict[str, XNode] = {}
        for top in root.children():
            for item in top.children():
                text = _part_of(item, by) if item.kind == "element" else None
                if text is not None:
                    items.setdefault(text, item)
        if (
            isinstance(root, TreeNode) and root.tree > 0
        ):  # lists never change; the root is kept, so its id is its own
            indexes[id(root), by] = (root, items)
        return items

    def pulldata(context: Context) -> str:
        root = context.scope.instance(name(context))
        if root is None:
            return ""
        item = index_of(root, key(context)).get(value(context))
        return "" if item is None else _part_of(item, wanted(context)) or ""

    return pulldata


def _part_of(item: XNode, name: str) -> str | None:
    """Return the text of a child, or of an attribute called ``@name``; ``None`` where there is none."""
    parts = item.attributes() if name.startswith("@") else item.children()
    local = name.removeprefix("@")
    return next((part.string() for part in parts if part.local == local and part.kind != "text"), None)


NODE_FUNCTIONS: dict[str, Function] = {
    "last": Function(0, 0, "number", _build_last),
    "position": Function(0, 1, "number", _build_position),
    "count": plain("number", "N", lambda nodes: float(len(nodes))),
    "count-non-empty": plain("number", "N", _count_non_empty),
    "id": plain("nodes", "a", _identified, context=True),
    "name": _build_name("name"),
    "local-name": _build_name("local"),
    "namespace-uri": _build_name("ns"),
    "lang": plain("boolean", "s", _lang, context=True),
    "boolean": Function(1, 1, "boolean", _build_boolean),
    "not": plain("boolean", "b", lambda value: not value),
    "if": Function(3, 3, "any", _build_if),
    "coalesce": Function(1, None, "text", _build_coalesce),
    "once": Function(1, 1, "text", _build_once),
    "current": Function(0, 0, "nodes", _build_current),
    "instance": Function(1, 1, "nodes", _build_instance),
    "indexed-repeat": Function(3, None, "nodes", _build_indexed),
    "randomize": Function(1, 2, "nodes", _build_randomize),
    "random": Function(0, 0, "number", _build_random, draws=True),
    "uuid": Function(0, 1, "text", _build_uuid, draws=True),
    "jr:choice-name": Function(2, 2, "text", _build_choice_name),
    "jr:itext": plain("text", "s", _itext, context=True),
    "version": plain("text", "", _version, context=True),
    "property": plain("text", "s", _property, context=True),
    "pulldata": Function(4, 4, "text", _build_pulldata),
}
