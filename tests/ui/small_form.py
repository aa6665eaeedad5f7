# ruff: noqa: E501 (a table in Markdown is as wide as it is)
"""A small form with a skip, a constraint, a required question and an equality block, as a table."""

from __future__ import annotations

from pathlib import Path

SMALL_FORM = """
| survey |
|        | type                 | name     | label                         | required | relevant         | constraint | constraint_message | appearance |
|        | select_one yes_no    | resident | Do you live here?             | yes      |                  |            |                    |            |
|        | integer              | years    | For how many years?           |          | ${resident}='y'  | . < 120    | Under 120, please. |            |
|        | select_multiple use  | uses     | What do you use?              |          |                  |            |                    |            |
|        | text                 | comment  | What would you change?        |          |                  |            |                    | multiline  |
|        | begin_group          | equality | About you                     |          |                  |            |                    |            |
|        | select_one yes_no    | carer    | Do you look after anybody?    |          |                  |            |                    |            |
|        | select_one yes_no    | health   | Do you have a long illness?   |          |                  |            |                    |            |
|        | end_group            |          |                               |          |                  |            |                    |            |
| choices |
|         | list_name | name | label             |
|         | yes_no    | y    | Yes               |
|         | yes_no    | n    | No                |
|         | yes_no    | p    | Prefer not to say |
|         | use       | bus  | Buses             |
|         | use       | park | Parks             |
|         | use       | pool | The pool          |
| settings |
|          | form_title   | form_id    | version |
|          | A small form | small-form | 1       |
"""


def write_small_form(folder: Path) -> Path:
    """Write the form into ``folder`` and return its path."""
    path = folder / "small-form.md"
    path.write_text(SMALL_FORM, encoding="utf-8")
    return path
