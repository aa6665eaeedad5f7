"""What every shipped pack must be: without faults, in its own words, easy to refuse, and a form that runs."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime

import pytest

from desktop.analysis.benchmarks import Dimension
from desktop.engagement.hand_over import TO_BE_SAID, Safeguarding
from desktop.foundation.clock import SetClock
from desktop.questionnaires.definition import Question, QuestionType
from desktop.questionnaires.entry import FormEntry, answers_from_xml
from desktop.questionnaires.problems import Severity
from tests.respondents import made_up_answers

from .shipped import FIVE, FOUR, PAGES, begin, form_of, relevant, shipped, values, words_shown

CLOCK = SetClock(datetime(2016, 2, 1, 10, tzinfo=UTC))
AREAS_THAT_ARE_ASKED = {"area", "areas"}
CENSUS = {"gender_same", "health_condition", "activity_limitation", "carer"}  # their wording stands as it is


def test_the_forms_folder_holds_these_and_no_others() -> None:
    from desktop.foundation.assets import packs_path

    assert {path.name for path in packs_path().iterdir() if path.is_dir()} == set(FIVE)


@pytest.mark.parametrize("name", FIVE)
def test_nothing_is_wrong_but_what_only_the_programme_knows(name: str) -> None:
    assert {problem.severity for problem in shipped(name).problems} == {Severity.TO_FILL_IN}


@pytest.mark.parametrize("name", FOUR)
def test_what_no_page_says_is_left_to_the_programme(name: str) -> None:
    columns = {problem.column for problem in shipped(name).problems}
    unsaid = {"email", "return_address", "help_line", "privacy text"}
    assert unsaid | {f"retention {what}" for what in ("contacts", "responses", "scans", "audit")} <= columns


@pytest.mark.parametrize("name", FIVE)
def test_nobody_is_named_and_no_age_is_set_that_no_page_says(name: str) -> None:
    programme = shipped(name).programme
    assert programme.safeguarding == Safeguarding("999", TO_BE_SAID, TO_BE_SAID)
    assert (programme.hand_over.least_age, programme.hand_over.assent) == (None, None)
    columns = {problem.column for problem in shipped(name).problems}
    assert {"safeguarding duty_team", "safeguarding lead", "hand_over least_age"} <= columns


@pytest.mark.parametrize("name", FIVE)
def test_no_notice_says_that_unfinished_answers_are_kept_so_none_are(name: str) -> None:
    assert not shipped(name).programme.hand_over.keeps_unfinished


@pytest.mark.parametrize("name", FIVE)
def test_who_was_heard_is_told_by_questions_of_the_equality_block(name: str) -> None:
    programme, form = shipped(name).programme, form_of(name)
    assert {each.dimension for each in programme.representation} == {each.value for each in Dimension}
    for asked in programme.representation:
        assert asked.form_id == form.form_id
        assert asked.question.startswith("equality/equality_questions/")
        # whoever answers the block is asked each of them: none hangs on another answer of the block
        assert relevant(begin(name, equality_offer="yes"), form.question(asked.question).name)


@pytest.mark.parametrize("name", FIVE)
def test_what_is_for_adults_only_is_what_the_census_asks_from_16_years_on(name: str) -> None:
    form = form_of(name)
    assert {form.question(path).name for path in programme_adult_only(name)} == {"gender_same", "orientation"}
    for path in programme_adult_only(name):
        assert not relevant(begin(name, equality_offer="yes", age_band="under_16"), form.question(path).name)


def programme_adult_only(name: str) -> tuple[str, ...]:
    return shipped(name).programme.hand_over.adult_only


def test_the_laptops_of_one_programme_do_not_take_the_sheets_of_another() -> None:
    assert len({shipped(name).programme.serial_key for name in FIVE}) == len(FIVE)


@pytest.mark.parametrize("name", FIVE)
@pytest.mark.parametrize("seed", range(8))
def test_made_up_respondents_finish(name: str, seed: int) -> None:
    form = form_of(name)
    given = made_up_answers(form, random.Random(seed), CLOCK)
    entry, _steps = FormEntry.start(form, clock=CLOCK)
    for question, value in given.items():
        entry.answer(form.question(question).path, value)
    read = answers_from_xml(form, entry.finalise(instance_id="uuid:00000000-0000-4000-8000-000000000000"))
    # an answer may send others off the route again: those are not sent
    kept = {form.question(question).path: value for question, value in given.items() if relevant(entry, question)}
    assert kept
    assert {path: value for path, value in read.items() if path in kept} == kept


@pytest.mark.parametrize("name", FIVE)
def test_nothing_is_asked_for_that_a_person_may_not_refuse(name: str) -> None:
    """Few answers must be given, and each that must be has a way out or says only on whose behalf one answers."""
    form = form_of(name)
    required = [question for question in form.questions() if question.required is not None]
    ways_out = {"prefer_not_to_say", "dont_know"}
    for question in required:
        if question.name not in ("respondent_type", "neighbourhood"):
            assert ways_out & {choice.value for choice in question.choices}, question.name
    assert len(required) <= 5


@pytest.mark.parametrize("name", FIVE)
def test_the_equality_block_comes_last_and_one_answer_skips_it(name: str) -> None:
    form = form_of(name)
    assert shipped(name).programme.forms[0].equality_group == "equality"
    visible = [each for each in form.root.children if not isinstance(each, Question) or each.visible]
    assert visible[-1].name == "equality"
    inside = [
        question for question in form.questions() if question.path.startswith("equality/equality_questions/")
    ]
    assert {"age_band", "sex", "ethnic_group", "religion", "health_condition"} <= {each.name for each in inside}
    for offer, asked in (("", False), ("no", False), ("yes", True)):
        entry = begin(name, equality_offer=offer)
        assert relevant(entry, "age_band") is asked
        assert any(entry.node(question.path).relevant for question in inside) is asked
    for question in inside:
        assert question.required is None
        if question.type is QuestionType.SELECT_ONE:
            assert question.choices[-1].value == "prefer_not_to_say", question.name


@pytest.mark.parametrize("name", FIVE)
def test_respondent_types_are_those_of_the_programme(name: str) -> None:
    types = [each.code for each in shipped(name).programme.respondent_types]
    assert sorted(values(form_of(name), "respondent_type")) == sorted(types)


@pytest.mark.parametrize("name", FIVE)
def test_areas_that_are_asked_for_are_those_of_the_programme(name: str) -> None:
    form, areas = form_of(name), {each.code for each in shipped(name).programme.areas}
    for question in form.questions():
        if question.name in AREAS_THAT_ARE_ASKED:
            assert areas <= {choice.value for choice in question.choices}


@pytest.mark.parametrize("name", FIVE)
def test_contact_details_are_asked_for_apart(name: str) -> None:
    # that the form itself asks for none is checked when the pack is read, and would be an error
    questions = {each.name: each for each in shipped(name).programme.contact_questions}
    assert questions["email"].kind == "email"
    assert shipped(name).programme.updates_consent.version


@pytest.mark.parametrize("name", FIVE)
def test_wordings_that_are_shown_have_versions(name: str) -> None:
    programme = shipped(name).programme
    assert programme.privacy.version
    assert programme.consent.version
    assert form_of(name).version


def shingles(text: str, length: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


@pytest.mark.skipif(not PAGES.is_dir(), reason="the programmes' pages are not beside this source tree")
@pytest.mark.parametrize("name", FIVE)
def test_no_sentence_is_copied_from_the_page(name: str) -> None:
    page = shingles((PAGES / f"{name}.txt").read_text(encoding="utf-8"))
    assert page
    assert [found for words in words_shown(name) for found in shingles(words) & page] == []


@pytest.mark.parametrize("name", FIVE)
def test_sentences_are_short(name: str) -> None:
    programme = shipped(name).programme
    shown = [question.label() for question in form_of(name).questions() if question.name not in CENSUS]
    shown += [programme.summary, programme.privacy.text, programme.consent.text]
    sentences = [sentence for words in shown for sentence in re.split(r"[.?!:]\s|\n\n", words)]
    assert max(len(sentence.split()) for sentence in sentences) <= 25
    assert sum(len(sentence.split()) for sentence in sentences) / len(sentences) <= 15


@pytest.mark.parametrize("name", FIVE)
def test_a_label_stands_alone_in_a_table(name: str) -> None:
    labels = [question.label() for question in form_of(name).questions() if question.asked]
    same = {label for label in labels if labels.count(label) > 1}
    assert same == set()
