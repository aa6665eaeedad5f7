"""Lists in files of their own beside a form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.foundation.clock import SetClock
from desktop.questionnaires.attachments import MAX_FILE, attachments_beside, embedded
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.entry import FormEntry
from desktop.questionnaires.problems import FormRefused
from desktop.questionnaires.xform import read_xform
from desktop.xlsform.convert import read_form
from tests.questionnaires.forms import NOON, xml_of

WARDS = b"name,label,county,note: x\nw1,Abbey,a,1\nw2,Belgrave,b,2\nw3,Castle,a,3\n"
FORM = """
    | survey |
    | | type | name | label | choice_filter | calculation |
    | | text | county | County | | |
    | | select_one_from_file wards.csv | ward | Ward | county = ${county} | |
    | | calculate | told | | | pulldata('wards', 'label', 'name', ${ward}) |
    """


def _entry(definition: FormDefinition) -> FormEntry:
    return FormEntry.start(definition, clock=SetClock(NOON))[0]


def _pointing_at(file: str) -> bytes:
    return xml_of(FORM).replace(b"jr://file-csv/wards.csv", f"jr://file/{file}".encode())


def _choices(entry: FormEntry) -> list[tuple[str, str]]:
    return list(entry.node("ward").choices)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (WARDS, "commas"),
        (b"\xef\xbb\xbf" + WARDS.replace(b",", b";").replace(b"\n", b"\r\n"), "semicolons, a byte order mark"),
        (b'name,label,county\nw1,"Abbey",a\n\nw2,Belgrave,b\nw3,Castle,a', "quotes and an empty line"),
    ],
)
def test_a_csv_is_a_list_of_choices(content: bytes, what: str) -> None:
    entry = _entry(read_xform(xml_of(FORM), {"wards.csv": content}))
    entry.answer("county", "a")
    assert _choices(entry) == [("w1", "Abbey"), ("w3", "Castle")], what
    entry.answer("ward", "w3")
    assert entry.node("told").value == "Castle"


def test_the_case_of_the_files_name_is_no_matter() -> None:
    assert read_xform(xml_of(FORM), {"Wards.CSV": WARDS}).question("ward").choices


def test_an_xml_file_is_a_list_of_choices() -> None:
    xml = _pointing_at("wards.xml")
    content = b"<root><item><name>w1</name><label>Abbey</label><county>a</county></item></root>"
    entry = _entry(read_xform(xml, {"wards.xml": content}))
    entry.answer("county", "a")
    assert _choices(entry) == [("w1", "Abbey")]


def test_geojson_is_a_list_of_places() -> None:
    feature = {
        "type": "Feature",
        "id": "w1",
        "properties": {"title": "Abbey", "county": "a"},
        "geometry": {"type": "Point", "coordinates": [-1.1, 52.6]},
    }
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    xml = _pointing_at("wards.geojson").replace(b'ref="name"', b'ref="id"').replace(b'ref="label"', b'ref="title"')
    xml = xml.replace(b"'label', 'name'", b"'geometry', 'id'")
    entry = _entry(read_xform(xml, {"wards.geojson": content}))
    entry.answer("county", "a")
    assert _choices(entry) == [("w1", "Abbey")]
    entry.answer("ward", "w1")
    assert entry.node("told").value == "52.6 -1.1 0 0"


def test_what_is_put_in_reads_as_what_stands_beside() -> None:
    xml = embedded(xml_of(FORM), {"wards.csv": WARDS})
    assert b"jr://file" not in xml
    assert (
        read_xform(xml).question("ward").choices
        == read_xform(xml_of(FORM), {"wards.csv": WARDS}).question("ward").choices
    )
    assert embedded(xml, {"wards.csv": b"name\nother"}) == xml


def test_a_list_that_is_not_there_is_named() -> None:
    with pytest.raises(FormRefused, match=r"wards\.csv"):
        read_xform(xml_of(FORM))
    with pytest.raises(FormRefused, match="“elsewhere”"):
        read_xform(xml_of(FORM.replace("'wards'", "'elsewhere'")), {"wards.csv": WARDS})


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "empty"),
        (b"name,label\n\xff\xfe,x", "UTF-8"),
        (b"name,label\na,\x01", "characters"),
        (b'name,label\na,"b', "no CSV"),
        (b"name\n" + b"x" * MAX_FILE, "larger"),
    ],
)
def test_a_damaged_or_giant_list_is_refused(content: bytes, fault: str) -> None:
    with pytest.raises(FormRefused, match=fault):
        read_xform(xml_of(FORM), {"wards.csv": content})


def test_a_list_of_more_values_than_a_list_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.questionnaires.attachments.MAX_CELLS", 11)
    with pytest.raises(FormRefused, match="larger"):
        read_xform(xml_of(FORM), {"wards.csv": WARDS + b"w4,New,a,4\n"})


def test_entities_in_a_list_are_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><root><item><name>&b;</name></item></root>'
    with pytest.raises(FormRefused, match=r"wards\.xml"):
        read_xform(_pointing_at("wards.xml"), {"wards.xml": bomb})


def test_the_folder_beside_a_form_is_read_and_kept_in_the_form(tmp_path: Path) -> None:
    path = tmp_path / "survey.xml"
    path.write_bytes(xml_of(FORM))
    media = tmp_path / "survey-media"
    media.mkdir()
    (media / "wards.csv").write_bytes(WARDS)
    (media / "picture.png").write_bytes(b"x")
    (media / "link.csv").symlink_to(tmp_path / "survey.xml")
    assert set(attachments_beside(path)) == {"wards.csv"}
    read = read_form(path)
    assert read.original == path.read_bytes()
    assert read_xform(read.definition.xml).question("ward").choice("w2") is not None
    (media / "wards.csv").write_bytes(WARDS + b"w4,New,a,4\n")
    assert read_form(path).definition.sha256 != read.definition.sha256


def test_a_form_without_a_folder_has_no_lists(tmp_path: Path) -> None:
    assert attachments_beside(tmp_path / "survey.xlsx") == {}
