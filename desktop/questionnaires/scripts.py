"""Scripts: steps played against a form, and what each changed, so that an author can keep tests beside a form.

A script is JSON: a list of steps, or an object with ``steps`` and, where wanted, ``lang``, ``now``, ``initial``
and ``edit_instance``. A step has ``op``:

``answer``        ``ref`` (path, reference or name) and ``value`` (text, number, list of choices, place, or null)
``add_repeat``    ``ref`` of the repeat
``remove_repeat`` ``ref`` of one instance
``set_language``  ``value``: the language's name
``serialize``     the instance XML is worked out, as ``output``

What a run gives has the same shape, each step with ``changed`` (the whole state of every node whose state changed)
and ``removed``; so one run, kept, is what later runs are held against.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from desktop.foundation.clock import Clock, SetClock
from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.questionnaires.casting import cast
from desktop.questionnaires.definition import FormDefinition, QuestionType
from desktop.questionnaires.entry import FormEntry
from desktop.questionnaires.expressions.syntax import Call
from desktop.questionnaires.node_records import Record, answer_text, plain_ref, records, same
from desktop.questionnaires.steps import AnswerRefused

OPERATIONS = ("answer", "add_repeat", "remove_repeat", "set_language", "serialize")
_NO_ID = "uuid:00000000-0000-4000-8000-000000000000"
_LOST = ("[object File]", "[object Object]")
_PLACE = re.compile(r"\[\d+\]")
_IDS = re.compile(r"uuid:[0-9a-fA-F-]{36}")

States: TypeAlias = dict[str, Record]


@dataclass(frozen=True, slots=True)
class Played:
    """One step, and what it did.

    Attributes:
        step: as it stands in the script.
        changed: states of the nodes whose state changed, in document order.
        removed: references that are no longer there.
        created: reference of the repeat instance that was added, or empty.
        output: the instance XML, for ``serialize``, else empty.
        refused: why the step was refused; then nothing changed. Else empty.
        states: every node's state after the step, by reference.
    """

    step: Mapping[str, Any]
    changed: tuple[Record, ...]
    removed: tuple[str, ...]
    created: str
    output: str
    refused: str
    states: States

    def to_plain(self) -> dict[str, Any]:
        """Return it as JSON values, in the shape of a script's step with its expected states."""
        plain: dict[str, Any] = {key: self.step[key] for key in ("op", "ref", "value") if key in self.step}
        if plain["op"] == "answer":
            plain["threw"] = bool(self.refused)
        if self.refused:
            plain["refused"] = self.refused
        if self.created:
            plain["created"] = self.created
        if plain["op"] == "serialize":
            plain["output"] = self.output
        return {**plain, "changed": list(self.changed), "removed": list(self.removed)}


@dataclass(frozen=True, slots=True)
class Script:
    """What is to be done, and what is expected to come of it.

    Attributes:
        steps: in order.
        language: name of the language to begin in, empty for the form's own.
        initial: expected states after loading; empty where the script names none.
        now: the time it is all done at, ``None`` for the real one.
        edit_instance: instance XML to begin from, empty for a new one.
    """

    steps: tuple[Mapping[str, Any], ...]
    language: str = ""
    initial: tuple[Record, ...] = ()
    now: datetime | None = None
    edit_instance: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A script that was played: the states after loading, and each step.

    Attributes:
        by_chance: references, without places in repeats, of the nodes whose calculation draws by chance.
    """

    language: str
    initial: States
    steps: tuple[Played, ...] = field(default_factory=tuple)
    by_chance: frozenset[str] = frozenset()

    def to_plain(self) -> dict[str, Any]:
        """Return it as JSON values, in the shape of a script."""
        return {
            "lang": self.language,
            "initial": list(self.initial.values()),
            "steps": [step.to_plain() for step in self.steps],
        }


def read_script(raw: bytes, *, name: str) -> Script:
    """Return the script in the JSON bytes of the file called ``name``.

    Raises:
        WorldError: it is no JSON, or a step is none.
    """
    try:
        loaded = json.loads(raw)
    except (ValueError, RecursionError) as fault:
        raise _faulty(name, tr("It is no JSON ({reason}).", reason=str(fault))) from fault
    if isinstance(loaded, list):
        loaded = {"steps": loaded}
    if not isinstance(loaded, dict) or not isinstance(loaded.get("steps"), list):
        raise _faulty(name, tr("It has no list of steps."))
    for number, step in enumerate(loaded["steps"], start=1):
        fault_of = _fault_of(step)
        if fault_of:
            raise _faulty(name, tr("Step {number}: {fault}", number=number, fault=fault_of))
    initial = loaded.get("initial") or []
    if not all(isinstance(state, dict) and isinstance(state.get("ref"), str) for state in initial):
        raise _faulty(name, tr("“{key}” holds something that is no state.", key="initial"))
    try:
        now = datetime.fromisoformat(loaded["now"]) if loaded.get("now") else None
    except (TypeError, ValueError) as fault:
        raise _faulty(name, tr("“{key}” is no date and time.", key="now")) from fault
    if now is not None and now.tzinfo is None:
        now = now.astimezone()
    return Script(
        steps=tuple(_in_order(loaded["steps"])),
        language=str(loaded.get("lang") or ""),
        initial=tuple(initial),
        now=now,
        edit_instance=str(loaded.get("edit_instance") or ""),
    )


def _in_order(steps: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the steps; an instance XML that an engine worked out while it took a step stands before that step in
    its recording, and bears the step's changes: it is put after it.
    """
    place = 0
    while place < len(steps):
        step, after = steps[place], steps[place + 1] if place + 1 < len(steps) else {}
        if step["op"] == "serialize" and _bears_changes_of(step, after):
            yield {**after, "changed": step.get("changed"), "removed": step.get("removed")}
            yield {**step, "changed": [], "removed": []}
            place += 2
        else:
            yield step
            place += 1


