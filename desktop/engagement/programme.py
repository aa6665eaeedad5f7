"""Programmes and events as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from desktop.engagement.hand_over import (
    NO_HAND_OVER_RULES,
    NOBODY_NAMED,
    TO_BE_SAID,
    HandOver,
    RepresentationQuestion,
    Safeguarding,
    TopicCode,
)
from desktop.engagement.retention import NOTHING_SAID, Retention
from desktop.foundation.catalogues import ENGLISH_PLURAL, Catalogue
from desktop.foundation.clock import civil_date

TO_BE_FILLED_IN = TO_BE_SAID
"""Stands wherever no source gives the programme's own words; shown as such and listed by ``forms check``."""

NO_CLOSING_DATE = date(9998, 12, 31)
"""Stands as the closing date where none is stated: in a pack whose programme has yet to say it, and for a form
opened without a pack. Not the last date there is, so that the instant at its end can still be worked out in every
time zone."""


class Channel(StrEnum):
    """How a response reached the programme."""

    INTERVIEW = "interview"
    KIOSK = "kiosk"
    PAPER = "paper"
    ONLINE = "online"
    LETTER = "letter"
    EMAIL = "email"
    TELEPHONE = "telephone"


@dataclass(frozen=True, slots=True)
class Coded:
    """A code and what it means: an area, a respondent type."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Language(Coded):
    """A language of a programme; its code is BCP 47. The programme's own words are in the first one.

    Attributes:
        approved_by, approved_on: the person who approved the translation, and the day; empty and ``None``: nobody.
        words: English, or words of the programme, to the forms of their translation, from the pack's PO file.
        plural: gettext's rule for the forms.
    """

    approved_by: str = ""
    approved_on: date | None = None
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    plural: str = ENGLISH_PLURAL

    @property
    def catalogue(self) -> Catalogue:
        """The translated words as :mod:`desktop.foundation.translation` takes them."""
        return Catalogue(dict(self.words), self.plural)


@dataclass(frozen=True, slots=True)
class Statement:
    """Words shown to a respondent, with the version that is recorded on the response.

    Attributes:
        version: such as ``2021-11-28``.
        text: paragraphs separated by an empty line.
    """

    version: str
    text: str


@dataclass(frozen=True, slots=True)
class ContactQuestion:
    """One field of the update list: asked apart from the form, kept in its own table.

    Attributes:
        name: field name such as ``email``.
        label: what is asked.
        kind: ``name``, ``email``, ``telephone`` or ``choices``.
        choices: the topics, for ``choices``.
    """

    name: str
    label: str
    kind: str
    choices: tuple[Coded, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedEvent:
    """An event that the pack plans. Its id is fixed, so that two laptops at one event share it."""

    event_id: str
    name: str
    venue: str
    day: date
    area: str
    partner: str


@dataclass(frozen=True, slots=True)
class PackForm:
    """One questionnaire of a pack.

    Attributes:
        form_id: the XForm's id.
        file: file name in the pack's folder.
        equality_group: name of the top-level group asked after "check your answers"; empty when there is none.
    """

    form_id: str
    file: str
    equality_group: str


@dataclass(frozen=True, slots=True)
class Programme:
    """A consultation, as its pack describes it.

    Attributes:
        programme_id: short id such as ``leicestershire-jhws``.
        version: of the pack.
        opens: first day on which responses count; ``None`` when the programme has not said.
        closes: last day, to its end, in ``time_zone``; :data:`NO_CLOSING_DATE` when the programme has not said.
        time_zone: IANA name.
        website, email, return_address: may be :data:`TO_BE_FILLED_IN`.
        privacy: the privacy notice.
        consent: the wording of the consent to take part.
        updates_consent: the wording for the update list.
        areas, respondent_types: code lists.
        languages: what it is published in; its own words are in the first.
        made_up: true for practice data; stands on every screen and sheet.
        serial_key: 32 bytes as hex, shared by the programme's laptops, with which a serial is verified offline.
        retention: when contact details, responses, scans and the audit trail go.
        counts_roles: whether people who come are counted by role (``respondent_types``).
        topics: statements and actions that comments can be tied to.
        safeguarding: whom to call.
        hand_over: what holds while an attendee answers alone.
        representation: the questions that tell who was heard.
    """

    programme_id: str
    version: str
    title: str
    organisation: str
    opens: date | None
    closes: date
    time_zone: str
    help_line: str
    email: str
    website: str
    return_address: str
    summary: str
    privacy: Statement
    consent: Statement
    updates_consent: Statement
    areas: tuple[Coded, ...]
    respondent_types: tuple[Coded, ...]
    languages: tuple[Language, ...]
    contact_questions: tuple[ContactQuestion, ...]
    events: tuple[PlannedEvent, ...]
    forms: tuple[PackForm, ...]
    made_up: bool
    serial_key: str
    retention: Retention = NOTHING_SAID
    counts_roles: bool = False
    topics: tuple[TopicCode, ...] = ()
    safeguarding: Safeguarding = NOBODY_NAMED
    hand_over: HandOver = NO_HAND_OVER_RULES
    representation: tuple[RepresentationQuestion, ...] = ()

    @property
    def last_day(self) -> date | None:
        """The closing date; ``None`` where none was stated."""
        return None if self.closes == NO_CLOSING_DATE else self.closes

    def window(self, instant: datetime) -> Window:
        """Return where ``instant`` lies against the programme's dates, in its own time zone."""
        return self.window_of_day(civil_date(instant, self.time_zone))

    def window_of_day(self, day: date) -> Window:
        """Return where ``day`` (a civil date in the programme's zone) lies against the programme's dates."""
        if self.opens is not None and day < self.opens:
            return Window.BEFORE
        return Window.LATE if day > self.closes else Window.INSIDE

    def counted_on(self, received_on: str, finalised_at: datetime) -> date:
        """Return the date a response is judged by: date received (paper, letters), else date finalised.

        Args:
            received_on: ISO date, or empty.
            finalised_at: instant of finalising.
        """
        return date.fromisoformat(received_on) if received_on else civil_date(finalised_at, self.time_zone)


class Window(StrEnum):
    """Where a date lies against a programme's window. Never stored: the closing date may move."""

    BEFORE = "before opening"
    INSIDE = "in time"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Event:
    """A drop-in, session or meeting at which people are heard.

    Attributes:
        event_id: from the pack for a planned event, else uuid4 text.
        revision: 1 and up; a changed event is a new revision with the same id.
        area: code of one of the programme's areas, or empty.
        partner: voluntary or community partner that hosted or promoted it, or empty.
        planned: whether it came from the pack.
        made_by: name of who made it; empty for a planned one.
    """

    event_id: str
    programme_id: str
    name: str
    venue: str
    day: date
    area: str
    partner: str
    planned: bool
    revision: int
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """One entry of the update list, opened. Never part of a response, never joined to one.

    Attributes:
        contact_id: uuid4 text.
        day: the civil date it was given; nothing finer is kept.
        values: field name to words given; ``choices`` fields hold codes separated by spaces.
        consent_version: of the wording that was shown.
    """

    contact_id: str
    programme_id: str
    day: date
    values: tuple[tuple[str, str], ...]
    consent_version: str
