"""The compiled rules of a form, in the order in which they are worked out.

Each rule whose result others can read (relevance, repeat count, choice filter, calculation) is a computation
with a
rank: all that it reads has a lower one. So an answer's consequences are worked out each once, lowest rank first.
Rules that nothing reads (constraint, required, read only, labels) are evaluated when somebody looks.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.foundation.translation import tr
from desktop.questionnaires.cells import Static
from desktop.questionnaires.expressions.compiler import Compiler
from desktop.questionnaires.expressions.functions import FUNCTIONS
from desktop.questionnaires.expressions.lexer import ExpressionError
from desktop.questionnaires.expressions.paths import Compiled
from desktop.questionnaires.expressions.syntax import Expression
from desktop.questionnaires.nodes import TreeNode, XNode
from desktop.questionnaires.references import Finder, FormPlaces, Reference

if TYPE_CHECKING:
    from desktop.questionnaires.definition import Choice, Question, Words

MAX_REFERENCES = 200_000
"""References of all rules together. A form of 5,000 questions has some 20,000; //* in each rule has the square."""
RELEVANT, COUNT, CHOICES, CALCULATE = "relevant", "count", "choices", "calculate"


@dataclass(slots=True, eq=False)
class Computation:
    """One rule of one node.

    Attributes:
        kind: ``relevant``, ``count``, ``choices`` or ``calculate``.
        reads: what it refers to.
        rank: place in the order; -1 until it is known.
        owner: the node at whose cells it is worked out: of a repeat's count, the node that holds the instances.
    """

    kind: str
    static: Static
    compiled: Compiled
    reads: tuple[Reference, ...]
    rank: int = -1
    owner: Static = field(init=False)

    def __post_init__(self) -> None:
        above = self.static.parent
        self.owner = above if self.kind == COUNT and above is not None else self.static


@dataclass(frozen=True, slots=True)
class Blueprint:
    """Initial content: a node, its default text, and what is below it; instances of a repeat follow each other.

    Attributes:
        attributes: texts of the node's attributes, in the order of ``static.attributes``.
    """

    static: Static
    text: str
    children: tuple[Blueprint, ...]
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """A ``setvalue``.

    Attributes:
        events: such as ``odk-instance-first-load``.
        target: node that is set.
        compiled: its new value as text, ``None`` for a literal one.
        trigger: node whose change fires it, for ``xforms-value-changed``.
        chosen: gives the target nodes where the reference picks instances by predicates.
        repeat: the repeat that it stands in, if any.
    """

    events: frozenset[str]
    target: Static
    compiled: Compiled | None
    literal: str
    trigger: Static | None
    chosen: Compiled | None = None
    repeat: Static | None = None


