"""The privacy report: every field stored, where, under which key, who receives it, how long.

The annex of a data protection impact assessment, made from the code's own tables and the packs that are open, so
that it can't say something else than what is stored.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from desktop.engagement.programme import Programme
from desktop.engagement.retention import Subject
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import SELECTS, FormDefinition, QuestionType
from desktop.questionnaires.stored_form import StoredForm
from desktop.responses.response import Envelope
from desktop.staff.people import Action, Role, may
from desktop.store.privacy import Category, Kept, table_notes
from desktop.store.unit import UnitOfWork
from desktop.workflows.central_store import open_centre
from desktop.workflows.privacy_files import FileNote, file_notes
from desktop.workflows.retention import rule_words, subject_words
from desktop.workflows.workplace import Workplace

REPORT_VERSION = 1
LAPTOP, CENTRE = "laptop", "central store"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, what it holds, and what the law says of it."""

    name: str
    words: str
    category: Category


@dataclass(frozen=True, slots=True)
class StoredTable:
    """One table.

    Attributes:
        places: ``laptop``, ``central store``, or both.
        key: under which key, in words.
    """

    name: str
    words: str
    places: tuple[str, ...]
    key: str
    receives: str
    kept: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long one subject of one programme is kept; ``due`` is an ISO date, empty when nobody has said."""

    subject: str
    words: str
    due: str


@dataclass(frozen=True, slots=True)
class ReportedProgramme:
    """A programme that is open here."""

    programme_id: str
    version: str
    title: str
    organisation: str
    made_up: bool
    keeping: tuple[Keeping, ...]
    contacts: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class ReportedForm:
    """A questionnaire, and what its questions ask."""

    form_id: str
    version: str
    title: str
    programme_id: str
    questions: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class PrivacyReport:
    """The whole report.

    Attributes:
        store: which data folder or central store it was made on, by its random id.
        envelope: what is kept beside the answers of a response.
        roles: each role with what it may do.
    """

    made_at: datetime
    store: str
    programmes: tuple[ReportedProgramme, ...]
    forms: tuple[ReportedForm, ...]
    envelope: tuple[Field, ...]
    tables: tuple[StoredTable, ...]
    files: tuple[FileNote, ...]
    roles: tuple[tuple[str, tuple[str, ...]], ...]


def make_report(place: Workplace, *, store_url: str = "") -> PrivacyReport:
    """Return the report for what is open on this data folder, or at a central store.

    It holds no answer, no contact detail and no key; anybody who can open the store may make it.
    """
    with _reading(place, store_url) as (unit, name):
        programmes = unit.programmes.list()
        newest = {form.form_id: unit.forms.get(form.form_id) for form in unit.forms.list()}
    return PrivacyReport(
        made_at=place.clock.now(),
        store=name,
        programmes=tuple(_programme(each) for each in programmes),
        forms=tuple(_form(place, form) for _, form in sorted(newest.items()) if form is not None),
        envelope=envelope_fields(),
        tables=_tables(),
        files=file_notes(),
        roles=tuple(
            (role.value, tuple(action.value.replace("_", " ") for action in Action if may(role, action)))
            for role in Role
        ),
    )


def write_report(report: PrivacyReport, out: Path) -> None:
    """Write the report to ``out``: Markdown, PDF or JSON, by its ending.

    Raises:
        Refusal: another ending.
        WorldError: the file can't be written.
    """
    from desktop.exports.document import markdown
    from desktop.exports.document_pdf import REPORT, document_pdf
    from desktop.foundation.durable_files import write_durably
    from desktop.workflows.privacy_document import report_document

    match out.suffix.lower():
        case ".md":
            content = markdown(report_document(report)).encode()
        case ".pdf":
            content = document_pdf(report_document(report), landscape=True, styles=REPORT)
        case ".json":
            content = report_json(report).encode()
        case _:
            raise Refusal(
                place=str(out),
                fault=tr("The report is written as Markdown, PDF or JSON."),
                remedy=tr("Give the file a name that ends in .md, .pdf or .json."),
            )
    write_durably(out, content)


def report_json(report: PrivacyReport) -> str:
    """Return the report as JSON, for programs to read."""
    raw = {"format": "sounding-board-privacy-report", "version": REPORT_VERSION, **asdict(report)}
    raw["made_at"] = report.made_at.isoformat(timespec="seconds")
    return json.dumps(raw, indent=1, ensure_ascii=False) + "\n"


@contextmanager
def _reading(place: Workplace, store_url: str) -> Iterator[tuple[UnitOfWork, str]]:
    if not store_url:
        with place.reading() as unit:
            yield unit, f"device {place.device_id}"
        return
    with open_centre(place, store_url) as centre, centre.store.reading() as unit:
        yield unit, f"centre {centre.keys.central_id}"


def _programme(programme: Programme) -> ReportedProgramme:
    days = {subject: programme.retention.rule(subject).due(programme.last_day) for subject in Subject}
    return ReportedProgramme(
        programme_id=programme.programme_id,
        version=programme.version,
        title=programme.title,
        organisation=programme.organisation,
        made_up=programme.made_up,
        keeping=tuple(
            Keeping(subject_words(subject), rule_words(programme, subject), day.isoformat() if day else "")
            for subject, day in days.items()
        ),
        contacts=tuple(Field(each.name, each.label, Category.PERSONAL) for each in programme.contact_questions),
    )


def _form(place: Workplace, form: StoredForm) -> ReportedForm:
    definition = place.shelf.definition(form)
    return ReportedForm(
        form_id=form.form_id,
        version=form.version,
        title=form.title,
        programme_id=form.programme_id,
        questions=tuple(_questions(definition, form.equality_group)),
    )


def _questions(definition: FormDefinition, equality_group: str) -> Iterator[Field]:
    """Yield what is asked. The equality block, and free words in which people write anything, count as special."""
    for question in definition.questions():
        if not question.asked:
            if question.type is QuestionType.CALCULATE:
                yield Field(question.path, tr("Worked out by the form, not asked"), Category.PERSONAL)
            continue
        special = bool(equality_group) and question.path.split("/")[0] == equality_group
        free = question.type not in SELECTS and question.type in (QuestionType.TEXT,)
        yield Field(
            question.path,
            " ".join(question.label(definition.default_language).split()) or question.name,
            Category.SPECIAL if special or free else Category.PERSONAL,
        )


def envelope_fields() -> tuple[Field, ...]:
    """Return what is kept beside the answers; a test holds the list to :class:`Envelope`."""
    none, staff, personal, special = Category.NONE, Category.STAFF, Category.PERSONAL, Category.SPECIAL
    told = {
        "programme_id": (tr("Which programme"), none),
        "pack_version": (tr("Version of its pack"), none),
        "event_id": (tr("At which event"), personal),
        "channel": (tr("How it came in"), none),
        "language": (tr("Language of the form as shown"), personal),
        "recorder": (tr("Who recorded it: random id, name, role, whether signed in"), staff),
        "device_id": (tr("Random id of the laptop"), none),
        "epoch": (tr("Which life of the laptop's store"), none),
        "privacy_version": (tr("Version of the privacy notice shown"), none),
        "consent_version": (tr("Version of the consent wording shown"), none),
        "serial": (tr("Serial of the paper copy"), personal),
        "print_log_here": (tr("Whether the laptop printed that serial"), none),
        "received_on": (tr("Day on which the paper came in"), personal),
        "started_at": (tr("When recording began"), personal),
        "finalised_at": (tr("When it was finalised"), personal),
        "offset_minutes": (tr("Minutes from UTC on that computer then"), none),
        "missing": (tr("Paper: which questions were blank or illegible"), personal),
        "forced": (tr("Paper: why an answer that the form forbids was kept"), special),
        "off_route": (tr("Paper: answers where the form says to skip"), special),
        "made_up": (tr("Whether it is practice"), none),
        "version": (tr("Version of the envelope's format"), none),
        "withdrawal_hash": (tr("Digest of the respondent's withdrawal code"), personal),
        "assent_version": (tr("Version of the assent wording shown to somebody under the least age"), personal),
        "file_hash": (tr("Digest of the filled-in file that it was read from, with the random text"), special),
        "salt": (tr("Random text, so that a digest of the answers tells nothing once they are gone"), none),
        "margin_notes": (tr("Paper: what was written beside the questions"), special),
        "loose_pages": (tr("Paper: how many other pages came with the sheet"), personal),
    }
    missing = set(Envelope.__slots__) ^ set(told)
    return tuple(Field(name, *told[name]) for name in Envelope.__slots__ if name not in missing)


def _tables() -> tuple[StoredTable, ...]:
    kept = _kept_words()
    return tuple(
        StoredTable(
            name=name,
            words=note.words,
            places=tuple(place for place, there in ((LAPTOP, note.on_device), (CENTRE, note.at_centre)) if there),
            key=_key_words(name, device=note.on_device, centre=note.at_centre),
            receives=note.goes_to,
            kept=kept[note.kept],
            fields=tuple(Field(column, about.words, about.category) for column, about in note.columns.items()),
        )
        for name, note in table_notes().items()
    )


def _key_words(table: str, *, device: bool, centre: bool) -> str:
    keys = [tr("the store key")] if device else []
    keys += [tr("the central store's key, or the server's encrypted volume")] if centre else []
    words = tr("Under {keys}.", keys=tr(" / ").join(keys))
    if table in ("contact", "contact_slot"):
        words += " " + tr("Each entry once more under the contacts key, which only the coordinator holds.")
    if table == "follow_up_slot":
        words += " " + tr("How to reach the person once more under this laptop's key for requests.")
    if table == "concern":
        words += " " + tr("Its words once more under this laptop's key for concerns.")
    return words


def _kept_words() -> dict[Kept, str]:
    return {
        Kept.RESPONSES: tr("By the programme's rule for responses; then emptied, a row without answers stays."),
        Kept.CONTACTS: tr("By the programme's rule for contact details; then deleted."),
        Kept.AUDIT: tr("By the rule for the audit trail of the last programme; then deleted."),
        Kept.RECORD: tr("As proof of what was done, until the store is deleted."),
        Kept.BY_HAND: tr("Until a coordinator deletes it: no rule of the programme does."),
        Kept.PERSON: tr("Until the person is taken off the list."),
        Kept.STORE: tr("Until the store is deleted."),
    }
