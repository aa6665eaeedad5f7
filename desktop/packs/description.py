"""``programme.toml``: a programme's description, read into a :class:`Programme` with all its faults at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop.engagement.programme import (
    NO_CLOSING_DATE,
    Coded,
    ContactQuestion,
    PackForm,
    PlannedEvent,
    Programme,
    Statement,
)
from desktop.engagement.retention import UNSAID, Retention, RetentionRule, Subject
from desktop.foundation.translation import tr
from desktop.packs.files import is_plain_name
from desktop.packs.problems import has_errors, places_to_fill_in
from desktop.packs.table import TableReader
from desktop.packs.toml_text import TomlFault, parse_toml
from desktop.questionnaires.problems import Problem, Severity

PACK_FORMAT = 1
"""Version of the layout of ``programme.toml``."""

FORM_SUFFIXES = frozenset({".xlsx", ".xls", ".csv", ".md", ".xml"})
CONTACT_KINDS = ("name", "email", "telephone", "choices")

LONGEST_MONTHS = 1200
"""A hundred years: more is a slip of the keyboard."""

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")  # BCP 47 without extensions and private use
_FORM_ID = re.compile(r"[^\s\x00-\x1f\x7f]{1,100}")
_SERIAL_KEY = re.compile(r"[0-9a-f]{64}")
_LEAST_DIFFERENT_BYTES = 16
"""Of 32 random bytes about 30 differ; of a key typed by hand, such as 00…, far fewer."""


def parse_programme(content: bytes) -> tuple[Programme | None, tuple[Problem, ...]]:
    """Return the programme in the bytes of ``programme.toml``, ``None`` when it has errors, and every problem."""
    try:
        source = parse_toml(content)
    except TomlFault as fault:
        return None, (fault.problem,)
    problems: list[Problem] = []
    top = TableReader(source, problems, dict(source.table))
    programme = _programme(top)
    return (None if has_errors(problems) else programme), tuple(problems)


def _programme(top: TableReader) -> Programme:
    if top.number("pack_format") not in (None, PACK_FORMAT):
        top.report(
            "pack_format",
            tr("This pack is of a newer kind than this program knows."),
            tr("Use a newer Sounding Board."),
        )
    programme_id = top.code("id", _ID, tr("small letters, figures and hyphens"))
    version = top.code("version", _VERSION, tr("letters, figures, hyphens and full stops, without spaces"))
    title, organisation = top.line("title"), top.line("organisation")
    summary = top.paragraphs("summary")
    opens = top.day_if_said("opens")
    # a page may announce a programme and say nothing of its last day; leaving the key out is a slip all the same
    closes = top.day_if_said("closes") if top.given("closes") else top.day("closes")
    if opens is not None and closes is not None and opens > closes:
        top.report("opens", tr("It opens after it closes."), tr("Correct one of the two dates."))
    time_zone = _time_zone(top)
    help_line, email, website = top.line("help_line"), top.line("email"), top.line("website")
    return_address = top.paragraphs("return_address")
    made_up = top.flag("made_up")
    serial_key = _serial_key(top)
    privacy, consent = _statement(top, "privacy"), _statement(top, "consent")
    areas = _coded(top, "areas")
    respondent_types = _coded(top, "respondent_types", least=1)
    languages = _languages(top)
    contact_questions = _contact_questions(top)
    # without an update list there is nothing to agree to
    asks = bool(contact_questions) or top.given("updates_consent")
    updates_consent = _statement(top, "updates_consent") if asks else Statement("", "")
    events = _events(top, programme_id, {area.code for area in areas}, opens, closes)
    forms = _forms(top)
    retention = _retention(top, closes)
    top.finish()
    return Programme(
        programme_id=programme_id,
        version=version,
        title=title,
        organisation=organisation,
        opens=opens,
        closes=closes or NO_CLOSING_DATE,
        time_zone=time_zone,
        help_line=help_line,
        email=email,
        website=website,
        return_address=return_address,
        summary=summary,
        privacy=privacy,
        consent=consent,
        updates_consent=updates_consent,
        areas=areas,
        respondent_types=respondent_types,
        languages=languages,
        contact_questions=contact_questions,
        events=events,
        forms=forms,
        made_up=made_up,
        serial_key=serial_key,
        retention=retention,
    )


def _time_zone(top: TableReader) -> str:
    name = top.line("time_zone")
    if name:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a name such as "Europe" is a folder
            top.report(
                "time_zone",
                tr("“{name}” is no time zone that is known.", name=name[:40]),
                tr("Use the IANA name, such as Europe/London."),
            )
    return name


def _serial_key(top: TableReader) -> str:
    key = top.line("serial_key").lower()
    # the key itself is never shown in a message
    if key and (not _SERIAL_KEY.fullmatch(key) or len(set(bytes.fromhex(key))) < _LEAST_DIFFERENT_BYTES):
        top.report(
            "serial_key",
            tr("The serial key is not 32 random bytes written as 64 figures and letters from a to f."),
            tr("Put a new random key here; never one that was made up by hand or taken from another programme."),
        )
    return key


def _statement(top: TableReader, key: str) -> Statement:
    table = top.table(key)
    if table is None:
        return Statement("", "")
    version = table.code("version", _VERSION, tr("letters, figures, hyphens and full stops, without spaces"))
    text = table.paragraphs("text")
    table.finish()
    return Statement(version=version, text=text)


def _coded_tables(tables: Iterable[TableReader]) -> tuple[Coded, ...]:
    read: list[Coded] = []
    for table in tables:
        code = table.code("code", _CODE, tr("small letters, figures and _"))
        _unique(table, "code", code, (each.code for each in read))
        read.append(Coded(code=code, label=table.line("label")))
        table.finish()
    return tuple(read)


def _coded(top: TableReader, key: str, *, least: int = 0) -> tuple[Coded, ...]:
    return _coded_tables(top.tables(key, least=least))


def _languages(top: TableReader) -> tuple[Coded, ...]:
    read: list[Coded] = []
    for table in top.tables("languages", least=1):
        code = table.code("code", _LANGUAGE, tr("the code of the language, such as en, ur or zh-Hans"))
        _unique(table, "code", code, (each.code for each in read))
        read.append(Coded(code=code, label=table.line("label")))
        table.finish()
    return tuple(read)


def _contact_questions(top: TableReader) -> tuple[ContactQuestion, ...]:
    read: list[ContactQuestion] = []
    for table in top.tables("contact_questions"):
        name = table.code("name", _NAME, tr("small letters, figures and _, a letter first"))
        _unique(table, "name", name, (each.name for each in read))
        label, kind = table.line("label"), table.line("kind")
        if kind and kind not in CONTACT_KINDS:
            table.report(
                "kind",
                tr("“{kind}” is no kind of contact question.", kind=kind[:40]),
                tr("Use one of: {kinds}.", kinds=", ".join(CONTACT_KINDS)),
            )
        choices = _coded_tables(table.tables("choices", least=1 if kind == "choices" else 0))
        if choices and kind != "choices":
            table.report("choices", tr("Only a question of kind choices has choices."), tr("Take them out."))
        read.append(ContactQuestion(name=name, label=label, kind=kind, choices=choices))
        table.finish()
    return tuple(read)


def _events(
    top: TableReader, programme_id: str, areas: set[str], opens: date | None, closes: date | None
) -> tuple[PlannedEvent, ...]:
    read: list[PlannedEvent] = []
    for table in top.tables("events"):
        event_id = table.code("id", _ID, tr("small letters, figures and hyphens"))
        _unique(table, "id", event_id, (each.event_id for each in read))
        # two programmes on one laptop would otherwise share an event
        if event_id and _ID.fullmatch(programme_id) and not event_id.startswith(f"{programme_id}-"):
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


def _forms(top: TableReader) -> tuple[PackForm, ...]:
    read: list[PackForm] = []
    for table in top.tables("forms", least=1):
        form_id = table.code("id", _FORM_ID, tr("the form_id of the sheet settings, without spaces"))
        _unique(table, "id", form_id, (each.form_id for each in read))
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
        _unique(table, "file", file.casefold(), (each.file.casefold() for each in read))
        read.append(PackForm(form_id, file, table.line("equality_group", optional=True)))
        table.finish()
    return tuple(read)


def _retention(top: TableReader, closes: date | None) -> Retention:
    # a pack from before there were rules can still be opened; the check tells that they are to be filled in
    table = top.table_if_given("retention")
    if table is None:
        return Retention()
    rules = {subject.value: _rule(table, subject, closes) for subject in Subject}
    table.finish()
    return Retention(**rules)


def _rule(table: TableReader, subject: Subject, closes: date | None) -> RetentionRule:
    said = table.months_or_day_if_said(subject.value, most=LONGEST_MONTHS)
    if isinstance(said, int):
        return RetentionRule(months=said)
    if said is None:
        return UNSAID
    if closes is not None and said <= closes:
        table.report(
            subject.value,
            tr("It would go on {day}, before the programme has closed.", day=said.isoformat()),
            tr("Give a day after the last day of the programme."),
        )
    return RetentionRule(on=said)


def _unique(table: TableReader, key: str, value: str, before: Iterable[str]) -> None:
    if value and value in set(before):
        table.report(
            key,
            tr("“{value}” stands here twice.", value=value[:60]),
            tr("Give each its own {key}.", key=key),
        )
