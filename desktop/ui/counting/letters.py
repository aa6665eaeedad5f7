"""Which letter counts what: one that stands in its words where it can be, since that is easy to remember."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def letters_for(labels: Sequence[str], *, taken: Iterable[str] = ()) -> tuple[str, ...]:
    """Return a letter for each label, all of them different: of its first letters, then any in it, then any.

    A keyboard of other letters has these on it too. After 26 there are no more: then the letter is empty.
    """
    used = set(taken)
    chosen: dict[int, str] = {}
    for of_label in (_first_letters, str.lower):  # all labels get their chance at a first letter before any other
        for place, label in enumerate(labels):
            if place not in chosen:
                found = next((each for each in of_label(label) if each in _LETTERS and each not in used), "")
                if found:
                    chosen[place] = found
                    used.add(found)
    for place in range(len(labels)):
        if place not in chosen:
            chosen[place] = next((each for each in _LETTERS if each not in used), "")
            used.add(chosen[place])
    return tuple(chosen[place] for place in range(len(labels)))


def _first_letters(label: str) -> str:
    return "".join(word[0] for word in label.lower().split())
