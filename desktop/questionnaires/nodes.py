"""Trees that expressions are evaluated on: secondary instances and, by the same protocol, the primary one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from desktop.foundation.errors import Defect

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
_NO_NAMES: Mapping[str, str] = {}


class XNode:
    """A node of the XPath data model.

    Attributes:
        kind: ``root``, ``element``, ``attribute``, ``text``, ``comment``, ``pi`` or ``namespace``.
        prefix, local, ns: the name; a namespace node's prefix is its local name.
        parent: the node above; of an attribute its element.
    """

    __slots__ = ("parent",)

    parent: XNode | None

    @property
    def kind(self) -> str:
        """Kind of node."""
        return "element"

    @property
    def local(self) -> str:
        """Local name."""
        return ""

    @property
    def ns(self) -> str:
        """Namespace."""
        return ""

    @property
    def prefix(self) -> str:
        """Prefix as in the document."""
        return ""

    def children(self) -> Sequence[XNode]:
        """Return the child nodes in document order."""
        return ()

    def attributes(self) -> Sequence[XNode]:
        """Return the attribute nodes."""
        return ()

    def elements(self, name: str) -> list[XNode]:
        """Return the child elements with that name and no prefix."""
        return [kid for kid in self.children() if kid.local == name and kid.kind == "element" and not kid.prefix]

    def child(self, name: str) -> XNode | None:
        """Return the first child element with that local name."""
        return next((kid for kid in self.children() if kid.local == name and kid.kind == "element"), None)

    def scope_namespaces(self) -> Mapping[str, str]:
        """Return prefix to namespace in scope here."""
        return {}

    def string(self) -> str:
        """Return the string value (XPath 1.0, 5)."""
        return ""

    def standing(self) -> str:
        """Return the value even where it isn't relevant."""
        return self.string()

    def place(self) -> tuple[int, ...]:
        """Return a key that sorts nodes in document order."""
        return ()

    def top(self) -> XNode:
        """Return the root of the tree that it stands in."""
        node: XNode = self
        while node.parent is not None:
            node = node.parent
        return node


class TreeNode(XNode):
    """A node of a tree that never changes once built.

    An element that holds nothing but text, as nearly all in a list of choices do, keeps it itself: its text node
    is made when somebody walks down to it.

    Attributes: as of :class:`XNode`, and
        text: of other nodes than elements their value; of an element that holds nothing but text, that text.
        kids: child nodes, ``None`` where the text node is still to be made; ``named`` the attributes.
        namespaces: prefix to namespace in scope; shared by all elements that declare none of their own.
        order: place in document order within its own tree.
        tree: number of that tree.
    """

    __slots__ = ("kids", "kind_", "local_", "named", "namespaces", "ns_", "order", "prefix_", "text", "tree")

    def __init__(
        self, kind: str, local: str = "", *, ns: str = "", prefix: str = "", text: str = "", order: int = 0
    ) -> None:
        self.kind_ = kind
        self.local_ = local
        self.ns_ = ns
        self.prefix_ = prefix
        self.text = text
        self.parent = None
        self.kids: Sequence[TreeNode] | None = ()
        self.named: Sequence[TreeNode] = ()
        self.namespaces: Mapping[str, str] = _NO_NAMES
        self.order = order
        self.tree = 0

    @property
    def kind(self) -> str:
        return self.kind_

    @property
    def local(self) -> str:
        return self.local_

    @property
    def ns(self) -> str:
        return self.ns_

    @property
    def prefix(self) -> str:
        return self.prefix_

    def scope_namespaces(self) -> Mapping[str, str]:
        return self.namespaces

    def children(self) -> Sequence[TreeNode]:
        kids = self.kids
        if kids is None:
            node = TreeNode("text", text=self.text, order=self.order + len(self.named) + 1)
            node.tree = self.tree
            node.parent = self
            kids = self.kids = (node,)
        return kids

    def attributes(self) -> Sequence[TreeNode]:
        return self.named

    def elements(self, name: str) -> list[XNode]:
        return [
            kid for kid in self.kids or () if kid.local_ == name and not kid.prefix_ and kid.kind_ == "element"
        ]

    def string(self) -> str:
        kids = self.kids
        if not kids or self.kind_ not in ("root", "element"):
            return self.text
        if len(kids) == 1 and kids[0].kind_ == "text":
            return kids[0].text
        parts: list[str] = []
        waiting = list(reversed(kids))
        while waiting:
            node = waiting.pop()
            if node.kind_ == "text":
                parts.append(node.text)
            elif node.kind_ == "element":
                if node.kids is None:
                    parts.append(node.text)
                else:
                    waiting.extend(reversed(node.kids))
        return "".join(parts)

    def child(self, name: str) -> TreeNode | None:
        for kid in self.kids or ():
            if kid.local_ == name and kid.kind_ == "element":
                return kid
        return None

    def attribute(self, name: str) -> str:
        """Return the attribute's value, empty when there is none."""
        return next((node.text for node in self.named if node.local_ == name), "")

    def place(self) -> tuple[int, ...]:
        return (self.tree, self.order)


