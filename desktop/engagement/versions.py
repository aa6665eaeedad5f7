"""The order of versions that people write: 10 comes after 9, 1.10 after 1.9, 2021112902 after 2021112901."""

from __future__ import annotations

import re


def version_order(version: str) -> list[tuple[int, int, str]]:
    """Return what versions are compared by; parts that are words come after figures."""
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in re.findall(r"[0-9]+|[^0-9.\-_ ]+", version)
    ]
