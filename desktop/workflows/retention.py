"""Retention: what is due to go by the rules of the packs, and letting it go, with a certificate.

Nothing goes by itself. From its day on a deletion is proposed; a coordinator carries it out, typing the id of the
programme, and gets a certificate. It is done in each place for itself: on every laptop, and at the central store.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from desktop.engagement.certificate import Certificate, certificate_from_json
from desktop.engagement.programme import Programme
from desktop.engagement.retention import RetentionRule, Subject
from desktop.engagement.versions import version_order
from desktop.foundation.clock import civil_date
from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import ntr, tr
from desktop.responses.custody import CertificateRow
from desktop.responses.states import ItemState
from desktop.staff.people import Action, Actor
from desktop.store.opening import Store
from desktop.store.unit import UnitOfWork
from desktop.workflows.central_store import open_centre, require_coordinator
from desktop.workflows.retention_deletion import UNSYNCED, copies_left, delete, set_apart, start_of, to_erase
from desktop.workflows.retention_event_day import noted
from desktop.workflows.retention_keying import keyed_beside
from desktop.workflows.workplace import Workplace, require


@dataclass(frozen=True, slots=True)
class Due:
    """One subject of one programme: when it is to go, and how much of it is here.

    Attributes:
        subject: a member of :class:`Subject`; its value (``contacts`` ...) is what commands take.
        rule_words: the rule as a sentence.
        due: from which day on it is to go; ``None`` while nobody can say.
        overdue: whether that day has come, and something is here or no certificate says that it went.
        count: entries, responses with drafts, or lines of the log that would go.
        warning: what to look at before; empty for nothing.
        done: ISO date of the last certificate of it; empty for none.
    """

    programme_id: str
    title: str
    subject: Subject
    rule_words: str
    due: date | None
    overdue: bool
    count: int
    warning: str = ""
    done: str = ""


def planned(
    place: Workplace, *, actor: Actor | None = None, today: date | None = None, store_url: str = ""
) -> tuple[Due, ...]:
    """Return every subject of every programme with its rule, also where nothing is due or nobody has said.

    Args:
        actor: who looks; at the centre it has to be a coordinator where it is given.
        today: else the workplace's clock says, in each programme's own time zone.
        store_url: a central store instead of this device's.

    Raises:
        Refusal: the actor is no coordinator, or there is no central store there.
        WorldError: the central store can't be reached.
    """
    if store_url and actor is not None:
        require_coordinator(place, actor)
    with _store(place, store_url) as (store, _), store.reading() as unit:
        done = {(row.programme_id, row.subject): row.done_at for row in unit.retention.list()}
        return tuple(
            _line(place, unit, programme, subject, today, done.get((programme.programme_id, subject.value)))
            for programme in _programmes(place, unit)
            for subject in Subject
        )


def due(
    place: Workplace, *, actor: Actor | None = None, today: date | None = None, store_url: str = ""
) -> tuple[Due, ...]:
    """Return what is to go now; arguments and errors as :func:`planned`."""
    return tuple(line for line in planned(place, actor=actor, today=today, store_url=store_url) if line.overdue)


def carry_out(
    place: Workplace, *, actor: Actor, programme_id: str, subject: str, confirm: str, store_url: str = ""
) -> Certificate:
    """Delete one subject of one programme for good, in one transaction, and return the certificate of it.

    Args:
        subject: a :class:`Subject` or its value.
        confirm: the programme's id, typed by the person.
        store_url: a central store instead of this device's.

    Raises:
        Refusal: it is not due, nobody has said when, the id was typed wrongly, or the role does not allow it.
        WorldError: the store can't be written; nothing was deleted.
    """
    if store_url:
        require_coordinator(place, actor)
    else:
        require(actor, Action.CARRY_OUT_RETENTION)
    about = _subject(subject)
    if confirm.strip() != programme_id:
        raise Refusal(
            place=tr("Retention"),
            fault=tr("The programme's id was not typed as it is, so nothing was deleted."),
            remedy=tr("Type {id}.", id=programme_id),
        )
    now = place.clock.now()
    with _store(place, store_url) as (store, name), store.unit() as unit:
        programme = _the_programme(place, unit, programme_id)
        day = _require_due(place, unit, programme, about)
        left = (*copies_left(unit, programme, about), _other_places(bool(store_url)))
        counts = delete(unit, programme, about, actor=actor, at=now, day=day)
        certificate = Certificate(
            certificate_id=new_id(),
            programme_id=programme.programme_id,
            programme_version=programme.version,
            title=programme.title,
            organisation=programme.organisation,
            made_up=programme.made_up,
            subject=about,
            rule=rule_words(programme, about),
            due=day,
            done_by=actor.name,
            signed_in=actor.signed_in,
            done_at=now,
            store=name,
            counts=counts,
            left=left,
        )
        unit.retention.add(
            CertificateRow(
                certificate_id=certificate.certificate_id,
                programme_id=programme_id,
                subject=about.value,
                due=day.isoformat(),
                done_by=actor.name,
                done_at=now,
                counts=json.dumps(dict(counts)),
                body=certificate.to_json(),
            )
        )
        what = f"retention carried out: {about.value}"
        unit.changes.add(actor=actor, what=what, about_id=programme_id, why=certificate.certificate_id, at=now)
        unit.commit()
    return certificate


def certificates(place: Workplace, *, store_url: str = "") -> tuple[Certificate, ...]:
    """Return the certificates that were given, newest first."""
    with _store(place, store_url) as (store, _), store.reading() as unit:
        rows = sorted(unit.retention.list(), key=lambda row: (row.done_at, row.certificate_id), reverse=True)
        return tuple(certificate_from_json(row.body) for row in rows)


def certificate_pdf(certificate: Certificate) -> bytes:
    """Return a certificate as one page to be signed and filed."""
    from desktop.exports.certificate import certificate_pdf as drawn

    return drawn(certificate)


def subject_words(subject: Subject) -> str:
    """Return what a subject is called."""
    from desktop.exports.certificate import subject_words as words

    return words(subject)


def rule_words(programme: Programme, subject: Subject) -> str:
    """Return the rule for one subject as a sentence."""
    rule = programme.retention.rule(subject)
    if not rule.said:
        return tr("To be filled in by the programme, in its pack.")
    words = _rule_words(rule, programme.last_day)
    return tr("{words} Made up, for practice.", words=words) if programme.made_up else words


def _rule_words(rule: RetentionRule, last_day: date | None) -> str:
    if rule.on is not None:
        return tr("On {day}.", day=rule.on.isoformat())
    if last_day is None:
        return ntr(
            "{count} month after the closing date, but the programme states none.",
            "{count} months after the closing date, but the programme states none.",
            rule.months or 0,
        )
    return ntr(
        "{count} month after the last day, {day}.",
        "{count} months after the last day, {day}.",
        rule.months or 0,
        day=last_day.isoformat(),
    )


# what is due ---------------------------------------------------------------------------------------------


@contextmanager
def _store(place: Workplace, store_url: str) -> Iterator[tuple[Store, str]]:
    """Give the store that is meant and its name: this device's own, or a central one."""
    if not store_url:
        yield place.store, f"device {place.device_id}"
        return
    with open_centre(place, store_url) as centre:
        yield centre.store, f"centre {centre.keys.central_id}"


