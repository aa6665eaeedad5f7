"""Somebody who has the files, the keys and all tables, and wants to know which answers a name on the list gave.

The same of a request such as a call back: in what follows it is an entry too.

Each channel is one thing to go by. It gives every response among which an entry is hidden a score; how high the
right one comes among them, against chance, is what the channel tells. Half is nothing, one is everything.
"""

from __future__ import annotations

import re
import statistics
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from tests.attack.days import Days
from tests.attack.raw_file import Cell, Seized, roots, tree_pages

Scores = Mapping[str, Mapping[str, float]]
"""Contact id to response id to score; what is not named has none, which is lowest."""
Channel = Callable[["Evidence"], Scores]
LISTS = ("contact", "follow_up")
"""What the tables begin with in which there is something to find."""
_UTC = re.compile(r"^\d{4}-\d\d-\d\dT[\d:.]+Z?$")
Group = tuple[Sequence[str], list[tuple[str, list[float]]]]
"""Responses, and for each entry that is hidden among them the right one and where each of them would come."""


@dataclass(frozen=True)
class Finding:
    """What one channel told.

    Attributes:
        place: where the right response came on average, from 0 for last to 1 for first.
        sigmas: by how many standard deviations that is better than chance.
    """

    channel: str
    place: float
    sigmas: float


class Evidence:
    """One seizure, looked through."""

    def __init__(self, seized: Seized, told: Days) -> None:
        self.seized = seized
        self.contacts = list(told.owner)
        self.group = told.group
        self.tables = {name: seized.rows(name) for name in roots(seized.pages)}
        self.finalised = self._times("finalised")
        self.mentions = {each: self._mentions(each) for each in self.contacts}
        self.holding = {table for cells in self.mentions.values() for table, _, _ in cells}

    def _times(self, what: str) -> dict[str, str]:
        """Return response id to the time at which its newest revision was frozen, oldest first."""
        found = {}
        for cell in self.tables["revision"]:
            times = [str(each) for each in cell.values if isinstance(each, str) and _UTC.match(each)]
            found[str(cell.values[1])] = times[0]
        return dict(sorted(found.items(), key=lambda pair: pair[1]))

    def _mentions(self, contact_id: str) -> list[tuple[str, int, Cell]]:
        needles = (contact_id.encode(), uuid.UUID(contact_id).bytes)
        return [
            (table, position, cell)
            for table, cells in self.tables.items()
            for position, cell in enumerate(cells)
            if any(needle in _bytes(value) for value in cell.values for needle in needles)
        ]

    def last_before(self, page: int) -> str | None:
        """Return the response frozen last of those on pages before ``page``: files grow as time goes."""
        before = [str(cell.values[1]) for cell in self.tables["revision"] if cell.page < page]
        return max(before, key=lambda each: self.finalised[each], default=None)


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def by_order(
    evidence: Evidence, values: Mapping[str, float], *, beside: Mapping[str, object] | None = None
) -> Scores:
    """Lay the entries of a group in the order of ``values`` against its responses in the order of time.

    Only entries that are ``beside`` one another are compared, all where nothing is given.
    """
    found: dict[str, dict[str, float]] = {}
    where = beside or {}
    for contact_id, value in values.items():
        group, here = evidence.group[contact_id], where.get(contact_id)
        others = [values[each] for each in values if evidence.group[each] == group and where.get(each) == here]
        if len(others) < 2:
            continue  # alone it has no order
        at = (sum(each < value for each in others) + 0.5) / len(others)
        found[contact_id] = {
            response: -abs((position + 0.5) / len(group) - at) for position, response in enumerate(group)
        }
    return found


def marked(evidence: Evidence, responses: Sequence[str | None]) -> Scores:
    """Somebody joined right after these: nobody knows who."""
    return {each: {response: 1.0 for response in responses if response} for each in evidence.contacts}


