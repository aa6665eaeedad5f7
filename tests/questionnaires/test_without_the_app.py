"""The engine is of use by itself: its own example runs, and it brings in nothing of the application."""

from __future__ import annotations

import doctest
import subprocess
import sys

import desktop.questionnaires
from tests.questionnaires.forms import xml_of

_FORM = """
| survey |
|  | type          | name    | label      | relevant           | constraint | constraint_message | calculation   |
|  | select_one yn | visited | Been here? |                    |            |                    |               |
|  | integer       | visits  | How often? | ${visited} = 'yes' | . <= 31    | At most 31.        |               |
|  | calculate     | total   |            |                    |            |                    | ${visits} * 2 |
|  | begin_repeat  | child   | A child    |                    |            |                    |               |
|  | text          | name    | First name |                    |            |                    |               |
|  | end_repeat    |         |            |                    |            |                    |               |
| choices |
|  | list_name | name | label |
|  | yn        | yes  | Yes   |
|  | yn        | no   | No    |
"""
_NOT_NEEDED = ("PySide6", "sqlalchemy", "sqlmodel", "reportlab", "pyxform", "cryptography", "desktop.store")


def test_the_example_of_the_room_runs() -> None:
    found = doctest.DocTestFinder(recurse=False).find(
        desktop.questionnaires, extraglobs={"xml": xml_of(_FORM)}, globs={}
    )
    runner = doctest.DocTestRunner(verbose=False)
    said: list[str] = []
    for example in found:
        runner.run(example, out=said.append)
    assert runner.tries > 10
    assert runner.failures == 0, "".join(said)


def test_it_brings_in_nothing_of_the_application() -> None:
    program = (
        "import sys, desktop.questionnaires.entry, desktop.questionnaires.xform\n"
        f"print(*(name for name in {_NOT_NEEDED!r} if name in sys.modules))\n"
        "print(*sorted({name.split('.')[1] for name in sys.modules if name.startswith('desktop.')}))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == ["", "foundation questionnaires"]
