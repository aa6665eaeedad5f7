"""The words that stand on every form, whatever it asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from desktop.engagement.programme import TO_BE_FILLED_IN
from desktop.foundation.translation import Tongue, ntr, tr
from desktop.paper.skips import Skip
from desktop.typesetting.direction import language_is_right_to_left

_CODE = re.compile(r"\(\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*\)\s*$")


def language_code(name: str, otherwise: str = "en") -> str:
    """Return the BCP 47 code in a form's language name, ``en`` of ``English (en)``, else ``otherwise``."""
    found = _CODE.search(name)
    return found.group(1) if found else otherwise


def is_to_fill_in(text: str) -> bool:
    """Tell whether the programme still has to fill something into ``text``."""
    return TO_BE_FILLED_IN in text.casefold()


def in_one_line(text: str) -> str:
    """Return ``text`` without its line breaks."""
    return " ".join(text.split())


def left_to_right(text: str, language: str) -> str:
    """Return a telephone number or an address so that it keeps its order among words from right to left.

    Without the marks the groups of a number would be read from right to left (UAX #9, W7).
    """
    second = language.second if isinstance(language, Tongue) else None
    turned = language_is_right_to_left(language) or (second is not None and language_is_right_to_left(second))
    return f"\u200e{text}\u200e" if text and turned else text


def with_full_stop(text: str) -> str:
    """Return a sentence with the sign at its end that it may lack."""
    return text if text.endswith((".", "?", "!", "۔", "।", "؟")) else text + "."


def day_in_words(day: date, language: str) -> str:
    """Return a date as people write it, ``23 January 2022``."""
    months = (
        tr("January", language=language),
        tr("February", language=language),
        tr("March", language=language),
        tr("April", language=language),
        tr("May", language=language),
        tr("June", language=language),
        tr("July", language=language),
        tr("August", language=language),
        tr("September", language=language),
        tr("October", language=language),
        tr("November", language=language),
        tr("December", language=language),
    )
    return tr("{day} {month} {year}", language=language, day=day.day, month=months[day.month - 1], year=day.year)


def page_of(page: int, pages: int, language: str) -> str:
    """Return "Page 2 of 9"."""
    return tr("Page {page} of {pages}", language=language, page=page, pages=pages)


def needs_an_answer(language: str) -> str:
    """Say that a question is one of those that may not be left out."""
    return tr("Please do not leave this one out.", language=language)


def with_skip(label: str, skip: Skip | None, language: str) -> str:
    """Return the words of a choice with where to go after it, ``No: go to question 7``."""
    if skip is None:
        return label
    if not skip.to:
        return tr("{label}: you have finished the questions", language=language, label=label)
    return tr("{label}: go to question {number}", language=language, label=label, number=skip.to)


def mark_one(language: str) -> str:
    """Say how to answer a question with one choice."""
    return tr("Put a cross in one box.", language=language)


def mark_all(language: str) -> str:
    """Say how to answer a question with several choices."""
    return tr("Put a cross in every box that fits.", language=language)


def mark_one_each(language: str) -> str:
    """Say how to answer a table with one choice a line."""
    return tr("Put a cross in one box on each line.", language=language)


def mark_all_each(language: str) -> str:
    """Say how to answer a table with several choices a line."""
    return tr("On each line, put a cross in every box that fits.", language=language)


def rank_them(count: int, language: str) -> str:
    """Say how to put choices in order."""
    return ntr(
        "Write 1 in the box.",
        "Write 1 beside what comes first for you, 2 beside what comes second, and so on up to {count}.",
        count,
        language=language,
    )


def write_code(several: bool, language: str) -> str:
    """Say how to answer from a long list that stands elsewhere."""
    if several:
        return tr("Find your answers in the list at the end. Write their numbers here.", language=language)
    return tr("Find your answer in the list at the end. Write its number here.", language=language)


def figure_each(language: str) -> str:
    """Say how to write a number into figure boxes."""
    return tr("Write one figure in each box.", language=language)


def number_between(start: str, end: str, step: str, language: str) -> str:
    """Say which number is asked for."""
    if step != "1":
        return tr(
            "Write a number from {start} to {end}, in steps of {step}.",
            language=language,
            start=start,
            end=end,
            step=step,
        )
    return tr("Write a number from {start} to {end}.", language=language, start=start, end=end)


def not_on_paper(language: str) -> str:
    """Stand in for what paper can't hold: pictures, sound, places on a map."""
    return tr("This cannot be answered on paper. Please ask a helper.", language=language)


def continued(number: str, language: str) -> str:
    """Stand at the top of a page on which a question goes on."""
    if number:
        return tr("Question {number}, continued", language=language, number=number)
    return tr("Continued", language=language)


def several_continued(first: str, last: str, language: str) -> str:
    """Stand at the top of a page on which a table goes on."""
    return tr("Questions {first} to {last}, continued", language=language, first=first, last=last)


def of_blocks(label: str, number: int, count: int | None, language: str) -> str:
    """Return the heading of a numbered block; ``count`` where the form says how many there are."""
    if count == 1:
        return label
    if count is None:
        return tr("{label}: {number}", language=language, label=label, number=number) if label else str(number)
    if label:
        return tr("{label}: {number} of {count}", language=language, label=label, number=number, count=count)
    return tr("{number} of {count}", language=language, number=number, count=count)


def list_for(numbers: Sequence[str], language: str) -> str:
    """Head the list of a question with many choices, which several questions may share."""
    if len(numbers) == 1:
        return tr("List for question {number}", language=language, number=numbers[0])
    first, last = ", ".join(numbers[:-1]), numbers[-1]
    return tr("List for questions {first} and {last}", language=language, first=first, last=last)


def list_continued(numbers: Sequence[str], language: str) -> str:
    """Stand at the top of a page on which such a list goes on."""
    return tr("{list}, continued", language=language, list=list_for(numbers, language))


def more_than_blocks(language: str, *, fillable: bool = False) -> str:
    """Say what to do where a form has too few numbered blocks."""
    if fillable:
        return tr("If there are more, write about them in the e-mail.", language=language)
    return tr(
        "If there are more, use a sheet of your own. Write on it the number from the foot of this page.",
        language=language,
    )
