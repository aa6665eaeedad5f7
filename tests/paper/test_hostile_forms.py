"""Files that somebody sends in place of a filled-in form: refused in words, within bounds, without their words."""

from __future__ import annotations

import contextlib
import os
import random
import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from desktop.foundation.errors import Refusal, WorldError
from desktop.paper import filled_in
from desktop.paper.filled_answers import answers_from
from desktop.paper.filled_in import FillableRefused, fields_in, read_fields
from desktop.sheets.fillable_marks import MARK_FIELD, NotAFillableForm
from tests.paper.filling import fillable, filled, mark_for
from tests.paper.forms import every_type, programme

SECRET = "a secret word"


@pytest.fixture(scope="module")
def good() -> bytes:
    return filled(fillable(every_type(), programme()), {"rows": SECRET, "age#1": "42"})


def changed(pdf: bytes, change, **how) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as document:
        change(document)
        out = BytesIO()
        document.save(out, **how)
    return out.getvalue()


def by_hand(*objects: bytes, root: int = 1, trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects, numbered from 1, with a table of where they stand."""
    out = bytearray(b"%PDF-1.7\n")
    starts = []
    for number, content in enumerate(objects, start=1):
        starts.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % start for start in starts)
    out += b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, root, trailer, table,
    )  # fmt: skip
    return bytes(out)


ROOT = b"<< /Type /Catalog /Pages 2 0 R /AcroForm 3 0 R >>"
PAGES = b"<< /Type /Pages /Kids [] /Count 0 >>"
MARK = b"<< /FT /Tx /T (%s) /V (%s) >>" % (MARK_FIELD.encode(), mark_for(every_type()).to_text().encode())


def refused(pdf: bytes) -> str:
    with pytest.raises((FillableRefused, NotAFillableForm)) as told:
        fields_in(pdf)
    fault = told.value
    said = f"{fault.place} {fault.fault} {fault.remedy} {fault} {fault.__cause__} {fault.__context__}"
    assert SECRET not in said
    return fault.fault


def test_what_is_no_pdf_is_refused() -> None:
    for content in (
        b"",
        b"hello",
        b"PK\x03\x04" * 100,
        b"\x00" * 5000,
        b"%PDF-1.4",
        b"%PDF-1.7\n" + b"\xff" * 3000,
    ):
        refused(content)


def test_a_pdf_of_somebody_else_is_no_form_of_ours() -> None:
    with pytest.raises(NotAFillableForm):
        fields_in(by_hand(b"<< /Type /Catalog /Pages 2 0 R >>", PAGES))
    assert "no form" in refused(by_hand(ROOT, PAGES, b"<< /Fields [] >>"))


def test_a_form_that_was_flattened_is_no_form_any_more(good) -> None:
    def flatten(document: pikepdf.Pdf) -> None:
        del document.Root.AcroForm
        for page in document.pages:
            if "/Annots" in page:
                del page.Annots

    assert "no form" in refused(changed(good, flatten))


@pytest.mark.parametrize("user", ["", "secret"])
def test_a_protected_file_is_refused(good, user: str) -> None:
    for revision in (4, 6):
        locked = changed(
            good, lambda document: None, encryption=pikepdf.Encryption(owner="o", user=user, R=revision)
        )
        assert "password" in refused(locked)


def test_xfa_is_refused(good) -> None:
    def add(document: pikepdf.Pdf) -> None:
        document.Root.AcroForm.XFA = document.make_stream(b"<xdp/>")

    assert "XFA" in refused(changed(good, add))


def test_scripts_and_attached_files_are_passed_over(good) -> None:
    def add(document: pikepdf.Pdf) -> None:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        document.Root.OpenAction = script
        document.Root.Names = pikepdf.Dictionary(
            JavaScript=pikepdf.Dictionary(Names=[pikepdf.String("a"), script]),
            EmbeddedFiles=pikepdf.Dictionary(Names=[]),
        )
        document.attachments["run.exe"] = b"MZ" * 100
        for field in document.Root.AcroForm.Fields:
            field.AA = pikepdf.Dictionary(K=script)

    assert fields_in(changed(good, add)).values == fields_in(good).values


def test_bombs_are_not_unpacked() -> None:
    bomb = zlib.compress(b" " * 200_000_000, 9)
    packed = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (
        len(bomb), bomb,
    )  # fmt: skip
    # the fields are said to stand in the bomb
    rows = b"".join(
        bytes([kind]) + place.to_bytes(4, "big") + bytes([last])
        for kind, place, last in ((0, 0, 0), (1, 9, 0), (2, 4, 0), (2, 4, 0), (1, 100, 0))
    )
    out = bytearray(b"%PDF-1.7\n1 0 obj\n" + ROOT + b"\nendobj\n")
    out += b" " * (100 - len(out)) if len(out) < 100 else b""
    start = len(out)
    rows = rows.replace((100).to_bytes(4, "big"), start.to_bytes(4, "big"))
    out += b"4 0 obj\n" + packed + b"\nendobj\n"
    table = len(out)
    out += b"5 0 obj\n<< /Type /XRef /Size 5 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n" % len(rows)
    out += rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % table
    refused(bytes(out))


@pytest.mark.parametrize(
    "fields",
    [
        b"<< /Fields [3 0 R] >>",
        b"<< /Fields [4 0 R] >>",
        b"<< /Fields 4 0 R >>",
        b"<< /Fields [4 0 R 5 0 R] >>",
    ],
)
def test_fields_that_lead_in_circles_come_to_an_end(fields: bytes) -> None:
    loop = b"<< /T (a) /Kids [4 0 R 5 0 R 4 0 R] >>"
    refused(by_hand(ROOT, PAGES, fields, loop, b"<< /T (b) /Parent 4 0 R /Kids [5 0 R 4 0 R] >>"))


def test_a_table_that_names_itself_as_the_one_before_comes_to_an_end() -> None:
    whole = by_hand(ROOT, PAGES, b"<< /Fields [4 0 R] >>", MARK)
    table = whole.rindex(b"xref\n0 ")
    looped = by_hand(ROOT, PAGES, b"<< /Fields [4 0 R] >>", MARK, trailer=b"/Prev %d" % table)
    with contextlib.suppress(FillableRefused):
        assert fields_in(looped).values == {}


def test_too_many_fields_objects_pages_and_bytes_are_refused(monkeypatch) -> None:
    many = b"<< /Fields [" + b"<< /FT /Tx /T (x) /V (y) >> " * (filled_in.MOST_FIELDS + 1) + b"] >>"
    assert "fields" in refused(by_hand(ROOT, PAGES, many))
    nested = b"<< /T (a) /Kids [" * 40 + b"<< /T (b) /V (c) >>" + b"] >>" * 40
    assert "fields" in refused(by_hand(ROOT, PAGES, b"<< /Fields [" + nested + b"] >>"))
    assert "pages" in refused(by_hand(ROOT, b"<< /Type /Pages /Kids [] /Count 999999 >>", b"<< /Fields [] >>"))
    assert "parts" in refused(by_hand(ROOT, PAGES, *[b"null"] * (filled_in.MOST_OBJECTS + 1)))
    assert "larger" in refused(b"%PDF-1.7\n" + b" " * filled_in.LARGEST_FILE)


def test_brackets_without_end_are_refused() -> None:
    refused(by_hand(ROOT, PAGES, b"[" * 200_000))
    refused(by_hand(ROOT, PAGES, b"<< /Fields [" + b"<< /A " * 20_000))


def test_the_work_done_is_bounded(good, monkeypatch) -> None:
    """Counted, not timed: the same file is judged alike on every machine."""
    monkeypatch.setattr(filled_in, "_MOST_READS", 50)
    refused(good)
    monkeypatch.undo()
    stream = filled_in._Bounded(b"x" * 1000)
    with pytest.raises(FillableRefused, match="circles"):
        [stream.read(0) for _ in range(filled_in._MOST_READS + 1)]
    stream = filled_in._Bounded(b"x" * 1_000_000)
    with pytest.raises(FillableRefused, match="circles"):
        [stream.getbuffer().release() for _ in range(filled_in._MOST_ROUNDS + 2)]


def test_an_honest_form_needs_a_small_part_of_the_work(good) -> None:
    reads: list[int] = []

    class Counting(filled_in._Bounded):
        def read(self, size: int | None = -1, /) -> bytes:
            reads.append(1)
            return super().read(size)

    patch = pytest.MonkeyPatch()
    with patch.context() as inside:
        inside.setattr(filled_in, "_Bounded", Counting)
        fields_in(good)
    assert 0 < len(reads) < filled_in._MOST_READS / 5


def test_texts_are_bounded_and_hold_nothing_that_steers(good) -> None:
    empty = fillable(every_type(), programme())
    long, odd = "x" * (filled_in.MOST_LETTERS + 1), "a\x00\x1b[2J\x07b\r\nc\u202e"
    read = fields_in(filled(empty, {"rows": long, "start/comment": odd}))
    assert read.unreadable == ("rows",)
    assert read.values == {"start/comment": "a[2Jb\nc"}


def test_values_of_other_kinds_are_no_answers(good) -> None:
    def spoil(document: pikepdf.Pdf) -> None:
        for field in document.Root.AcroForm.Fields:
            if str(field.T) == "rows":
                field.V = pikepdf.Array([1, 2, 3])
            if str(field.T) == "age#1":
                field.V = 42
            if str(field.T) == "start/agree":
                field.V = pikepdf.Name("/is-somebody-else")

    read = fields_in(changed(good, spoil))
    assert set(read.unreadable) == {"rows", "age#1"}
    (found,), strange = answers_from(read.values, every_type())
    assert found.path == "start/agree"
    assert found.value == "somebody-else"  # it is the entry that knows the choices, and refuses it
    assert not strange


def test_fields_that_the_form_has_not_are_left_over(good) -> None:
    names = ["nowhere", "start", "photo", "hidden", "child[99]/child_age#1", "child[0]/child_age#1",
             "age[2]#1", "age#77", "order=zz", "rows=x", "a" * 2000, "=", "#1"]  # fmt: skip

    def add(document: pikepdf.Pdf) -> None:
        for name in names:
            document.Root.AcroForm.Fields.append(document.make_indirect(
                pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String(name), V=pikepdf.String("1"))
            ))  # fmt: skip

    found, strange = answers_from(fields_in(changed(good, add)).values, every_type())
    assert {each.path for each in found} - {"age[2]"} == {"rows", "age"}
    assert len(strange) >= len(names) - 1


@pytest.mark.parametrize("seed", range(30))
def test_damage_of_any_kind_is_refused_or_read(good, seed: int) -> None:
    chance = random.Random(seed)
    spoilt = bytearray(good)
    if seed % 3 == 0:
        del spoilt[chance.randrange(len(spoilt)) :]
    elif seed % 3 == 1:
        for _ in range(chance.randint(1, 400)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    else:
        start = chance.randrange(len(spoilt))
        del spoilt[start : start + chance.randint(1, 5000)]
    said = ""
    try:
        answers_from(fields_in(bytes(spoilt)).values, every_type())
    except Refusal as fault:
        said = f"{fault} {fault.fault} {fault.__cause__}"
    assert SECRET not in said


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(FillableRefused):
        read_fields(tmp_path / "pipe.pdf")


def test_a_folder_or_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.pdf"):
        with pytest.raises(WorldError):
            read_fields(path)
