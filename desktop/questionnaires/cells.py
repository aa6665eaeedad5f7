"""The primary instance: what a form's nodes are (:class:`Static`), and what they hold in one entry
(:class:`Cell`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.questionnaires.expressions.paths import Compiled
from desktop.questionnaires.expressions.syntax import Expression
from desktop.questionnaires.nodes import TreeNode, XNode


@dataclass(slots=True, eq=False)
class Static:
    """A node of the form's model. Written while a form is read, then left alone and shared by all entries.

    Attributes:
        number: place in document order over all.
        slot: place among the parent's children.
        depth: 0 for the root.
        path: below the root; ref: absolute.
        repeat: whether it is a repeat.
        attribute: whether it is an attribute, called ``@name``; such a one stands in no parent's children.
        attributes: the attributes of a node, in the order of the form.
        line: the nodes from below the root down to it.
        place: of its cell in document order where it stands in no repeat: (-1, 1, 0, 1, slot, 1, slot…).
        named: of the root alone: every node by its ``ref``.
        home: innermost repeat that it stands in or is, ``None`` when there is none.
        relevant … choices: rules compiled.
        rules: the rules as expressions by their attribute's name.
        followers: (rank of the computation that reads this value, repeat within which it does, or ``None`` for
            all).
        watchers: (node whose presentation reads this value, repeat within which it does).
    """

    number: int
    name: str
    ns: str
    prefix: str
    parent: Static | None
    slot: int = 0
    depth: int = 0
    path: str = ""
    ref: str = ""
    children: list[Static] = field(default_factory=list)
    by_name: dict[str, Static] = field(default_factory=dict)
    line: tuple[Static, ...] = ()
    place: tuple[int, ...] = ()
    named: dict[str, Static] = field(default_factory=dict)
    repeat: bool = False
    attribute: bool = False
    attributes: list[Static] = field(default_factory=list)
    home: Static | None = None
    type: str = "string"
    preload: str = ""
    preload_parameter: str = ""
    rules: dict[str, Expression] = field(default_factory=dict)
    relevant: Compiled | None = None
    calculate: Compiled | None = None
    readonly: Compiled | None = None
    required: Compiled | None = None
    constraint: Compiled | None = None
    count: Compiled | None = None
    choices: Compiled | None = None
    relevant_rank: int = -1
    calculate_rank: int = -1
    choices_rank: int = -1
    count_rank: int = -1
    followers: list[tuple[int, Static | None]] = field(default_factory=list)
    watchers: list[tuple[Static, Static | None]] = field(default_factory=list)

    def repeats(self) -> list[Static]:
        """Return the repeats that it stands in or is, outermost first."""
        found: list[Static] = []
        home = self.home
        while home is not None:
            found.append(home)
            home = home.parent.home if home.parent is not None else None
        return found[::-1]

    def is_below(self, above: Static) -> bool:
        """Tell whether it is ``above`` or stands below it."""
        at: Static | None = self
        while at is not None and at.depth > above.depth:
            at = at.parent
        return at is above

    def walk(self) -> Iterator[Static]:
        """Yield it and all below it, in document order."""
        yield self
        yield from self.attributes
        for child in self.children:
            yield from child.walk()


def shared_repeat(one: Static, other: Static) -> Static | None:
    """Return the innermost repeat that both stand in."""
    found: Static | None = None
    for mine, theirs in zip(one.repeats(), other.repeats(), strict=False):
        if mine is not theirs:
            break
        found = mine
    return found


class Cell(XNode):
    """A node of one entry's instance.

    Attributes:
        static: what it is.
        kids: for each child static its cell or, of a repeat, the list of its instances; ``None`` in a leaf.
        named: the cells of its attributes.
        text: the value as it stands, also while it is not relevant.
        own: whether its own ``relevant`` holds; rel: whether that of all around it does too.
        index: 1-based number of a repeat instance, else 1.
    """

    __slots__ = ("index", "kids", "named", "own", "rel", "static", "text")

    def __init__(self, static: Static, parent: XNode | None, text: str) -> None:
        self.static = static
        self.parent = parent
        self.text = text
        self.own = True
        self.rel = True
        self.index = 1
        self.kids: list[Cell | list[Cell]] | None = None
        self.named: list[Cell] | tuple[()] = ()

    @property
    def kind(self) -> str:
        return "attribute" if self.static.attribute else "element"

    @property
    def local(self) -> str:
        return self.static.name.lstrip("@")

    def attributes(self) -> Sequence[XNode]:
        return self.named

    @property
    def ns(self) -> str:
        return self.static.ns

    @property
    def prefix(self) -> str:
        return self.static.prefix

    def cells(self) -> list[Cell]:
        """Return the child cells in document order."""
        found: list[Cell] = []
        for kid in self.kids or ():
            if isinstance(kid, list):
                found += kid
            else:
                found.append(kid)
        return found

    def children(self) -> Sequence[XNode]:
        if self.kids is None:
            if not self.rel or not self.text or self.static.attribute:
                return ()
            text = TreeNode("text", text=self.text)
            text.parent = None
            return (text,)
        return self.cells()

    def scope_namespaces(self) -> Mapping[str, str]:
        return {self.static.prefix: self.static.ns} if self.static.prefix else {}

    def string(self) -> str:
        """Return the value as expressions see it: blank while it isn't relevant."""
        if not self.rel:
            return ""
        if self.kids is None:
            return self.text
        return "".join(cell.string() for cell in self.cells())

    def standing(self) -> str:
        return self.text

    def place(self) -> tuple[int, ...]:
        if self.static.home is None:
            return self.static.place
        parts: list[int] = []
        at: XNode | None = self
        while isinstance(at, Cell):
            parts += (at.index, -1 - at.static.slot if at.static.attribute else at.static.slot)
            at = at.parent
        return (-1, *reversed(parts))

    def path(self) -> str:
        """Return the path below the root, with the numbers of repeat instances."""
        if self.static.home is None:
            return self.static.path
        parts: list[str] = []
        at: Cell = self
        while isinstance(at.parent, Cell):
            parts.append(f"{at.static.name}[{at.index}]" if at.static.repeat else at.static.name)
            at = at.parent
        return "/".join(reversed(parts))

    def walk(self) -> Iterator[Cell]:
        """Yield it, its attributes and all below it, in document order."""
        yield self
        yield from self.named
        if self.kids is not None:
            for kid in self.kids:
                if isinstance(kid, list):
                    for one in kid:
                        yield from one.walk()
                else:
                    yield from kid.walk()


class DocumentCell(XNode):
    """The root above the primary instance's document element: what ``/`` stands for."""

    __slots__ = ("top_cell",)

    def __init__(self) -> None:
        self.parent = None
        self.top_cell: Cell | None = None

    @property
    def kind(self) -> str:
        return "root"

    def children(self) -> Sequence[XNode]:
        return () if self.top_cell is None else (self.top_cell,)

    def string(self) -> str:
        return "" if self.top_cell is None else self.top_cell.string()

    def place(self) -> tuple[int, ...]:
        return (-1,)
