"""Forms checked and read from files, by the child process as the product does it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from textwrap import dedent

import pytest

from desktop.foundation.errors import WorldError
from desktop.questionnaires.problems import FormRefused, Severity
from desktop.xlsform import convert
from desktop.xlsform.check import check_form
from desktop.xlsform.convert import read_form
from tests.xlsform.old_excel import write_xls

GOOD = """
    | survey |
    | | type | name | label | hint | required |
    | | text | q | What do you think? | | |
    | | note | later | Priorities: to be filled in by the programme | | |
    | | begin_group | equality | About you | | |
    | | select_one sex | sex | What is your sex? | | yes |
    | | end_group | | | | |
    | choices |
    | | list_name | name | label |
    | | sex | f | Female |
    | | sex | m | Male |
    | | sex | p | Prefer not to say |
    | settings |
    | | form_id | form_title | version |
    | | good | Good | 3 |
    """
BAD = """
    | survey |
    | | type | name | label | relevant | calculation | constraint |
    | | text | a | What is your e-mail address? | | | |
    | | text | b | B | ${a} = (( | | |
    | | | | | | | |
    | | calculate | c | | | foo(1) | |
    | | begin_group | g | G | | | |
    | | integer | d | D | | | . > 1 and regex(., '(?=x)') |
    | | end_group | | | | | |
    """


def write(folder: Path, markdown: str, name: str = "form.md") -> Path:
    path = folder / name
    path.write_text(dedent(markdown).strip(), "utf-8")
    return path


def test_a_form_is_read_with_its_original(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    read = read_form(path)
    assert (read.definition.form_id, read.definition.version, read.kind) == ("good", "3", "md")
    assert read.original == path.read_bytes()
    as_xml = tmp_path / "form.xml"
    as_xml.write_bytes(read.definition.xml)
    assert read_form(as_xml).definition == read.definition


def test_what_is_to_fill_in_and_what_may_not_be_required(tmp_path: Path) -> None:
    found = check_form(write(tmp_path, GOOD), equality_group="equality")
    assert [(p.severity, p.sheet, p.row, p.column) for p in found] == [
        (Severity.ERROR, "survey", 5, "required"),
        (Severity.TO_FILL_IN, "survey", 3, "label"),
    ]


def test_everything_is_told_at_once_by_row_and_column(tmp_path: Path) -> None:
    found = check_form(write(tmp_path, BAD))
    assert [(p.row, p.column) for p in found if p.severity is Severity.ERROR] == [
        (2, "label"),
        (3, "relevant"),
        (4, "calculation"),
        (6, "constraint"),
    ]
    assert found[1].line().startswith("survey row 3, column relevant: ")


@pytest.mark.parametrize(
    ("rows", "sheet", "row", "fault"),
    [
        ("| | text | a | A |\n| | text | a | A |", "survey", 3, "'name' value 'a' is invalid"),
        ("| | tetx | a | A |", "survey", 2, "Unknown question type"),
        ("| | begin_group | g | G |", "survey", 2, "Unmatched 'begin_group'"),
    ],
)
def test_what_pyxform_refuses_has_sheet_and_row(
    tmp_path: Path, rows: str, sheet: str, row: int, fault: str
) -> None:
    found = check_form(write(tmp_path, f"| survey |\n| | type | name | label |\n{rows}"))
    assert [(p.sheet, p.row) for p in found] == [(sheet, row)]
    assert fault in found[0].fault


def test_a_spreadsheet_has_the_rows_that_the_program_shows(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    survey.append(["type", "name", "label::English (en)", "label::Cymraeg (cy)", "relevant"])
    survey.append([None])
    survey.append(["text", "q", "Question", None, None])
    survey.append(["text", "p", "Other", "Arall", "${q} ="])
    path = tmp_path / "form.xlsx"
    book.save(path)
    found = check_form(path)
    assert [(p.row, p.column) for p in found if p.severity is Severity.ERROR] == [(4, "relevant")]
    survey["E4"] = "${q} = 'x'"
    book.save(path)
    missing = [p for p in check_form(path) if "no label in Cymraeg" in p.fault]
    assert [p.row for p in missing] == [3]


def test_files_that_are_no_form_are_refused(tmp_path: Path) -> None:
    cases = {
        "form.docx": (b"x", "kind of file"),
        "empty.xlsx": (b"", "empty"),
        "broken.xlsx": (b"PK\x03\x04 broken", "damaged"),
        "page.xml": (b"<html/>", "no XForm"),
    }
    for name, (content, fault) in cases.items():
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(FormRefused, match=fault):
            read_form(path)
        assert check_form(path)[0].severity is Severity.ERROR
    with pytest.raises(WorldError):
        read_form(tmp_path / "gone.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 * 1024 * 1024))
    with pytest.raises(FormRefused, match="unpacks to far more"):
        read_form(path)


def test_a_zip_that_is_no_spreadsheet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(FormRefused, match="can't be read"):
        read_form(path)


def test_a_conversion_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "TIME_LIMIT", 0.0)
    with pytest.raises(FormRefused, match="took longer"):
        read_form(write(tmp_path, GOOD))


ERRORS = """
    | survey |
    | | type | name | label | relevant | constraint | required | calculation | choice_filter | default | trigger |
    | | integer | a | A | | | | | | | |
    {row}
    | choices |
    | | list_name | name | label |
    | | l | x | X |
    """


@pytest.mark.parametrize(
    ("row", "column", "fault"),
    [
        ("| | text | b | B | ${nope} = 1 | | | | | | |", "relevant", "the name 'nope'"),
        ("| | text | b | B | /data/nope = 1 | | | | | | |", "relevant", "no question “nope” at this place"),
        ("| | text | b | B | ${a} = 'x | | | | | | |", "relevant", "A quotation is not closed"),
        ("| | text | b | B | | . >< 1 | | | | | |", "constraint", "“<” can't stand here"),
        ("| | text | b | B | | | 1 + | | | | |", "required", "breaks off"),
        ("| | calculate | b | | | | | foo(1) | | | |", "calculation", "no function “foo”"),
        ("| | calculate | b | | | | | if(1,2) | | | |", "calculation", "takes 3 arguments, not 2"),
        ("| | select_one l | b | B | | | | | name = ( | | |", "choice_filter", "“]” can't stand here"),
        ("| | text | b | B | | | | | | once(foo()) | |", "default", "no function “foo”"),
        ("| | text | b | ${zz}? | | | | | | | |", "label", "the name 'zz'"),
        ("| | calculate | b | | | | | 1 | | | ${zz} |", "trigger", "the name 'zz'"),
        ("| | text | b | B | instance('zz')/root/item = 1 | | | | | | |", "relevant", "no list or instance “zz”"),
        (
            "| | calculate | b | | | | | ${c} + 1 | | | |\n    | | calculate | c | | | | | ${b} | | | |",
            "calculation",
            "in a circle: b → c → b.",
        ),
    ],
)  # fmt: skip
def test_a_fault_has_its_row_column_and_piece(tmp_path: Path, row: str, column: str, fault: str) -> None:
    found = [each for each in check_form(write(tmp_path, ERRORS.replace("{row}", row))) if each.row == 3]
    assert [(each.sheet, each.column, each.severity) for each in found] == [("survey", column, Severity.ERROR)]
    assert fault in found[0].fault
    assert found[0].remedy


def test_what_pyxform_stops_at_hides_nothing_else(tmp_path: Path) -> None:
    """It tells its first error only; names and expressions of the other rows are told all the same."""
    found = check_form(
        write(
            tmp_path,
            """
    | survey |
    | | type | name | label | relevant | calculation | required |
    | | text | a | A | | | |
    | | text | b | B | ${a} = (( | | yes |
    | | text | c | C | ${nope} = 'x' | | |
    | | calculate | d | | | foo(${a}) | |
    | | text | e | E | ${a} = 'fine' | | ${b} = '' |
    """,
        )
    )
    assert [(each.row, each.column) for each in found] == [
        (3, "relevant"),
        (4, "relevant"),
        (5, "calculation"),
    ]


def test_an_old_spreadsheet_is_read_by_row_too(tmp_path: Path) -> None:
    survey = [["type", "name", "label", "relevant"], [], ["text", "q", "Caffè?", ""], ["text", "p", "P", "${q} ="]]
    path = write_xls(tmp_path / "form.xls", {"survey": survey, "settings": [["form_id"], ["old"]]})
    assert [(each.row, each.column) for each in check_form(path)] == [(4, "relevant")]
    survey[3][3] = "${q} = 'x'"
    read = read_form(write_xls(path, {"survey": survey, "settings": [["form_id"], ["old"]]}))
    assert (read.kind, read.definition.form_id, read.definition.question("q").label()) == ("xls", "old", "Caffè?")


def test_a_damaged_old_spreadsheet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "form.xls"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2_000))
    with pytest.raises(FormRefused, match="can't be read"):
        read_form(path)


def test_a_csv_is_read_as_spreadsheet_programs_save_it(tmp_path: Path) -> None:
    text = "survey,,,\n,type,name,label\n,text,q,Caffè?\n"
    path = tmp_path / "form.csv"
    path.write_text(text, "utf-8")
    plain = read_form(path)
    path.write_text(text, "utf-8-sig")
    marked = read_form(path)
    assert marked.definition.question("q").label() == "Caffè?"
    assert (marked.definition.xml, marked.original) == (plain.definition.xml, path.read_bytes())
    path.write_text(text, "latin-1")
    with pytest.raises(FormRefused, match="not in UTF-8"):
        read_form(path)
