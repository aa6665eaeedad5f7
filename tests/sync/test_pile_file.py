"""Piles out and back: read as written, every cut and every flipped byte refused, no other's work taken for it."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.foundation.errors import DamagedFile, Defect
from desktop.keys.encryption import SealingKey, encrypt
from desktop.responses.keyings import FieldEffort, KeyedSheet, Which
from desktop.responses.response import Recorder
from desktop.sheets.second_piles import PileSheet, PileWay, SecondPile
from desktop.sync import pile_file
from desktop.sync.errors import WrongPile
from desktop.sync.pile_file import (
    read_keyed_file,
    read_keyed_header,
    read_pile_file,
    spoken_fingerprint,
    write_keyed_file,
    write_pile_file,
)
from desktop.sync.signed_lines import canonical, first_line
from tests.sync.examples import DEVICE, OTHER_DEVICE

FOLDER = Path(__file__).parent / "fixtures"
KEY = SealingKey.from_bytes(bytes(range(1, 33)))
OTHER_KEY = SealingKey.from_bytes(bytes(range(2, 34)))
PILE_ID = "0c54d6f8-4b35-4a77-8c3c-1b1f4d0a7e11"
MADE = datetime(2026, 11, 22, 15, 30, 5, 123456, timezone(timedelta(hours=1)))
SPOKEN = "Buses stop too early: made up"


def pile(**changes) -> SecondPile:
    made = SecondPile(
        pile_id=PILE_ID,
        way=PileWay.OUT,
        name="Tuesday's pile",
        programme_id="made-up",
        sheets=(
            PileSheet("AAAABBBBCCCCDDDD", "survey", "1", "aa", "event-1", "2026-11-20", "0f" * 32),
            PileSheet("AAAABBBBCCCCDDDE", "survey", "1", "aa", "event-1", "", "1f" * 32, ("a", "b/c")),
        ),
        recipient=KEY.recipient,
        identity=KEY.identity,
        device_id=DEVICE.device_id,
        device_key=DEVICE.public_text,
        made_by="Cora",
        made_at=MADE,
    )
    return replace(made, **changes)


def keyed(serial: str = "AAAABBBBCCCCDDDD", **changes) -> KeyedSheet:
    made = KeyedSheet(
        keying_id=f"9b1d4f33-8a64-4d0c-8e2b-{serial[-4:].encode().hex()}0000",
        which=Which.SECOND,
        serial=serial,
        programme_id="made-up",
        event_id="event-1",
        form_id="survey",
        form_version="1",
        form_sha256="aa",
        response_id="",
        instance_id="",
        keyer=Recorder("person-2", "Bo", "volunteer", True),
        device_id=OTHER_DEVICE.device_id,
        started_at=MADE,
        finished_at=MADE + timedelta(minutes=2),
        answers={"a": "1", "b/c": SPOKEN},
        missing={"d": "illegible"},
        scope=("a", "b/c", "d"),
        efforts={"a": FieldEffort(1, 0.75)},
        pile_id=PILE_ID,
    )
    return replace(made, **changes)


def returned(*sheets: KeyedSheet, to: SecondPile | None = None, by=OTHER_DEVICE) -> bytes:
    return write_keyed_file(to or pile(), sheets or [keyed()], device_key=by, made_up=False)


# out ----------------------------------------------------------------------------------------------------------


def test_a_pile_is_read_as_it_was_written_without_its_private_key() -> None:
    content = write_pile_file(pile(), device_key=DEVICE, made_up=True)
    found = read_pile_file(content, name="x.sbpile")
    assert found.pile == replace(pile(), way=PileWay.IN, identity="")
    assert found.made_up
    assert KEY.identity.encode() not in content
    assert write_pile_file(pile(), device_key=DEVICE, made_up=True) == content


def test_every_cut_and_every_flipped_byte_of_a_pile_is_refused() -> None:
    content = write_pile_file(pile(), device_key=DEVICE, made_up=False)
    altered = [content[:end] for end in range(len(content))]
    for at in range(len(content)):
        altered.append(content[:at] + bytes([content[at] ^ 0x01]) + content[at + 1 :])
    altered += [content + b"\n", content + content, content.replace(b"\n", b"\r\n"), b"", b"PK\x03\x04"]
    for each in altered:
        with pytest.raises(DamagedFile, match=r"x\.sbpile"):
            read_pile_file(each, name="x.sbpile")


def test_a_pile_of_a_later_version_says_so() -> None:
    content = write_pile_file(pile(), device_key=DEVICE, made_up=False).replace(b"PILE 1", b"PILE 9", 1)
    with pytest.raises(DamagedFile, match="version 9"):
        read_pile_file(content, name="x.sbpile")


def test_a_pile_that_contradicts_itself_is_refused_though_it_is_signed() -> None:
    sheet = pile().sheets[0]
    with_date = write_pile_file(pile(), device_key=DEVICE, made_up=False)
    line = with_date.split(b"\n")[1]
    for wrong in (
        write_pile_file(pile(sheets=(sheet, sheet)), device_key=DEVICE, made_up=False),
        write_pile_file(pile(sheets=()), device_key=DEVICE, made_up=False),
        signed_pile(line.replace(b"2026-11-22T", b"2026-13-22T")),
        signed_pile(line.replace(KEY.recipient.encode(), b"age1nothing")),
        signed_pile(line.replace(b'"scopes":{"AAAABBBBCCCCDDDE"', b'"scopes":{"ZZZZ"')),
        signed_pile(line.replace(b"Cora", b"\\ud800")),
        signed_pile(line.replace(b'"made_up":false', b'"made_up": false')),
        signed_pile(b"[" * 5000),
    ):
        with pytest.raises(DamagedFile):
            read_pile_file(wrong, name="x.sbpile")


def signed_pile(line: bytes) -> bytes:
    outside = first_line("SOUNDING-BOARD-PILE", 1) + line
    return outside + b"\n" + DEVICE.sign(b"pile-file", outside).hex().encode() + b"\n"


def test_a_pile_too_large_is_neither_written_nor_read(monkeypatch) -> None:
    content = write_pile_file(pile(), device_key=DEVICE, made_up=False)
    monkeypatch.setattr(pile_file, "MAX_SHEETS", 1)
    with pytest.raises(Defect):
        write_pile_file(pile(), device_key=DEVICE, made_up=False)
    with pytest.raises(DamagedFile):
        read_pile_file(content, name="x.sbpile")
    monkeypatch.setattr(pile_file, "MAX_PILE", len(content) - 1)
    with pytest.raises(DamagedFile, match="larger"):
        read_pile_file(content, name="x.sbpile")


# back ---------------------------------------------------------------------------------------------------------


def read(content: bytes, key: SealingKey = KEY) -> tuple[KeyedSheet, ...]:
    return read_keyed_file(content, name="x.sbkeyed", identity=key.identity)[1]


def test_what_was_keyed_comes_back_and_nobody_on_the_way_reads_it() -> None:
    long_name = Recorder("person-3", "Bo Second-Keyer", "volunteer", True)  # two letters may stand in any cipher
    other = keyed("AAAABBBBCCCCDDDE", answers={}, missing={}, scope=(), efforts={}, keyer=long_name)
    sheets = (keyed(), other)
    content = returned(*reversed(sheets))
    assert read(content) == sheets
    header = read_keyed_header(content, name="x.sbkeyed")
    assert (header.device, header.pile_id) == (OTHER_DEVICE.public, PILE_ID)
    assert spoken_fingerprint(header.device_key) != spoken_fingerprint(DEVICE.public_text)
    for clear in (SPOKEN.encode(), b"AAAABBBB", b"Second-Keyer", b"illegible"):
        assert clear not in content
    assert returned() != returned()  # encrypted anew each time


WORDS = st.text(st.characters(codec="utf-8"), max_size=12)


@settings(deadline=None, max_examples=25)
@given(
    st.dictionaries(WORDS, WORDS, max_size=4),
    st.dictionaries(WORDS, st.sampled_from(["blank", "illegible", "more than one marked"]), max_size=3),
    st.lists(WORDS, max_size=3),
    WORDS,
)
def test_whatever_was_keyed_is_read_as_it_was_written(answers, missing, scope, name) -> None:
    sheet = keyed(answers=answers, missing=missing, scope=tuple(scope), keyer=Recorder("", name, "", False))
    assert read(returned(sheet)) == (sheet,)


def test_every_cut_and_every_flipped_byte_of_what_came_back_is_refused() -> None:
    content = returned()
    for at in range(len(content)):
        for altered in (content[:at], content[:at] + bytes([content[at] ^ 0x01]) + content[at + 1 :]):
            with pytest.raises(DamagedFile, match=r"x\.sbkeyed"):
                read(altered)
    with pytest.raises(DamagedFile):
        read(content + b"\n")


def test_it_answers_to_its_own_pile_alone() -> None:
    with pytest.raises(WrongPile):
        read(returned(), OTHER_KEY)
    # a header that names this pile's key, over contents for another one
    content = resigned(returned(to=pile(recipient=OTHER_KEY.recipient)), recipient=pile().recipient)
    with pytest.raises((WrongPile, DamagedFile)):
        read(content)


def resigned(content: bytes, *, by=OTHER_DEVICE, recipient: str = "", **changes) -> bytes:
    """Return a file with another header, rightly signed: what somebody does who has a key and no contents."""
    import json

    from desktop.keys.encryption import fingerprint

    _first, line, _signature, sealed = content.split(b"\n", 3)
    header = {**json.loads(line), "device_key": by.public_text, **changes}
    if recipient:
        header["recipient"] = fingerprint(recipient)
    outside = first_line("SOUNDING-BOARD-KEYED", 1) + canonical(header)
    return outside + b"\n" + by.sign(b"keyed-file", outside).hex().encode() + b"\n" + sealed


@pytest.mark.parametrize("changes", [{"by": DEVICE}, {"pile_id": "another"}, {"made_up": True}], ids=str)
def test_nobody_sends_the_work_of_another_laptop_as_their_own(changes) -> None:
    with pytest.raises(DamagedFile):
        read(resigned(returned(), **changes))


def inside(lines: bytes, *, count: int = 1, by=OTHER_DEVICE) -> bytes:
    """Return a keyed file with contents of one's choice, every signature right."""
    from desktop.keys.encryption import fingerprint

    about = {
        "pile_id": PILE_ID,
        "recipient": fingerprint(KEY.recipient),
        "device_key": by.public_text,
        "made_up": False,
    }
    first = canonical({**about, "sheets": count})
    written = by.sign(b"keyed-contents", first + b"\n" + lines).hex().encode()
    sealed = encrypt(zlib.compress(first + b"\n" + written + b"\n" + lines), [KEY.recipient])
    header = canonical({**about, "length": len(sealed), "sha256": hashlib.sha256(sealed).hexdigest()})
    outside = first_line("SOUNDING-BOARD-KEYED", 1) + header
    return outside + b"\n" + by.sign(b"keyed-file", outside).hex().encode() + b"\n" + sealed


