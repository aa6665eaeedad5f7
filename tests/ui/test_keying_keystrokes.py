"""How many keys a sheet of closed questions takes, counted in the keying field itself.

Counted are all keys that are pressed, Enter too. Codes on the sheet are the marks beside which a code is printed,
and one missing-value code for each question that has no usable answer; a code of two figures is one code and two
keys. Questions that are not closed are left out: their keys are what is written on the sheet.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.questionnaires.definition import FormDefinition, QuestionType
from desktop.questionnaires.numbering import question_numbers
from desktop.sheets.codes import printed_codes
from desktop.ui.keying.codes import MISSING_KEYS
from desktop.ui.keying.key_field import KeyField
from desktop.ui.questions.view import QuestionView
from tests.packs.shipped import shipped
from tests.ui.test_five_forms import PACKS

CLOSED = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK, QuestionType.ACKNOWLEDGE)
RUNS = (QuestionType.SELECT_MULTIPLE, QuestionType.RANK)
ENTER = "\n"
SHEETS = 15
MOST = 1.05


class Keyer(QWidget):
    """Keys sheets into a real field, without a store behind it, and counts the keys.

    Attributes:
        keyed: what came of each question, in order. keys: that were pressed.
    """

    def __init__(self, qtbot, views: Sequence[QuestionView]) -> None:
        super().__init__()
        self.bot, self.views, self.keyed, self.keys = qtbot, views, [], 0
        self.field = KeyField(self)
        self.field.given.connect(self.took)
        self.field.missing.connect(self.took)
        self.field.ahead.connect(self.type_ahead)
        self.field.wrong.connect(self.failed)
        self.ask()

    def ask(self) -> None:
        if len(self.keyed) < len(self.views):
            self.field.show_question(replace(self.views[len(self.keyed)], value=""))

    def took(self, value: object) -> None:
        self.keyed.append(str(value))
        self.ask()

    def type_ahead(self, typed: str) -> None:
        """As the page does with keys that belong to the next question; the keyer pressed them once."""
        self.bot.keyClicks(self.field._line, typed)

    def failed(self, message: str) -> None:
        raise AssertionError(message)

    def press(self, key: str) -> None:
        self.keys += 1
        if key == ENTER:
            self.bot.keyClick(self.field._line, Qt.Key.Key_Return)
        else:
            self.bot.keyClicks(self.field._line, key)


def views_of(definition: FormDefinition) -> list[QuestionView]:
    numbers = question_numbers(definition)
    return [
        QuestionView(
            each.path,
            numbers[each.path],
            each.type,
            each.path,
            choices=tuple((choice.value, choice.value) for choice in each.choices),
        )
        for each in definition.questions()
        if each.path in numbers and each.type in CLOSED
    ]


def filled(views: Sequence[QuestionView], chance: random.Random) -> list[list[str]]:
    """Return a made-up sheet: for each question the codes that the keyer reads on it, top to bottom."""
    sheet = []
    for view in views:
        several = view.type in RUNS
        codes = list(printed_codes([value for value, _label in view.choices], several=several).values()) or ["1"]
        if chance.random() < 0.12:
            sheet.append([chance.choice(list(MISSING_KEYS))])
        elif view.type is QuestionType.SELECT_MULTIPLE:
            sheet.append([code for code in codes if chance.random() < 0.4] or [chance.choice(codes)])
        elif view.type is QuestionType.RANK:
            sheet.append(chance.sample(codes, len(codes)))
        else:
            sheet.append([chance.choice(codes)])
    return sheet


def keys_for(views: Sequence[QuestionView], sheet: Sequence[Sequence[str]]) -> list[str]:
    """Return the keys as a keyer presses them: Enter only after a run that the next key does not end."""
    keys: list[str] = []
    for at, (view, codes) in enumerate(zip(views, sheet, strict=True)):
        keys += [key for code in codes for key in code]
        following = sheet[at + 1][0][0] if at + 1 < len(sheet) else ""
        is_run = view.type in RUNS and codes[0].isalpha()
        if is_run and not (following.isdigit() or following == "-"):
            keys.append(ENTER)
    return keys


def intended(view: QuestionView, codes: Sequence[str]) -> str:
    if codes[0] in MISSING_KEYS:
        return str(MISSING_KEYS[codes[0]])
    if not view.choices:
        return "OK"
    several = view.type in RUNS
    printed = printed_codes([value for value, _label in view.choices], several=several)
    values = {code: value for value, code in printed.items()}
    return " ".join(values[code] for code in codes)


@pytest.mark.parametrize("name", PACKS)
def test_a_sheet_of_closed_questions_takes_hardly_more_keys_than_it_has_codes(qtbot, name: str) -> None:
    chance = random.Random(name)
    codes = keys = 0
    for form in shipped(name).forms:
        views = views_of(form.definition)
        for _ in range(SHEETS):
            sheet = filled(views, chance)
            keyer = Keyer(qtbot, views)
            qtbot.addWidget(keyer)
            for key in keys_for(views, sheet):
                keyer.press(key)
            assert keyer.keyed == [intended(view, each) for view, each in zip(views, sheet, strict=True)]
            codes += sum(len(each) for each in sheet)
            keys += keyer.keys
    assert codes > 200
    assert keys <= MOST * codes, f"{keys} keys for {codes} codes: {keys / codes:.3f}"
