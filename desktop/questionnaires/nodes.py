"""Trees that expressions are evaluated on: secondary instances and, by the same protocol, the primary one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.foundation.errors import Defect

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"


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

    Attributes: as of :class:`XNode`, and
        order: place in document order within its own tree.
        tree: number of that tree.
    """

    __slots__ = ("kids", "kind_", "local_", "named", "namespaces", "ns_", "order", "prefix_", "text", "tree")

    def __init__(self, kind: str, local: str = "", *, ns: str = "", prefix: str = "", text: str = "") -> None:
        self.kind_ = kind
        self.local_ = local
        self.ns_ = ns
        self.prefix_ = prefix
        self.text = text
        self.parent = None
        self.kids: list[TreeNode] = []
        self.named: list[TreeNode] = []
        self.namespaces: dict[str, str] = {}
        self.order = 0
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

    def children(self) -> list[TreeNode]:
        return self.kids

    def attributes(self) -> list[TreeNode]:
        return self.named

    def string(self) -> str:
        if self.kind_ not in ("root", "element"):
            return self.text
        if len(self.kids) == 1 and self.kids[0].kind_ == "text":
            return self.kids[0].text
        parts: list[str] = []
        waiting = list(reversed(self.kids))
        while waiting:
            node = waiting.pop()
            if node.kind_ == "text":
                parts.append(node.text)
            elif node.kind_ == "element":
                waiting.extend(reversed(node.kids))
        return "".join(parts)

    def child(self, name: str) -> TreeNode | None:
        """Return the first child element with that local name."""
        return next((kid for kid in self.kids if kid.kind_ == "element" and kid.local_ == name), None)

    def attribute(self, name: str) -> str:
        """Return the attribute's value, empty when there is none."""
        return next((node.text for node in self.named if node.local_ == name), "")

    def place(self) -> tuple[int, ...]:
        return (self.tree, self.order)


def tree_of(element: Any, *, number: int = 0) -> TreeNode:
    """Return a root node over a copy of the lxml ``element`` and all below it.

    Args:
        number: tells this tree from others when nodes of several are put in order.
    """
    from lxml import etree

    root = TreeNode("root")
    order = 0

    def enter(node: TreeNode, parent: TreeNode) -> None:
        nonlocal order
        order += 1
        node.order = order
        node.tree = number
        node.parent = parent

    before = element.getprevious()
    ahead: list[Any] = []
    while before is not None:
        ahead.append(before)
        before = before.getprevious()
    for sibling in reversed(ahead):
        extra = _other(sibling)
        enter(extra, root)
        root.kids.append(extra)
    root.tree = number
    pending: list[tuple[str, Any, TreeNode]] = [("element", element, root)]
    while pending:
        what, source, parent = pending.pop()
        if what == "text":
            node = TreeNode("text", text=source)
            enter(node, parent)
            parent.kids.append(node)
            continue
        if not isinstance(source.tag, str):
            if source.tag is etree.Entity:
                raise Defect("an entity was not refused")
            node = _other(source)
            enter(node, parent)
            parent.kids.append(node)
            continue
        name = etree.QName(source)
        node = TreeNode("element", name.localname, ns=name.namespace or "", prefix=source.prefix or "")
        node.namespaces = {key or "": uri for key, uri in source.nsmap.items()}
        enter(node, parent)
        parent.kids.append(node)
        for key, value in source.attrib.items():
            named = etree.QName(key)
            uri = named.namespace or ""
            prefix = next((short for short, long in source.nsmap.items() if long == uri and short), "")
            if uri == XML_NAMESPACE:
                prefix = "xml"
            attribute = TreeNode("attribute", named.localname, ns=uri, prefix=prefix, text=value)
            enter(attribute, node)
            node.named.append(attribute)
        below: list[tuple[str, Any, TreeNode]] = []
        if source.text:
            below.append(("text", source.text, node))
        for child in source:
            below.append(("element", child, node))
            if child.tail:
                below.append(("text", child.tail, node))
        pending.extend(reversed(below))
    following = element.getnext()
    while following is not None:
        extra = _other(following)
        enter(extra, root)
        root.kids.append(extra)
        following = following.getnext()
    return root


def _other(source: Any) -> TreeNode:
    from lxml import etree

    if source.tag is etree.ProcessingInstruction:
        return TreeNode("pi", source.target, text=source.text or "")
    return TreeNode("comment", text=source.text or "")