def _bears_changes_of(step: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    if not after or after["op"] == "serialize" or after.get("changed") or after.get("removed"):
        return False
    if after["op"] == "remove_repeat":
        return bool(step.get("removed"))
    own = after.get("created") if after["op"] == "add_repeat" else after.get("ref")
    return any(state["ref"] == own for state in step.get("changed") or ())


def _fault_of(step: Any) -> str:
    if not isinstance(step, dict) or step.get("op") not in OPERATIONS:
        return tr("its op is none of {operations}.", operations=", ".join(OPERATIONS))
    if step["op"] in ("answer", "add_repeat", "remove_repeat") and not isinstance(step.get("ref"), str | None):
        return tr("its ref is no text.")
    if step["op"] == "set_language" and not isinstance(step.get("value"), str):
        return tr("its value names no language.")
    for key in ("changed", "removed"):
        if not isinstance(step.get(key) or [], list):
            return tr("“{key}” is no list.", key=key)
    if not all(isinstance(each, dict) and isinstance(each.get("ref"), str) for each in step.get("changed") or []):
        return tr("“{key}” holds something that is no state.", key="changed")
    return ""


def _faulty(name: str, fault: str) -> WorldError:
    return WorldError(
        place=tr("The script {name}", name=name),
        fault=fault,
        remedy=tr("Put it right; “forms run FORM --script FILE --json” shows the shape."),
    )


def play(definition: FormDefinition, script: Script, *, clock: Clock) -> Run:
    """Play the whole script against a new entry of ``definition``.

    Raises:
        WorldError: the language is none of the form's.
    """
    entry = begin(definition, script, clock=clock)
    language, initial = entry.language, records(entry)
    steps = tuple(go_through(entry, script.steps, initial))
    return Run(language, initial, steps, _drawn_by_chance(definition))


def _drawn_by_chance(definition: FormDefinition) -> frozenset[str]:
    """Return the references of the nodes whose calculation draws from ``random()``."""
    return frozenset(
        static.ref
        for static in definition.plan.statics
        if (rule := static.rules.get("calculate")) is not None
        and any(isinstance(node, Call) and node.name == "random" for node in rule.walk())
    )


def begin(definition: FormDefinition, script: Script, *, clock: Clock) -> FormEntry:
    """Return the entry that a script begins with."""
    at = SetClock(script.now) if script.now is not None else clock
    language = script.language or None
    if script.edit_instance:
        entry, _ = FormEntry.edit(definition, script.edit_instance.encode(), clock=at, language=language)
    else:
        entry, _ = FormEntry.start(definition, clock=at, language=language)
    return entry


def go_through(entry: FormEntry, steps: Iterable[Mapping[str, Any]], before: States) -> Iterator[Played]:
    """Take each step in turn and yield what it did; ``before`` are the states now."""
    for step in steps:
        played = take(entry, step, before)
        before = played.states
        yield played


def take(entry: FormEntry, step: Mapping[str, Any], before: States) -> Played:
    """Take one step and return what it did."""
    created = output = refused = ""
    try:
        match step["op"]:
            case "answer":
                _answer(entry, step)
            case "add_repeat":
                created = f"{entry.node('').ref}/{entry.add_repeat(plain_ref(str(step.get('ref')))).created}"
            case "remove_repeat":
                entry.remove_repeat(plain_ref(str(step.get("ref"))))
            case "set_language":
                entry.set_language(step["value"])
            case _:
                output = serialized(entry)
    except WorldError as fault:
        refused = f"{fault.fault} {fault.remedy}"
    after = records(entry)
    return Played(
        step=step,
        changed=tuple(state for ref, state in after.items() if before.get(ref) != state),
        removed=tuple(ref for ref in before if ref not in after),
        created=created,
        output=output,
        refused=refused,
        states=after,
    )


def _answer(entry: FormEntry, step: Mapping[str, Any]) -> None:
    path = plain_ref(str(step.get("ref") or ""))
    value = answer_text(step.get("value"))
    if value in _LOST:
        value = _recorded(step)
    elif isinstance(step.get("value"), bool) and entry.node(path).type is QuestionType.ACKNOWLEDGE:
        value = "OK" if step["value"] else ""
    try:
        entry.answer(path, value)
    except AnswerRefused as fault:
        # A trace may say that its engine took what is no value of the type; it then made of it what it could.
        if step.get("threw") is not False or fault.rule not in ("type", "choice"):
            raise
        if fault.rule == "choice":
            if step.get("changed"):
                raise
            return  # it took what is none of the choices, and nothing came of it
        node = entry.node(path)
        static = entry.definition.plan.find(node.ref)
        whole = static is not None and static.type in ("int", "integer")
        made = cast("int", value) if whole else ""
        try:
            entry.answer(path, made)
        except AnswerRefused:
            entry.answer(path, "")


def _recorded(step: Mapping[str, Any]) -> str:
    """Return the value that a recorded step's answer became; the step itself says only that it was an object."""
    for state in step.get("changed") or ():
        if state["ref"] == step.get("ref"):
            return str(state.get("value") or "")
    return ""


def serialized(entry: FormEntry) -> str:
    """Return the instance XML as it is now, whether or not it is complete."""
    standing = (state.value for state in entry.nodes() if state.path.endswith("meta/instanceID") and state.value)
    return entry.serialise(instance_id=next(standing, _NO_ID)).decode()


# ---- held against what is expected ----


def first_difference(run: Run, expected: Script) -> str:
    """Return the first thing that is not as the script expects it, in words; empty when all is.

    A node keeps the state that it was last given: in ``initial``, or in the ``changed`` of a step. Only nodes and
    attributes that the script names are compared (:func:`desktop.questionnaires.node_records.same` tells how).
    """
    wanted: States = {plain_ref(state["ref"]): state for state in expected.initial}
    difference = compare(run.initial, wanted, run.by_chance)
    if difference:
        return tr("After loading: {difference}", difference=difference)
    if len(run.steps) != len(expected.steps):
        return tr(
            "The script has {count} steps, but {expected} are expected.",
            count=len(run.steps), expected=len(expected.steps),
        )  # fmt: skip
    for number, (played, step) in enumerate(zip(run.steps, expected.steps, strict=True), start=1):
        for ref in step.get("removed") or ():
            wanted.pop(plain_ref(ref), None)
        for state in step.get("changed") or ():
            wanted[plain_ref(state["ref"])] = state
        difference = _outcome_of(played, step) or compare(played.states, wanted, run.by_chance)
        if difference:
            return tr(
                "Step {number} ({op} {ref}): {difference}",
                number=number, op=step["op"], difference=difference,
                ref=step.get("ref") or step.get("value") or "",
            )  # fmt: skip
    return ""


def _outcome_of(played: Played, step: Mapping[str, Any]) -> str:
    if played.refused and not step.get("threw"):
        return tr("it was refused: {fault}", fault=played.refused)
    if step.get("threw") and not played.refused and step["op"] == "answer" and not step.get("changed"):
        return tr("it was taken, but should have been refused.")
    for ref in step.get("removed") or ():
        if plain_ref(ref) in played.states and plain_ref(ref) not in {
            plain_ref(state["ref"]) for state in step.get("changed") or ()
        }:
            return tr("{ref} should have gone, but is there.", ref=ref)
    created = step.get("created")
    if created and plain_ref(created) != played.created:
        return tr("{wanted} should have been added, not {got}.", wanted=created, got=played.created or "-")
    return ""


def compare(states: States, wanted: States, by_chance: Collection[str] = ()) -> str:
    """Return the first node and attribute that is not as wanted, empty when all are.

    Values of the nodes whose references, without places, are in ``by_chance`` are no run's like another's.
    """
    for ref, state in wanted.items():
        got = states.get(ref)
        if got is None:
            if ref.split("/")[2:3] == ["meta"]:
                continue  # ids are put in when a response is frozen, whether or not the form has places for them
            return tr("{ref} is not there.", ref=ref)
        for key, value in state.items():
            if key in ("ref", "kind", "bind") or (key == "value" and _PLACE.sub("", ref) in by_chance):
                continue
            if not same(key, value, got.get(key), got):
                return tr(
                    "{ref}, {key}: expected {wanted}, got {got}.",
                    ref=ref, key=key, wanted=_shown(value), got=_shown(got.get(key)),
                )  # fmt: skip
    return ""


def _shown(value: Any) -> str:
    return _IDS.sub("uuid:…", json.dumps(value, ensure_ascii=False))