def _orders(evidence: Evidence) -> dict[str, dict[str, float]]:
    orders: dict[str, dict[str, float]] = {}
    for contact_id, cells in evidence.mentions.items():
        for table, position, cell in cells:
            for name, value in (
                ("order of the key", position),
                ("row number", cell.rowid),
                ("order on the pages", cell.page * 4096 - cell.offset),
                ("number of the page", cell.page),
                ("size", sum(len(_bytes(each)) for each in cell.values)),
            ):
                orders.setdefault(f"{table}: {name}", {})[contact_id] = float(value)
    return orders


def growth(evidence: Evidence) -> Scores:
    """A page of the list that lies between pages of responses was taken between them, when somebody joined."""
    trees = roots(evidence.seized.pages)
    pages = {
        page
        for table in evidence.holding
        if table.startswith(LISTS)
        for page in tree_pages(evidence.seized.pages, trees[table])
    }
    return marked(evidence, [evidence.last_before(page) for page in pages])


def own_page(evidence: Evidence) -> Scores:
    """An entry is no older than the page it lies on."""
    found = {}
    ranks = {each: rank for rank, each in enumerate(evidence.finalised)}
    for contact_id, cells in evidence.mentions.items():
        pages = [cell.page for table, _, cell in cells if table.startswith(LISTS)]
        last = evidence.last_before(max(pages)) if pages else None
        if last is not None:
            found[contact_id] = {
                each: -abs(ranks[each] - ranks[last]) for each in evidence.group[contact_id] if each in ranks
            }
    return found


def log_order(evidence: Evidence) -> Scores:
    """In the write-ahead log an entry follows the answers of the one who gave it."""
    first: dict[str, int] = {}
    names = {each: (each.encode(), uuid.UUID(each).bytes) for each in evidence.contacts}
    names |= {each: (time.encode(),) for each, time in evidence.finalised.items()}
    for frame in evidence.seized.frames:
        for name, needles in names.items():
            if name not in first and any(needle in frame.data for needle in needles):
                first[name] = frame.frame or 0
    return {
        contact_id: {
            each: float(first[each] - first[contact_id])
            for each in evidence.group[contact_id]
            if each in first and first[each] < first[contact_id]
        }
        for contact_id in evidence.contacts
        if contact_id in first
    }


def log_begin(evidence: Evidence) -> Scores:
    """The log begins after what the main file has: where that ends with an entry, the last one there gave it."""
    main = evidence.seized.main
    there = b"".join(main.values())
    frozen = [each for each, time in evidence.finalised.items() if time.encode() in there]
    joined = [each for each in evidence.contacts if each.encode() in there or uuid.UUID(each).bytes in there]
    if not frozen:
        return {}
    last = frozen[-1]
    late = [each for each in evidence.contacts if each not in joined]
    after = dict.fromkeys((last, *[each for each in evidence.finalised if each not in frozen]), 1.0)
    return {each: {last: 1.0} for each in joined} | dict.fromkeys(late, after)


def times_beside(evidence: Evidence) -> Scores:
    """Any row that names an entry and has a time."""
    found = {}
    for contact_id, cells in evidence.mentions.items():
        times = [str(value) for _, _, cell in cells for value in cell.values if _UTC.match(str(value))]
        if times:
            before = [each for each in evidence.group[contact_id] if evidence.finalised[each] <= min(times)]
            found[contact_id] = {each: float(rank) for rank, each in enumerate(before)}
    return found


def audit(evidence: Evidence) -> Scores:
    """Lines of the audit that speak of the list, with or without saying of which entry: by their time, or by the
    lines before them, where the time is no finer than the day."""
    at, latest = [], ""
    for cell in sorted(evidence.tables["change"], key=lambda each: each.rowid):
        line = " ".join(str(value) for value in cell.values).lower()
        latest = max(latest, next(str(value) for value in cell.values if _UTC.match(str(value))))
        if any(word in line for word in ("contact", "update list", "follow-up")):
            before = [each for each, when in evidence.finalised.items() if when <= latest]
            at.append(before[-1] if before else None)
    return marked(evidence, at)


