"""The store by command: set-up with its sheet, recovery, other passphrases, sheets, keys; the coordinator's."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from desktop.commands import office
from desktop.commands.main import run
from desktop.commands.store_commands import NEW_PASSPHRASE_VARIABLE
from desktop.foundation.errors import WorldError
from desktop.workflows.set_up import open_workplace
from tests.commands.conftest import PASSPHRASE
from tests.keys.fakes import FakeKeyring

ANOTHER = "another passphrase of the tests"


@pytest.fixture
def job(tmp_path, clock, capsys):
    """Give a function that carries a command out on the folder ``laptop``, by passphrase or by keyring."""

    def carry_out(
        *words: object,
        passphrase: str | None = PASSPHRASE,
        keyring=None,
        practice: bool = False,
        code: int = 0,
        **more: str,
    ) -> str:
        environment = dict(more) if passphrase is None else {"SOUNDING_BOARD_PASSPHRASE": passphrase, **more}
        capsys.readouterr()
        got = run(
            [str(word) for word in words],
            folder=tmp_path / "laptop",
            practice=practice,
            clock=clock,
            keyring=lambda: keyring,
            environment=environment,
        )
        out, err = capsys.readouterr()
        assert got == code, (words, got, out, err)
        return out if code == 0 else err

    return carry_out


def scanned(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf.read_bytes()) as document:
        (code,) = zxingcpp.read_barcodes(document[0].render(scale=2).to_pil().convert("L"))
    return str(code.text)


@pytest.fixture
def words_file(tmp_path):
    def write(pdf: Path) -> Path:
        path = tmp_path / "words.txt"
        path.write_text(scanned(pdf) + "\n")
        return path

    return write


def test_a_folder_without_a_store_is_refused_with_the_way_to_make_one(job, tmp_path) -> None:
    said = job("event", "list", code=1)
    assert "store init --recovery-sheet" in said
    assert not (tmp_path / "laptop").exists()
    assert "--recovery-sheet" in job("store", "init", code=2)


def test_set_up_recovery_and_what_is_refused(job, tmp_path, words_file) -> None:
    sheet = tmp_path / "sheet.pdf"
    assert "beside the store" in job("store", "init", "--recovery-sheet", tmp_path / "laptop" / "a.pdf", code=1)
    sheet.write_text("something else")
    assert "already" in job("store", "init", "--recovery-sheet", sheet, code=1)
    assert sheet.read_text() == "something else"
    assert job("store", "init", "--recovery-sheet", tmp_path / "no stick" / "a.pdf", code=1)
    unguarded = job("store", "init", "--recovery-sheet", tmp_path / "b.pdf", passphrase=None, code=1)
    assert "no keyring and no passphrase" in unguarded
    for words in (("init", "--recovery-sheet", tmp_path / "b.pdf"), ("recover",)):
        assert "Practice needs no set-up" in job("store", *words, practice=True, code=1)
    assert not (tmp_path / "b.pdf").exists()
    assert not (tmp_path / "laptop" / "store.db").exists()
    sheet.unlink()
    job("store", "init", "--recovery-sheet", sheet)
    if os.name == "posix":
        assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    assert "already" in job("store", "init", "--recovery-sheet", tmp_path / "c.pdf", code=1)
    assert not (tmp_path / "c.pdf").exists()
    job("event", "list")
    # nobody knows the passphrase any more
    job("event", "list", passphrase="a wrong guess", code=1)
    assert "--words-file" in job("store", "recover", passphrase=ANOTHER, code=1)
    assert "not there" in job(
        "store", "recover", "--words-file", tmp_path / "none.txt", passphrase=ANOTHER, code=1
    )
    job("store", "recover", "--words-file", words_file(sheet), passphrase=ANOTHER)
    job("event", "list", passphrase=ANOTHER)
    job("event", "list", code=1)


def test_the_keyring_is_wiped(job, tmp_path, words_file) -> None:
    ring, sheet = FakeKeyring(), tmp_path / "sheet.pdf"
    job("store", "init", "--recovery-sheet", sheet, passphrase=None, keyring=ring)
    ring.kept.clear()
    job("event", "list", passphrase=None, keyring=ring, code=1)
    job("store", "recover", "--words-file", words_file(sheet), passphrase=None, keyring=ring)
    job("event", "list", passphrase=None, keyring=ring)


def test_a_person_at_the_terminal_is_asked(job, tmp_path, words_file, monkeypatch) -> None:
    sheet, asked = tmp_path / "sheet.pdf", []

    def answering(*answers: str):
        said = iter(answers)

        def answer(prompt: str) -> str:
            asked.append(prompt)
            return next(said)

        monkeypatch.setattr(office.Office, "ask", property(lambda self: answer))

    answering(PASSPHRASE, PASSPHRASE)
    job("store", "init", "--recovery-sheet", sheet, passphrase=None)
    answering(scanned(sheet), ANOTHER, ANOTHER)
    job("store", "recover", passphrase=None)
    answering(ANOTHER, PASSPHRASE, PASSPHRASE)
    job("store", "passphrase", passphrase=None)
    answering(PASSPHRASE)
    job("event", "list", passphrase=None)
    assert len(asked) == 9


def test_another_passphrase_sheet_and_key(job, tmp_path, words_file) -> None:
    sheets = [tmp_path / f"sheet {number}.pdf" for number in range(3)]
    job("store", "init", "--recovery-sheet", sheets[0])
    job("staff", "add", "--name", "Olu", "--role", "officer")
    assert NEW_PASSPHRASE_VARIABLE in job("store", "passphrase", "--as", "Olu", code=1)
    job("store", "passphrase", "--as", "Olu", **{NEW_PASSPHRASE_VARIABLE: ANOTHER})
    job("staff", "list", code=1)
    job("store", "recovery-sheet", sheets[1], "--as", "Olu", passphrase=ANOTHER)
    assert "sheet that was replaced" in job("store", "recover", "--words-file", words_file(sheets[0]), code=1)
    before = (tmp_path / "laptop" / "store.db").read_bytes()
    job("store", "rekey", "--recovery-sheet", sheets[2], "--as", "Olu", passphrase=ANOTHER)
    assert "Olu" in job("staff", "list", passphrase=ANOTHER)
    after = (tmp_path / "laptop" / "store.db").read_bytes()
    assert not any(after[at : at + 4096] in before for at in range(4096, len(after), 4096))  # every page, anew
    job("store", "recover", "--words-file", words_file(sheets[1]), code=1)
    job("store", "recover", "--words-file", words_file(sheets[2]))
    assert "Olu" in job("staff", "list")


def test_no_sheet_is_left_that_opens_nothing(job, tmp_path, clock, monkeypatch) -> None:
    """Somebody would put it into the safe, and throw the good one away."""
    good, other = tmp_path / "good.pdf", tmp_path / "other.pdf"

    def full(*_: object, **__: object) -> None:
        raise WorldError(place="disk", fault="The disk is full.", remedy="Make room.")

    with monkeypatch.context() as patch:
        patch.setattr("desktop.workflows.set_up.create_slots", full)
        assert "full" in job("store", "init", "--recovery-sheet", good, code=1)
    assert not good.exists()
    job("store", "init", "--recovery-sheet", good)
    window = open_workplace(tmp_path / "laptop", clock=clock, passphrase=PASSPHRASE)
    with window.reading() as unit:
        unit.people.list()
        assert "Another program" in job("store", "rekey", "--recovery-sheet", other, code=1)
    window.close()
    assert not other.exists()
    with monkeypatch.context() as patch:
        patch.setattr("desktop.workflows.change_keys.replace_slots", full)
        job("store", "recovery-sheet", other, code=1)
    assert not other.exists()
    with (
        monkeypatch.context() as patch
    ):  # the store has its new key; it is the key file that could not be put there
        patch.setattr("desktop.workflows.change_keys.promote", full)
        job("store", "rekey", "--recovery-sheet", other, code=1)
    assert other.exists()
    (tmp_path / "words.txt").write_text(scanned(other))
    job("store", "recover", "--words-file", tmp_path / "words.txt")
    assert "already" in job("store", "rekey", "--recovery-sheet", other, code=1)
    assert other.exists()


def test_a_volunteer_changes_no_keys(job, tmp_path) -> None:
    job("store", "init", "--recovery-sheet", tmp_path / "sheet.pdf")
    job("staff", "add", "--name", "Vera", "--role", "volunteer")
    before = (tmp_path / "laptop" / "keys.json").read_bytes()
    for words in (
        ("store", "recovery-sheet", tmp_path / "a.pdf"),
        ("store", "rekey", "--recovery-sheet", tmp_path / "a.pdf"),
    ):
        assert "role" in job(*words, "--as", "Vera", code=1)
    assert not (tmp_path / "a.pdf").exists()
    assert (tmp_path / "laptop" / "keys.json").read_bytes() == before


def test_the_coordinators_keys(terminal, tmp_path, words_file) -> None:
    old, new = terminal("old laptop"), terminal("new laptop")
    store, sheet = tmp_path / "central.db", tmp_path / "coordinator.pdf"
    assert "--recovery-sheet" in old("central", "init", "--store", store, code=1).err
    assert not store.exists()
    shown = old("central", "init", "--store", store, "--recovery-sheet", sheet)
    assert "safe" in shown.err
    key = shown.line
    assert old("central", "init", "--store", store).line == key
    old("central", "recovery-sheet", "--store", store, tmp_path / "again.pdf")
    assert scanned(tmp_path / "again.pdf") == scanned(sheet)
    new("central", "init", "--store", store, code=1)
    recover = ("central", "recover", "--store")
    words = ("--words-file", words_file(sheet))
    assert "no central store" in new(*recover, tmp_path / "none.db", *words, code=1).err
    assert "--words-file" in new(*recover, store, code=1).err
    assert new(*recover, store, *words).line == key
    assert new("central", "init", "--store", store).line == key
    assert new(*recover, tmp_path / "anew.db", *words, "--new-store").line == key
