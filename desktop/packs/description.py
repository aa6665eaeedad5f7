"""``programme.toml``: a programme's description, read into a :class:`Programme` with all its faults at once."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop.engagement.programme import NO_CLOSING_DATE, ContactQuestion, Language, Programme, Statement
from desktop.foundation.translation import tr
from desktop.packs.coded_lists import ID, VERSION, coded_tables, statement, unique
from desktop.packs.described_events import pack_forms, planned_events
from desktop.packs.described_rules import (
    hand_over_rules,
    representation_questions,
    retention_rules,
    topic_codes,
    whom_to_call,
)
from desktop.packs.problems import has_errors
from desktop.packs.table import TableReader
from desktop.packs.toml_text import TomlFault, parse_toml
from desktop.questionnaires.problems import Problem

PACK_FORMAT = 1
"""Version of the layout of ``programme.toml``."""

CONTACT_KINDS = ("name", "email", "telephone", "choices")

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")  # BCP 47 without extensions and private use
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
    programme_id = top.code("id", ID, tr("small letters, figures and hyphens"))
    version = top.code("version", VERSION, tr("letters, figures, hyphens and full stops, without spaces"))
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
    privacy, consent = statement(top, "privacy"), statement(top, "consent")
    areas = coded_tables(top.tables("areas"))
    respondent_types = coded_tables(top.tables("respondent_types", least=1))
    languages = _languages(top)
    contact_questions = _contact_questions(top)
    # without an update list there is nothing to agree to
    asks = bool(contact_questions) or top.given("updates_consent")
    updates_consent = statement(top, "updates_consent") if asks else Statement("", "")
    events = planned_events(top, programme_id, {area.code for area in areas}, opens, closes)
    forms = pack_forms(top)
    retention = retention_rules(top, closes)
    counts_roles = top.flag("count_roles")
    topics = topic_codes(top)
    safeguarding = whom_to_call(top)
    hand_over = hand_over_rules(top)
    representation = representation_questions(top, forms)
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
        counts_roles=counts_roles,
        topics=topics,
        safeguarding=safeguarding,
        hand_over=hand_over,
        representation=representation,
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


def _languages(top: TableReader) -> tuple[Language, ...]:
    read: list[Language] = []
    for table in top.tables("languages", least=1):
        code = table.code("code", _LANGUAGE, tr("the code of the language, such as en, ur or zh-Hans"))
        unique(table, "code", code, (each.code for each in read))
        approved_by = table.line("approved_by", optional=True)
        approved_on = table.day("approved_on") if table.given("approved_on") else None
        if bool(approved_by) is not table.given("approved_on"):
            table.report(
                "approved_on" if approved_by else "approved_by",
                tr("Of who approved the translation and the day, only one is given."),
                tr("Give both, approved_by and approved_on; or neither, until a person has approved it."),
            )
        read.append(Language(code, table.line("label"), approved_by, approved_on))
        table.finish()
    return tuple(read)


def _contact_questions(top: TableReader) -> tuple[ContactQuestion, ...]:
    read: list[ContactQuestion] = []
    for table in top.tables("contact_questions"):
        name = table.code("name", _NAME, tr("small letters, figures and _, a letter first"))
        unique(table, "name", name, (each.name for each in read))
        label, kind = table.line("label"), table.line("kind")
        if kind and kind not in CONTACT_KINDS:
            table.report(
                "kind",
                tr("“{kind}” is no kind of contact question.", kind=kind[:40]),
                tr("Use one of: {kinds}.", kinds=", ".join(CONTACT_KINDS)),
            )
        choices = coded_tables(table.tables("choices", least=1 if kind == "choices" else 0))
        if choices and kind != "choices":
            table.report("choices", tr("Only a question of kind choices has choices."), tr("Take them out."))
        read.append(ContactQuestion(name=name, label=label, kind=kind, choices=choices))
        table.finish()
    return tuple(read)