def missing_numbers(evidence: Evidence) -> Scores:
    """Numbers that a counted table skipped, as an entry that was taken back or kept elsewhere would leave."""
    numbers = {cell.rowid for cell in evidence.tables["change"]}
    times = {
        cell.rowid: next(str(v) for v in cell.values if _UTC.match(str(v))) for cell in evidence.tables["change"]
    }
    gaps = [number for number in range(1, max(numbers, default=0)) if number not in numbers]
    at = []
    for number in gaps:
        later = min((times[each] for each in numbers if each > number), default="")
        before = [each for each, when in evidence.finalised.items() if when <= later]
        at.append(before[-1] if before else None)
    return marked(evidence, at)


def within_a_page(evidence: Evidence, *, sign: int) -> Scores:
    """SQLite lays cells down from the end of a page to its begin, in the order in which they come."""
    cells = {
        each: cell
        for each, found in evidence.mentions.items()
        for table, _, cell in found
        if table.startswith(LISTS)
    }
    offsets = {each: float(sign * cell.offset) for each, cell in cells.items()}
    return by_order(evidence, offsets, beside={each: cell.page for each, cell in cells.items()})


_LINKS: dict[str, Channel] = {
    "pages taken among those of responses": growth,
    "the page an entry lies on": own_page,
    "order within a page, downwards": partial(within_a_page, sign=-1),
    "order within a page, upwards": partial(within_a_page, sign=1),
    "order in the write-ahead log": log_order,
    "where the write-ahead log begins": log_begin,
    "times beside an entry": times_beside,
    "audit": audit,
    "numbers that were skipped": missing_numbers,
}


def attack(cases: Sequence[tuple[Seized, Days]]) -> list[Finding]:
    """Return what each channel told over all ``cases``, the most telling first."""
    gathered: dict[str, list[Group]] = {}
    for seized, told in cases:
        evidence = Evidence(seized, told)
        channels = {name: channel(evidence) for name, channel in _LINKS.items()}
        for name, values in _orders(evidence).items():
            channels[f"{name}, upwards"] = by_order(evidence, values)
            channels[f"{name}, downwards"] = by_order(evidence, {each: -value for each, value in values.items()})
        for name, scores in channels.items():
            gathered.setdefault(name, []).extend(_places(told, scores))
    found = [_finding(name, groups) for name, groups in gathered.items()]
    return sorted(found, key=lambda each: -each.sigmas)


def _places(told: Days, scores: Scores) -> list[Group]:
    """Return, by group, for each entry the right response and where each would come: 0 lowest, 1 highest."""
    groups: dict[tuple[str, ...], list[tuple[str, list[float]]]] = {}
    for contact_id, group in told.group.items():
        given = [scores.get(contact_id, {}).get(each, -1e9) for each in group]
        rest = max(len(group) - 1, 1)
        places = [
            (sum(each < mine for each in given) + (sum(each == mine for each in given) - 1) / 2) / rest
            for mine in given
        ]
        groups.setdefault(group, []).append((told.owner[contact_id], places))
    return list(groups.items())


def _finding(name: str, groups: Sequence[Group]) -> Finding:
    """Compare where the right responses came with where they would if who joined had been drawn by lot.

    Whoever joins does so once, so the draw is one of different responses for the entries of a group: the mean and
    the variance of such a sum are exact (Hoeffding, "A combinatorial central limit theorem", 1951).
    """
    told = expected = variance = 0.0
    many = 0
    for group, entries in groups:
        size = len(group)
        rows = [places for _, places in entries] + [[0.0] * size] * (size - len(entries))
        told += sum(places[group.index(right)] for right, places in entries)
        expected += sum(map(sum, rows)) / size
        many += len(entries)
        if size > 1:
            by_row = [statistics.fmean(row) for row in rows]
            by_column = [statistics.fmean(column) for column in zip(*rows, strict=True)]
            mean = statistics.fmean(by_row)
            variance += sum(
                (value - by_row[i] - by_column[j] + mean) ** 2
                for i, row in enumerate(rows)
                for j, value in enumerate(row)
            ) / (size - 1)
    better = told - expected
    return Finding(name, told / many, better / variance**0.5 if variance > 1e-9 else 0.0)
