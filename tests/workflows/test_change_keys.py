"""Recovery, another passphrase, another sheet, another key: what opens the store before, during and after."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.foundation.errors import Refusal, WorldError
from desktop.foundation.slow_down import TooSoon
from desktop.keys import slot_kinds
from desktop.keys.errors import KeyringUnavailable, MistypedWords, WrongPassphrase, WrongWords
from desktop.keys.recovery import RecoveryWords, SheetKind
from desktop.staff.people import Actor, Role
from desktop.store.errors import StoreLocked
from desktop.workflows import change_keys, opened_store
from desktop.workflows.change_keys import change_passphrase, new_sheet, rekey, ways_in
from desktop.workflows.practice import open_practice
from desktop.workflows.recovery_sheet import RecoverySheet, WordsDiffer
from desktop.workflows.set_up import Found, begin, create, look, open_workplace, recover
from tests.keys.fakes import FakeKeyring
from tests.workflows.rekeyer import CHEAP, NEW_PASSPHRASE
from tests.workplaces import PASSPHRASE

OLU = Actor(person_id="", name="Olu", role=Role.OFFICER, signed_in=True)
ANOTHER = "another passphrase of the tests"


def typed_from(unfinished) -> dict[int, str]:
    return {number: unfinished.sheet.words[number - 1] for number in unfinished.questions}


def said(place) -> list[str]:
    with place.reading() as unit:
        return [each.what for each in unit.changes.list()]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let passphrases cost next to nothing: what they cost has its own tests."""
    monkeypatch.setattr(slot_kinds, "INTERACTIVE", CHEAP)


@pytest.fixture
def sheets() -> list[RecoverySheet]:
    return []


@pytest.fixture
def laptop(tmp_path, clock, sheets):
    """Give a store opened by a passphrase, whose recovery sheet is the first of ``sheets``."""
    place = create(tmp_path / "laptop", clock=clock, passphrase=PASSPHRASE, keep_sheet=sheets.append)
    with place.unit() as unit:
        unit.meta.set("made up", "kept")
        unit.commit()
    yield place
    place.close()


def words_of(sheet: RecoverySheet) -> str:
    return " ".join(sheet.words)


def opens_with_something_kept(place) -> None:
    with place.reading() as unit:
        assert unit.meta.get("made up") == "kept"
    place.close()


def test_set_up_does_not_end_before_the_sheet_is_confirmed(tmp_path, clock) -> None:
    folder = tmp_path / "laptop"
    unfinished = begin(folder, clock=clock, passphrase=PASSPHRASE)
    assert look(folder) is Found.NEW
    assert list(folder.iterdir()) == []  # nothing that a kill could leave behind
    sheet, asked = unfinished.sheet, unfinished.questions
    assert len(sheet.words) == 12
    assert len(set(asked)) == 3
    assert set(asked) <= set(range(1, 13))
    assert not any(word in repr(sheet) for word in sheet.words)
    right = typed_from(unfinished)
    wrong = {**right, asked[1]: "zoo" if right[asked[1]] != "zoo" else "able"}
    with pytest.raises(WordsDiffer) as caught:
        unfinished.confirm(wrong)
    assert caught.value.numbers == (asked[1],)
    with pytest.raises(WordsDiffer) as caught:
        unfinished.confirm({asked[0]: right[asked[0]]})
    assert caught.value.numbers == asked[1:]
    assert look(folder) is Found.NEW
    place = unfinished.confirm({number: f" {word.upper()[:4]} " for number, word in right.items()})
    assert said(place) == ["recovery sheet confirmed"]
    place.close()
    open_workplace(folder, clock=clock, passphrase=PASSPHRASE).close()
    assert read_store(folder) == sheet.about


def read_store(folder: Path) -> str:
    from desktop.keys.slots import read_slots

    return read_slots(folder / "keys.json").store


def test_set_up_that_is_given_up_leaves_nothing(tmp_path, clock) -> None:
    ring = FakeKeyring()
    unfinished = begin(tmp_path / "laptop", clock=clock, keyring=ring)
    unfinished.abandon()
    assert ring.kept == {}
    assert look(tmp_path / "laptop") is Found.NEW
    with pytest.raises(KeyringUnavailable):  # said before anybody has copied twelve words
        begin(tmp_path / "laptop", clock=clock, keyring=FakeKeyring(forgetful=True))


