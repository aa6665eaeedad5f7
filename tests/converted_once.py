"""A spreadsheet that was converted before is not converted again: a process of its own took half a second a time.

Its outcome depends on its bytes, its name and the lists beside it alone. Tests of the conversion itself, and
measurements, do without.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from desktop.jobs.bounded_child import End
from desktop.xlsform import convert
from desktop.xlsform.bounded_process import Outcome
from desktop.xlsform.child import convert_in_child

_LISTS = (".csv", ".xml", ".geojson")
Run = Callable[..., Outcome]


class ConvertedOnce:
    """Stands in for :func:`desktop.xlsform.bounded_process.run_bounded`, and remembers what came of it."""

    def __init__(self) -> None:
        self._run: Run = convert.run_bounded
        self._known: dict[str, Outcome] = {}

    def __call__(self, work: Callable[[Connection, str], None], path: str, **limits: Any) -> Outcome:
        if work is not convert_in_child:
            return self._run(work, path, **limits)
        key = _digest(Path(path), limits)
        if key not in self._known:
            outcome = self._run(work, path, **limits)
            if outcome.end is not End.DONE:
                return outcome  # of a machine that was busy, perhaps
            self._known[key] = outcome
        return self._known[key]


def _digest(path: Path, limits: dict[str, Any]) -> str:
    # not by ``iterdir``, which tests of a folder that can't be read put something else in the place of
    with os.scandir(path.parent) as entries:
        beside = sorted(Path(each) for each in entries if each.is_file() and Path(each).suffix in _LISTS)
    found = hashlib.sha256(repr(sorted(limits.items())).encode())
    for each in (path, *beside):
        content = each.read_bytes()
        found.update(f"{each.name} {len(content)} ".encode())
        found.update(content)
    return found.hexdigest()
