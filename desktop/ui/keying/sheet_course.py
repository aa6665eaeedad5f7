"""The course of keying one sheet, without Qt: which question is next, what stands, what to warn of.

Lives on the database worker, like :class:`~desktop.ui.interview.course.Course`; what it returns are plain values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.foundation.translation import tr
from desktop.questionnaires.definition import Question
from desktop.questionnaires.steps import AnswerRefused, Changes
from desktop.responses.keyings import FieldEffort
from desktop.responses.response import MissingKind
from desktop.ui.interview.answer_words import answer_words
from desktop.ui.keying import blocks
from desktop.ui.keying.asking import Asking
from desktop.ui.questions.view import QuestionView


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One question of the sheet in the list beside the field.

    Attributes:
        answer: in words; empty while nothing was keyed.
        on_route: whether the form asks it after what was keyed so far.
        missing: the missing kind that was keyed, or empty.
        warning: what the form says against the value, or empty.
        query: ``open`` or ``answered`` where the keyer asked the coordinator about it, else empty.
    """

    path: str
    number: str
    label: str
    answer: str
    on_route: bool
    missing: str
    warning: str
    query: str = ""


@dataclass(frozen=True, slots=True)
class SheetShown:
    """What is to be shown now.

    Attributes:
        at: index of the question into ``rows``; -1 when the sheet is through.
        view: the question; ``None`` when the sheet is through.
        warning: the value that was just keyed breaks this rule; keep it with a reason or key it anew.
        refused: the value was none of the question's type; nothing was changed.
        said: what was done that can't be seen, such as what was undone; else empty.
        told: what the coordinator answered about this question or the sheet; else empty.
        open_query: of this question, by id; else empty.
        waits: how many queries about the sheet are not answered: it can't be finished before.
        parked: the whole sheet was just parked.
        margin_notes, loose_pages: what the keyer noted beside the questions.
        nothing_keyed: when the sheet is through, the numbers of questions that were asked and have nothing.
        goes_on: the question's words were saved while they were typed, and may go on behind them.
    """

    rows: tuple[SheetRow, ...]
    at: int
    view: QuestionView | None
    warning: str = ""
    refused: str = ""
    said: str = ""
    told: str = field(default="", repr=False)
    open_query: str = ""
    waits: int = 0
    parked: bool = False
    margin_notes: str = field(default="", repr=False)
    loose_pages: int = 0
    goes_on: bool = False
    nothing_keyed: tuple[str, ...] = ()


