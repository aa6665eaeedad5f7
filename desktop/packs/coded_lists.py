"""What the parts of ``programme.toml`` share: how ids, codes and versions are written, and lists of codes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from desktop.engagement.programme import Coded, Statement
from desktop.foundation.translation import tr
from desktop.packs.table import TableReader

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")


def unique(table: TableReader, key: str, value: str, before: Iterable[str]) -> None:
    """Tell when ``value``, which stands under ``key``, is among those of the items ``before``."""
    if value and value in set(before):
        table.report(
            key,
            tr("“{value}” stands here twice.", value=value[:60]),
            tr("Give each its own {key}.", key=key),
        )


def code_of(table: TableReader, before: Iterable[str]) -> str:
    """Return the table's ``code``, told when it can't be one or stands in ``before``."""
    code = table.code("code", CODE, tr("small letters, figures and _"))
    unique(table, "code", code, before)
    return code


def coded_tables(tables: Iterable[TableReader]) -> tuple[Coded, ...]:
    """Return the codes and labels of ``tables``."""
    read: list[Coded] = []
    for table in tables:
        read.append(Coded(code=code_of(table, (each.code for each in read)), label=table.line("label")))
        table.finish()
    return tuple(read)


def statement(top: TableReader, key: str) -> Statement:
    """Return the wording of the table ``[key]`` with its version; an empty one where the table is missing."""
    table = top.table(key)
    if table is None:
        return Statement("", "")
    version = table.code("version", VERSION, tr("letters, figures, hyphens and full stops, without spaces"))
    text = table.paragraphs("text")
    table.finish()
    return Statement(version=version, text=text)
