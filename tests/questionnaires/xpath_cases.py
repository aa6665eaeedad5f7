"""Evaluates the XPath cases of ../shared/conformance."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from desktop.questionnaires.expressions.compiler import Compiler
from desktop.questionnaires.expressions.context import Context, Scope
from desktop.questionnaires.expressions.functions import FUNCTIONS
from desktop.questionnaires.expressions.lexer import ExpressionError
from desktop.questionnaires.expressions.parser import parse
from desktop.questionnaires.nodes import TreeNode, XNode, tree_of

FILE = Path(__file__).resolve().parents[3] / "shared" / "conformance" / "xpath.json"
ZONE = ZoneInfo("America/Phoenix")


@dataclass(frozen=True)
class Outcome:
    """How one case went; ``reason`` is empty when it agreed.

    Attributes:
        number: the case's id.
        node: path of its context node.
    """

    number: str
    engine: str
    expression: str
    node: str
    reason: str


class _Tree(Scope):
    def __init__(self, document: XNode, top: XNode, language: str) -> None:
        self.zone = ZONE
        self.singles = ()
        self._document = document
        self._top = top
        self._language = language

    def now(self) -> datetime:
        return datetime.now(ZONE)

    def draw(self, kind: str, origin: XNode) -> str:
        return "0.5" if kind == "random" else "7b6fb0a3-3ff0-4f0e-8f21-0d6a0f3b6c11"

    def document(self, origin: XNode) -> XNode:
        return self._document

    def instance(self, name: str) -> XNode | None:
        for node in _below(self._top):
            if node.local == "instance" and _attribute(node, "id") == name:
                return node
        return None

    def itext(self, name: str, origin: XNode) -> str:
        translations = [node for node in _below(self._top) if node.local == "translation"]
        chosen = [node for node in translations if _attribute(node, "lang") == self._language]
        for translation in chosen or translations[:1]:
            for text in translation.children():
                if text.local == "text" and _attribute(text, "id") == name:
                    return "".join(value.string() for value in text.children() if value.local == "value")
        return ""


def _below(node: XNode) -> Iterator[XNode]:
    yield node
    for child in node.children():
        yield from _below(child)


def _attribute(node: XNode, name: str) -> str:
    return next((one.string() for one in node.attributes() if one.local == name), "")


def _at(document: XNode, path: str) -> list[XNode]:
    scope = _Tree(document, document, "")
    found: list[XNode] = Compiler(FUNCTIONS).nodes(parse(path).tree)(Context(scope, document))
    return found


def outcomes() -> Iterator[Outcome]:
    """Evaluate every case."""
    loaded = json.loads(FILE.read_text("utf-8"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    trees: dict[str, TreeNode] = {}
    for case in loaded["cases"]:
        key = case["context"]
        if key not in trees:
            trees[key] = tree_of(etree.fromstring(loaded["contexts"][key].encode(), parser))
        reason = _play(case, trees[key])
        yield Outcome(str(case["id"]), case["engine"], case["expr"], case["context_path"], reason)


def _play(case: dict[str, Any], top: TreeNode) -> str:
    expected = case.get("expected")
    try:
        found = _at(top, case["context_path"])
        if not found:
            return f"there is no node {case['context_path']}"
        node = found[0]
        roots = _at(top, case["root_path"]) if case.get("root_path", "/") != "/" else [top]
        document = roots[0]
        scope = _Tree(document, top, case.get("lang") or "")
        tree = parse(case["expr"]).tree
        compiler = Compiler(FUNCTIONS, strict=False)
        ways = {"number": compiler.number, "boolean": compiler.boolean, "string": compiler.text}
        kind = case["type"]
        way = compiler.nodes if kind == "nodeset" else ways.get(case["requested_type"]) or ways.get(kind)
        got = (way or compiler.text)(tree)(Context(scope, node))
    except ExpressionError as fault:
        return "" if case["type"] == "error" else f"refused: {fault.fault}"
    if _agrees(case, expected, got, top):
        return ""
    return f"{case['context_path']} expected {expected!r}, got {got!r}"


def _agrees(case: dict[str, Any], expected: Any, got: Any, top: TreeNode) -> bool:
    if case["type"] == "error":
        return False
    if case["type"] == "nodeset":
        texts = [None if one.kind == "root" else one.string() for one in got]
        if texts == case["expected_strings"]:
            return True
        wanted = [_at(top, path)[:1] for path in expected if "namespace" not in path]
        return len(got) == len(expected) and all(one == [two] for one, two in zip(wanted, got, strict=False))
    if case["type"] == "number":
        number = float(expected.replace("Infinity", "inf")) if isinstance(expected, str) else float(expected)
        factor = case.get("rounding_factor")
        if number != number or got != got:
            return number != number and got != got
        close = 1 / factor if factor else 1e-6 * max(1.0, abs(number))
        return bool(got == number or abs(got - number) <= close)
    if case["type"] == "regex":
        return re.search(expected.strip("/"), got) is not None
    return bool(got == expected)
