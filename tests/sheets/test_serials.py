from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sheets.serials import (
    ALPHABET,
    MAX_NUMBER,
    MAX_RUN,
    Serial,
    SerialFault,
    SerialRefused,
    SerialsExhausted,
    grouped,
    holds_serial,
    issue_run,
    issue_serial,
    issuer_of,
    read_serial,
    verify_serial,
)

KEY = "5b" * 32
OTHER_KEY = "5c" * 32

serials = st.builds(
    Serial,
    issuer=st.integers(0, 2**30 - 1),
    run=st.integers(0, MAX_RUN),
    number=st.integers(0, MAX_NUMBER),
    mac=st.integers(0, 2**20 - 1),
)


@given(serials)
def test_what_is_written_is_read(serial: Serial) -> None:
    assert read_serial(serial.canonical) == serial
    assert read_serial(serial.shown) == serial
    assert serial.shown.count("-") == 3
    assert len(serial.canonical) == 16
    assert set(serial.canonical) <= set(ALPHABET)


@given(serials, st.integers(0, 15), st.integers(1, 31))
def test_every_single_wrong_symbol_is_found(serial: Serial, place: int, shift: int) -> None:
    text = serial.canonical
    wrong = ALPHABET[(ALPHABET.index(text[place]) + shift) % 32]
    with pytest.raises(SerialRefused) as refused:
        read_serial(text[:place] + wrong + text[place + 1 :])
    assert refused.value.reason is SerialFault.CHECK


@given(serials)
def test_every_exchange_of_two_symbols_is_found(serial: Serial) -> None:
    text = serial.canonical
    for first, second in combinations(range(16), 2):
        if text[first] == text[second]:
            continue
        mixed = list(text)
        mixed[first], mixed[second] = mixed[second], mixed[first]
        with pytest.raises(SerialRefused) as refused:
            read_serial("".join(mixed))
        assert refused.value.reason is SerialFault.CHECK


def test_all_substitutions_of_one_serial_one_by_one() -> None:
    text = issue_serial(device_id="d", run=1, number=1, serial_key=KEY, form_id="f").canonical
    for place in range(16):
        for symbol in set(ALPHABET) - {text[place]}:
            with pytest.raises(SerialRefused):
                read_serial(text[:place] + symbol + text[place + 1 :])


@given(serials, st.randoms(use_true_random=False))
def test_case_spaces_hyphens_and_look_alikes_are_forgiven(serial: Serial, random: object) -> None:
    choice = random.choice  # type: ignore[attr-defined]
    look_alikes = {"1": "1iIlL", "0": "0oO"}
    typed = "".join(
        choice(look_alikes.get(symbol, symbol + symbol.lower())) + choice(["", "", " ", "-", " – "])
        for symbol in serial.canonical
    )
    assert read_serial("  " + typed) == serial


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", SerialFault.LENGTH),
        ("ABCD-EFGH", SerialFault.LENGTH),
        ("0000-0000-0000-0000-0", SerialFault.LENGTH),
        ("U000-0000-0000-0000", SerialFault.SYMBOL),
        ("0000-0000-0000-000*", SerialFault.SYMBOL),
        ("0000-0000-0000-0001", SerialFault.CHECK),
        ("٠٠٠٠-0000-0000-0000", SerialFault.SYMBOL),
    ],
)
def test_refused_with_the_reason(text: str, reason: SerialFault) -> None:
    with pytest.raises(SerialRefused) as refused:
        read_serial(text)
    assert refused.value.reason is reason
    assert refused.value.remedy


def test_only_the_programme_and_form_that_made_it_verify_it() -> None:
    serial = issue_serial(device_id="laptop", run=3, number=17, serial_key=KEY, form_id="jhws")
    assert verify_serial(serial, KEY, "jhws")
    assert not verify_serial(serial, OTHER_KEY, "jhws")
    assert not verify_serial(serial, KEY, "another form")


@given(serials)
def test_a_forged_mac_is_refused(serial: Serial) -> None:
    real = issue_serial(device_id="laptop", run=3, number=17, serial_key=KEY, form_id="jhws")
    forged = Serial(real.issuer, real.run, real.number, serial.mac)
    assert verify_serial(forged, KEY, "jhws") == (forged.mac == real.mac)


def test_run_and_number_zero_are_never_issued() -> None:
    from desktop.sheets.serials import _mac

    for run, number in ((0, 1), (1, 0)):
        with pytest.raises(SerialsExhausted):
            issue_serial(device_id="d", run=run, number=number, serial_key=KEY, form_id="f")
        assert not verify_serial(Serial(1, run, number, _mac(1, run, number, KEY, "f")), KEY, "f")


