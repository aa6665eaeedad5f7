"""Benchmarks from CSV: what is taken, and what is refused by its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.analysis.benchmark_file import LARGEST_BYTES, MOST_ROWS, read_rows
from desktop.analysis.benchmarks import BenchmarkRow, Measure
from desktop.foundation.errors import Refusal

PEOPLE = "code,label,people\na,Made-up A,10\nb,Made-up B,30\n"


def read(text: str, encoding: str = "utf-8"):
    return read_rows(text.encode(encoding), name="made-up.csv")


def refused(content: bytes) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        read_rows(content, name="made-up.csv")
    return refusal.value


def test_counts_of_people() -> None:
    assert read(PEOPLE) == (
        Measure.PEOPLE,
        (BenchmarkRow("a", "Made-up A", 10, ("a",)), BenchmarkRow("b", "Made-up B", 30, ("b",))),
    )


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ('code,label,people\na,A,"1,234"\nb,B,"12 345 678"\n', [1234, 12345678]),
        ("Code;Label;Percent;Answers\na;A;12,5 %;x y\nb;B;87,5;z\n", [12.5, 87.5]),
        ("code\tlabel\tpercent\na\tA\t33.3\nb\tB\t66.6\n", [33.3, 66.6]),
        ("\n\ncode,label,people\n\na,A,1\nb,B,2\n,,\n", [1, 2]),
        ("label,people,code\r\nA,0,a\r\nB,2,b\r\n", [0, 2]),
    ],
    ids=["thousands", "semicolons", "tabs", "empty lines", "other order"],
)
def test_as_a_spreadsheet_saves_it(text: str, figures: list[float]) -> None:
    assert [row.figure for row in read(text)[1]] == figures


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_say_what_they_are(encoding: str) -> None:
    assert read("code,label,people\na,Gälisch,1\nb,বাংলা,2\n", encoding)[1][1].label == "বাংলা"


def test_answers_of_the_form_belong_to_groups() -> None:
    rows = read("code,label,people,answers\nyoung,Young,1,16_24 25_34\nold,Old,2,\nage,Age,3,40-49 60+\n")[1]
    assert [row.answers for row in rows] == [("16_24", "25_34"), ("old",), ("40-49", "60+")]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "empty"),
        ("code,label\na,A\n", 1, "heading is missing"),
        ("code,label,people,percent\na,A,1,1\n", 1, "both people and percent"),
        ("code,label,people,notes\na,A,1,x\n", 1, "“notes” is not known"),
        ("code,label,people,code\na,A,1,x\n", 1, "twice"),
        ("code,label,people\n", 1, "fewer than two"),
        ("code,label,people\na,A,1\n", 2, "fewer than two"),
        ("code,label,people\na,A,1\nb,=SUM(A1),2\n", 3, "formula"),
        ("code,label,people\na,A,1\nb,B,-2\n", 3, "formula"),
        ("code,label,people\na,A,1\n@b,B,2\n", 3, "formula"),
        ("code,label,people\na,A,one\nb,B,2\n", 2, "figure"),
        ("code,label,people\na,A,\nb,B,2\n", 2, "figure"),
        ("code,label,people\na,A,nan\nb,B,2\n", 2, "figure"),
        ("code,label,people\na,A,1e999\nb,B,2\n", 2, "figure"),
        ("code,label,people\na,A,9\nb,B,1,234\n", 3, "more cells"),
        ("code,label,people\na,A,9\na,B,1\n", 3, "line 2 already"),
        ("code,label,people\n,A,9\nb,B,1\n", 2, "code is missing"),
        ("code,label,people\na b,A,9\nb,B,1\n", 2, "code is missing"),
        ("code,label,people\na,,9\nb,B,1\n", 2, "label"),
        ("code,label,people\na,A,10\nb,B,30\nall,Total,40\n", 4, "everybody once more"),
        ("code,label,percent\na,A,40\nb,B,50\n", 3, "make up 90"),
        ("code,label,percent\na,A,140\nb,B,50\n", 2, "More than 100"),
        ("code,label,people\na,A,0\nb,B,0\n", 3, "nought"),
        ("code,label,people,answers\na,A,1,x\nb,B,2,x\n", 3, "line 2 already"),
        ("code,label,people,answers\na,A,1,16-24\nb,B,2,20-29\n", 3, "line 2 already"),
        ("code,label,people,answers\na,A,1,24-16\nb,B,2,x\n", 2, "ends before"),
        ('code,label,people\na,A,1\nb,"B"x,2\n', 3, "quotation"),
        ("code,label,people\na,A\x00,1\nb,B,2\n", 2, "none of a text"),
    ],
)
def test_what_is_wrong_is_said_by_its_line(text: str, line: int, said: str) -> None:
    refusal = refused(text.encode())
    assert said in refusal.fault
    assert refusal.place == f"The file made-up.csv, line {line}"
    assert refusal.remedy


def test_an_encoding_that_nobody_named() -> None:
    refusal = refused("code,label,people\na,A,1\nb,Gälisch,2\n".encode("latin-1"))
    assert refusal.place.endswith("line 3")
    assert "UTF-8" in refusal.fault


def test_too_long_is_refused_unread() -> None:
    assert "larger" in refused(b"x" * (LARGEST_BYTES + 1)).fault
    many = "code,label,people\n" + "".join(f"c{number},Made up,1\n" for number in range(MOST_ROWS + 1))
    assert "more than" in refused(many.encode()).fault


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: ("code,label,people\n" + text).encode()))
def test_no_file_does_anything_but_be_taken_or_refused(content: bytes) -> None:
    try:
        _measure, rows = read_rows(content, name="x.csv")
    except Refusal:
        return
    assert len(rows) >= 2
    assert len({row.code for row in rows}) == len(rows)
    assert sum(row.figure for row in rows) > 0
