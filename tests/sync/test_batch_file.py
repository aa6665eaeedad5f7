from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.foundation.errors import DamagedFile, Defect, Refusal, WorldError
from desktop.keys.encryption import decrypt, encrypt
from desktop.responses.batches import BatchKind, BatchRecord, RecordKind
from desktop.sync import batch_file
from desktop.sync.batch_file import OpenedBatch, open_batch_header, read_batch_file, write_batch_file
from desktop.sync.errors import UntrustedDevice, WrongRecipient
from desktop.sync.manifest import batch_digest, in_order, manifest_of
from tests.sync.examples import (
    BATCH_ID,
    CENTRE,
    DEVICE,
    FORMED,
    OTHER_CENTRE,
    OTHER_DEVICE,
    SPOKEN,
    formed,
    record,
    some_file,
    some_records,
)

RELAXED = settings(deadline=None)  # cryptography on a busy machine takes as long as it takes
NAME = "batch-x.sbbatch"
WHOLE = some_file()
KIND_AND_IDENTITY = st.tuples(
    st.sampled_from([kind for kind in RecordKind if kind is not RecordKind.CONTACT]),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=12),
)
RECORDS = st.dictionaries(KIND_AND_IDENTITY, st.text(st.characters(codec="utf-8"), max_size=200), max_size=12).map(
    lambda bodies: tuple(record(kind, name, body) for (kind, name), body in bodies.items())
)


def read(content: bytes, *, identity: str = CENTRE.batch_identity, accept_made_up: bool = False) -> OpenedBatch:
    return read_batch_file(
        content, name=NAME, trusted=[DEVICE.public], identity=identity, accept_made_up=accept_made_up
    )


@RELAXED
@given(RECORDS, st.randoms(use_true_random=False))
def test_what_was_written_is_read_in_whatever_order_it_came(
    records: tuple[BatchRecord, ...], chance: object
) -> None:
    batch = formed(records)
    shuffled = list(records)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert formed(shuffled) == batch
    content = write_batch_file(batch, shuffled, device_key=DEVICE, coordinators=[CENTRE.public])
    opened = read(content)
    assert opened.batch == batch
    assert opened.records == in_order(records)
    assert set(opened.records) == set(records)
    assert opened.unknown == ()
    assert opened.batch.digest == batch_digest(manifest_of(batch, records))
    assert opened.file_sha256 == hashlib.sha256(content).hexdigest()


def test_the_batch_comes_back_to_the_microsecond_and_offset() -> None:
    batch = read(some_file()).batch
    assert batch == formed(some_records())
    assert (batch.formed_at, batch.formed_at.utcoffset()) == (FORMED, FORMED.utcoffset())
    assert (batch.items, batch.responses, batch.formed_by) == (4, 2, "Aisha")


def test_written_again_it_holds_the_same_though_no_byte_inside_is_seen_twice() -> None:
    first, again = some_file(), some_file()
    assert first != again
    assert read(first).batch == read(again).batch


def test_each_coordinator_opens_it_and_the_chain_does_not_depend_on_them() -> None:
    batch, records = formed(some_records()), some_records()
    later = write_batch_file(
        batch, records, device_key=DEVICE, coordinators=[CENTRE.public, OTHER_CENTRE.public, CENTRE.public]
    )
    for keys in (CENTRE, OTHER_CENTRE):
        opened = read(later, identity=keys.batch_identity)
        assert opened.batch.digest == read(some_file()).batch.digest
        assert opened.central_ids == tuple(sorted({CENTRE.central_id, OTHER_CENTRE.central_id}))


def test_nothing_that_was_said_is_seen_from_outside() -> None:
    content = some_file()
    for inside in (SPOKEN, "uuid:1a", "leicestershire", "Aisha", "2021-12", "f00d"):
        assert inside.encode() not in content
    header = open_batch_header(content, name=NAME)
    assert (header.batch_id, header.kind, header.made_up) == (BATCH_ID, BatchKind.RESPONSES, False)
    assert header.device_key_text == DEVICE.public_text


