"""Four packs against what each programme needs.

The letters and numbers in the names are those of the points in the description of the programmes; Leicestershire
has a file of its own. Points about the application, not about a pack, are shown in the rooms that do the work.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from desktop.engagement.programme import TO_BE_FILLED_IN, Channel, Window
from desktop.packs.described_rules import ACTION, STATEMENT
from desktop.packs.pack import Pack
from desktop.questionnaires.definition import QuestionType
from desktop.questionnaires.entry import FormEntry

from .shipped import (
    FIVE,
    LANCASHIRE,
    LEEDS,
    LIVERPOOL,
    SOUTH_EAST_LONDON,
    begin,
    form_of,
    relevant,
    shipped,
    values,
)

AGREEMENT = ["strongly_agree", "agree", "neither", "disagree", "strongly_disagree", "dont_know"]
LIVERPOOL_AREAS = {
    "living_well": "Living Well",
    "digital_care": "Digital Care and Innovation",
    "community_services": "Community Services",
    "urgent_care": "Urgent and Emergency Care",
    "hospital_services": "Hospital Services",
}
LONDON_AREAS = {
    "community_care": "Community based care",
    "maternity": "Maternity",
    "children": "Children and young people",
    "cancer": "Cancer",
    "planned_care": "Planned care",
    "urgent_care": "Urgent and emergency care",
}
CASE = ("prevention", "variation", "early_treatment", "experience", "joined_up", "money", "spending")
ACTIONS = {"healthy": 5, "community": 4, "hospital": 6, "rapid": 4}


def areas_of(pack: Pack) -> dict[str, str]:
    return {area.code: area.label for area in pack.programme.areas}


def areas_shown(entry: FormEntry, codes: dict[str, str]) -> set[str]:
    return {code for code in codes if relevant(entry, f"{code}_comment")}


def labels(name: str, question: str) -> dict[str, str]:
    return {choice.value: choice.label() for choice in form_of(name).question(question).choices}


# ---- Healthy Liverpool ----


def test_hl_1_five_areas() -> None:
    assert areas_of(shipped(LIVERPOOL)) == LIVERPOOL_AREAS
    assert labels(LIVERPOOL, "areas") == LIVERPOOL_AREAS


def test_hl_1_each_area_has_an_event_to_write_into() -> None:
    events = shipped(LIVERPOOL).programme.events
    assert [event.area for event in events] == list(LIVERPOOL_AREAS)
    assert all(TO_BE_FILLED_IN in event.name and event.venue == TO_BE_FILLED_IN for event in events)


@pytest.mark.parametrize("name", [LIVERPOOL, SOUTH_EAST_LONDON])
def test_hl_1_the_form_shows_the_questions_of_the_events_area_and_others_may_be_picked(name: str) -> None:
    areas = areas_of(shipped(name))
    path = form_of(name).question("areas").path
    for code in areas:
        entry = begin(name, event_area=code)
        assert entry.node(path).value == code
        assert areas_shown(entry, areas) == {code}
        other = next(each for each in areas if each != code)
        entry.answer(path, f"{code} {other}")
        assert areas_shown(entry, areas) == {code, other}
        entry.answer(path, other)
        assert areas_shown(entry, areas) == {other}
    assert areas_shown(begin(name), areas) == set()


def test_hl_2_january_to_march_and_answers_outside_are_kept_and_flagged() -> None:
    programme = shipped(LIVERPOOL).programme
    assert (programme.opens, programme.closes) == (date(2016, 1, 1), date(2016, 3, 31))
    assert programme.window_of_day(date(2015, 12, 31)) is Window.BEFORE
    assert programme.window_of_day(date(2016, 1, 1)) is Window.INSIDE
    # the clocks went forward on 27 March: the last day ends an hour before midnight UTC
    assert programme.window(datetime(2016, 3, 31, 22, 59, tzinfo=UTC)) is Window.INSIDE
    assert programme.window(datetime(2016, 3, 31, 23, 0, tzinfo=UTC)) is Window.LATE


def test_hl_3_there_is_a_channel_for_each_way_that_the_page_names() -> None:
    assert {Channel.INTERVIEW, Channel.KIOSK, Channel.PAPER, Channel.ONLINE} <= set(Channel)
    assert "channel" not in {
        question.name for question in form_of(LIVERPOOL).questions()
    }  # it is recorded, not asked


def test_hl_4_how_people_heard() -> None:
    assert form_of(LIVERPOOL).question("heard").type is QuestionType.SELECT_MULTIPLE
    assert values(form_of(LIVERPOOL), "heard") == ["website", "social_media", "news", "letter", "partner", "other"]
    assert relevant(begin(LIVERPOOL, heard="partner other"), "heard_write_in")
    assert not relevant(begin(LIVERPOOL, heard="partner"), "heard_write_in")


def test_hl_5_each_event_has_room_for_the_partner_that_is_credited() -> None:
    assert {event.partner for event in shipped(LIVERPOOL).programme.events} == {TO_BE_FILLED_IN}
    listed = {problem.column for problem in shipped(LIVERPOOL).problems}
    assert {f"events {number} partner" for number in range(1, 6)} <= listed


@pytest.mark.parametrize(("name", "before"), [(LIVERPOOL, {}), (LEEDS, {"neighbourhood_offer": "one"})])
@pytest.mark.parametrize(
    ("postcode", "good"),
    [("L8 1", True), ("ls12 3", True), ("L81", True), ("L8 1AB", False), ("LS8 5AB", False), ("L8", False)],
)
def test_hl_6_lee_3_the_neighbourhood_is_never_a_full_postcode(
    name: str, before: dict[str, str], postcode: str, good: bool
) -> None:
    entry = begin(name, **before, neighbourhood=postcode)
    node = entry.node(form_of(name).question("neighbourhood").path)
    assert node.valid is good
    if not good:
        assert "first part of the postcode" in node.message


# ---- Our Healthier South East London ----


def test_sel_1_boroughs() -> None:
    assert values(form_of(SOUTH_EAST_LONDON), "borough") == [
        "bexley", "bromley", "greenwich", "lambeth", "lewisham", "southwark", "outside", "prefer_not_to_say",
    ]  # fmt: skip


def test_sel_2_areas() -> None:
    assert areas_of(shipped(SOUTH_EAST_LONDON)) == LONDON_AREAS
    assert labels(SOUTH_EAST_LONDON, "areas") == LONDON_AREAS


def test_sel_3_a_table_of_boroughs_by_areas_has_a_base() -> None:
    """Nobody is without a borough or a reason, and the areas are one question whose codes are the programme's."""
    form = form_of(SOUTH_EAST_LONDON)
    assert form.question("borough").always_required
    assert form.question("borough").type is QuestionType.SELECT_ONE
    assert form.question("areas").type is QuestionType.SELECT_MULTIPLE
    assert relevant(begin(SOUTH_EAST_LONDON), "borough")
    assert relevant(begin(SOUTH_EAST_LONDON), "areas")


