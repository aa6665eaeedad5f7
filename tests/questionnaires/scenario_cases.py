"""Plays the scenario traces of ../shared/conformance against the engine, and compares every node's state.

Each rule by which a trace and the engine are made comparable:

1. A generated id (a UUID) equals any other; ``deprecatedID`` must be the id of the instance that was edited.
2. A clock value of the days on which the traces were recorded equals one of today.
3. What a calculation draws by chance (``random()``) isn't compared.
4. Decimals and places are compared as numbers; so is what the other engine wrote with an exponent, which XPath 1.0
   (4.2) doesn't.
5. An absent label or hint equals an empty one; a message is compared where the form has one.
6. Of the meta block, what the form has no places for is compared in the instance XML alone: it is put in there.
7. ``[object File]`` and ``[object Object]``, which a trace has in place of what was answered, are given as the
   value that the trace says they became; true given to a trigger is given as OK.
8. A value that is no value of the question's type is refused here, and was taken there: a whole number is cut to
   one, anything else is given as blank. What is none of the choices is refused here, and changed nothing there.
9. The instance XML that the recording engine worked out while it took a step stands before that step in the trace,
   with its changes: it is compared after the step.
10. A later trace of the same test goes on from an earlier one that it names: edits it, where its ``deprecatedID``
    is the earlier ``instanceID``; restores it, where the ``instanceID`` is the same.
11. The surroundings (device, user, position) aren't in a trace: an entry is given those that the trace shows in
    the nodes that preloads and ``setgeopoint`` fill.
12. Nor is an instance that a test made by hand to go on from: where the later trace begins with answers that no
    step of the earlier one gave, they are put into the earlier instance. So with an instance that lost its id.
13. Texts are compared in composed form (Unicode NFC): an answer is put into it here, and only the XML there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import normalize
from zoneinfo import ZoneInfo

from lxml import etree

from desktop.foundation.clock import SetClock
from desktop.foundation.errors import WorldError
from desktop.questionnaires.casting import cast
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.entry import AnswerRefused, Environment, FormEntry
from desktop.questionnaires.xform import read_xform

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "conformance"
ZONE = ZoneInfo("America/Phoenix")
_ID = re.compile(r"^(uuid:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
_RECORDED = re.compile(r"^2026-(08|11)-\d\d(T[\d:.]+([+-]\d\d:\d\d|Z)?)?$")
_CLOCK = re.compile(r"^\d{4}-\d\d-\d\d(T[\d:.]+([+-]\d\d:\d\d|Z)?)?$")
_PREFIX = re.compile(r"(?<=/)[\w-]+:")
_LOST = ("[object File]", "[object Object]")
_META = ("instanceID", "deprecatedID")


@dataclass(frozen=True)
class Outcome:
    """How one trace went: ``reason`` is empty when every state agreed."""

    name: str
    steps: int
    reason: str


@dataclass
class _Trace:
    """A trace that was played: what later ones of the same test go on from."""

    identity: str
    own_identity: str
    entry: FormEntry


@dataclass
class _Player:
    case: dict[str, Any]
    entry: FormEntry
    identity: str
    expected: dict[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=1)
def scenarios() -> dict[str, Any]:
    """Return the file's content."""
    loaded: dict[str, Any] = json.loads((FOLDER / "scenarios.json").read_text("utf-8"))
    return loaded


@lru_cache(maxsize=400)
def definition_of(key: str) -> FormDefinition:
    return read_xform(scenarios()["forms"][key].encode())


def outcomes() -> Iterator[Outcome]:
    """Play every trace; one of several of the same name is told by its number."""
    played: dict[tuple[str, str], list[_Trace]] = {}
    seen: dict[str, int] = {}
    for case in scenarios()["cases"]:
        name = f"{case['test']} [{case['form']}]"
        seen[name] = seen.get(name, 0) + 1
        try:
            reason = play(case, played.setdefault((case["test"], case["xform"]), []))
        except WorldError as fault:
            reason = f"refused: {fault.fault}"
        yield Outcome(name if seen[name] == 1 else f"{name} #{seen[name]}", len(case["steps"]), reason)


