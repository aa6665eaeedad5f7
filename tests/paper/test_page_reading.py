"""Scanned files are read as they lie, within bounds, and a file that was made to hurt hurts nobody."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from desktop.jobs.bounded_child import BoundedChild, ChildEnded, End
from desktop.paper.booklet import LaidOut, draw_form
from desktop.paper.jpeg_segments import bare_jpeg
from desktop.paper.page_reading import PageDesk, PageReader
from desktop.paper.scan_pictures import Trouble, Troubled, open_scan
from tests.paper.forms import AGREE, T, form, programme, question, serials
from tests.paper.scanning import bitonal, jpeg, pdf_of, pdf_of_pictures, rendered


@cache
def laid_out() -> LaidOut:
    return draw_form(form(question("agree", T.SELECT_ONE, "Do you agree?", choices=AGREE)), programme())


@cache
def page(dpi: int = 150) -> Image.Image:
    return rendered(pdf_of(laid_out(), serials(1)), dpi=dpi, pages=[0])[0]


@pytest.fixture
def desk():
    made = PageDesk()
    yield made
    made.close()


def told(desk: PageDesk, path: Path, content: bytes | None = None, number: int = 1):
    if content is not None:
        path.write_bytes(content)
    return desk.page(path, number)


def dots(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as opened:
        return opened.tobytes()


def test_a_jpeg_is_taken_out_of_the_pdf_as_it_lies_there(desk, tmp_path) -> None:
    picture = jpeg(page())
    read = told(desk, tmp_path / "a.pdf", pdf_of_pictures([picture]))
    assert read.seen.page is not None
    assert read.picture == bare_jpeg(picture)[0]
    assert (read.media_type, read.width, read.height) == ("image/jpeg", *page().size)


def test_a_page_that_is_no_single_picture_is_drawn(desk, tmp_path) -> None:
    read = told(desk, tmp_path / "a.pdf", pdf_of(laid_out(), serials(1)))
    assert read.seen.page == laid_out().page_code(serials(1)[0].canonical, 1)
    assert read.seen.lie is not None
    assert read.width == pytest.approx(2480, abs=2)


@pytest.mark.parametrize("how", ["cropped", "inked", "inverted", "turned"])
def test_a_picture_that_the_page_shows_otherwise_is_drawn(desk, tmp_path, how) -> None:
    content = pdf_of_pictures([jpeg(page())])
    with pikepdf.open(io.BytesIO(content)) as document:
        sheet = document.pages[0]
        image = next(iter(sheet.get_images().values()))
        if how == "cropped":
            sheet.CropBox = pikepdf.Array([0, 0, 595, 500])
        elif how == "inked":
            tint = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 1], C1=[0, 0, 0, 0], N=1)
            image.ColorSpace = pikepdf.Array(
                [pikepdf.Name.Separation, pikepdf.Name("/Ink"), pikepdf.Name.DeviceCMYK, tint]
            )
        elif how == "inverted":
            image.Decode = pikepdf.Array([1, 0])
            negative = page().point(lambda level: 255 - level)
            image.write(jpeg(negative), filter=pikepdf.Name.DCTDecode)
        else:
            sheet.Rotate = 90
        out = io.BytesIO()
        document.save(out)
    read = told(desk, tmp_path / "a.pdf", out.getvalue())
    assert read.seen.page is not None
    if how == "turned":  # the picture itself needs no turning: its code says how it lies
        assert (read.width, read.height) == page().size
    if how == "inverted":
        assert sum(dots(read.picture)) / len(dots(read.picture)) > 128


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "P", "CMYK", "I;16"])
def test_pages_of_a_tiff_whatever_its_colours(desk, tmp_path, mode) -> None:
    plain = page()
    if mode == "I;16":
        coloured = Image.frombytes("I;16", plain.size, b"".join(bytes((0, level)) for level in plain.tobytes()))
    else:
        coloured = bitonal(plain).convert("1") if mode == "1" else plain.convert("RGB").convert(mode)
    path = tmp_path / "a.tif"
    more = {"compression": "group4"} if mode == "1" else {}
    blank = Image.new("L", plain.size, 255).convert(mode if mode != "I;16" else "L")
    blank.save(path, save_all=True, append_images=[coloured], **more)
    assert desk.pages(path) == 2
    assert desk.page(path, 1).seen.empty
    read = desk.page(path, 2)
    assert read.seen.page is not None
    assert read.media_type == ("image/png" if mode == "1" else "image/jpeg")


def test_nothing_but_the_dots_is_kept(desk, tmp_path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "who-scanned-it"
    out = io.BytesIO()
    page().save(out, format="JPEG", quality=70, exif=exif, comment=b"who-said-it")
    assert b"who-scanned-it" in out.getvalue()
    read = told(desk, tmp_path / "a.jpg", out.getvalue())
    assert b"who" not in read.picture
    assert dots(read.picture) == dots(out.getvalue())
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "who-scanned-it")
    png = io.BytesIO()
    page().save(png, format="PNG", pnginfo=text)
    assert b"who" not in told(desk, tmp_path / "b.png", png.getvalue()).picture


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few kilobytes that says it has so many dots."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packed = zlib.compress(bytes(width + 1) * 4)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def progressive_for_ever() -> bytes:
    out = io.BytesIO()
    page().save(out, format="JPEG", progressive=True)
    content = out.getvalue()
    at = content.rindex(b"\xff\xda")
    return content[:-2] + content[at:-2] * 200 + b"\xff\xd9"


def protected() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of_pictures([jpeg(page())]))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def huge_page() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(14_400, 14_400))
        document.pages[0].UserUnit = 100
        document.save(out)
    return out.getvalue()


HOSTILE = {
    "a bomb": (lambda: bomb(30_000, 30_000), Trouble.LARGE),
    "a line": (lambda: bomb(9_000, 4), Trouble.DAMAGED),
    "rounds without end": (progressive_for_ever, Trouble.DAMAGED),
    "protected": (protected, Trouble.PROTECTED),
    "entities": (lambda: b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><svg>&b;</svg>", Trouble.KIND),
    "nothing": (lambda: b"", Trouble.KIND),
    "cut": (lambda: jpeg(page())[:9_000], Trouble.DAMAGED),
    "a tiff in circles": (lambda: b"II*\0\x08\0\0\0" + b"\0\0" + b"\x08\0\0\0", None),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_was_made_to_hurt_is_refused(desk, tmp_path, name) -> None:
    make, wanted = HOSTILE[name]
    read = told(desk, tmp_path / "file", make())
    assert read.trouble is not None
    assert wanted in (None, read.trouble)
    assert read.picture == b""


def test_a_page_whose_picture_is_cut_is_damaged_and_not_empty(desk, tmp_path) -> None:
    content = pdf_of_pictures([jpeg(page())])
    with pikepdf.open(io.BytesIO(content)) as document:
        image = next(iter(document.pages[0].get_images().values()))
        image.write(jpeg(page())[:3_000], filter=pikepdf.Name.DCTDecode)
        out = io.BytesIO()
        document.save(out)
    assert told(desk, tmp_path / "a.pdf", out.getvalue()).trouble is Trouble.DAMAGED


@pytest.mark.parametrize(
    "content", [bomb(2_000, 3_000), jpeg(Image.new("L", (1240, 1754), 12))], ids=["short", "black"]
)
def test_a_black_picture_is_no_empty_page(desk, tmp_path, content) -> None:
    read = told(desk, tmp_path / "a", content)
    assert (read.seen.page, read.seen.empty) == (None, False)


def test_pages_that_lead_to_themselves_come_to_an_end(desk, tmp_path) -> None:
    content = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>"
    assert told(desk, tmp_path / "a.pdf", content).seen.page is None


def test_an_enormous_page_is_drawn_within_bounds(desk, tmp_path) -> None:
    read = told(desk, tmp_path / "a.pdf", huge_page())
    assert read.trouble is Trouble.LARGE or read.seen.empty


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path) -> None:
    for path in (tmp_path / "gone.pdf", tmp_path):
        with pytest.raises(Troubled, match="gone"):
            open_scan(path)


def test_a_process_of_its_own_reads_the_same(desk, tmp_path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of_pictures([jpeg(page()), jpeg(Image.new("L", (1240, 1754), 255))]))
    broken = tmp_path / "b.pdf"
    broken.write_bytes(b"%PDF-1.7")
    with PageReader() as reader:
        assert reader.pages(path) == 2
        sizes = {laid_out().layout.layout_id: laid_out().layout.page_size}
        assert [reader.page(path, number, sizes) for number in (1, 2)] == [
            desk.page(path, number, sizes) for number in (1, 2)
        ]
        assert reader.thumbnail(path, 1) == desk.thumbnail(path, 1)
        assert reader.page(path, 9).trouble is Trouble.DAMAGED
        for ask in (reader.pages, lambda each: reader.thumbnail(each, 1)):
            with pytest.raises(Troubled):
                ask(broken)


def answer_until_told_otherwise(connection: Connection) -> None:
    """What the child of the next test runs."""
    while (question := connection.recv_bytes()) != b"die":
        if question == b"sleep":
            connection.poll(60)
        connection.send_bytes(question)


def test_a_child_that_dies_or_takes_too_long_is_ended_and_started_anew() -> None:
    with BoundedChild(answer_until_told_otherwise, memory=2_000_000_000) as child:
        assert child.ask(b"one", seconds=60) == b"one"
        with pytest.raises(ChildEnded) as died:
            child.ask(b"die", seconds=60)
        with pytest.raises(ChildEnded) as late:
            child.ask(b"sleep", seconds=0.0)
        assert (died.value.end, late.value.end) == (End.DIED, End.LATE)
        assert child.ask(b"two", seconds=60) == b"two"
    with BoundedChild(answer_until_told_otherwise, memory=1) as large:
        with pytest.raises(ChildEnded) as ended:
            large.ask(b"sleep", seconds=60)
        assert ended.value.end is End.LARGE