@pytest.mark.parametrize(("run", "number"), [(MAX_RUN + 1, 1), (1, MAX_NUMBER + 1)])
def test_beyond_the_last_number_is_refused(run: int, number: int) -> None:
    with pytest.raises(SerialsExhausted):
        issue_serial(device_id="d", run=run, number=number, serial_key=KEY, form_id="f")


def test_no_two_copies_of_many_devices_share_a_serial() -> None:
    seen = {
        serial.canonical
        for device in range(20)
        for run in (1, 2)
        for serial in issue_run(device_id=f"laptop {device}", run=run, copies=50, serial_key=KEY, form_id="jhws")
    }
    assert len(seen) == 20 * 2 * 50


def test_serials_of_version_1_stay_readable() -> None:
    kept = json.loads((Path(__file__).parent / "serials_v1.json").read_text("utf-8"))
    assert kept["version"] == 1
    for row in kept["serials"]:
        serial = read_serial(row["shown"])
        assert serial.shown == row["shown"]
        assert grouped(serial.canonical) == row["shown"]
        assert serial.issuer == issuer_of(row["device_id"])
        assert (serial.run, serial.number) == (row["run"], row["number"])
        assert verify_serial(serial, row["serial_key"], row["form_id"])


def chance_that_two_share_an_issuer(devices: int) -> float:
    """Return how likely it is that of so many devices two have the same 30 bits (the birthday problem)."""
    alone = 1.0
    for device in range(devices):
        alone *= 1 - device / 2**30
    return 1 - alone


def test_the_chance_that_two_laptops_number_alike_is_small() -> None:
    """100 laptops of one programme: 5 in a million. Only within one programme would it matter."""
    assert chance_that_two_share_an_issuer(20) < 2e-7
    assert chance_that_two_share_an_issuer(100) == pytest.approx(4.6e-6, rel=0.02)
    assert chance_that_two_share_an_issuer(1000) < 5e-4


def test_five_thousand_simulated_devices_have_issuers_of_their_own() -> None:
    issuers = {issuer_of(f"00000000-0000-4000-8000-{device:012x}") for device in range(5_000)}
    assert len(issuers) == 5_000
    assert max(issuers) < 2**30
    # spread evenly: each sixteenth of the range has about its share
    shares = [sum(issuer >> 26 == part for issuer in issuers) for part in range(16)]
    assert min(shares) > 230
    assert max(shares) < 400


@given(
    st.sets(
        st.tuples(st.integers(0, 500), st.integers(1, MAX_RUN), st.integers(1, MAX_NUMBER), st.sampled_from("ab")),
        min_size=2,
        max_size=40,
    )
)
def test_whatever_devices_runs_and_numbers_no_two_serials_are_equal(made: set[tuple[int, int, int, str]]) -> None:
    numbered = {(device, run, number) for device, run, number, _ in made}
    serials_made = {
        issue_serial(device_id=f"laptop {device}", run=run, number=number, serial_key=KEY, form_id="f").canonical
        for device, run, number in numbered
    }
    assert len(serials_made) == len(numbered)


@given(st.integers(0, 2**30 - 1), st.integers(1, MAX_RUN), st.integers(1, MAX_NUMBER), st.integers(0, 2**20 - 1))
def test_a_serial_that_was_guessed_is_refused(issuer: int, run: int, number: int, mac: int) -> None:
    """One guess in a million hits the 20 bits of the code; which is accepted is exactly what the key makes."""
    from desktop.sheets.serials import _mac

    guessed = Serial(issuer, run, number, mac)
    assert verify_serial(guessed, KEY, "jhws") == (mac == _mac(issuer, run, number, KEY, "jhws"))
    assert not verify_serial(Serial(issuer, run, number, _mac(issuer, run, number, KEY, "jhws") ^ 1), KEY, "jhws")


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("posted {shown} on Monday", True),
        ("({plain})", True),
        ("{wrong}", False),
        ("0116 000 0000, 12 High Street", False),
        ("rang back, sent the form in large print by post", False),
        ("", False),
    ],
    ids=["in groups", "in one piece", "mistyped", "telephone", "words", "nothing"],
)
def test_a_serial_is_found_among_words(text: str, there: bool) -> None:
    serial = issue_serial(device_id="laptop", run=1, number=7, serial_key="07" * 32, form_id="form")
    wrong = serial.canonical[:-1] + ("0" if serial.canonical[-1] != "0" else "1")
    assert holds_serial(text.format(shown=serial.shown, plain=serial.canonical, wrong=wrong)) is there
