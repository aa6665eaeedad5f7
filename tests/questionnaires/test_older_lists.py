"""Choices by query from the sheet external_choices, and by search() from a CSV file beside the form."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.foundation.clock import SetClock
from desktop.questionnaires.attachments import embedded
from desktop.questionnaires.definition import QuestionType
from desktop.questionnaires.entry import FormEntry
from desktop.questionnaires.problems import FormRefused
from desktop.questionnaires.xform import read_xform
from desktop.xlsform.convert import read_form
from tests.questionnaires.forms import NOON, xml_of

EXTERNAL = """
| survey |
| | type | name | label | choice_filter |
| | text | state | State | |
| | select_one_external counties | county | County | state=${state} |
| choices |
| | list_name | name | label |
| | unused | a | A |
| external_choices |
| | list_name | name | label | state |
| | counties | king | King | wa |
| | counties | pierce | Pierce | wa |
| | counties | cameron | Cameron | tx |
| | cities | dumont | Dumont | tx |
"""
PLACED = "| | fruits | name_key | name |"
FRUITS = b"name_key,name,kind\nmango,Mango,stone\norange,Orange,citrus\nlemon,Lemon,citrus\n"


def _search(appearance: str, choices: str = PLACED) -> bytes:
    survey = f"""| survey |
| | type | name | label | appearance |
| | text | kind | Kind | |
| | select_one fruits | fruit | Fruit | {appearance} |
"""
    return xml_of(f"{survey}| choices |\n| | list_name | name | label |\n{choices}")


def _entry(xml: bytes) -> FormEntry:
    return FormEntry.start(read_xform(xml), clock=SetClock(NOON))[0]


def test_external_choices_are_choices_with_a_filter(tmp_path: Path) -> None:
    path = tmp_path / "form.md"
    path.write_text(EXTERNAL)
    definition = read_form(path).definition
    assert definition.question("county").type is QuestionType.SELECT_ONE
    entry, _ = FormEntry.start(definition, clock=SetClock(NOON))
    entry.answer("state", "wa")
    assert entry.node("county").choices == (("king", "King"), ("pierce", "Pierce"))
    entry.answer("county", "pierce")
    assert b"<county>pierce</county>" in entry.finalise(instance_id="uuid:1")


@pytest.mark.parametrize(
    ("appearance", "kind", "values"),
    [
        ("minimal search('fruits')", "", ["mango", "orange", "lemon"]),
        ("search('fruits', 'matches', 'kind', 'citrus')", "", ["orange", "lemon"]),
        ("search('fruits', 'matches', 'kind', ${kind})", "stone", ["mango"]),
        ("search('fruits', 'matches', 'kind', ${kind}, 'name', 'Lemon')", "citrus", ["lemon"]),
    ],
)
def test_a_search_takes_its_choices_from_the_file(appearance: str, kind: str, values: list[str]) -> None:
    entry = _entry(embedded(_search(appearance), {"fruits.csv": FRUITS}))
    entry.answer("kind", kind)
    assert [value for value, _ in entry.node("fruit").choices] == values
    assert entry.definition.question("fruit").appearances == frozenset(appearance.split("search")[0].split())


@pytest.mark.parametrize(
    ("xml", "attachments"),
    [
        (_search("search('fruits')"), {"wards.csv": FRUITS}),
        (_search("search('fruits', 'contains', 'kind', 'cit')"), {"fruits.csv": FRUITS}),
        (_search("search('fruits', 'matches', 'kind', concat('a', 'b'))"), {"fruits.csv": FRUITS}),
        (
            _search("search('fruits')", "| | fruits | name_key | name |\n| | fruits | 9 | None |"),
            {"fruits.csv": FRUITS},
        ),
        (_search("search('fruits'] or //*[')"), {"fruits.csv": FRUITS}),
    ],
)
def test_what_would_mean_something_else_is_refused(xml: bytes, attachments: dict[str, bytes]) -> None:
    with pytest.raises(FormRefused, match="search"):
        read_xform(embedded(xml, attachments))
