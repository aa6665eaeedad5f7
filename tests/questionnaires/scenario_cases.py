"""Plays the scenario traces of ../shared/conformance against the engine, and compares every node's state."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from desktop.foundation.clock import SetClock
from desktop.foundation.errors import WorldError
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.entry import AnswerRefused, FormEntry
from desktop.questionnaires.xform import read_xform

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "conformance"
ZONE = ZoneInfo("America/Phoenix")
_VOLATILE = re.compile(r"^(uuid:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
_CLOCK = re.compile(r"^\d{4}-\d\d-\d\d(T[\d:.]+([+-]\d\d:\d\d|Z)?)?$")
_PREFIX = re.compile(r"(?<=/)[\w-]+:")


@dataclass(frozen=True)
class Outcome:
    """How one trace went: ``reason`` is empty when every state agreed."""

    name: str
    steps: int
    reason: str


@lru_cache(maxsize=1)
def scenarios() -> dict[str, Any]:
    """Return the file's content."""
    loaded: dict[str, Any] = json.loads((FOLDER / "scenarios.json").read_text("utf-8"))
    return loaded


@lru_cache(maxsize=400)
def definition_of(key: str) -> FormDefinition:
    return read_xform(scenarios()["forms"][key].encode())


def outcomes() -> Iterator[Outcome]:
    """Play every trace."""
    for case in scenarios()["cases"]:
        try:
            reason = play(case)
        except WorldError as fault:
            reason = f"refused: {fault.fault}"
        yield Outcome(f"{case['test']} [{case['form']}]", len(case["steps"]), reason)


def play(case: dict[str, Any]) -> str:
    """Return the first difference, empty when there is none."""
    if case["edit_instance"]:
        return "editing an instance is not supported yet"
    definition = definition_of(case["xform"])
    language = case["lang"] or None
    entry, _ = FormEntry.start(
        definition,
        clock=SetClock(datetime.now(ZONE)),
        language=language if language in definition.languages else None,
    )
    expected = {state["ref"]: state for state in case["initial"]}
    difference = compare(entry, expected)
    if difference:
        return f"initial: {difference}"
    for number, step in enumerate(case["steps"], start=1):
        difference = take(entry, step)
        for ref in step.get("removed") or ():
            expected.pop(ref, None)
        for state in step.get("changed") or ():
            expected[state["ref"]] = state
        difference = difference or compare(entry, expected)
        if difference:
            return f"step {number} {step['op']} {step.get('ref', '')}: {difference}"
    return ""


def take(entry: FormEntry, step: dict[str, Any]) -> str:
    """Take one step."""
    match step["op"]:
        case "answer":
            try:
                entry.answer(plain(step["ref"]), answer_text(step["value"]))
            except AnswerRefused as fault:
                if step.get("threw"):
                    return ""
                if fault.rule != "type":
                    return f"refused: {fault.fault}"
                entry.answer(plain(step["ref"]), "")  # that engine clears what is no value; this one says so
        case "add_repeat":
            entry.add_repeat(plain(step["ref"]))
        case "remove_repeat":
            entry.remove_repeat(plain(step["ref"]))
        case "set_language":
            entry.set_language(step["value"])
        case "serialize":
            pass
    return ""


def plain(ref: str) -> str:
    return _PREFIX.sub("", ref)


def compare(entry: FormEntry, expected: dict[str, Any]) -> str:
    """Return the first node that differs, as ``ref attribute: expected, got``."""
    states = {state.ref: state for state in entry.nodes()}
    for ref, wanted in expected.items():
        if wanted["kind"] == "root" or plain(ref).split("/")[2:3] == ["meta"]:
            continue
        state = states.get(plain(ref))
        if state is None:
            return f"{ref} is not there"
        got: dict[str, Any] = {
            "relevant": state.relevant,
            "readonly": state.readonly,
            "required": state.required,
            "value": state.value if state.relevant else "",
            "valid": state.valid,
            "violation": state.violation,
            "label": state.label,
            "hint": state.hint,
            "choices": [list(choice) for choice in state.choices],
        }
        for key, value in got.items():
            if key not in wanted or (key == "violation" and wanted["kind"] == "group"):
                continue
            want = wanted[key]
            if key in ("label", "hint") and want is None:
                want = ""
            if key == "value":
                if isinstance(want, str) and _VOLATILE.match(want) and _VOLATILE.match(str(value)):
                    continue
                if state.type is not None and isinstance(want, str) and _same_value(want, str(value)):
                    continue
            if key == "choices":
                want = [list(choice) for choice in want]
            if want != value:
                return f"{ref} {key}: expected {want!r}, got {value!r}"
    return ""


def _same_value(want: str, got: str) -> bool:
    """Clock values agree when both are of today; all others when they are equal."""
    if want == got:
        return True
    return bool(_CLOCK.match(want) and _CLOCK.match(got) and want[:4] >= "2025" and got[:4] >= "2025")


def answer_text(value: Any) -> str:
    """Return a step's value in ODK text form: selections stand as lists, numbers as numbers, nothing as null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, dict):
        return json.dumps(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