class SheetCourse:
    """Drives one :class:`~desktop.workflows.key_paper.Keying`.

    Args:
        asking: who is asked where the sheet can't be read; nobody where it is ``None``, as in practice.

    Attributes:
        keying: what saves; serial, form_title: of the sheet.
    """

    def __init__(self, keying: Any, asking: Asking | None = None) -> None:
        self.keying = keying
        self._asking = asking
        self._queries: tuple[Any, ...] = asking.of(keying) if asking is not None else ()
        self._entry = keying.entry
        self.serial = keying.header.serial
        self.form_title = keying.definition.title
        self._path = ""
        self._only_gaps = False
        self._stood: tuple[str, str] | None = None  # a path and its value before what was typed there was saved
        self._rows: dict[str, SheetRow] = {}
        self._order_kept: list[str] = []
        self._grows = any(each.repeat_paths for each in keying.definition.questions())

    @property
    def may_ask(self) -> bool:
        """Whether there is a coordinator to ask."""
        return self._asking is not None

    def start(self, at: str = "") -> SheetShown:
        """Go to the question ``at``, else to where the sheet was left.

        That is where words were being typed; else the first question on the route that has nothing yet: of those
        the coordinator answered; else behind the last one that was dealt with, for one before it was gone past
        with Enter; else of all.
        """
        order = self._order()
        at = at or self.keying.typing
        if at in order:
            self._path = at
            return self._shown()
        empty = [path for path in order if self._on_route(path) and not self._has_something(path)]
        dealt_with = [path for path in order if self._has_something(path) or self._asked(path, "open")]
        behind = order[order.index(dealt_with[-1]) + 1 :] if dealt_with else order
        told = [path for path in empty if self._asked(path, "answered")]
        self._path = next(iter([*told, *(path for path in behind if path in empty), *empty]), "")
        return self._shown()

    def key(self, path: str, value: str) -> SheetShown:
        """Keep the value as it is written; warn where the form objects, else go on."""
        self._told_now(path)
        try:
            self._give(path, value)
        except AnswerRefused as refused:
            return self._shown(refused=refused.fault)
        node = self._entry.node(path)
        if value and node.violation == "constraint":
            return self._shown(warning=node.message)
        return self._after(path)

    def mark(self, path: str, kind: MissingKind) -> SheetShown:
        """Keep why there is no usable answer, and go on."""
        self._told_now(path)
        self._changed(path, self.keying.mark_missing(path, kind))
        return self._after(path)

    def force(self, path: str, reason: str) -> SheetShown:
        """Keep the value that the form forbids, with the reason, and go on."""
        self.keying.force(path, reason)
        self._rows.pop(path, None)
        return self._after(path)

    def keep(self, path: str, value: str | None, *, going_on: bool = False) -> str:
        """Keep what was typed before its Enter; return why it can't be kept, or nothing. ``None``: none was.

        Args:
            going_on: the field is not left: what is kept of it until then is one step.
        """
        try:
            if value is None:
                self._take_back_typed(path)
            elif not going_on:
                self._give(path, value)
            elif self._entry.node(path).value != value:
                self._stood = self._stood or (path, self._entry.node(path).value)
                self._changed(path, self.keying.hold_words(path, value))
        except AnswerRefused as refused:
            return refused.fault
        if not going_on:
            self.keying.end_words(path)
        return ""

    def _take_back_typed(self, path: str) -> None:
        """Nothing is typed any more: what was saved while it was typed goes too."""
        if self._stood is not None and self._stood[0] == path:
            self._changed(path, self.keying.take_words_back(*self._stood))
            self._stood = None

    def _told_now(self, path: str) -> None:
        """What the coordinator answered is keyed: what was keyed behind it need not be gone through again."""
        if self._asked(path, "answered") and not self._has_something(path):
            self._only_gaps = True

    def _give(self, path: str, value: str) -> None:
        if self._entry.node(path).value != value:
            self._changed(path, self.keying.answer(path, value))
        else:
            self.keying.end_words(path)

    def _changed(self, path: str, changes: Changes) -> None:
        """Forget the rows that look different now; a sheet has many, and most stay as they are."""
        for each in (path, *changes.changed):
            self._rows.pop(each, None)

    def go(self, path: str, leaving: str = "", value: str | None = None) -> SheetShown:
        """Keep what was typed at ``leaving``, and go to a question, whether the route asks it or not."""
        fault = self.keep(leaving, value)
        if fault:
            return self._shown(refused=fault)
        self._path = path
        self._only_gaps = False
        self.keying.set_place(path)
        return self._shown()

    def back(self, path: str, value: str | None = None) -> SheetShown:
        """Keep what was typed, and go to the question before on the route; from the end, to the last one."""
        fault = self.keep(path, value)
        if fault:
            return self._shown(refused=fault)
        self._only_gaps = False
        order = self._order()
        before = order[: order.index(path)] if path in order else order
        self._path = next((each for each in reversed(before) if self._on_route(each)), path)
        return self._shown()

    # beside the answers -------------------------------------------------------------------------------------

    def count(self, efforts: Mapping[str, FieldEffort]) -> None:
        """Keep what questions took; it goes to the disk with the next step."""
        for path, effort in efforts.items():
            self.keying.note_effort(path, effort)

    def lay_by(self, efforts: Mapping[str, FieldEffort], path: str, value: str | None) -> None:
        """Keep what was typed and counted: the sheet is laid by, to be gone on with in the same field."""
        self.count(efforts)
        self.keep(path, value, going_on=True)
        self.keying.flush()

    def undo(self, path: str = "", value: str | None = None) -> SheetShown:
        """Take the last step back, and go to its question; what was typed and not ended is the last."""
        self.keep(path, value, going_on=True)
        path = self.keying.undo()
        self._rows.clear()
        if not path:
            return self._shown(said=tr("There is nothing left to undo on this sheet."))
        self._path = path
        number = blocks.numbered(self.keying.numbers.get(_plain(path), ""), path)
        return self._shown(said=tr("Undone: question {number} is as it was before.", number=number))

    def park(self, path: str, words: str, leaving: str = "", value: str | None = None) -> SheetShown:
        """Keep what was typed, ask the coordinator, and go on; with an empty path about the whole sheet."""
        assert self._asking is not None
        self.keep(leaving, value)  # what can't be kept is what is asked about
        self._asking.park(self.keying, path, words)
        self._ask_again()
        if not path:
            return self._shown(parked=True)
        return self._after(path, said=tr("The coordinator is asked. Go on with the next question."))

    def take_back(self, query_id: str, path: str = "", value: str | None = None) -> SheetShown:
        """Keep what was typed at ``path``, take a query back, and stay where it was asked."""
        self._hold(path, value)
        assert self._asking is not None
        self._asking.take_back(query_id)
        self._ask_again()
        return self._shown(said=tr("The query was taken back."))

    def note_margin(self, words: str, loose_pages: int, path: str = "", value: str | None = None) -> SheetShown:
        """Keep what is written in the margin, how many loose pages there are, and what was typed at ``path``; stay
        at the question.
        """
        self._hold(path, value)
        self.keying.set_margin_notes(words, loose_pages=loose_pages)
        return self._shown(said=tr("The notes are kept."))

    def finish(self, received_on: str) -> str:
        """Freeze the sheet as a response and return its instance id.

        Blocks without a word are taken away; other questions that were asked and have nothing count as blank.
        """
        for instance in tuple(blocks.left_empty(self.keying.definition, self._order(), self._has_something)):
            self.keying.remove_repeat(instance)
        self.keying.count_as_blank(self._with_nothing())
        return str(self.keying.finalise(received_on=received_on).instance_id)

    def _hold(self, path: str, value: str | None) -> None:
        if value is not None:
            self.keep(path, value, going_on=True)

    # inside -----------------------------------------------------------------------------------------------

    def _after(self, path: str, *, said: str = "") -> SheetShown:
        """Go on. After the last block of a repeat another one begins, if the last was written in."""
        order = self._order()
        repeat = blocks.to_go_on(self.keying.definition, order, path, self._has_something)
        if repeat:
            self._begin_block(repeat)
            order = self._order()
        later = order[order.index(path) + 1 :] if path in order else []
        asked_now = (each for each in later if not (self._only_gaps and self._has_something(each)))
        self._path = next((each for each in asked_now if self._on_route(each)), "")
        return self._shown(said=said)

    def _begin_block(self, repeat: str) -> None:
        """Add a block, with a first block of every repeat that is in it, as it is printed."""
        created = self.keying.add_repeat(repeat).created
        for inner in blocks.inside(self.keying.definition, repeat):
            path = f"{created}/{inner}"
            if not any(each.startswith(f"{path}[") for each in self._order()):
                self._begin_block(path)

    def _has_something(self, path: str) -> bool:
        return bool(self._entry.node(path).value or self.keying.missing_kind(path))

    def _with_nothing(self) -> list[str]:
        """Return the questions that the sheet asks and that have nothing, but for blocks that stayed empty."""
        order = self._order()
        empty = [path for path in order if self._on_route(path) and not self._has_something(path)]
        in_empty = blocks.empty_blocks(self.keying.definition, order, self._has_something) if empty else ()
        return [path for path in empty if not (self._asked(path, "open") or path.startswith(in_empty))]

    def _on_route(self, path: str) -> bool:
        node = self._entry.node(path)
        return bool(node.relevant) and not node.readonly

    def _order(self) -> list[str]:
        """Every question of the sheet in its order: blocks of repeats one after another, and all others."""
        if not self._order_kept or self._grows:
            self._order_kept = blocks.in_order(self.keying.definition, self._entry.screens(), self.keying.numbers)
        return self._order_kept

    def _shown(self, *, warning: str = "", refused: str = "", said: str = "", parked: bool = False) -> SheetShown:
        self._stood = None
        order = self._order()
        for path in order:
            if path not in self._rows:
                self._rows[path] = self._row(path)
        rows = tuple(self._rows[path] for path in order)
        at = order.index(self._path) if self._path in order else -1
        open_here = (each.query_id for each in self._asked(self._path, "open") if at >= 0)
        return SheetShown(
            rows,
            at,
            self._view(self._path) if at >= 0 else None,
            warning,
            refused,
            said=said,
            told=self._told(self._path) if at >= 0 else "",
            open_query=next(open_here, ""),
            waits=sum(each.state == "open" for each in self._queries),
            parked=parked,
            margin_notes=getattr(self.keying, "margin_notes", ""),  # practice keeps none
            loose_pages=getattr(self.keying, "loose_pages", 0),
            nothing_keyed=tuple(self._rows[path].number for path in self._with_nothing()) if at < 0 else (),
            goes_on=at >= 0 and self.keying.typing == self._path,
        )

    def _ask_again(self) -> None:
        assert self._asking is not None
        self._queries = self._asking.of(self.keying)
        self._rows.clear()

    def _asked(self, path: str, state: str) -> list[Any]:
        return [each for each in self._queries if each.path == path and each.state == state]

    def _told(self, path: str) -> str:
        answered = [*self._asked("", "answered"), *self._asked(path, "answered")]
        return "\n".join(each.answer for each in answered if each.answer)

    def _query(self, path: str) -> str:
        return "open" if self._asked(path, "open") else "answered" if self._asked(path, "answered") else ""

    def _row(self, path: str) -> SheetRow:
        node = self._entry.node(path)
        return SheetRow(
            path=path,
            number=blocks.numbered(self.keying.numbers.get(_plain(path), ""), path),
            label=node.label.strip(),
            answer=answer_words(node.type, node.value, node.choices).replace("\n", "; ") if node.value else "",
            on_route=bool(node.relevant),
            missing=self.keying.missing_kind(path),
            warning=node.message if node.value and node.violation == "constraint" else "",
            query=self._query(path) if self._queries else "",
        )

    def _view(self, path: str) -> QuestionView:
        node = self._entry.node(path)
        question = self.keying.definition.find(path)
        assert isinstance(question, Question)
        # all choices of the sheet, also those that a choice filter would leave out: the sheet shows them
        choices = tuple((choice.value, choice.label(self._entry.language)) for choice in question.choices)
        return QuestionView(
            path=path,
            number=blocks.numbered(self.keying.numbers.get(_plain(path), ""), path),
            type=question.type,
            label=node.label.strip(),
            hint=node.hint.strip(),
            value=node.value,
            required=False,
            appearances=question.appearances,
            parameters=question.parameters,
            choices=choices,
        )


def _plain(path: str) -> str:
    return "/".join(part.split("[", 1)[0] for part in path.split("/"))