def test_every_cut_is_refused_and_named() -> None:
    content = some_file()
    for end in range(len(content)):
        with pytest.raises(DamagedFile, match=NAME):
            read(content[:end])


@pytest.mark.parametrize("bit", [0x01, 0x20, 0x80])
def test_every_flipped_byte_is_refused_and_named(bit: int) -> None:
    content = some_file()
    for place in range(len(content)):
        altered = content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]
        with pytest.raises(DamagedFile) as caught:
            read(altered)
        assert NAME in str(caught.value)


def test_every_doubled_and_every_added_byte_is_refused() -> None:
    content = some_file()
    for altered in (content + b"\n", content + content, b"\n" + content, content.replace(b"\n", b"\r\n", 1)):
        with pytest.raises(DamagedFile):
            read(altered)


@RELAXED
@given(st.binary(max_size=400), st.booleans())
def test_any_other_file_is_refused(content: bytes, headed: bool) -> None:
    with pytest.raises(DamagedFile):
        read((b"SOUNDING-BOARD-BATCH 1\n" if headed else b"") + content)


def test_a_file_of_a_later_version_says_so() -> None:
    with pytest.raises(DamagedFile, match="version 2"):
        read(some_file().replace(b"BATCH 1\n", b"BATCH 2\n", 1))


def test_an_untrusted_device_is_named_with_the_remedy() -> None:
    with pytest.raises(UntrustedDevice) as caught:
        read_batch_file(some_file(), name=NAME, trusted=[OTHER_DEVICE.public], identity=CENTRE.batch_identity)
    assert caught.value.key_text == DEVICE.public_text
    assert f"trust-device {DEVICE.public_text}" in caught.value.remedy
    # another key for a device id that is known is no better
    same_id = replace(OTHER_DEVICE.public, device_id=DEVICE.device_id)
    with pytest.raises(UntrustedDevice):
        read_batch_file(some_file(), name=NAME, trusted=[same_id], identity=CENTRE.batch_identity)


def test_a_batch_for_another_coordinator_says_so() -> None:
    with pytest.raises(WrongRecipient, match=NAME):
        read(some_file(), identity=OTHER_CENTRE.batch_identity)
    assert not issubclass(WrongRecipient, DamagedFile)


def test_practice_batches_say_so_outside_and_are_refused() -> None:
    content = some_file(made_up=True)
    assert open_batch_header(content, name=NAME).made_up
    with pytest.raises(Refusal, match="practice"):
        read(content)
    assert read(content, accept_made_up=True).batch.made_up


def test_writing_is_refused_when_the_records_are_not_those_of_the_batch() -> None:
    records = some_records()
    batch = formed(records)
    wrong: list[Callable[[], object]] = [
        lambda: write_batch_file(batch, records[1:], device_key=DEVICE, coordinators=[CENTRE.public]),
        lambda: write_batch_file(batch, records, device_key=OTHER_DEVICE, coordinators=[CENTRE.public]),
        lambda: write_batch_file(batch, records, device_key=DEVICE, coordinators=[]),
        lambda: write_batch_file(
            replace(batch, epoch=2), records, device_key=DEVICE, coordinators=[CENTRE.public]
        ),
        lambda: formed((*records, records[0])),
        lambda: formed((*records, record(RecordKind.CONTACT, "c", "{}"))),
        lambda: formed(records, kind=BatchKind.CONTACTS),
    ]
    for call in wrong:
        with pytest.raises(Defect):
            call()
    altered = (replace(records[0], body="{}"), *records[1:])
    with pytest.raises(Defect, match="digest"):
        write_batch_file(batch, altered, device_key=DEVICE, coordinators=[CENTRE.public])


