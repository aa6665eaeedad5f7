"""TOML faults with the line to look at, and the lines of keys."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.packs.toml_text import TomlFault, key_lines, parse_toml


@pytest.mark.parametrize(
    ("content", "line", "remedy"),
    [
        (b'a = "x"\nb = \xe9\n', 2, "UTF-8"),
        ("a = 1\ntitle = “Walk”\n".encode(), 2, "straight quotation marks"),
        (b"a = 1\n\ncloses = 23/01/2022\n", 3, "year-month-day"),
        (b"a = 1\na = 2\n", 2, "nothing is given twice"),
        (b'a = 1\nb = "x\n', 2, "quotation marks"),
        (b'text = """\nnever closed\n', 3, "three of them"),
        (b"[" * 3000, 1, ""),
    ],
)
def test_a_fault_names_its_line_and_what_to_do(content: bytes, line: int, remedy: str) -> None:
    with pytest.raises(TomlFault) as refused:
        parse_toml(content)
    problem = refused.value.problem
    assert problem.sheet == "programme.toml"
    assert problem.row == line
    assert remedy in problem.remedy


def test_a_byte_order_mark_and_windows_lines_are_no_fault() -> None:
    read = parse_toml(b'\xef\xbb\xbfa = "x"\r\ntext = """\r\none\r\n\r\ntwo"""\r\nb = 2\r\n')
    assert read.table == {"a": "x", "text": "one\n\ntwo", "b": 2}
    assert read.lines == {("a",): 1, ("text",): 2, ("b",): 6}


def test_lines_of_keys_pass_over_long_texts_comments_and_quoted_marks() -> None:
    text = '''\
# a = 0
a = "# not a comment \\" still not" # b = 1
text = """ one
b = 2
\\""" c = 3
"""
odd = 'x """ y'
[table]
key = 1
[[list]]
key = 2
more = [
    { key = 4 },
]
[[list]]
key = 3
'''
    tomllib.loads(text)
    assert key_lines(text) == {
        ("a",): 2,
        ("text",): 3,
        ("odd",): 7,
        ("table",): 8,
        ("table", "key"): 9,
        ("list", 0): 10,
        ("list", 0, "key"): 11,
        ("list", 0, "more"): 12,
        ("list", 1): 15,
        ("list", 1, "key"): 16,
    }


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_problem(content: bytes) -> None:
    told = "read"
    try:
        parse_toml(content)
    except TomlFault as fault:
        told = fault.problem.fault and fault.problem.remedy
    assert told
