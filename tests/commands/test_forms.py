"""``forms``: what an author does with a form from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from tests.packs.builders import GOOD, write_pack

FORM = """
    | survey |
    | | type | name | label | relevant |
    | | select_one yn | pet | A pet? | |
    | | integer | legs | How many legs? | ${pet}='y' |
    | choices |
    | | list_name | name | label |
    | | yn | y | Yes |
    | | yn | n | No |
    """
STEPS = [{"op": "answer", "ref": "pet", "value": "y"}, {"op": "answer", "ref": "legs", "value": 4}]


@pytest.fixture
def laptop(terminal):
    """Sit down at a laptop that has no store: none of these commands needs one."""
    return terminal("laptop")


@pytest.fixture
def author(tmp_path: Path) -> Path:
    """Give a folder with a form and a script."""
    (tmp_path / "pets.md").write_text(dedent(FORM).strip(), "utf-8")
    (tmp_path / "steps.json").write_text(json.dumps(STEPS), "utf-8")
    return tmp_path


def test_a_form_is_shown_as_text(laptop, author: Path) -> None:
    shown = laptop("forms", "show", author / "pets.md").out
    assert "1. A pet? [pet: select_one]" in shown
    assert "Only if question 1 is Yes" in shown
    assert "no language" in laptop("forms", "show", author / "pets.md", "--language", "Cymraeg", code=1).err


def test_a_script_is_run_kept_and_held_against(laptop, author: Path) -> None:
    form, steps, kept = author / "pets.md", author / "steps.json", author / "kept.json"
    shown = laptop("forms", "run", form, "--script", steps).out
    assert "Step 1: answer pet y\n  /data/pet = y  (choices y n)\n  /data/legs = \n" in shown
    kept.write_text(laptop("forms", "run", form, "--script", steps, "--json").out, "utf-8")
    assert "2 steps, all as expected" in laptop("forms", "run", form, "--script", steps, "--expect", kept).err
    assert "2 steps" in laptop("forms", "run", "--script", steps, "--expect", kept, form).err
    assert "2 steps" in laptop("forms", "run", form, "--script", kept, "--expect").err
    form.write_text(form.read_text("utf-8").replace("='y'", "='n'"), "utf-8")
    differs = laptop("forms", "run", form, "--script", kept, "--expect", code=1).err
    assert "Step 1 (answer pet): /data/legs, relevant: expected true, got false." in differs


def test_what_is_missing_or_wrong_is_said(laptop, author: Path) -> None:
    form, steps = author / "pets.md", author / "steps.json"
    assert "nothing here" in laptop("forms", "show", author / "gone.md", code=1).err
    assert "gone.json" in laptop("forms", "run", form, "--script", author / "gone.json", code=1).err
    laptop("forms", "run", form, steps, "--script", steps, code=2)
    steps.write_text("{", "utf-8")
    assert "no JSON" in laptop("forms", "run", form, "--script", steps, code=1).err


def test_a_translator_is_sent_the_words_of_a_pack(laptop, tmp_path: Path) -> None:
    more = '[[languages]]\ncode = "ur"\nlabel = "Urdu"\n\n[[contact_questions]]'
    text = GOOD.replace("[[contact_questions]]", more, 1)
    pack = write_pack(tmp_path / "pack", text)
    said = laptop("forms", "words", pack, "--language", "ur", "--out", tmp_path / "ur.po").line
    assert "of them not translated" in said
    assert 'msgid "Put a cross in one box."' in (tmp_path / "ur.po").read_text("utf-8")
    assert "no language" in laptop("forms", "words", pack, "--language", "cy", "--out", tmp_path / "a", code=1).err
