"""The body of an XForm: groups, repeats and controls, made into the definition's tree."""

from __future__ import annotations

from collections import deque
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
from desktop.questionnaires.expressions.lexer import ExpressionError
from desktop.questionnaires.expressions.syntax import Expression
from desktop.questionnaires.plan import Plan
from desktop.questionnaires.xform_choices import read_choices
from desktop.questionnaires.xform_parts import Reading, attribute, kids, local, words_of

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
        self._lists: dict[int, tuple[tuple[Choice, ...], tuple[Words, ...]]] = {}
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
        opened.labels = words_of(self.reading, element, "label", static)
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
        opened.labels = words_of(self.reading, outer, "label", static)
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

    def _control(self, element: Any, parent: _Open) -> None:
        static = self._find(element.get("ref") or element.get("nodeset") or "", parent)
        if static is None:
            return
        self._placed.add(static.number)
        name = local(element)
        first: dict[str, Any] = {}
        for kid in element:
            first.setdefault(local(kid), kid)
        labels = self.reading.words(first["label"], static, "label") if "label" in first else NO_WORDS
        hints = self.reading.words(first["hint"], static, "hint") if "hint" in first else NO_WORDS
        kind = self._kind(name, element, static)
        parameters = {key: element.get(key) for key in ("start", "end", "step", "rows") if element.get(key)}
        choices: tuple[Choice, ...] = ()
        choice_filter: Expression | None = None
        if name in ("select", "select1", "rank"):
            choices, choice_filter = read_choices(self.reading, element, static)
        question = self._question(
            static,
            kind,
            labels=labels,
            hints=hints,
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
            repeat_paths=tuple(repeat.path for repeat in static.repeats()) if static.home is not None else (),
        )
        self.plan.questions.setdefault(static.number, question)
        for words in (labels, hints, question.required_words, question.constraint_words):
            if words is not NO_WORDS:
                self._watch(words, static)
        if choices:
            for words in self._speaking(choices):
                self._watch(words, static)
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

    def _speaking(self, choices: tuple[Choice, ...]) -> tuple[Words, ...]:
        """Return the labels that hold outputs; looked for once in a list that many questions share."""
        known = self._lists.get(id(choices))
        if known is None:
            speaking = tuple(
                choice.labels
                for choice in choices
                if any(
                    not isinstance(piece, str) for pieces in choice.labels.by_language.values() for piece in pieces
                )
            )
            # the list is kept beside what is known of it, so that its id stays its own
            known = self._lists[id(choices)] = (choices, speaking)
        return known[1]

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

    # ---- what has no control ----

    def _hidden(self) -> None:
        hidden: dict[int, list[Static]] = {}
        for static in self.plan.statics:
            if static.children or static.repeat or static.number in self._placed or static is self.plan.root:
                continue
            if static.attribute:
                continue
            parent = static.parent
            while parent is not None and parent.number not in self._groups:
                parent = parent.parent
            if parent is None:
                continue
            hidden.setdefault(parent.number, []).append(static)
        for number, statics in hidden.items():
            self._put_in(self._groups[number], statics)

    def _put_in(self, opened: _Open, hidden: list[Static]) -> None:
        """Put what has no control where it stands in the instance: before the first control that stands later."""
        children: list[Question | _Open] = []
        waiting = deque(hidden)
        for child in opened.children:
            at = child.static if isinstance(child, _Open) else self.plan.find(child.ref)
            while waiting and at is not None and waiting[0].number < at.number:
                children.append(self._question(waiting.popleft(), QuestionType.CALCULATE))
            children.append(child)
        children += (self._question(static, QuestionType.CALCULATE) for static in waiting)
        opened.children[:] = children

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


def _is_true(expression: Expression | None) -> bool:
    return expression is not None and expression.text.replace(" ", "") == "true()"
