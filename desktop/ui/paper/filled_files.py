"""Files that came by e-mail: taken in one after another, and what became of each in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr

MOST_NAMED = 12
"""So many files are named that were not taken in; the count of all is said."""


@dataclass(frozen=True, slots=True)
class Came:
    """What became of one file.

    Attributes:
        draft_id: of the entry that it became; empty where it was not taken in.
        faults: path to why what stands there is no answer.
        notes: what whoever looks at it should know of the file, a sentence each.
        why_not: why it was not taken in.
        seen_before: the same file was taken in before.
    """

    path: Path
    draft_id: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    why_not: str = ""
    seen_before: bool = False


def take_in(
    work: Any, desk: Any, paths: Sequence[Path], *, event_id: str, received_on: str, again: bool
) -> tuple[Came, ...]:
    """Take each file in as an entry of its own. One that can't be taken in does not stop the others."""
    found = []
    for path in paths:
        try:
            taken = work.fillable.take_in_fillable(
                desk.place, actor=desk.actor, path=path, event_id=event_id, received_on=received_on, again=again
            )
            read = work.fillable.read_fillable(desk.place, path=path)
        except WorldError as error:
            found.append(
                Came(
                    path,
                    why_not=f"{error.fault} {error.remedy}",
                    seen_before=isinstance(error, work.filled_in.AlreadyTakenIn),
                )
            )
            continue
        faults = {each.path: each.fault for each in read.misfits}
        found.append(Came(path, taken.draft_id, faults, _notes(read)))
    return tuple(found)


def _notes(read: Any) -> tuple[str, ...]:
    notes = []
    if read.newer:
        notes.append(
            tr("The form has another version by now: {version}. Answers go by their own.", version=read.newer)
        )
    if read.left_over:
        notes.append(
            ntr(
                "{count} field of the file is not used: the form has no such question, or it holds no text.",
                "{count} fields of the file are not used: the form has no such questions, or they hold no text.",
                read.left_over,
            )
        )
    return tuple(notes)


def not_taken(came: Sequence[Came]) -> str:
    """Return a line for each file that was not taken in, with the reason."""
    left = [each for each in came if each.why_not]
    lines = [f"{each.path.name}: {each.why_not}" for each in left[:MOST_NAMED]]
    if len(left) > MOST_NAMED:
        lines.append(tr("and {count} more", count=len(left) - MOST_NAMED))
    return "\n".join(lines)
