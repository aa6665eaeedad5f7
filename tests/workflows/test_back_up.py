"""Backups: made while work goes on, opened before they count, kept by the rule, and never half there."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.foundation.errors import DamagedFile, Refusal, WorldError
from desktop.jobs.executors import Cancelled, Task
from desktop.staff.people import Actor, Role
from desktop.workflows.back_up import (
    KeepRule,
    back_up,
    backups_in,
    due,
    expiry,
    last_backup,
    plan,
    planned_folder,
    set_plan,
    verify,
)
from desktop.workflows.backup_folder import PARTIAL
from desktop.workflows.set_up import create, open_workplace
from tests.workflows.exchange import respond
from tests.workplaces import PASSPHRASE, signed_in

FIXTURES = Path(__file__).parent / "fixtures"
HOUR = timedelta(hours=1)


@pytest.fixture
def planned(place, officer, stick):
    set_plan(place, actor=officer, folder=stick)
    return place


def one_below(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*/*/[!.]*"))


def test_a_backup_is_whole_and_has_everything(planned, officer, event_id, pack, stick) -> None:
    respond(planned, officer, event_id, pack, 3)
    told = []
    made = back_up(planned, actor=officer, task=Task(told.append))
    assert made.verified
    assert told[0].total > 0
    assert told[-1].done == told[-1].total
    (found,) = backups_in(stick)
    assert (str(found.path), found.whole, found.device_id) == (made.place, True, planned.device_id)
    assert found.taken_at == made.taken_at == planned.clock.now()
    record = verify(planned, found.path)
    assert (record.responses, record.drafts, record.size) == (3, 0, made.size)
    assert sorted(path.name for path in found.path.iterdir()) == ["backup.json", "keys.json", "store.db"]
    assert (found.path / "keys.json").read_bytes() == (planned.folder / "keys.json").read_bytes()
    assert last_backup(planned) == made


def test_a_folder_may_be_named_at_any_depth(planned, officer, stick) -> None:
    made = Path(back_up(planned, actor=officer).place)
    for folder in (stick, *(made, *made.parents)[:3]):
        assert [each.path for each in backups_in(folder)] == [made]
    assert backups_in(stick / "nothing there") == ()
    assert backups_in(stick, store_id="another") == ()


def test_the_plan_is_kept_in_the_store_and_beside_it(place, officer, stick) -> None:
    assert plan(place).folder is None
    assert planned_folder(place.folder) is None
    set_plan(place, actor=officer, folder=stick, rule=KeepRule(hourly=3, daily=2, weekly=1))
    assert plan(place).folder == stick == planned_folder(place.folder)
    assert plan(place).rule == KeepRule(hourly=3, daily=2, weekly=1)
    set_plan(place, actor=officer, folder=stick)
    assert plan(place).rule == KeepRule(hourly=3, daily=2, weekly=1)


def test_one_is_due_an_hour_after_the_last(planned, officer, clock, stick) -> None:
    assert due(planned)
    made = back_up(planned, actor=officer)
    assert not due(planned)
    clock.move(HOUR - timedelta(seconds=1))
    assert not due(planned)
    clock.move(timedelta(seconds=1))
    assert due(planned)
    clock.move(-3 * HOUR)  # the clock was put right: the last one is dated ahead
    assert due(planned)
    clock.move(3 * HOUR)
    stick.rename(stick.with_name("pulled out"))
    assert not due(planned)
    assert expiry(planned, made) == made.taken_at + timedelta(weeks=8)


def test_the_rule_removes_what_it_does_not_keep(planned, officer, clock, stick) -> None:
    set_plan(planned, actor=officer, folder=stick, rule=KeepRule(hourly=2, daily=2, weekly=2))
    foreign = stick / "sounding-board-backups" / "another store" / "20200101T000000Z-aaaaaaaa"
    shutil.copytree(back_up(planned, actor=officer).place, foreign)
    for _ in range(6):
        clock.move(timedelta(minutes=30))
        back_up(planned, actor=officer)
    ours = [each for each in backups_in(stick) if each.path != foreign]
    # 10:30 is the start: of 11:30 to 13:30 those that are the last of their hour, and 13:00's hour has 13:30
    assert [each.taken_at.strftime("%H:%M") for each in ours] == ["13:30", "12:30", "11:30"]
    clock.move(timedelta(weeks=60))
    back_up(planned, actor=officer)
    # for one day they stay, should the clock be wrong
    assert len([each for each in backups_in(stick) if each.path != foreign]) == 4
    clock.move(timedelta(days=3))
    back_up(planned, actor=officer)
    assert len([each for each in backups_in(stick) if each.path != foreign]) == 1
    assert foreign.exists()
    with planned.reading() as unit:
        standing = [each for each in unit.backups.list() if each.removed_at is None]
        assert len(unit.backups.list()) == 9
    assert [each.place for each in standing] == [last_backup(planned).place]


def test_one_that_somebody_deleted_is_known_to_be_gone(planned, officer, clock) -> None:
    first = back_up(planned, actor=officer)
    shutil.rmtree(first.place)
    clock.move(HOUR)
    second = back_up(planned, actor=officer)
    with planned.reading() as unit:
        gone = {each.backup_id: each.removed_at is not None for each in unit.backups.list()}
    assert gone == {first.backup_id: True, second.backup_id: False}


def test_it_needs_a_role_a_folder_and_no_practice(place, officer, stick, tmp_path, clock) -> None:
    with pytest.raises(Refusal, match="No folder was chosen"):
        back_up(place, actor=officer)
    volunteer = signed_in(place, "Vol", Role.VOLUNTEER)
    with pytest.raises(Refusal, match="role"):
        set_plan(place, actor=volunteer, folder=stick)
    with pytest.raises(Refusal, match="role"):
        back_up(place, actor=volunteer, folder=stick)
    with pytest.raises(WorldError, match="not there"):
        set_plan(place, actor=officer, folder=stick / "missing")
    for inside in (place.folder, place.folder / "backups"):
        inside.mkdir(exist_ok=True)
        with pytest.raises(Refusal, match="data folder itself"):
            set_plan(place, actor=officer, folder=inside)
    practice = create(tmp_path / "practice", clock=clock, practice=True)
    with pytest.raises(Refusal, match="made up"):
        back_up(practice, actor=officer, folder=stick)
    practice.close()
    assert list(stick.iterdir()) == []


def test_one_to_another_folder_leaves_the_plan(planned, officer, stick, tmp_path) -> None:
    (tmp_path / "other").mkdir()
    made = back_up(planned, actor=officer, folder=tmp_path / "other")
    assert Path(made.place).is_relative_to(tmp_path / "other")
    assert planned_folder(planned.folder) == plan(planned).folder == stick


def test_stopping_it_leaves_nothing(planned, officer, stick) -> None:
    task = Task(lambda _progress: task.cancel())
    with pytest.raises(Cancelled):
        back_up(planned, actor=officer, task=task)
    assert one_below(stick) == []
    assert last_backup(planned) is None


def test_a_stick_that_is_pulled_out_is_said_and_leaves_no_backup(planned, officer, stick) -> None:
    away = stick.with_name("pulled out")

    def pull_out(_progress: object) -> None:
        if stick.exists():
            stick.rename(away)

    with pytest.raises(WorldError) as said:
        back_up(planned, actor=officer, task=Task(pull_out))
    assert "not there" in said.value.fault
    assert last_backup(planned) is None
    away.rename(stick)
    assert [name.endswith(PARTIAL) for name in one_below(stick)] == [True]  # and counts for nothing
    assert backups_in(stick) == ()
    back_up(planned, actor=officer)
    assert [name.endswith(PARTIAL) for name in one_below(stick)] == [False]


def test_two_are_not_made_at_once(planned, officer) -> None:
    refused = []

    def another(_progress: object) -> None:
        if not refused:
            with pytest.raises(Refusal, match="already") as said:
                back_up(planned, actor=officer)
            refused.append(said)

    back_up(planned, actor=officer, task=Task(another))
    assert refused


def test_work_goes_on_meanwhile(planned, officer, event_id, pack) -> None:
    added = []

    def work(_progress: object) -> None:
        if not added:
            added.extend(respond(planned, officer, event_id, pack, 1))

    made = back_up(planned, actor=officer, task=Task(work))
    assert added
    assert verify(planned, Path(made.place)).responses in (0, 1)


@pytest.mark.parametrize("name", ["store.db", "keys.json", "backup.json"])
def test_each_changed_file_is_found(planned, officer, stick, name) -> None:
    made = Path(back_up(planned, actor=officer).place)
    whole = (made / name).read_bytes()
    for damaged in (whole[:-3], b"", whole[:10] + bytes([whole[10] ^ 1]) + whole[11:]):
        (made / name).write_bytes(damaged)
        with pytest.raises(DamagedFile):
            verify(planned, made)
        if len(damaged) != len(whole):
            assert [each.whole for each in backups_in(stick)] == [False]
            assert backups_in(stick)[0].words
    (made / name).unlink()
    with pytest.raises(WorldError):
        verify(planned, made)
    (made / name).write_bytes(whole)
    assert verify(planned, made).device_id == planned.device_id


def test_a_cut_one_does_not_push_a_good_one_out(planned, officer, clock, stick) -> None:
    good = back_up(planned, actor=officer)
    clock.move(timedelta(minutes=10))
    cut = Path(back_up(planned, actor=officer, folder=stick).place)
    assert not Path(good.place).exists()  # the same hour
    (cut / "store.db").write_bytes(b"")
    clock.move(timedelta(minutes=10))
    newest = back_up(planned, actor=officer)
    assert {each.path: each.whole for each in backups_in(stick)} == {cut: False, Path(newest.place): True}


def test_a_damaged_store_makes_no_backup(planned, officer, event_id, pack, stick) -> None:
    respond(planned, officer, event_id, pack, 5)
    good = back_up(planned, actor=officer)
    planned.close()
    path = planned.folder / "store.db"
    raw = bytearray(path.read_bytes())
    raw[-2000] ^= 1
    path.write_bytes(raw)
    reopened = open_workplace(planned.folder, clock=planned.clock, passphrase=PASSPHRASE)
    try:
        with pytest.raises(DamagedFile):
            back_up(reopened, actor=officer)
    finally:
        reopened.close()
    assert [str(each.path) for each in backups_in(stick)] == [good.place]


def test_it_waits_for_a_rekeying(planned, officer, stick) -> None:
    (planned.folder / "keys.next.json").write_bytes(b"{}")
    with pytest.raises(Refusal, match="keys of the store"):
        back_up(planned, actor=officer)
    assert one_below(stick) == []


def test_it_is_logged_without_the_folder(planned, officer) -> None:
    made = back_up(planned, actor=officer)
    with planned.reading() as unit:
        last = unit.changes.list()[0]
    assert (last.what, last.about_id, last.actor_name) == ("backup made", made.backup_id, officer.name)


def test_the_program_itself_may(planned) -> None:
    nobody = Actor(person_id="", name="", role=None, signed_in=False)
    assert back_up(planned, actor=nobody).verified


def test_the_record_is_as_documented(planned, officer) -> None:
    made = Path(back_up(planned, actor=officer).place)
    written = json.loads((made / "backup.json").read_text(encoding="utf-8"))
    assert (written["format"], written["version"]) == ("sounding-board-backup", 2)
    assert (written["scans"], written["scans_missing"], written["scans_sha256"]) == (0, 0, "")
    newer = json.dumps({**written, "version": 3})
    (made / "backup.json").write_text(newer, encoding="utf-8")
    with pytest.raises(DamagedFile, match="version"):
        verify(planned, made)
