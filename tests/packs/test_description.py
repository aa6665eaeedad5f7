"""``programme.toml``: what is read, and every way in which it can be wrong."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.engagement.programme import Coded, ContactQuestion, PackForm, PlannedEvent, Window
from desktop.packs.description import parse_programme
from desktop.questionnaires.problems import Problem, Severity

from .builders import GOOD, line_of, spoilt


def problems_of(text: str) -> tuple[Problem, ...]:
    return parse_programme(text.encode())[1]


def test_a_good_description_is_read_whole() -> None:
    programme, problems = parse_programme(GOOD.encode())
    assert problems == ()
    assert programme is not None
    assert (programme.programme_id, programme.version, programme.title) == ("river-walk", "3", "The river walk")
    assert (programme.opens, programme.closes) == (date(2030, 3, 1), date(2030, 3, 31))
    assert programme.areas == (Coded("north", "North bank"), Coded("south", "South bank"))
    assert programme.contact_questions == (
        ContactQuestion("email", "Your e-mail address", "email"),
        ContactQuestion("topics", "What about?", "choices", (Coded("path", "The path"),)),
    )
    assert programme.events == (
        PlannedEvent("river-walk-1", "Open day", "Boat house", date(2030, 3, 9), "north", "Friends of the river"),
    )
    assert programme.forms == (PackForm("walk", "walk.xml", "equality"),)


def test_long_texts_keep_paragraphs_and_lose_line_breaks() -> None:
    text = spoilt('"We keep your answers safe."', '"""\n  We keep\nthem.  \n \n\n\nSafe.\n"""')
    programme, problems = parse_programme(text.encode())
    assert problems == ()
    assert programme is not None
    assert programme.privacy.text == "We keep them.\n\nSafe."


@pytest.mark.parametrize(
    ("old", "new", "column", "fault"),
    [
        ("pack_format = 1", "pack_format = 2", "pack_format", "newer kind"),
        ("pack_format = 1", 'pack_format = "1"', "pack_format", "no whole number"),
        ('id = "river-walk"', 'id = "River walk"', "id", "can't stand for id"),
        ('id = "river-walk"', "id = 7", "id", "no text"),
        ('version = "3"', 'version = "3 b"', "version", "can't stand"),
        ('title = "The river walk"', 'title = ""', "title", "empty"),
        ('title = "The river walk"', 'title = "' + "x" * 301 + '"', "title", "longer than 300"),
        ('title = "The river walk"', 'title = "a\\u0007b"', "title", "control character"),
        ("closes = 2030-03-31", "closes = 2030-02-28", "opens", "opens after it closes"),
        ("closes = 2030-03-31", 'closes = "31 March"', "closes", "no date"),
        ("closes = 2030-03-31", "closes = 2030-03-31T12:00:00Z", "closes", "no date"),
        ("closes = 2030-03-31", 'closes = "soon, to be announced"', "closes", "no date"),
        ('time_zone = "Europe/London"', 'time_zone = "Europe/Londn"', "time_zone", "no time zone"),
        ('time_zone = "Europe/London"', 'time_zone = "Europe"', "time_zone", "no time zone"),
        ('time_zone = "Europe/London"', 'time_zone = "../etc/passwd"', "time_zone", "no time zone"),
        ("made_up = false", 'made_up = "no"', "made_up", "neither true nor false"),
        ('serial_key = "0001', 'serial_key = "00', "serial_key", "32 random bytes"),
        ("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "0" * 64, "serial_key", "32 random"),
        ('[privacy]\nversion = "1"', "[privacy]", "privacy version", "missing"),
        ('text = "I agree."', 'text = "  "', "consent text", "empty"),
        ('code = "south"', 'code = "north"', "areas 2 code", "twice"),
        ('code = "south"', 'code = "South!"', "areas 2 code", "can't stand"),
        ('code = "en"', 'code = "English"', "languages 1 code", "can't stand"),
        ('kind = "email"', 'kind = "fax"', "contact_questions 1 kind", "no kind of contact question"),
        ('kind = "email"', 'kind = "choices"', "contact_questions 1 choices", "no choices"),
        ('name = "topics"', 'name = "email"', "contact_questions 2 name", "twice"),
        ('kind = "choices"', 'kind = "name"', "contact_questions 2 choices", "Only a question of kind choices"),
        ('id = "river-walk-1"', 'id = "open-day"', "events 1 id", "doesn't begin with"),
        ('area = "north"', 'area = "east"', "events 1 area", "no area of the programme"),
        ("day = 2030-03-09", "", "events 1 day", "missing"),
        ('file = "walk.xml"', 'file = "../walk.xml"', "forms 1 file", "leads out"),
        ('file = "walk.xml"', 'file = "C:walk.xml"', "forms 1 file", "leads out"),
        ('file = "walk.xml"', 'file = "/walk.xml"', "forms 1 file", "leads out"),
        ('file = "walk.xml"', 'file = "nul.xml"', "forms 1 file", "leads out"),
        ('file = "walk.xml"', 'file = ".walk.xml"', "forms 1 file", "leads out"),
        ('file = "walk.xml"', 'file = "walk.exe"', "forms 1 file", "no kind of questionnaire"),
    ],
)
def test_one_fault_is_told_at_its_place(old: str, new: str, column: str, fault: str) -> None:
    text = spoilt(old, new)
    programme, problems = parse_programme(text.encode())
    assert programme is None
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert [problem.column for problem in errors] == [column]
    assert fault in errors[0].fault
    assert errors[0].remedy
    assert errors[0].row is not None


def test_a_last_day_that_nobody_has_said_is_listed_and_nothing_counts_as_late() -> None:
    text = spoilt("closes = 2030-03-31", 'closes = "to be filled in by the programme"')
    programme, problems = parse_programme(text.encode())
    assert [(problem.severity, problem.column) for problem in problems] == [(Severity.TO_FILL_IN, "closes")]
    assert programme is not None
    assert programme.last_day is None
    assert programme.window_of_day(date(2030, 2, 28)) is Window.BEFORE
    assert programme.window_of_day(date(2130, 3, 1)) is Window.INSIDE


def test_the_row_is_the_line_of_the_key() -> None:
    text = spoilt('area = "north"', 'area = "east"')
    assert problems_of(text)[0].row == line_of('area = "east"', text)


def test_the_serial_key_is_never_shown() -> None:
    secret = "a1" * 32
    text = spoilt("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", secret)
    (problem,) = problems_of(text)
    assert "a1a1" not in problem.line()


def test_every_missing_key_is_told_at_once() -> None:
    programme, problems = parse_programme(b"")
    assert programme is None
    missing = {problem.column for problem in problems if problem.severity is Severity.ERROR}
    assert missing == {
        "pack_format", "id", "version", "title", "organisation", "summary", "closes", "time_zone", "help_line",
        "email", "website", "return_address", "serial_key", "privacy", "consent", "respondent_types", "languages",
        "forms",
    }  # fmt: skip


def test_without_contact_questions_no_consent_to_updates_is_asked_for() -> None:
    start, end = GOOD.index("[[contact_questions]]"), GOOD.index("[[events]]")
    text = GOOD[:start] + GOOD[end:]
    text = spoilt('[updates_consent]\nversion = "1"\ntext = "Send me news."\n', "", text)
    programme, problems = parse_programme(text.encode())
    assert problems == ()
    assert programme is not None
    assert programme.contact_questions == ()


def test_an_unknown_key_is_a_warning() -> None:
    programme, problems = parse_programme(spoilt('partner = "', 'partnr = "').encode())
    assert programme is not None
    assert programme.events[0].partner == ""
    assert [(each.severity, each.column) for each in problems] == [(Severity.WARNING, "events 1 partnr")]


def test_an_event_outside_the_dates_is_a_warning() -> None:
    programme, problems = parse_programme(spoilt("day = 2030-03-09", "day = 2031-03-09").encode())
    assert programme is not None
    assert [(each.severity, each.column) for each in problems] == [(Severity.WARNING, "events 1 day")]


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ('"walk@example.org"', '"to be filled in by the programme"', "email"),
        ('"I agree."', '"""I agree.\n\nDetails: To be filled in\nby the programme."""', "consent text"),
        ("opens = 2030-03-01\n", "", "opens"),
        ("opens = 2030-03-01", 'opens = "to be filled in by the programme"', "opens"),
    ],
)
def test_what_is_to_be_filled_in_is_listed_and_no_error(old: str, new: str, column: str) -> None:
    programme, problems = parse_programme(spoilt(old, new).encode())
    assert programme is not None
    assert [(each.severity, each.column) for each in problems] == [(Severity.TO_FILL_IN, column)]


def test_the_day_of_an_event_to_be_filled_in_is_listed_too() -> None:
    _programme, problems = parse_programme(spoilt('"Boat house"', '"to be filled in by the programme"').encode())
    assert [each.column for each in problems] == ["events 1 venue", "events 1 day"]
    assert {each.severity for each in problems} == {Severity.TO_FILL_IN}
