"""One table of a pack's TOML file, read key by key; every fault is gathered and reading goes on.

A reader returns a harmless value of the right type for a key that is wrong, so that one pass finds everything. The
caller must look at the gathered problems before it uses what was read.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Any

from desktop.engagement.programme import TO_BE_FILLED_IN
from desktop.foundation.translation import tr
from desktop.packs.problems import PROGRAMME_FILE, fill_in_problem, places_to_fill_in
from desktop.packs.toml_text import KeyPath, TomlText
from desktop.questionnaires.problems import Problem, Severity

LINE_LIMIT = 300
TEXT_LIMIT = 20_000
TABLES_LIMIT = 500


class TableReader:
    """Reads one table.

    Attributes:
        problems: shared by all readers of one file, in the order in which they were found.
    """

    def __init__(
        self, source: TomlText, problems: list[Problem], table: dict[str, Any], where: KeyPath = ()
    ) -> None:
        self._source = source
        self._table = table
        self._where = where
        self._known: set[str] = set()
        self.problems = problems

    def report(self, key: str, fault: str, remedy: str, severity: Severity = Severity.ERROR) -> None:
        """Add a problem with ``key``, or with the whole table for an empty key."""
        self.problems.append(Problem(severity, PROGRAMME_FILE, self._row(key), self._column(key), fault, remedy))

    def given(self, key: str) -> bool:
        """Tell whether the table has ``key``."""
        return key in self._table

    def line(self, key: str, *, optional: bool = False, empty: bool = False) -> str:
        """Return a text of one line; ``empty`` says that ``""`` is allowed."""
        return " ".join(self._text(key, optional=optional, empty=empty or optional, limit=LINE_LIMIT).split())

    def paragraphs(self, key: str) -> str:
        """Return a long text: lines joined, paragraphs parted by one empty line."""
        text = self._text(key, optional=False, empty=False, limit=TEXT_LIMIT)
        parts = (" ".join(part.split()) for part in re.split(r"\n[ \t]*\n", text))
        return "\n\n".join(part for part in parts if part)

    def code(self, key: str, pattern: re.Pattern[str], like: str) -> str:
        """Return a short code that matches ``pattern``; ``like`` says in words what it is made of."""
        before = len(self.problems)
        text = self.line(key)
        if len(self.problems) == before and not pattern.fullmatch(text):
            self.report(
                key,
                tr("“{text}” can't stand for {key}.", text=text[:40], key=key),
                tr("Use {like}.", like=like),
            )
        return text

    def day(self, key: str) -> date | None:
        """Return a date, written as one or as text of the form year-month-day; ``None`` for a wrong one."""
        if not self._present(key):
            return None
        value = self._table[key]
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str):
            try:
                return date.fromisoformat(value.strip())
            except ValueError:
                pass
        self.report(
            key,
            tr("{key} is no date.", key=key),
            tr("Write it as year-month-day without quotation marks, such as 2022-01-23."),
        )
        return None

    def day_if_said(self, key: str) -> date | None:
        """Return a date, or ``None`` where it is missing or still to be filled in, which is told."""
        value = self._table.get(key)
        if value is None or (isinstance(value, str) and places_to_fill_in(value)):
            self._known.add(key)
            self.problems.append(fill_in_problem(PROGRAMME_FILE, self._row(key), self._column(key), ""))
            return None
        return self.day(key)

    def months_or_day_if_said(self, key: str, *, most: int) -> int | date | None:
        """Return a whole number of months from 1 to ``most``, or a date; ``None`` if it is still to be said."""
        value = self._table.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            self._known.add(key)
            if not 1 <= value <= most:
                fault = tr("{key} is {value} months.", key=key, value=value)
                self.report(key, fault, tr("Give a number of months from 1 to {most}.", most=most))
                return None
            return value
        if isinstance(value, str) and not places_to_fill_in(value) and not _is_day(value):
            self._known.add(key)
            self.report(
                key,
                tr("{key} is neither a number of months nor a date.", key=key),
                tr("Write a whole number such as 12, or a date such as 2024-01-31, without quotation marks."),
            )
            return None
        return self.day_if_said(key)

    def flag(self, key: str) -> bool:
        """Return true or false; false when the key is missing."""
        self._known.add(key)
        value = self._table.get(key, False)
        if not isinstance(value, bool):
            self.report(key, tr("{key} is neither true nor false.", key=key), tr("Write true or false, unquoted."))
            return False
        return value

    def number(self, key: str) -> int | None:
        """Return a whole number; ``None`` for a wrong one."""
        if not self._present(key):
            return None
        value = self._table[key]
        if isinstance(value, bool) or not isinstance(value, int):
            self.report(
                key, tr("{key} is no whole number.", key=key), tr("Write a figure without quotation marks.")
            )
            return None
        return value

    def number_if_said(self, key: str, *, least: int, most: int) -> int | None:
        """Return a whole number from ``least`` to ``most``; ``None`` where it is missing or still to be said."""
        value = self._table.get(key)
        if value is None or (isinstance(value, str) and places_to_fill_in(value)):
            self._known.add(key)
            self.problems.append(fill_in_problem(PROGRAMME_FILE, self._row(key), self._column(key), ""))
            return None
        number = self.number(key)
        if number is not None and not least <= number <= most:
            self.report(
                key,
                tr("{key} is {value}.", key=key, value=number),
                tr("Give a whole number from {least} to {most}.", least=least, most=most),
            )
            return None
        return number

    def codes(self, key: str, pattern: re.Pattern[str], like: str) -> tuple[str, ...]:
        """Return the texts of a list, each once and as ``pattern`` has it; none when the key is missing."""
        self._known.add(key)
        value = self._table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.report(
                key, tr("{key} is no list of texts.", key=key), tr('Write it as ["first", "second"], or as [].')
            )
            return ()
        for text in value[:TABLES_LIMIT]:
            if not pattern.fullmatch(text):
                self.report(
                    key,
                    tr("“{text}” can't stand for {key}.", text=_shown(text)[:40], key=key),
                    tr("Use {like}.", like=like),
                )
        return tuple(dict.fromkeys(value[:TABLES_LIMIT]))

    def table(self, key: str) -> TableReader | None:
        """Return a reader of the table ``[key]``; ``None`` when it is missing or no table."""
        if not self._present(key):
            return None
        value = self._table[key]
        if not isinstance(value, dict):
            self.report(key, tr("{key} is not a table.", key=key), tr("Begin it with a line [{key}].", key=key))
            return None
        return TableReader(self._source, self.problems, value, (*self._where, key))

    def table_if_given(self, key: str) -> TableReader | None:
        """Return a reader of the table ``[key]``; where it is missing, which is told, ``None``."""
        if key in self._table:
            return self.table(key)
        self._known.add(key)
        self.problems.append(fill_in_problem(PROGRAMME_FILE, self._row(key), self._column(key), ""))
        return None

    def tables(self, key: str, *, least: int = 0) -> list[TableReader]:
        """Return readers of the tables ``[[key]]``, in order; fewer than ``least`` is a problem."""
        self._known.add(key)
        value = self._table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.report(
                key, tr("{key} is not a list.", key=key), tr("Begin each item with a line [[{key}]].", key=key)
            )
            return []
        if len(value) < least:
            self.report(
                key,
                tr("There is no {key}.", key=key),
                tr("Add at least one, beginning with a line [[{key}]].", key=key),
            )
        if len(value) > TABLES_LIMIT:
            self.report(
                key,
                tr("There are more than {limit} {key}.", limit=TABLES_LIMIT, key=key),
                tr("Take some of them out."),
            )
        return [
            TableReader(self._source, self.problems, each, (*self._where, key, number))
            for number, each in enumerate(value[:TABLES_LIMIT])
        ]

    def finish(self) -> None:
        """Tell of keys that nobody asked for: a misspelt key would otherwise be passed over in silence."""
        for key in self._table:
            if key not in self._known:
                self.report(
                    key,
                    tr("{key} is not known, and was passed over.", key=_shown(key)),
                    tr("Correct its spelling, or take it out."),
                    Severity.WARNING,
                )

    def _present(self, key: str) -> bool:
        self._known.add(key)
        if key in self._table:
            return True
        self.report(key, tr("{key} is missing.", key=key), tr("Add a line {key} = …", key=key))
        return False

    def _text(self, key: str, *, optional: bool, empty: bool, limit: int) -> str:
        if optional and key not in self._table:
            self._known.add(key)
            return ""
        if not self._present(key):
            return ""
        value = self._table[key]
        if not isinstance(value, str):
            self.report(key, tr("{key} is no text.", key=key), tr("Put it between quotation marks."))
            return ""
        if not value.strip() and not empty:
            remedy = tr("Fill it in. Where you don't know yet, write “{words}”.", words=TO_BE_FILLED_IN)
            self.report(key, tr("{key} is empty.", key=key), remedy)
            return ""
        if len(value) > limit:
            fault = tr("{key} is longer than {limit} characters.", key=key, limit=limit)
            self.report(key, fault, tr("Shorten it."))
            return ""
        if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t" for sign in value):
            fault = tr("{key} holds a control character, which can't be shown.", key=key)
            self.report(key, fault, tr("Type the words again."))
            return ""
        for before in places_to_fill_in(re.sub(r"\n[ \t]*\n", "\n\n", value)):
            self.problems.append(fill_in_problem(PROGRAMME_FILE, self._row(key), self._column(key), before))
        return value

    def _row(self, key: str) -> int | None:
        """Return the line of the key; else of the nearest table around it."""
        where: KeyPath = (*self._where, key) if key else self._where
        while where:
            if where in self._source.lines:
                return self._source.lines[where]
            where = where[:-1]
        return None

    def _column(self, key: str) -> str:
        """Return the key with its table, counted from one: ``events 2 day``."""
        parts = (*self._where, *([key] if key else []))
        return " ".join(str(part + 1) if isinstance(part, int) else _shown(part) for part in parts)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        return False
    return True


def _shown(key: str) -> str:
    """Return a key as it may be shown: it comes from the file, so without control characters and not too long."""
    return "".join(sign if sign.isprintable() else "?" for sign in key)[:60]