def test_sel_4_respondent_types() -> None:
    assert {each.code for each in shipped(SOUTH_EAST_LONDON).programme.respondent_types} == {
        "nhs_provider", "ccg", "nhs_england", "council", "healthwatch", "public", "community_group",
    }  # fmt: skip


@pytest.mark.parametrize("code", CASE)
def test_sel_5_a_scale_and_room_for_a_comment_for_each_reason(code: str) -> None:
    form = form_of(SOUTH_EAST_LONDON)
    assert values(form, f"{code}_agree") == AGREEMENT
    comment = form.question(f"{code}_comment")
    assert comment.type is QuestionType.TEXT
    assert "multiline" in comment.appearances
    assert comment.required is None


def test_sel_5_seven_reasons() -> None:
    agreed = [question for question in form_of(SOUTH_EAST_LONDON).questions() if question.name.endswith("_agree")]
    assert [question.name for question in agreed] == [f"{code}_agree" for code in CASE]


def test_sel_5_a_note_can_be_tied_to_the_reason_that_it_is_about() -> None:
    topics = shipped(SOUTH_EAST_LONDON).programme.topics
    groups = {node.name: node.label() for node in form_of(SOUTH_EAST_LONDON).walk()}
    assert {topic.code: topic.label for topic in topics} == {code: groups[f"case_{code}"] for code in CASE}
    assert {topic.kind for topic in topics} == {STATEMENT}


