"""Parts of an XForm that reading the model and reading the body share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from desktop.foundation.translation import tr
from desktop.questionnaires.cells import Static
from desktop.questionnaires.definition import NO_WORDS, Choice, Words
from desktop.questionnaires.expressions.lexer import ExpressionError
from desktop.questionnaires.expressions.parser import parse
from desktop.questionnaires.expressions.syntax import Call, Expression, Literal, Node
from desktop.questionnaires.plan import Itemset, Plan
from desktop.questionnaires.problems import Problem, Severity

JAVAROSA = "http://openrosa.org/javarosa"
XFORMS = "http://www.w3.org/2002/xforms"
ODK = "http://www.opendatakit.org/xforms"
OPENROSA = "http://openrosa.org/xforms"
XFORM_SHEET = "XForm"
COLUMNS = {"calculate": "calculation", "readonly": "read_only", "jr:count": "repeat_count"}
"""XLSForm's column for an XForm attribute, where they differ."""


@lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def local(element: Any) -> str:
    """Return an element's local name; empty for comments and processing instructions."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


def kids(element: Any, *names: str) -> list[Any]:
    """Return the child elements, those with one of ``names`` if any are given."""
    if not names:
        return [kid for kid in element if isinstance(kid.tag, str)]
    return [kid for kid in element if isinstance(tag := kid.tag, str) and _local(tag) in names]


def attribute(element: Any, name: str) -> str:
    """Return an attribute by local name, with JavaRosa's, ODK's or no namespace; empty where there is none."""
    for key in _spellings(name):
        found = element.get(key)
        if found is not None:
            return str(found)
    return ""


@lru_cache(maxsize=64)
def _spellings(name: str) -> tuple[str, ...]:
    return (name, f"{{{JAVAROSA}}}{name}", f"{{{ODK}}}{name}", f"{{{OPENROSA}}}{name}")


def attributes(element: Any) -> dict[str, str]:
    """Return all attributes by local name, those that :func:`attribute` finds before any others."""
    found: dict[str, str] = {}
    for key, value in element.items():
        name = _local(key)
        if name == key or name not in found:
            found[name] = value
    return found


def attribute_key(static: Static) -> str:
    """Return an attribute's name as lxml has it."""
    name = static.name.lstrip("@")
    return f"{{{static.ns}}}{name}" if static.ns else name


