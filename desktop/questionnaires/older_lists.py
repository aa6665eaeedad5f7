"""The two older ways to take choices from a file, written as the newer one, an itemset over a list in the form.

``select_one_external`` asks by ``query="instance('cities')/root/item[…]"`` for rows of ``itemsets.csv``, which
pyxform makes of the sheet external_choices. The appearance ``search('fruits')`` takes its choices from
``fruits.csv``; the question's own choice, by name and label, says in which columns values and labels stand
(https://docs.getodk.org/form-datasets/). What can't be written anew to mean the same stays as it is, and is
refused when the form is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from desktop.questionnaires.expressions.lexer import ExpressionError
from desktop.questionnaires.expressions.parser import parse
from desktop.questionnaires.expressions.syntax import Call, Literal, Node, Path, walk
from desktop.questionnaires.xform_parts import XFORMS, kids

ITEMSETS = "itemsets.csv"
_SEARCH = re.compile(r"(?:^|\s)(search\(.*\))", re.DOTALL)


_NAME = re.compile(r"[^\W\d][\w.-]*\Z")


def is_column(name: str) -> bool:
    """Tell whether an expression can name it."""
    return _NAME.match(name) is not None


def mentions(xform: bytes) -> bool:
    """Tell whether the form may hold one of the two."""
    return b"query=" in xform or b"search(" in xform


def renewed(document: Any, attachments: Mapping[str, bytes]) -> bool:
    """Write anew what the files allow; return whether anything was.

    Raises:
        FormRefused: a list is damaged or too big.
    """
    models = [model for head in kids(document, "head") for model in kids(head, "model")]
    if not models:
        return False
    queried = [_query(models[0], control, attachments) for control in list(document.iter(f"{{{XFORMS}}}input"))]
    searches = [
        _search(models[0], control, attachments)
        for name in ("select", "select1")
        for control in list(document.iter(f"{{{XFORMS}}}{name}"))
    ]
    return any(queried) or any(searches)


def _query(model: Any, control: Any, attachments: Mapping[str, bytes]) -> bool:
    from desktop.questionnaires.attachments import find, list_element

    text = control.get("query") or ""
    content = find(attachments, ITEMSETS) if text else None
    if content is None:
        return False
    for name in _lists_of(text):
        if any(instance.get("id") == name for instance in kids(model, "instance")):
            continue
        root = list_element(ITEMSETS, content)
        for item in list(root):
            if _cell(item, "list_name") != name:
                root.remove(item)
        if len(root) == 0:
            return False
        _instance(model, name).append(root)
    del control.attrib["query"]
    control.tag = f"{{{XFORMS}}}select1"
    _itemset(control, text, "name", "label")
    return True


def _lists_of(text: str) -> list[str]:
    try:
        calls = [node for node in walk(parse(text).tree) if isinstance(node, Call) and node.name == "instance"]
    except ExpressionError:
        return []  # reading the form says what is wrong with it
    return [call.arguments[0].value for call in calls if call.arguments and isinstance(call.arguments[0], Literal)]


def _search(model: Any, control: Any, attachments: Mapping[str, bytes]) -> bool:
    from desktop.questionnaires.attachments import find

    appearance = control.get("appearance") or ""
    match = _SEARCH.search(appearance)
    items = kids(control, "item")
    if match is None or len(items) != 1:
        return False
    try:
        call = parse(match.group(1)).tree
    except ExpressionError:
        return False
    value, label = _column(model, items[0], "value"), _column(model, items[0], "label")
    condition = _condition(call)
    if condition is None or not is_column(value) or not is_column(label):
        return False
    assert isinstance(call, Call)
    assert isinstance(call.arguments[0], Literal)
    name = call.arguments[0].value
    file = f"{name}.csv"
    if find(attachments, file) is None:
        return False
    if all(instance.get("id") != name for instance in kids(model, "instance")):
        _instance(model, name).set("src", f"jr://file-csv/{file}")
    control.remove(items[0])
    control.set("appearance", " ".join(_SEARCH.sub(" ", appearance).split()))
    _itemset(control, f"instance('{name}')/root/item{condition}", value, label)
    return True


def _condition(call: Node) -> str | None:
    """Return the predicates that a search stands for, ``None`` for one that looks for parts of words."""
    if not isinstance(call, Call) or not call.arguments:
        return None
    texts = [_text(argument) for argument in call.arguments]
    name = call.arguments[0]
    if None in texts or not isinstance(name, Literal) or not is_column(name.value):
        return None
    if len(texts) == 1:
        return ""
    if len(texts) not in (4, 6) or texts[1] != "'matches'":
        return None
    pairs = zip(texts[2::2], texts[3::2], strict=True)
    found = [(column.strip("'\""), value) for column, value in pairs if column is not None]
    if not all(is_column(column) for column, _ in found):
        return None
    return "".join(f"[{column} = {value}]" for column, value in found)


def _text(node: Node) -> str | None:
    if isinstance(node, Literal):
        return f"'{node.value}'" if "'" not in node.value else f'"{node.value}"'
    return node.names or None if isinstance(node, Path) else None


def _column(model: Any, item: Any, name: str) -> str:
    """Return the column that an item's ``value`` or ``label`` names; empty where languages differ in it."""
    for kid in kids(item, name):
        ref = kid.get("ref") or ""
        if not ref:
            return (kid.text or "").strip()
        wanted = ref.partition("'")[2].rpartition("'")[0]
        texts = {
            (value.text or "").strip()
            for text in model.iter(f"{{{XFORMS}}}text")
            if text.get("id") == wanted
            for value in kids(text, "value")
        }
        return texts.pop() if len(texts) == 1 else ""
    return ""


def _instance(model: Any, name: str) -> Any:
    from lxml import etree

    made = etree.Element(f"{{{XFORMS}}}instance", id=name)
    kids(model, "instance")[-1].addnext(made)
    return made


def _itemset(control: Any, nodeset: str, value: str, label: str) -> None:
    from lxml import etree

    itemset = etree.SubElement(control, f"{{{XFORMS}}}itemset", nodeset=nodeset)
    etree.SubElement(itemset, f"{{{XFORMS}}}value", ref=value)
    etree.SubElement(itemset, f"{{{XFORMS}}}label", ref=label)


def _cell(item: Any, name: str) -> str:
    return next((kid.text or "" for kid in kids(item, name)), "")
