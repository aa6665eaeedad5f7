"""Comments out of the central store, and pictures beside the responses."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from PIL import Image

from desktop.engagement.notes import NoteSource, Sentiment
from desktop.foundation.errors import Refusal
from desktop.workflows.central_store import open_centre
from desktop.workflows.check_forms import read_any_pack
from desktop.workflows.export_comments import export_comments
from desktop.workflows.export_responses import decrypt_export, export_responses
from desktop.workflows.interview import Interview
from desktop.workflows.merge_events import merge
from desktop.workflows.note_comment import add_comment, add_conversation, change_note, void_note
from desktop.workflows.open_programme import put_pack
from desktop.workflows.pictures import take_picture
from desktop.workflows.run_event import add_event
from tests.packs.builders import XFORM, write_pack
from tests.workflows.exchange import CORA, respond, send, take_in
from tests.workplaces import PROGRAMME

FORMULA = "=HYPERLINK(A1)"


@pytest.fixture
def noted(place, officer, event_id, centre, store_url, stick, clock):
    """Give notes that are at the centre: a comment, one that was changed, a conversation of a merged event."""
    day = clock.now().date()
    spot = add_event(place, actor=officer, programme_id=PROGRAMME, name="On the spot", venue="Here", day=day)
    merge(place, actor=officer, event_id=spot.event_id, into_id=event_id, reason="the same stall")
    formula = add_comment(
        place, actor=officer, event_id=event_id, words=FORMULA, area="best_start", sentiment=Sentiment.MIXED,
        source=NoteSource.WALL, language="ur", respondent_type="resident", neighbourhood="LE3 5",
    ).note  # fmt: skip
    clock.move(timedelta(minutes=1))
    changed = add_comment(place, actor=officer, event_id=event_id, words="Misheard").note
    clock.move(timedelta(minutes=1))
    voided = add_comment(place, actor=officer, event_id=event_id, words="Said elsewhere").note
    void_note(place, actor=officer, note_id=voided.note_id, reason="wrong event")
    clock.move(timedelta(days=12))
    change_note(
        place, actor=officer, note_id=changed.note_id, reason="misheard", words="Two lines,\nand a “quote”"
    )
    talk = add_conversation(
        place, actor=officer, event_id=spot.event_id, words="I care for my father", reflection="@tired"
    ).note
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    return formula, changed, talk


def exported(centre, store_url, out, **more):
    return export_comments(
        centre, actor=CORA, store_url=store_url, kind=out.suffix[1:], out=out, plain=True, **more
    )


def test_a_row_each_with_words_and_reflection_apart_and_voided_left_out(
    noted, event_id, centre, store_url, tmp_path
) -> None:
    formula, changed, talk = noted
    made = exported(centre, store_url, tmp_path / "c.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "c.csv").read_text("utf-8-sig"), newline="")))
    assert [row["note_id"] for row in rows] == [formula.note_id, changed.note_id, talk.note_id]
    first, second, third = rows
    assert first["words"] == "'" + FORMULA
    assert (first["area"], first["area:label"]) == ("best_start", "Best Start for Life")
    assert (first["respondent_type"], first["respondent_type:label"]) == ("resident", "Resident")
    assert (first["sentiment"], first["source"], first["language"]) == ("mixed", "wall", "ur")
    assert (first["neighbourhood"], first["window"], first["revision"]) == ("LE3 5", "in time", "1")
    assert (second["words"], second["revision"], second["window"]) == ("Two lines,\nand a “quote”", "2", "in time")
    assert (third["words"], third["reflection"]) == ("I care for my father", "'@tired")
    assert (third["kind"], third["window"], third["counted_on"]) == ("conversation", "late", "2022-01-24")
    assert (first["counted_under"], third["counted_under"]) == ("", event_id)
    assert third["event_id"] == talk.event_id
    assert first["reflection"] == second["reflection"] == ""
    assert made.rows == 3
    assert any("closing date" in sentence for sentence in made.warnings)
    codebook = list(csv.reader(io.StringIO((tmp_path / "c-codebook.csv").read_text("utf-8-sig"), newline="")))
    assert [row[0] for row in codebook[1:]] == list(first)


def test_a_workbook_runs_nothing(noted, centre, store_url, tmp_path) -> None:
    exported(centre, store_url, tmp_path / "c.xlsx")
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert "'" + FORMULA in {cell.value for cell in cells}
    assert book.sheetnames == ["Comments", "Codebook", "About"]


def test_codes_stand_with_their_words(place, officer, event_id, centre, store_url, stick, tmp_path) -> None:
    from dataclasses import replace

    from desktop.engagement.hand_over import TopicCode

    with place.unit() as unit:
        programme = unit.programmes.get(PROGRAMME)
        topics = (
            TopicCode("bus", "Buses run later", "statement"),
            TopicCode("bus_1", "1. A bus", "action", "bus"),
        )
        unit.programmes.put(replace(programme, topics=topics, version="2"), pack_sha256="2", pack_files={})
        unit.commit()
    add_comment(place, actor=officer, event_id=event_id, words="Later, please", codes=("bus", "bus_1"))
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    exported(centre, store_url, tmp_path / "c.csv")
    (row,) = csv.DictReader(io.StringIO((tmp_path / "c.csv").read_text("utf-8-sig"), newline=""))
    assert (row["codes"], row["codes:label"]) == ("bus bus_1", "Buses run later; 1. A bus")


def test_it_is_encrypted_unless_asked_for_plain_and_kept_in_the_log(noted, centre, store_url, tmp_path) -> None:
    out = tmp_path / "c.csv"
    made = export_comments(centre, actor=CORA, store_url=store_url, kind="csv", out=out)
    assert {path.name for path in made.files} == {"c.csv.age", "c-codebook.csv.age"}
    assert b"care for my father" not in made.files[0].read_bytes()
    decrypt_export(centre, actor=CORA, path=made.files[0], out=tmp_path / "open.csv")
    assert b"care for my father" in (tmp_path / "open.csv").read_bytes()
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert [(each.kind, each.responses) for each in unit.exports.list(PROGRAMME)] == [("comments", 3)]


def test_refusals(place, officer, event_id, centre, store_url, tmp_path, stick) -> None:
    with pytest.raises(Refusal, match="no comment to export"):
        exported(centre, store_url, tmp_path / "c.csv")
    with pytest.raises(Refusal, match="no format"):
        exported(centre, store_url, tmp_path / "c.pdf")
    with pytest.raises(Refusal):
        export_comments(centre, actor=officer, store_url=store_url, kind="csv", out=tmp_path / "c.csv")
    add_comment(place, actor=officer, event_id=event_id, words="One")
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    with pytest.raises(Refusal, match="no comment to export"):
        exported(centre, store_url, tmp_path / "c.csv", programme_id="another")
    assert not list(tmp_path.glob("*.csv*"))


# ---- pictures ----


def photograph() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(made, "PNG")
    return made.getvalue()


WITH_PHOTO = (
    XFORM.replace("<view/>", "<view/><photo/>")
    .replace(
        '<bind nodeset="/data/view" type="string"/>',
        '<bind nodeset="/data/view" type="string"/><bind nodeset="/data/photo" type="binary"/>',
    )
    .replace(
        '<group ref="/data/equality">',
        '<upload ref="/data/photo" mediatype="image/*"><label>Your picture</label></upload>'
        '<group ref="/data/equality">',
    )
)


@pytest.fixture
def photographed(place, officer, centre, store_url, stick, tmp_path):
    """Give the name of the picture of a response that is at the centre; another was taken and not kept."""
    walk = read_any_pack(write_pack(tmp_path / "walk", xform=WITH_PHOTO))
    with place.unit() as unit:
        put_pack(place, unit, actor=officer, pack=walk)
        unit.commit()
    asked = Interview.begin(place, actor=officer, form_id="walk", event_id="river-walk-1")
    taken = [
        take_picture(place, actor=officer, owner_id=asked.header.response_id, content=photograph())
        for _ in range(2)
    ]
    asked.answer("respondent_type", "resident")
    asked.answer("photo", taken[0].name)
    asked.finalise()
    respond_without(place, officer)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    return taken[0]


def respond_without(place, officer) -> None:
    asked = Interview.begin(place, actor=officer, form_id="walk", event_id="river-walk-1")
    asked.answer("respondent_type", "resident")
    asked.finalise()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_picture_stands_beside_the_responses_under_the_name_in_its_answer(
    photographed, centre, store_url, tmp_path, kind
) -> None:
    out = tmp_path / f"walk.{kind}"
    made = export_responses(centre, actor=CORA, store_url=store_url, kind=kind, out=out, plain=True)
    assert made.pictures == tmp_path / "walk-pictures"
    (path,) = made.pictures.iterdir()
    assert path.read_bytes() == photographed.content
    if kind == "csv":
        rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"), newline="")))
        assert sorted(row["photo"] for row in rows) == ["", path.name]


def test_pictures_are_encrypted_like_the_answers(photographed, centre, store_url, tmp_path) -> None:
    made = export_responses(centre, actor=CORA, store_url=store_url, kind="csv", out=tmp_path / "walk.csv")
    (path,) = made.pictures.iterdir()
    assert path.name == f"{photographed.name}.age"
    assert not path.read_bytes().startswith(b"\xff\xd8")
    decrypt_export(centre, actor=CORA, path=path, out=tmp_path / "open.jpg")
    assert (tmp_path / "open.jpg").read_bytes() == photographed.content


def test_an_export_without_pictures_makes_no_folder(
    place, officer, event_id, pack, centre, store_url, stick, tmp_path
) -> None:
    respond(place, officer, event_id, pack, 1)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    made = export_responses(
        centre, actor=CORA, store_url=store_url, kind="csv", out=tmp_path / "r.csv", plain=True
    )
    assert made.pictures is None
    assert not (tmp_path / "r-pictures").exists()
