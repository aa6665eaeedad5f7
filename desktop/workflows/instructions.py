"""Lists of what was taken back: the centre's for the laptops, and a laptop's own beside its backups.

A list only grows and every instruction has an id, so taking one in twice, or an old one after a new one, changes
nothing. What an instruction speaks of may come later than the instruction.
"""

from __future__ import annotations

import hashlib
import uuid
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.foundation.durable_files import file_fault, write_durably
from desktop.foundation.errors import WorldError
from desktop.keys.coordinator import CoordinatorPublicKeys
from desktop.keys.device import DeviceKey
from desktop.responses.instructions import Instruction, InstructionAction
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.central_store import Centre
from desktop.workflows.taking_back import CarriedOut, carry_out, carry_out_pending
from desktop.workflows.workplace import Workplace

if TYPE_CHECKING:
    from desktop.sync.instructions_file import InstructionList
    from desktop.sync.targets import Target

NOBODY = Actor(person_id="", name="", role=None, signed_in=False)
LIST_KEY = "key of the lists beside backups"
"""Name of the secret that such lists are signed with: an id and an Ed25519 key, the same after every restore."""


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
    # by the code first: a response is withdrawn rather than erased, where both are known
    for each in sorted(found.instructions, key=lambda each: each.action is InstructionAction.ERASE_RESPONSE):
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


def leave_beside_copies(centre: Centre) -> None:
    """Leave the centre's list beside the copies of its store that can be reached; else the next copy does it.

    What was just taken back must not return with a copy of before, should the store be lost on the same day.
    """
    from desktop.sync.targets import FolderTarget

    with centre.store.reading() as unit:
        folders = {Path(each.place).parent for each in unit.backups.list() if each.removed_at is None}
    for folder in sorted(folders):
        with suppress(WorldError, OSError):
            if folder.is_dir():
                leave_list(centre, FolderTarget(folder))


# a laptop's own ------------------------------------------------------------------------------------------


def write_list(place: Workplace, folder: Path) -> Path | None:
    """Write what was taken back on this laptop into ``folder``, signed; what an older list there says stays in it.

    It is signed by a key of the store's own, which every backup of it holds: a laptop that was restored, and signs
    its batches with another key from then on, still believes what was written before and after.

    Returns:
        the file; ``None`` when nothing was ever taken back.

    Raises:
        WorldError: it can't be written.
    """
    from desktop.sync.instructions_file import write_instructions_file
    from desktop.sync.targets import instructions_file_name

    with place.unit() as unit:
        key = _list_key(unit)
        if key is None:
            key = DeviceKey.generate()
            unit.secrets.put(LIST_KEY, uuid.UUID(key.device_id).bytes + key.private_bytes)
            unit.commit()
        given = unit.instructions.list()
        by_id = [named for each in given if (named := _by_id(unit, each)) is not None]
        instructions = {each.instruction_id: each for each in (*given, *by_id)}
    path = folder / instructions_file_name(key.device_id)
    # a store that was restored from elsewhere may not know yet what it is about to write over
    instructions = {each.instruction_id: each for each in _written(path, key)} | instructions
    if not instructions:
        return None
    write_durably(path, write_instructions_file(instructions.values(), keys=key))
    return path


def _by_id(unit: UnitOfWork, given: Instruction) -> Instruction | None:
    """Return a withdrawal by the response's id too, for a backup of when it was a draft and had no code yet."""
    known = given.action is InstructionAction.WITHDRAW
    response_id = unit.codes.response_of(given.subject) if known else None
    if response_id is None:
        return None
    digest = hashlib.sha256(f"{given.instruction_id} {response_id}".encode()).digest()
    named = str(uuid.UUID(bytes=digest[:16], version=4))
    return replace(given, instruction_id=named, action=InstructionAction.ERASE_RESPONSE, subject=response_id)


def _list_key(unit: UnitOfWork) -> DeviceKey | None:
    kept = unit.secrets.get(LIST_KEY)
    return None if kept is None else DeviceKey.from_private_bytes(str(uuid.UUID(bytes=kept[:16])), kept[16:])


def _written(path: Path, key: DeviceKey) -> tuple[Instruction, ...]:
    from desktop.sync.instructions_file import MAX_INSTRUCTIONS, read_instructions_file

    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_INSTRUCTIONS + 1)
        return read_instructions_file(content, name=path.name, devices=[key.public]).instructions
    except (OSError, WorldError):
        return ()  # there is none, or none that can be believed: it is written anew


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


def apply_lists(place: Workplace, folder: Path, *, actor: Actor = NOBODY) -> tuple[ListFile, ...]:
    """Carry out every list in ``folder`` that this store or its coordinator signed, and all that waits here.

    Raises:
        WorldError: the folder can't be read.
    """
    from desktop.sync.instructions_file import read_instructions_file
    from desktop.sync.targets import FolderTarget

    found = []
    where = FolderTarget(folder)
    for name in where.list().instructions:
        with place.unit() as unit:
            now, key = place.clock.now(), _list_key(unit)
            try:
                read = read_instructions_file(
                    where.get(name),
                    name=name,
                    centres=[CoordinatorPublicKeys.from_text(each.key_text) for each in unit.trust.coordinators()],
                    devices=[] if key is None else [key.public],
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
