"""A made-up form of one choice after another, as long as a test asks for."""

from __future__ import annotations

from pathlib import Path


def write_choices_form(folder: Path, count: int, *, sections: int = 5, each: int = 3) -> Path:
    """Write a form of ``count`` questions with one choice each into ``folder``, and return its path.

    In each section the second question depends on the first, so that there is a route to be worked out.

    Args:
        sections: so many groups they stand in.
        each: so many choices a question has.
    """
    rows = ["| survey |", "| | type | name | label | relevant | required |"]
    for section in range(sections):
        rows.append(f"| | begin_group | part{section} | Part {section + 1} of the made-up form | | |")
        numbers = range(count * section // sections, count * (section + 1) // sections)
        for number in numbers:
            after_first = f"${{q{numbers[0]}}} != 'c{each}'" if number == numbers[0] + 1 else ""
            label = f"How much do you agree with statement {number + 1}?"
            rows.append(f"| | select_one scale | q{number} | {label} | {after_first} | yes |")
        rows.append("| | end_group | | | | |")
    rows += ["| choices |", "| | list_name | name | label |"]
    rows += [f"| | scale | c{place} | Choice number {place} |" for place in range(1, each + 1)]
    rows += ["| settings |", "| | form_title | form_id | version |", "| | Choices | choices-form | 1 |"]
    path = folder / "choices-form.md"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path
