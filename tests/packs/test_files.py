"""The folder of a pack is not trusted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop.foundation.errors import WorldError
from desktop.packs.files import is_plain_name, pack_digest, read_plain_file, require_folder
from desktop.questionnaires.problems import Problem


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("survey.xlsx", True),
        ("Enquête 2 (new).xlsx", True),
        ("", False),
        (".", False),
        ("..", False),
        (".hidden", False),
        ("a/b", False),
        ("a\\b", False),
        ("c:x", False),
        ("con.xlsx", False),
        ("LPT1", False),
        ("name.", False),
        ("a\nb", False),
        ("a\u202eb", False),
        ("x" * 101, False),
    ],
)
def test_plain_names(name: str, plain: bool) -> None:
    assert is_plain_name(name) is plain


def test_a_file_of_the_limit_is_read_and_one_above_is_not(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert read_plain_file(tmp_path, "a", 5) == b"12345"
    refused = read_plain_file(tmp_path, "a", 4)
    assert isinstance(refused, Problem)
    assert "larger than" in refused.fault


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    missing, folder = read_plain_file(tmp_path, "a", 5), read_plain_file(tmp_path, "folder", 5)
    assert isinstance(missing, Problem)
    assert "not there" in missing.fault
    assert isinstance(folder, Problem)
    assert "folder or a link" in folder.fault


@pytest.mark.skipif(os.name == "nt", reason="a link needs a right that people don't have on Windows")
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"secret")
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "survey.xlsx").symlink_to(tmp_path / "elsewhere")
    refused = read_plain_file(tmp_path / "pack", "survey.xlsx", 100)
    assert isinstance(refused, Problem)
    assert "link" in refused.fault


def test_a_pack_must_be_a_folder_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WorldError, match="not the folder"):
        require_folder(tmp_path / "file")
    with pytest.raises(WorldError, match="not there"):
        require_folder(tmp_path / "nothing")


def test_the_digest_tells_names_and_contents_apart() -> None:
    digests = {
        pack_digest(files)
        for files in ({"a": b"bc"}, {"ab": b"c"}, {"a": b"b", "c": b""}, {"a": b"", "b": b"c"}, {})
    }
    assert len(digests) == 5
    assert pack_digest({"a": b"1", "b": b"2"}) == pack_digest({"b": b"2", "a": b"1"})
