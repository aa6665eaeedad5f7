"""Names of people as they are compared."""

from __future__ import annotations

import unicodedata

from desktop.foundation.names import name_key
from desktop.responses.keyings import same_person
from desktop.responses.response import Recorder
from desktop.sheets.second_piles import keyer_mark


def test_one_name_typed_in_two_ways_is_one_person() -> None:
    composed, parted = (unicodedata.normalize(form, "Zoë  Hall") for form in ("NFC", "NFD"))
    assert composed != parted
    assert name_key(composed) == name_key(f" {parted.upper()} ") == "zoë hall"
    one, other = (Recorder(str(at), name, "volunteer", True) for at, name in enumerate((composed, parted)))
    assert same_person(one, other)
    assert keyer_mark("pile", composed) == keyer_mark("pile", parted)


def test_two_names_are_two_people() -> None:
    assert name_key("Zoë") != name_key("Zoe")
