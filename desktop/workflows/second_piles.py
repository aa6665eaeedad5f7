"""Piles that travel to another laptop to be keyed a second time there.

The laptop that keyed them first sends a list of its sheets, without an answer; the paper goes with it. The other
laptop keys them (:mod:`desktop.workflows.other_laptops_piles`) and sends back what it keyed, encrypted; that is
compared and decided upon at home (:mod:`desktop.workflows.returned_piles`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.foundation.durable_files import file_fault, write_durably
from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.responses.keyings import KeyedSheet
from desktop.responses.verification import SheetStanding
from desktop.sheets.second_piles import PileSheet, PileWay, SecondPile, keyer_mark
from desktop.sheets.serials import SerialRefused, read_serial
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.first_keyers import first_keyers
from desktop.workflows.keying_differences import (
    STANDING,
    first_keyings,
    scope_of,
    second_of,
    standing_of,
    standings_of,
)
from desktop.workflows.noted_words import one_line, refuse_too_long
from desktop.workflows.unrecorded_firsts import first_keying_of, keep_first_keying
from desktop.workflows.workplace import Workplace, require, the_programme

MOST_NAME = 80
"""Characters of a pile's name."""


@dataclass(frozen=True, slots=True)
class PileSeen:
    """A pile as it stands here.

    Attributes:
        fingerprint: of the laptop that sent it, for two people to compare.
        keyed: how many of its sheets are keyed a second time, as far as is known here.
    """

    pile: SecondPile
    fingerprint: str
    keyed: int

    @property
    def left(self) -> int:
        """How many are not."""
        return len(self.pile.sheets) - self.keyed


def send_pile(
    place: Workplace,
    *,
    actor: Actor,
    programme_id: str,
    name: str,
    path: Path,
    serials: Collection[str] = (),
    asked: bool = False,
) -> PileSeen:
    """Make a pile of sheets that are due, write its file, and count them as away.

    Args:
        name: as staff call it; names nobody.
        path: ends in ``.sbpile``.
        serials: canonical, which sheets; empty: all that are due and not away.
        asked: take sheets that the plan does not ask for too, where they are named.

    Raises:
        Refusal: no sheet is due, one is not, is away already or was keyed twice, the name is missing or too long,
            or the role does not allow it.
        WorldError: the file can't be written; then there is no pile.
    """
    from desktop.keys.encryption import SealingKey
    from desktop.sync.pile_file import MAX_SHEETS, write_pile_file

    require(actor, Action.ADJUDICATE)
    called = _name(name)
    key = SealingKey.generate()
    with place.unit() as unit:
        the_programme(unit, programme_id)
        pile_id = new_id()
        chosen = _chosen(place, unit, programme_id, serials, asked)
        now = place.clock.now()
        for first, _scope in chosen:
            keep_first_keying(unit, first, actor=actor, at=now)
        if len(chosen) > MAX_SHEETS:
            raise Refusal(
                place=called,
                fault=tr("It would have {count} sheets; {most} fit.", count=len(chosen), most=MAX_SHEETS),
                remedy=tr("Make two piles of it."),
            )
        copies = unit.copies.copies(each.serial for each, _scope in chosen)
        keyers = first_keyers(unit, (first for first, _scope in chosen))
        sheets = tuple(
            PileSheet(
                serial=each.serial,
                form_id=each.form_id,
                form_version=each.form_version,
                form_sha256=each.form_sha256,
                event_id=each.event_id,
                received_on=copies[each.serial].received_on if each.serial in copies else "",
                keyer_mark=" ".join(sorted({keyer_mark(pile_id, keyer.name) for keyer in keyers[each.keying_id]})),
                scope=scope,
            )
            for each, scope in chosen
        )
        pile = SecondPile(
            pile_id=pile_id,
            way=PileWay.OUT,
            name=called,
            programme_id=programme_id,
            sheets=sheets,
            recipient=key.recipient,
            identity=key.identity,
            device_id=place.device_id,
            device_key=place.device_key.public_text,
            made_by=actor.name,
            made_at=now,
        )
        unit.second_piles.add(pile)
        unit.changes.add(actor=actor, what="second pile sent", about_id=pile_id, at=now)
        # written before it is committed: a pile whose file nobody has would keep its sheets away for nothing
        write_durably(path, write_pile_file(pile, device_key=place.device_key, made_up=place.practice))
        unit.commit()
    return PileSeen(pile, fingerprint_of(pile.device_key), 0)


def write_again(place: Workplace, *, actor: Actor, pile_id: str, path: Path) -> None:
    """Write the file of a pile that was sent once more: the stick was lost.

    Raises:
        Refusal: there is no such pile, or the role does not allow it.
        WorldError: the file can't be written.
    """
    from desktop.sync.pile_file import write_pile_file

    require(actor, Action.ADJUDICATE)
    with place.reading() as unit:
        pile = the_pile(unit, pile_id, PileWay.OUT)
    # a store that was restored has another device id: whoever writes it signs it
    pile = replace(pile, device_id=place.device_id, device_key=place.device_key.public_text)
    write_durably(path, write_pile_file(pile, device_key=place.device_key, made_up=place.practice))


def end_pile(place: Workplace, *, actor: Actor, pile_id: str) -> None:
    """Say that nothing more comes back of a pile: what was not keyed elsewhere is due here again.

    Raises:
        Refusal: there is no such pile, or the role does not allow it.
    """
    require(actor, Action.ADJUDICATE)
    with place.unit() as unit:
        the_pile(unit, pile_id, PileWay.OUT)
        now = place.clock.now()
        unit.second_piles.end(pile_id, now)
        unit.changes.add(actor=actor, what="second pile ended", about_id=pile_id, at=now)
        unit.commit()


