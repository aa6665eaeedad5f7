"""A picture is drawn anew within bounds: upright, without what its file said of itself; the rest is refused."""

from __future__ import annotations

import hashlib
import io
import random
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop.foundation.errors import Refusal
from desktop.workflows import picture_drawing
from desktop.workflows.picture_drawing import KEPT_SIDE, MOST_KEPT_BYTES, draw_anew, read_picture_file

MAKER = "Camera of Asha Mistry"
COMMENT = b"taken at 12 Mill Lane"


def encoded(picture: Image.Image, form: str, **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def photograph(**options: Any) -> bytes:
    """Return a photograph, left half red, with a place, a camera and a comment in it."""
    picture = Image.new("RGB", (300, 200), "blue")
    picture.paste("red", (0, 0, 150, 200))
    said = Image.Exif()
    said[0x010F] = MAKER
    said[0x0112] = options.pop("upright", 1)
    said.get_ifd(0x8825).update({1: "N", 2: (52.6, 0.0, 0.0)})
    return encoded(picture, "JPEG", exif=said, comment=COMMENT, **options)


def png_of(width: int, height: int) -> bytes:
    """Return a PNG whose head says that it has so many dots; it has none."""

    def part(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0")) + part(b"IEND", b"")


def test_nothing_stays_of_what_the_file_said() -> None:
    before = photograph()
    assert MAKER.encode() in before
    assert COMMENT in before
    drawn = draw_anew(before)
    assert MAKER.encode() not in drawn.content
    assert COMMENT not in drawn.content
    after = opened(drawn.content)
    assert not after.getexif()
    assert set(after.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
    assert (drawn.width, drawn.height) == after.size == (300, 200)
    assert drawn.sha256 == hashlib.sha256(drawn.content).hexdigest()
    assert after.format == "JPEG"


@pytest.mark.parametrize(
    ("upright", "size", "red_at"),
    [
        (1, (300, 200), (10, 100)),
        (2, (300, 200), (290, 100)),
        (3, (300, 200), (290, 100)),
        (4, (300, 200), (10, 100)),
        (5, (200, 300), (100, 10)),
        (6, (200, 300), (100, 10)),
        (7, (200, 300), (100, 290)),
        (8, (200, 300), (100, 290)),
    ],
)
def test_it_stands_upright(upright: int, size: tuple[int, int], red_at: tuple[int, int]) -> None:
    drawn = draw_anew(photograph(upright=upright))
    picture = opened(drawn.content)
    assert picture.size == size
    red, _green, blue = picture.getpixel(red_at)
    assert (red > 200, blue < 60) == (True, True)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_dot_is_taken(mode: str) -> None:
    drawn = draw_anew(encoded(Image.new(mode, (40, 30)), "PNG"))
    assert (drawn.width, drawn.height) == (40, 30)


def test_what_is_clear_becomes_white() -> None:
    picture = opened(draw_anew(encoded(Image.new("RGBA", (40, 30), (0, 0, 0, 0)), "PNG")).content)
    assert picture.getpixel((20, 15)) == (255, 255, 255)


def test_many_shades_of_grey_keep_their_brightness() -> None:
    grey = Image.new("I;16", (40, 30), 32_768)
    red, green, blue = opened(draw_anew(encoded(grey, "PNG")).content).getpixel((20, 15))
    assert red == green == blue
    assert 120 <= red <= 135


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_large_one_is_made_smaller(form: str) -> None:
    drawn = draw_anew(encoded(Image.new("RGB", (5000, 3000)), form))
    assert (drawn.width, drawn.height) == (KEPT_SIDE, 1200)


def test_the_worst_that_fits_is_within_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = Image.frombytes("RGB", (600, 600), random.Random(1).randbytes(600 * 600 * 3))
    content = encoded(noise, "PNG")
    assert len(draw_anew(content).content) <= MOST_KEPT_BYTES
    first = len(draw_anew(content).content)
    monkeypatch.setattr(picture_drawing, "MOST_KEPT_BYTES", first - 1)
    assert len(draw_anew(content).content) < first


HOSTILE = {
    "nothing": b"",
    "words": b"Dear officer, this is no picture.",
    "a program": b"MZ" + bytes(400),
    "a drawing with a program in it": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "a page of vectors": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "an animation": encoded(Image.new("P", (20, 20)), "GIF"),
    "cut short": photograph()[:-400],
    "only a head": photograph()[:200],
    "a PNG without its dots": png_of(400, 300),
    "a line": encoded(Image.new("RGB", (1, 100_000)), "PNG"),
    "a short line": encoded(Image.new("RGB", (1, 400)), "PNG"),
    "a bomb": png_of(60_000, 60_000),
    "a bomb under the usual limit": png_of(9_000, 9_000),
    "no width": png_of(0, 300),
    "scans without end": photograph(progressive=True)[:-2] + b"\xff\xda\x00\x02" * 500 + b"\xff\xd9",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_file_is_refused(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        draw_anew(HOSTILE[name])
    assert refused.value.place == "The picture"
    assert refused.value.remedy


def test_a_file_larger_than_any_photograph_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_drawing, "MOST_FILE_BYTES", 1_000)
    (tmp_path / "large.jpg").write_bytes(bytes(1_001))
    with pytest.raises(Refusal, match="larger than a photograph"):
        read_picture_file(tmp_path / "large.jpg")
    (tmp_path / "small.jpg").write_bytes(bytes(1_000))
    assert read_picture_file(tmp_path / "small.jpg") == bytes(1_000)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.jpg", Path("/dev/zero")):
        with pytest.raises(Refusal, match="no such file"):
            read_picture_file(path)


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 4_000), flip=st.integers(1, 255), form=st.sampled_from(["JPEG", "PNG", "WEBP"]))
def test_a_damaged_file_is_drawn_or_refused_and_nothing_else(at: int, flip: int, form: str) -> None:
    content = bytearray(encoded(Image.linear_gradient("L").convert("RGB"), form))
    content[at % len(content)] ^= flip
    try:
        drawn = draw_anew(bytes(content))
    except Refusal:
        return
    assert max(drawn.width, drawn.height) <= KEPT_SIDE
