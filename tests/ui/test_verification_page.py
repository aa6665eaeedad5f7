"""The plan of second keying: what each rule means and costs, what is at fault, and question by question."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.responses.verification_plan import QuestionScope, SheetRule, Tolerance
from desktop.staff.people import Role
from desktop.ui.keying.plan_words import cost_words, hundredths, whole
from desktop.ui.pages.page import Where
from desktop.ui.pages.verification_page import VerificationPage
from desktop.workflows.set_verification import plan_of_form
from tests.ui.accessible import unnamed
from tests.ui.test_interview import ENTER, hands, small
from tests.workplaces import signed_in

__all__ = ["hands", "small"]


@pytest.fixture
def page(window, hands, small, place) -> VerificationPage:
    window.desk = replace(window.desk, actor=signed_in(place, "Cora", Role.COORDINATOR))
    window.show_page(Where.VERIFICATION)
    hands.settle()
    return window.page


def plan(place):
    return plan_of_form(place, form_id="small-form").plan


def test_every_sheet_by_two_keys(page, hands, place) -> None:
    assert page.rule is SheetRule.NONE
    assert "Nothing is set yet" in page._standing.text()
    assert "0 of 100" in page.cost.title.text()
    hands.press("2")
    assert "100 of 100" in page.cost.title.text()
    assert "not set yet" in page.would_lose()
    page.keep.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert plan(place).rule is SheetRule.ALL
    assert "version 1" in page._said.title.text()
    assert "set by Cora" in page._standing.text()
    assert page.would_lose() == ""


def test_sheets_that_are_keyed_already_are_not_said_to_be_older_than_the_plan(page) -> None:
    seen = page._plans[page._forms.currentData()]
    assert "already" not in page._standing_words(replace(seen, keyed=0))
    assert "2 sheets are keyed already; a change leaves them" in page._standing_words(replace(seen, keyed=2))


def test_the_cost_of_a_rule_is_told_as_it_is_typed(page, hands, place) -> None:
    hands.press("3")
    assert page.share.isVisible()
    page.share.input.setFocus()
    page.share.input.selectAll()
    hands.press("25")
    assert "About 25 of 100" in page.cost.title.text()
    hands.press(ENTER)
    assert (plan(place).rule, plan(place).share) == (SheetRule.SAMPLE, 0.25)
    hands.press("4")
    assert page.aoql.isVisible()
    assert not page.share.isVisible()
    assert "From 30 to 100 of 100" in page.cost.title.text()
    assert "until 50 in a row" in page.cost.text.text()
    page.run.input.setFocus()
    page.run.input.selectAll()
    hands.press("20", ENTER)
    assert (plan(place).rule, plan(place).run, plan(place).aoql) == (SheetRule.RISK, 20, 0.01)


def test_faults_are_listed_and_lead_to_their_fields(page, hands, place) -> None:
    hands.press("4")
    page.aoql.input.setText("none")
    page.run.input.setText("0")
    page.keep.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert page.summary.hasFocus()
    assert "2" in str(len(page.summary._links))
    hands.press(ENTER)
    assert QApplication.focusWidget() is page.aoql.input
    page.aoql.input.setText("30")  # a number, and more than can be set
    page.run.input.setText("20")
    hands.press(ENTER)
    assert "20 %" in page.aoql.fault
    assert plan(place) is None


def test_questions_and_words(page, hands, place) -> None:
    hands.press("2")
    page.questions.table.setFocus()
    page.questions.scope.choose(QuestionScope.ALWAYS.value)
    hands.settle()
    page.questions.words_out.click()
    assert page.questions.table.item(0, 1).text() == "on every sheet"
    comment = page.questions.table.keys.index("comment")
    assert page.questions.table.item(comment, 1).text() == "left out"
    page.questions.table.selectRow(comment)
    page.questions.scope.choose(QuestionScope.AS_SHEET.value)
    page.questions.tolerance.choose("loose")
    assert page.questions.table.item(comment, 2).text() == "loose"
    page.case.click()
    page.keep.click()
    hands.settle()
    made = plan(place)
    assert made.scopes == {"resident": QuestionScope.ALWAYS}
    assert made.tolerance == Tolerance(case=False)
    assert made.tolerance_of("comment") == Tolerance(True, True, True)
    for path in page.questions.table.keys:
        page.questions._scopes[path] = QuestionScope.NEVER
    page.keep.click()
    assert "Every question is left out" in page.summary.accessibleName()


@pytest.mark.parametrize("scale", [100, 200])
def test_all_is_named(page, window, hands, theme, scale) -> None:
    theme.set_scale(scale)
    hands.press("4")
    assert unnamed(window) == []


def test_without_a_form_nothing_is_asked(window, hands, small) -> None:
    window.desk = replace(window.desk, programme=replace(window.desk.programme, programme_id="another"))
    window.show_page(Where.VERIFICATION)
    hands.settle()
    assert window.page._empty.isVisible()
    assert not window.page._part.isVisible()


def test_numbers_as_they_are_typed() -> None:
    assert [hundredths(text) for text in ("10", " 2,5 %", "100", "0", "101", "x", "nan", "inf", "")] == [
        0.1, 0.025, 1.0, None, None, None, None, None, None,
    ]  # fmt: skip
    assert [whole(text) for text in ("50", " 7 ", "0", "-1", "1.5", "²", "9999999")] == [
        50, 7, None, None, None, None, None,
    ]  # fmt: skip
    assert cost_words(SheetRule.RISK, share=None, aoql=None, run=50) == ("", "")
    cost, meaning = cost_words(SheetRule.RISK, share=None, aoql=0.01, run=50)
    assert "an error on 10 of 100 sheets: 99 of 100" in meaning
    assert "From 30 to 100" in cost
    assert "at most 1 of 100" in meaning
