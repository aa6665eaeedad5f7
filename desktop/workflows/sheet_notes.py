"""What is kept of a sheet beside its answers while it is keyed: why none is usable, margin notes, what it took,
and what stood before each step, so that any can be undone. All of it is rebuilt from the journal.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop.questionnaires.steps import Step
from desktop.responses.keyings import FieldEffort

MISSING, FORCED, ACT, UNDO = "sheet:missing", "sheet:forced", "sheet:act", "sheet:undo"
EFFORT, MARGIN, LOOSE, TYPING = "sheet:effort", "sheet:margin", "sheet:loose", "sheet:typing"
NOTES = frozenset({MISSING, FORCED, ACT, UNDO, EFFORT, MARGIN, LOOSE, TYPING})
"""Kinds of journal step that this module understands."""


@dataclass(frozen=True, slots=True)
class Act:
    """What stood at a question before one step of the keyer.

    Attributes:
        missing: the missing kind, or empty; reason: why a forbidden value was kept, or empty.
    """

    path: str
    value: str = field(repr=False)
    missing: str = ""
    reason: str = field(default="", repr=False)

    def step(self) -> Step:
        """Return the journal step that keeps it."""
        return Step(ACT, self.path, json.dumps([self.value, self.missing, self.reason], ensure_ascii=False))

    @property
    def is_bare(self) -> bool:
        """Whether nothing stood there: the journal need not say so."""
        return not (self.value or self.missing or self.reason)


class SheetNotes:
    """The notes of one sheet.

    Attributes:
        missing, reasons: question path to missing kind, and to why a forbidden value is kept.
        margin: notes in the margin. loose: pages that came with the sheet.
        acts: what can be undone, the latest last.
        typing: path of the question whose words were saved while they were typed, until it is gone on from.
    """

    def __init__(self, rows: Iterable[tuple[str, str, str]] = ()) -> None:
        self.missing: dict[str, str] = {}
        self.reasons: dict[str, str] = {}
        self.margin = ""
        self.loose = 0
        self.acts: list[Act] = []
        self.typing = ""
        self._keystrokes: dict[str, int] = defaultdict(int)
        self._seconds: dict[str, float] = defaultdict(float)
        self._replay(rows)

    @property
    def efforts(self) -> dict[str, FieldEffort]:
        """Question path to what it took, over all sittings."""
        return {path: FieldEffort(keys, round(self._seconds[path], 2)) for path, keys in self._keystrokes.items()}

    def note(self, step: Step) -> None:
        """Take up a step that was just made; one of another kind is none of ours."""
        if step.kind in (MISSING, FORCED):
            notes = self.missing if step.kind == MISSING else self.reasons
            if step.value:
                notes[step.path] = step.value
            else:
                notes.pop(step.path, None)
        elif step.kind == MARGIN:
            self.margin = step.value
        elif step.kind == LOOSE:
            self.loose = int(step.value)
        elif step.kind == TYPING:
            self.typing = step.path
        elif step.kind == EFFORT:
            keys, seconds = step.value.split()
            self._keystrokes[step.path] += int(keys)
            self._seconds[step.path] += float(seconds)

    def clearing(self, path: str, *, answered: bool) -> list[Step]:
        """Return the steps that take back what was noted of a question, for an answer is keyed or cleared."""
        steps = [Step(MISSING, path, "")] if answered and path in self.missing else []
        return [*steps, Step(FORCED, path, "")] if path in self.reasons else steps

    def restoring(self, act: Act) -> list[Step]:
        """Return the steps that bring back what was noted of a question before ``act``."""
        wanted = ((MISSING, self.missing, act.missing), (FORCED, self.reasons, act.reason))
        return [Step(kind, act.path, value) for kind, notes, value in wanted if notes.get(act.path, "") != value]

    def _replay(self, rows: Iterable[tuple[str, str, str]]) -> None:
        stood: Act | None = None
        undoing = 0
        for kind, path, value in rows:
            if kind in NOTES:
                self.note(Step(kind, path, value))
            if undoing:
                undoing -= 1
            elif kind == UNDO:
                undoing = int(value)
                if self.acts:
                    self.acts.pop()
            elif kind == ACT:
                before, missing, reason = json.loads(value)
                stood = Act(path, before, missing, reason)
            elif kind == "answer" and (stood is not None or path != self.typing):  # else one step goes on
                self.acts.append(stood if stood is not None and stood.path == path else Act(path, ""))
                stood = None
