"""The rows of what a pile of scans left to be looked at: a page each, and one for all that a copy lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.foundation.translation import ntr, tr


def grouped(listed: Sequence[Any]) -> list[Any]:
    """Return what is listed, with the missing pages of a copy in one."""
    lacking: dict[str, list[int]] = {}
    for each in listed:
        if each.path is None:
            lacking.setdefault(each.problem.serial, []).append(each.problem.page)
    found: list[Any] = []
    for each in listed:
        if each.path is not None:
            found.append(each)
        elif each.problem.serial in lacking:
            pages = lacking.pop(each.problem.serial)
            found.append(replace(each, why=lacks(pages)))
    return found


def refreshed(left: Mapping[str, Any], copies: Sequence[Any]) -> dict[str, Any]:
    """Return the rows as they are since a page was attached by hand: a copy may lack fewer pages now."""
    missing = {each.serial: each.missing for each in copies}
    found = {}
    for key, each in left.items():
        if each.path is not None:
            found[key] = each
        elif missing.get(each.problem.serial):
            found[key] = replace(each, why=lacks(missing[each.problem.serial]))
    return found


def lacks(pages: Sequence[int]) -> str:
    """Return which pages a copy lacks."""
    return ntr(
        "It lacks page {pages}.",
        "It lacks pages {pages}.",
        len(pages),
        pages=in_runs(pages),
    )


def in_runs(pages: Sequence[int]) -> str:
    """Return pages, those that follow each other as one: 2, 4–7."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][-1] == page - 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def title_of(problem: Any, shown: str) -> str:
    """Return which page a problem is about."""
    if not problem.source:
        return tr("Serial {serial}", serial=shown)
    if not problem.number:
        return str(problem.source)
    return tr("{file}, page {number}", file=problem.source, number=problem.number)


def serial_shown(serial: str) -> str:
    """Return a canonical serial in groups of four."""
    return "-".join(serial[start : start + 4] for start in range(0, len(serial), 4))
