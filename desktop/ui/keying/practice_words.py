"""What practice says of a field: what stood there, what was keyed, and what was peculiar about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desktop.foundation.translation import ntr, tr
from desktop.questionnaires.definition import QuestionType
from desktop.responses.keyings import FieldKeyed
from desktop.responses.practice_pile import Peculiar
from desktop.responses.response import MissingKind
from desktop.ui.interview.answer_words import answer_words

HOW = (
    ("-", "nothing is marked or written: a blank."),
    ("!", "more than one box is marked and one was asked for."),
    ("?", "nobody can read it."),
)
"""Keys for what has no usable answer, and when they are pressed."""
HOW_ELSE = (
    "A box that is filled in counts as not marked.",
    "A number or a date is keyed as it is written, even where it can't be right. The program asks why it is kept: "
    "Enter says that it is written so.",
    "The program goes past what the form says to skip. Go on with the question that the screen shows.",
    "What is written beside a box changes nothing in the box. Ctrl + M takes it down.",
    "A numbered block that is empty is gone past with Enter.",
)


def keyed_words(keyed: FieldKeyed, kind: QuestionType, choices: Sequence[tuple[str, str]]) -> str:
    """Return what a keyer made of a field, in one line."""
    if not keyed.value:
        return {
            MissingKind.ILLEGIBLE: tr("? illegible"),
            MissingKind.MULTIPLE: tr("! more than one marked"),
        }.get(MissingKind(keyed.missing) if keyed.missing else MissingKind.BLANK, tr("- blank"))
    if kind is QuestionType.ACKNOWLEDGE:
        return tr("Ticked")
    return answer_words(kind, keyed.value, choices).replace("\n", "; ")


def peculiar_words(peculiar: Peculiar) -> str:
    """Return what was peculiar about a field; empty where nothing was."""
    return {
        Peculiar.PLAIN: "",
        Peculiar.BLANK: tr("left blank"),
        Peculiar.TWO_MARKED: tr("two boxes marked"),
        Peculiar.ILLEGIBLE: tr("can't be read"),
        Peculiar.OUT_OF_RANGE: tr("against the form's rule"),
        Peculiar.OFF_ROUTE: tr("written where the form says to skip"),
        Peculiar.CORRECTED: tr("one box filled in, another marked"),
        Peculiar.MARGIN_NOTE: tr("a note beside it"),
    }[peculiar]


def rate_words(rate: float) -> str:
    """Return errors per 1,000 fields as they are said."""
    return f"{rate:.0f}" if rate >= 10 or rate == round(rate) else f"{rate:.1f}"


def result_words(result: Any) -> tuple[str, str, str]:
    """Return title, text and kind of notice for a :class:`~desktop.workflows.train_keyers.TrainingResult`."""
    attempt, most = result.attempt, rate_words(result.attempt.most_errors)
    errors = ntr("{count} field was keyed wrong", "{count} fields were keyed wrong", attempt.errors)
    how = tr(
        "{errors}, of {fields}: {rate} of 1,000. Up to {most} of 1,000 is good enough.",
        errors=errors if attempt.errors else tr("No field was keyed wrong"),
        fields=attempt.fields,
        rate=rate_words(result.rate),
        most=most,
    )
    if attempt.passed:
        return tr("✓ Good enough: you may key this form"), how, "success"
    if result.may_key:
        return tr("Not yet good enough"), how + " " + tr("You may key the form all the same."), "warning"
    return (
        tr("Not yet good enough: key another pile"),
        how + " " + tr("Or ask the coordinator to let you in."),
        "warning",
    )


def notes_words(sheets: Sequence[int]) -> str:
    """Return which sheets have a note in the margin that was not taken down; nothing where there are none."""
    if not sheets:
        return ""
    return ntr(
        "Sheet {numbers} has a note in the margin that you did not take down. It counts as no error. "
        "Ctrl + M notes it with the sheet.",
        "Sheets {numbers} have notes in the margin that you did not take down. They count as no error. "
        "Ctrl + M notes them with the sheet.",
        len(sheets),
        numbers=", ".join(str(number) for number in sheets),
    )


def standing_words(form: Any) -> tuple[str, str, str]:
    """Return title, text and kind of notice: how somebody stands with a form before they begin."""
    me, most = form.me, rate_words(form.rule.most_errors)
    last = ""
    if me is not None and me.newest is not None and me.newest.sheets:
        rate = 1000 * me.newest.errors / me.newest.fields if me.newest.fields else 0.0
        last = tr("Your last pile: {rate} errors in 1,000 fields.", rate=rate_words(rate)) + " "
    if me is not None and not me.let_in:
        return (
            tr("You key a practice pile before you key this form"),
            last + tr("Up to {most} errors in 1,000 fields lets you in.", most=most),
            "warning",
        )
    if me is not None and me.newest is not None and me.newest.let_in_by:
        text = tr("{name} let you in: {reason}", name=me.newest.let_in_by, reason=me.newest.reason)
        return tr("✓ You may key this form"), text, "success"
    if me is not None and me.passed:
        return tr("✓ You may key this form"), last.strip(), "success"
    return tr("Practice is offered for this form, and not asked for"), last.strip(), "note"
