from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.foundation.errors import DamagedFile, Defect, Refusal, WorldError
from desktop.sync import targets
from desktop.sync.receipt_file import write_receipt_file
from desktop.sync.targets import FolderTarget, batch_file_name, parse_target, receipt_file_name
from tests.sync.examples import BATCH_ID, CENTRE, some_file, some_receipt

NAME = batch_file_name(BATCH_ID)
RECEIPT_ID = some_receipt().receipt_id


def test_names_hold_an_id_and_nothing_else() -> None:
    assert batch_file_name(BATCH_ID) == f"batch-{BATCH_ID}.sbbatch"
    assert receipt_file_name(RECEIPT_ID) == f"receipt-{RECEIPT_ID}.sbreceipt"
    # FAT and Windows: none of their forbidden characters, and well under 255
    for name in (NAME, receipt_file_name(RECEIPT_ID)):
        assert not set(name) & set('<>:"/\\|?* ')
        assert len(name) < 80


def test_what_is_put_is_listed_and_got(tmp_path: Path) -> None:
    target, content = FolderTarget(tmp_path), some_file()
    receipt = write_receipt_file(some_receipt(), keys=CENTRE)
    assert target.put(NAME, content) == targets.Placed(NAME, already_there=False)
    target.put(receipt_file_name(RECEIPT_ID), receipt)
    listing = target.list()
    assert listing.batches == (NAME,)
    assert listing.receipts == (receipt_file_name(RECEIPT_ID),)
    assert listing.unreadable == ()
    assert target.get(NAME) == content
    assert target.get(receipt_file_name(RECEIPT_ID)) == receipt


def test_a_batch_that_is_there_whole_is_not_written_twice(tmp_path: Path) -> None:
    target, content = FolderTarget(tmp_path), some_file()
    target.put(NAME, content)
    assert target.put(NAME, content).already_there
    assert target.put(NAME, some_file()).already_there  # the same batch, encrypted anew
    assert target.get(NAME) == content
    assert len(list(tmp_path.iterdir())) == 1


def test_other_bytes_under_the_name_are_never_overwritten(tmp_path: Path) -> None:
    target, content = FolderTarget(tmp_path), some_file()
    cut = content[:-5]
    (tmp_path / NAME).write_bytes(cut)
    placed = target.put(NAME, content)
    assert placed.name == f"batch-{BATCH_ID}-2.sbbatch"
    assert (tmp_path / NAME).read_bytes() == cut
    assert target.get(placed.name) == content
    assert target.put(NAME, content) == targets.Placed(placed.name, already_there=True)
    assert target.list().batches == (f"batch-{BATCH_ID}-2.sbbatch", NAME)


def test_a_folder_under_the_name_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    assert FolderTarget(tmp_path).put(NAME, some_file()).name == f"batch-{BATCH_ID}-2.sbbatch"


def test_too_many_copies_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "_MOST_COPIES", 1)
    (tmp_path / NAME).write_bytes(b"other")
    with pytest.raises(WorldError, match="too many"):
        FolderTarget(tmp_path).put(NAME, some_file())


def test_practice_and_damaged_batches_are_not_carried(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="practice"):
        FolderTarget(tmp_path).put(NAME, some_file(made_up=True))
    with pytest.raises(DamagedFile):
        FolderTarget(tmp_path).put(NAME, some_file()[:-1])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["x.sbbatch", "batch-1.sbbatch", "../" + NAME, NAME + "~", "", "notes.txt"])
def test_only_our_names_are_put(tmp_path: Path, name: str) -> None:
    with pytest.raises(Defect):
        FolderTarget(tmp_path).put(name, some_file())


@pytest.mark.parametrize("name", ["", ".", "..", "a/b.sbbatch", "/etc/passwd", f"a{os.sep}b"])
def test_only_names_are_got(tmp_path: Path, name: str) -> None:
    with pytest.raises(Defect):
        FolderTarget(tmp_path).get(name)


def test_foreign_hidden_and_unfinished_files_are_left_out(tmp_path: Path) -> None:
    for name in (
        ".0123456789abcdef.part",
        f".{NAME}",
        f"._{NAME}",
        f"~{NAME}",
        "notes.txt",
        f"{NAME}.part",
        "x.zip",
    ):
        (tmp_path / name).write_bytes(b"x")
    for name in ("Copy of batch (1).sbbatch", "BATCH.SBBATCH", "r.SbReceipt"):
        (tmp_path / name).write_bytes(b"x")
    listing = FolderTarget(tmp_path).list()
    assert listing.batches == ("BATCH.SBBATCH", "Copy of batch (1).sbbatch")
    assert listing.receipts == ("r.SbReceipt",)
    assert listing.unreadable == ()


