"""A pile that came from another laptop: taken in, keyed a second time here, and sent back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from desktop.foundation.durable_files import write_durably
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.responses.drafts import DraftEnd
from desktop.responses.keyings import KeyedSheet
from desktop.sheets.second_piles import PileWay, SecondPile
from desktop.sheets.serials import SerialRefused, read_serial, verify_serial
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.noted_words import one_line
from desktop.workflows.second_piles import (
    MOST_NAME,
    PileSeen,
    content_of,
    keyed_for,
    keyed_of,
    seen_here,
    the_pile,
)
from desktop.workflows.workplace import Workplace, require, the_programme


@dataclass(frozen=True, slots=True)
class PileTaken:
    """A pile that came to be keyed here.

    Attributes:
        fresh: whether it was not here before.
    """

    seen: PileSeen
    fresh: bool


def take_in_pile(place: Workplace, *, actor: Actor, path: Path) -> PileTaken:
    """Take in a pile that another laptop sent, to key it here. Taken in again, it changes nothing.

    Raises:
        DamagedFile: it is cut, altered or another kind of file.
        Refusal: it was sent from here, is of practice, another programme, a form or sheet that is not of it, or
            the role does not allow it.
    """
    from desktop.sync.pile_file import MAX_PILE, read_pile_file

    require(actor, Action.KEY_PAPER)
    read = read_pile_file(content_of(path, MAX_PILE), name=path.name)
    pile = replace(read.pile, name=one_line(read.pile.name)[:MOST_NAME], made_by=one_line(read.pile.made_by))
    where = tr("The file {name}", name=path.name)
    with place.unit() as unit:
        known = unit.second_piles.get(pile.pile_id)
        if pile.device_id == place.device_id or (known is not None and known.way is PileWay.OUT):
            raise Refusal(
                place=where,
                fault=tr("It was sent from this laptop, for another one."),
                remedy=tr("Open it on the other laptop."),
            )
        if known is not None:
            if replace(known, ended_at=None) != pile:
                raise Refusal(
                    place=where,
                    fault=tr("A pile with the same number is here, and has other sheets."),
                    remedy=tr("Ask whoever sent it for a new pile. Nothing of it was taken in."),
                )
            return PileTaken(seen_here(unit, known), False)
        _check(place, unit, pile, where, made_up=read.made_up)
        unit.second_piles.add(pile)
        now = place.clock.now()
        unit.changes.add(actor=actor, what="second pile taken in", about_id=pile.pile_id, at=now)
        seen = seen_here(unit, pile)
        unit.commit()
    return PileTaken(seen, True)


def return_pile(place: Workplace, *, actor: Actor, pile_id: str, path: Path) -> PileSeen:
    """Write what was keyed here of a pile, encrypted to it. It ends once all its sheets are written.

    Written again it holds the same sheets, and those that were keyed since.

    Raises:
        Refusal: there is no such pile, none of it was keyed yet, or the role does not allow it.
        WorldError: the file can't be written.
    """
    from desktop.sync.pile_file import write_keyed_file

    require(actor, Action.KEY_PAPER)
    with place.unit() as unit:
        pile = the_pile(unit, pile_id, PileWay.IN)
        keyed = keyed_of(unit, pile)
        if not keyed:
            raise Refusal(
                place=pile.name,
                fault=tr("None of its sheets was keyed here yet."),
                remedy=tr("Key them, then write the file for the laptop that sent the pile."),
            )
        # a store that was restored has another device id: whoever sends them vouches for them
        sent = [replace(each, device_id=place.device_id, pile_id=pile_id) for each in keyed]
        write_durably(path, write_keyed_file(pile, sent, device_key=place.device_key, made_up=place.practice))
        now = place.clock.now()
        if len(keyed) == len(pile.sheets) and pile.ended_at is None:
            unit.second_piles.end(pile_id, now)
        unit.changes.add(actor=actor, what="second pile returned", about_id=pile_id, why=f"{len(keyed)}", at=now)
        seen = seen_here(unit, the_pile(unit, pile_id, PileWay.IN))
        unit.commit()
    return seen


def clear_pile(place: Workplace, *, actor: Actor, pile_id: str) -> int:
    """Delete what was keyed here of a pile, once the laptop that sent it has it; return how many sheets.

    What a respondent takes back is taken back there and at the centre: nothing is to stay here for longer, neither
    a keying that was begun and not finished nor the words of a query.

    Raises:
        Refusal: there is no such pile, or the role does not allow it.
    """
    require(actor, Action.ADJUDICATE)
    with place.unit() as unit:
        pile = the_pile(unit, pile_id, PileWay.IN)
        keyed = keyed_of(unit, pile)
        for each in keyed:
            if not _wanted_elsewhere(unit, pile, each):
                unit.keyings.remove(each.keying_id)
        _forget_beside(unit, pile)
        now = place.clock.now()
        unit.second_piles.end(pile_id, now)
        unit.changes.add(actor=actor, what="second pile cleared", about_id=pile_id, why=f"{len(keyed)}", at=now)
        unit.commit()
    return len(keyed)


def _wanted_elsewhere(unit: UnitOfWork, pile: SecondPile, keyed: KeyedSheet) -> bool:
    """Tell whether the keying stands for another pile that came here too, and is not done with."""
    return any(
        keyed_for(other, each, [keyed]) is not None
        for other in unit.second_piles.of_serial(keyed.serial)
        if other.way is PileWay.IN and other.pile_id != pile.pile_id
        for each in other.sheets
        if each.serial == keyed.serial
    )


def _forget_beside(unit: UnitOfWork, pile: SecondPile) -> None:
    """Delete what is kept of the pile's sheets beside their keyings: no response is here that would erase it."""
    for each in pile.sheets:
        others = [other for other in unit.second_piles.of_serial(each.serial) if other.pile_id != pile.pile_id]
        draft = unit.drafts.open_for_serial(each.serial, second=True)
        if draft is not None and not draft.response_id and not others:
            unit.drafts.abandon(draft.draft_id, tr("the pile was cleared"))
        for query in unit.queries.of_serial(each.serial):
            of = unit.drafts.get(query.draft_id)
            if of is not None and not of.response_id and of.end is not DraftEnd.OPEN:
                unit.queries.remove(query.query_id)


def _check(place: Workplace, unit: UnitOfWork, pile: SecondPile, where: str, *, made_up: bool) -> None:
    if made_up != place.practice:
        raise Refusal(
            place=where,
            fault=tr("It comes from practice: what it holds is made up.")
            if made_up
            else tr("It is of real sheets, and this is practice."),
            remedy=tr("Take it in on a laptop that practises.")
            if made_up
            else tr("Leave practice, and take it in then."),
        )
    programme = the_programme(unit, pile.programme_id)
    for each in pile.sheets:
        form = unit.forms.by_sha(each.form_sha256)
        if form is None or form.form_id != each.form_id or form.programme_id != pile.programme_id:
            raise Refusal(
                place=where,
                fault=tr(
                    "Version {version} of a form in it is not on this device.", version=each.form_version[:40]
                ),
                remedy=tr("Open the programme pack that holds it first. Nothing of it was taken in."),
            )
        questions = {question.path for question in place.shelf.definition(form).questions() if question.asked}
        try:
            serial = read_serial(each.serial)
            right = serial.canonical == each.serial and verify_serial(serial, programme.serial_key, form.form_id)
        except SerialRefused:
            right = False
        if not right or not set(each.scope) <= questions:
            raise Refusal(
                place=where,
                fault=tr("A sheet in it is not of this programme."),
                remedy=tr("Ask whoever sent it. Nothing of it was taken in."),
            )