@dataclass(frozen=True, slots=True)
class Itemset:
    """Choices that come from nodes.

    Attributes:
        nodes: gives the item nodes.
        value, label: names of the items' children; ``itext`` tells that the label's text is an itext id.
        filtered: whether the nodes depend on answers.
        made: choices by the id of their item node, filled as they are first seen; shared by all itemsets over the
            same list that show it in the same way.
    """

    nodes: Compiled
    value: str
    label: str
    itext: bool
    filtered: bool
    made: dict[int, Choice] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Plan:
    """All that entries of one form share beside the definition.

    Attributes:
        root: the document element.
        statics: every node by number.
        computations: by rank.
        blueprint: initial content; ``templates``: of a new instance, by the repeat's number.
        initial: of the repeats in no other repeat, the instances that the form itself defines, by number.
        instances: secondary instances by id.
        last_saved: ids of those that stand for the instance saved last.
        itext: text id to words.
        itemsets: by number of the select.
        places: value to place of the choices in a list, by the list's id; filled as they are first asked for.
        questions: definition's questions by number.
        outputs: compiled outputs, by the node they stand at and their text; filled as they are first shown.
        group_labels: words of groups and repeats, by number.
        fixed: repeats that nobody may add to.
        namespaces: prefix to namespace for the instance XML.
        references_found: by all rules so far, while the form is read.
    """

    root: Static
    statics: list[Static]
    computations: list[Computation] = field(default_factory=list)
    blueprint: Blueprint | None = None
    templates: dict[int, Blueprint] = field(default_factory=dict)
    initial: dict[int, tuple[Blueprint, ...]] = field(default_factory=dict)
    last_saved: set[str] = field(default_factory=set)
    instances: dict[str, TreeNode] = field(default_factory=dict)
    itext: dict[str, Words] = field(default_factory=dict)
    itemsets: dict[int, Itemset] = field(default_factory=dict)
    places: dict[int, dict[str, int]] = field(default_factory=dict)
    questions: dict[int, Question] = field(default_factory=dict)
    outputs: dict[tuple[int, str], Compiled] = field(default_factory=dict)
    actions: list[Action] = field(default_factory=list)
    triggered: dict[int, tuple[Action, ...]] = field(default_factory=dict)
    group_labels: dict[int, Words] = field(default_factory=dict)
    fixed: set[int] = field(default_factory=set)
    by_ref: dict[str, Static] = field(default_factory=dict)
    namespaces: Mapping[str | None, str] = field(default_factory=dict)
    references_found: int = 0

    def find(self, path: str) -> Static | None:
        """Return the node with that path or reference, instance numbers and prefixes left out of account."""
        known = self.by_ref.get(path) or self.root.named.get(path)
        if known is not None:
            return known
        parts = [_plain_part(part) for part in path.split("/") if part]
        if path.startswith("/"):
            if not parts or parts[0] != self.root.name:
                return None
            parts = parts[1:]
        at: Static | None = self.root
        for part in parts:
            at = at.by_name.get(part) if at is not None else None
        return at

    def references(self, expression: Expression, reader: Static) -> tuple[Reference, ...]:
        """Return what ``expression`` at ``reader`` refers to; raises ExpressionError for what there is not."""
        found: tuple[Reference, ...] = ()
        if self.references_found <= MAX_REFERENCES:
            found = Finder(reader, self.root, self.instances).references(expression.tree)
            self.references_found += len(found)
        if self.references_found > MAX_REFERENCES:
            raise ExpressionError(
                tr("The form's rules refer to more questions in all than can be kept in step."),
                remedy=tr("Name the questions that are meant, in place of //* and its like."),
            )
        return found

    def compiler(self, reader: Static) -> Compiler:
        """Return a compiler for expressions at ``reader``."""
        return Compiler(FUNCTIONS, FormPlaces(reader, self.root, self.instances))

    def output(self, reader: Static, expression: Expression) -> Compiled:
        """Return the text of an output in a label of ``reader``, compiled once."""
        key = (reader.number, expression.text)
        compiled = self.outputs.get(key)
        if compiled is None:
            compiled = self.outputs[key] = self.compiler(reader).text(expression.tree)
        return compiled

    def actions_on(self, static: Static) -> tuple[Action, ...]:
        """Return the actions that a change of ``static`` fires."""
        return self.triggered.get(static.number, ())

    def choice_values(self, question: Question) -> Mapping[str, int]:
        """Return the value of each of a question's choices and its place; made once for all that share a list."""
        key = id(question.choices)
        values = self.places.get(key)
        if values is None:
            values = {}
            for place, choice in enumerate(question.choices):
                values.setdefault(choice.value, place)
            self.places[key] = values  # whole: entries on other threads read it
        return values

    def item_value(self, itemset: Itemset, item: XNode) -> str:
        """Return the value of an item."""
        return child_text(item, itemset.value)

    def add(self, kind: str, static: Static, compiled: Compiled, reads: Iterable[Reference]) -> None:
        """Add a computation; its rank comes with :meth:`settle`."""
        self.computations.append(Computation(kind, static, compiled, tuple(reads)))

    def settle(self) -> tuple[Static, ...]:
        """Give every computation its rank and every node its followers.

        A repeat may grow by what its own instances say ("is there another one?"): where the counts of repeats
        close
        a circle, they are left out of the order, and worked out again until nothing changes.

        Returns:
            the nodes of a dependency cycle in order, or nothing when there is none.
        """
        return self._settle(True) and self._settle(False)

    def _settle(self, counts: bool) -> tuple[Static, ...]:
        producers: dict[tuple[str, int], Computation] = {
            (computation.kind, computation.static.number): computation for computation in self.computations
        }
        before: dict[int, set[int]] = {}
        after: dict[int, list[int]] = {}
        for place, computation in enumerate(self.computations):
            computation.rank = place
        for place, computation in enumerate(self.computations):
            needs: set[int] = set()
            for reference in computation.reads:
                for producer in _producers(reference, producers):
                    if producer.kind == COUNT and not counts:
                        continue
                    if reference.elsewhere and _share_repeat(producer.static, computation.static):
                        continue
                    needs.add(producer.rank)
            before[place] = needs
            for need in needs:
                after.setdefault(need, []).append(place)
        waiting = {place: len(needs) for place, needs in before.items()}
        ready = [place for place, count in waiting.items() if count == 0]
        heapq.heapify(ready)
        order: list[int] = []
        while ready:
            place = heapq.heappop(ready)
            order.append(place)
            for follower in after.get(place, ()):
                waiting[follower] -= 1
                if waiting[follower] == 0:
                    heapq.heappush(ready, follower)
        if len(order) < len(self.computations):
            return self._cycle(before, set(waiting) - set(order))
        self.computations = [self.computations[place] for place in order]
        for rank, computation in enumerate(self.computations):
            computation.rank = rank
            setattr(computation.static, f"{computation.kind}_rank", rank)
            for reference in computation.reads:
                reference.target.followers.append((rank, reference.within))
        for static in self.statics:
            static.followers = list(dict.fromkeys(static.followers))
        return ()

    def _cycle(self, before: Mapping[int, set[int]], stuck: set[int]) -> tuple[Static, ...]:
        at = min(stuck)
        seen: dict[int, int] = {}
        while at not in seen:
            seen[at] = len(seen)
            at = min(need for need in before[at] if need in stuck)
        return tuple(self.computations[place].static for place in [*list(seen)[seen[at] :], at])


def _plain_part(part: str) -> str:
    name = part.split("[", 1)[0].rpartition(":")[2]
    return f"@{name.lstrip('@')}" if part.startswith("@") else name


def child_text(node: XNode, name: str) -> str:
    """Return the text of the first child element with that local name; of ``node`` itself for ``.``."""
    if name == ".":
        return node.string()
    child = node.child(name)
    return "" if child is None else child.string()


def _producers(reference: Reference, producers: Mapping[tuple[str, int], Computation]) -> Iterable[Computation]:
    at: Static | None = reference.target
    for kind in (CALCULATE, CHOICES):
        found = producers.get((kind, reference.target.number))
        if found is not None:
            yield found
    while at is not None:
        for kind in (RELEVANT, COUNT):
            found = producers.get((kind, at.number))
            if found is not None:
                yield found
        at = at.parent


def _share_repeat(one: Static, other: Static) -> bool:
    return one.home is not None and other.home is not None and bool({*one.repeats()} & {*other.repeats()})
