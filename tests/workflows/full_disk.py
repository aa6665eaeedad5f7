"""A process whose disk is full again and again; says what it was told. Run by test_disk_full.

Each job is tried with no room at all, then with a little more each time, so that it is refused at its begin and in
its middle, then with room. ``disk`` is a small file system on the folder, ``limit`` a limit on the size of files.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop.foundation.assets import packs_path
from desktop.foundation.clock import SetClock
from desktop.foundation.errors import WorldError
from desktop.staff.people import Actor, Role
from desktop.workflows.back_up import back_up
from desktop.workflows.backup_folder import backups_in
from desktop.workflows.balance import balance
from desktop.workflows.central_keys import init_central
from desktop.workflows.check_forms import read_any_pack
from desktop.workflows.collect_receipts import collect_receipts
from desktop.workflows.export_responses import export_responses
from desktop.workflows.interview import Interview, open_drafts
from desktop.workflows.open_programme import put_pack
from desktop.workflows.receive_batches import central_balance, receive, trust_device
from desktop.workflows.record_response import responses
from desktop.workflows.send_batches import batches, device_key, make_batch, send_batch, trust_coordinator
from desktop.workflows.set_up import Found, create, look, open_workplace
from desktop.workflows.update_list import add_contact, contacts_held
from tests.keys.fakes import FakeKeyring
from tests.workplaces import FORM, PROGRAMME, keep_sheet

KB = 1024
STEPS = (0, 8 * KB, 40 * KB, 200 * KB)
CORA = Actor(person_id="", name="Cora", role=Role.COORDINATOR, signed_in=True)
OLU = Actor(person_id="", name="Olu", role=Role.OFFICER, signed_in=True)
REQUIRED = ("best_start", "staying_healthy", "living_supported")


def _say(*words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


class Room:
    """How much more fits."""

    def __init__(self, folder: Path, how: str) -> None:
        self._ballast = folder / "ballast"
        self._how = how

    def leave(self, size: int) -> None:
        """Let ``size`` bytes more fit: in all, or in a new file."""
        if self._how == "limit":
            import resource

            resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
            return
        self.make()
        with self._ballast.open("wb", buffering=0) as stream:
            standing = os.statvfs(self._ballast.parent)
            left = standing.f_bavail * standing.f_frsize - size
            while left > 0:
                left -= stream.write(bytes(min(left, 64 * KB)))

    def make(self) -> None:
        """Make room."""
        if self._how == "limit":
            import resource

            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        self._ballast.unlink(missing_ok=True)


def main(where: str, how: str) -> None:
    """Do a day's work on a disk that is full before each job."""
    folder = Path(where)
    room = Room(folder, how)
    clock = SetClock(datetime(2022, 1, 12, 10, 30, tzinfo=UTC))
    data, url, stick, ring = folder / "data", str(folder / "central.db"), folder / "stick", FakeKeyring()
    stick.mkdir()
    target = f"folder:{stick}"
    pack = read_any_pack(packs_path() / PROGRAMME)

    def tried(what: str, job: Callable[[], Any], unchanged: Callable[[], object]) -> Any:
        before = unchanged()
        for size in (*STEPS, None):
            if size is None:
                room.make()
            else:
                room.leave(size)
            try:
                done = job()
            except WorldError as refused:
                room.make()  # a store that is closed can't be opened without a little room, not even to look
                _say(what, size, "refused", refused.place, refused.fault, refused.remedy, unchanged() == before)
            except BaseException:
                _say(what, size, "crashed", traceback.format_exc())
                raise
            else:
                _say(what, size, "done")
                room.make()
                return done
        raise AssertionError(f"{what} is refused with room too")

    place = tried(
        "set up",
        lambda: create(data, clock=clock, keyring=ring, keep_sheet=keep_sheet),
        lambda: look(data) is Found.NEW,
    )
    with place.unit() as unit:
        put_pack(place, unit, actor=OLU, pack=pack)
        unit.commit()
        event_id = unit.events.list()[0].event_id
    public = init_central(place, actor=CORA, store_url=url, keep_sheet=keep_sheet)
    trust_coordinator(place, actor=OLU, key=public.to_text())
    trust_device(place, actor=CORA, key=device_key(place))

    asked = tried(
        "begin",
        lambda: Interview.begin(place, actor=OLU, form_id=FORM, event_id=event_id),
        lambda: len(open_drafts(place)),
    )
    given = {"about_you/respondent_type": "organisation"}
    given |= {f"{part}/{part}_outcome/{part}_agree": "agree" for part in REQUIRED}
    given["dying_well/dying_well_start/dying_well_offer"] = "no"
    for path, value in given.items():
        tried("answer", lambda path=path, value=value: asked.answer(path, value), lambda: len(open_drafts(place)))
    taken_up = Interview.resume(place, actor=OLU, draft_id=asked.draft_id)
    assert {path: taken_up.entry.node(path).value for path in given} == given
    tried("finalise", asked.finalise, lambda: (len(open_drafts(place)), [each.state for each in responses(place)]))
    tried(
        "contact",
        lambda: add_contact(place, actor=OLU, programme_id=PROGRAMME, values={"email": "somebody@example.org"}),
        lambda: contacts_held(place),
    )
    batch = tried(
        "batch",
        lambda: make_batch(place, actor=CORA),
        lambda: (len(batches(place)), [each.state for each in responses(place)]),
    )[0]
    tried(
        "send",
        lambda: send_batch(place, actor=OLU, batch_id=batch.batch_id, target=target),
        lambda: [each.state for each in responses(place)],
    )

    def take_in() -> None:
        # a receipt that can't be written is no error: the batch is in, and the words say what to do
        for each in receive(place, actor=CORA, store_url=url, source=target):
            if each.words:
                raise WorldError(place=each.file, fault=each.words, remedy=each.words)

    tried("receive", take_in, lambda: central_balance(place, store_url=url).ledger.balances)
    tried(
        "receipts",
        lambda: _taken(collect_receipts(place, actor=OLU, source=target)),
        lambda: [each.state for each in responses(place)],
    )
    tried(
        "export",
        lambda: export_responses(place, actor=CORA, store_url=url, kind="csv", out=folder / "out.csv"),
        lambda: sorted(path.name for path in folder.glob("out*")),
    )
    backups = folder / "backups"
    backups.mkdir()
    tried("backup", lambda: back_up(place, actor=CORA, folder=backups), lambda: backups_in(backups))
    place.close()
    place = tried("open", lambda: open_workplace(data, clock=clock, keyring=ring), lambda: look(data))
    _say(
        "at the end",
        [each.state.value for each in responses(place)],
        sum(contacts_held(place).values()),
        balance(place).ledger.balances,
        central_balance(place, store_url=url).ledger.balances,
        len(backups_in(backups)),
        sorted(path.name for path in folder.rglob("*") if path.name.endswith((".part", ".partial"))),
    )
    place.close()


def _taken(receipts: Any) -> None:
    for each in receipts:
        if each.words:
            raise WorldError(place=each.file, fault=each.words, remedy=each.words)


if __name__ == "__main__":
    main(*sys.argv[1:])
