"""The planned events and the questionnaires of ``programme.toml``."""

from __future__ import annotations

import re
from datetime import date

from desktop.engagement.programme import PackForm, PlannedEvent
from desktop.foundation.translation import tr
from desktop.packs.coded_lists import ID, unique
from desktop.packs.files import is_plain_name
from desktop.packs.problems import places_to_fill_in
from desktop.packs.table import TableReader
from desktop.questionnaires.problems import Severity

FORM_SUFFIXES = frozenset({".xlsx", ".xls", ".csv", ".md", ".xml"})

_FORM_ID = re.compile(r"[^\s\x00-\x1f\x7f]{1,100}")


def planned_events(
    top: TableReader, programme_id: str, areas: set[str], opens: date | None, closes: date | None
) -> tuple[PlannedEvent, ...]:
    """Return the events under ``[[events]]``, held against the programme's areas and dates."""
    read: list[PlannedEvent] = []
    for table in top.tables("events"):
        event_id = table.code("id", ID, tr("small letters, figures and hyphens"))
        unique(table, "id", event_id, (each.event_id for each in read))
        # two programmes on one laptop would otherwise share an event
        if event_id and ID.fullmatch(programme_id) and not event_id.startswith(f"{programme_id}-"):
            table.report(
                "id",
                tr("The event's id doesn't begin with the id of the programme."),
                tr("Write it as {programme}- and something short.", programme=programme_id),
            )
        name, venue = table.line("name"), table.line("venue")
        day = table.day("day")
        open_words = places_to_fill_in(name) or places_to_fill_in(venue)
        if day is not None and open_words:
            table.report(
                "day",
                tr("The day {day} is a placeholder, as the event is still to be filled in.", day=day.isoformat()),
                tr("Write the event's own day, as year-month-day."),
                Severity.TO_FILL_IN,
            )
        elif day is not None and ((opens and day < opens) or (closes and day > closes)):
            table.report(
                "day",
                tr("The event lies outside the dates of the programme."),
                tr("Check the year; answers given after the last day count as late."),
                Severity.WARNING,
            )
        area = table.line("area", optional=True)
        if area and area not in areas:
            table.report(
                "area",
                tr("“{area}” is no area of the programme.", area=area[:40]),
                tr('Use the code of one of the areas, or "" for all.'),
            )
        partner = table.line("partner", optional=True)
        read.append(PlannedEvent(event_id, name, venue, day or date.min, area, partner))
        table.finish()
    return tuple(read)


def pack_forms(top: TableReader) -> tuple[PackForm, ...]:
    """Return the questionnaires under ``[[forms]]``."""
    read: list[PackForm] = []
    for table in top.tables("forms", least=1):
        form_id = table.code("id", _FORM_ID, tr("the form_id of the sheet settings, without spaces"))
        unique(table, "id", form_id, (each.form_id for each in read))
        file = table.line("file")
        if file and not is_plain_name(file):
            table.report(
                "file",
                tr("The file's name leads out of the pack's folder, or can't be used on every computer."),
                tr("Put the file into the folder and give its name only."),
            )
        elif file and not file.lower().endswith(tuple(FORM_SUFFIXES)):
            table.report(
                "file",
                tr("“{file}” is no kind of questionnaire that can be read.", file=file[:60]),
                tr("Use an XLSForm (.xlsx) or an XForm (.xml)."),
            )
        unique(table, "file", file.casefold(), (each.file.casefold() for each in read))
        read.append(PackForm(form_id, file, table.line("equality_group", optional=True)))
        table.finish()
    return tuple(read)