def _programmes(place: Workplace, unit: UnitOfWork) -> tuple[Programme, ...]:
    """Return the programmes of the store as now in force.

    The centre learns of a pack from batches only. A coordinator who fills the rules in after the last event
    opens the new pack on their own laptop, so the higher version of the two counts.
    """
    found = {programme.programme_id: programme for programme in unit.programmes.list()}
    with place.reading() as own:
        for programme in own.programmes.list():
            standing = found.get(programme.programme_id)
            if standing and version_order(standing.version) < version_order(programme.version):
                found[programme.programme_id] = programme
    return tuple(sorted(found.values(), key=lambda programme: (programme.title, programme.programme_id)))


def _the_programme(place: Workplace, unit: UnitOfWork, programme_id: str) -> Programme:
    for programme in _programmes(place, unit):
        if programme.programme_id == programme_id:
            return programme
    raise Refusal(
        place=tr("Programme {id}", id=programme_id),
        fault=tr("There is no such programme in this store."),
        remedy=tr("Look its id up in the list of what is due."),
    )


def _today(place: Workplace, programme: Programme) -> date:
    return civil_date(place.clock.now(), programme.time_zone)


def _line(
    place: Workplace,
    unit: UnitOfWork,
    programme: Programme,
    subject: Subject,
    today: date | None,
    done: datetime | None,
) -> Due:
    day = _due_day(place, unit, programme, subject)
    count = _count(place, unit, programme, subject)
    come = day is not None and day <= (today or _today(place, programme))
    return Due(
        programme_id=programme.programme_id,
        title=programme.title,
        subject=subject,
        rule_words=rule_words(programme, subject),
        due=day,
        overdue=come and (count > 0 or done is None),
        count=count,
        warning=_warning(place, unit, programme, subject),
        done="" if done is None else done.date().isoformat(),
    )


