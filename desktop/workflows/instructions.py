"""Lists of what was taken back: the centre's for the laptops, and a laptop's own beside its backups.

A list only grows and every instruction has an id, so taking one in twice, or an old one after a new one, changes
nothing. What an instruction speaks of may come later than the instruction.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.foundation.durable_files import file_fault, write_durably
from desktop.foundation.errors import WorldError
from desktop.keys.coordinator import CoordinatorPublicKeys
from desktop.keys.device import DevicePublicKey
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.central_store import Centre
from desktop.workflows.taking_back import CarriedOut, carry_out, carry_out_pending
from desktop.workflows.workplace import Workplace

if TYPE_CHECKING:
    from desktop.sync.instructions_file import InstructionList
    from desktop.sync.targets import Target

NOBODY = Actor(person_id="", name="", role=None, signed_in=False)
FORMER_KEYS = "device keys of before"
"""Name of the fact that holds the public keys that this store had before it was restored."""


@dataclass(frozen=True, slots=True)
class ListTaken:
    """What a list brought.

    Attributes:
        new: instructions that were not known here.
        carried_out: those that found something here just now.
    """

    new: int
    carried_out: tuple[CarriedOut, ...]


@dataclass(frozen=True, slots=True)
class ListFile:
    """One file of instructions that was found in a folder.

    Attributes:
        fault: why it was not believed, in words; empty when it was.
    """

    file: str
    new: int
    carried_out: int
    fault: str


def take_list(unit: UnitOfWork, found: InstructionList, *, actor: Actor, at: datetime) -> ListTaken:
    """Keep the instructions of a list whose signature was verified, and carry out what can be."""
    came_with = f"{found.signer.value} {found.signer_id}"
    new = 0
    done = []
    for each in found.instructions:
        # a laptop's own, read back after it was restored, may never have reached the centre: they go again
        own = found.signer == "device" and each.origin.startswith("device ")
        fresh = unit.instructions.put(each, batch_id="" if own else came_with)
        new += fresh
        if fresh or not unit.instructions.applied(each.instruction_id):
            known = unit.instructions.get(each.instruction_id) or each
            done.append(carry_out(unit, known, actor=actor, at=at))
    if new:
        unit.changes.add(actor=actor, what="instructions taken", about_id=found.signer_id, at=at)
    return ListTaken(new, tuple(each for each in done if each.fresh))


# the centre's --------------------------------------------------------------------------------------------


def leave_list(centre: Centre, where: Target) -> str:
    """Leave the centre's list beside the receipts; return its file name, empty when nothing was ever taken back.

    Raises:
        WorldError: it can't be written.
    """
    from desktop.sync.instructions_file import list_id, write_instructions_file
    from desktop.sync.targets import instructions_file_name

    with centre.store.reading() as unit:
        instructions = unit.instructions.list()
    if not instructions:
        return ""
    content = write_instructions_file(instructions, keys=centre.keys)
    return where.put(instructions_file_name(list_id(content)), content).name


# a laptop's own ------------------------------------------------------------------------------------------


def write_list(place: Workplace, folder: Path) -> Path | None:
    """Write what was taken back on this laptop into ``folder``, signed by it; an older list of its is replaced.

    Returns:
        the file; ``None`` when nothing was ever taken back.

    Raises:
        WorldError: it can't be written.
    """
    from desktop.sync.instructions_file import write_instructions_file
    from desktop.sync.targets import instructions_file_name

    with place.reading() as unit:
        instructions = unit.instructions.list()
    if not instructions:
        return None
    path = folder / instructions_file_name(place.device_id)
    write_durably(path, write_instructions_file(instructions, keys=place.device_key))
    return path


def leave_beside_backups(place: Workplace) -> None:
    """Bring the list beside the backups up to date, where a folder was chosen and is there; else a backup does it.

    What was just taken back must not return with a backup of before, should the laptop be lost within the hour.
    """
    from desktop.workflows.back_up import backups_of, plan

    folder = plan(place).folder
    if folder is None or place.practice:
        return
    ours = backups_of(place, folder)
    with suppress(WorldError, OSError):
        if ours.is_dir():
            write_list(place, ours)


def apply_lists(
    place: Workplace, folder: Path, *, actor: Actor = NOBODY, former: Iterable[DevicePublicKey] = ()
) -> tuple[ListFile, ...]:
    """Carry out every list in ``folder`` that this laptop or its coordinator signed, and all that waits here.

    Args:
        former: keys that this laptop had before it was restored, besides those that its store remembers.

    Raises:
        WorldError: the folder can't be read.
    """
    from desktop.sync.instructions_file import read_instructions_file
    from desktop.sync.targets import FolderTarget

    found = []
    where = FolderTarget(folder)
    for name in where.list().instructions:
        with place.unit() as unit:
            now = place.clock.now()
            try:
                read = read_instructions_file(
                    where.get(name),
                    name=name,
                    centres=[CoordinatorPublicKeys.from_text(each.key_text) for each in unit.trust.coordinators()],
                    devices=[place.device_key.public, *former, *former_keys(unit)],
                )
            except WorldError as fault:
                found.append(ListFile(name, 0, 0, f"{fault.fault} {fault.remedy}"))
                continue
            except OSError as fault:
                raise file_fault(folder / name, fault) from fault
            done = take_list(unit, read, actor=actor, at=now)
            unit.commit()
        found.append(ListFile(name, done.new, len(done.carried_out), ""))
    with place.unit() as unit:
        if carry_out_pending(unit, actor=actor, at=place.clock.now()):
            unit.commit()
    return tuple(found)


def remember_device_key(unit: UnitOfWork, key: DevicePublicKey) -> None:
    """Keep the key that this store is about to lose, so that lists which it signed are still believed."""
    known = (unit.meta.get(FORMER_KEYS) or "").split()
    if key.to_text() not in known:
        unit.meta.set(FORMER_KEYS, " ".join([*known, key.to_text()]))


def former_keys(unit: UnitOfWork) -> tuple[DevicePublicKey, ...]:
    """Return the keys that this store had before."""
    return tuple(DevicePublicKey.from_text(each) for each in (unit.meta.get(FORMER_KEYS) or "").split())
