"""The body of an XForm: groups, repeats and controls, made into the definition's tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from desktop.foundation.translation import tr
from desktop.questionnaires.cells import Static
from desktop.questionnaires.definition import (
    NO_WORDS,
    Choice,
    Group,
    Question,
    QuestionType,
    Repeat,
    Words,
)
from desktop.questionnaires.expressions.context import Context, Scope
from desktop.questionnaires.expressions.lexer import ExpressionError
from desktop.questionnaires.expressions.syntax import Binary, Expression, Node, Path, Step
from desktop.questionnaires.nodes import XNode
from desktop.questionnaires.plan import CHOICES, Itemset, Plan, child_text
from desktop.questionnaires.xform_parts import Reading, attribute, kids, local

_INPUTS = {
    "int": QuestionType.INTEGER,
    "integer": QuestionType.INTEGER,
    "decimal": QuestionType.DECIMAL,
    "date": QuestionType.DATE,
    "time": QuestionType.TIME,
    "dateTime": QuestionType.DATETIME,
    "barcode": QuestionType.BARCODE,
    "geopoint": QuestionType.GEOPOINT,
    "geotrace": QuestionType.GEOTRACE,
    "geoshape": QuestionType.GEOSHAPE,
}
_CONTROLS = {
    "select1": QuestionType.SELECT_ONE,
    "select": QuestionType.SELECT_MULTIPLE,
    "rank": QuestionType.RANK,
    "trigger": QuestionType.ACKNOWLEDGE,
    "range": QuestionType.RANGE,
}
CONTROLS = frozenset({"input", "secret", "upload", *_CONTROLS})


@dataclass(slots=True)
class _Open:
    """A group or repeat while it is read."""

    static: Static
    element: Any
    repeat: Any = None
    labels: Words = NO_WORDS
    appearances: frozenset[str] = frozenset()
    children: list[Question | _Open] = field(default_factory=list)


class BodyReader:
    """Reads the body.

    Attributes:
        reading: the form so far.
        messages: required and constraint messages by node number, as in the binds.
    """

    def __init__(self, reading: Reading, messages: dict[int, dict[str, Any]]) -> None:
        self.reading = reading
        self.plan: Plan = reading.plan
        self.messages = messages
        self._placed: set[int] = set()
        self._groups: dict[int, _Open] = {}

    def read(self, body: Any) -> Group:
        """Return the root group, hidden values at their place in the model."""
        top = _Open(self.plan.root, body)
        self._groups[self.plan.root.number] = top
        self._children(body, top)
        self._hidden()
        closed = self._close(top)
        assert isinstance(closed, Group)
        return closed

    def _children(self, element: Any, parent: _Open) -> None:
        for kid in kids(element):
            name = local(kid)
            if name == "group":
                self._group(kid, parent)
            elif name == "repeat":
                self._repeat(kid, kid, parent)
            elif name in CONTROLS:
                self._control(kid, parent)

    def _group(self, element: Any, parent: _Open) -> None:
        repeats = kids(element, "repeat")
        if repeats and not [kid for kid in kids(element) if local(kid) in CONTROLS or local(kid) == "group"]:
            for repeat in repeats:
                self._repeat(repeat, element, parent)
            return
        ref = element.get("ref") or element.get("nodeset") or ""
        static = self._find(ref, parent) if ref else parent.static
        if static is None:
            return
        opened = _Open(static, element, appearances=frozenset((element.get("appearance") or "").split()))
        opened.labels = self._words(element, "label", static)
        parent.children.append(opened)
        if ref:
            self._groups.setdefault(static.number, opened)
        self._children(element, opened)

    def _repeat(self, repeat: Any, outer: Any, parent: _Open) -> None:
        static = self._find(repeat.get("nodeset") or repeat.get("ref") or "", parent)
        if static is None:
            return
        appearance = repeat.get("appearance") or outer.get("appearance") or ""
        opened = _Open(static, outer, repeat, appearances=frozenset(appearance.split()))
        opened.labels = self._words(outer, "label", static)
        parent.children.append(opened)
        self._groups[static.number] = opened
        count = attribute(repeat, "count")
        if count:
            expression = self.reading.expression(count, static, "jr:count")
            if expression is not None:
                static.rules["count"] = expression
        self._children(repeat, opened)

    def _find(self, ref: str, parent: _Open) -> Static | None:
        """Return the node of a reference: absolute, or relative to the group around it."""
        ref = ref.strip().removeprefix("current()/").removeprefix("./")
        static: Static | None = None
        if ref:
            static = self.plan.find(ref if ref.startswith("/") else f"{parent.static.ref}/{ref}")
        if static is None:
            self.reading.refuse(
                tr("The body refers to “{ref}”, which the form doesn't have.", ref=ref),
                tr("Check the name, and the groups around it."),
            )
        return static

    def _words(self, element: Any, name: str, static: Static) -> Words:
        for kid in kids(element, name):
            return self.reading.words(kid, static, name)
        return NO_WORDS

    def _control(self, element: Any, parent: _Open) -> None:
        static = self._find(element.get("ref") or element.get("nodeset") or "", parent)
        if static is None:
            return
        self._placed.add(static.number)
        name = local(element)
        labels = self._words(element, "label", static)
        kind = self._kind(name, element, static)
        parameters = {key: element.get(key) for key in ("start", "end", "step", "rows") if element.get(key)}
        choices: tuple[Choice, ...] = ()
        choice_filter: Expression | None = None
        if name in ("select", "select1", "rank"):
            choices, choice_filter = self._choices(element, static)
        question = self._question(
            static,
            kind,
            labels=labels,
            hints=self._words(element, "hint", static),
            appearances=frozenset((element.get("appearance") or "").split()),
            choices=choices,
            choice_filter=choice_filter,
            parameters=parameters,
        )
        parent.children.append(question)

    def _kind(self, name: str, element: Any, static: Static) -> QuestionType:
        if name in _CONTROLS:
            return _CONTROLS[name]
        if name == "upload":
            media = (element.get("mediatype") or "").partition("/")[0]
            kinds = {"image": QuestionType.IMAGE, "audio": QuestionType.AUDIO, "video": QuestionType.VIDEO}
            return kinds.get(media, QuestionType.FILE)
        kind = _INPUTS.get(static.type, QuestionType.TEXT)
        if (
            kind is QuestionType.TEXT
            and _is_true(static.rules.get("readonly"))
            and "calculate" not in static.rules
        ):
            return QuestionType.NOTE
        return kind

    def _question(
        self,
        static: Static,
        kind: QuestionType,
        *,
        labels: Words = NO_WORDS,
        hints: Words = NO_WORDS,
        appearances: frozenset[str] = frozenset(),
        choices: tuple[Choice, ...] = (),
        choice_filter: Expression | None = None,
        parameters: dict[str, str] | None = None,
    ) -> Question:
        rules = static.rules
        messages = self.messages.get(static.number, {})
        question = Question(
            ref=static.ref,
            path=static.path,
            name=static.name,
            type=kind,
            appearances=appearances,
            labels=labels,
            hints=hints,
            required_words=self._message(messages.get("required", ""), static, "required_message"),
            constraint_words=self._message(messages.get("constraint", ""), static, "constraint_message"),
            choices=choices,
            choice_filter=choice_filter,
            read_only=_is_true(rules.get("readonly")),
            parameters=parameters or {},
            relevant=rules.get("relevant"),
            constraint=rules.get("constraint"),
            required=rules.get("required"),
            calculate=rules.get("calculate"),
            bind_type=static.type,
            default=self.defaults.get(static.number, ""),
            preload=static.preload_parameter if static.preload else "",
            repeat_paths=tuple(repeat.path for repeat in static.repeats()),
        )
        self.plan.questions.setdefault(static.number, question)
        for words in (labels, hints, question.required_words, question.constraint_words):
            self._watch(words, static)
        for choice in choices:
            self._watch(choice.labels, static)
        return question

    @property
    def defaults(self) -> dict[int, str]:
        """Static defaults of nodes in the initial content."""
        return self.reading.defaults

    def _message(self, text: str, static: Static, column: str) -> Words:
        if not text:
            return NO_WORDS
        if text.strip().startswith("jr:itext("):
            expression = self.reading.expression(text.strip(), static, column)
            if expression is not None:
                return self.reading.from_reference(expression, static, column)
        return Words({self.reading.languages[0]: (text,)})

    def _watch(self, words: Words, static: Static) -> None:
        """Let ``static`` be shown anew when a value in its words changes."""
        for pieces in words.by_language.values():
            for piece in pieces:
                if isinstance(piece, str):
                    continue
                try:
                    reads = self.plan.references(piece, static)
                    self.plan.output(static, piece)
                except ExpressionError as fault:
                    self.reading.refuse_expression(piece.text, fault, static, "label")
                    continue
                for reference in reads:
                    reference.target.watchers.append((static, reference.within))

    # ---- choices ----

    def _choices(self, element: Any, static: Static) -> tuple[tuple[Choice, ...], Expression | None]:
        found: list[Choice] = []
        for item in kids(element, "item"):
            value = "".join("".join(kid.itertext()) for kid in kids(item, "value"))
            found.append(Choice(value.strip(), self._words(item, "label", static)))
        for itemset in kids(element, "itemset"):
            text = itemset.get("nodeset") or ""
            expression = self.reading.expression(text, static, "choice_filter")
            if expression is None:
                return (), None
            return self._itemset(itemset, expression, static)
        return tuple(found), None

    def _itemset(
        self, element: Any, expression: Expression, static: Static
    ) -> tuple[tuple[Choice, ...], Expression | None]:
        value = next((kid.get("ref") or "" for kid in kids(element, "value")), "name")
        label = next((kid.get("ref") or "" for kid in kids(element, "label")), value)
        itext = label.replace(" ", "").startswith("jr:itext(")
        if itext:
            label = label.partition("(")[2].rpartition(")")[0].strip()
        plan = self.plan
        try:
            reads = plan.references(expression, static)
            compiled = plan.compiler(static).nodes(expression.tree)
            stripped, predicates = _without_predicates(expression.tree)
            everything = plan.compiler(static).nodes(stripped)
        except ExpressionError as fault:
            self.reading.refuse_expression(expression.text, fault, static, "choice_filter")
            return (), None
        itemset = Itemset(compiled, value, label, itext, bool(reads))
        plan.itemsets[static.number] = itemset
        static.choices = compiled
        if reads:
            plan.add(CHOICES, static, compiled, reads)
        choices: tuple[Choice, ...] = ()
        if _outside(expression.tree):
            scope = _Instances(plan)
            items = everything(Context(scope, XNodeless()))
            choices = tuple(choice_of(plan, itemset, item) for item in items)
        filter_: Expression | None = None
        if predicates:
            tree = predicates[0]
            for predicate in predicates[1:]:
                tree = Binary("and", tree, predicate)
            filter_ = Expression(expression.text, tree)
        return choices, filter_

    # ---- what has no control ----

    def _hidden(self) -> None:
        for static in self.plan.statics:
            if static.children or static.repeat or static.number in self._placed or static is self.plan.root:
                continue
            parent = static.parent
            while parent is not None and parent.number not in self._groups:
                parent = parent.parent
            if parent is None:
                continue
            opened = self._groups[parent.number]
            place = sum(1 for child in opened.children if _number_of(child) < static.number)
            opened.children.insert(place, self._question(static, QuestionType.CALCULATE))

    def _close(self, opened: _Open) -> Group | Repeat:
        children = tuple(self._close(child) if isinstance(child, _Open) else child for child in opened.children)
        static = opened.static
        self._watch(opened.labels, static)
        if opened.labels is not NO_WORDS:
            self.plan.group_labels.setdefault(static.number, opened.labels)
        relevant = static.rules.get("relevant")
        if opened.repeat is not None:
            fixed = "count" in static.rules or attribute(opened.repeat, "noAddRemove").startswith("true")
            if fixed:
                self.plan.fixed.add(static.number)
            return Repeat(
                ref=static.ref,
                path=static.path,
                name=static.name,
                children=children,
                appearances=opened.appearances,
                labels=opened.labels,
                relevant=relevant,
                count=static.rules.get("count"),
                fixed=fixed,
            )
        return Group(
            ref=static.ref,
            path=static.path,
            name=static.name,
            children=children,
            appearances=opened.appearances,
            labels=opened.labels,
            relevant=relevant,
        )


def _number_of(child: Question | _Open) -> float:
    return float("inf") if isinstance(child, Question) else child.static.number


def _is_true(expression: Expression | None) -> bool:
    return expression is not None and expression.text.replace(" ", "") == "true()"


def _outside(tree: Node) -> bool:
    """Tell whether an itemset's nodes come from a secondary instance and not from answers."""
    from desktop.questionnaires.expressions.syntax import Call, walk

    return any(isinstance(node, Call) and node.name == "instance" for node in walk(tree))


def _without_predicates(tree: Node) -> tuple[Node, tuple[Node, ...]]:
    """Return the tree without predicates and without shuffling, and the predicates."""
    from desktop.questionnaires.expressions.syntax import Call

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


class XNodeless(XNode):
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
    known = plan.choice_cache.get(key)
    if known is not None:
        return known
    value = child_text(item, itemset.value)
    label = child_text(item, itemset.label)
    if itemset.itext:
        words = plan.itext.get(label, NO_WORDS)
    else:
        words = Words({"default": (label,)}) if label else NO_WORDS
    choice = Choice(value, words)
    if not hasattr(item, "static"):
        plan.choice_cache[key] = choice
    return choice
