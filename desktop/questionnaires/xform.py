"""XForm XML read into a FormDefinition."""

from __future__ import annotations

import gc
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from desktop.foundation.translation import tr
from desktop.questionnaires.cells import Static
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.easy_read import read_easy_read
from desktop.questionnaires.expressions.lexer import ExpressionError
from desktop.questionnaires.plan import Plan
from desktop.questionnaires.problems import FormRefused, Problem, Severity
from desktop.questionnaires.xform_body import BodyReader
from desktop.questionnaires.xform_model import (
    compile_rules,
    complete_fixed,
    read_actions,
    read_binds,
    read_blueprint,
    read_instances,
    read_itext,
    read_statics,
)
from desktop.questionnaires.xform_parts import COLUMNS, XFORM_SHEET, XFORMS, Reading, kids, local
from desktop.questionnaires.xform_unsupported import tell_unsupported

MAX_BYTES = 50 * 1024 * 1024
MAX_TAGS = 3_000_000
"""Opening and closing tags together. A form with 50,000 choices in five languages has some 1,500,000."""
_LONG_TAG = re.compile(rb"<[^<>]{200000}")
"""Ten times the longest expression that is read: a tag like that has hundreds of thousands of attributes."""
_SHOWN = 10


def parse_xml(xml: bytes) -> Any:
    """Return the lxml root of ``xml``; entities, DTD and network off.

    Raises:
        FormRefused: it is too big, not well formed, or has a document type.
    """
    from lxml import etree

    if len(xml) > MAX_BYTES:
        raise _refused(
            tr("The file is larger than {size} MB.", size=MAX_BYTES // 1024 // 1024), tr("Use a smaller form.")
        )
    if xml.count(b"<") > MAX_TAGS or _LONG_TAG.search(xml):
        raise _refused(
            tr("The XML has far more elements or attributes than a form needs, which can make it harmful."),
            tr("Make the form smaller, or put long lists of choices into a file beside it."),
        )
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise _refused(
            tr("The XML has a document type, which can make it harmful."),
            tr("Take the DOCTYPE out, or export the form again."),
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise _refused(
            tr("The XML is not well formed ({reason}).", reason=str(fault)), tr("Export the form again.")
        ) from fault
    if root.getroottree().docinfo.doctype:
        raise _refused(
            tr("The XML has a document type, which can make it harmful."),
            tr("Take the DOCTYPE out, or export the form again."),
        )
    return root


def _refused(fault: str, remedy: str) -> FormRefused:
    return FormRefused([Problem(Severity.ERROR, XFORM_SHEET, None, "", fault, remedy)])


def read_xform(xml: bytes, attachments: Mapping[str, bytes] | None = None) -> FormDefinition:
    """Return the definition of the form in ``xml``.

    Args:
        attachments: name to bytes of the lists that stand in files of their own.

    Raises:
        FormRefused: with every problem that was found.
    """
    with _no_collection():
        return _read(parse_xml(xml), xml, attachments or {})


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the cycle collector from walking, again and again, over a form that is being made and all kept.

    It is switched on again only where it was on: a window collects at times of its own. What was made is then old
    at once (as by freezing and unfreezing it, which moves whole generations and looks at nothing), since the first
    object after it would else have the collector walk over all of it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if gc.get_freeze_count() == 0:  # else what the program froze would thaw
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def _read(document: Any, xml: bytes, attachments: Mapping[str, bytes]) -> FormDefinition:
    heads, bodies = kids(document, "head"), kids(document, "body")
    models = [model for head in heads for model in kids(head, "model")]
    if not models or not bodies:
        raise _refused(
            tr("This is no XForm: it has no model or no body."),
            tr("Choose a form made for ODK, KoboToolbox or Survey123."),
        )
    model, body = models[0], bodies[0]
    instances = kids(model, "instance")
    content = kids(instances[0]) if instances else []
    if not content:
        raise _refused(tr("The form has no primary instance."), tr("Export the form again."))
    primary = content[0]
    repeats = frozenset(
        _plain(repeat.get("nodeset") or repeat.get("ref") or "") for repeat in body.iter(f"{{{XFORMS}}}repeat")
    )
    try:
        statics, root = read_statics(primary, repeats)
    except ExpressionError as fault:
        raise _refused(fault.fault, tr("Make the form smaller.")) from fault
    plan = Plan(root, statics)
    plan.by_ref = {static.path: static for static in reversed(statics)}
    plan.namespaces = {prefix: uri for prefix, uri in primary.nsmap.items() if uri != XFORMS}
    reading = Reading(plan, attachments=attachments)
    read_instances(reading, instances[1:])
    read_itext(reading, model)
    messages = read_binds(reading, model)
    read_blueprint(reading, primary)
    top = BodyReader(reading, messages).read(body)
    complete_fixed(plan)
    tell_unsupported(reading, model, body)
    compile_rules(reading)
    read_actions(reading, document)
    cycle = plan.settle()
    if cycle:
        path = _chain(cycle)
        reading.refuse(
            tr("Questions depend on each other in a circle: {path}.", path=path),
            tr("Take one of these references out."),
            static=cycle[0],
            column=_column_of(cycle),
        )
    if any(problem.severity is Severity.ERROR for problem in reading.problems):
        raise FormRefused(reading.problems)
    titles = [title for head in heads for title in kids(head, "title")]
    return FormDefinition(
        form_id=primary.get("id") or local(primary),
        version=primary.get("version") or "",
        title="".join(titles[0].itertext()).strip() if titles else "",
        languages=reading.languages,
        default_language=reading.languages[0],
        root=top,
        xml=xml,
        sha256=hashlib.sha256(xml).hexdigest(),
        plan=plan,
        problems=tuple(reading.problems),
        easy_read=read_easy_read(heads),
    )


def _column_of(cycle: Sequence[Static]) -> str:
    """Return the column of the first rule of a cycle: the one that names the node after it."""
    first, second = cycle[0], cycle[1]
    for rule in ("calculate", "relevant", "count"):
        expression = first.rules.get(rule)
        if expression is not None and second.name in expression.text:
            return {**COLUMNS, "count": "repeat_count"}.get(rule, rule)
    return ""


def _chain(cycle: Sequence[Static]) -> str:
    """Return a cycle's nodes in words; the middle of a very long one is left out."""
    names = [static.path or static.name for static in cycle]
    if len(names) > 2 * _SHOWN:
        names = [*names[:_SHOWN], "…", *names[-_SHOWN:]]
    return " → ".join(names)


def _plain(ref: str) -> str:
    """Return a reference without prefixes."""
    return "/".join(part.rpartition(":")[2] for part in ref.strip().split("/"))
