"""The table of an export: columns by name and label, several versions, repeats, paper's codes, no formulas."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.exports.codebook import HEADINGS, codebook_rows
from desktop.exports.data_files import csv_bytes, table_csv, table_xlsx
from desktop.exports.missing_codes import missing_code, missing_meanings
from desktop.exports.response_table import ExportedResponse, KeyedState, build_table, neutralise
from desktop.foundation.clock import SetClock
from desktop.questionnaires.entry import FormEntry
from desktop.questionnaires.xform import read_xform
from desktop.responses.response import Envelope, MissingKind, Recorder, Revision

FORM = """
| survey |
|        | type                  | name     | label            | relevant        |
|        | select_one yes_no     | again    | Come again?      |                 |
|        | select_multiple ways  | heard    | How did you hear |                 |
|        | text                  | why      | Why not?         | ${again} = 'no' |
|        | begin_repeat          | visit    | Visits           |                 |
|        | integer               | minutes  | How long?        |                 |
|        | end_repeat            |          |                  |                 |
|        | note                  | thanks   | Thank you        |                 |
| choices |
|        | list_name | name   | label      |
|        | yes_no    | yes    | Yes        |
|        | yes_no    | no     | No         |
|        | ways      | letter | By letter  |
|        | ways      | friend | A friend   |
| settings |
|        | form_id | form_title | version |
|        | visits  | Visits     | 1       |
"""
CLOCK = SetClock(datetime(2022, 1, 12, 10, 30, tzinfo=UTC))


def _definition(markdown: str = FORM):
    from pyxform.xls2xform import convert

    return read_xform(convert(xlsform=markdown, file_type=".md").xform.encode())


@pytest.fixture(scope="module")
def definition():
    return _definition()


def _revision(definition, answers: dict[str, str], number: int = 1, **more) -> Revision:
    entry, _ = FormEntry.start(definition, clock=CLOCK)
    while len(entry.repeat_paths("visit")) < sum(path.endswith("minutes") for path in answers):
        entry.add_repeat("visit")
    for path, value in answers.items():
        entry.answer(path, value)
    envelope = Envelope(
        programme_id="p",
        pack_version="1",
        event_id="e",
        channel="interview",
        language=entry.language,
        recorder=Recorder("", "Olu", "officer", True),
        device_id="d",
        epoch=1,
        privacy_version="1",
        consent_version="1",
        serial="",
        print_log_here=None,
        received_on="",
        started_at="2022-01-12T10:30:00.000000Z",
        finalised_at="2022-01-12T10:40:00.000000Z",
        offset_minutes=0,
        missing={},
        forced={},
        off_route={},
        made_up=True,
    )
    identity = f"uuid:{number}"
    return Revision(
        instance_id=identity,
        response_id=identity,
        deprecated_id="",
        form_id=definition.form_id,
        form_version=definition.version,
        form_sha256=definition.sha256,
        xml=entry.finalise(instance_id=identity),
        envelope=replace(envelope, **more),
        answers=entry.answers(),
        reason="",
    )


def _table(definitions, revisions):
    return build_table(
        form_id="visits",
        definitions=definitions,
        responses=[ExportedResponse(each, "batch") for each in revisions],
        programmes={},
        events={},
    )


def _rows(table) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table_csv(table).decode("utf-8-sig"), newline="")))


def test_names_labels_and_choices(definition) -> None:
    row = _rows(_table([definition], [_revision(definition, {"again": "no", "heard": "letter friend"})]))[0]
    assert (row["again"], row["again:label"]) == ("no", "No")
    assert (row["heard"], row["heard:label"]) == ("letter friend", "By letter; A friend")
    assert (row["heard/letter"], row["heard/friend"]) == ("1", "1")
    assert "thanks" not in row


def test_not_answered_is_empty_and_not_nought(definition) -> None:
    row = _rows(_table([definition], [_revision(definition, {"again": "yes"})]))[0]
    assert (row["heard"], row["heard/letter"], row["why"]) == ("", "", "")


def test_repeats_have_a_column_each(definition) -> None:
    answers = {"visit[1]/minutes": "5", "visit[2]/minutes": "10"}
    rows = _rows(_table([definition], [_revision(definition, answers), _revision(definition, {}, 2)]))
    assert (rows[0]["visit[1]/minutes"], rows[0]["visit[2]/minutes"]) == ("5", "10")
    assert rows[1]["visit[2]/minutes"] == ""


def test_two_versions_in_one_table(definition) -> None:
    newer = _definition(
        FORM.replace("| visits  | Visits     | 1 ", "| visits  | Visits     | 2 ").replace("why ", "whynot")
    )
    assert newer.version == "2"
    table = _table(
        [newer, definition],
        [_revision(definition, {"again": "no", "why": "too far"}), _revision(newer, {"again": "yes"}, 2)],
    )
    rows = _rows(table)
    assert [row["form_version"] for row in rows] == ["1", "2"]
    assert rows[0]["why"] == "too far"
    assert rows[1]["whynot"] == ""
    codebook = {row[0]: dict(zip(HEADINGS, row, strict=True)) for row in codebook_rows(table)}
    assert codebook["why"]["form_version"] == "1"
    assert codebook["again"]["form_version"] == "2, 1"
    assert codebook["again"]["choices"] == "yes = Yes; no = No"
    assert "Only if" in codebook["why"]["asked"]


def test_a_question_that_moved_keeps_the_answers_of_both_versions(definition) -> None:
    moved = _definition(
        FORM.replace("| visits  | Visits     | 1 ", "| visits  | Visits     | 2 ")
        .replace(
            "|        | text                  | why      |",
            "|        | begin_group | about | About | |\n|        | text                  | why      |",
        )
        .replace("| ${again} = 'no' |", "| ${again} = 'no' |\n|        | end_group | | | |")
    )
    assert "about/why" in [question.path for question in moved.questions()]
    rows = _rows(
        _table(
            [moved, definition],
            [
                _revision(definition, {"again": "no", "why": "old place"}),
                _revision(moved, {"again": "no", "about/why": "new place"}, 2),
            ],
        )
    )
    assert [(row["why"], row["about/why"]) for row in rows] == [("old place", ""), ("", "new place")]


@pytest.mark.parametrize("language", ["again", "language"])
def test_no_heading_stands_twice(language) -> None:
    """A question called like a column of the context has a column of its own name beside it."""
    form = FORM.replace("again ", f"{language} ").replace("${again}", "${" + language + "}")
    definition = _definition(form)
    table = _table([definition], [_revision(definition, {language: "no"})])
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)
    row = _rows(table)[0]
    assert row["answer/language" if language == "language" else "again"] == "no"
    assert row["language"] == definition.default_language


def test_an_answer_longer_than_a_cell_is_cut_and_says_so(definition) -> None:
    long = "\U0001f600" * 30_000
    table = _table([definition], [_revision(definition, {"again": "no", "why": "x"})])
    position = [column.name for column in table.columns].index("why")
    table = replace(table, rows=tuple((*row[:position], long, *row[position + 1 :]) for row in table.rows))
    book = openpyxl.load_workbook(io.BytesIO(table_xlsx(table, [])))
    head, row = list(book["Responses"].values)
    cell = row[head.index("why")]
    assert cell.startswith("\U0001f600" * 10_000)
    assert "cut here" in cell
    assert _rows(table)[0]["why"] == long


def test_what_paper_says_reaches_the_export(definition) -> None:
    revision = _revision(
        definition,
        {"again": "no"},
        missing={"heard": "illegible"},
        forced={"why": "as written"},
        off_route={"x": "y"},
    )
    row = _rows(_table([definition], [revision]))[0]
    assert row["missing_answers"] == "heard: illegible"
    assert row["kept_as_written"] == "why: as written"
    assert row["off_route"] == "x: y"


def test_workbook_holds_no_formula_and_figures_as_figures(definition) -> None:
    revision = _revision(definition, {"again": "no", "why": "=1+1", "visit[1]/minutes": "5"})
    book = openpyxl.load_workbook(io.BytesIO(table_xlsx(_table([definition], [revision]), [("What", "=2+2")])))
    assert book.sheetnames == ["Responses", "Labels", "Codebook", "About"]
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    head, row = list(book["Responses"].values)
    assert row[head.index("why")] == "'=1+1"
    assert row[head.index("visit[1]/minutes")] == 5


@given(st.text())
def test_no_cell_starts_a_formula(text: str) -> None:
    safe = neutralise(text)
    assert safe in (text, "'" + text)
    if safe[:1] in ("=", "+", "-", "@"):
        float(safe.replace(",", "."))  # a figure, and nothing else


@given(
    st.lists(
        st.lists(
            st.text(alphabet=st.characters(exclude_characters="\r\n\x00", codec="utf-8")), min_size=2, max_size=2
        )
    )
)
def test_csv_is_read_back(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(csv_bytes(["a", "b"], rows).decode("utf-8-sig"), newline="")))
    assert read == [["a", "b"], *([neutralise(cell) for cell in row] for row in rows)]


def test_what_is_missing_has_a_code_beside_the_question_that_is_no_answer(definition) -> None:
    kinds = {kind: missing_code(kind) for kind in MissingKind}
    assert len(set(kinds.values())) == len(MissingKind)
    revisions = [
        _revision(definition, {"why": "said"}, 1, missing={"again": "illegible", "visit[1]/minutes": "blank"}),
        _revision(definition, {"again": "yes"}, 2),
        _revision(definition, {}, 3, missing={"again": "a kind of a newer program", "heard": ""}),
    ]
    table = _table([definition], revisions)
    rows = _rows(table)
    assert [row["again:missing"] for row in rows] == [".i", "", "a kind of a newer program"]
    assert [row["again"] for row in rows] == ["", "yes", ""]
    assert rows[0]["visit[1]/minutes:missing"] == ".b"
    assert "why:missing" not in rows[0]  # nobody's is missing for a reason
    codebook = {line[0]: dict(zip(HEADINGS, line, strict=True)) for line in codebook_rows(table)}
    for code, meaning in missing_meanings():
        assert f"{code} = {meaning}" in codebook["again:missing"]["choices"]
    assert codebook["again:missing"]["type"] == "missing"
    book = openpyxl.load_workbook(io.BytesIO(table_xlsx(table, [("What", "Value")])))
    head = [cell.value for cell in book["Responses"][1]]
    assert book["Responses"].cell(2, head.index("again:missing") + 1).value == ".i"


def test_paper_says_how_it_was_keyed_and_what_stands_in_the_margin(definition) -> None:
    note = "=HYPERLINK(“x”)\nthe bus, mostly"
    paper = _revision(definition, {}, 1, channel="paper", serial="S1", margin_notes=note, loose_pages=2)
    screen = _revision(definition, {}, 2)
    keyed = KeyedState("verified", "1 volunteer", "2 officer", adjudicated=3, exceptions=1)
    table = build_table(
        form_id="visits", definitions=[definition], programmes={}, events={},
        responses=[ExportedResponse(paper, "batch", keyed), ExportedResponse(screen, "batch")],
    )  # fmt: skip
    names = (
        "margin_notes", "loose_pages", "verification", "first_keyer", "second_keyer", "adjudicated_fields",
        "decided_by_exception",
    )  # fmt: skip
    said = [tuple(row[name] for name in names) for row in _rows(table)]
    assert said == [("'" + note, "2", "verified", "1 volunteer", "2 officer", "3", "1"), ("",) * 7]
    told = {line[0]: line[3] for line in codebook_rows(table)}
    assert "nothing of how good its answers are" in told["verification"]
    assert "may name somebody" in told["margin_notes"]