def test_no_store_is_made_when_the_sheet_cannot_be_kept(tmp_path, clock) -> None:
    def full(_sheet: RecoverySheet) -> None:
        raise WorldError(place="stick", fault="full", remedy="room")

    with pytest.raises(WorldError, match="full"):
        create(tmp_path / "laptop", clock=clock, passphrase=PASSPHRASE, keep_sheet=full)
    assert look(tmp_path / "laptop") is Found.NEW


def test_the_keyring_is_wiped(tmp_path, clock, sheets) -> None:
    folder, ring = tmp_path / "laptop", FakeKeyring()
    create(folder, clock=clock, keyring=ring, keep_sheet=sheets.append).close()
    ring.kept.clear()
    with pytest.raises(KeyringUnavailable):
        open_workplace(folder, clock=clock, keyring=ring)
    place = recover(folder, clock=clock, words=words_of(sheets[0]), keyring=ring)
    assert "store opened with the recovery sheet" in said(place)
    place.close()
    open_workplace(folder, clock=clock, keyring=ring).close()
    # and once more, on a computer that has no keyring: the same sheet, and a passphrase from now on
    recover(folder, clock=clock, words=sheets[0].code, passphrase=PASSPHRASE).close()
    assert look(folder) is Found.PASSPHRASE
    open_workplace(folder, clock=clock, passphrase=PASSPHRASE).close()


def test_the_passphrase_is_forgotten(laptop, tmp_path, clock, sheets) -> None:
    laptop.close()
    folder = tmp_path / "laptop"
    with pytest.raises(Refusal, match="short"):
        recover(folder, clock=clock, words=words_of(sheets[0]), passphrase="short")
    opens_with_something_kept(recover(folder, clock=clock, words=words_of(sheets[0]), passphrase=ANOTHER))
    opens_with_something_kept(open_workplace(folder, clock=clock, passphrase=ANOTHER))
    with pytest.raises(WrongPassphrase):
        open_workplace(folder, clock=clock, passphrase=PASSPHRASE)


def test_words_that_are_wrong(laptop, tmp_path, clock, sheets) -> None:
    laptop.close()
    folder, right = tmp_path / "laptop", sheets[0].words
    before = (folder / "keys.json").read_bytes()
    with pytest.raises(MistypedWords) as caught:
        recover(folder, clock=clock, words=" ".join([*right[:4], "zzzz", *right[5:]]), passphrase=ANOTHER)
    assert caught.value.numbers == (5,)
    for _ in range(3):  # well formed, but of another laptop
        with pytest.raises(WrongWords):
            recover(folder, clock=clock, words=RecoveryWords.new(SheetKind.STORE).code, passphrase=ANOTHER)
    with pytest.raises(TooSoon) as slow:
        recover(folder, clock=clock, words=words_of(sheets[0]), passphrase=ANOTHER)
    assert slow.value.seconds == 2
    assert (folder / "keys.json").read_bytes() == before
    clock.move(timedelta(seconds=2))
    recover(folder, clock=clock, words=words_of(sheets[0]), passphrase=ANOTHER).close()
    assert not (folder / "attempts.json").exists()


def test_wrong_passphrases_slow_down_and_a_restart_or_a_clock_set_back_does_not_help(
    laptop, tmp_path, clock
) -> None:
    laptop.close()
    folder = tmp_path / "laptop"

    def wrong() -> None:
        with pytest.raises(WrongPassphrase):
            open_workplace(folder, clock=clock, passphrase="a wrong guess")

    for _ in range(3):
        wrong()
    for seconds in (2, 4, 8):
        with pytest.raises(TooSoon) as caught:
            open_workplace(folder, clock=clock, passphrase=PASSPHRASE)  # the right one has to wait as well
        assert caught.value.seconds == seconds
        clock.move(timedelta(seconds=seconds))
        wrong()
    clock.move(timedelta(days=-1))
    with pytest.raises(TooSoon) as caught:
        open_workplace(folder, clock=clock, passphrase=PASSPHRASE)
    assert caught.value.seconds == 16
    clock.move(timedelta(days=1, seconds=16))
    open_workplace(folder, clock=clock, passphrase=PASSPHRASE).close()
    wrong()  # and the count begins anew
    open_workplace(folder, clock=clock, passphrase=PASSPHRASE).close()
    assert "guess" not in "".join(path.read_text("latin-1") for path in folder.glob("*.json"))


