"""Node states as plain JSON values, and when two of them are the same; what scripts are written in.

A record has ``ref``, ``kind``, ``relevant``, ``readonly``; of questions and hidden values also ``bind`` (the
XForms type), ``required``, ``valid`` and ``value`` (ODK text form); ``violation`` and ``message`` where a rule is
broken; ``label``, ``hint`` and ``choices`` (value and label each) where there are any.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias
from unicodedata import normalize

from desktop.questionnaires.definition import SELECTS, QuestionType, Repeat
from desktop.questionnaires.entry import FormEntry
from desktop.questionnaires.steps import NodeState

Record: TypeAlias = dict[str, Any]

_KINDS = {
    QuestionType.CALCULATE: "model-value",
    QuestionType.NOTE: "note",
    QuestionType.ACKNOWLEDGE: "trigger",
    QuestionType.RANGE: "range",
    QuestionType.RANK: "rank",
    QuestionType.SELECT_ONE: "select",
    QuestionType.SELECT_MULTIPLE: "select",
    QuestionType.IMAGE: "upload",
    QuestionType.AUDIO: "upload",
    QuestionType.VIDEO: "upload",
    QuestionType.FILE: "upload",
}
_PREFIX = re.compile(r"(?<=/)[\w.-]+:")
_ID = re.compile(r"(?:uuid:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z", re.IGNORECASE)
_CLOCK = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)(?:T[\d:.]+(?:[+-]\d\d:?\d\d|Z)?)?\Z")
_EXPONENT = re.compile(r"-?\d+(?:\.\d+)?[eE]-\d+\Z")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\Z")


def plain_ref(ref: str) -> str:
    """Return a reference without namespace prefixes: ``/data/meta/instanceID``."""
    return _PREFIX.sub("", ref)


def records(entry: FormEntry) -> dict[str, Record]:
    """Return the state of every node in document order, the document element first, by reference."""
    root = entry.node("")
    found: dict[str, Record] = {
        root.ref: {"ref": root.ref, "kind": "root", "relevant": root.relevant, "readonly": root.readonly}
    }
    for state in entry.nodes():
        found[state.ref] = _record(entry, state)
    return found


def _record(entry: FormEntry, state: NodeState) -> Record:
    record: Record = {
        "ref": state.ref,
        "kind": _kind(entry, state),
        "relevant": state.relevant,
        "readonly": state.readonly,
    }
    if state.type is not None:
        static = entry.definition.plan.find(state.ref)
        record["bind"] = static.type if static is not None else "string"
        record["required"] = state.required
        record["valid"] = state.valid
        record["value"] = state.value if state.relevant else ""
        if state.violation is not None:
            record["violation"], record["message"] = state.violation, state.message
        if state.type in SELECTS:
            record["choices"] = [list(choice) for choice in state.choices]
    if state.label:
        record["label"] = state.label
    if state.hint:
        record["hint"] = state.hint
    return record


def _kind(entry: FormEntry, state: NodeState) -> str:
    if state.kind == "repeat":
        return "repeat-instance"
    if state.kind == "repeats":
        node = entry.definition.find(state.path)
        counted = isinstance(node, Repeat) and (node.count is not None or node.fixed)
        return "repeat-range:controlled" if counted else "repeat-range:uncontrolled"
    return "group" if state.type is None else _KINDS.get(state.type, "input")


def answer_text(value: Any) -> str:
    """Return a step's value in ODK text form.

    Selections are lists, numbers are numbers, nothing is null, a place may be an object with ``latitude``,
    ``longitude``, ``altitude`` and ``accuracy``; true and false are 1 and 0.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, list | tuple):
        return " ".join(answer_text(part) for part in value)
    if isinstance(value, dict):
        parts = [value.get(key) or 0 for key in ("latitude", "longitude", "altitude", "accuracy")]
        return " ".join(answer_text(part) for part in parts)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def same(key: str, wanted: Any, got: Any, record: Record) -> bool:
    """Tell whether an attribute is as wanted. The rules beyond equality:

    an absent label, hint or violation equals an empty one or null; a message that is null leaves open what is
    said; a generated id (a UUID) equals any other; two dates or times are equal when both are of 2025 or later, as
    only clocks give them; decimals and places are compared as numbers, and so is what has an exponent; texts are
    compared in composed form (Unicode NFC), which answers are put into.
    """
    if wanted == got or (wanted in (None, "") and got in (None, "")):
        return True
    if key == "message" and wanted is None:
        return True
    if key == "value" and isinstance(wanted, str) and isinstance(got, str):
        return same_value(wanted, got, str(record.get("bind", "string")))
    if key == "choices" and isinstance(wanted, list) and isinstance(got, list):
        return [list(each) for each in wanted] == [list(each) for each in got]
    return False


def same_value(wanted: str, got: str, bind: str) -> bool:
    """Tell whether two values are the same, by the rules of :func:`same`."""
    if _ID.match(wanted) and _ID.match(got):
        return True
    one, two = _CLOCK.match(wanted), _CLOCK.match(got)
    if one and two and one["day"] >= "2025" and two["day"] >= "2025":
        return True
    if bind in ("decimal", "geopoint", "geotrace", "geoshape") or _EXPONENT.match(wanted):
        return _numbers(wanted) == _numbers(got) != []
    return normalize("NFC", wanted) == got


def _numbers(text: str) -> list[float | str]:
    parts = text.strip("; ").replace(";", " ; ").split()
    if not all(part == ";" or _NUMBER.match(part) for part in parts):
        return []
    return [part if part == ";" else float(part) for part in parts]
