"""Lists of instructions: read back as written, every cut and every flipped byte refused, nobody else believed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.foundation.errors import DamagedFile
from desktop.keys.device import DevicePublicKey
from desktop.responses.instructions import Instruction, InstructionAction
from desktop.sync.errors import UntrustedCentre, UntrustedDevice
from desktop.sync.instructions_file import (
    InstructionList,
    Signer,
    list_id,
    read_instructions_file,
    write_instructions_file,
)
from tests.sync.examples import CENTRE, DEVICE, OTHER_CENTRE, OTHER_DEVICE, some_instructions

NAME = "instructions-x.sbinstructions"


def read(content: bytes) -> InstructionList:
    return read_instructions_file(
        content,
        name=NAME,
        centres=[OTHER_CENTRE.public, CENTRE.public],
        devices=[OTHER_DEVICE.public, DEVICE.public],
    )


WORDS = st.text(st.characters(codec="utf-8"), max_size=12)
INSTANTS = st.datetimes(
    min_value=datetime(1970, 1, 2),
    timezones=st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
INSTRUCTIONS = st.builds(Instruction, WORDS, st.sampled_from(InstructionAction), WORDS, WORDS, WORDS, INSTANTS)


@settings(deadline=None)
@given(
    st.lists(INSTRUCTIONS, max_size=6, unique_by=lambda each: each.instruction_id),
    st.sampled_from([CENTRE, DEVICE]),
)
def test_what_was_written_is_read_without_the_reasons(instructions: list[Instruction], keys) -> None:
    content = write_instructions_file(instructions, keys=keys)
    found = read(content)
    assert sorted(found.instructions, key=lambda each: each.instruction_id) == sorted(
        (replace(each, reason="") for each in instructions), key=lambda each: each.instruction_id
    )
    assert found.signer is (Signer.CENTRE if keys is CENTRE else Signer.DEVICE)
    # in whichever order they are given: one list, one name
    again = write_instructions_file(reversed(instructions), keys=keys)
    assert (again, list_id(again)) == (content, list_id(content))


def test_a_reason_is_not_written() -> None:
    assert any(each.reason for each in some_instructions())
    content = write_instructions_file(some_instructions(), keys=CENTRE)
    for each in some_instructions():
        assert not each.reason or each.reason.encode() not in content


@pytest.mark.parametrize("keys", [CENTRE, DEVICE], ids=["centre", "device"])
def test_every_cut_is_refused_and_named(keys) -> None:
    content = write_instructions_file(some_instructions(), keys=keys)
    for end in range(len(content)):
        with pytest.raises(DamagedFile, match=NAME):
            read(content[:end])
    for altered in (content + b"\n", content + content, content.replace(b"\n", b"\r\n")):
        with pytest.raises(DamagedFile):
            read(altered)


@pytest.mark.parametrize("bit", [0x01, 0x20, 0x80])
def test_every_flipped_byte_is_refused_and_named(bit: int) -> None:
    content = write_instructions_file(some_instructions(), keys=CENTRE)
    for place in range(len(content)):
        with pytest.raises(DamagedFile) as caught:
            read(content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :])
        assert NAME in str(caught.value)


@settings(deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_any_other_file_is_refused(content: bytes, headed: bool) -> None:
    with pytest.raises(DamagedFile):
        read((b"SOUNDING-BOARD-INSTRUCTIONS 1\n" if headed else b"") + content)


def test_nobody_else_is_believed() -> None:
    by_centre = write_instructions_file(some_instructions(), keys=CENTRE)
    by_device = write_instructions_file(some_instructions(), keys=DEVICE)
    with pytest.raises(UntrustedCentre):
        read_instructions_file(by_centre, name=NAME, centres=[OTHER_CENTRE.public], devices=[DEVICE.public])
    with pytest.raises(UntrustedDevice):
        read_instructions_file(by_device, name=NAME, centres=[CENTRE.public], devices=[OTHER_DEVICE.public])
    impostor = replace(OTHER_CENTRE, central_id=CENTRE.central_id)
    with pytest.raises(UntrustedCentre):
        read(write_instructions_file(some_instructions(), keys=impostor))


def signed_anew(values: dict[str, object], keys, domain: bytes) -> bytes:
    start, line, _signature, _end = write_instructions_file(some_instructions(), keys=keys).split(b"\n")
    signed = start + b"\n" + json.dumps({**json.loads(line), **values}).encode()
    return signed + b"\n" + keys.sign(domain, signed).hex().encode() + b"\n"


@pytest.mark.parametrize(
    "values",
    [
        {"instructions": [["id", "withdraw", "ab"]]},
        {"instructions": "all"},
        {"instructions": [["id", "withdraw", "ab", "centre x", "now", "0"]]},
        {"instructions": [["id", "withdraw", "ab", "centre x", "2022-01-12T10:30:00.000000Z", "1000000"]]},
        {"key": "zz"},
        {"key": "00"},
        {"signer": "somebody"},
        {"signer_id": "x"},
    ],
    ids=range(8),
)
def test_signed_nonsense_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(DamagedFile):
        read(signed_anew(values, CENTRE, b"instructions-file"))


def test_an_action_of_a_later_version_is_passed_over() -> None:
    row = ["id", "fetch coffee", "ab", "centre x", "2022-01-12T10:30:00.000000Z", "0"]
    assert read(signed_anew({"instructions": [row]}, CENTRE, b"instructions-file")).instructions == ()


def test_a_signature_for_another_purpose_is_none() -> None:
    with pytest.raises(DamagedFile):
        read(signed_anew({}, CENTRE, b"receipt-file"))
    # what a device signs for itself, with a key that a centre is trusted by, is not the centre's word
    assert DevicePublicKey.from_text(DEVICE.public_text) == DEVICE.public
    with pytest.raises(DamagedFile):
        read(signed_anew({"signer": "centre"}, DEVICE, b"device-instructions-file"))