def _due_day(place: Workplace, unit: UnitOfWork, programme: Programme, subject: Subject) -> date | None:
    """Return the day from which on the subject is to go.

    One log serves all programmes, and a chain can only be cut from its beginning: so it goes when the last of them
    says so, and never while one of them has not said.
    """
    if subject is not Subject.AUDIT:
        return programme.retention.rule(subject).due(programme.last_day)
    days = [each.retention.audit.due(each.last_day) for each in _programmes(place, unit)]
    return max((day for day in days if day is not None), default=None) if None not in days else None


def _count(place: Workplace, unit: UnitOfWork, programme: Programme, subject: Subject) -> int:
    match subject:
        case Subject.CONTACTS:
            apart = set_apart(unit, programme.programme_id, subject)
            asked = unit.follow_ups.list(programme.programme_id)
            return len(unit.contacts.list(programme.programme_id)) + len(asked) + len(apart)
        case Subject.RESPONSES:
            held = unit.responses.counts_by_state(programme_id=programme.programme_id)
            apart = set_apart(unit, programme.programme_id, subject)
            answered = sum(held[state] for state in (*to_erase(), ItemState.DRAFT))
            beside = noted(unit, programme.programme_id) + keyed_beside(unit, programme.programme_id)
            return answered + beside + len(apart)
        case Subject.SCANS:
            return len(unit.scans.list(programme.programme_id))
        case Subject.AUDIT:
            day = _due_day(place, unit, programme, subject)
            return 0 if day is None else _lines_before(unit, start_of(day, programme))


def _lines_before(unit: UnitOfWork, instant: datetime) -> int:
    return sum(1 for _ in takewhile(lambda line: line.at < instant, unit.changes.walk()))


def _warning(place: Workplace, unit: UnitOfWork, programme: Programme, subject: Subject) -> str:
    if subject is Subject.RESPONSES:
        held = unit.responses.counts_by_state(programme_id=programme.programme_id)
        unsynced = sum(held[state] for state in UNSYNCED) + held[ItemState.DRAFT]
        if unsynced:
            return ntr(
                "{count} response has not reached the centre, as far as is known here.",
                "{count} responses have not reached the centre, as far as is known here.",
                unsynced,
            )
    if subject is Subject.CONTACTS:
        waiting = unit.contacts.held().get(programme.programme_id, 0)
        if waiting:
            return ntr(
                "{count} entry was never sent to the coordinator.",
                "{count} entries were never sent to the coordinator.",
                waiting,
            )
    if subject is Subject.AUDIT:
        open_ones = [
            each.title
            for each in _programmes(place, unit)
            if each.retention.audit.due(each.last_day) is None and each.programme_id != programme.programme_id
        ]
        if open_ones:
            return tr("One audit trail serves all programmes; it also waits for: {titles}.",
                      titles=", ".join(open_ones))  # fmt: skip
    return ""


def _subject(text: str) -> Subject:
    try:
        return Subject(text)
    except ValueError:
        raise Refusal(
            place=tr("Retention"),
            fault=tr("{text} is nothing that is kept for a time of its own.", text=text),
            remedy=tr("Use one of: {subjects}.", subjects=", ".join(Subject)),
        ) from None


def _require_due(place: Workplace, unit: UnitOfWork, programme: Programme, subject: Subject) -> date:
    day = _due_day(place, unit, programme, subject)
    if day is None:
        raise Refusal(
            place=programme.title,
            fault=tr("No day is stated on which this is to go: {rule}", rule=rule_words(programme, subject))
            if subject is not Subject.AUDIT
            else tr("One audit trail serves all programmes, and not all of them say how long it is kept."),
            remedy=tr("Fill in [retention] in the programme's pack, give it a higher version, and open it."),
        )
    if _today(place, programme) < day:
        raise Refusal(
            place=programme.title,
            fault=tr("This is to be kept until {day}.", day=day.isoformat()),
            remedy=tr("Carry it out on that day or later. If today's date is wrong, set the computer's clock."),
        )
    return day


def _other_places(at_centre: bool) -> str:
    if at_centre:
        return tr("Each laptop keeps its own store, and carries this out for itself.")
    return tr("The central store and other laptops keep their own, and carry this out for themselves.")
