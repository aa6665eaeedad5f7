"""``[retention]`` of programme.toml: months, a date, or still to be said."""

from __future__ import annotations

import json
from datetime import date

import pytest

from desktop.engagement.codec import programme_from_json, programme_to_json
from desktop.engagement.retention import Retention, RetentionRule
from desktop.packs.description import parse_programme
from desktop.questionnaires.problems import Severity
from tests.packs.builders import GOOD, line_of, spoilt

FILL_IN = '"to be filled in by the programme"'


def test_months_and_days_are_read() -> None:
    programme, problems = parse_programme(GOOD.encode())
    assert not problems
    assert programme is not None
    assert programme.retention == Retention(
        contacts=RetentionRule(months=6),
        responses=RetentionRule(on=date(2035, 6, 30)),
        scans=RetentionRule(months=12),
        audit=RetentionRule(months=84),
    )


@pytest.mark.parametrize("line", [f"contacts = {FILL_IN}", ""])
def test_what_nobody_has_said_is_listed_and_hinders_nothing(line: str) -> None:
    programme, problems = parse_programme(spoilt("contacts = 6", line).encode())
    assert programme is not None
    assert not programme.retention.contacts.said
    assert [(each.severity, each.column) for each in problems] == [(Severity.TO_FILL_IN, "retention contacts")]


def test_a_pack_from_before_there_were_rules_opens_and_the_check_says_what_is_missing() -> None:
    start = GOOD.index("[retention]")
    text = GOOD[:start] + GOOD[GOOD.index("[safeguarding]") :]
    programme, problems = parse_programme(text.encode())
    assert programme is not None
    assert programme.retention == Retention()
    assert [(each.severity, each.column) for each in problems] == [(Severity.TO_FILL_IN, "retention")]


@pytest.mark.parametrize(
    ("new", "fault"),
    [
        ("contacts = 0", "0 months"),
        ("contacts = -3", "-3 months"),
        ("contacts = 1201", "1201 months"),
        ('contacts = "six months"', "neither a number of months nor a date"),
        ("contacts = true", "no date"),
        ("contacts = 6.5", "no date"),
        ("contacts = 2030-03-31", "before the programme has closed"),
        ('contacts = "2030-03-30"', "before the programme has closed"),
    ],
)
def test_faults_name_their_line_and_a_remedy(new: str, fault: str) -> None:
    text = spoilt("contacts = 6", new)
    programme, problems = parse_programme(text.encode())
    assert programme is None
    [problem] = problems
    assert problem.severity is Severity.ERROR
    assert fault in problem.fault
    assert (problem.row, problem.column) == (line_of(new, text), "retention contacts")
    assert problem.remedy


def test_a_misspelt_subject_is_told() -> None:
    _programme, problems = parse_programme(spoilt("scans = 12", "scan = 12").encode())
    assert {(each.severity, each.column) for each in problems} == {
        (Severity.TO_FILL_IN, "retention scans"),
        (Severity.WARNING, "retention scan"),
    }


def test_a_programme_kept_before_there_were_rules_is_read_without_any() -> None:
    programme, _ = parse_programme(GOOD.encode())
    assert programme is not None
    raw = json.loads(programme_to_json(programme))
    del raw["retention"]
    assert programme_from_json(json.dumps(raw)).retention == Retention()
