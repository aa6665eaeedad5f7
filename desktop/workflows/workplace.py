"""The workplace: one data folder that is open, and what every job needs of it.

A workplace is handed to each workflow; there is no global one. It holds nothing of a respondent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from desktop.engagement.programme import Event, Programme
from desktop.foundation.clock import Clock
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.keys.device import DeviceKey
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.stored_form import StoredForm
from desktop.questionnaires.xform import read_xform
from desktop.responses.response import Recorder
from desktop.staff.people import Action, Actor, may
from desktop.store.opening import Store
from desktop.store.unit import UnitOfWork
from desktop.workflows.form_media import FormMedia, MediaShelf, media_of_form


class DefinitionShelf:
    """Form definitions that were read once, by the SHA-256 of their XML; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._read: dict[str, FormDefinition] = {}

    def definition(self, form: StoredForm) -> FormDefinition:
        """Return the definition of a stored form."""
        with self._lock:
            found = self._read.get(form.sha256)
        if found is None:
            found = read_xform(form.xml)
            with self._lock:
                self._read[form.sha256] = found
        return found


@dataclass(frozen=True, slots=True)
class Workplace:
    """One open data folder.

    Attributes:
        folder: holds the key slots, the encrypted store and nothing in clear.
        practice: made-up data; no batch of it is taken by any target.
        clock: says what time it is.
        store: the device's own encrypted store.
        device_id: uuid4 text, random, of this store on this machine.
        epoch: 1 and up; a restore or hand-over starts a new one.
        device_key: signs batches.
    """

    folder: Path
    practice: bool
    clock: Clock
    store: Store = field(repr=False)
    device_id: str
    epoch: int
    device_key: DeviceKey = field(repr=False)
    shelf: DefinitionShelf = field(default_factory=DefinitionShelf, repr=False)
    media_shelf: MediaShelf = field(default_factory=MediaShelf, repr=False)

    def unit(self) -> UnitOfWork:
        """Return a unit of work on the device's store; it rolls back unless it is committed."""
        return self.store.unit()

    def reading(self) -> UnitOfWork:
        """Return a unit of work that only reads: it waits for no writer and sees one state throughout."""
        return self.store.reading()

    def media(self, form: StoredForm) -> FormMedia:
        """Return what a form of the store shows beside its words."""
        with self.reading() as unit:
            return media_of_form(unit, self.media_shelf, form, self._pack_file)

    def _pack_file(self, pack: int, name: str) -> bytes | None:
        with self.reading() as unit:
            return unit.programmes.file(pack, name)

    def close(self) -> None:
        """Close the store."""
        self.store.close()


def the_programme(unit: UnitOfWork, programme_id: str) -> Programme:
    """Return a programme of the store.

    Raises:
        Refusal: there is none with that id.
    """
    found = unit.programmes.get(programme_id)
    if found is None:
        raise Refusal(
            place=tr("Programme {id}", id=programme_id),
            fault=tr("This programme is not open on this device."),
            remedy=tr("Open its pack first."),
        )
    return found


def the_form(unit: UnitOfWork, form_id: str) -> StoredForm:
    """Return the newest version of a form of the store.

    Raises:
        Refusal: there is none with that id.
    """
    found = unit.forms.get(form_id)
    if found is None:
        raise Refusal(
            place=tr("Form {id}", id=form_id),
            fault=tr("This form is not on this device."),
            remedy=tr("Open the programme pack that holds it first."),
        )
    return found


def the_event(unit: UnitOfWork, event_id: str, *, of_programme: str = "") -> Event:
    """Return an event of the store.

    Args:
        of_programme: id of the programme whose event it has to be; empty for any.

    Raises:
        Refusal: there is none with that id, or it belongs to another programme.
    """
    found = unit.events.get(event_id)
    if found is None:
        raise Refusal(
            place=tr("Event {id}", id=event_id),
            fault=tr("There is no such event on this device."),
            remedy=tr("Create the event, or look its id up in the list of events."),
            command="event list",
        )
    if of_programme and found.programme_id != of_programme:
        raise Refusal(
            place=tr("Event {id}", id=event_id),
            fault=tr("It belongs to the programme {event}, but the form to {form}.",
                     event=found.programme_id, form=of_programme),
            remedy=tr("Choose an event and a form of one programme."),
        )  # fmt: skip
    return found


def require(actor: Actor, action: Action) -> None:
    """Refuse what the actor's role may not do; an actor of no known role is let through by commands only.

    Raises:
        Refusal: the role does not allow the action, or a screen was reached with no role.
    """
    if actor.role is None and not actor.signed_in:
        return  # a command: whoever can unlock the store from a shell; recorded as not signed in
    if actor.role is None or not may(actor.role, action):
        raise Refusal(
            place=actor.name or tr("This person"),
            fault=tr("Their role does not allow this ({action}).", action=tr(action.value.replace("_", " "))),
            remedy=tr("Ask a colleague with another role to do it."),
        )


def refuse_practice(place: Workplace) -> None:
    """Refuse what would carry made-up data out of practice.

    Raises:
        Refusal: the workplace is practice.
    """
    if place.practice:
        raise Refusal(
            place=tr("Practice"),
            fault=tr("Practice data is made up and goes nowhere: no target takes it."),
            remedy=tr("Leave practice and set the laptop up for a real programme."),
        )


def recorder(actor: Actor) -> Recorder:
    """Return the actor as they are recorded on what they do."""
    return Recorder(
        person_id=actor.person_id,
        name=actor.name,
        role=actor.role.value if actor.role else "",
        signed_in=actor.signed_in,
    )
