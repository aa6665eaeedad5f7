"""Drill 3: the keyring is wiped. The recovery sheet opens the laptop, which has a passphrase from then on."""

from __future__ import annotations

import pytest

from desktop.keys.errors import KeyringUnavailable, MistypedWords
from desktop.workflows.manage_staff import people
from desktop.workflows.record_response import responses
from desktop.workflows.set_up import begin, open_workplace, recover
from tests.keys.fakes import FakeKeyring
from tests.workflows.exchange import respond
from tests.workplaces import officer as an_officer
from tests.workplaces import open_pack


@pytest.fixture
def keyring() -> FakeKeyring:
    return FakeKeyring()


@pytest.fixture
def empty_place(tmp_path, clock, keyring, safe):
    """Give a laptop that the computer's keyring opens."""
    unfinished = begin(tmp_path / "laptop", clock=clock, keyring=keyring)
    safe.append(unfinished.sheet)
    place = unfinished.confirm({number: unfinished.sheet.words[number - 1] for number in unfinished.questions})
    yield place
    place.close()


@pytest.fixture
def place(empty_place, pack):
    open_pack(empty_place, pack)
    return empty_place


def test_the_sheet_opens_it_with_everything_as_it_was(
    place, officer, event_id, pack, safe, keyring, clock, closing
) -> None:
    answered = respond(place, officer, event_id, pack, 2)
    place.close()
    keyring.kept.clear()
    with pytest.raises(KeyringUnavailable):
        open_workplace(place.folder, clock=clock, keyring=keyring)

    words = list(safe[0].words)
    misread = [*words[:4], "qqqq", *words[5:]]
    with pytest.raises(MistypedWords, match="5"):
        recover(place.folder, clock=clock, words=" ".join(misread), passphrase="four new words")
    # as somebody types it: capitals, commas, a line break, four letters of a word
    typed = ", ".join(words[:6]).upper() + "\n" + " ".join(word[:4] for word in words[6:])
    again = closing(recover(place.folder, clock=clock, words=typed, passphrase="four new words"))
    assert {each.response_id for each in responses(again)} == {each.response_id for each in answered}
    assert [person.name for person in people(again)] == ["Olu"]
    again.close()
    closing(open_workplace(place.folder, clock=clock, passphrase="four new words"))


officer = an_officer
