"""The paper ledger of a programme, on a laptop or at the centre, and what does not agree about single sheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desktop.engagement.follow_ups import FollowUpKind
from desktop.engagement.programme import Window
from desktop.foundation.translation import tr
from desktop.sheets.custody import SheetMoveKind
from desktop.sheets.paper_ledger import PaperLedger, PaperLine, make_paper_ledger
from desktop.sheets.serials import issuer_of, read_serial
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.central_store import open_centre
from desktop.workflows.merge_events import stands_for
from desktop.workflows.workplace import Workplace, require, the_programme

PAPER_REQUESTS = (
    FollowUpKind.PAPER_COPY,
    FollowUpKind.LARGE_PRINT,
    FollowUpKind.EASY_READ,
    FollowUpKind.OTHER_LANGUAGE,
)
"""Requests that a posted copy answers. No request is ever joined to a serial: that would lead to the answers."""


@dataclass(frozen=True, slots=True)
class NamedLine:
    """A line of the ledger with the names that a person reads.

    Attributes:
        event_name: empty where nobody said at which event the sheets were collected.
        event_day: ``None`` likewise.
    """

    line: PaperLine
    event_name: str
    event_day: date | None
    form_title: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What two laptops, or two moments, say of one sheet that can't both be so; shown, never settled in silence.

    Attributes:
        shown: the serial in groups of four.
        words: what they say, one sentence.
        response_ids: of the responses that it is about.
    """

    serial: str
    shown: str
    words: str
    response_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedElsewhere:
    """Sheets of which the print log is not here.

    Attributes:
        device_id: of the laptop that printed them, where it is known; else empty.
        label: what that laptop is called; else empty.
        sheets: how many.
    """

    device_id: str
    label: str
    sheets: int


@dataclass(frozen=True, slots=True)
class PaperReport:
    """The paper ledger of one programme, as it is read.

    Attributes:
        lines: by day, event and form.
        requests: what people asked to be sent: (kind, day asked) to how many. Beside ``ledger.posted``, which says
            how many were posted in which format on which day; the two are never joined.
        disagreements: sheets to look at.
        elsewhere: sheets whose print log is on another laptop, or has not come to the centre.
    """

    programme_id: str
    title: str
    ledger: PaperLedger
    lines: tuple[NamedLine, ...]
    requests: Mapping[tuple[FollowUpKind, date], int]
    disagreements: tuple[Disagreement, ...]
    elsewhere: tuple[PrintedElsewhere, ...]


def paper_ledger(place: Workplace, *, actor: Actor, programme_id: str) -> PaperReport:
    """Return the paper ledger of this laptop.

    Raises:
        Refusal: the programme is not here, or the role does not allow it.
    """
    require(actor, Action.SEE_LEDGER)
    with place.reading() as unit:
        return report_of(unit, programme_id)


def central_paper_ledger(place: Workplace, *, actor: Actor, store_url: str, programme_id: str) -> PaperReport:
    """Return the paper ledger of a central store: of all laptops together.

    Raises:
        WorldError: the central store can't be reached.
        Refusal: the programme is not there, or the role does not allow it.
    """
    require(actor, Action.SEE_LEDGER)
    with open_centre(place, store_url) as centre, centre.store.reading() as unit:
        return report_of(unit, programme_id)


def report_of(unit: UnitOfWork, programme_id: str) -> PaperReport:
    """Return the paper ledger of whatever store ``unit`` works on.

    Raises:
        Refusal: the programme is not there.
    """
    programme = the_programme(unit, programme_id)
    events = {each.event_id: each for each in unit.events.list(programme_id=programme_id)}
    titles = {each.form_id: each.title for each in unit.forms.list()}
    shown: dict[str, str] = {}

    def under(event_id: str) -> str:
        if event_id not in shown:
            shown[event_id] = stands_for(unit, event_id) if event_id else ""
        return shown[event_id]

    ledger = make_paper_ledger(
        unit.paper_counts.counts(programme_id),
        stands_for=under,
        is_late=lambda day: programme.window_of_day(day) is Window.LATE,
    )
    lines = []
    for line in ledger.lines:
        event = events.get(line.event_id)
        lines.append(
            NamedLine(
                line,
                "" if event is None else event.name,
                None if event is None else event.day,
                titles.get(line.form_id, line.form_id),
            )
        )
    lines.sort(key=lambda each: (each.event_day or date.max, each.event_name, each.line.event_id, each.form_title))
    requests: Counter[tuple[FollowUpKind, date]] = Counter(
        (each.kind, each.asked_on)
        for each in unit.follow_ups.list()
        if each.programme_id == programme_id and each.kind in PAPER_REQUESTS
    )
    return PaperReport(
        programme_id=programme_id,
        title=programme.title,
        ledger=ledger,
        lines=tuple(lines),
        requests=dict(sorted(requests.items(), key=lambda each: (each[0][1], each[0][0]))),
        disagreements=_disagreements(unit, programme_id),
        elsewhere=_elsewhere(unit, programme_id),
    )


def _disagreements(unit: UnitOfWork, programme_id: str) -> tuple[Disagreement, ...]:
    found = [
        Disagreement(
            serial,
            _shown(serial),
            tr("It was keyed more than once: void one of the responses, or find out which sheet is a photocopy."),
            response_ids,
        )
        for serial, response_ids in unit.paper_counts.keyed_twice(programme_id).items()
    ]
    against = unit.paper_counts.keyed_against(programme_id)
    copies = unit.copies.copies(against)
    said = {
        SheetMoveKind.SPOIL: tr("It was keyed, and is down as spoiled too."),
        SheetMoveKind.BLANK: tr("It was keyed, and is down as returned blank too."),
        SheetMoveKind.REFUSE: tr("It was keyed, and is down as refused too."),
    }
    for serial, kinds in against.items():
        found += [
            Disagreement(serial, _shown(serial), said[kind], (copies[serial].response_id,)) for kind in kinds
        ]
    found += [
        Disagreement(
            copy.serial,
            _shown(copy.serial),
            tr("It was keyed by another version of the form than was printed on it."),
            (copy.response_id,),
        )
        for copy in unit.paper_counts.other_version(programme_id)
    ]
    return tuple(found)


def _elsewhere(unit: UnitOfWork, programme_id: str) -> tuple[PrintedElsewhere, ...]:
    devices = {issuer_of(each.device_id): each for each in unit.trust.devices()}
    many = Counter(read_serial(each.serial).issuer for each in unit.paper_counts.foreign(programme_id))
    found = []
    for issuer, sheets in many.items():
        device = devices.get(issuer)
        found.append(
            PrintedElsewhere(
                "" if device is None else device.device_id, "" if device is None else device.label, sheets
            )
        )
    return tuple(sorted(found, key=lambda each: (-each.sheets, each.device_id)))


def _shown(serial: str) -> str:
    return read_serial(serial).shown