class TreeRoot(TreeNode):
    """The root of a whole tree.

    Attributes:
        indexes: made by :mod:`desktop.questionnaires.expressions.lookups` as they are first asked for; as long as
            the tree itself lives, and true for as long, since it never changes.
    """

    __slots__ = ("indexes",)

    def __init__(self) -> None:
        super().__init__("root")
        self.indexes: dict[tuple[int, str, str], Mapping[str, Sequence[XNode]]] = {}


def tree_of(element: Any, *, number: int = 0) -> TreeRoot:
    """Return a root node over a copy of the lxml ``element`` and all below it.

    Args:
        number: tells this tree from others when nodes of several are put in order.
    """
    from lxml import etree

    root = TreeRoot()
    root.tree = number
    order = 0
    same: dict[str, str] = {}
    """Equal values once: a list of 50,000 wards names few counties."""

    def enter(node: TreeNode, parent: TreeNode) -> None:
        nonlocal order
        order += 1
        node.order = order
        node.tree = number
        node.parent = parent

    scope = _in_scope(element)
    elements = element.iterchildren("*")
    alike = not any(True for child in elements for _ in etree.iterwalk(child, events=("start-ns",)))
    names: dict[str, tuple[str, str]] = {}
    top: list[TreeNode] = []
    for sibling in reversed(list(element.itersiblings(preceding=True))):
        top.append(_other(sibling))
        enter(top[-1], root)
    pending: list[tuple[Any, TreeNode, list[TreeNode]]] = [(element, root, top)]
    while pending:
        source, parent, beside = pending.pop()
        if isinstance(source, str):
            node = TreeNode("text", text=source)
            enter(node, parent)
            beside.append(node)
            continue
        tag = source.tag
        if not isinstance(tag, str):
            if tag is etree.Entity:
                raise Defect("an entity was not refused")
            node = _other(source)
            enter(node, parent)
            beside.append(node)
            continue
        known = names.get(tag)
        if known is None:
            uri, _, name = tag.rpartition("}")
            known = names[tag] = (name, uri[1:])
        node = TreeNode("element", known[0], ns=known[1], prefix=source.prefix or "")
        node.namespaces = scope if alike else _in_scope(source)
        enter(node, parent)
        beside.append(node)
        if source.attrib:
            node.named = tuple(_attributes(source))
            for attribute in node.named:
                enter(attribute, node)
        text = source.text
        if len(source) == 0:
            if text:
                node.text, node.kids = same.setdefault(text, text), None
                order += 1  # the place of its text node
            continue
        kids: list[TreeNode] = []
        node.kids = kids
        below: list[tuple[Any, TreeNode, list[TreeNode]]] = [(text, node, kids)] if text else []
        for child in source:
            below.append((child, node, kids))
            if child.tail:
                below.append((same.setdefault(child.tail, child.tail), node, kids))
        pending.extend(reversed(below))
    for sibling in element.itersiblings():
        top.append(_other(sibling))
        enter(top[-1], root)
    root.kids = top
    return root


def _in_scope(source: Any) -> dict[str, str]:
    return {prefix or "": uri for prefix, uri in source.nsmap.items()}


def _attributes(source: Any) -> Iterator[TreeNode]:
    from lxml import etree

    for key, value in source.attrib.items():
        named = etree.QName(key)
        uri = named.namespace or ""
        prefix = next((short for short, long in source.nsmap.items() if long == uri and short), "")
        if uri == XML_NAMESPACE:
            prefix = "xml"
        yield TreeNode("attribute", named.localname, ns=uri, prefix=prefix, text=value)


def _other(source: Any) -> TreeNode:
    from lxml import etree

    if source.tag is etree.ProcessingInstruction:
        return TreeNode("pi", source.target, text=source.text or "")
    return TreeNode("comment", text=source.text or "")
