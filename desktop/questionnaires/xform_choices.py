"""The choices of selects: listed in the body, or items of a list with a filter."""

from __future__ import annotations

from typing import Any

from desktop.questionnaires.cells import Static
from desktop.questionnaires.definition import NO_WORDS, Choice, Words
from desktop.questionnaires.expressions.context import Context, Scope
from desktop.questionnaires.expressions.lexer import ExpressionError
from desktop.questionnaires.expressions.syntax import Binary, Call, Expression, Node, Path, Step, walk
from desktop.questionnaires.nodes import TreeNode, XNode
from desktop.questionnaires.plan import CHOICES, Itemset, Plan, child_text
from desktop.questionnaires.xform_parts import Reading, kids, words_of


def read_choices(reading: Reading, element: Any, static: Static) -> tuple[tuple[Choice, ...], Expression | None]:
    """Return all choices of a select, and the filter on them."""
    found: list[Choice] = []
    for item in kids(element, "item"):
        value = "".join("".join(kid.itertext()) for kid in kids(item, "value"))
        found.append(Choice(value.strip(), words_of(reading, item, "label", static)))
    for itemset in kids(element, "itemset"):
        text = itemset.get("nodeset") or ""
        expression = reading.expression(text, static, "choice_filter")
        if expression is None:
            return (), None
        return _itemset(reading, itemset, expression, static)
    return tuple(found), None


def _itemset(
    reading: Reading, element: Any, expression: Expression, static: Static
) -> tuple[tuple[Choice, ...], Expression | None]:
    value = next((kid.get("ref") or "" for kid in kids(element, "value")), "name")
    label = next((kid.get("ref") or "" for kid in kids(element, "label")), value)
    itext = label.replace(" ", "").startswith("jr:itext(")
    if itext:
        label = label.partition("(")[2].rpartition(")")[0].strip()
    plan = reading.plan
    shared = reading.lists.get((expression.text, value, label, itext))
    if shared is not None:
        plan.itemsets[static.number], choices = shared
        static.choices = shared[0].nodes
        return choices, None
    try:
        reads = plan.references(expression, static)
        compiled = plan.compiler(static).nodes(expression.tree)
        stripped, predicates = _without_predicates(expression.tree)
        everything = plan.compiler(static).nodes(stripped)
    except ExpressionError as fault:
        reading.refuse_expression(expression.text, fault, static, "choice_filter")
        return (), None
    made = reading.made.setdefault((value, label, itext), {})
    itemset = Itemset(compiled, value, label, itext, bool(reads), made)
    plan.itemsets[static.number] = itemset
    static.choices = compiled
    if reads:
        plan.add(CHOICES, static, compiled, reads)
    choices = ()
    if _outside(expression.tree):
        # questions that filter the same list share what their filters take from
        whole = (stripped, value, label, itext)
        known = reading.whole_lists.get(whole)
        if known is None:
            items = everything(Context(_Instances(plan), _Nowhere()))
            known = reading.whole_lists[whole] = tuple(choice_of(plan, itemset, item) for item in items)
        choices = known
    if not reads and not predicates and isinstance(expression.tree, Path):
        # nothing in it depends on where it is read from, and many questions share a list
        reading.lists[expression.text, value, label, itext] = (itemset, choices)
    filter_: Expression | None = None
    if predicates:
        tree = predicates[0]
        for predicate in predicates[1:]:
            tree = Binary("and", tree, predicate)
        filter_ = Expression(expression.text, tree)
    return choices, filter_


def _outside(tree: Node) -> bool:
    """Tell whether an itemset's nodes come from a secondary instance and not from answers."""
    return any(isinstance(node, Call) and node.name == "instance" for node in walk(tree))


def _without_predicates(tree: Node) -> tuple[Node, tuple[Node, ...]]:
    """Return the tree without predicates and without shuffling, and the predicates."""
    if isinstance(tree, Call) and tree.name == "randomize" and tree.arguments:
        return _without_predicates(tree.arguments[0])
    if not isinstance(tree, Path):
        return tree, ()
    found: list[Node] = list(tree.predicates)
    steps: list[Step] = []
    for step in tree.steps:
        found += step.predicates
        steps.append(Step(step.axis, step.test))
    return Path(tree.absolute, tuple(steps), tree.start, (), tree.position), tuple(found)


class _Nowhere(XNode):
    """Stands as context node where an expression has none of the form's."""

    __slots__ = ()

    def __init__(self) -> None:
        self.parent = None


class _Instances(Scope):
    """Only secondary instances: for reading all choices of a list."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def instance(self, name: str) -> XNode | None:
        return self.plan.instances.get(name)


def choice_of(plan: Plan, itemset: Itemset, item: XNode) -> Choice:
    """Return the choice that an item node is; those of secondary instances are made once."""
    key = id(item)
    known = itemset.made.get(key)
    if known is not None:
        return known
    value = child_text(item, itemset.value)
    label = child_text(item, itemset.label)
    if itemset.itext:
        words = plan.itext.get(label, NO_WORDS)
    else:
        words = Words({"default": (label,)}) if label else NO_WORDS
    choice = Choice(value, words)
    if isinstance(item, TreeNode) and item.tree > 0:  # of a list that all entries share
        itemset.made[key] = choice
    return choice
