"""What another laptop keyed of a pile that was sent to it: taken in where the first keying is, and compared."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.foundation.errors import Refusal, WorldError
from desktop.foundation.translation import tr
from desktop.questionnaires.entry import FormEntry
from desktop.responses.keyings import KeyedSheet, Which
from desktop.responses.response import MissingKind
from desktop.responses.verification_plan import without_blocks
from desktop.sheets.second_piles import PileWay, SecondPile
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.first_keyers import keyed_first
from desktop.workflows.keying_differences import (
    STANDING,
    second_of,
    settle,
)
from desktop.workflows.keying_records import KeyingRecord, keying_record, keying_record_from
from desktop.workflows.revising import with_blocks
from desktop.workflows.second_drafts import close_of_serial
from desktop.workflows.second_piles import (
    PileSeen,
    content_of,
    fingerprint_of,
    seen_here,
    shown_serial,
    the_pile,
)
from desktop.workflows.workplace import Workplace, require

_ON_PAPER = frozenset({MissingKind.BLANK, MissingKind.ILLEGIBLE, MissingKind.MULTIPLE})
"""Why a question on a sheet can have no usable answer."""
_BLOCK = re.compile(r"\[([^]]*)")
_MOST_BLOCKS = 200
"""Blocks of a repeat that any sheet has: making more would take the memory."""


@dataclass(frozen=True, slots=True)
class ReturnSeen:
    """What a file of keyed sheets says on its outside.

    Attributes:
        fingerprint: of the laptop that keyed, for two people to compare.
    """

    pile: SecondPile
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ReturnTaken:
    """What a file of keyed sheets brought.

    Attributes:
        pile: as it stands now.
        new: sheets whose second keying is here from now on; known: those that were here already.
        verified: of the new ones, how many differ in nothing; the others wait for a decision.
        left_out: (serial in groups of four, why) of those that were not taken.
    """

    pile: PileSeen
    new: int
    known: int
    verified: int
    left_out: tuple[tuple[str, str], ...]


def look_at_return(place: Workplace, *, actor: Actor, path: Path) -> ReturnSeen:
    """Return what a file of keyed sheets says on its outside, so that a person can compare the fingerprint.

    Raises:
        DamagedFile: it is cut, altered or another kind of file.
        Refusal: it answers to no pile of this laptop, is of practice, or the role does not allow it.
    """
    from desktop.sync.pile_file import MAX_KEYED

    require(actor, Action.ADJUDICATE)
    return _seen(place, content_of(path, MAX_KEYED), path)


def take_back(place: Workplace, *, actor: Actor, path: Path, fingerprint: str) -> ReturnTaken:
    """Take in what another laptop keyed of a pile, and compare it. Taken in again, it changes nothing.

    Args:
        fingerprint: of the laptop that keyed, as its people say it: whose word is taken.

    Raises:
        DamagedFile: it is cut, altered or another kind of file.
        WrongPile: it is encrypted to another pile.
        Refusal: it answers to no pile of this laptop, another laptop signed it, or the role does not allow it.
    """
    from desktop.sync.pile_file import MAX_KEYED, read_keyed_file

    require(actor, Action.ADJUDICATE)
    # read once: whose word it is, is asked of the same bytes that are taken in
    content = content_of(path, MAX_KEYED)
    seen = _seen(place, content, path)
    if "".join(fingerprint.split()).lower() != seen.fingerprint.replace(" ", ""):
        raise Refusal(
            place=tr("The file {name}", name=path.name),
            fault=tr("It was signed by the laptop with the fingerprint {theirs}.", theirs=seen.fingerprint),
            remedy=tr("Compare it with what that laptop shows. Nothing was taken in."),
        )
    header, sheets = read_keyed_file(content, name=path.name, identity=seen.pile.identity)
    new = known = verified = 0
    left_out: list[tuple[str, str]] = []
    with place.unit() as unit:
        # asked again: the pile may be gone since
        pile = _answered(place, unit, header.pile_id, header.made_up, path)
        now = place.clock.now()
        for sheet in sheets:
            if unit.keyings.get(sheet.keying_id) is not None:
                known += 1
                continue
            why, first = _why_not(place, unit, pile, sheet)
            if first is None:
                left_out.append((shown_serial(sheet.serial), why))
                continue
            kept = _as_here(sheet, first)
            unit.keyings.add(kept)
            close_of_serial(unit, kept.serial, actor=actor, at=now)
            new += 1
            verified += not settle(place, unit, actor=actor, second=kept, at=now).differences
        if new:
            unit.changes.add(
                actor=actor, what="second pile taken back", about_id=pile.pile_id, why=f"{new}", at=now
            )
        after = seen_here(unit, pile)
        if not after.left and pile.ended_at is None:
            unit.second_piles.end(pile.pile_id, now)
        after = seen_here(unit, the_pile(unit, pile.pile_id, PileWay.OUT))
        unit.commit()
    return ReturnTaken(after, new, known, verified, tuple(left_out))


def _seen(place: Workplace, content: bytes, path: Path) -> ReturnSeen:
    from desktop.sync.pile_file import read_keyed_header

    header = read_keyed_header(content, name=path.name)
    with place.reading() as unit:
        pile = _answered(place, unit, header.pile_id, header.made_up, path)
    return ReturnSeen(pile, fingerprint_of(header.device_key))


def _answered(place: Workplace, unit: UnitOfWork, pile_id: str, made_up: bool, path: Path) -> SecondPile:
    pile = unit.second_piles.get(pile_id)
    if pile is None or pile.way is not PileWay.OUT or made_up != place.practice:
        raise Refusal(
            place=tr("The file {name}", name=path.name),
            fault=tr("It answers to no pile that was sent from this laptop."),
            remedy=tr("Take it to the laptop that sent the pile. Nothing of it was taken in."),
        )
    return pile


def _why_not(
    place: Workplace, unit: UnitOfWork, pile: SecondPile, sheet: KeyedSheet
) -> tuple[str, KeyedSheet | None]:
    """Return the first keying that a second one is of; or why it is not taken."""
    of_pile = next((each for each in pile.sheets if each.serial == sheet.serial), None)
    if of_pile is None:
        return tr("It is not in the pile."), None
    keyings = unit.keyings.of_serial(sheet.serial)
    first = next((each for each in keyings if each.which is Which.FIRST), None)
    state = unit.responses.states([first.response_id]).get(first.response_id) if first is not None else None
    if first is None or state not in STANDING:
        return tr("Its response was taken out since."), None
    if keyed_first(unit, first, sheet.keyer) or not (sheet.keyer.name.strip() or sheet.keyer.person_id):
        return tr("The same person keyed it both times, or nobody knows who did."), None
    if second_of(keyings) is not None:
        return tr("It was keyed a second time elsewhere."), None
    about = (sheet.programme_id, sheet.form_id, sheet.form_sha256, sheet.scope)
    if about != (pile.programme_id, of_pile.form_id, of_pile.form_sha256, of_pile.scope):
        return tr("It was keyed by another form, or not as the pile asks."), None
    if not _can_be_keyed(place, unit, sheet) or not _can_travel(_as_here(sheet, first)):
        return tr("It says what no sheet of its form can say."), None
    return "", first


def _as_here(sheet: KeyedSheet, first: KeyedSheet) -> KeyedSheet:
    """Return the second keying as it is kept: what both keyings are of is taken from the first."""
    return replace(sheet, response_id=first.response_id, event_id=first.event_id, form_version=first.form_version)


def _can_travel(sheet: KeyedSheet) -> bool:
    """Tell whether the centre will take it: a line that it refuses would come back to nobody."""
    record = keying_record(KeyingRecord(sheet, sheet.programme_id, sheet.event_id, sheet.response_id))
    try:
        return keying_record_from(record.kind, record.body).thing == sheet
    except ValueError:
        return False


def _can_be_keyed(place: Workplace, unit: UnitOfWork, sheet: KeyedSheet) -> bool:
    """Tell whether every value is one that can be keyed: what is adopted of it later must fit the form."""
    form = unit.forms.by_sha(sheet.form_sha256)
    if form is None or not set(sheet.missing.values()) <= _ON_PAPER or set(sheet.missing) & set(sheet.answers):
        return False
    definition = place.shelf.definition(form)
    asked = {each.path for each in definition.questions() if each.asked}
    paths = {without_blocks(path) for path in (*sheet.answers, *sheet.missing)}
    if not paths <= (set(sheet.scope) or asked) or not paths <= asked:
        return False
    blocks = (number for path in (*sheet.answers, *sheet.missing) for number in _BLOCK.findall(path))
    if any(not re.fullmatch("[1-9][0-9]{0,2}", each) or int(each) > _MOST_BLOCKS for each in blocks):
        return False
    entry, _steps = FormEntry.start(definition, clock=place.clock, as_written=True)
    left = {**dict.fromkeys(sheet.missing, ""), **sheet.answers}
    while left:
        # in rounds: the answer that a form counts blocks by may come after what stands in them
        refused = {path: value for path, value in left.items() if not _is_kept(entry, path, value)}
        if len(refused) == len(left):
            return False
        left = refused
    return True


def _is_kept(entry: FormEntry, path: str, value: str) -> bool:
    """Tell whether the value can be keyed there, and is written as this program writes it."""
    try:
        for _step in with_blocks(entry, path):
            pass
        entry.answer(path, value)
        node = entry.node(path)
    except (WorldError, ValueError):
        return False
    return (node.path, node.value) == (path, value)
