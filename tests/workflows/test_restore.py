"""Restoring: the laptop goes on as a new device, nothing counts twice, and nothing that stood there is lost."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.foundation.errors import DamagedFile, Refusal, WorldError
from desktop.foundation.slow_down import TooSoon
from desktop.jobs.executors import Cancelled, Task
from desktop.keys.errors import KeyringUnavailable, MistypedWords, WrongPassphrase, WrongWords
from desktop.responses.states import ItemState
from desktop.workflows.back_up import back_up, backups_in, plan, planned_folder, set_plan
from desktop.workflows.balance import balance
from desktop.workflows.collect_receipts import collect_receipts
from desktop.workflows.integrity import check, ways_out
from desktop.workflows.interview import Interview
from desktop.workflows.receive_batches import Outcome, central_balance, trust_device
from desktop.workflows.record_response import add_response, responses
from desktop.workflows.restore import restore
from desktop.workflows.send_batches import device_key, make_batch, send_batch
from desktop.workflows.set_up import create, look, open_workplace
from desktop.workflows.withdraw import withdraw
from tests.keys.fakes import FakeKeyring
from tests.respondents import made_up_answers
from tests.workflows.exchange import CORA, everything, respond, send, states, take_in
from tests.workplaces import FORM, PASSPHRASE

OTHER = "another made-up passphrase"


@pytest.fixture
def usb(tmp_path) -> Path:
    """Give the stick for backups."""
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


@pytest.fixture
def opened():
    """Close at the end what a test restored."""
    places: list = []
    yield lambda place: places.append(place) or place
    for place in places:
        place.close()


def test_sending_again_makes_no_duplicate(
    place, officer, event_id, pack, stick, centre, store_url, usb, clock, opened
) -> None:
    synced = respond(place, officer, event_id, pack, 1, seed=1)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    collect_receipts(place, actor=officer, source=f"folder:{stick}")
    sent = respond(place, officer, event_id, pack, 2, seed=2)
    old_batch = send(place, officer, stick)  # on the stick, not yet taken in
    waiting = respond(place, officer, event_id, pack, 1, seed=3)
    made = back_up(place, actor=officer, folder=usb)
    lost = respond(place, officer, event_id, pack, 1, seed=4)  # after the backup
    send(place, officer, stick)  # so that the centre gets them all the same
    place.close()
    take_in(centre, store_url, stick)

    clock.move(timedelta(days=1))
    again = opened(restore(Path(made.place), place.folder, clock=clock, passphrase=PASSPHRASE, actor=officer))
    assert again.device_id != place.device_id
    assert again.epoch == 1
    assert device_key(again) != device_key(place)
    by_id = {each.response_id: each.state for each in responses(again)}
    assert {by_id[each.response_id] for each in synced} == {ItemState.SYNCED}
    assert {by_id[each.response_id] for each in (*sent, *waiting)} == {ItemState.FINALISED}
    assert not {each.response_id for each in lost} & set(by_id)
    assert balance(again).ledger.balances
    with pytest.raises(WorldError):
        send_batch(again, actor=officer, batch_id=old_batch.batch_id, target=f"folder:{stick}")

    trust_device(centre, actor=CORA, key=device_key(again))
    batch = send(again, officer, stick)
    assert (batch.device_id, batch.epoch, batch.number) == (again.device_id, 1, 1)
    received = [each for each in take_in(centre, store_url, stick) if each.batch_id == batch.batch_id]
    assert [(each.outcome, each.accepted, each.already_there) for each in received] == [(Outcome.RECEIVED, 0, 3)]
    collect_receipts(again, actor=officer, source=f"folder:{stick}")
    assert states(again) == {ItemState.SYNCED}
    assert balance(again).ledger.balances
    at_centre, _, set_apart = everything(centre, store_url)
    assert set(at_centre) == {each.response_id for each in (*synced, *sent, *waiting, *lost)}
    assert set_apart == 0
    assert central_balance(centre, store_url=store_url).ledger.balances


def test_the_receipt_of_a_batch_of_before_is_believed(
    place, officer, event_id, pack, stick, centre, store_url, usb, clock, opened
) -> None:
    respond(place, officer, event_id, pack, 2)
    send(place, officer, stick)
    made = back_up(place, actor=officer, folder=usb)
    place.close()
    take_in(centre, store_url, stick)
    again = opened(restore(Path(made.place), place.folder, clock=clock, passphrase=PASSPHRASE))
    assert states(again) == {ItemState.FINALISED}
    collect_receipts(again, actor=officer, source=f"folder:{stick}")
    assert states(again) == {ItemState.SYNCED}
    assert balance(again).ledger.balances
    with pytest.raises(Refusal, match="nothing"):
        make_batch(again, actor=officer)


def test_what_was_taken_back_after_the_backup_is_taken_back_again(
    place, officer, event_id, pack, usb, clock, opened
) -> None:
    codes: list[str] = []
    add_response(
        place,
        actor=officer,
        form_id=FORM,
        event_id=event_id,
        channel="interview",
        answers=made_up_answers(pack.forms[0].definition, random.Random(1), clock),
        hand_over_code=codes.append,
    )
    set_plan(place, actor=officer, folder=usb)
    made = back_up(place, actor=officer)
    withdraw(place, actor=officer, code=codes[0])
    clock.move(timedelta(hours=1))
    second = back_up(place, actor=officer)
    shutil.rmtree(second.place)  # the newer backup is lost; the list of what was taken back lies beside them all
    place.close()
    again = opened(restore(Path(made.place), place.folder, clock=clock, passphrase=PASSPHRASE))
    assert states(again) == {ItemState.WITHDRAWN}
    assert balance(again).ledger.balances
    # and once more, from the same backup, by what is by then a former key
    clock.move(timedelta(hours=1))
    again.close()
    third = opened(restore(Path(made.place), place.folder, clock=clock, passphrase=PASSPHRASE))
    assert states(third) == {ItemState.WITHDRAWN}


def test_a_draft_of_what_was_taken_back_goes_too(place, officer, event_id, usb, clock, opened) -> None:
    """The backup was made in the middle of the interview, when there was no code yet."""
    asked = [Interview.begin(place, actor=officer, form_id=FORM, event_id=event_id) for _ in range(3)]
    for each in asked:
        each.answer("about_you/respondent_type", "organisation")
        each.answer("about_you/organisation_name", "a-name-that-is-found-nowhere-else")
    set_plan(place, actor=officer, folder=usb)
    made = back_up(place, actor=officer)
    for each in asked[:2]:
        for part in ("best_start", "staying_healthy", "living_supported"):
            each.answer(f"{part}/{part}_outcome/{part}_agree", "strongly_agree")
        each.answer("dying_well/dying_well_start/dying_well_offer", "no")
    gone, _ = (each.finalise().response_id for each in asked[:2])
    withdraw(place, actor=officer, code=asked[0].withdrawal_code)
    place.close()
    again = opened(restore(Path(made.place), place.folder, clock=clock, passphrase=PASSPHRASE))
    assert sorted(each.state for each in responses(again)) == [
        ItemState.ABANDONED, ItemState.DRAFT, ItemState.DRAFT,
    ]  # fmt: skip
    with again.reading() as unit:
        drafts = unit.drafts.list_open()
        assert len(drafts) == 2
        assert gone not in {each.response_id for each in drafts}
        assert len(unit.instructions.pending()) == 1  # by its code; nothing here bears it
    assert balance(again).ledger.balances


def test_a_new_laptop_by_the_words_of_the_sheet(tmp_path, clock, usb, opened) -> None:
    kept = []
    ring, new_ring = FakeKeyring(), FakeKeyring()
    place = create(tmp_path / "a", clock=clock, keyring=ring, keep_sheet=kept.append)
    made = back_up(place, actor=CORA, folder=usb)
    place.close()
    backup, folder = Path(made.place), tmp_path / "new laptop" / "data"
    words = " ".join(kept[0].words)
    with pytest.raises(KeyringUnavailable):
        restore(backup, folder, clock=clock, keyring=new_ring)
    with pytest.raises(Refusal, match="short"):
        restore(backup, folder, clock=clock, words=words, passphrase="short")
    with pytest.raises(Refusal, match="no keyring"):
        restore(backup, folder, clock=clock, words=words)
    with pytest.raises(MistypedWords):
        restore(backup, folder, clock=clock, words=words + "x", passphrase=OTHER)
    assert not (folder / "store.db").exists()
    again = opened(restore(backup, folder, clock=clock, words=words, keyring=new_ring))
    again.close()
    opened(open_workplace(folder, clock=clock, keyring=new_ring)).close()
    with pytest.raises(KeyringUnavailable):
        open_workplace(folder, clock=clock, keyring=ring)
    assert planned_folder(folder) == usb
    assert list(folder.glob("damaged*")) == []
    # the sheet goes on to open it, here with a passphrase instead
    third = restore(backup, tmp_path / "third", clock=clock, words=kept[0].code, passphrase=OTHER)
    opened(third).close()
    opened(open_workplace(tmp_path / "third", clock=clock, passphrase=OTHER))


def test_the_store_that_is_in_use_keeps_its_key_in_the_keyring(tmp_path, clock, usb, opened, monkeypatch) -> None:
    """Somebody tries the sheet and the backup out on the same computer, or the restore stops half-way."""
    kept = []
    ring = FakeKeyring()
    place = create(tmp_path / "a", clock=clock, keyring=ring, keep_sheet=kept.append)
    backup = Path(back_up(place, actor=CORA, folder=usb).place)
    place.close()
    with monkeypatch.context() as patch:

        def full(*_: object, **__: object) -> None:
            raise WorldError(place="disk", fault="full", remedy="room")

        patch.setattr("desktop.workflows.restore._become_new", full)
        with pytest.raises(WorldError, match="full"):
            restore(backup, place.folder, clock=clock, words=" ".join(kept[0].words), keyring=ring)
    opened(open_workplace(place.folder, clock=clock, keyring=ring)).close()
    elsewhere = tmp_path / "tried out"
    opened(restore(backup, elsewhere, clock=clock, words=" ".join(kept[0].words), keyring=ring)).close()
    opened(open_workplace(place.folder, clock=clock, keyring=ring)).close()
    opened(open_workplace(elsewhere, clock=clock, keyring=ring)).close()


def test_guessing_is_slow_here_too(place, officer, usb, clock, tmp_path) -> None:
    made = Path(back_up(place, actor=officer, folder=usb).place)
    folder = tmp_path / "elsewhere"
    for _ in range(3):
        with pytest.raises(WrongPassphrase):
            restore(made, folder, clock=clock, passphrase="a wrong passphrase")
    with pytest.raises(TooSoon):
        restore(made, folder, clock=clock, passphrase=PASSPHRASE)
    words = "abandon " * 11 + "about"
    clock.move(timedelta(minutes=10))
    with pytest.raises(WrongWords):
        restore(made, folder, clock=clock, words=words, passphrase=OTHER)
    assert sorted(path.name for path in folder.iterdir()) == ["attempts.json"]


def test_what_stood_there_is_moved_aside_and_known(place, officer, event_id, pack, usb, clock, opened) -> None:
    respond(place, officer, event_id, pack, 1)
    made = back_up(place, actor=officer, folder=usb)
    respond(place, officer, event_id, pack, 1)
    place.close()
    before = {name: (place.folder / name).read_bytes() for name in ("store.db", "keys.json")}
    clock.move(timedelta(hours=2))
    again = opened(restore(Path(made.place), place.folder, clock=clock, passphrase=PASSPHRASE, actor=officer))
    aside = place.folder / "damaged-20220112T123000Z"
    assert {path.name: path.read_bytes() for path in aside.iterdir()} == before
    with again.reading() as unit:
        copies = {each.place: each for each in unit.backups.list()}
        last = unit.changes.list()[0]
        said = json.loads(unit.meta.get("restored from") or "")
    assert set(copies) == {made.place, str(aside)}
    assert not copies[str(aside)].verified
    assert (last.what, last.about_id, last.actor_name) == ("backup restored", made.backup_id, officer.name)
    assert (said["device_id"], said["backup_id"]) == (place.device_id, made.backup_id)
    # a second restore in the same second has its own name
    again.close()
    opened(restore(Path(made.place), place.folder, clock=clock, passphrase=PASSPHRASE))
    assert len(list(place.folder.glob("damaged-*"))) == 2


def test_it_waits_until_no_window_is_open_on_the_store(place, officer, usb, clock) -> None:
    made = Path(back_up(place, actor=officer, folder=usb).place)
    place.close()
    code = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from desktop.foundation.clock import SetClock; from desktop.workflows.set_up import open_workplace\n"
        "place = open_workplace(Path(sys.argv[1]), clock=SetClock(datetime.now(UTC)), passphrase=sys.argv[2])\n"
        "print('open', flush=True); sys.stdin.read(); place.close()"
    )
    window = subprocess.Popen(
        [sys.executable, "-c", code, str(place.folder), PASSPHRASE],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    with window:
        assert window.stdout is not None
        assert window.stdout.readline().strip() == b"open"
        with pytest.raises(Refusal, match="has this store open"):
            restore(made, place.folder, clock=clock, passphrase=PASSPHRASE)
        window.communicate()
    restore(made, place.folder, clock=clock, passphrase=PASSPHRASE).close()


def test_nothing_of_the_old_store_stays_beside_the_new_one(place, officer, usb, clock) -> None:
    """What a store that was killed leaves beside it would be rolled back into whatever has its name."""
    made = Path(back_up(place, actor=officer, folder=usb).place)
    place.close()
    leftovers = ("store.db-wal", "store.db-shm", "store.db-journal", "keys.next.json")
    for name in leftovers:
        (place.folder / name).write_bytes(b"left over")
    restore(made, place.folder, clock=clock, passphrase=PASSPHRASE).close()
    assert not any((place.folder / name).exists() for name in leftovers)
    (aside,) = place.folder.glob("damaged-*")
    assert all((aside / name).read_bytes() == b"left over" for name in leftovers)


def test_backups_go_on_beside_the_old_ones(place, officer, usb, clock, opened) -> None:
    set_plan(place, actor=officer, folder=usb)
    first = back_up(place, actor=officer)
    clock.move(timedelta(hours=1))
    later = back_up(place, actor=officer)
    place.close()
    again = opened(restore(Path(first.place), place.folder, clock=clock, passphrase=PASSPHRASE))
    assert plan(again).folder == usb
    clock.move(timedelta(hours=1))
    newest = back_up(again, actor=officer)
    assert [str(each.path) for each in backups_in(usb)] == [newest.place, later.place, first.place]
    with again.reading() as unit:
        assert {first.backup_id, later.backup_id, newest.backup_id} == {
            each.backup_id for each in unit.backups.list() if each.verified
        }


@pytest.mark.parametrize("name", ["store.db", "keys.json", "backup.json"])
def test_a_damaged_backup_changes_nothing(place, officer, event_id, pack, usb, clock, name) -> None:
    respond(place, officer, event_id, pack, 2)
    made = Path(back_up(place, actor=officer, folder=usb).place)
    place.close()
    before = {path.name: path.read_bytes() for path in place.folder.iterdir() if path.is_file()}
    whole = (made / name).read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:20] + bytes([whole[20] ^ 1]) + whole[21:], None):
        if damaged is None:
            (made / name).unlink()
        else:
            (made / name).write_bytes(damaged)
        with pytest.raises(DamagedFile if damaged is not None else WorldError):
            restore(made, place.folder, clock=clock, passphrase=PASSPHRASE)
        assert {path.name: path.read_bytes() for path in place.folder.iterdir()} == before


def test_stopping_it_changes_nothing(place, officer, usb, clock) -> None:
    made = Path(back_up(place, actor=officer, folder=usb).place)
    place.close()
    before = {path.name: path.read_bytes() for path in place.folder.iterdir() if path.is_file()}
    task = Task(lambda _progress: task.cancel())
    with pytest.raises(Cancelled):
        restore(made, place.folder, clock=clock, passphrase=PASSPHRASE, task=task)
    assert {path.name: path.read_bytes() for path in place.folder.iterdir()} == before


def test_a_stick_pulled_out_on_the_way_changes_nothing(place, officer, usb, clock) -> None:
    made = Path(back_up(place, actor=officer, folder=usb).place)
    place.close()

    def pull_out(_progress: object) -> None:
        if usb.exists():
            usb.rename(usb.with_name("pulled out"))

    with pytest.raises(WorldError):
        restore(made, place.folder, clock=clock, passphrase=PASSPHRASE, task=Task(pull_out))
    open_workplace(place.folder, clock=clock, passphrase=PASSPHRASE).close()


@pytest.mark.skipif(os.name == "nt", reason="no limit on the size of files there")
def test_a_full_disk_changes_nothing(place, officer, usb, clock) -> None:
    import resource  # not on Windows

    made = Path(back_up(place, actor=officer, folder=usb).place)
    place.close()
    before = {path.name: path.read_bytes() for path in place.folder.iterdir() if path.is_file()}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(WorldError) as said:
            restore(made, place.folder, clock=clock, passphrase=PASSPHRASE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert said.value.remedy
    assert {path.name: path.read_bytes() for path in place.folder.iterdir()} == before
    restore(made, place.folder, clock=clock, passphrase=PASSPHRASE).close()


def _damage(path: Path, page: int) -> None:
    with path.open("r+b") as stream:
        stream.seek(page * 4096 + 100)
        byte = stream.read(1)[0]
        stream.seek(page * 4096 + 100)
        stream.write(bytes([byte ^ 1]))


def test_a_damaged_store_is_found_and_the_way_out_named(
    place, officer, event_id, pack, usb, clock, opened
) -> None:
    respond(place, officer, event_id, pack, 5)
    set_plan(place, actor=officer, folder=usb)
    assert check(place).ok
    made = back_up(place, actor=officer)
    place.close()
    store = place.folder / "store.db"
    _damage(store, store.stat().st_size // 4096 - 1)
    reopened = open_workplace(place.folder, clock=clock, passphrase=PASSPHRASE)
    try:
        result = check(reopened)
    finally:
        reopened.close()
    assert not result.ok
    assert result.faults
    assert made.place in result.words
    assert [str(each.path) for each in ways_out(place.folder)] == [made.place]
    again = opened(restore(Path(made.place), place.folder, clock=clock, passphrase=PASSPHRASE))
    assert check(again).ok


def test_a_store_that_does_not_open_names_the_newest_backup(place, officer, usb, clock) -> None:
    set_plan(place, actor=officer, folder=usb)
    made = back_up(place, actor=officer)
    place.close()
    store = place.folder / "store.db"
    whole = store.read_bytes()
    for damaged in (whole[:50], b"", whole[:2000] + bytes([whole[2000] ^ 1]) + whole[2001:]):
        store.write_bytes(damaged)
        with pytest.raises(DamagedFile) as said:
            open_workplace(place.folder, clock=clock, passphrase=PASSPHRASE)
        assert made.place in said.value.remedy
    store.unlink()
    with pytest.raises(DamagedFile) as said:
        open_workplace(place.folder, clock=clock, passphrase=PASSPHRASE)
    assert made.place in said.value.remedy
    (place.folder / "keys.json").unlink()
    assert [str(each.path) for each in ways_out(place.folder)] == [made.place]
    usb.rename(usb.with_name("in a drawer"))
    assert ways_out(place.folder) == ()


def test_a_folder_that_lost_its_keys_is_no_new_one(place, clock) -> None:
    place.close()
    (place.folder / "keys.json").rename(place.folder / "elsewhere")
    assert look(place.folder) == "damaged"