def _chosen(
    place: Workplace, unit: UnitOfWork, programme_id: str, serials: Collection[str], asked: bool
) -> tuple[tuple[KeyedSheet, tuple[str, ...]], ...]:
    """Return the first keyings that go, each with what is to be keyed of it."""
    firsts = {each.serial: each for each in first_keyings(unit, programme_id=programme_id)}
    found = []
    if serials:
        for serial in dict.fromkeys(serials):
            # one that was keyed before first keyings were recorded: its response tells
            first = firsts.get(serial) or first_keying_of(unit, serial)
            shown = shown_serial(serial)
            if first is None or first.programme_id != programme_id or not _stands(unit, first):
                raise _stays(shown, tr("It was not keyed a first time here."))
            if second_of(unit.keyings.of_serial(serial)) is not None:
                raise _stays(shown, tr("It was keyed twice already."))
            if _away(unit, serial):
                raise _stays(shown, tr("It is away with another pile."))
            stand = standing_of(place, unit, first)
            if not stand.due and not asked:
                raise _stays(shown, tr("The plan does not ask for a second keying of it."))
            found.append((first, stand.scope if stand.due else scope_of(place, unit, first, whole=True)))
        return tuple(found)
    for serial, standing in standings_of(place, unit, firsts.values()).items():
        if standing.standing is SheetStanding.WAITS_FOR_SECOND and not _away(unit, serial):
            first = firsts[serial]
            found.append((first, standing_of(place, unit, first).scope))
    if not found:
        raise Refusal(
            place=tr("A pile for another laptop"),
            fault=tr("No sheet here waits to be keyed a second time."),
            remedy=tr("Key sheets the first time, or look at the plan of second keying."),
        )
    return tuple(found)


def _stands(unit: UnitOfWork, first: KeyedSheet) -> bool:
    return unit.responses.states([first.response_id]).get(first.response_id) in STANDING


def _away(unit: UnitOfWork, serial: str) -> bool:
    return any(each.way is PileWay.OUT for each in unit.second_piles.of_serial(serial))


def _stays(shown: str, fault: str) -> Refusal:
    return Refusal(place=tr("Serial {serial}", serial=shown), fault=fault, remedy=tr("Leave it out of the pile."))


def piles(place: Workplace, *, way: PileWay | None = None) -> tuple[PileSeen, ...]:
    """Return the piles that went out from here or came here, newest first."""
    with place.reading() as unit:
        return tuple(seen_here(unit, each) for each in unit.second_piles.list(way))


def own_fingerprint(place: Workplace) -> str:
    """Return this laptop's fingerprint, for two people to compare."""
    return fingerprint_of(place.device_key.public_text)


def seen_here(unit: UnitOfWork, pile: SecondPile) -> PileSeen:
    """Return a pile as it stands here."""
    return PileSeen(pile, fingerprint_of(pile.device_key), len(keyed_of(unit, pile)))


def keyed_of(unit: UnitOfWork, pile: SecondPile) -> tuple[KeyedSheet, ...]:
    """Return the second keyings of its sheets: on the way out all, wherever they were made."""
    found = unit.keyings.of_serials(each.serial for each in pile.sheets)
    if pile.way is PileWay.OUT:
        seconds = (second_of(each) for each in found.values())
    else:
        seconds = (keyed_for(pile, each, found.get(each.serial, ())) for each in pile.sheets)
    return tuple(each for each in seconds if each is not None)


def keyed_for(pile: SecondPile, sheet: PileSheet, keyings: Iterable[KeyedSheet]) -> KeyedSheet | None:
    """Return the second keying of a sheet of a pile that came here, if it was keyed.

    A sheet may lie in two piles: one keying serves both, where the other asks for the same, and another person
    keyed it first.
    """
    asked = (pile.programme_id, sheet.form_id, sheet.form_sha256, sheet.scope)
    return second_of(
        each
        for each in keyings
        if each.pile_id == pile.pile_id
        or (
            each.pile_id
            and not each.response_id
            and asked == (each.programme_id, each.form_id, each.form_sha256, each.scope)
            and keyer_mark(pile.pile_id, each.keyer.name) not in sheet.keyer_mark.split()
        )
    )


def the_pile(unit: UnitOfWork, pile_id: str, way: PileWay) -> SecondPile:
    """Return a pile that is here.

    Raises:
        Refusal: there is none with that id that went this way.
    """
    pile = unit.second_piles.get(pile_id)
    if pile is None or pile.way is not way:
        raise Refusal(
            place=tr("Pile {id}", id=pile_id),
            fault=tr("There is no such pile here."),
            remedy=tr("Look at the list of piles."),
            command="keying piles",
        )
    return pile


def _name(name: str) -> str:
    called = refuse_too_long(one_line(name), place=tr("A pile for another laptop"), most=MOST_NAME)
    if not called:
        raise Refusal(
            place=tr("A pile for another laptop"),
            fault=tr("It has no name."),
            remedy=tr("Give it one that is on the paper pile too, such as: library, first half."),
        )
    return called


def content_of(path: Path, most: int) -> bytes:
    """Return what a file holds, up to one byte more than the most that is read.

    Raises:
        WorldError: it can't be read.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(most + 1)
    except OSError as fault:
        raise file_fault(path, fault) from fault


def fingerprint_of(device_key: str) -> str:
    """Return a laptop's fingerprint of its public key."""
    from desktop.sync.pile_file import spoken_fingerprint

    return spoken_fingerprint(device_key)


def shown_serial(serial: str) -> str:
    """Return a serial in groups of four; a file may hold what is none."""
    try:
        return read_serial(serial).shown
    except SerialRefused:
        return tr("(no serial)")