def play(case: dict[str, Any], earlier: list[_Trace]) -> str:
    """Return the first difference, empty when there is none; add the trace to those played."""
    player = _Player(case, *_begin(case, earlier))
    earlier.append(_Trace(_meta_of(case, "instanceID"), player.identity, player.entry))
    player.expected = {state["ref"]: state for state in case["initial"]}
    difference = compare(player)
    if difference:
        return f"initial: {difference}"
    for number, step in enumerate(_in_order(case["steps"]), start=1):
        difference = take(player, step)
        for ref in step.get("removed") or ():
            player.expected.pop(ref, None)
        for state in step.get("changed") or ():
            player.expected[state["ref"]] = state
        difference = difference or compare(player)
        if difference:
            return f"step {number} {step['op']} {step.get('ref', '')}: {difference}"
    return ""


def _begin(case: dict[str, Any], earlier: Sequence[_Trace]) -> tuple[FormEntry, str]:
    """Return the entry that a trace begins with, and its instanceID."""
    definition = definition_of(case["xform"])
    language = case["lang"] or None
    given: dict[str, Any] = {
        "clock": SetClock(datetime.now(ZONE)),
        "language": language if language in definition.languages else None,
        "environment": _surroundings(definition, case),
    }
    own, replaced = _meta_of(case, "instanceID"), _meta_of(case, "deprecatedID")
    before = [trace for trace in earlier if trace.identity == (replaced or own)]
    if not before and not own:
        before = list(earlier[-1:])  # an instance made by hand, which was given no id (rule 12)
    if case["edit_instance"]:
        entry, _ = FormEntry.edit(definition, case["edit_instance"].encode(), **given)
    elif before:
        xml = _with_answers(case, definition, before[-1])
        begin = FormEntry.edit if replaced else FormEntry.restore
        entry, _ = begin(definition, xml, **given)
    else:
        entry, _ = FormEntry.start(definition, **given)
    state = next((one for one in entry.nodes() if plain(one.ref).endswith("/meta/instanceID")), None)
    if state is not None:
        return entry, state.value
    number = len(earlier) if replaced or not before else len(earlier) - 1
    return entry, f"uuid:00000000-0000-4000-8000-{number:012d}"


def _surroundings(definition: FormDefinition, case: dict[str, Any]) -> Environment:
    """Return the environment by rule 11."""
    shown = {plain(state["ref"]): str(state.get("value") or "") for state in case["initial"]}
    given = {
        static.preload_parameter: shown.get(static.ref, "")
        for static in definition.plan.statics
        if static.preload == "property"
    }
    for action in definition.plan.actions:
        if action.compiled is not None and action.compiled.__name__ == "_position":
            given["position"] = shown.get(action.target.ref, "")
    return Environment(**given)


def _with_answers(case: dict[str, Any], definition: FormDefinition, trace: _Trace) -> bytes:
    """Return the instance that an earlier trace ended with, by rule 12."""
    top = etree.fromstring(trace.entry.serialise(instance_id=trace.own_identity))
    ended = {state.ref: state for state in trace.entry.nodes()}
    for state in case["initial"]:
        ref = plain(state["ref"])
        static = definition.plan.find(ref)
        if state["kind"] != "input" or static is None or static.home is not None or "calculate" in static.rules:
            continue
        if state["relevant"] and state["value"] != ended[ref].value:
            for element in top.iterfind("/".join(static.path.split("/"))):
                element.text = state["value"]
    xml: bytes = etree.tostring(top)
    return xml


def _meta_of(case: dict[str, Any], name: str) -> str:
    wanted = (state for state in case["initial"] if plain(state["ref"]).endswith(f"/meta/{name}"))
    return next((str(state["value"]) for state in wanted), "")


