"""Notes and boards that named somebody: what is left of the revisions before the one that took the name out."""

from __future__ import annotations

from dataclasses import replace
from typing import overload

from desktop.engagement.boards import Board
from desktop.engagement.notes import Note

NAMED_SOMEBODY = "it named somebody"
"""The reason of a revision before which no words stay: a code, since each laptop says it in its own language."""


@overload
def without_words(revision: Note) -> Note: ...
@overload
def without_words(revision: Board) -> Board: ...
def without_words(revision: Note | Board) -> Note | Board:
    """Return a revision as it stands once it is known that it named somebody; who made it and when stays."""
    if isinstance(revision, Note):
        return replace(revision, words="", reflection="", neighbourhood="")
    return replace(revision, question="", options=(), picture_id="")
