"""The packs of the forms folder, each read once: a spreadsheet goes through a child process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from desktop.foundation.assets import packs_path
from desktop.foundation.clock import SetClock
from desktop.packs.pack import Pack
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.entry import FormEntry
from desktop.questionnaires.steps import Environment
from desktop.workflows.check_forms import read_any_pack

LIVERPOOL = "healthy-liverpool"
SOUTH_EAST_LONDON = "our-healthier-south-east-london"
LANCASHIRE = "building-health-partnerships"
LEEDS = "leeds-health-and-care-plan"
LEICESTERSHIRE = "leicestershire-jhws"
FOUR = (LIVERPOOL, SOUTH_EAST_LONDON, LANCASHIRE, LEEDS)
"""All but the one that has a test of its own."""
FIVE = (*FOUR, LEICESTERSHIRE)

PAGES = Path(__file__).parents[3] / "shared" / "programmes"


@cache
def shipped(name: str) -> Pack:
    """Return the pack in the folder ``name``."""
    return read_any_pack(packs_path() / name)


def form_of(name: str) -> FormDefinition:
    """Return the definition of the pack's one form."""
    (form,) = shipped(name).forms
    return form.definition


def begin(name: str, *, event_area: str = "", **answers: str) -> FormEntry:
    """Return an entry of the pack's form at an event about ``event_area``, with ``answers`` by question name."""
    form = form_of(name)
    clock = SetClock(datetime(2016, 2, 1, 10, tzinfo=UTC))
    entry, _steps = FormEntry.start(form, clock=clock, environment=Environment(event_area=event_area))
    for question, value in answers.items():
        entry.answer(form.question(question).path, value)
    return entry


def relevant(entry: FormEntry, question: str) -> bool:
    return entry.node(entry.definition.question(question).path).relevant


def values(form: FormDefinition, question: str) -> list[str]:
    return [choice.value for choice in form.question(question).choices]


def words_shown(name: str) -> Iterator[str]:
    """Yield everything that a respondent reads: the programme's words and the form's."""
    programme = shipped(name).programme
    yield from (programme.title, programme.summary)
    yield from (topic.label for topic in programme.topics)
    yield from (programme.privacy.text, programme.consent.text, programme.updates_consent.text)
    for question in form_of(name).questions():
        yield from (question.label(), question.hint())
        yield from (choice.label() for choice in question.choices)
