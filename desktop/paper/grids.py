"""Which questions stand together as one table on paper: lines with the same choices."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from desktop.paper.words import is_to_fill_in
from desktop.questionnaires.definition import Choice, Group, Question, QuestionType, Repeat, Words

ASKED_FOR = frozenset({"list-nolabel", "list", "likert"})
"""Appearances by which an author asks for a line of a table."""
_MOST_ASKED_FOR = 11
_MOST_UNASKED = 7
"""So many choices make a table that nobody asked for."""
_TITLE = "generated_table_list_label"
"""So pyxform names the note that it makes of the label of a group with ``table-list``."""
_PICTURED = frozenset({"image-map", "map"})

Node = Question | Group | Repeat


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a question a line, the words of the choices in its head.

    Attributes:
        title: the note that the words of a group with ``table-list`` become; ``None`` where there is none.
        head: the question with the appearance ``label``, which asks nothing; ``None`` where there is none.
        lines: the questions, in the form's order.
    """

    title: Question | None
    head: Question | None
    lines: tuple[Question, ...]

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices that all lines share."""
        return self.lines[0].choices

    @property
    def several(self) -> bool:
        """Whether a line may have several marks."""
        return self.lines[0].type is QuestionType.SELECT_MULTIPLE


def is_head(question: Question) -> bool:
    """Tell whether it shows the words of choices above a table, and asks nothing."""
    return "label" in question.appearances and question.visible and not question.asked


def with_grids(children: Sequence[Node], leading: Collection[str] = ()) -> Iterator[Node | Grid]:
    """Yield the children of one group in order, those that make a table as one.

    A table is what the author asked for (``table-list``, ``label`` with ``list-nolabel``, ``likert``), or
    neighbours that take one answer of the same few choices.

    Args:
        leading: paths of questions with a choice that leads past others. A table has no room to say so beside a
            box, so they are lines of one only where the author asked for it.
    """
    title: Question | None = None
    for key, run in groupby(children, lambda child: _key(child, leading)):
        if key is None:
            *before, last = run
            yield from before
            title = last if isinstance(last, Question) and last.name.startswith(_TITLE) else None
            if title is None:
                yield last
            continue
        for together in _parted_at_heads([child for child in run if isinstance(child, Question)]):
            head = together[0] if is_head(together[0]) else None
            lines = tuple(together[1:] if head else together)
            asked_for = head is not None or any(question.appearances & ASKED_FOR for question in lines)
            if lines and (asked_for or len(lines) > 1):
                yield Grid(title, head, lines)
            else:
                yield from [*filter(None, [title]), *together]
            title = None
    if title is not None:
        yield title


def _parted_at_heads(questions: Sequence[Question]) -> Iterator[list[Question]]:
    together: list[Question] = []
    for question in questions:
        if together and is_head(question):
            yield together
            together = []
        together.append(question)
    if together:
        yield together


def _key(child: Node, leading: Collection[str]) -> tuple[object, ...] | None:
    """Return what the lines of one table have in common; ``None`` for what is no line of a table."""
    if not isinstance(child, Question) or len(child.choices) < 2 or _has_pictures(child):
        return None
    shared = (child.type, child.choices, child.relevant.text if child.relevant is not None else "")
    if child.type not in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE) or child.read_only:
        return None
    if any(is_to_fill_in(label) for label in _texts(child.labels)):
        return None
    if is_head(child) or child.appearances & ASKED_FOR:
        return shared if len(child.choices) <= _MOST_ASKED_FOR else None
    few = child.type is QuestionType.SELECT_ONE and len(child.choices) <= _MOST_UNASKED
    return shared if few and child.choice_filter is None and child.path not in leading else None


def _has_pictures(question: Question) -> bool:
    """Tell whether pictures are to be seen: a table has no room for them."""
    words = [question.labels, *(choice.labels for choice in question.choices)]
    return bool(question.appearances & _PICTURED) or any(each.media for each in words)


def _texts(words: Words) -> Iterator[str]:
    for language in words.by_language:
        yield words.plain(language)
