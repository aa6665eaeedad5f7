"""Withdrawal codes: random, forgiving to read, every slip of the hand found, and never repeated in a message."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.foundation.crockford import ALPHABET, check_symbol, grouped, symbols_of
from desktop.keys.withdrawal_codes import MistypedCode, code_hash, new_code, read_code


def spelled(number: int) -> str:
    body = symbols_of(number, 16)
    return grouped("".join(ALPHABET[value] for value in (*body, check_symbol(body))))


CODES = st.integers(0, 2**80 - 1).map(spelled)


def test_a_code_is_eighty_bits_and_a_check_symbol_in_groups() -> None:
    code = new_code()
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4, 1]
    assert set(code) <= {*ALPHABET, "-"}
    assert read_code(code) == code


def test_codes_are_random_in_every_place() -> None:
    codes = [new_code() for _ in range(2000)]
    assert len(set(codes)) == 2000
    for place in range(16):
        seen = Counter(code.replace("-", "")[place] for code in codes)
        assert set(seen) == set(ALPHABET)
        # 62.5 of each are expected; a place that leant on anything would stray far beyond this
        assert max(seen.values()) < 120
        assert min(seen.values()) > 20


@given(CODES, st.randoms())
def test_case_spaces_hyphens_and_look_alikes_are_forgiven(code: str, chance) -> None:
    forms = {"0": "0oO", "1": "1iIlL"}
    typed = "".join(
        chance.choice(forms.get(symbol, symbol + symbol.lower()))
        + chance.choice(["", " ", "-", "\u2013", "\u00a0"])
        for symbol in code.replace("-", "")
    )
    assert read_code(typed) == code
    assert code_hash(typed) == code_hash(code)


@given(CODES, st.integers(0, 16), st.integers(1, 31))
def test_every_single_wrong_symbol_is_found(code: str, place: int, step: int) -> None:
    plain = code.replace("-", "")
    wrong = ALPHABET[(ALPHABET.index(plain[place]) + step) % 32]
    with pytest.raises(MistypedCode):
        read_code(plain[:place] + wrong + plain[place + 1 :])


@given(CODES, st.integers(0, 16), st.integers(0, 16))
def test_every_exchange_of_two_symbols_is_found(code: str, first: int, second: int) -> None:
    symbols = list(code.replace("-", ""))
    if symbols[first] == symbols[second]:
        return
    symbols[first], symbols[second] = symbols[second], symbols[first]
    with pytest.raises(MistypedCode):
        read_code("".join(symbols))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda code: code[:-1], "17 letters and figures; this has 16"),
        (lambda code: code + "0", "this has 18"),
        (lambda code: "U" + code[1:], "never part"),
        (lambda code: "é" + code[1:], "never part"),
        (lambda code: "", "this has 0"),
    ],
)
def test_what_is_wrong_is_said_without_the_code(change, fault: str) -> None:
    code = new_code()
    with pytest.raises(MistypedCode, match=fault) as caught:
        code_hash(change(code))
    for group in code.split("-")[:4]:
        assert group not in str(caught.value)


def test_the_hash_stands_for_good() -> None:
    """Codes on slips must be found for years: this value may never change."""
    expected = hashlib.sha256(b"sounding-board/withdrawal-code/1\x00" + b"0" * 17).hexdigest()
    assert code_hash("0000-0000-0000-0000-0") == expected
    assert expected == "9320188910b21a18a3bb1a859bd59b0808b40f43d21912ff161b4edd158083c5"
