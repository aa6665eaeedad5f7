# ruff: noqa: E501 (a table in Markdown is as wide as it is)
"""A made-up form with every kind of question, a skip, rules, a table, a repeat, and a long list."""

from __future__ import annotations

from pathlib import Path

from desktop.questionnaires.definition import FormDefinition
from tests.questionnaires.forms import form

FORM_ID = "every-form"
_PLACES = "\n".join(f"| | places | p{number} | Place number {number} |" for number in range(1, 36))
EVERY_FORM = f"""
| survey |
|        | type                     | name          | label                                             | hint                     | appearance    | parameters            | relevant | constraint | constraint_message |
|        | note                     | intro         | Made up.                                          |                          |               |                       | | | |
|        | select_one agree         | radio         | Do you agree?                                     | Choose one.              |               |                       | | | |
|        | select_one yes_no        | resident      | Do you live here?                                 |                          |               |                       | | | |
|        | integer                  | years         | For how many years?                               |                          |               |                       | ${{resident}}='y' | . < 120 | Under 120, please. |
|        | select_one yes_no        | garden        | Have you a garden?                                |                          |               |                       | ${{resident}}='y' | | |
|        | select_multiple agree    | several       | Which of these?                                   |                          |               |                       | | | |
|        | begin_group              | matrix        | How much do you agree?                            |                          | field-list    |                       | | | |
|        | select_one agree         | heads         | For each line                                     |                          | label         |                       | | | |
|        | select_one agree         | line1         | The park is easy to reach                         |                          | list-nolabel  |                       | | | |
|        | select_one agree         | line2         | The surgery is easy to reach                      |                          | list-nolabel  |                       | | | |
|        | end_group                |               |                                                   |                          |               |                       | | | |
|        | range                    | slider        | How well did you sleep?                           |                          |               | start=0 end=10 step=1 | | | |
|        | range                    | hundred       | From 0 to 100?                                    |                          |               | start=0 end=100 step=0.5 | | | |
|        | rank agree               | ranked        | Put these in order                                |                          |               |                       | | | |
|        | date                     | day           | When were you last there?                         |                          |               |                       | | | |
|        | date                     | month         | Which month?                                      |                          | month-year    |                       | | | |
|        | date                     | born          | Year of birth?                                    |                          | year          |                       | | | |
|        | time                     | clock         | At what time?                                     |                          |               |                       | | | |
|        | dateTime                 | moment        | At what day and time?                             |                          |               |                       | | | |
|        | integer                  | people        | How many of you are there?                        |                          |               |                       | | . > 0 and . < 13 | 1 to 12 |
|        | decimal                  | hours         | How many hours a week?                            |                          |               |                       | | | |
|        | select_one places        | town          | Which place?                                      |                          |               |                       | | | |
|        | text                     | line          | In a word?                                        |                          | numbers       |                       | | | |
|        | text                     | words         | In your own words?                                |                          | multiline     |                       | | | |
|        | image                    | picture       | A picture of the place                            |                          |               |                       | | | |
|        | acknowledge              | tick          | I have read this                                  |                          |               |                       | | | |
|        | barcode                  | card          | The number on the card                            |                          |               |                       | | | |
|        | begin_repeat             | person        | Person in the household                           |                          |               |                       | | | |
|        | integer                  | age           | How old?                                          |                          |               |                       | | . < 130 | |
|        | select_one yes_no        | cares         | Does this person need care?                       |                          |               |                       | | | |
|        | end_repeat               |               |                                                   |                          |               |                       | | | |
| choices |
|         | list_name | name    | label              |
|         | agree     | sa      | Strongly agree     |
|         | agree     | a       | Agree              |
|         | agree     | n       | Neither            |
|         | agree     | d       | Disagree           |
|         | yes_no    | y    | Yes               |
|         | yes_no    | n    | No                |
{_PLACES}
| settings |
|          | form_title                        | form_id     | version |
|          | Made up: every kind of question   | every-form  | 1       |
"""


def every_form() -> FormDefinition:
    """Return the form."""
    return form(EVERY_FORM)


def write_every_form(folder: Path) -> Path:
    """Write the form into ``folder`` and return its path."""
    path = folder / "every-form.md"
    path.write_text(EVERY_FORM, encoding="utf-8")
    return path