def _in_order(steps: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the steps with rule 9 applied."""
    place = 0
    while place < len(steps):
        step, after = steps[place], steps[place + 1] if place + 1 < len(steps) else None
        told = bool(step["changed"] or step["removed"])
        if step["op"] == "serialize" and told and after is not None and not (after["changed"] or after["removed"]):
            yield {**after, "changed": step["changed"], "removed": step["removed"]}
            yield {**step, "changed": [], "removed": []}
            place += 2
            continue
        yield step
        place += 1


def take(player: _Player, step: dict[str, Any]) -> str:
    """Take one step."""
    entry = player.entry
    match step["op"]:
        case "answer" if step["ref"] is None:
            return "" if step["threw"] else "an answer to nothing"
        case "answer":
            return _answer(entry, plain(step["ref"]), step)
        case "add_repeat":
            entry.add_repeat(plain(step["ref"]))
        case "remove_repeat":
            entry.remove_repeat(plain(step["ref"]))
        case "set_language":
            entry.set_language(step["value"])
        case "serialize":
            xml = entry.serialise(instance_id=player.identity)
            wanted, got = (_plain_xml(etree.fromstring(text)) for text in (step["output"].encode(), xml))
            if not _same_xml(wanted, got):
                return f"expected {step['output']}, got {xml.decode()}"
    return ""


def _answer(entry: FormEntry, path: str, step: dict[str, Any]) -> str:
    value = answer_text(step["value"])
    state = entry.node(path)
    if value in _LOST:
        value = next((str(one["value"]) for one in step["changed"] if one["ref"] == step["ref"]), "")
    elif state.type == "acknowledge":
        value = {"1": "OK", "0": ""}.get(value, value)
    try:
        entry.answer(path, value)
    except AnswerRefused as fault:
        if step.get("threw") or (fault.rule == "choice" and not step["changed"]):
            return ""
        if fault.rule != "type":
            return f"refused: {fault.fault}"
        static = entry.definition.plan.find(state.ref)
        whole = static is not None and static.type in ("int", "integer")
        try:
            entry.answer(path, cast("int", value) if whole else "")
        except AnswerRefused:  # beyond 32 bits
            entry.answer(path, "")
    return ""


def plain(ref: str) -> str:
    return _PREFIX.sub("", ref)


def compare(player: _Player) -> str:
    """Return the first node that differs, as ``ref attribute: expected, got``."""
    entry = player.entry
    states = {state.ref: state for state in (entry.node(""), *entry.nodes())}
    for ref, wanted in player.expected.items():
        state = states.get(plain(ref))
        if state is None:
            parts = plain(ref).split("/")
            if parts[2:3] == ["meta"] and parts[3:] in ([], ["instanceID"]):
                continue  # rule 6
            if parts[2:] == ["meta", "deprecatedID"]:
                if not _same_value(wanted["value"], entry.deprecated_id, "string"):
                    return f"{ref}: expected {wanted['value']!r}, got {entry.deprecated_id!r}"
                continue
            return f"{ref} is not there"
        got: dict[str, Any] = {
            "relevant": state.relevant,
            "readonly": state.readonly,
            "required": state.required,
            "value": state.value if state.relevant else "",
            "valid": state.valid,
            "violation": state.violation,
            "message": state.message,
            "label": state.label,
            "hint": state.hint,
            "choices": [list(choice) for choice in state.choices],
        }
        static = entry.definition.plan.find(state.ref)
        assert static is not None
        for key, value in got.items():
            want = wanted.get(key, value)
            if key in ("label", "hint") and want is None:
                want = ""
            if want == value or (key == "message" and want is None):
                continue
            if key == "violation" and wanted["kind"] == "group":
                continue
            if key == "value" and isinstance(want, str):
                calculated = static.rules.get("calculate")
                if calculated is not None and "random(" in calculated.text:
                    continue
                if _same_value(want, str(value), static.type):
                    continue
            if key == "choices" and [list(choice) for choice in want] == value:
                continue
            return f"{ref} {key}: expected {want!r}, got {value!r}"
    return ""


def _same_value(want: str, got: str, kind: str) -> bool:
    """Tell whether two values agree by rules 1, 2 and 4."""
    if normalize("NFC", want) == got or (_ID.match(want) and _ID.match(got)):
        return True
    if _RECORDED.match(want) and _CLOCK.match(got):
        today = datetime.now(ZONE).date()
        return abs(datetime.fromisoformat(got[:10]).date() - today) <= timedelta(days=1)
    if "e-" in want and kind == "string":
        return float(want) == float(got)
    if kind in ("decimal", "geopoint", "geotrace", "geoshape", "string") and want and got:
        parts = (re.split(r"[\s;]+", text.strip("; ")) for text in (want, got))
        try:
            one, two = ([float(number) for number in numbers] for numbers in parts)
        except ValueError:
            return False
        return (kind != "string" or len(one) > 1) and one == two
    return False


def _plain_xml(element: Any) -> tuple[str, tuple[tuple[str, str], ...], str, tuple[Any, ...]]:
    below = tuple(_plain_xml(kid) for kid in element)
    text = (element.text or "") if not below else ""
    return element.tag, tuple(sorted(element.attrib.items())), text, below


def _same_xml(wanted: tuple[Any, ...], got: tuple[Any, ...]) -> bool:
    if wanted[:2] != got[:2] or len(wanted[3]) != len(got[3]):
        return False
    if not _same_value(wanted[2], got[2], "string"):
        return False
    return all(_same_xml(one, two) for one, two in zip(wanted[3], got[3], strict=True))


def answer_text(value: Any) -> str:
    """Return a step's value in ODK text form: selections stand as lists, numbers as numbers, nothing as null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
