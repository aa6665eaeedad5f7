# ruff: noqa: E501 (a table in Markdown is as wide as it is)
"""The form as text for its author."""

from __future__ import annotations

from textwrap import dedent

from desktop.questionnaires.form_text import MAX_CHOICES, form_text
from tests.questionnaires.forms import form

TALK = """
    | survey |
    | | type | name | label | hint | relevant | constraint | constraint_message | required | calculation | choice_filter |
    | | today | day | | | | | | | | |
    | | select_one yn | pet | A pet? | Any animal | | | | yes | | |
    | | begin_group | about | About ${pet} | | ${pet} = 'y' | | | | | |
    | | select_multiple kind | kinds | Which? | | | | | | | starts-with(name, 'c') |
    | | integer | legs | Legs? | | selected(${kinds}, 'cat') or ${pet} = 'y' | . < 10 | Too many. | ${pet} = 'y' | | |
    | | calculate | twice | | | | | | | ${legs} * 2 | |
    | | end_group | | | | | | | | | |
    | choices |
    | | list_name | name | label |
    | | yn | y | Yes |
    | | yn | n | No |
    | | kind | cat | Cat |
    | | kind | dog | Dog |
    """


def test_the_whole_form_reads_from_top_to_bottom() -> None:
    expected = """\
        data (form data, version -)
        3 questions

        1. A pet? [pet: select_one, required]
           Hint: Any animal
           ( ) Yes (y)
           ( ) No (n)

        == About {/data/pet} [group about]
           Only if question 1 is Yes

           2. Which? [kinds: select_multiple]
              [ ] Cat (cat)
              [ ] Dog (dog)
              Only those choices that fit: starts-with(name, 'c')

           3. Legs? [legs: integer]
              Only if question 2 includes Cat, or question 1 is Yes
              Required if /data/pet = 'y'
              Allowed: . < 10 (else: Too many.)

           (twice is worked out: /data/about/legs * 2)

        (day is filled in by the device: today)
        """
    text = form_text(form(TALK))
    assert "\n".join(" ".join(line.split()) for line in text.splitlines()[1:]) == "\n".join(
        " ".join(line.split()) for line in dedent(expected).splitlines()[1:]
    )
    assert "\n      Only if question 2" in text  # rules stand below their question, inside of the group


def test_a_list_of_thousands_is_cut() -> None:
    rows = "\n".join(f"    | | many | c{number} | Choice {number} |" for number in range(MAX_CHOICES + 5))
    text = form_text(
        form(f"""
    | survey |
    | | type | name | label |
    | | select_one many | one | One? |
    | choices |
    | | list_name | name | label |
{rows}
    """)
    )
    assert text.count("( )") == MAX_CHOICES
    assert "… and 5 more" in text
