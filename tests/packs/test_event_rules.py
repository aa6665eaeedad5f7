"""What a pack says of counting, topics, safeguarding, handing over and who was heard."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.engagement.hand_over import (
    NO_HAND_OVER_RULES,
    NOBODY_NAMED,
    HandOver,
    RepresentationQuestion,
    Safeguarding,
    TopicCode,
)
from desktop.engagement.programme import Programme
from desktop.packs.description import parse_programme
from desktop.packs.problems import PackRefused
from desktop.questionnaires.problems import Problem, Severity
from desktop.workflows.check_forms import read_any_pack

from .builders import GOOD, XFORM, line_of, spoilt, write_pack

ASSENT = """\
assent_from = 12

[hand_over.assent]
version = "2"
text = "My mum or dad is with me, and I want to answer."
"""
SECOND_FORM = """\
[[forms]]
id = "easy"
file = "easy.xml"
equality_group = "equality"

"""


def read(text: str) -> Programme:
    programme, problems = parse_programme(text.encode())
    assert problems == ()
    assert programme is not None
    return programme


def errors_of(text: str) -> list[Problem]:
    programme, problems = parse_programme(text.encode())
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert (programme is None) is bool(errors)
    return errors


def with_assent() -> str:
    return spoilt("idle_seconds = 60\n", "idle_seconds = 60\n" + ASSENT)


def test_what_a_good_pack_says_is_read() -> None:
    programme = read(GOOD)
    assert programme.counts_roles
    assert programme.topics == (
        TopicCode("path", "A path for everybody", "statement"),
        TopicCode("path_1", "Benches", "action", "path", date(2030, 12, 31)),
    )
    assert programme.safeguarding == Safeguarding("999", "Town council duty team, 01632 960001", "The town clerk")
    assert programme.hand_over == HandOver(16, None, None, ("equality/age",), False, 60)
    assert programme.representation == (RepresentationQuestion("age", "walk", "equality/age"),)


def test_an_assent_is_read_with_its_version_and_age() -> None:
    hand_over = read(with_assent()).hand_over
    assert hand_over.assent == ("2", "My mum or dad is with me, and I want to answer.")
    assert hand_over.assent_from == 12


def test_a_pack_that_says_nothing_of_them_opens_and_the_check_says_what_is_to_be_filled_in() -> None:
    text = GOOD
    for start, end in (("[safeguarding]", "[[areas]]"), ("[[statements]]", "[[contact_q"), ("[[repres", "")):
        text = text[: text.index(start)] + (text[text.index(end) :] if end else "")
    programme, problems = parse_programme(text.replace("count_roles = true\n", "").encode())
    assert programme is not None
    assert not programme.counts_roles
    assert (programme.topics, programme.representation) == ((), ())
    assert (programme.safeguarding, programme.hand_over) == (NOBODY_NAMED, NO_HAND_OVER_RULES)
    assert [(each.severity, each.column) for each in problems] == [
        (Severity.TO_FILL_IN, "safeguarding"),
        (Severity.TO_FILL_IN, "hand_over"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "column", "fault"),
    [
        ("count_roles = true", 'count_roles = "yes"', "count_roles", "neither true nor false"),
        ('code = "path_1"', 'code = "path"', "actions 1 code", "twice"),
        ('code = "path_1"', 'code = "Path 1"', "actions 1 code", "can't stand"),
        ('label = "Benches"', 'label = ""', "actions 1 label", "empty"),
        ('under = "path"', 'under = "road"', "actions 1 under", "no statement of the programme"),
        ("due = 2030-12-31", 'due = "soon, we think"', "actions 1 due", "no date"),
        ('emergency = "999"', 'emergency = ""', "safeguarding emergency", "empty"),
        ('lead = "The town clerk"\n', "", "safeguarding lead", "missing"),
        ("least_age = 16", "least_age = -1", "hand_over least_age", "least_age is -1"),
        ("least_age = 16", "least_age = 121", "hand_over least_age", "least_age is 121"),
        ("least_age = 16", 'least_age = "sixteen"', "hand_over least_age", "no whole number"),
        ("least_age = 16", "least_age = true", "hand_over least_age", "no whole number"),
        ('["equality/age"]', '"equality/age"', "hand_over adult_only", "no list"),
        ('["equality/age"]', '["equality//age"]', "hand_over adult_only", "can't stand"),
        ('["equality/age"]', "[1]", "hand_over adult_only", "no list"),
        ("keeps_unfinished = false", "keeps_unfinished = 0", "hand_over keeps_unfinished", "neither true nor"),
        ("idle_seconds = 60", "idle_seconds = 14", "hand_over idle_seconds", "idle_seconds is 14"),
        ("idle_seconds = 60", "idle_seconds = 1801", "hand_over idle_seconds", "idle_seconds is 1801"),
        ("idle_seconds = 60", "idle_seconds = 60\nassent_from = 12", "hand_over assent_from", "no wording"),
        ('age = "equality/age"', 'age = "/equality/age"', "representation 1 age", "can't stand"),
        ('age = "equality/age"', 'form = "run"\nage = "equality/age"', "representation 1 form", "no form"),
        ("[[representation]]", "[representation]", "representation", "not a list"),
    ],
)
def test_one_fault_is_told_at_its_place(old: str, new: str, column: str, fault: str) -> None:
    (problem,) = errors_of(spoilt(old, new))
    assert problem.column == column
    assert fault in problem.fault
    assert problem.remedy
    assert problem.row is not None


@pytest.mark.parametrize(
    ("old", "new", "column", "fault"),
    [
        ("assent_from = 12", "assent_from = 16", "hand_over assent_from", "From 16 years on nobody needs"),
        ("assent_from = 12\n", "", "hand_over assent", "not from which age"),
        ('version = "2"', 'version = ""', "hand_over assent version", "empty"),
    ],
)
def test_a_fault_of_the_assent(old: str, new: str, column: str, fault: str) -> None:
    (problem,) = errors_of(spoilt(old, new, with_assent()))
    assert problem.column == column
    assert fault in problem.fault


def test_two_statements_with_one_code() -> None:
    second = '[[statements]]\ncode = "path"\nlabel = "Again"\n\n[[actions]]'
    (problem,) = errors_of(spoilt("[[actions]]", second))
    assert problem.column == "statements 2 code"
    assert "twice" in problem.fault


@pytest.mark.parametrize("key", ["emergency", "duty_team", "lead"])
def test_a_number_that_is_to_be_filled_in_is_listed_with_its_line(key: str) -> None:
    said = {"emergency": "999", "duty_team": "Town council duty team, 01632 960001", "lead": "The town clerk"}
    text = spoilt(f'{key} = "{said[key]}"', f'{key} = "to be filled in by the programme"')
    programme, (problem,) = parse_programme(text.encode())
    assert programme is not None
    assert getattr(programme.safeguarding, key) == "to be filled in by the programme"
    assert (problem.severity, problem.column) == (Severity.TO_FILL_IN, f"safeguarding {key}")
    assert problem.row == line_of(f"{key} = ", text)


def test_a_least_age_that_is_to_be_filled_in_is_listed_and_is_none() -> None:
    programme, (problem,) = parse_programme(
        spoilt("least_age = 16", 'least_age = "to be filled in by the programme"').encode()
    )
    assert programme is not None
    assert programme.hand_over.least_age is None
    assert (problem.severity, problem.column) == (Severity.TO_FILL_IN, "hand_over least_age")


def test_an_action_may_stand_under_no_statement_and_have_no_day() -> None:
    text = spoilt('under = "path"\ndue = 2030-12-31\n', "")
    assert read(text).topics[1] == TopicCode("path_1", "Benches", "action")


def test_with_several_forms_each_block_names_its_form() -> None:
    two = spoilt("[[representation]]", SECOND_FORM + "[[representation]]")
    (problem,) = errors_of(two)
    assert problem.column == "representation 1 form"
    both = two.replace("[[representation]]", '[[representation]]\nform = "easy"') + (
        '\n[[representation]]\nform = "walk"\nage = "equality/age"\n'
    )
    assert [each.form_id for each in read(both).representation] == ["easy", "walk"]
    (problem,) = errors_of(both.replace('form = "easy"', 'form = "walk"'))
    assert problem.column == "representation 2 form"
    assert "twice" in problem.fault


# ---- held against the form ----


def refused(folder: Path, text: str, xform: str = XFORM) -> list[tuple[str, str]]:
    with pytest.raises(PackRefused) as caught:
        read_any_pack(write_pack(folder, text, xform))
    return [
        (problem.column, problem.fault) for problem in caught.value.problems if problem.severity is Severity.ERROR
    ]


@pytest.mark.parametrize(
    ("old", "new", "column", "fault"),
    [
        ('["equality/age"]', '["equality/sex"]', "hand_over adult_only", "equality/sex"),
        ('age = "equality/age"', 'age = "equality/old"', "representation age", "no question “equality/old”"),
        ('age = "equality/age"', 'age = "equality"', "representation age", "no question “equality”"),
        ('age = "equality/age"', 'sex = "view"', "representation sex", "no list of which one answer"),
    ],
)
def test_a_question_that_can_not_serve_is_an_error(
    tmp_path: Path, old: str, new: str, column: str, fault: str
) -> None:
    ((found, words),) = refused(tmp_path, spoilt(old, new))
    assert found == column
    assert fault in words


def test_a_whole_group_may_be_for_adults_only(tmp_path: Path) -> None:
    pack = read_any_pack(write_pack(tmp_path, spoilt('["equality/age"]', '["equality"]')))
    assert pack.problems == ()


@pytest.mark.parametrize(("dimension", "good"), [("age", True), ("sex", False)])
def test_an_age_may_be_asked_as_a_number_and_nothing_else(tmp_path: Path, dimension: str, good: bool) -> None:
    by_number = XFORM.replace(
        'nodeset="/data/equality/age" type="string"', 'nodeset="/data/equality/age" type="int"'
    )
    start, end = by_number.index('<select1 ref="/data/equality/age">'), by_number.index("</group>")
    by_number = (
        by_number[:start] + '<input ref="/data/equality/age"><label>How old?</label></input>' + by_number[end:]
    )
    text = spoilt('age = "equality/age"', f'{dimension} = "equality/age"')
    if good:
        assert read_any_pack(write_pack(tmp_path, text, by_number)).programme.representation
    else:
        assert [column for column, _fault in refused(tmp_path, text, by_number)] == ["representation sex"]


def test_a_question_that_is_asked_several_times_tells_of_no_person(tmp_path: Path) -> None:
    repeated = XFORM.replace("<equality><age/></equality>", '<equality jr:template=""><age/></equality>').replace(
        '<group ref="/data/equality"><label>About you</label>',
        '<group ref="/data/equality"><label>About you</label><repeat nodeset="/data/equality">',
    )
    repeated = repeated.replace("</select1>\n    </group>", "</select1>\n    </repeat></group>")
    text = spoilt('equality_group = "equality"', 'equality_group = ""')
    columns = [column for column, _fault in refused(tmp_path, text, repeated)]
    assert columns == ["representation age"]
