"""Direction of writing: the Unicode bidirectional algorithm (UAX #9), levels first, order of a line last.

Levels belong to a paragraph, the visual order to a line: lines are broken in between. reportlab's own Paragraph
does it the other way round and prints right-to-left words in the wrong order.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby

RIGHT_TO_LEFT_LANGUAGES = frozenset({"ar", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi", "dv"})
# embeddings, overrides and isolates; a label has no business with them, and the levels below know no isolates
_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def without_controls(text: str) -> str:
    """Return ``text`` without explicit marks of embedding, override and isolation, and without control codes."""
    return "".join(
        character
        for character in text.translate(_CONTROLS)
        if character.isspace() or unicodedata.category(character) not in ("Cc", "Cs")
    )


def is_right_to_left(text: str) -> bool:
    """Tell whether the first strong character of ``text`` is written from right to left (UAX #9, P2 and P3)."""
    from bidi import get_base_level

    return bool(get_base_level(text)) if text else False


def levels_of(text: str, *, right_to_left: bool) -> tuple[int, ...]:
    """Return the embedding level of every character of one paragraph; even is left to right, odd right to left."""
    if not right_to_left and all(ord(character) < 0x590 for character in text):
        return (0,) * len(text)  # the common case, without a look at any character's class
    from bidi import algorithm

    storage = algorithm.get_empty_storage()
    storage["base_level"] = int(right_to_left)
    storage["base_dir"] = "R" if right_to_left else "L"
    algorithm.get_embedding_levels(_weighable(text), storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    return tuple(int(character["level"]) for character in storage["chars"])


def _weighable(text: str) -> str:
    """Return text of the same length in which every character counts for the algorithm.

    Joiners, and characters that Unicode has not assigned, take the class of the one before them: the algorithm
    would leave them out, and the levels would no longer fit the text.
    """
    counted: list[str] = []
    for character in text:
        silent = unicodedata.bidirectional(character) in ("", "BN", "B", "S")
        counted.append((counted[-1] if counted else " ") if silent else character)
    return "".join(counted)


def visual_runs(levels: tuple[int, ...]) -> list[tuple[int, int, int]]:
    """Return ``(start, end, level)`` of the runs of one line, from left to right as seen (UAX #9, L2)."""
    runs: list[tuple[int, int, int]] = []
    place = 0
    for level, members in groupby(levels):
        length = len(list(members))
        runs.append((place, place + length, level))
        place += length
    if not runs:
        return runs
    lowest_odd = min((level for _, _, level in runs if level % 2), default=0)
    if not lowest_odd:
        return runs
    for level in range(max(level for _, _, level in runs), lowest_odd - 1, -1):
        runs = _reverse_stretches(runs, level)
    return runs


def _reverse_stretches(runs: list[tuple[int, int, int]], level: int) -> list[tuple[int, int, int]]:
    ordered: list[tuple[int, int, int]] = []
    for high, members in groupby(runs, key=lambda run: run[2] >= level):
        stretch = list(members)
        ordered.extend(reversed(stretch) if high else stretch)
    return ordered


def language_is_right_to_left(code: str) -> bool:
    """Tell whether pages in the language with this BCP 47 code run from right to left."""
    parts = code.lower().split("-")
    return parts[0] in RIGHT_TO_LEFT_LANGUAGES and "latn" not in parts
