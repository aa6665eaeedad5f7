"""Instance XML: written when an entry is finalised, and read back into answers."""

from __future__ import annotations

from typing import Any

from desktop.foundation.errors import DamagedFile
from desktop.foundation.translation import tr
from desktop.questionnaires.cells import Cell, Static
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.xform_parts import JAVAROSA, OPENROSA, XFORMS, attribute_key, kids, local

_META = ("instanceID", "deprecatedID")


def write_instance(definition: FormDefinition, root: Cell, *, instance_id: str, deprecated_id: str = "") -> bytes:
    """Return the instance XML of the cells: relevant nodes only, meta with the ids (OpenRosa metadata 1.0)."""
    from lxml import etree

    namespaces: dict[str | None, str] = {
        prefix: uri for prefix, uri in definition.plan.namespaces.items() if prefix is not None and uri != XFORMS
    }
    namespaces.setdefault("orx", OPENROSA)
    namespaces.setdefault("jr", JAVAROSA)
    if root.static.ns and root.static.ns != XFORMS:
        namespaces[root.static.prefix or None] = root.static.ns

    def tag(static: Static) -> str:
        return static.name if static.ns in ("", XFORMS) else f"{{{static.ns}}}{static.name}"

    top = etree.Element(tag(root.static), nsmap=namespaces)
    _name(top, root)
    if top.get("id") is None:
        top.set("id", definition.form_id)

    def fill(element: Any, cell: Cell) -> None:
        for kid in cell.cells():
            if not kid.rel:
                continue
            below = etree.SubElement(element, tag(kid.static))
            _name(below, kid)
            if kid.kids is None:
                below.text = kid.text or None
            else:
                fill(below, kid)

    fill(top, root)
    meta = next((kid for kid in kids(top, "meta")), None)
    if meta is None:
        meta = etree.SubElement(top, f"{{{OPENROSA}}}meta")
    namespace = meta.tag.rpartition("}")[0] + "}" if meta.tag.startswith("{") else ""
    for name, value in zip(_META, (instance_id, deprecated_id), strict=True):
        element = next((kid for kid in kids(meta, name)), None)
        if not value:
            if element is not None:
                meta.remove(element)
            continue
        if element is None:
            element = etree.SubElement(meta, f"{namespace}{name}")
        element.text = value
    etree.cleanup_namespaces(top, keep_ns_prefixes=["orx"])
    body: bytes = etree.tostring(top, encoding="UTF-8")
    return b"<?xml version='1.0' encoding='UTF-8'?>\n" + body


def _name(element: Any, cell: Cell) -> None:
    """Give an element its attributes."""
    for one in cell.named:
        element.set(attribute_key(one.static), one.text)


def parse_instance(xml: bytes) -> Any:
    """Return the lxml root of an instance XML.

    Raises:
        DamagedFile: it is not well formed, or has a document type.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        top = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise DamagedFile(
            place=tr("A response's XML"),
            fault=tr("It is not well formed."),
            remedy=tr("Ask for the response to be sent again."),
        ) from fault
    if top.getroottree().docinfo.doctype:
        raise DamagedFile(
            place=tr("A response's XML"),
            fault=tr("It has a document type, which no response has."),
            remedy=tr("Ask for the response to be sent again."),
        )
    return top


def answers_from_xml(definition: FormDefinition, xml: bytes) -> dict[str, str]:
    """Return the projection of an instance XML: path to value, as :meth:`FormEntry.answers` gives it.

    Raises:
        DamagedFile: it is not well formed, or not of this form.
    """
    top = parse_instance(xml)
    root = definition.plan.root
    if local(top) != root.name:
        raise DamagedFile(
            place=tr("A response's XML"),
            fault=tr("It belongs to another form than {form}.", form=definition.form_id),
            remedy=tr("Open it with the form that it was answered with."),
        )
    found: dict[str, str] = {}

    def enter(element: Any, static: Static, path: str) -> None:
        counted: dict[str, int] = {}
        for kid in kids(element):
            name = local(kid)
            child = static.by_name.get(name)
            if child is None:
                continue
            own = f"{path}/{name}" if path else name
            if child.repeat:
                counted[name] = counted.get(name, 0) + 1
                own += f"[{counted[name]}]"
            if child.children:
                enter(kid, child, own)
            elif kid.text and not is_identity(child):
                found[own] = kid.text

    enter(top, root, "")
    return found


def is_identity(static: Static) -> bool:
    """Tell whether a node holds the response's own ids, which are no answers."""
    parent = static.parent
    return static.name in _META and parent is not None and parent.name == "meta" and parent.depth == 1
