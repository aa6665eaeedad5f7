"""Files that are meant to do harm: each is refused with the reason; how fast is measured by the benchmarks."""

from __future__ import annotations

import threading
import zipfile
from multiprocessing.connection import Connection
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from desktop.questionnaires.problems import FormRefused
from desktop.questionnaires.xform import MAX_TAGS, read_xform
from desktop.xlsform import convert, limits
from desktop.xlsform.bounded_process import End, run_bounded
from desktop.xlsform.child import MEMORY
from desktop.xlsform.convert import read_form
from desktop.xlsform.limits import read_within_limits

XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>t</h:title>
<model><instance><data id="x">{nodes}</data></instance>{model}</model></h:head><h:body>{body}</h:body></h:html>"""
ENTITIES = '<!ENTITY e0 "lol">' + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 14))
SECRET = "a line that stands in another file"


def xform(*, nodes: str = "<a/>", model: str = "", body: str = '<input ref="/data/a"/>') -> str:
    return XFORM.format(nodes=nodes, model=model, body=body)


def calculated(expression: str) -> str:
    return xform(nodes="<a/><b/>", model=f'<bind nodeset="/data/b" calculate={quoteattr(expression)}/>')


def refused(xml: str | bytes, fault: str) -> None:
    with pytest.raises(FormRefused, match=fault):
        read_xform(xml if isinstance(xml, bytes) else xml.encode())


# ---- XML ----


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("place", ["<label>&e13;</label>", "<label>x</label><!-- -->"])
def test_entities_are_not_expanded(encoding: str, place: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [{ENTITIES}]>'
    body = f'<input ref="/data/a">{place}</input>'
    refused((head + xform(body=body)).encode(encoding), "document type|amplification")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_other_file_is_read(encoding: str, tmp_path: Path) -> None:
    other = tmp_path / "secret.txt"
    other.write_text(SECRET, "utf-8")
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY e SYSTEM "{other.as_uri()}">]>'
    with pytest.raises(FormRefused, match="document type") as found:
        read_xform((head + xform(body='<input ref="/data/a"><label>&e;</label></input>')).encode(encoding))
    assert SECRET not in str(found.value)


@pytest.mark.parametrize(
    ("xml", "fault"),
    [
        pytest.param(xform(nodes="<a>" * 5_000 + "</a>" * 5_000), "not well formed", id="deep"),
        pytest.param(xform(nodes="<a>" * 100 + "</a>" * 100), "nested too deep", id="deep groups"),
        pytest.param(xform(nodes="<a/>" * (MAX_TAGS + 1)), "far more elements", id="many elements"),
        pytest.param(
            xform(nodes="<a " + " ".join(f'b{n}="1"' for n in range(50_000)) + "/>"), "attributes", id="attributes"
        ),
        pytest.param(xform(body="x" * 12_000_000), "not well formed", id="one long text"),
        pytest.param(
            xform(nodes="".join(f"<n{n}/>" for n in range(101_000))), "too many questions", id="many questions"
        ),
    ],
)
def test_the_shape_of_xml_is_bounded(xml: str, fault: str) -> None:
    refused(xml, fault)


def test_the_size_of_xml_is_bounded() -> None:
    refused(b"<a>" + b" " * (50 * 1024 * 1024), "larger than 50 MB")


def test_groups_for_looks_may_nest_as_deep_as_xml_may() -> None:
    body = "<group>" * 240 + '<input ref="/data/a"/>' + "</group>" * 240
    assert [question.name for question in read_xform(xform(body=body).encode()).questions()] == ["a"]


# ---- expressions ----


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("(" * 5_000 + "1" + ")" * 5_000, "nested too deep"),
        ("not(" * 3_000 + "1" + ")" * 3_000, "nested too deep"),
        ("/data/a" + "[1" * 4_000 + "]" * 4_000, "nested too deep"),
        (" = ".join(["1"] * 1_900), "nested too deep"),
        (" * ".join(["/data/a"] * 1_500), "nested too deep"),
        ("|".join(["/data/a"] * 2_000), "nested too deep"),
        (" or ".join(["1"] * 3_000), "too many parts"),
        ("concat(" + ",".join(["1"] * 15_000) + ")", "too long"),
        ("'" * 9_999, "not closed"),
        ("regex(/data/a, '((x{1,1000}){1,1000}){1,1000}')", "pattern"),
    ],
    ids=lambda value: value[:12],
)
def test_expressions_that_go_too_deep_are_refused(expression: str, fault: str) -> None:
    refused(calculated(expression), fault)


@pytest.mark.parametrize(
    "expression",
    [" + ".join(["1"] * 1_900), " or ".join(["0"] * 1_900), "-" * 9_000 + "1", "/data/a" + "/.." * 6_000],
)
def test_what_is_only_long_is_read(expression: str) -> None:
    read_xform(calculated(expression).encode())


def test_a_pattern_takes_no_more_than_the_text_is_long() -> None:
    from tests.questionnaires.forms import begin

    entry = begin("""
        | survey |
        | | type | name | label | constraint |
        | | text | a | A | regex(., '^(a+)+$') |
        """)
    entry.answer("a", "a" * 100_000 + "b")
    assert entry.node("a").violation == "constraint"


def test_a_circle_of_thousands_is_named_in_short() -> None:
    count = 5_000
    nodes = "".join(f"<n{n}/>" for n in range(count))
    model = "".join(f'<bind nodeset="/data/n{n}" calculate="/data/n{(n + 1) % count}"/>' for n in range(count))
    with pytest.raises(FormRefused, match="in a circle: n0 → n1") as found:
        read_xform(xform(nodes=nodes, model=model, body="").encode())
    assert len(str(found.value)) < 500


def test_rules_that_all_refer_to_everything_are_refused() -> None:
    count = 2_000
    nodes = "".join(f"<n{n}/>" for n in range(count))
    model = "".join(f'<bind nodeset="/data/n{n}" constraint="count(//*) &gt; 1"/>' for n in range(count))
    refused(xform(nodes=nodes, model=model, body=""), "refer to more questions")


# ---- spreadsheets ----


def test_a_file_of_100_mb_is_refused_unread(tmp_path: Path) -> None:
    for name in ("large.xlsx", "large.xml", "large.csv", "large.md", "large.xls"):
        path = tmp_path / name
        with path.open("wb") as stream:
            stream.truncate(100 * 1024 * 1024)
        with pytest.raises(FormRefused, match="larger than 50 MB"):
            read_within_limits(path)


def test_a_file_that_says_it_has_no_size_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "KINDS", ("",))
    monkeypatch.setattr(limits, "MAX_FILE", 1024)
    with pytest.raises(FormRefused, match="larger than"):
        read_within_limits(Path("/dev/zero"))


@pytest.mark.parametrize(
    ("name", "members", "fault"),
    [
        ("ratio", {"xl/worksheets/sheet1.xml": b"0" * (60 * 1024 * 1024)}, "unpacks to far more"),
        ("members", {f"xl/{n}.xml": b"" for n in range(5_001)}, "unpacks to far more"),
        ("entities", {"xl/workbook.xml": f"<!DOCTYPE x [{ENTITIES}]><x>&e13;</x>".encode()}, "document type"),
        ("strings", {"xl/sharedStrings.xml": b"<?xml version='1.0'?><!DOCTYPE x><x/>"}, "document type"),
    ],
)
def test_a_harmful_zip_is_refused(name: str, members: dict[str, bytes], fault: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    with pytest.raises(FormRefused, match=fault):
        read_within_limits(path)


def test_a_sheet_formatted_to_its_last_row_is_read(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    survey.append(["type", "name", "label"])
    survey.append(["text", "q", "Question"])
    survey.cell(1_048_576, 16_384).number_format = "0.00"
    path = tmp_path / "form.xlsx"
    book.save(path)
    assert [question.name for question in read_form(path).definition.questions() if question.asked] == ["q"]


# ---- the child process ----


def eats(connection: Connection, path: str) -> None:
    """Take more memory than is allowed, a piece at a time."""
    held = []
    while True:
        held.append(b"x" * (10 * 1024 * 1024))


def sleeps(connection: Connection, path: str) -> None:
    """Send one message and never another."""
    connection.send_bytes(b"one")
    threading.Event().wait()


def dies(connection: Connection, path: str) -> None:
    """End without a word."""
    raise SystemExit(3)


def answers(connection: Connection, path: str) -> None:
    """Do what is expected."""
    connection.send_bytes(path.encode())


def test_a_child_that_takes_too_much_is_ended() -> None:
    assert run_bounded(eats, "", seconds=30, memory=150 * 1024 * 1024).end is End.LARGE


def test_a_child_that_takes_too_long_is_ended() -> None:
    ended = run_bounded(sleeps, "", seconds=2.5, memory=MEMORY, expected=2)
    assert (ended.end, ended.messages) == (End.LATE, (b"one",))


def test_a_child_that_dies_is_told_from_one_that_is_done() -> None:
    assert run_bounded(dies, "", seconds=30, memory=MEMORY).end is End.DIED
    assert run_bounded(answers, "a path", seconds=30, memory=MEMORY).messages == (b"a path",)


def test_the_reason_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "form.xml"
    path.write_text(xform(), "utf-8")
    monkeypatch.setattr(convert, "TRIED_FROM", 0)
    assert read_form(path).definition.form_id == "x"
    monkeypatch.setattr(convert, "MEMORY", 1024)
    with pytest.raises(FormRefused, match="memory"):
        read_form(path)
    monkeypatch.setattr(convert, "TIME_LIMIT", 0.0)
    with pytest.raises(FormRefused, match="took longer than 0 seconds"):
        read_form(path)
