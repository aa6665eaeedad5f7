from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.foundation.errors import DamagedFile, Defect
from desktop.responses.batches import ItemResult, Receipt
from desktop.sync.errors import UntrustedCentre
from desktop.sync.receipt_file import read_receipt_file, write_receipt_file
from tests.sync.examples import CENTRE, OTHER_CENTRE, some_receipt

NAME = "receipt-x.sbreceipt"


def read(content: bytes) -> Receipt:
    return read_receipt_file(content, name=NAME, trusted=[OTHER_CENTRE.public, CENTRE.public])


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.text(st.characters(codec="utf-8"), max_size=12), st.sampled_from(list(ItemResult))),
        max_size=8,
    ),
    st.datetimes(
        min_value=datetime(1970, 1, 2),
        timezones=st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes))),
    ),
)
def test_what_was_written_is_read(results: list[tuple[str, ItemResult]], at: datetime) -> None:
    receipt = replace(some_receipt(), results=tuple(results), received_at=at)
    content = write_receipt_file(receipt, keys=CENTRE)
    assert read(content) == receipt
    assert write_receipt_file(receipt, keys=CENTRE) == content


def test_every_cut_is_refused_and_named() -> None:
    content = write_receipt_file(some_receipt(), keys=CENTRE)
    for end in range(len(content)):
        with pytest.raises(DamagedFile, match=NAME):
            read(content[:end])
    for altered in (content + b"\n", content + content, content.replace(b"\n", b"\r\n")):
        with pytest.raises(DamagedFile):
            read(altered)


@pytest.mark.parametrize("bit", [0x01, 0x20, 0x80])
def test_every_flipped_byte_is_refused_and_named(bit: int) -> None:
    content = write_receipt_file(some_receipt(), keys=CENTRE)
    for place in range(len(content)):
        with pytest.raises(DamagedFile) as caught:
            read(content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :])
        assert NAME in str(caught.value)


@settings(deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_any_other_file_is_refused(content: bytes, headed: bool) -> None:
    with pytest.raises(DamagedFile):
        read((b"SOUNDING-BOARD-RECEIPT 1\n" if headed else b"") + content)


def test_another_centre_is_not_believed() -> None:
    content = write_receipt_file(some_receipt(), keys=CENTRE)
    with pytest.raises(UntrustedCentre) as caught:
        read_receipt_file(content, name=NAME, trusted=[OTHER_CENTRE.public])
    assert caught.value.central_id == CENTRE.central_id
    impostor = replace(OTHER_CENTRE, central_id=CENTRE.central_id)
    with pytest.raises(UntrustedCentre):
        read(write_receipt_file(some_receipt(), keys=impostor))
    with pytest.raises(Defect):
        write_receipt_file(some_receipt(), keys=OTHER_CENTRE)


@pytest.mark.parametrize(
    "values",
    [
        {"results": [["uuid:1a", "lost"]]},
        {"results": "all"},
        {"received_at": "now"},
        {"received_offset": 100_000},
        {"receipt_key": "zz"},
        {"receipt_key": "00"},
        {"batch_id": 5},
    ],
    ids=range(7),
)
def test_signed_nonsense_is_refused(values: dict[str, object]) -> None:
    start, line, _signature, _end = write_receipt_file(some_receipt(), keys=CENTRE).split(b"\n")
    signed = start + b"\n" + json.dumps({**json.loads(line), **values}).encode()
    with pytest.raises(DamagedFile):
        read(signed + b"\n" + CENTRE.sign(b"receipt-file", signed).hex().encode() + b"\n")


def test_a_batch_signature_is_no_receipt_signature() -> None:
    start, line, _signature, _end = write_receipt_file(some_receipt(), keys=CENTRE).split(b"\n")
    signed = start + b"\n" + line
    with pytest.raises(DamagedFile):
        read(signed + b"\n" + CENTRE.sign(b"batch-file", signed).hex().encode() + b"\n")