def test_contacts_travel_in_a_batch_of_their_own() -> None:
    records = (record(RecordKind.CONTACT, "c1", '{"sealed":"…"}'), record(RecordKind.PROGRAMME, "p", "{}"))
    content = write_batch_file(
        formed(records, kind=BatchKind.CONTACTS), records, device_key=DEVICE, coordinators=[CENTRE.public]
    )
    opened = read(content)
    assert opened.batch.kind is BatchKind.CONTACTS
    assert opened.batch.responses == 0


def forged(change: Callable[[list[bytes]], list[bytes]], **outside: object) -> bytes:
    """Return a batch file by the trusted device whose inner lines were changed, signed and encrypted anew."""
    content = some_file()
    header = open_batch_header(content, name=NAME)
    lines = zlib.decompress(decrypt(content[header.offset :], CENTRE.batch_identity)).split(b"\n")
    packed = zlib.compress(b"\n".join(change(lines)))
    return repacked(packed, **outside)


def repacked(packed: bytes, **outside: object) -> bytes:
    sealed = encrypt(packed, [CENTRE.public.recipient])
    old = json.loads(some_file().split(b"\n")[1])
    new = {**old, "length": len(sealed), "sha256": hashlib.sha256(sealed).hexdigest(), **outside}
    signed = b"SOUNDING-BOARD-BATCH 1\n" + json.dumps(new).encode()
    return signed + b"\n" + DEVICE.sign(b"batch-file", signed).hex().encode() + b"\n" + sealed


def resigned(lines: list[bytes]) -> list[bytes]:
    manifest, address = lines[0], json.loads(lines[1])
    address["manifest"] = batch_digest(manifest)
    signed = manifest + b"\n" + json.dumps(address).encode()
    return [*signed.split(b"\n"), DEVICE.sign(b"batch-contents", signed).hex().encode(), *lines[3:]]


def with_manifest(**values: object) -> Callable[[list[bytes]], list[bytes]]:
    def change(lines: list[bytes]) -> list[bytes]:
        return resigned([json.dumps({**json.loads(lines[0]), **values}).encode(), *lines[1:]])

    return change


def with_address(**values: object) -> Callable[[list[bytes]], list[bytes]]:
    def change(lines: list[bytes]) -> list[bytes]:
        signed = lines[0] + b"\n" + json.dumps({**json.loads(lines[1]), **values}).encode()
        return [*signed.split(b"\n"), DEVICE.sign(b"batch-contents", signed).hex().encode(), *lines[3:]]

    return change


def test_the_forging_of_these_tests_is_sound() -> None:
    assert read(forged(lambda lines: lines)).batch == read(some_file()).batch
    assert len(read(forged(resigned)).records) == 4


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[:-2] + lines[-1:],
        lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]],
        lambda lines: [*lines[:3], lines[3].replace(b"made up", b"altered"), *lines[4:]],
        lambda lines: [*lines[:3], b"[]", *lines[4:]],
        lambda lines: [*lines, b"{}", b""],
        lambda lines: lines[:-1],
        lambda lines: lines[:2],
        lambda lines: [b"", *lines],
        lambda lines: [lines[0], lines[1], b"0" * 128, *lines[3:]],
        with_manifest(batch_id="another"),
        with_manifest(items=5),
        with_manifest(counts={"response": 4}),
        with_manifest(records=[]),
        with_manifest(records=[["response", "uuid:1a"]]),
        with_manifest(records=7),
        with_manifest(kind="contacts"),
        with_manifest(kind="gossip"),
        with_manifest(made_up=True),
        with_manifest(made_up=0),
        with_manifest(device_id="another"),
        with_manifest(number=0),
        with_manifest(number=True),
        with_manifest(epoch=None),
        with_manifest(formed_at="yesterday"),
        with_manifest(formed_offset=999_999),
        with_manifest(version=2),
        with_manifest(format="another"),
        with_address(manifest="00" * 32),
        with_address(recipients=["0123456789abcdef"]),
        with_address(device_key=OTHER_DEVICE.public_text),
        with_address(batch_id="another"),
        with_address(central_ids="none"),
    ],
    ids=range(32),
)
def test_contradictions_inside_are_refused_even_when_signed(change: Callable[[list[bytes]], list[bytes]]) -> None:
    with pytest.raises(DamagedFile) as caught:
        read(forged(change))
    assert SPOKEN not in str(caught.value)
    assert caught.value.__context__ is None  # a chained error could hold what was read


