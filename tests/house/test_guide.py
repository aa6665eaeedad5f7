"""The guide tells the truth: its links lead somewhere, its buttons and commands exist, each drill has its test."""

from __future__ import annotations

import ast
import re
import shlex
from functools import cache
from pathlib import Path

import click
import pytest
import typer

from desktop.commands.main import application
from desktop.keys.withdrawal_codes import read_code

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "resources" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
COMMAND = re.compile(r"`(sounding-board [^`]+)`|^(sounding-board .+)$", re.MULTILINE)
GLOBAL_OPTIONS = {"--data": 1, "--practice": 0}


@pytest.fixture(params=PAGES, ids=lambda path: path.stem)
def page(request) -> Path:
    return request.param


def test_there_is_a_page_for_each_subject() -> None:
    assert {path.stem for path in PAGES} >= {
        "index", "first-start", "keys", "recovery-sheet", "pin-and-lock", "backups", "lost-laptop",
        "withdrawal-and-erasure", "retention", "audit", "privacy-report", "disaster-drills",
    }  # fmt: skip


def test_every_link_leads_to_a_page_and_the_index_to_all_of_them(page: Path) -> None:
    targets = re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8"))
    assert [each for each in targets if not (GUIDE / each.split("#")[0]).is_file()] == []
    if page.stem == "index":
        assert {each.split("#")[0] for each in targets} == {path.name for path in PAGES} - {"index.md"}


def test_every_page_has_one_title_and_no_long_sentence_in_capitals(page: Path) -> None:
    text = page.read_text("utf-8")
    assert re.findall(r"^# .+$", text, re.MULTILINE) == [text.splitlines()[0]]
    assert not re.search(r"[A-Z]{4,} [A-Z]{4,}", re.sub(r"`[^`]*`|```.*?```", "", text, flags=re.DOTALL))


def test_what_stands_in_bold_is_a_button_or_menu_of_the_window(page: Path) -> None:
    """Bold is kept for what can be pressed, so that a renamed button is missed here."""
    names = [" ".join(name.split()) for name in re.findall(r"\*\*(.+?)\*\*", page.read_text("utf-8"), re.DOTALL)]
    assert [name for name in names if name not in _window_words()] == []


def test_every_command_exists_with_its_options(page: Path) -> None:
    for match in COMMAND.finditer(page.read_text("utf-8")):
        words = shlex.split(match.group(1) or match.group(2), comments=True)[1:]
        _check_command(words, page)


def test_every_command_of_the_readme_exists_with_its_options() -> None:
    lines = re.findall(r"^sounding-board .+$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert len(lines) > 10
    for line in lines:
        _check_command(shlex.split(line, comments=True)[1:], ROOT / "README.md")


def _check_command(words: list[str], page: Path) -> None:
    rest: list[str] = []
    given = iter(words)
    for word in given:
        if word in GLOBAL_OPTIONS:
            for _ in range(GLOBAL_OPTIONS[word]):
                next(given)
        else:
            rest.append(word)
    command = _command()
    named = []
    while rest and hasattr(command, "commands"):
        named.append(rest.pop(0))
        assert named[-1] in command.commands, f"{page.name}: there is no command {' '.join(named)}"
        command = command.commands[named[-1]]
    assert not hasattr(command, "commands"), f"{page.name}: {' '.join(named)} is a group"
    known = {option for parameter in command.params for option in parameter.opts}
    for word in rest:
        if word.startswith("--"):
            assert word in known, f"{page.name}: {' '.join(named)} has no {word}"
    parsed, _, _ = command.make_parser(click.Context(command)).parse_args(rest)
    needed = {parameter.name for parameter in command.params if parameter.required}
    lacking = {name for name in needed if parsed.get(name) in (None, ())}
    assert not lacking, f"{page.name}: {' '.join(named)} needs {sorted(lacking)}"


def test_the_code_that_stands_for_all_codes_can_be_typed() -> None:
    """Whoever tries it out meets "there are no such answers", not a mistyped code."""
    shown = set(re.findall(r"withdraw ([0-9A-Z-]+)", (GUIDE / "withdrawal-and-erasure.md").read_text("utf-8")))
    assert len(shown) == 1
    assert read_code(shown.pop())


def test_the_drills_are_ten_and_each_has_its_test() -> None:
    text = (GUIDE / "disaster-drills.md").read_text("utf-8")
    drills = re.split(r"^## (?=\d+\. )", text, flags=re.MULTILINE)[1:]
    assert [drill.split(".")[0] for drill in drills] == [str(number) for number in range(1, 11)]
    named = []
    for drill in drills:
        title = drill.splitlines()[0]
        for part in ("What happens:", "You will see:", "\n1. "):
            assert part in drill, title
        [test] = re.findall(r"^Test: `(tests/drills/test_\w+\.py)`$", drill, re.MULTILINE)
        named.append(test)
    there = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tests" / "drills").glob("test_*.py"))
    assert sorted(named) == there


@cache
def _command():
    return typer.main.get_command(application())


@cache
def _window_words() -> frozenset[str]:
    """Return every text of the ui room, without the marks of keyboard shortcuts."""
    words = set()
    for path in (ROOT / "desktop" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.add(node.value.replace("&", ""))
    return frozenset(words)
