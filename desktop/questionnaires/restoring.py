"""How entries begin: anew, or from an instance that was written before, restored or edited.

What the instance leaves out was not relevant, or is newer than it: it takes the form's own default, as the
standard's other clients do it. Instances of a repeat are those that the instance has, no more and no fewer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from desktop.foundation.errors import DamagedFile, WorldError
from desktop.foundation.translation import tr
from desktop.questionnaires.cells import Static
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.instance import EDITED, NEW, Instance
from desktop.questionnaires.instance_xml import parse_instance
from desktop.questionnaires.nodes import TreeNode, tree_of
from desktop.questionnaires.plan import Blueprint, Plan
from desktop.questionnaires.steps import Step
from desktop.questionnaires.xform_parts import attribute_key, kids, local

MAX_RESTORED = 100_000
"""Nodes that an instance may bring, so that a small file is no way to fill the memory."""
LAST_SAVED_TREE = -2
"""Number of the tree of a last-saved instance: below those of the form's own lists, and before the entry."""


def first_step(definition: FormDefinition, begun: Mapping[str, Any]) -> Step:
    """Return the first step of a journal.

    Args:
        begun: ``language``, ``mode``, ``instance`` and ``last_saved``, as far as they are given.
    """
    raw = {
        key: value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        for key, value in begun.items()
        if value is not None
    }
    raw.setdefault("language", definition.default_language)
    raw["sha256"] = definition.sha256
    return Step("start", "", json.dumps(raw))


def read_first_step(definition: FormDefinition, step: Step) -> dict[str, str]:
    """Return what :func:`first_step` was given.

    Raises:
        WorldError: the journal is of another version of the form.
    """
    begun: dict[str, str] = json.loads(step.value)
    if begun.get("sha256") != definition.sha256:
        raise WorldError(
            place=tr("A draft of the form {form}", form=definition.form_id),
            fault=tr("It was begun with another version of the form."),
            remedy=tr("Open the version that it was begun with."),
        )
    return begun


def load(instance: Instance, begun: Mapping[str, str]) -> str:
    """Fill an entry for the first time, as its first step says; return the id of the instance that it replaces."""
    plan = instance.plan
    if "last_saved" in begun:
        instance.last_saved = last_saved_tree(plan, begun["last_saved"].encode())
    mode = begun.get("mode", NEW)
    if mode == NEW:
        instance.load()
        return ""
    top = instance_root(plan, begun["instance"].encode())
    replaced = meta_text(top, "instanceID" if mode == EDITED else "deprecatedID")
    instance.load(content_of(plan, top), mode=mode)
    place = plan.find("meta/deprecatedID")
    if place is not None and place.home is None:
        instance.set_text(instance.singles[place.number], replaced)
        instance.run()
    return replaced


def instance_root(plan: Plan, xml: bytes) -> Any:
    """Return the lxml root of an instance of the form.

    Raises:
        DamagedFile: it is not well formed, or of another form.
    """
    top = parse_instance(xml)
    if local(top) != plan.root.name:
        raise DamagedFile(
            place=tr("A response's XML"),
            fault=tr("It belongs to another form."),
            remedy=tr("Open it with the form that it was answered with."),
        )
    return top


def content_of(plan: Plan, top: Any) -> Blueprint:
    """Return the content to begin with that the instance at ``top`` holds.

    Raises:
        DamagedFile: it holds more than a response can.
    """
    assert plan.blueprint is not None
    return _Merger(plan).merged(plan.root, top, plan.blueprint)


class _Merger:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.count = 0

    def merged(self, static: Static, element: Any, own: Blueprint) -> Blueprint:
        self.count += 1
        if self.count > MAX_RESTORED:
            raise DamagedFile(
                place=tr("A response's XML"),
                fault=tr("It holds more answers than a response can."),
                remedy=tr("Ask for the response to be sent again."),
            )
        named = own.attributes
        if static.parent is not None:  # the document element's are the form's own id and version
            named = tuple(element.get(attribute_key(one)) or "" for one in static.attributes)
        if not static.children:
            text = "".join(element.itertext()) if len(element) else element.text or ""
            return Blueprint(static, text, (), named)
        given: dict[str, list[Any]] = {}
        for kid in kids(element):
            given.setdefault(local(kid), []).append(kid)
        defaults = {part.static.number: part for part in own.children if not part.static.repeat}
        parts: list[Blueprint] = []
        for child in static.children:
            found = given.get(child.name, ())
            if child.repeat:
                parts += [self.merged(child, kid, self.plan.templates[child.number]) for kid in found]
            elif found:
                parts.append(self.merged(child, found[0], defaults[child.number]))
            else:
                parts.append(defaults[child.number])
        return Blueprint(static, "", tuple(parts), named)


def meta_text(top: Any, name: str) -> str:
    """Return a text of the instance's meta block, such as ``instanceID``; empty when there is none."""
    for meta in kids(top, "meta"):
        for kid in kids(meta, name):
            return (kid.text or "").strip()
    return ""


def last_saved_tree(plan: Plan, xml: bytes) -> TreeNode:
    """Return an instance that was saved before as a tree for expressions.

    Raises:
        DamagedFile: it is not well formed, or of another form.
    """
    return tree_of(instance_root(plan, xml), number=LAST_SAVED_TREE)
