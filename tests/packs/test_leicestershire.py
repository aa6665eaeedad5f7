"""The pack of the Leicestershire strategy against what that consultation needs.

The numbers in the names are those of the points LEI 1 to 9 in the description of the programmes.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from desktop.engagement.programme import TO_BE_FILLED_IN, Window
from desktop.foundation.assets import packs_path
from desktop.foundation.clock import SetClock
from desktop.packs.pack import Pack, read_pack
from desktop.questionnaires.definition import FormDefinition, Group, Question, QuestionType
from desktop.questionnaires.entry import FormEntry
from desktop.questionnaires.problems import Severity
from desktop.xlsform.check import check_form
from desktop.xlsform.convert import read_form

PAGE = Path(__file__).parents[3] / "shared" / "programmes" / "leicestershire-jhws.txt"
OUTCOMES = {
    "best_start": "Best Start for Life",
    "staying_healthy": "Staying Healthy, Safe and Well",
    "living_supported": "Living and Supported Well",
    "dying_well": "Dying Well",
}
AGREEMENT = ["strongly_agree", "agree", "neither", "disagree", "strongly_disagree", "dont_know"]
CONTACT = re.compile(r"e-?mail|telephone|phone|your name|full name|address|date of birth|full postcode", re.I)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_pack(packs_path() / "leicestershire-jhws", read_form=read_form, check_form=check_form)


@pytest.fixture(scope="module")
def form(pack: Pack) -> FormDefinition:
    return pack.forms[0].definition


def begin(form: FormDefinition, **answers: str) -> FormEntry:
    """Return an entry of a resident who agrees with three outcomes, then ``answers``."""
    entry, _steps = FormEntry.start(form, clock=SetClock(datetime(2021, 12, 6, 10, tzinfo=UTC)))
    given = {"respondent_type": "resident", **{f"{code}_agree": "agree" for code in list(OUTCOMES)[:3]}, **answers}
    for name, value in given.items():
        entry.answer(form.question(name).path, value)
    return entry


def relevant(entry: FormEntry, name: str) -> bool:
    return entry.node(entry.definition.question(name).path).relevant


def test_the_pack_has_no_errors_and_no_warnings(pack: Pack) -> None:
    assert {problem.severity for problem in pack.problems} == {Severity.TO_FILL_IN}


def test_25_to_40_questions(form: FormDefinition) -> None:
    asked = [question for question in form.questions() if question.asked]
    assert 25 <= len(asked) <= 40


def test_lei_1_four_outcomes(pack: Pack, form: FormDefinition) -> None:
    assert {area.code: area.label for area in pack.programme.areas} == OUTCOMES
    groups = {child.name: child for child in form.root.children if isinstance(child, Group)}
    assert {code: groups[code].label() for code in OUTCOMES} == OUTCOMES
    ages = form.question("best_start_note").label()
    assert "19" in ages
    assert "25" in ages


def test_lei_2_eight_weeks_to_the_closing_date(pack: Pack) -> None:
    programme = pack.programme
    assert programme.closes == date(2022, 1, 23)
    assert programme.opens is not None
    assert (programme.closes - programme.opens) + timedelta(days=1) == timedelta(weeks=8)
    assert programme.window_of_day(date(2021, 11, 28)) is Window.BEFORE
    assert programme.window(datetime(2022, 1, 23, 23, 59, 59, tzinfo=UTC)) is Window.INSIDE
    assert programme.window(datetime(2022, 1, 24, tzinfo=UTC)) is Window.LATE


@pytest.mark.parametrize("code", OUTCOMES)
@pytest.mark.parametrize("part", ["", "_priorities"])
def test_lei_3_agreement_and_comment_for_each_outcome_and_its_priorities(
    form: FormDefinition, code: str, part: str
) -> None:
    agree, comment = form.question(f"{code}{part}_agree"), form.question(f"{code}{part}_comment")
    assert agree.type is QuestionType.SELECT_ONE
    assert [choice.value for choice in agree.choices] == AGREEMENT
    assert agree.always_required is (part == "")
    assert comment.type is QuestionType.TEXT
    assert comment.required is None
    assert "multiline" in comment.appearances
    assert OUTCOMES[code] in agree.label()  # a label stands alone in tables and charts


@pytest.mark.parametrize("code", OUTCOMES)
def test_lei_3_the_wording_of_the_priorities_is_not_invented(pack: Pack, form: FormDefinition, code: str) -> None:
    assert form.question(f"{code}_priorities_note").label() == f"Priorities: {TO_BE_FILLED_IN}"


def test_what_is_to_be_filled_in_is_listed(pack: Pack) -> None:
    listed = [problem for problem in pack.problems if problem.severity is Severity.TO_FILL_IN]
    columns = {problem.column for problem in listed if problem.sheet == "programme.toml"}
    assert columns == {
        "email", "website", "return_address", "privacy text", "events 1 name", "events 1 venue", "events 1 day",
        "events 2 name", "events 2 venue", "events 2 day",
        "retention contacts", "retention responses", "retention scans", "retention audit",
        "safeguarding duty_team", "safeguarding lead", "hand_over least_age",
    }  # fmt: skip
    # the priorities of four outcomes, and where to find local support
    assert len([problem for problem in listed if problem.sheet == "survey"]) == 5


def test_lei_4_respondent_types(pack: Pack, form: FormDefinition) -> None:
    types = {"partner", "organisation", "resident", "community"}
    assert {each.code for each in pack.programme.respondent_types} == types
    question = form.question("respondent_type")
    assert {choice.value for choice in question.choices} == types
    assert question.always_required


def test_the_organisation_is_asked_for_on_behalf_of_one_only(form: FormDefinition) -> None:
    asked = {
        code: relevant(begin(form, respondent_type=code), "organisation_name")
        for code in ("partner", "organisation", "resident", "community")
    }
    assert asked == {"partner": True, "organisation": True, "resident": False, "community": False}


def test_lei_5_how_to_ask_for_paper_or_another_format(pack: Pack) -> None:
    assert pack.programme.help_line == "0116 305 0705"
    assert pack.programme.email == TO_BE_FILLED_IN


def test_lei_6_the_update_list_is_apart_from_the_form(pack: Pack, form: FormDefinition) -> None:
    questions = {each.name: each for each in pack.programme.contact_questions}
    assert questions["email"].kind == "email"
    assert [choice.code for choice in questions["topics"].choices] == list(OUTCOMES)
    asked = [question for question in form.questions() if question.asked]
    assert [question.name for question in asked if CONTACT.search(question.label())] == []


@pytest.mark.parametrize("offer", ["", "no"])
def test_lei_9_dying_well_is_skipped_whole(form: FormDefinition, offer: str) -> None:
    entry = begin(form, dying_well_offer=offer)
    inside = [each for each in form.questions() if each.path.startswith("dying_well/dying_well_questions/")]
    assert inside
    assert not any(entry.node(question.path).relevant for question in inside)
    assert entry.validate() == ()


def test_lei_9_who_answers_it_says_whether_they_agree(form: FormDefinition) -> None:
    entry = begin(form, dying_well_offer="yes")
    assert [violation.path for violation in entry.validate()] == [form.question("dying_well_agree").path]
    entry.answer(form.question("dying_well_agree").path, "dont_know")
    assert entry.validate() == ()


@pytest.mark.parametrize("offer", ["", "no", "yes"])
def test_lei_9_support_is_named_whatever_is_answered(form: FormDefinition, offer: str) -> None:
    assert relevant(begin(form, dying_well_offer=offer), "dying_well_support")
    assert "support" in form.question("dying_well_support").label()


@pytest.mark.parametrize(
    ("postcode", "good"),
    [("LE3 8", True), ("le67 1", True), ("LE38", True), ("W1A 1", True), ("LE3 8AB", False), ("LE3", False)],
)
def test_the_neighbourhood_is_never_a_full_postcode(form: FormDefinition, postcode: str, good: bool) -> None:
    entry = begin(form, neighbourhood=postcode)
    node = entry.node(form.question("neighbourhood").path)
    assert node.valid is good
    if not good:
        assert "first part of the postcode" in node.message


def test_equality_is_the_last_group_and_nothing_in_it_is_required(pack: Pack, form: FormDefinition) -> None:
    assert pack.programme.forms[0].equality_group == "equality"
    visible = [each for each in form.root.children if not isinstance(each, Question) or each.visible]
    assert visible[-1].name == "equality"
    inside = [question for question in form.questions() if question.path.startswith("equality/")]
    assert all(question.required is None for question in inside)
    for question in inside:
        if question.type is QuestionType.SELECT_ONE and question.name != "equality_offer":
            assert question.choices[-1].value == "prefer_not_to_say", question.name


@pytest.mark.parametrize("offer", ["", "no"])
def test_one_answer_skips_the_equality_block(form: FormDefinition, offer: str) -> None:
    entry = begin(form, equality_offer=offer)
    inside = [each for each in form.questions() if each.path.startswith("equality/equality_questions/")]
    assert not any(entry.node(question.path).relevant for question in inside)


@pytest.mark.parametrize(("age", "asked"), [("under_16", False), ("16_24", True), ("", True)])
def test_two_questions_are_for_people_of_16_and_over(form: FormDefinition, age: str, asked: bool) -> None:
    entry = begin(form, equality_offer="yes", age_band=age)
    assert relevant(entry, "gender_same") is asked
    assert relevant(entry, "orientation") is asked


@pytest.mark.parametrize(
    ("heading", "groups"), [("white", 5), ("mixed", 4), ("asian", 5), ("black", 3), ("other", 2)]
)
def test_ethnic_group_is_asked_in_two_steps(form: FormDefinition, heading: str, groups: int) -> None:
    entry = begin(form, equality_offer="yes", ethnic_heading=heading)
    offered = [value for value, _label in entry.node(form.question("ethnic_group").path).choices]
    assert len(offered) == groups + 1
    assert offered[-1] == "prefer_not_to_say"
    entry.answer(form.question("ethnic_group").path, offered[-2])
    assert relevant(entry, "ethnic_write_in") is True


def test_activity_limitation_follows_a_health_condition(form: FormDefinition) -> None:
    for answer, asked in (("yes", True), ("no", False), ("prefer_not_to_say", False)):
        entry = begin(form, equality_offer="yes", health_condition=answer)
        assert relevant(entry, "activity_limitation") is asked


def words_shown(pack: Pack, form: FormDefinition) -> list[str]:
    programme = pack.programme
    shown = [programme.summary, programme.privacy.text, programme.consent.text, programme.updates_consent.text]
    for question in form.questions():
        shown += [question.label(), question.hint(), *(choice.label() for choice in question.choices)]
    return shown


def shingles(text: str, length: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


@pytest.mark.skipif(not PAGE.is_file(), reason="the programme's page is not beside this source tree")
def test_no_sentence_is_copied_from_the_page(pack: Pack, form: FormDefinition) -> None:
    page = shingles(PAGE.read_text(encoding="utf-8"))
    assert [found for words in words_shown(pack, form) for found in shingles(words) & page] == []


def test_sentences_are_short(pack: Pack, form: FormDefinition) -> None:
    standard = {
        "gender_same",
        "health_condition",
        "activity_limitation",
        "carer",
    }  # census wording stands as it is
    shown = [question.label() for question in form.questions() if question.name not in standard]
    shown += [pack.programme.privacy.text, pack.programme.consent.text]
    sentences = [sentence for words in shown for sentence in re.split(r"[.?!:]\s|\n\n", words)]
    assert max(len(sentence.split()) for sentence in sentences) <= 25
    assert sum(len(sentence.split()) for sentence in sentences) / len(sentences) <= 15