@dataclass(slots=True)
class Reading:
    """A form while it is read.

    Attributes:
        plan: being made.
        problems: found so far.
        languages: in the order of the form, the default first.
        parsed: expressions by text, so that equal ones are read once.
        defaults: static defaults, by number of the node.
        lists: itemsets that depend on no answer, with their choices, by nodeset, value, label, and whether that is
            an itext id.
        whole_lists: all choices of a list, by the list without its filters, value, label, and whether that is an
            itext id; made: choices by value, label and that, then by the id of their item.
        attachments: files beside the form, by name.
    """

    plan: Plan
    problems: list[Problem] = field(default_factory=list)
    languages: tuple[str, ...] = ("default",)
    parsed: dict[str, Expression] = field(default_factory=dict)
    defaults: dict[int, str] = field(default_factory=dict)
    lists: dict[tuple[str, str, str, bool], tuple[Itemset, tuple[Choice, ...]]] = field(default_factory=dict)
    whole_lists: dict[tuple[Node, str, str, bool], tuple[Choice, ...]] = field(default_factory=dict)
    made: dict[tuple[str, str, bool], dict[int, Choice]] = field(default_factory=dict)
    attachments: Mapping[str, bytes] = field(default_factory=dict)

    def refuse(self, fault: str, remedy: str, *, static: Static | None = None, column: str = "") -> None:
        """Note an error."""
        path = static.path if static is not None else ""
        where = tr("{sheet}, {path}", sheet=XFORM_SHEET, path=path) if path else XFORM_SHEET
        self.problems.append(Problem(Severity.ERROR, where, None, column, fault, remedy, path))

    def warn(self, fault: str, remedy: str, *, ref: str = "", column: str = "") -> None:
        """Note a warning; ``ref`` is the reference or path of the node that it is about."""
        static = self.plan.find(ref) if ref else None
        path = static.path if static is not None else ""
        where = tr("{sheet}, {path}", sheet=XFORM_SHEET, path=path) if path else XFORM_SHEET
        self.problems.append(Problem(Severity.WARNING, where, None, column, fault, remedy, path))

    def expression(self, text: str, static: Static, column: str) -> Expression | None:
        """Return the expression in ``text``, ``None`` after noting why it can't be used."""
        known = self.parsed.get(text)
        if known is not None:
            return known
        try:
            parsed = parse(text)
        except ExpressionError as fault:
            self.refuse_expression(text, fault, static, column)
            return None
        self.parsed[text] = parsed
        return parsed

    def refuse_expression(self, text: str, fault: ExpressionError, static: Static, column: str) -> None:
        """Note that an expression can't be used."""
        shown = " ".join(text.split())
        if len(shown) > 80:
            start = max(0, fault.position - 30)
            shown = "…" + " ".join(text[start : start + 70].split()) + "…"
        self.refuse(
            tr("The expression “{text}” can't be used: {reason}", text=shown, reason=fault.fault),
            fault.remedy or tr("Put the expression right."),
            static=static,
            column=COLUMNS.get(column, column),
        )

    def words(self, element: Any, static: Static, column: str) -> Words:
        """Return the words of a ``label`` or ``hint`` element: inline or from itext."""
        ref = element.get("ref")
        if ref:
            expression = self.expression(ref, static, column)
            return self.from_reference(expression, static, column) if expression is not None else NO_WORDS
        pieces = self.pieces(element, static, column)
        return Words({self.languages[0]: pieces}) if pieces else NO_WORDS

    def from_reference(self, expression: Expression, static: Static, column: str) -> Words:
        """Return the words that ``jr:itext('id')`` or another expression gives."""
        tree = expression.tree
        if isinstance(tree, Call) and tree.name == "jr:itext" and len(tree.arguments) == 1:
            name = tree.arguments[0]
            if isinstance(name, Literal):
                found = self.plan.itext.get(name.value)
                if found is None:
                    self.refuse(
                        tr("There are no words with the id “{name}”.", name=name.value),
                        tr("Add them to the form's translations."),
                        static=static,
                        column=column,
                    )
                    return NO_WORDS
                return found
        return Words({self.languages[0]: (expression,)})

    def pieces(self, element: Any, static: Static | None, column: str) -> tuple[str | Expression, ...]:
        """Return the text of an element as it stands, outputs as expressions; nothing for white space alone."""
        text = element.text or ""
        if len(element) == 0:
            return (text,) if text and not text.isspace() else ()
        found: list[str | Expression] = []
        for kid in element:
            if local(kid) == "output":
                if text:
                    found.append(text)
                text = ""
                value = kid.get("value") or kid.get("ref") or ""
                owner = static or self.plan.root
                expression = self.expression(value, owner, column)
                if expression is not None:
                    found.append(expression)
            elif isinstance(kid.tag, str):
                text += "".join(kid.itertext())
            text += kid.tail or ""
        if text:
            found.append(text)
        if all(isinstance(piece, str) and not piece.strip() for piece in found):
            return ()
        first, last = (found[0], found[-1]) if len(found) > 1 else ("", "")
        if isinstance(first, str) and isinstance(last, str) and first[:1] == last[-1:] == " ":
            found[0], found[-1] = first[1:], last[:-1]  # pyxform's padding of words with outputs
        return tuple(piece for piece in found if piece != "")


def words_of(reading: Reading, element: Any, name: str, static: Static) -> Words:
    """Return the words of the first child ``name`` (``label``, ``hint``) of a control or item."""
    for kid in kids(element, name):
        return reading.words(kid, static, name)
    return NO_WORDS
