"""Keying a sheet a second time: blind, by another person, here or from a pile that came from another laptop.

Nothing of what the first keyer made of the sheet reaches the screen, the journal or the objects here. The two are
compared where the first keying is (:mod:`desktop.workflows.keying_differences`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.questionnaires.entry import Environment, FormEntry
from desktop.responses.drafts import DraftHeader, DraftKind
from desktop.responses.keyings import KeyedSheet, Which, same_person
from desktop.responses.verification_plan import without_blocks
from desktop.sheets.second_piles import PileWay, keyer_mark
from desktop.sheets.serials import Serial, read_serial
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.ask_coordinator import close_queries, refuse_open_queries
from desktop.workflows.first_keyers import changed_it, keyed_first
from desktop.workflows.key_paper import Keying
from desktop.workflows.keyers_let_in import refuse_untrained
from desktop.workflows.keying_differences import STANDING, scope_of, settle, standing_of
from desktop.workflows.second_piles import keyed_for
from desktop.workflows.sheet_lookup import read_sheet_code
from desktop.workflows.unrecorded_firsts import first_keying_of, record_first_keying
from desktop.workflows.workplace import Workplace, recorder, require, the_programme


class NotToBeKeyed(Refusal):
    """The sheet is not to be keyed a second time by this person, or not now."""


class NotChosen(NotToBeKeyed):
    """The plan does not ask for a second keying of the sheet, or not yet. Who may set plans can ask for it."""


class BegunByAnother(NotToBeKeyed):
    """Somebody else began the second keying, and has not finished it.

    Attributes:
        name: who it was.
    """

    def __init__(self, serial: Serial, name: str) -> None:
        super().__init__(
            place=tr("Serial {serial}", serial=serial.shown),
            fault=tr("{name} began to key it a second time and has not finished.", name=name or tr("Somebody")),
            remedy=tr("Leave it to them, or begin it anew: what they keyed of it is given up then."),
        )
        self.name = name


@dataclass(frozen=True, slots=True)
class SecondSheet:
    """What a serial says about a sheet that is to be keyed a second time; nothing of what was keyed.

    Attributes:
        serial: canonical; shown: in groups of four.
        response_id: of the response that the first keying is; empty where that is on another laptop.
        scope: paths of the questions to be keyed, without the numbers of blocks; empty: the whole sheet.
        pile_id, pile_name: of the pile that it came with; empty where the first keying is here.
        draft_id: of a second keying that this person began, else empty.
        asked: it is not due by the plan: somebody who may set plans asked for it.
    """

    serial: str
    shown: str
    form_id: str
    form_version: str
    form_sha256: str
    programme_id: str
    event_id: str
    response_id: str
    scope: tuple[str, ...]
    pile_id: str = ""
    pile_name: str = ""
    draft_id: str = ""
    asked: bool = False


def look_up_second(
    place: Workplace, text: str, *, actor: Actor, asked: bool = False, anew: bool = False
) -> SecondSheet:
    """Return what is known of the sheet with this serial, or with the square code that was scanned from it.

    Args:
        asked: key it a second time though the plan does not ask for it.
        anew: give up what another person keyed of it.

    Raises:
        SerialRefused, PageCodeRefused: it is no serial.
        NotToBeKeyed: it was not keyed yet, or twice, or by this person, or is not due.
        Refusal: the role does not allow it.
    """
    require(actor, Action.KEY_PAPER)
    serial, _version = read_sheet_code(text)
    with place.reading() as unit:
        return _stand(place, unit, serial, actor=actor, asked=asked, anew=anew)


def _stand(
    place: Workplace,
    unit: UnitOfWork,
    serial: Serial,
    *,
    actor: Actor,
    asked: bool = False,
    anew: bool = False,
    known: SecondSheet | None = None,
) -> SecondSheet:
    """Return what is known of the sheet; ``known``: what it was looked up as, of which what is due stands."""
    if not actor.name.strip() and not actor.person_id:
        raise _not(serial, tr("Nobody knows who you are."), tr("Say who keys: it must be another person."))
    found = _here(place, unit, serial, actor, asked, known) or _of_pile(unit, serial, actor)
    draft = unit.drafts.open_for_serial(serial.canonical, second=True)
    if draft is None:
        return found
    if same_person(draft.recorder, recorder(actor)):
        return replace(found, draft_id=draft.draft_id)
    if not anew:
        raise BegunByAnother(serial, draft.recorder.name)
    return found


def _here(
    place: Workplace, unit: UnitOfWork, serial: Serial, actor: Actor, asked: bool, known: SecondSheet | None
) -> SecondSheet | None:
    """Return the sheet where its first keying is on this laptop; ``None`` where it is not."""
    keyings = unit.keyings.of_serial(serial.canonical)
    first = first_keying_of(unit, serial.canonical)
    if first is None:
        return None
    state = unit.responses.states([first.response_id]).get(first.response_id)
    if state not in STANDING:
        raise _not(serial, tr("Its response was taken out."), tr("Put the sheet aside."))
    if keyed_first(unit, first, recorder(actor)):
        raise _not(
            serial,
            tr("You keyed it the first time, so another person keys it now."),
            tr("Pass it on, and take the next sheet."),
        )
    if changed_it(unit, first, recorder(actor)):
        raise _not(
            serial,
            tr("You changed its response, and saw what was keyed first."),
            tr("Pass it on, and take the next sheet."),
        )
    if any(each.which is Which.SECOND for each in keyings):
        raise _not(serial, tr("It was keyed twice already."), tr("Put it with the keyed sheets."))
    if known is not None and known.response_id == first.response_id:
        return replace(known, draft_id="")
    standing = standing_of(place, unit, first)
    if not standing.due and not asked:
        raise NotChosen(
            place=tr("Serial {serial}", serial=serial.shown),
            fault=tr("The plan does not ask for a second keying of this sheet.")
            if standing.decided
            else tr("Whether it is keyed a second time hangs on sheets before it, which are not settled yet."),
            remedy=tr("Put it with the keyed sheets, and take the next one."),
        )
    if asked and not standing.due:
        require(actor, Action.ADJUDICATE)
    return SecondSheet(
        serial=serial.canonical,
        shown=serial.shown,
        form_id=first.form_id,
        form_version=first.form_version,
        form_sha256=first.form_sha256,
        programme_id=first.programme_id,
        event_id=first.event_id,
        response_id=first.response_id,
        scope=standing.scope if standing.due else scope_of(place, unit, first, whole=True),
        asked=not standing.due,
    )


def _of_pile(unit: UnitOfWork, serial: Serial, actor: Actor) -> SecondSheet:
    """Return the sheet as the pile says that came with it from another laptop."""
    piles = [each for each in unit.second_piles.of_serial(serial.canonical) if each.way is PileWay.IN]
    if not piles:
        raise _not(
            serial,
            tr("It was not keyed a first time on this laptop, and is in no pile that came here."),
            tr("Key it a first time, or take in the file of the pile that it belongs to."),
        )
    keyings = unit.keyings.of_serial(serial.canonical)
    listed = [(pile, each) for pile in piles for each in pile.sheets if each.serial == serial.canonical]
    left = [(pile, each) for pile, each in listed if keyed_for(pile, each, keyings) is None]
    if not left:
        raise _not(serial, tr("It was keyed here already."), tr("Put it with the keyed sheets of the pile."))
    mine = [each for each in left if keyer_mark(each[0].pile_id, actor.name) in each[1].keyer_mark.split()]
    if mine:
        raise _not(
            serial,
            tr("You keyed it the first time, on the other laptop, so another person keys it now."),
            tr("Pass it on, and take the next sheet."),
        )
    pile, sheet = left[0]
    return SecondSheet(
        serial=serial.canonical,
        shown=serial.shown,
        form_id=sheet.form_id,
        form_version=sheet.form_version,
        form_sha256=sheet.form_sha256,
        programme_id=pile.programme_id,
        event_id=sheet.event_id,
        response_id="",
        scope=sheet.scope,
        pile_id=pile.pile_id,
        pile_name=pile.name,
    )


def _not(serial: Serial, fault: str, remedy: str) -> NotToBeKeyed:
    return NotToBeKeyed(place=tr("Serial {serial}", serial=serial.shown), fault=fault, remedy=remedy)


class SecondKeying(Keying):
    """One sheet being keyed a second time, as it is written. It ends as a :class:`KeyedSheet`, never a response.

    Attributes:
        sheet: what is known of it.
    """

    kind = DraftKind.SECOND_KEYING
    sheet: SecondSheet

    @classmethod
    def begin_second(
        cls, place: Workplace, *, actor: Actor, sheet: SecondSheet, language: str | None = None, anew: bool = False
    ) -> Self:
        """Begin, or go on where this person left it; on disk when this returns.

        Args:
            anew: give up what another person keyed of it.

        Raises:
            NotToBeKeyed: somebody was quicker; see :func:`look_up_second`.
            Refusal: the form is not here, or the role does not allow it.
        """
        require(actor, Action.KEY_PAPER)
        serial = read_serial(sheet.serial)
        with place.unit() as unit:
            # asked again in the transaction that begins it: another window may have been quicker
            now = _stand(place, unit, serial, actor=actor, anew=anew, known=sheet)
            refuse_untrained(unit, actor, now.form_id)
            if now.draft_id:
                unit.rollback()
                resumed = cls._resumed(place, actor=actor, draft_id=now.draft_id)
                resumed.sheet = now
                return resumed
            other = unit.drafts.open_for_serial(now.serial, second=True)
            if other is not None:
                unit.drafts.abandon(other.draft_id, tr("begun anew by another person"))
                unit.changes.add(
                    actor=actor, what="second keying given up", about_id=other.draft_id, at=place.clock.now()
                )
            record_first_keying(unit, actor=actor, serial=now.serial, at=place.clock.now())
            begun = cls._first_step(place, unit, actor, now, language)
            unit.commit()
        begun.sheet = now
        begun._restore_sheet_steps(())
        return begun

    @classmethod
    def _first_step(
        cls, place: Workplace, unit: UnitOfWork, actor: Actor, sheet: SecondSheet, language: str | None
    ) -> Self:
        form = unit.forms.by_sha(sheet.form_sha256)
        if form is None:
            raise Refusal(
                place=tr("Serial {serial}", serial=sheet.shown),
                fault=tr("Version {version} of its form is not on this device.", version=sheet.form_version),
                remedy=tr("Open the programme pack that holds it first."),
            )
        entry, steps = FormEntry.start(
            place.shelf.definition(form),
            clock=place.clock,
            language=language,
            environment=Environment(deviceid=place.device_id, username=actor.name),
            as_written=True,
        )
        header = DraftHeader(
            draft_id=new_id(),
            response_id=sheet.response_id,
            kind=cls.kind,
            form_id=form.form_id,
            form_version=form.version,
            form_sha256=form.sha256,
            programme_id=sheet.programme_id,
            event_id=sheet.event_id,
            channel="paper",
            language=entry.language,
            recorder=recorder(actor),
            started_at=place.clock.now(),
            serial=sheet.serial,
            print_log_here=None,
            reason="asked" if sheet.asked else "",
        )
        unit.drafts.begin(header)
        unit.drafts.append(header.draft_id, [(step.kind, step.path, step.value) for step in steps])
        return cls(
            place,
            actor=actor,
            header=header,
            form=form,
            programme=the_programme(unit, sheet.programme_id),
            entry=entry,
            written=len(steps),
        )

    @classmethod
    def resume(cls, place: Workplace, *, actor: Actor, draft_id: str) -> Self:
        """Return the keying as it was when its last step was saved.

        Raises:
            NotToBeKeyed: the sheet is not to be keyed a second time any more, or by another person.
            Refusal: the draft is gone: finished or given up.
        """
        require(actor, Action.KEY_PAPER)
        resumed = cls._resumed(place, actor=actor, draft_id=draft_id)
        with place.reading() as unit:
            resumed.sheet = _stand(
                place,
                unit,
                read_serial(resumed.header.serial),
                actor=actor,
                asked=bool(resumed.header.reason),
                anew=False,
            )
        return resumed

    @classmethod
    def _resumed(cls, place: Workplace, *, actor: Actor, draft_id: str) -> Self:
        return super().resume(place, actor=actor, draft_id=draft_id)

    def asks(self, path: str) -> bool:
        """Tell whether the question is to be keyed: one that the plan leaves out is not."""
        return not self.sheet.scope or without_blocks(path) in self.sheet.scope

    def hangs_on_left_out(self, path: str) -> bool:
        """Tell whether a question is asked by the answer to one that is left out, so that nobody can know.

        It is keyed then if it is written on the sheet, and left blank if it is not.
        """
        if not self.sheet.scope:
            return False
        left_out = [each.ref for each in self.definition.questions() if each.asked and not self.asks(each.path)]
        parts = without_blocks(path).split("/")
        for end in range(1, len(parts) + 1):
            node = self.definition.find("/".join(parts[:end]))
            relevant = getattr(node, "relevant", None)
            if relevant is not None and any(ref in relevant.text for ref in left_out):
                return True
        return False

    def keep(self) -> KeyedSheet:
        """Keep the second keying, delete its journal, and compare it where the first keying is here.

        Raises:
            NotToBeKeyed: the sheet was keyed twice, or its response taken out, meanwhile.
            Refusal: a query about it is not answered yet.
            WorldError: the disk refused; the draft is as it was.
        """
        self._keep(())
        now = self._place.clock.now()
        with self._place.unit() as unit:
            self._refuse_if_elsewhere(unit)
            refuse_open_queries(unit, self.sheet.serial)
            serial = read_serial(self.sheet.serial)
            _stand(self._place, unit, serial, actor=self._actor, known=self.sheet)
            keyed = self._keyed(now)
            unit.keyings.add(keyed)
            unit.drafts.keyed_again(self.draft_id)
            close_queries(unit, self.sheet.serial)
            unit.changes.add(actor=self._actor, what="sheet keyed a second time", about_id=keyed.keying_id, at=now)
            if keyed.response_id:
                settle(self._place, unit, actor=self._actor, second=keyed, at=now)
            unit.commit()
        return keyed

    def _refuse_if_elsewhere(self, unit: UnitOfWork) -> None:
        """Say why it was given up, where it was: taken out, keyed elsewhere, or begun anew by somebody."""
        if unit.drafts.length(self.draft_id) is None:
            _stand(self._place, unit, read_serial(self.sheet.serial), actor=self._actor, known=self.sheet)
        super()._refuse_if_elsewhere(unit)

    def _keyed(self, now: datetime) -> KeyedSheet:
        said = {**self.entry.off_route(), **self.entry.answers()}
        missing: Mapping[str, str] = self._missing()
        return KeyedSheet(
            keying_id=new_id(),
            which=Which.SECOND,
            serial=self.sheet.serial,
            programme_id=self.sheet.programme_id,
            event_id=self.sheet.event_id,
            form_id=self.sheet.form_id,
            form_version=self.sheet.form_version,
            form_sha256=self.sheet.form_sha256,
            response_id=self.sheet.response_id,
            instance_id="",
            keyer=recorder(self._actor),
            device_id=self._place.device_id,
            started_at=self.header.started_at,
            finished_at=now,
            answers={path: value for path, value in said.items() if self._counts(path)},
            missing={path: kind for path, kind in missing.items() if self._counts(path) and path not in said},
            scope=self.sheet.scope,
            efforts={path: each for path, each in self._notes.efforts.items() if self._counts(path)},
            pile_id=self.sheet.pile_id,
        )

    def _counts(self, path: str) -> bool:
        return without_blocks(path) in self.numbers and self.asks(path)
