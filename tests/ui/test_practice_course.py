"""A keyer who errs nowhere, through the keys and the course of real sheets: no practice pile finds an error."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.responses.practice_pile import PracticeSheet
from desktop.responses.response import MissingKind
from desktop.ui.keying.codes import keyed, typed_form
from desktop.ui.keying.practice_course import PracticeCourse
from desktop.ui.keying.sheet_course import SheetShown
from desktop.workflows.open_programme import open_programme
from desktop.workflows.train_keyers import begin
from tests.practice_form import FORM_ID, write_every_form
from tests.workplaces import FORM, clock, made_once, officer, pack, place

__all__ = ["clock", "made_once", "officer", "pack", "place"]


def step(course: PracticeCourse, sheet: PracticeSheet, shown: SheetShown) -> SheetShown:
    """Key what is asked as it stands on the sheet."""
    view = shown.view
    assert view is not None
    field = sheet.field(view.path)
    if field is not None and field.right.missing:
        return course.mark(view.path, MissingKind(field.right.missing))
    value = field.right.value if field is not None else ""
    made = keyed(view, typed_form(replace(view, value=value)))
    assert made.value is not None, (view.path, value, made.fault)
    after = course.key(view.path, made.value)
    assert not after.refused
    return course.force(view.path, "as written on the sheet") if after.warning else after


def key_all(place, officer, form_id: str, number: int) -> None:
    training = begin(place, actor=officer, form_id=form_id, number=number)
    for sheet in training.pile.sheets:
        course = PracticeCourse(training.key(sheet.number), training)
        shown = course.start()
        for _field in range(200):
            if shown.view is None:
                break
            shown = step(course, sheet, shown)
        assert shown.view is None
        course.finish("")
    result = training.finish()
    assert result.wrong == ()
    assert result.attempt.fields >= sum(len(sheet.fields) for sheet in training.pile.sheets) > 40


@pytest.fixture
def with_every_kind(tmp_path, place, officer) -> None:
    open_programme(place, actor=officer, path=write_every_form(tmp_path))


@pytest.mark.parametrize("number", [2])
def test_a_keyer_who_errs_nowhere_has_no_error(with_every_kind, place, officer, number) -> None:
    key_all(place, officer, FORM_ID, number)


@pytest.mark.soak
@pytest.mark.parametrize("form_id", [FORM_ID, FORM])
def test_a_keyer_who_errs_nowhere_has_no_error_in_any_pile(with_every_kind, place, officer, form_id) -> None:
    for number in range(1, 120):
        key_all(place, officer, form_id, number)
