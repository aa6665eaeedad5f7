"""After a full day, at the window and by command, nothing of it lies anywhere in clear."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop.foundation.clock import SystemClock
from desktop.keys.recovery import RecoveryWords, SheetKind
from desktop.keys.slots import unlock
from desktop.store.tables import SECRET
from desktop.workflows.set_up import open_workplace
from tests.store.raw_pages import file_pages, wal_frames
from tests.whole_day.needles import EMAIL, KNOWN, LEFT, NEW_PASSPHRASE, PASSPHRASE, SAID, WRITTEN, Needles
from tests.whole_day.watched import Day

ROOT = Path(__file__).resolve().parents[2]


def _cores_allowed() -> None:
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


def _child(day: Day, module: str, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {name: str(day.root / name.lower()) for name in ("HOME", "TMPDIR", "XDG_RUNTIME_DIR")}
    own |= {name: str(day.root / "home" / name) for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    return subprocess.run(
        [sys.executable, "-m", f"tests.whole_day.{module}", str(day.root), str(day.aside)],
        cwd=day.root / "cwd",
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "QT_QPA_PLATFORM": "offscreen",
            **own,
            **environment,
        },
        preexec_fn=_cores_allowed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def day(tmp_path) -> Day:
    """Give the folders of a day."""
    made = Day(tmp_path / "day", tmp_path / "aside")
    for name in ("data", "stick", "office", "chosen", "backups", "cwd", "home", "tmpdir", "xdg_runtime_dir"):
        (made.root / name).mkdir(parents=True, mode=0o700)
    (made.aside / "photographs").mkdir(parents=True)
    return made


def _keys_of(folder: Path, passphrase: str) -> list[str | bytes]:
    """Return every key in a data folder: of the store, and all that it keeps, whole and by their parts."""
    keys: list[str | bytes] = [unlock(folder / "keys.json", passphrase=passphrase)]
    place = open_workplace(folder, clock=SystemClock(), passphrase=passphrase)
    try:
        with place.reading() as unit:
            kept = [bytes(row.value) for row in unit._connection.execute(select(SECRET)).all()]
            for coordinator in unit.trust.coordinators():
                assert coordinator.key_text
    finally:
        place.close()
    assert len(kept) >= 3
    for value in kept:
        keys.append(value)
        for part in re.findall(rb"[A-Za-z0-9+/=_-]{40,}", value):  # texts among them: an identity, base64
            keys.append(part)
            with contextlib.suppress(ValueError):
                keys.append(base64.b64decode(part, validate=True))
    return keys


def _they_were_there(folder: Path) -> None:
    """With the key the words are in the file and its log: they were kept, and only the key hides them."""
    key = unlock(folder / "keys.json", passphrase=PASSPHRASE)
    pages = b"".join(page.data for read in (file_pages, wal_frames) for page in read(folder / "store.db", key))
    for said in (SAID, WRITTEN, LEFT):
        assert said.encode() in pages


def _sheets(*sheets: tuple[SheetKind, list[str]]) -> list[str | bytes]:
    made = [RecoveryWords.parse(kind, " ".join(words)) for kind, words in sheets]
    return [way for each in made for way in (each.secret, each.code)]


def _told(day: Day, who: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((day.aside / f"told {who}.json").read_text())
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="folders and cores are those of POSIX here")
def test_a_day(day) -> None:
    """The one exception is what somebody chose to have on paper: recovery sheets, in the folder ``chosen``."""
    window = _child(day, "at_the_window")
    assert window.returncode == -signal.SIGABRT, window.stdout + window.stderr
    day.photograph("after the crash")
    desk = _child(day, "at_the_desk")
    assert desk.returncode == 0, desk.stdout + desk.stderr
    day.photograph("at the end")

    by_window, by_desk = _told(day, "at_the_window"), _told(day, "at_the_desk")
    assert not by_window.get("elsewhere", []) + by_desk.get("elsewhere", [])
    photographs = day.aside / "photographs"
    crashed, ended = day.aside / "crashed", day.aside / "ended"
    shutil.copytree(photographs / "after the crash" / "data", crashed)
    shutil.copytree(photographs / "at the end" / "data", ended)
    _they_were_there(crashed)
    words = by_window["words of the store"], by_window["words of the coordinator"]
    secrets = [
        *KNOWN,
        *by_window["codes"],
        *by_desk["codes"],
        *_keys_of(crashed, PASSPHRASE),
        *_keys_of(ended, NEW_PASSPHRASE),
        *_sheets((SheetKind.STORE, words[0]), (SheetKind.COORDINATOR, words[1])),
    ]
    needles = Needles({each for each in secrets if len(each) >= 8}, words)
    assert len(list(photographs.iterdir())) == 6
    assert list(photographs.rglob("store.db-wal"))
    assert len(list((photographs / "at the end" / "chosen").iterdir())) == 4
    assert not needles.found_below(photographs, but="chosen")
    for printed in (window.stdout, window.stderr, desk.stdout, desk.stderr):
        assert not needles.found_in(printed.encode())
    assert not list(photographs.rglob("core*"))


@pytest.mark.parametrize(
    "hidden",
    [
        SAID.encode(),
        SAID.encode("utf-16-le"),
        SAID.upper().encode(),
        SAID.encode().hex().encode(),
        base64.b64encode(b"beside it: " + SAID.encode() + b" and on"),
        base64.urlsafe_b64encode(b"?>" + SAID.encode()),
        b"1 0 obj << /Filter /FlateDecode >> stream\n" + zlib.compress(SAID.encode()) + b"\nendstream endobj",
        b"stream\n" + base64.a85encode(zlib.compress(SAID.encode())) + b"~>endstream",
        b"1. Alpha\n2. BRAVO\n3. charlie\n",
        b'["bravo", "charlie", "delta"]',
        bytes(range(32)),
        base64.b64encode(bytes(range(32))),
        b"J2H2B2J9N3TFX04FR",
    ],
)  # fmt: skip
def test_the_scan_finds_what_is_there(tmp_path, hidden) -> None:
    """Else it would prove nothing that it finds nothing."""
    secrets = [SAID, bytes(range(32)), "J2H2-B2J9-N3TF-X04F-R"]
    needles = Needles(secrets, [["alpha", "bravo", "charlie", "delta"]])
    folder = tmp_path / "day" / "chosen"
    folder.mkdir(parents=True)
    (folder / "file").write_bytes(os.urandom(5_000) + hidden + os.urandom(5_000))
    assert needles.found_below(tmp_path, but="nothing")
    assert not needles.found_below(tmp_path, but="chosen")


def test_the_scan_finds_a_name_and_a_member(tmp_path) -> None:
    needles = Needles([EMAIL])
    (tmp_path / f"export for {EMAIL}").touch()
    assert needles.found_below(tmp_path, but="nothing")
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("sheet.xml", f"<c>{EMAIL}</c>")
    assert len(needles.found_below(tmp_path, but="nothing")) == 2
