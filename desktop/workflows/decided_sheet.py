"""What a sheet says while its differences are decided: the standing response with what was adopted so far.

An answer can take others away, or give them room: blocks of a repeat that the form counts by it. So whoever
changes their mind begins from the standing response again, and nothing that stood there is lost on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from desktop.foundation.errors import WorldError
from desktop.questionnaires.definition import Repeat
from desktop.questionnaires.entry import FormEntry
from desktop.questionnaires.stored_form import StoredForm
from desktop.responses.keyings import FieldKeyed
from desktop.responses.response import MissingKind, Revision
from desktop.responses.verification_plan import without_blocks
from desktop.staff.people import Actor
from desktop.workflows.revising import forced_as_written, next_revision, standing_entry, with_blocks
from desktop.workflows.workplace import Workplace

_BLOCK = re.compile(r"\[(\d+)\]")
_NOTHING = frozenset({"", MissingKind.BLANK.value})


class DecidedSheet:
    """A standing response with what was adopted so far.

    Attributes:
        entry: says it.
    """

    entry: FormEntry
    _missing: dict[str, str]

    def __init__(self, place: Workplace, *, actor: Actor, form: StoredForm, before: Revision) -> None:
        self._place, self._actor, self._form, self._before = place, actor, form, before
        self.begin_anew({})

    def begin_anew(self, adopted: Mapping[str, FieldKeyed]) -> None:
        """Say what the response says, and what was adopted."""
        self.entry, _steps = standing_entry(self._place, actor=self._actor, form=self._form, before=self._before)
        self._missing = dict(self._before.envelope.missing)
        left = dict(adopted)
        while left:
            refused = {}
            for path, said in left.items():
                try:
                    self.say(path, said)
                except WorldError:  # in a block that another of them makes
                    refused[path] = said
            if len(refused) == len(left):
                return
            left = refused

    def say(self, path: str, said: FieldKeyed) -> FieldKeyed:
        """Say something at one field; return it as it is kept. In a block that is not there, only nothing can be.

        Raises:
            AnswerRefused: the value is none of the question's type, as written.
            WorldError: it is in a block that is not there, and the form itself says how many there are.
        """
        try:
            for _step in with_blocks(self.entry, path):
                pass  # a block that one keyer alone saw
        except WorldError:
            if said.value or said.missing not in _NOTHING:
                raise
            return FieldKeyed()
        self.entry.answer(path, said.value)
        self._missing.pop(path, None)
        if said.missing:
            self._missing[path] = said.missing
        return FieldKeyed(self.entry.node(path).value, said.missing)

    def unsaid(self, adopted: Mapping[str, FieldKeyed]) -> tuple[str, ...]:
        """Return the paths of what was adopted and does not stand any more: another decision took it away."""
        return tuple(path for path, said in adopted.items() if not self._says(path, said))

    def _says(self, path: str, said: FieldKeyed) -> bool:
        if not self._is_there(path):
            return not said.value and said.missing in _NOTHING
        kept = "" if said.missing in _NOTHING else said.missing
        stands = self._missing.get(path, "")
        return self.entry.node(path).value == said.value and kept == ("" if stands in _NOTHING else stands)

    def _is_there(self, path: str) -> bool:
        try:
            self.entry.node(path)
        except WorldError:
            return False
        return True

    def revision(self, decided: Iterable[str], *, reason: str, now: datetime) -> Revision:
        """Return the revision that says it.

        Args:
            decided: paths of the fields that were decided.
        """
        self._drop_empty_blocks(decided)
        return next_revision(
            self._place,
            actor=self._actor,
            before=self._before,
            entry=self.entry,
            reason=reason,
            missing={path: why for path, why in self._missing.items() if self._is_there(path)},
            forced=forced_as_written(self.entry, self._before.envelope.forced),
            now=now,
        )

    def _drop_empty_blocks(self, decided: Iterable[str]) -> None:
        """Take away the last blocks of repeats of which nothing is left that anybody read."""
        blocks = {path[: end.end()] for path in decided for end in _BLOCK.finditer(path)}
        for block in sorted(blocks, key=block_order, reverse=True):
            repeat, _, number = block.rpartition("[")
            node = self.entry.definition.find(without_blocks(repeat))
            theirs_alone = isinstance(node, Repeat) and node.count is None and not node.fixed
            if not theirs_alone or not self._is_there(repeat):
                continue
            there = self.entry.repeat_paths(repeat)
            if len(there) != int(number.rstrip("]")) or len(there) < 2:
                continue
            inside = [each for each in self.entry.nodes() if each.path.startswith(f"{block}/")]
            if not any(each.value or self._missing.get(each.path) for each in inside if each.kind == "question"):
                self.entry.remove_repeat(block)


def block_order(path: str) -> tuple[int, ...]:
    """Return the numbers of the blocks that a path is in, outermost first."""
    return tuple(int(each.group(1)) for each in _BLOCK.finditer(path))
