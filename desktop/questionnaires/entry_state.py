"""What an entry looks like now: values, validity, labels and choices, worked out when somebody looks."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.questionnaires.cells import Cell, Static, shared_repeat
from desktop.questionnaires.definition import Choice, FormDefinition, Words
from desktop.questionnaires.draws import Draws
from desktop.questionnaires.expressions.context import Context
from desktop.questionnaires.expressions.lexer import ExpressionError
from desktop.questionnaires.instance import Instance
from desktop.questionnaires.nodes import XNode
from desktop.questionnaires.steps import AnswerRefused, NodeState
from desktop.questionnaires.xform_choices import choice_of


class LiveInstance(Instance):
    """An instance that knows the entry's language, for the functions that give words."""

    state: EntryState

    def language(self) -> str:
        return self.state.language_name

    def itext(self, name: str, origin: XNode) -> str:
        words = self.plan.itext.get(name)
        if words is None:
            return ""
        try:
            return self.state.words(words, origin if isinstance(origin, Cell) else self.root)
        except ExpressionError:  # words whose id is worked out may refer to what isn't there from here
            return words.plain(self.state.language_name)

    def choice_name(self, value: str, question: str, origin: XNode) -> str:
        static = self.plan.find(question)
        if static is None or not isinstance(origin, Cell):
            return ""
        for cell in self.reach(static, shared_repeat(static, origin.static), origin):
            for choice in self.state.choices(cell):
                if choice.value == value:
                    return self.state.words(choice.labels, cell).strip() or choice.value
        asked = self.plan.questions.get(static.number)
        found = asked.choice(value) if asked is not None else None
        return found.label(self.state.language_name) if found is not None else ""


