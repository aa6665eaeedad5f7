"""A command line with its own data folders and a clock that stands still."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer

from desktop.commands import main
from desktop.commands.main import run
from desktop.foundation.clock import SetClock
from desktop.startup import split_arguments

PASSPHRASE = "made-up passphrase of the tests"


@dataclass
class Answer:
    """What one command gave back."""

    code: int
    out: str
    err: str

    def json(self):
        return json.loads(self.out)

    @property
    def line(self) -> str:
        lines = self.out.strip().splitlines()
        assert len(lines) == 1, self.out
        return lines[0]


@dataclass(eq=False)
class Terminal:
    """Somebody at a terminal, with one data folder; its store is made before the first command that needs one."""

    folder: Path
    clock: SetClock
    capture: pytest.CaptureFixture[str]

    def __call__(self, *words: object, code: int | None = 0) -> Answer:
        """Carry a command out and check its exit code (``None``: any)."""
        _, practice, rest = split_arguments([str(word) for word in words])
        needs_store = not practice and rest[0] not in ("store", "backup", "forms")
        if needs_store and not (self.folder / "keys.json").exists():
            assert self._run(["store", "init", "--recovery-sheet", str(self.sheet)], practice=False) == 0
        self.capture.readouterr()
        got = self._run(rest, practice=practice)
        out, err = self.capture.readouterr()
        assert code is None or got == code, (words, got, out, err)
        return Answer(got, out, err)

    @property
    def sheet(self) -> Path:
        """The recovery sheet that was made with the store: nowhere near it."""
        return self.folder.with_name(f"{self.folder.name}, recovery sheet.pdf")

    def _run(self, words: list[str], *, practice: bool) -> int:
        return run(
            words,
            folder=self.folder,
            practice=practice,
            clock=self.clock,
            keyring=lambda: None,
            environment={"SOUNDING_BOARD_PASSPHRASE": PASSPHRASE},
        )


@pytest.fixture(scope="session")
def built() -> Any:
    """Give the command line, built once: for a hundred commands that was more than what they did."""
    return typer.main.get_command(main.application())


@pytest.fixture(autouse=True)
def built_once(built: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typer.main, "get_command", lambda _application: built)
    monkeypatch.setattr(main, "application", lambda: None)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2022, 1, 12, 10, 30, tzinfo=UTC))


@pytest.fixture
def terminal(tmp_path: Path, clock: SetClock, capsys: pytest.CaptureFixture[str]) -> Callable[[str], Terminal]:
    """Give a function that sits down at the terminal of the laptop with a given name."""

    def sit_down(name: str) -> Terminal:
        return Terminal(tmp_path / name, clock, capsys)

    return sit_down