def test_sel_6_which_version_people_saw() -> None:
    assert values(form_of(SOUTH_EAST_LONDON), "document_version") == ["2016_04_12", "other", "none", "dont_know"]
    asked = {
        seen: relevant(begin(SOUTH_EAST_LONDON, document_version=seen), "document_date")
        for seen in ("2016_04_12", "other", "none")
    }
    assert asked == {"2016_04_12": False, "other": True, "none": False}
    assert form_of(SOUTH_EAST_LONDON).question("document_date").type is QuestionType.DATE


# ---- Building Health Partnerships, Lancashire and South Cumbria ----


def test_lsc_1_sessions_have_no_made_up_days() -> None:
    programme = shipped(LANCASHIRE).programme
    assert (programme.events, programme.opens, programme.last_day) == ((), None, None)
    assert values(form_of(LANCASHIRE), "first_time") == ["yes", "no", "dont_know"]


def test_lsc_1_what_should_happen_next_is_asked() -> None:
    assert "which group or organisation" in form_of(LANCASHIRE).question("action").label()


def test_lsc_2_roles() -> None:
    assert {each.code for each in shipped(LANCASHIRE).programme.respondent_types} == {
        "patient", "carer", "community_group", "social_enterprise", "professional", "decision_maker",
        "facilitator", "peer_support_worker",
    }  # fmt: skip


def test_lsc_2_people_who_come_are_counted_by_role_here_and_nowhere_else() -> None:
    assert [name for name in FIVE if shipped(name).programme.counts_roles] == [LANCASHIRE]


def test_lsc_3_an_aim_has_a_measure_and_a_score_that_can_be_asked_again() -> None:
    form = form_of(LANCASHIRE)
    assert values(form, "aims_agree") == AGREEMENT
    for number in (1, 2, 3):
        assert form.question(f"aim_{number}_measure").type is QuestionType.TEXT
        assert values(form, f"aim_{number}_now") == ["1", "2", "3", "4", "5", "dont_know"]
    entry = begin(LANCASHIRE)
    assert [relevant(entry, f"aim_{number}") for number in (1, 2, 3)] == [True, False, False]
    entry.answer(form.question("aim_1").path, "Carers are asked")
    assert [relevant(entry, f"aim_{number}") for number in (1, 2, 3)] == [True, True, False]


def test_lsc_4_words_are_used_only_as_far_as_they_are_released() -> None:
    release = form_of(LANCASHIRE).question("quote_release")
    assert values(form_of(LANCASHIRE), "quote_release") == ["funder", "public", "no"]
    assert release.required is None
    assert begin(LANCASHIRE).node(release.path).value == ""  # who says nothing has released nothing


@pytest.mark.parametrize("role", ["", "patient", "carer", "decision_maker", "facilitator"])
def test_lsc_5_the_carer_question_is_always_offered_and_never_compulsory(role: str) -> None:
    form = form_of(LANCASHIRE)
    carer = form.question("carer")
    entry = begin(LANCASHIRE, respondent_type=role, equality_offer="no")
    assert relevant(entry, "carer")
    assert carer.required is None
    assert carer.choices[-1].value == "prefer_not_to_say"
    assert not carer.path.startswith("equality/")


# ---- Leeds Health and Care Plan ----


def test_lee_1_nineteen_actions_under_four_statements() -> None:
    form = form_of(LEEDS)
    codes = {statement: values(form, f"{statement}_actions") for statement in ACTIONS}
    assert codes == {
        statement: [f"{statement}_{number}" for number in range(1, count + 1)]
        for statement, count in ACTIONS.items()
    }
    assert sum(len(each) for each in codes.values()) == 19
    for statement in ACTIONS:
        for number, label in enumerate(labels(LEEDS, f"{statement}_actions").values(), 1):
            assert label.startswith(f"{number}. ")