def test_another_passphrase(laptop, tmp_path, clock, sheets) -> None:
    with pytest.raises(WrongPassphrase):
        change_passphrase(laptop, actor=OLU, old="not this one", new=ANOTHER)
    change_passphrase(laptop, actor=OLU, old=PASSPHRASE, new=ANOTHER)
    assert said(laptop)[0] == "passphrase changed"
    laptop.close()
    folder = tmp_path / "laptop"
    with pytest.raises(WrongPassphrase):
        open_workplace(folder, clock=clock, passphrase=PASSPHRASE)
    opens_with_something_kept(open_workplace(folder, clock=clock, passphrase=ANOTHER))
    opens_with_something_kept(recover(folder, clock=clock, words=words_of(sheets[0]), passphrase=PASSPHRASE))


def test_another_sheet(laptop, tmp_path, clock, sheets) -> None:
    clock.move(timedelta(days=30))
    unfinished = new_sheet(laptop, actor=OLU)
    assert ways_in(laptop).sheet_made_on == "2022-01-12"
    assert unfinished.sheet.about == sheets[0].about == ways_in(laptop).store
    unfinished.confirm(typed_from(unfinished))
    assert ways_in(laptop).sheet_made_on == "2022-02-11"
    assert said(laptop)[0] == "recovery sheet replaced"
    laptop.close()
    folder = tmp_path / "laptop"
    with pytest.raises(WrongWords):
        recover(folder, clock=clock, words=words_of(sheets[0]), passphrase=ANOTHER)
    open_workplace(folder, clock=clock, passphrase=PASSPHRASE).close()
    opens_with_something_kept(recover(folder, clock=clock, words=unfinished.sheet.code, passphrase=ANOTHER))


def test_roles_and_practice_may_not(laptop, tmp_path, clock, few_responses) -> None:
    vera = Actor(person_id="", name="Vera", role=Role.VOLUNTEER, signed_in=True)
    practice = open_practice(tmp_path / "practice", clock=clock)
    for place, actor, match in ((laptop, vera, "role"), (practice, OLU, "practice")):
        for job in (
            lambda place=place, actor=actor: change_passphrase(place, actor=actor, old=PASSPHRASE, new=ANOTHER),
            lambda place=place, actor=actor: new_sheet(place, actor=actor),
            lambda place=place, actor=actor: rekey(place, actor=actor, passphrase=ANOTHER),
        ):
            with pytest.raises(Refusal, match=match):
                job()
    practice.close()
    with pytest.raises(Refusal, match="practice"):
        recover(tmp_path / "practice", clock=clock, words="any", passphrase=ANOTHER)


def test_another_key(laptop, tmp_path, clock, sheets) -> None:
    folder, old_key = tmp_path / "laptop", laptop.store.key
    unfinished = rekey(laptop, actor=OLU, passphrase=ANOTHER)
    before = (folder / "keys.json").read_bytes()
    with laptop.reading() as unit:
        assert unit.meta.get("made up") == "kept"  # until it is confirmed the store is as it was
    assert unfinished.confirm(typed_from(unfinished)) is laptop
    assert laptop.store.key != old_key
    assert said(laptop)[:2] == ["store rekeyed", "rekeying begun"]
    opens_with_something_kept(laptop)
    assert {path.name for path in folder.iterdir()} == {"keys.json", "store.db"}
    for lost in (
        lambda: open_workplace(folder, clock=clock, passphrase=PASSPHRASE),
        lambda: recover(folder, clock=clock, words=words_of(sheets[0]), passphrase=PASSPHRASE),
    ):
        with pytest.raises((WrongPassphrase, WrongWords)):
            lost()
    opens_with_something_kept(open_workplace(folder, clock=clock, passphrase=ANOTHER))
    # who kept a copy of the old key file, and knows the old passphrase, opens nothing with them
    whole = (folder / "keys.json").read_bytes()
    (folder / "keys.json").write_bytes(before)
    with pytest.raises(WorldError, match="does not open with its key"):
        open_workplace(folder, clock=clock, passphrase=PASSPHRASE)
    (folder / "keys.json").write_bytes(whole)
    opens_with_something_kept(recover(folder, clock=clock, words=unfinished.sheet.code, passphrase=PASSPHRASE))