def test_contents_that_are_signed_and_senseless_are_refused() -> None:
    from desktop.sync.keyed_lines import keyed_line

    good = keyed_line(keyed())
    assert read(inside(good + b"\n")) == (keyed(),)
    for lines, count in (
        (good + b"\n" + good + b"\n", 2),
        (good + b"\n", 2),
        (good, 1),
        (keyed_line(keyed(pile_id="another")) + b"\n", 1),
        (keyed_line(keyed(device_id=DEVICE.device_id)) + b"\n", 1),
        (good.replace(b"illegible", b"eaten by a dog") + b"\n", 1),
        (good.replace(b'"0.750"', b'"nan"') + b"\n", 1),
        (good.replace(b'"0.750"', b'"1e99"') + b"\n", 1),
        (good.replace(b"2026-11", b"2026-31") + b"\n", 1),
        (good.replace(SPOKEN.encode(), b"\\ud800") + b"\n", 1),
        (b"{}\n", 1),
        (b"\n", 1),
    ):
        with pytest.raises(DamagedFile):
            read(inside(lines, count=count))


def test_contents_made_to_fill_the_memory_are_refused() -> None:
    with pytest.raises(DamagedFile, match="larger"):
        read(inside(b" " * 8_000_000))


def test_no_message_quotes_the_sheet() -> None:
    from desktop.sync.keyed_lines import keyed_line

    line = keyed_line(keyed()).replace(b"illegible", SPOKEN.encode())
    with pytest.raises(DamagedFile) as caught:
        read(inside(line + b"\n"))
    assert SPOKEN not in f"{caught.value!r}{caught.value.__context__!r}{caught.value.__cause__!r}"


def test_a_first_keying_and_another_laptops_are_not_written() -> None:
    for wrong in (keyed(which=Which.FIRST), keyed(device_id=DEVICE.device_id), keyed(pile_id="another")):
        with pytest.raises(Defect):
            returned(wrong)
    with pytest.raises(Defect):
        write_keyed_file(pile(), [], device_key=OTHER_DEVICE, made_up=False)


# kept -----------------------------------------------------------------------------------------------------------


def test_files_of_version_1_are_still_read() -> None:
    found = read_pile_file((FOLDER / "second-pile-v1.sbpile").read_bytes(), name="v1")
    assert replace(found.pile, device_id="", device_key="") == replace(
        pile(way=PileWay.IN, identity=""), device_id="", device_key="", made_at=MADE.astimezone(UTC)
    )
    assert found.made_up
    (sheet,) = read((FOLDER / "second-pile-v1.sbkeyed").read_bytes())
    assert replace(sheet, device_id="") == keyed(device_id="")
