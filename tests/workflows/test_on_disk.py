"""What lies on the disk: nothing in clear, and nothing acknowledged before the disk has it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.workflows.central_keys import init_central
from desktop.workflows.interview import Interview
from desktop.workflows.receive_batches import trust_device
from desktop.workflows.send_batches import device_key, make_batch, send_batch, trust_coordinator
from desktop.workflows.update_list import add_contact
from tests.workplaces import FORM, PASSPHRASE, PROGRAMME, keep_sheet

ROOT = Path(__file__).resolve().parents[2]
SAID = "a-sentence-that-is-found-nowhere-else"
ADDRESS = "somebody.unmistakable@example.org"


def test_no_answer_and_no_address_in_clear(place, officer, event_id, tmp_path) -> None:
    """The bytes of every file: store, write-ahead log, key file, batch file, and what is read while it is open."""
    stick = tmp_path / "stick"
    stick.mkdir()
    public = init_central(
        place, actor=officer_as_coordinator(place), store_url=str(tmp_path / "central.db"), keep_sheet=keep_sheet
    )
    trust_coordinator(place, actor=officer, key=public.to_text())
    trust_device(place, actor=officer_as_coordinator(place), key=device_key(place))
    asked = Interview.begin(place, actor=officer, form_id=FORM, event_id=event_id)
    asked.answer("about_you/respondent_type", "organisation")
    asked.answer("about_you/organisation_name", SAID)
    for part in ("best_start", "staying_healthy", "living_supported"):
        asked.answer(f"{part}/{part}_outcome/{part}_agree", "strongly_agree")
    asked.answer("dying_well/dying_well_start/dying_well_offer", "no")
    while_draft = _files(tmp_path)
    asked.finalise()
    add_contact(place, actor=officer, programme_id=PROGRAMME, values={"email": ADDRESS})
    for batch in make_batch(place, actor=officer_as_coordinator(place), contacts_now=True):
        send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")
    written = _files(tmp_path)
    place.close()
    names = {path.name for path in written}
    assert {"store.db", "store.db-wal", "keys.json", "central.db"} <= names
    assert sum(name.endswith(".sbbatch") for name in names) == 2
    for content in (*while_draft.values(), *written.values(), *_files(tmp_path).values()):
        for secret in (SAID, ADDRESS, "strongly_agree", "organisation_name"):
            assert secret.encode() not in content
            assert secret.encode("utf-16-le") not in content


def officer_as_coordinator(place):
    from desktop.staff.people import Actor, Role

    return Actor(person_id="", name="Cora", role=Role.COORDINATOR, signed_in=True)


def _files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_commit_is_synchronous(place) -> None:
    with place.unit() as unit:
        full = unit._connection.exec_driver_sql("PRAGMA synchronous").scalar()
    assert full == 2  # FULL


CALLS = "trace=fsync,fdatasync,rename,renameat,renameat2,stat,newfstatat,statx,pwrite64"
_TRACED = """
import os, sys
from pathlib import Path
from desktop.foundation.clock import SystemClock
from desktop.workflows.interview import Interview
from desktop.workflows.manage_staff import named
from desktop.workflows.send_batches import make_batch, send_batch
from desktop.workflows.set_up import open_workplace

folder, passphrase, event_id, form_id, stick = sys.argv[1:]
place = open_workplace(Path(folder), clock=SystemClock(), passphrase=passphrase)
asked = Interview.begin(place, actor=named(place, "Olu"), form_id=form_id, event_id=event_id)

def mark(word):
    # a system call that strace shows and nothing else makes
    try:
        os.stat("/mark/" + word)
    except FileNotFoundError:
        pass

for number in range(5):
    mark(f"begin-answer-{number}")
    asked.answer("about_you/respondent_type", ("resident", "community")[number % 2])
    mark(f"end-answer-{number}")
for part in ("best_start", "staying_healthy", "living_supported"):
    asked.answer(f"{part}/{part}_outcome/{part}_agree", "agree")
asked.answer("dying_well/dying_well_start/dying_well_offer", "no")
mark("begin-finalise")
asked.finalise()
mark("end-finalise")
batch = make_batch(place, actor=named(place, "Olu"))[0]
mark("begin-send")
send_batch(place, actor=named(place, "Olu"), batch_id=batch.batch_id, target="folder:" + stick)
mark("end-send")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="strace shows system calls on Linux only")
def test_fsync_at_the_system_call(place, officer, event_id, tmp_path) -> None:
    """Between an answer and its acknowledgement the kernel was told to write; a batch file and its folder too."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed: the Debian packages that the README names bring it")
    stick = tmp_path / "stick"
    stick.mkdir()
    public = init_central(
        place, actor=officer_as_coordinator(place), store_url=str(tmp_path / "central.db"), keep_sheet=keep_sheet
    )
    trust_coordinator(place, actor=officer, key=public.to_text())
    place.close()
    trace = tmp_path / "trace.txt"
    subprocess.run(
        [
            strace, "-f", "-y", "-e", CALLS,
            "-o", str(trace),
            sys.executable, "-c", _TRACED, str(place.folder), PASSPHRASE, event_id, FORM, str(stick),
        ],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    lines = trace.read_text(errors="replace").splitlines()
    for number in range(5):
        between = _between(lines, f"answer-{number}")
        wal = [line for line in between if "store.db-wal" in line]
        last_write = max(position for position, line in enumerate(wal) if "pwrite64" in line)
        assert any(re.search(r"\bf(data)?sync\(", line) for line in wal[last_write:]), between
    assert any("sync(" in line and "store.db-wal" in line for line in _between(lines, "finalise"))
    sending = _between(lines, "send")
    renamed = next(position for position, line in enumerate(sending) if "rename" in line and ".sbbatch" in line)
    assert any("sync(" in line and ".part" in line for line in sending[:renamed])
    folder_synced = [line for line in sending[renamed:] if "fsync(" in line and str(stick) + ">" in line]
    assert folder_synced


def _between(lines: list[str], word: str) -> list[str]:
    begin = next(number for number, line in enumerate(lines) if f"/mark/begin-{word}" in line)
    end = next(number for number, line in enumerate(lines) if f"/mark/end-{word}" in line)
    return lines[begin:end]
