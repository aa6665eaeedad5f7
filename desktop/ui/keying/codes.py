"""What a keyer's keys mean for a question. No Qt.

Codes are those printed beside the boxes (:func:`desktop.sheets.codes.choice_codes`). A code that no longer code
begins with is complete at once, so that the keyer need not press Enter. Where several may be marked, or the list
is long, letters do as well (:func:`desktop.sheets.codes.choice_letters`): a run of letters ends by itself when a
figure or ``-`` follows, which is the next question's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from desktop.foundation.translation import tr
from desktop.questionnaires.definition import QuestionType
from desktop.responses.response import MissingKind
from desktop.sheets.codes import choice_codes, choice_letters
from desktop.ui.questions.view import QuestionView

MISSING_KEYS = {"?": MissingKind.ILLEGIBLE, "-": MissingKind.BLANK, "!": MissingKind.MULTIPLE}
"""Keys for a question with no usable answer."""
_TEXTS = {
    QuestionType.TEXT, QuestionType.BARCODE, QuestionType.GEOPOINT, QuestionType.GEOTRACE, QuestionType.GEOSHAPE,
}  # fmt: skip
_RUNS = {QuestionType.SELECT_MULTIPLE, QuestionType.RANK}
_NUMBERS = {QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE}


@dataclass(frozen=True, slots=True)
class Keyed:
    """What the keys typed so far come to.

    Attributes:
        value: in ODK text form; ``None`` when they make no value.
        complete: nothing more can follow: go on without Enter.
        fault: why they make no value, in words.
        ahead: what was typed after it, which belongs to the next question.
    """

    value: str | None
    complete: bool = False
    fault: str = ""
    ahead: str = ""


def is_text(view: QuestionView) -> bool:
    """Tell whether the question takes words, which only Enter ends."""
    return view.type in _TEXTS


def codes_of(view: QuestionView) -> tuple[tuple[str, str, str], ...]:
    """Return (code, value, label) of the question's choices, in the sheet's order."""
    if view.type is QuestionType.ACKNOWLEDGE:
        return (("1", "OK", tr("Ticked")),)
    codes = choice_codes([value for value, _label in view.choices])
    return tuple((codes[value], value, label) for value, label in view.choices)


def letters_of(view: QuestionView) -> dict[str, str]:
    """Return choice value to letter; empty where figures do."""
    several = view.type in _RUNS
    return choice_letters([value for value, _label in view.choices], several=several)


def shown_codes(view: QuestionView) -> tuple[tuple[str, str], ...]:
    """Return (code, label) of the choices as the screen shows them: letter and figure, where both are taken.

    A sheet has the one or the other beside its boxes: figures alone were printed before there were letters.
    """
    letters = letters_of(view)
    return tuple(
        (tr("{letter} or {code}", letter=letters[value], code=code) if value in letters else code, label)
        for code, value, label in codes_of(view)
    )


def missing_at_once(view: QuestionView, typed: str) -> MissingKind | None:
    """Return the missing kind that a first key stands for; none where the key may begin an answer."""
    if view.type in _TEXTS or (typed == "-" and view.type in _NUMBERS):
        return None
    return MISSING_KEYS.get(typed)


def keyed(view: QuestionView, typed: str) -> Keyed:
    """Return what ``typed`` comes to for the question."""
    text = typed.strip()
    if not text:
        return Keyed("")
    match view.type:
        case QuestionType.SELECT_ONE | QuestionType.ACKNOWLEDGE:
            return _one(codes_of(view), letters_of(view), text)
        case QuestionType.SELECT_MULTIPLE | QuestionType.RANK:
            letters = {letter: value for value, letter in letters_of(view).items()}
            if text[0].lower() in letters:
                return _run_of_letters(letters, text.lower())
            return _several(codes_of(view), letters, text.lower())
        case QuestionType.DATE:
            return _date(text, view)
        case QuestionType.TIME:
            return _time(text)
        case QuestionType.DATETIME:
            return _date_and_time(text)
        case QuestionType.DECIMAL:
            return Keyed(text.replace(",", ".") if text.count(",") == 1 else text)
        case _:
            return Keyed(text)


def _one(codes: Sequence[tuple[str, str, str]], letters: Mapping[str, str], text: str) -> Keyed:
    by_letter = next((value for value, letter in letters.items() if letter == text.lower()), None)
    if by_letter is not None:
        return Keyed(by_letter, complete=True)
    value = next((value for code, value, _label in codes if code == text), None)
    longer = any(code != text and code.startswith(text) for code, _value, _label in codes)
    if value is None:
        return Keyed(None, fault="" if longer else _no_code(text))
    return Keyed(value, complete=not longer)


def _run_of_letters(letters: Mapping[str, str], text: str) -> Keyed:
    """Read a run that was begun with a letter: what can't be in it belongs to the next question."""
    chosen: list[str] = []
    for at, key in enumerate(text):
        if key in letters:
            chosen.append(letters[key])
        elif key.isdigit() or key == "-":
            ended = _chosen(chosen)
            return ended if ended.fault else replace(ended, complete=True, ahead=text[at:])
        elif not (key.isspace() or key in ",;"):
            return Keyed(None, fault=_no_code(key))
    return _chosen(chosen)


def _several(codes: Sequence[tuple[str, str, str]], letters: Mapping[str, str], text: str) -> Keyed:
    values = {**{code: value for code, value, _label in codes}, **letters}
    tokens = [part for part in re.split(r"[\s,;]+", text) if part]
    if all(len(code) == 1 for code in values):
        tokens = [key for token in tokens for key in token]
    unknown = next((token for token in tokens if token not in values), None)
    if unknown is not None:
        begins = any(code.startswith(unknown) for code in values) and unknown == tokens[-1]
        return Keyed(None, fault="" if begins else _no_code(unknown))
    return _chosen([values[token] for token in tokens])