@pytest.mark.skipif(os.name == "nt", reason="needs pipes and links")
def test_what_cannot_be_read_is_said_by_name(tmp_path: Path) -> None:
    (tmp_path / "folder.sbbatch").mkdir()
    os.mkfifo(tmp_path / "pipe.sbbatch")
    (tmp_path / "link.sbreceipt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "good.sbbatch").write_bytes(b"x")
    listing = FolderTarget(tmp_path).list()
    assert listing.batches == ("good.sbbatch",)
    assert [each.name for each in listing.unreadable] == ["folder.sbbatch", "link.sbreceipt", "pipe.sbbatch"]
    assert all(each.reason for each in listing.unreadable)


def test_a_file_larger_than_any_batch_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "MAX_FILE", 10)
    (tmp_path / NAME).write_bytes(bytes(11))
    listing = FolderTarget(tmp_path).list()
    assert listing.batches == ()
    assert "larger" in listing.unreadable[0].reason
    with pytest.raises(DamagedFile):
        FolderTarget(tmp_path).get(NAME)


def test_a_missing_folder_is_said_and_not_made(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path / "stick")
    for call in (target.list, lambda: target.put(NAME, some_file()), lambda: target.get(NAME)):
        with pytest.raises(WorldError, match="stick"):
            call()
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "stick").write_bytes(b"")
    with pytest.raises(WorldError, match="no folder"):
        target.list()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "full"),
        (errno.EIO, "taken out"),
        (errno.ENODEV, "taken out"),
        (errno.EROFS, "may not be written"),
        (errno.EFBIG, "no room"),
    ],
)
@pytest.mark.parametrize("call", ["fsync", "open", "replace"])
def test_faults_of_the_stick_are_said_in_words_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str, call: str
) -> None:
    content = some_file()

    def faulty(*_: object, **__: object) -> Any:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(*((Path, "replace", faulty) if call == "replace" else (os, call, faulty)))
        with pytest.raises(WorldError, match=words) as caught:
            FolderTarget(tmp_path).put(NAME, content)
    assert NAME in str(caught.value)
    assert list(tmp_path.iterdir()) == []
    assert not FolderTarget(tmp_path).put(NAME, content).already_there  # and after the fault it works


@pytest.mark.skipif(sys.platform != "linux", reason="needs a size limit on the process")
def test_no_room_for_real_leaves_nothing_behind(tmp_path: Path) -> None:
    import resource

    content, limits = some_file(), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(content) - 1, limits[1]))
    try:
        with pytest.raises(WorldError, match="no room"):
            FolderTarget(tmp_path).put(NAME, content)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == []
    assert FolderTarget(tmp_path).put(NAME, content).name == NAME


@pytest.mark.skipif(sys.platform != "linux", reason="looks file handles up in /proc")
def test_file_then_name_then_folder_reach_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def watched_fsync(handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").resolve()
        done.append("fsync folder" if path.is_dir() else f"fsync {path.suffix}")
        fsync(handle)

    def watched_replace(self: Path, other: Path) -> Path:
        done.append(f"rename {self.suffix} to {Path(other).suffix}")
        return replace(self, other)

    content = some_file()
    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(Path, "replace", watched_replace)
    FolderTarget(tmp_path).put(NAME, content)
    assert done == ["fsync .part", "rename .part to .sbbatch", "fsync folder"]
    done.clear()
    FolderTarget(tmp_path).put(NAME, content)
    assert done == ["fsync .sbbatch", "fsync folder"]


def test_targets_are_read_from_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = parse_target(f"folder:{tmp_path}")
    assert target == FolderTarget(tmp_path)
    assert parse_target(target.text) == target
    monkeypatch.chdir(tmp_path)
    assert parse_target("folder:stick").text == f"folder:{tmp_path / 'stick'}"


@pytest.mark.parametrize(
    "text", ["/media/stick", "C:\\stick", "", "stick", "folder:", "folder:  ", "ftp://x", ":x"]
)
def test_unknown_targets_are_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(Refusal, match="folder:"):
        parse_target(text)


def test_a_password_in_an_unknown_target_is_not_repeated() -> None:
    with pytest.raises(Refusal) as caught:
        parse_target("https://anna:geheim@example.org")
    assert "geheim" not in str(caught.value)