@pytest.mark.parametrize(
    "outside", [{"batch_id": "another"}, {"kind": "contacts"}, {"kind": "x"}, {"length": 1}, {"sha256": "00"},
                {"recipients": "all"}, {"device_key": "sbd1-aaaa"}, {"made_up": "no"}],
    ids=range(8),
)  # fmt: skip
def test_contradictions_outside_are_refused_even_when_signed(outside: dict[str, object]) -> None:
    with pytest.raises(DamagedFile):
        read(forged(lambda lines: lines, **outside))


def test_a_header_that_promises_what_the_encryption_does_not_keep() -> None:
    content = forged(lambda lines: lines, recipients=[OTHER_CENTRE.public.fingerprint])
    with pytest.raises(WrongRecipient):
        read(content)  # passed on by one recipient as if it were for another
    with pytest.raises(WrongRecipient):
        read(content, identity=OTHER_CENTRE.batch_identity)


@pytest.mark.parametrize("packed", [b"", b"no zlib", zlib.compress(b"x")[:-1], zlib.compress(b"x") + b"y"])
def test_contents_that_cannot_be_unpacked_are_refused(packed: bytes) -> None:
    with pytest.raises(DamagedFile):
        read(repacked(packed))


def test_a_file_made_to_fill_the_memory_is_refused_early(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zlib.compress(bytes(64 * 1024 * 1024), 9)
    with pytest.raises(DamagedFile, match="larger"):
        read(repacked(bomb))
    monkeypatch.setattr(batch_file, "MAX_CONTENTS", 100)
    with pytest.raises(DamagedFile, match="larger"):
        read(WHOLE)
    monkeypatch.setattr(batch_file, "MAX_FILE", 100)
    with pytest.raises(DamagedFile, match="larger"):
        read(WHOLE)


def test_honest_repetition_is_no_bomb() -> None:
    records = tuple(record(RecordKind.RESPONSE, f"uuid:{number}", "a" * 3_000_000) for number in range(3))
    content = write_batch_file(formed(records), records, device_key=DEVICE, coordinators=[CENTRE.public])
    assert read(content).records == records


def test_records_of_a_later_kind_are_set_apart_and_kept() -> None:
    body = '{"text":"from later"}'
    entry = ["later kind", "a1", hashlib.sha256(body.encode()).hexdigest()]

    def change(lines: list[bytes]) -> list[bytes]:
        manifest = json.loads(lines[0])
        manifest["records"].append(entry)
        manifest["items"] += 1
        manifest["counts"]["later kind"] = 1
        line = json.dumps({"kind": "later kind", "identity": "a1", "body": body}).encode()
        return resigned([json.dumps(manifest).encode(), *lines[1:-1], line, b""])

    opened = read(forged(change))
    assert len(opened.records) == 4
    (unknown,) = opened.unknown
    assert [unknown.kind, unknown.identity, unknown.sha256] == entry
    assert unknown.body == body
    assert opened.batch.items == 5


def test_half_a_character_is_our_fault_and_is_not_shown() -> None:
    broken = BatchRecord(
        RecordKind.RESPONSE,
        "uuid:x",
        hashlib.sha256("said \ud800".encode(errors="surrogatepass")).hexdigest(),
        "said \ud800",
    )
    with pytest.raises(Defect) as caught:
        write_batch_file(formed([broken]), [broken], device_key=DEVICE, coordinators=[CENTRE.public])
    assert "said" not in str(caught.value)


def test_all_refusals_are_of_the_world() -> None:
    for kind in (UntrustedDevice, WrongRecipient, DamagedFile, Refusal):
        assert issubclass(kind, WorldError)