def test_lee_1_a_note_can_be_tied_to_the_statements_and_actions_of_the_form() -> None:
    topics = shipped(LEEDS).programme.topics
    statements = [topic for topic in topics if topic.kind == STATEMENT]
    assert {topic.code: topic.label for topic in statements} == {
        group.name: group.label() for group in form_of(LEEDS).root.children if group.name in ACTIONS
    }
    asked = {
        code: (statement, label)
        for statement in ACTIONS
        for code, label in labels(LEEDS, f"{statement}_actions").items()
    }
    actions = {topic.code: topic for topic in topics if topic.kind == ACTION}
    assert list(actions) == list(asked)
    for code, (statement, label) in asked.items():
        assert actions[code].under == statement
        assert label.removesuffix(" (by December 2017)") == actions[code].label


def test_lee_6_the_two_dates_can_be_read_against_what_was_said() -> None:
    dated = {topic.code: topic.due for topic in shipped(LEEDS).programme.topics if topic.due is not None}
    assert dated == {"community_1": date(2017, 12, 31), "community_3": date(2017, 12, 31)}


@pytest.mark.parametrize("statement", ACTIONS)
def test_lee_1_a_comment_is_tied_to_the_code_of_its_action(statement: str) -> None:
    codes = values(form_of(LEEDS), f"{statement}_actions")
    for code in codes:
        entry = begin(LEEDS, **{f"{statement}_actions": code})
        assert [each for each in codes if relevant(entry, f"{each}_comment")] == [code]
    assert form_of(LEEDS).question(f"{statement}_comment").required is None


def test_lee_2_strengths_first() -> None:
    opened = [each.name for each in form_of(LEEDS).questions() if "multiline" in each.appearances]
    assert opened[0] == "strong"
    assert opened.index("strong") < opened.index("wrong")
    assert relevant(begin(LEEDS), "strong")


def test_lee_3_every_answer_has_a_neighbourhood_or_says_why_not() -> None:
    form = form_of(LEEDS)
    assert form.question("neighbourhood_offer").always_required
    assert values(form, "neighbourhood_offer") == ["one", "all", "outside", "prefer_not_to_say"]
    for offer in ("all", "outside", "prefer_not_to_say"):
        assert begin(LEEDS, respondent_type="citizen", neighbourhood_offer=offer).validate() == ()
    entry = begin(LEEDS, respondent_type="citizen", neighbourhood_offer="one")
    assert [violation.path for violation in entry.validate()] == [form.question("neighbourhood").path]


def test_lee_3_the_neighbourhoods_are_not_made_up() -> None:
    assert all(TO_BE_FILLED_IN in area.label for area in shipped(LEEDS).programme.areas)


def test_lee_4_respondent_types() -> None:
    assert {each.code for each in shipped(LEEDS).programme.respondent_types} == {
        "citizen", "elected_member", "third_sector", "workforce", "gp", "hospital", "council", "commissioner",
    }  # fmt: skip


@pytest.mark.parametrize(("how", "asked"), [("", False), ("self", False), ("conversation", True)])
def test_lee_5_what_was_said_stands_apart_from_what_the_listener_thinks(how: str, asked: bool) -> None:
    form = form_of(LEEDS)
    said, reflection = form.question("said"), form.question("reflection")
    entry = begin(LEEDS, how_given=how)
    assert (relevant(entry, "said"), relevant(entry, "reflection")) == (asked, asked)
    assert said.path.split("/")[0] != reflection.path.split("/")[0]
    assert "own words" in said.label()
    assert reflection.label().startswith("Listener:")


def test_lee_6_two_actions_have_a_date_that_people_see() -> None:
    form = form_of(LEEDS)
    comments = {each.name: each.label() for each in form.questions() if each.name.endswith("_comment")}
    dated = {name for name, label in comments.items() if "December 2017" in label}
    assert dated == {"community_1_comment", "community_3_comment"}
    assert {code for code, label in labels(LEEDS, "community_actions").items() if "by December 2017" in label} == {
        "community_1",
        "community_3",
    }
