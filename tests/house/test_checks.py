"""The house rules that a tool can check: lint, format, types, import contracts, words that must not stand here."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


def _run(*words: str) -> None:
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("-m", "ruff", "check", "."), id="lint"),
        pytest.param(("-m", "ruff", "format", "--check", "."), id="format"),
        pytest.param(("-m", "mypy"), id="types"),
    ],
)
def test_tool(words: tuple[str, ...]) -> None:
    _run(sys.executable, *words)


def test_import_contracts() -> None:
    _run(sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout: the list of files is git's")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


def test_no_machine_and_no_registry_is_named() -> None:
    # in pieces, so that this file does not name them either
    words = (
        "pypi" + r"\.org",
        "python" + "hosted",
        "npm" + r"js\.",
        "/root/" + r"\.",
        "/work" + "/main",
        "/work" + "/shared",
    )
    forbidden = re.compile("|".join(words))
    found = []
    for path in _tracked():
        if not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in forbidden.finditer(text)]
    assert found == []


def test_top_level_is_as_agreed() -> None:
    agreed = {"desktop", "resources", "forms", "tests", "main.py", "pyproject.toml", "README.md", "LICENSE", ".ci"}
    top = {path.relative_to(ROOT).parts[0] for path in _tracked()}
    assert {name for name in top if not name.startswith(".")} <= agreed
    assert agreed <= top


def test_ci_runs_the_readme_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    commands = [line for line in readme.splitlines() if line.startswith("python3 -m venv .venv && ")]
    tests = [line for line in commands if "pytest" in line]
    assert len(tests) == 1
    assert tests[0] in ci.splitlines()
    assert any(line.endswith("main.py") for line in commands)