def _chosen(values: Sequence[str]) -> Keyed:
    if len(set(values)) != len(values):
        return Keyed(None, fault=tr("The same code was keyed twice."))
    return Keyed(" ".join(values))


def _no_code(code: str) -> str:
    return tr("There is no code {code} here.", code=code)


def _date(text: str, view: QuestionView) -> Keyed:
    """Read the figures that the sheet has boxes for: of a month or a year, no day."""
    if "year" in view.appearances:
        if re.fullmatch(r"\d{4}", text):
            return Keyed(f"{text}-01-01", complete=True)
        begun = re.fullmatch(r"\d{1,3}", text)
        return Keyed(None, fault=tr("Key the year: 4 figures, such as 1985.") if not begun else "")
    if "month-year" in view.appearances:
        parts = re.fullmatch(r"(\d{1,2})[\s./-]+(\d{4})", text) or re.fullmatch(r"(\d{2})(\d{4})", text)
        if parts is None:
            begun = re.fullmatch(r"[\d\s./-]{1,6}", text)
            return Keyed(None, fault=tr("Key month and year: 6 figures, such as 031985.") if not begun else "")
        return Keyed(f"{parts[2]}-{parts[1].zfill(2)}-01", complete=len(text) >= 6)
    parts = re.fullmatch(r"(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})", text) or re.fullmatch(
        r"(\d{2})(\d{2})(\d{4})", text
    )
    if parts is None:
        begun = re.fullmatch(r"[\d\s./-]{1,9}", text)
        return Keyed(None, fault=tr("Key day, month and year: 8 figures, such as 27031985.") if not begun else "")
    day, month, year = parts.groups()
    return Keyed(f"{year}-{month.zfill(2)}-{day.zfill(2)}", complete=len(text) >= 8)


def _date_and_time(text: str) -> Keyed:
    parts = re.fullmatch(r"(\d{2})(\d{2})(\d{4})\s*(\d{2})(\d{2})", text)
    if parts is None:
        begun = re.fullmatch(r"\d{1,8}|\d{8}\s*\d{0,3}", text)
        fault = tr("Key day, month, year, hour and minute: 12 figures, such as 270319851430.")
        return Keyed(None, fault="" if begun else fault)
    day, month, year, hour, minute = parts.groups()
    return Keyed(f"{year}-{month}-{day}T{hour}:{minute}:00.000", complete=True)


def _time(text: str) -> Keyed:
    parts = re.fullmatch(r"(\d{1,2})[\s.:]+(\d{2})", text) or re.fullmatch(r"(\d{2})(\d{2})", text)
    if parts is None:
        return Keyed(
            None, fault="" if re.fullmatch(r"[\d\s.:]{1,4}", text) else tr("Key 4 figures, such as 1430.")
        )
    hour, minute = parts.groups()
    return Keyed(f"{hour.zfill(2)}:{minute}:00.000", complete=len(text) >= 4)


def typed_form(view: QuestionView) -> str:
    """Return what a keyer would have typed for the value that stands, so that it can be corrected."""
    if not view.value:
        return ""
    codes = {value: code for code, value, _label in codes_of(view)} if view.choices else {"OK": "1"}
    if view.type in (QuestionType.SELECT_ONE, QuestionType.ACKNOWLEDGE):
        return codes.get(view.value, view.value)
    if view.type in (QuestionType.SELECT_MULTIPLE, QuestionType.RANK):
        return " ".join(codes.get(value, value) for value in view.value.split())
    if view.type is QuestionType.DATE and re.fullmatch(r"\d{4}-\d{2}-\d{2}", view.value):
        year, month, day = view.value.split("-")
        if "year" in view.appearances:
            return year
        return f"{month}{year}" if "month-year" in view.appearances else f"{day}{month}{year}"
    if view.type is QuestionType.DATETIME and re.match(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", view.value):
        year, month, day = view.value[:10].split("-")
        return f"{day}{month}{year}{view.value[11:16].replace(':', '')}"
    if view.type is QuestionType.TIME:
        return view.value[:5].replace(":", "")
    return view.value


def how_to_key(view: QuestionView) -> str:
    """Return one line that says what to press."""
    match view.type:
        case QuestionType.SELECT_ONE | QuestionType.ACKNOWLEDGE:
            return tr("Key the code beside the mark. It goes on by itself.")
        case QuestionType.SELECT_MULTIPLE if letters_of(view):
            return tr("Key the codes of all marks, then Enter; after letters a figure goes on by itself.")
        case QuestionType.SELECT_MULTIPLE:
            return tr("Key the codes of all marks one after another, then Enter.")
        case QuestionType.RANK if letters_of(view):
            return tr("Key the codes in the order written, then Enter; after letters a figure goes on by itself.")
        case QuestionType.RANK:
            return tr("Key the codes in the order written, then Enter.")
        case QuestionType.DATE if "year" in view.appearances:
            return tr("Key the year: 1985.")
        case QuestionType.DATE if "month-year" in view.appearances:
            return tr("Key month and year without spaces: 031985.")
        case QuestionType.DATE:
            return tr("Key day, month, year without spaces: 27031985.")
        case QuestionType.DATETIME:
            return tr("Key day, month, year, hour and minute without spaces: 270319851430.")
        case QuestionType.TIME:
            return tr("Key hour and minute without spaces: 1430.")
        case QuestionType.TEXT:
            return tr("Type it as it is written, then Enter. Shift + Enter starts a line.")
        case QuestionType.IMAGE | QuestionType.AUDIO | QuestionType.VIDEO | QuestionType.FILE:
            return tr("Nothing can be keyed here. Press Enter.")
        case _:
            return tr("Key it as it is written, then Enter.")
