"""The model of an XForm: instances, itext, binds, actions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from desktop.foundation.translation import tr
from desktop.questionnaires.attachments import LAST_SAVED, file_of, find, list_element
from desktop.questionnaires.casting import cast
from desktop.questionnaires.cells import Static
from desktop.questionnaires.definition import Words
from desktop.questionnaires.expressions.context import Context
from desktop.questionnaires.expressions.lexer import ExpressionError
from desktop.questionnaires.expressions.paths import Compiled
from desktop.questionnaires.expressions.syntax import Expression
from desktop.questionnaires.nodes import tree_of
from desktop.questionnaires.plan import CALCULATE, COUNT, RELEVANT, Action, Blueprint, Plan
from desktop.questionnaires.xform_parts import (
    JAVAROSA,
    ODK,
    XFORMS,
    Reading,
    attribute_key,
    attributes,
    kids,
    local,
)

_TEMPLATE = f"{{{JAVAROSA}}}template"
MAX_NODES = 100_000
MAX_NESTING = 60


def read_statics(root: Any, repeats: frozenset[str]) -> tuple[list[Static], Static]:
    """Return the nodes of the primary instance, numbered in document order, and the document element.

    Args:
        root: lxml element of the primary instance.
        repeats: absolute references of the repeats, prefixes left out.
    """
    statics: list[Static] = []

    def enter(element: Any, parent: Static | None) -> Static:
        name = local(element)
        ns = element.tag[1:].partition("}")[0] if element.tag.startswith("{") else ""
        known = parent.by_name.get(name) if parent is not None else None
        if known is None:
            known = Static(len(statics), name, ns, element.prefix or "", parent)
            if parent is not None:
                known.slot = len(parent.children)
                known.depth = parent.depth + 1
                known.path = f"{parent.path}/{name}" if parent.path else name
                known.ref = f"{parent.ref}/{name}"
                parent.children.append(known)
                parent.by_name[name] = known
            else:
                known.ref = f"/{name}"
            if len(statics) >= MAX_NODES or known.depth > MAX_NESTING:
                raise ExpressionError(tr("The form has too many questions, or groups nested too deep."))
            known.repeat = known.ref in repeats
            known.home = known if known.repeat else (parent.home if parent is not None else None)
            statics.append(known)
        if element.attrib:
            _note_attributes(element, known)
        for kid in kids(element):
            enter(kid, known)
        return known

    document = enter(root, None)
    _number(document, statics)
    return statics, document


def _note_attributes(element: Any, owner: Static) -> None:
    """Note the attributes of a node of the primary instance; those of JavaRosa are no content."""
    for key in element.attrib:
        name, ns = f"@{key.rpartition('}')[2]}", key[1:].partition("}")[0] if key.startswith("{") else ""
        if ns == JAVAROSA or name in owner.by_name:
            continue
        prefix = next((short for short, uri in element.nsmap.items() if uri == ns and short), "") if ns else ""
        found = Static(-1, name, ns, prefix, owner, attribute=True)
        found.slot, found.depth = len(owner.attributes), owner.depth + 1
        found.path = f"{owner.path}/{name}" if owner.path else name
        found.ref = f"{owner.ref}/{name}"
        found.home = owner.home
        owner.attributes.append(found)
        owner.by_name[name] = found


def _texts_of_attributes(element: Any, static: Static) -> tuple[str, ...]:
    return tuple(element.get(attribute_key(one)) or "" for one in static.attributes)


def _number(document: Static, statics: list[Static]) -> None:
    """Number anew in document order: a second instance of a repeat may have brought nodes late."""
    statics[:] = list(document.walk())
    for number, static in enumerate(statics):
        static.number = number
        above = static.parent
        static.line = () if above is None else (*above.line, static)
        # as Cell.place works it out, for a cell of index 1
        slot = -1 - static.slot if static.attribute else static.slot
        static.place = (-1, slot, 1) if above is None else (*above.place, slot, 1)
    document.named = {static.ref: static for static in statics}


def read_blueprint(reading: Reading, root: Any) -> None:
    """Take defaults, initial repeat instances and templates from the primary instance."""
    plan = reading.plan

    def blank(static: Static) -> Blueprint:
        parts = tuple(blank(child) for child in static.children if not child.repeat)
        return Blueprint(static, "", parts, ("",) * len(static.attributes))

    def enter(element: Any, static: Static) -> Blueprint:
        parts: list[Blueprint] = []
        seen: set[str] = set()
        for kid in kids(element):
            child = static.by_name[local(kid)]
            if not child.repeat and child.name in seen:
                continue
            seen.add(child.name)
            part = enter(kid, child)
            if child.repeat:
                template = kid.get(_TEMPLATE) is not None
                if template or child.number not in plan.templates:
                    plan.templates[child.number] = part
                if template:
                    continue
            parts.append(part)
        for child in static.children:
            if child.name not in seen and not child.repeat:
                parts.append(blank(child))
        text = "" if static.children else (element.text or "")
        text = cast(static.type, text.strip()) if static.type != "string" else text
        if text.strip():
            reading.defaults.setdefault(static.number, text)
        return Blueprint(static, text if text.strip() else "", tuple(parts), _texts_of_attributes(element, static))

    plan.blueprint = enter(root, plan.root)
    _note_initial(plan, plan.blueprint)
    for static in plan.statics:
        if static.repeat and static.number not in plan.templates:
            plan.templates[static.number] = blank(static)


def _note_initial(plan: Plan, blueprint: Blueprint) -> None:
    """Note the instances that the form itself defines: a count takes them before the template."""
    for part in blueprint.children:
        if part.static.repeat:
            plan.initial[part.static.number] = (*plan.initial.get(part.static.number, ()), part)
        else:
            _note_initial(plan, part)


def complete_fixed(plan: Plan) -> None:
    """Give every repeat of a fixed number that the form defines no instance of the one its template stands for."""
    assert plan.blueprint is not None

    def completed(blueprint: Blueprint) -> Blueprint:
        parts = [completed(part) for part in blueprint.children]
        for child in blueprint.static.children:
            fixed = child.number in plan.fixed and "count" not in child.rules
            if fixed and all(part.static is not child for part in parts):
                parts.append(completed(plan.templates[child.number]))
        return replace(blueprint, children=tuple(parts))

    if any("count" not in plan.statics[number].rules for number in plan.fixed):
        plan.blueprint = completed(plan.blueprint)
        plan.templates = {number: completed(template) for number, template in plan.templates.items()}


def read_instances(reading: Reading, elements: list[Any]) -> None:
    """Take the secondary instances, each as a tree below its element."""
    for number, element in enumerate(elements, start=1):
        name = element.get("id") or ""
        content = kids(element)
        if not name:
            continue
        if content:
            reading.plan.instances[name] = tree_of(content[0], number=number)
            continue
        source = element.get("src") or ""
        file = file_of(source)
        listed = find(reading.attachments, file) if file else None
        if listed is not None:
            reading.plan.instances[name] = tree_of(list_element(file, listed), number=number)
            continue
        if source == LAST_SAVED:
            from lxml import etree

            reading.plan.instances[name] = tree_of(etree.Element(reading.plan.root.name), number=number)
            reading.plan.last_saved.add(name)
            continue
        reading.refuse(
            tr(
                "The list “{name}” stands in another file ({source}), which is not there.",
                name=name,
                source=source or "?",
            ),
            tr("Put the file beside the form, into a folder called like the form with “-media” after its name."),
        )


def read_itext(reading: Reading, model: Any) -> None:
    """Take languages and texts."""
    translations = [one for itext in kids(model, "itext") for one in kids(itext, "translation")]
    if not translations:
        return
    default = next((one for one in translations if one.get("default") is not None), translations[0])
    ordered = [default, *(one for one in translations if one is not default)]
    reading.languages = tuple(dict.fromkeys(one.get("lang") or "default" for one in ordered))
    texts: dict[str, dict[str, tuple[str | Expression, ...]]] = {}
    media: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {}
    for translation in ordered:
        language = translation.get("lang") or "default"
        for text in kids(translation, "text"):
            name = text.get("id") or ""
            texts.setdefault(name, {})
            for value in kids(text, "value"):
                form = value.get("form") or ""
                pieces = reading.pieces(value, None, "label")
                if form in ("image", "audio", "video", "big-image"):
                    source = "".join(piece for piece in pieces if isinstance(piece, str)).rpartition("/")[2]
                    media.setdefault(name, {})
                    media[name][language] = (*media[name].get(language, ()), (form, source))
                elif form in ("", "long") or language not in texts[name]:
                    if pieces == ("-",):  # pyxform's filler for a translation that is missing
                        continue
                    texts[name][language] = pieces
    for name, by_language in texts.items():
        reading.plan.itext[name] = Words(by_language, media.get(name, {}))


_RULES = ("relevant", "calculate", "readonly", "required", "constraint")


def read_binds(reading: Reading, model: Any) -> dict[int, dict[str, Any]]:
    """Take the binds; return, by node, those attributes that the body needs (messages)."""
    messages: dict[int, dict[str, Any]] = {}
    plan = reading.plan
    for bind in kids(model, "bind"):
        given = attributes(bind)
        nodeset = given.get("nodeset") or given.get("ref") or ""
        static = plan.find(nodeset.strip())
        if static is None:
            reading.warn(
                tr("A bind refers to “{ref}”, which the form doesn't have.", ref=nodeset),
                tr("Check the name, and the groups around it."),
            )
            continue
        static.type = (given.get("type") or "string").rpartition(":")[2]
        static.preload = given.get("preload", "")
        static.preload_parameter = given.get("preloadParams", "")
        for rule in _RULES:
            text = given.get(rule, "").strip()
            if text:
                expression = reading.expression(text, static, rule)
                if expression is not None:
                    static.rules[rule] = expression
        messages[static.number] = {
            "required": given.get("requiredMsg", ""),
            "constraint": given.get("constraintMsg", ""),
        }
    return messages


def compile_rules(reading: Reading) -> None:
    """Compile every rule, and note what each reads."""
    plan = reading.plan
    for static in plan.statics:
        for rule, expression in static.rules.items():
            try:
                compiler = plan.compiler(static)
                reads = plan.references(expression, static)
                compiled: Compiled
                if rule == "calculate":
                    compiled = compiler.text(expression.tree)
                elif rule == "count":
                    compiled = compiler.value(expression.tree)
                else:
                    compiled = compiler.boolean(expression.tree)
            except ExpressionError as fault:
                reading.refuse_expression(expression.text, fault, static, rule)
                continue
            setattr(static, rule, compiled)
            if rule in (RELEVANT, CALCULATE, COUNT):
                if rule == RELEVANT and expression.text in ("true()", "true"):
                    static.relevant = None
                    continue
                plan.add(rule, static, compiled, reads)
            else:
                for reference in reads:
                    if reference.target is not static or reference.within is not static.home:
                        reference.target.watchers.append((static, reference.within))


def _position(context: Context) -> str:
    return context.scope.metadata("position")


EVENTS = frozenset(
    (
        "odk-instance-first-load",
        "odk-instance-load",
        "odk-new-repeat",
        "odk-new-repeat-instance",
        "xforms-value-changed",
    )
)
"""Events that actions are taken on."""
_OLDER_EVENTS = {"xforms-ready": "odk-instance-first-load", "jr-insert": "odk-new-repeat"}
"""What forms of before 2019 call them; JavaRosa still dispatches both."""


def read_actions(reading: Reading, document: Any) -> None:
    """Take the ``setvalue`` and ``setgeopoint`` actions of model and body."""
    plan = reading.plan
    for element in document.iter(f"{{{XFORMS}}}setvalue", f"{{{ODK}}}setgeopoint"):
        told = (element.get("event") or element.get("{http://www.w3.org/2001/xml-events}event") or "").split()
        events = [_OLDER_EVENTS.get(event, event) for event in told]
        ref = element.get("ref") or ""
        for event in told:
            if _OLDER_EVENTS.get(event, event) not in EVENTS:
                reading.warn(
                    tr("A value is to be set on “{event}”, which never happens here.", event=event),
                    tr("Use odk-instance-first-load, odk-instance-load, odk-new-repeat or xforms-value-changed."),
                    ref=ref,
                )
        target = plan.find(ref)
        if target is None:
            reading.refuse(
                tr("An action sets “{ref}”, which the form doesn't have.", ref=ref),
                tr("Check the name, and the groups around it."),
            )
            continue
        trigger: Static | None = None
        parent = element.getparent()
        repeat: Static | None = None
        if local(parent) == "repeat":
            repeat = plan.find(parent.get("nodeset") or parent.get("ref") or "")
        elif local(parent) not in ("model", "group"):
            trigger = plan.find(parent.get("ref") or "")
        value = element.get("value")
        compiled: Compiled | None = None
        if local(element) == "setgeopoint":
            compiled = _position
        elif value is not None and value.strip():
            expression = reading.expression(value.strip(), target, "default")
            if expression is None:
                continue
            try:
                plan.references(expression, target)
                compiled = plan.compiler(target).text(expression.tree)
            except ExpressionError as fault:
                reading.refuse_expression(value, fault, target, "default")
                continue
        chosen: Compiled | None = None
        if "[" in ref:
            expression = reading.expression(ref, target, "trigger")
            if expression is None:
                continue
            chosen = plan.compiler(trigger or target).nodes(expression.tree)
        action = Action(frozenset(events), target, compiled, "".join(element.itertext()), trigger, chosen, repeat)
        plan.actions.append(action)
        if trigger is not None and "xforms-value-changed" in events:
            plan.triggered[trigger.number] = (*plan.triggered.get(trigger.number, ()), action)
