"""Recovery words: published examples, every way to type them, and every way to get them wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.keys.errors import MistypedKey, MistypedWords
from desktop.keys.recovery import RecoveryWords, SheetKind, _book, same_word

STORE, COORDINATOR = SheetKind.STORE, SheetKind.COORDINATOR
KINDS = st.sampled_from(SheetKind)


@st.composite
def any_words(draw: st.DrawFn) -> RecoveryWords:
    kind = draw(KINDS)
    return RecoveryWords(kind, draw(st.binary(min_size=kind.secret_bytes, max_size=kind.secret_bytes)))


# https://github.com/trezor/python-mnemonic/blob/master/vectors.json, which BIP-39 names as its test vectors
@pytest.mark.parametrize(
    ("kind", "secret", "words"),
    [
        (STORE, "00" * 16, "abandon " * 11 + "about"),
        (STORE, "7f" * 16, "legal winner thank year wave sausage worth useful legal winner thank yellow"),
        (STORE, "80" * 16, "letter advice cage absurd amount doctor acoustic avoid letter advice cage above"),
        (STORE, "ff" * 16, "zoo " * 11 + "wrong"),
        (COORDINATOR, "00" * 32, "abandon " * 23 + "art"),
        (COORDINATOR, "ff" * 32, "zoo " * 23 + "vote"),
    ],
)
def test_the_published_examples(kind: SheetKind, secret: str, words: str) -> None:
    assert RecoveryWords(kind, bytes.fromhex(secret)).words == tuple(words.split())
    assert RecoveryWords.parse(kind, words).secret.hex() == secret


@given(any_words(), st.data())
def test_what_was_copied_is_read_back_however_it_is_typed(made: RecoveryWords, data: st.DataObject) -> None:
    assert len(made.words) == made.kind.word_count
    typed = ""
    for number, word in enumerate(made.words, 1):
        shown = data.draw(st.sampled_from([word, word.upper(), word.title(), word[:4], word[:5].upper()]))
        typed += data.draw(st.sampled_from(["", f"{number} ", f"{number}. ", f"{number})\t"]))
        typed += shown + data.draw(st.sampled_from([" ", "  ", ", ", ",", ";", "\n", "\r\n", " - "]))
    assert RecoveryWords.parse(made.kind, typed) == made
    assert RecoveryWords.parse(made.kind, f" {made.code.upper()}\n") == made


@given(any_words(), st.data())
def test_a_word_that_is_not_in_the_list_is_named_by_its_number(made: RecoveryWords, data: st.DataObject) -> None:
    numbers = data.draw(st.sets(st.integers(1, len(made.words)), min_size=1, max_size=3))
    wrong = data.draw(st.sampled_from(["zzzz", "xy", "abandonn", "été"]))
    words = [wrong if number in numbers else word for number, word in enumerate(made.words, 1)]
    with pytest.raises(MistypedWords) as caught:
        RecoveryWords.parse(made.kind, " ".join(words))
    assert caught.value.numbers == tuple(sorted(numbers))
    said = str(caught.value)
    assert all(str(number) in said for number in numbers)
    assert wrong not in said
    assert not any(f" {word} " in said for word in set(made.words) - set(said.split()))


def test_words_that_do_not_fit_together() -> None:
    """One in sixteen wrong words passes the check of twelve; the slot then refuses it."""
    words = list(RecoveryWords(STORE, bytes(range(16))).words)
    words[2], words[5] = words[5], words[2]
    with pytest.raises(MistypedWords, match="swapped") as caught:
        RecoveryWords.parse(STORE, " ".join(words))
    assert caught.value.numbers == ()


@pytest.mark.parametrize("count", [0, 1, 11, 13, 25])
def test_too_few_and_too_many(count: int) -> None:
    with pytest.raises(MistypedWords, match=f"{count} words"):
        RecoveryWords.parse(STORE, "abandon " * count)


def test_the_other_sheet_is_said() -> None:
    store, coordinator = RecoveryWords.new(STORE), RecoveryWords.new(COORDINATOR)
    for kind, other in ((STORE, coordinator), (COORDINATOR, store)):
        for text in (" ".join(other.words), other.code):
            with pytest.raises(MistypedWords, match="another kind of sheet"):
                RecoveryWords.parse(kind, text)


@given(st.data())
def test_every_change_of_the_scanned_text_is_refused(data: st.DataObject) -> None:
    made = RecoveryWords(STORE, data.draw(st.binary(min_size=16, max_size=16)))
    place = data.draw(st.integers(5, len(made.code) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
    changed = made.code[:place] + letter + made.code[place + 1 :]
    for text in {changed, made.code[:place], made.code + letter} - {made.code}:
        with pytest.raises(MistypedKey):
            RecoveryWords.parse(STORE, text)


def test_four_letters_tell_every_word_and_never_another_one() -> None:
    book = _book().wordlist
    assert len({word[:4] for word in book}) == len(book) == 2048
    assert all(same_word(word[:4], word) for word in book)
    assert not same_word("aban", "ability")
    assert not same_word("abi", "ability")  # three letters are a guess
    assert not same_word("", "ability")


def test_new_words_differ() -> None:
    assert len({RecoveryWords.new(STORE).words for _ in range(50)}) == 50
