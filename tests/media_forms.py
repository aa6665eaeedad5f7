# ruff: noqa: E501 (a table in Markdown is as wide as it is)
"""A form in easy read with pictures that are made here, for tests at every level."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from textwrap import dedent

from PIL import Image, ImageDraw

FORM_ID = "easy-read"
FORM = """
    | survey |
    |        | type             | name  | label::English (en)     | label::Urdu (ur)      | media::image::English (en) | media::image::Urdu (ur) | media::audio | appearance |
    |        | select_one faces | feel  | How is the park?        | پارک کیسا ہے؟         | park.png                   | park-ur.png             |              | likert     |
    |        | select_one ways  | come  | How do you come here?   | آپ یہاں کیسے آتے ہیں؟ |                            |                         |              |            |
    |        | note             | done  | Thank you.              | شکریہ                 |                            |                         | thanks.wav   |            |
    | choices |
    |         | list_name | name | label::English (en) | label::Urdu (ur) | media::image |
    |         | faces     | good | Good                | اچھا             | good.png     |
    |         | faces     | bad  | Bad                 | برا              | bad.png      |
    |         | ways      | bus  | By bus              | بس سے            | bus.jpg      |
    |         | ways      | foot | On foot             | پیدل             |              |
    | settings |
    |          | form_title        | form_id   | version | default_language |
    |          | The park, by ear  | easy-read | 1       | English (en)     |
    """
PICTURES = {
    "park.png": "#2a7", "park-ur.png": "#27a", "good.png": "#3b3", "bad.png": "#b33", "bus.jpg": "#38c",
}  # fmt: skip
SOUND = b"RIFF\x24\x00\x00\x00WAVEfmt made up"


def picture(colour: str = "#2a7", size: tuple[int, int] = (240, 160), kind: str = "PNG") -> bytes:
    """Return a picture of one colour with a ring on it."""
    sheet = Image.new("RGB", size, colour)
    across, down = size
    ImageDraw.Draw(sheet).ellipse(
        (across // 4, down // 4, across * 3 // 4, down * 3 // 4), outline="white", width=max(1, down // 20)
    )
    made = io.BytesIO()
    sheet.save(made, format=kind)
    return made.getvalue()


def bomb() -> bytes:
    """Return a small PNG that says it is 60,000 by 60,000 dots."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        whole = kind + content
        return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 60_001))
        + chunk(b"IEND", b"")
    )


def write_media_form(folder: Path, *, media: str = "easy-read-media", text: str = FORM) -> Path:
    """Write the form with all that it shows into ``folder`` and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "easy-read.md"
    path.write_text(dedent(text).strip(), encoding="utf-8")
    beside = folder / media
    beside.mkdir(exist_ok=True)
    for name, colour in PICTURES.items():
        (beside / name).write_bytes(picture(colour, kind="JPEG" if name.endswith("jpg") else "PNG"))
    (beside / "thanks.wav").write_bytes(SOUND)
    return path