class EntryState:
    """Looks at an instance.

    Attributes:
        definition: the form.
        instance: the cells.
        language_name: the language that words are in.
    """

    def __init__(self, definition: FormDefinition, draws: Draws, *, as_written: bool = False) -> None:
        self.definition = definition
        self.language_name = definition.default_language
        self.instance = LiveInstance(definition.plan, draws, as_written=as_written)
        self.instance.state = self

    def use_language(self, name: str) -> None:
        """Set the language; refuses one that the form hasn't got."""
        if name not in self.definition.languages:
            raise WorldError(
                place=tr("The form {form}", form=self.definition.form_id),
                fault=tr("It has no language “{name}”.", name=name),
                remedy=tr("Choose one of: {names}.", names=", ".join(self.definition.languages)),
            )
        self.language_name = name

    # ---- finding ----

    def cell(self, path: str) -> Cell:
        """Return the cell at ``path`` or reference; refuses one that isn't there."""
        cell = self._find(path)
        if cell is None and "/" not in path and path:
            # A bare name will do where only one question has it.
            named = [static for static in self.definition.plan.statics if static.name == path]
            if len(named) == 1 and named[0].home is None:
                cell = self.instance.singles[named[0].number]
        if cell is None:
            raise AnswerRefused(
                question=path,
                rule="unknown",
                fault=tr("The form has no such question, or its repeat has no such instance."),
                remedy=tr("Use a path of the form, such as group/question."),
            )
        return cell

    def _find(self, path: str) -> Cell | None:
        parts = [part for part in path.split("/") if part]
        if path.startswith("/"):
            if not parts or parts[0].rpartition(":")[2] != self.instance.root.static.name:
                return None
            parts = parts[1:]
        at = self.instance.root
        for part in parts:
            name, _, number = part.partition("[")
            child = at.static.by_name.get(name.rpartition(":")[2])
            if child is None or at.kids is None or child.attribute:
                return None
            kid = at.kids[child.slot]
            if isinstance(kid, list):
                digits = number.rstrip("]")
                place = int(digits) if digits.isdecimal() else 1
                if not 1 <= place <= len(kid):
                    return None
                at = kid[place - 1]
            elif number:
                return None
            else:
                at = kid
        return at

    def range_at(self, path: str, *, change: bool = True) -> tuple[Static, Cell]:
        """Return the repeat at ``path`` and the cell that holds its instances."""
        static = self.definition.plan.find(path)
        if static is None or not static.repeat:
            raise self._no_repeat(path)
        if change and self.is_fixed(static):
            raise self._fixed(path)
        above = path.rstrip("/").rpartition("/")[0]
        parent = self.instance.root if not above else self._find(above)
        if parent is None:
            raise self._no_repeat(path)
        return static, parent

    def instance_at(self, path: str) -> Cell:
        """Return the repeat instance at ``path``, which may be removed."""
        cell = self._find(path)
        if cell is None or not cell.static.repeat:
            raise self._no_repeat(path)
        if self.is_fixed(cell.static):
            raise self._fixed(path)
        return cell

    def is_fixed(self, static: Static) -> bool:
        """Tell whether the form itself says how many instances a repeat has."""
        return static.count is not None or static.number in self.definition.plan.fixed

    def _no_repeat(self, path: str) -> WorldError:
        return AnswerRefused(
            question=path,
            rule="unknown",
            fault=tr("The form has no such repeat."),
            remedy=tr("Use a repeat's path, such as children or children[2]."),
        )

    def _fixed(self, path: str) -> WorldError:
        return AnswerRefused(
            question=path,
            rule="readonly",
            fault=tr("The form itself says how many there are."),
            remedy=tr("Change the answer that the number comes from."),
        )

    # ---- states ----

    def readonly(self, cell: Cell) -> bool:
        """Tell whether the cell, or a group around it, is read only."""
        at: XNode | None = cell
        while isinstance(at, Cell):
            if at.static.readonly is not None and at.static.readonly(Context(self.instance, at)):
                return True
            at = at.parent
        return False

    def required(self, cell: Cell) -> bool:
        """Tell whether an answer is required now."""
        rule = cell.static.required
        return rule is not None and bool(rule(Context(self.instance, cell)))

    def violation(self, cell: Cell) -> str | None:
        """Return ``required`` or ``constraint`` where the rule is broken; nothing is, while it isn't relevant."""
        if not cell.rel or cell.kids is not None:
            return None
        if cell.text == "":
            return "required" if self.required(cell) else None
        rule = cell.static.constraint
        if rule is not None and not rule(Context(self.instance, cell)):
            return "constraint"
        return None

    def message(self, cell: Cell, rule: str) -> str:
        """Return what the form says about a broken rule, or a plain sentence."""
        question = self.definition.plan.questions.get(cell.static.number)
        if question is not None:
            words = question.required_words if rule == "required" else question.constraint_words
            said = self.words(words, cell).strip()
            if said:
                return said
        if rule == "required":
            return tr("This question needs an answer.")
        return tr("This answer is outside of what the form allows.")

    def words(self, words: Words, cell: Cell) -> str:
        """Return words in the entry's language with the values of their outputs."""
        pieces = words.pieces(self.language_name)
        if len(pieces) == 1 and isinstance(pieces[0], str):
            return pieces[0]
        context: Context | None = None
        found: list[str] = []
        for piece in pieces:
            if isinstance(piece, str):
                found.append(piece)
                continue
            context = context or Context(self.instance, cell)
            found.append(str(self.definition.plan.output(cell.static, piece)(context)))
        return "".join(found)

    def choices(self, cell: Cell) -> tuple[Choice, ...]:
        """Return the choices of a select that its filter leaves."""
        plan = self.definition.plan
        itemset = plan.itemsets.get(cell.static.number)
        if itemset is None:
            question = plan.questions.get(cell.static.number)
            return () if question is None else question.choices
        nodes = itemset.nodes(Context(self.instance, cell))
        return tuple(choice_of(plan, itemset, node) for node in nodes)

    def node(self, path: str) -> NodeState:
        """Return the state of the node at ``path``."""
        static = self.definition.plan.find(path)
        if static is not None and static.repeat and not path.endswith("]"):
            static, parent = self.range_at(path, change=False)
            return self._range(static, parent)
        return self.state(self.cell(path))

    def nodes(self) -> tuple[NodeState, ...]:
        """Return every state in document order."""
        return tuple(self._walk(self.instance.root))

    def _walk(self, cell: Cell) -> Iterator[NodeState]:
        for slot, kid in enumerate(cell.kids or ()):
            if isinstance(kid, list):
                yield self._range(cell.static.children[slot], cell)
                for one in kid:
                    yield self.state(one)
                    yield from self._walk(one)
            else:
                yield self.state(kid)
                yield from self._walk(kid)

    def range_relevant(self, static: Static, parent: Cell) -> bool:
        """Tell whether any instance of a repeat is relevant or, where it has none, a new one would be."""
        instances = (parent.kids or ())[static.slot]
        if not parent.rel or static.relevant is None:
            return parent.rel
        if isinstance(instances, list) and instances:
            return any(cell.rel for cell in instances)
        return bool(static.relevant(Context(self.instance, Cell(static, parent, ""))))

    def _range(self, static: Static, parent: Cell) -> NodeState:
        above = parent.path()
        path = f"{above}/{static.name}" if above else static.name
        phantom = Cell(static, parent, "")
        labels = self.definition.plan.group_labels.get(static.number)
        return NodeState(
            path=path,
            ref=f"/{self.definition.plan.root.name}/{path}",
            kind="repeats",
            type=None,
            relevant=self.range_relevant(static, parent),
            readonly=self.readonly(phantom),
            required=False,
            value="",
            valid=True,
            violation=None,
            message="",
            label="" if labels is None else self.words(labels, parent),
            hint="",
        )

    def state(self, cell: Cell) -> NodeState:
        """Return the state of ``cell``."""
        static = cell.static
        plan = self.definition.plan
        question = plan.questions.get(static.number)
        path = cell.path()
        ref = f"/{plan.root.name}/{path}" if path else f"/{plan.root.name}"
        if question is None or cell.kids is not None:
            labels = plan.group_labels.get(static.number)
            return NodeState(
                path=path,
                ref=ref,
                kind="repeat" if static.repeat else "group",
                type=None,
                relevant=cell.rel,
                readonly=self.readonly(cell),
                required=False,
                value="",
                valid=True,
                violation=None,
                message="",
                label="" if labels is None else self.words(labels, cell),
                hint="",
            )
        rule = self.violation(cell)
        return NodeState(
            path=path,
            ref=ref,
            kind="question",
            type=question.type,
            relevant=cell.rel,
            readonly=self.readonly(cell),
            required=self.required(cell),
            value=cell.text,
            valid=rule is None,
            violation=rule,
            message="" if rule is None else self.message(cell, rule),
            label=self.words(question.labels, cell),
            hint=self.words(question.hints, cell),
            choices=tuple(
                (choice.value, self.words(choice.labels, cell).strip() or choice.value)
                for choice in self.choices(cell)
            ),
        )