def test_another_key_in_the_keyring(tmp_path, clock, sheets) -> None:
    folder, ring = tmp_path / "laptop", FakeKeyring()
    place = create(folder, clock=clock, keyring=ring, keep_sheet=sheets.append)
    old = dict(ring.kept)
    unfinished = rekey(place, actor=OLU, keyring=ring)
    unfinished.confirm(typed_from(unfinished)).close()
    assert len(ring.kept) == 1
    assert ring.kept.keys() != old.keys()
    assert ring.kept != old
    open_workplace(folder, clock=clock, keyring=ring).close()


def test_a_store_that_is_open_elsewhere_is_not_rekeyed(laptop, tmp_path, clock, sheets, monkeypatch) -> None:
    folder = tmp_path / "laptop"
    other = open_workplace(folder, clock=clock, passphrase=PASSPHRASE)
    before = (folder / "keys.json").read_bytes()
    unfinished = rekey(laptop, actor=OLU, passphrase=ANOTHER)
    with other.reading() as unit:
        unit.meta.get("made up")
        with pytest.raises(StoreLocked):
            unfinished.confirm(typed_from(unfinished))
    assert (folder / "keys.json").read_bytes() == before
    assert not (folder / "keys.next.json").exists()
    other.close()
    unfinished.confirm(typed_from(unfinished))  # the same sheet counts once the other window is closed
    opens_with_something_kept(laptop)
    opens_with_something_kept(recover(folder, clock=clock, words=unfinished.sheet.code, passphrase=PASSPHRASE))


def test_the_disk_is_full_when_the_new_key_file_is_put_in_place(laptop, tmp_path, clock, monkeypatch) -> None:
    folder = tmp_path / "laptop"
    unfinished = rekey(laptop, actor=OLU, passphrase=ANOTHER)

    def full(*_: object) -> None:
        raise WorldError(place="disk", fault="full", remedy="room")

    with monkeypatch.context() as patch:
        patch.setattr(change_keys, "promote", full)
        with pytest.raises(WorldError, match="full"):
            unfinished.confirm(typed_from(unfinished))
    with laptop.reading() as unit:  # work goes on, under the new key
        assert unit.meta.get("made up") == "kept"
    change_passphrase(laptop, actor=OLU, old=ANOTHER, new="a third passphrase")
    opens_with_something_kept(laptop)
    opens_with_something_kept(open_workplace(folder, clock=clock, passphrase="a third passphrase"))


# every moment at which the power may go, by the step before which the process is killed
POINTS = ("write_next", "rekey_store", "during", "promote", "write_slots", "unlink", "reopen")


@pytest.mark.skipif(os.name == "nt", reason="the process ends itself by a signal")
@pytest.mark.parametrize("point", POINTS)
def test_killed_in_the_middle_of_rekeying(laptop, tmp_path, clock, sheets, point) -> None:
    """What opened the store before, or was to open it afterwards, opens it until the new key file is in place."""
    laptop.close()
    left, sheet = tmp_path / "laptop", tmp_path / "new sheet.txt"
    ended = subprocess.run(
        [sys.executable, "-m", "tests.workflows.rekeyer", str(left), PASSPHRASE, str(sheet), point],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == -9, ended.stderr
    words = {"old": words_of(sheets[0]), "new": sheet.read_text()}
    passphrases = {"old": PASSPHRASE, "new": NEW_PASSPHRASE}
    shut = {"write_next": "new", "unlink": "old", "reopen": "old"}.get(point)
    for age in ("old", "new"):
        for by_words in (True, False):
            folder = tmp_path / f"{age} {by_words}"
            shutil.copytree(left, folder)
            try:
                if by_words:
                    place = recover(folder, clock=clock, words=words[age], passphrase=ANOTHER)
                else:
                    place = open_workplace(folder, clock=clock, passphrase=passphrases[age])
            except (WrongPassphrase, WrongWords):
                assert age == shut
                continue
            assert age != shut
            assert not (folder / opened_store.NEXT_KEYS_FILE).exists()
            settled = [what for what in said(place) if what in ("store rekeyed", "rekeying given up")]
            # killed behind the last step of the files, it has no line of its end, but one of its beginning
            assert len(settled) == (0 if point in ("write_next", "reopen") else 1)
            assert "rekeying begun" in said(place)
            opens_with_something_kept(place)
            _one_sheet_counts(folder, clock, words.values())


def _one_sheet_counts(folder, clock, sheets) -> None:
    opened = []
    for each in sheets:
        with contextlib.suppress(WrongWords):
            opened.append(recover(folder, clock=clock, words=each, passphrase=PASSPHRASE))
            opened[-1].close()
    assert len(opened) == 1
