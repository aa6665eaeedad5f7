from __future__ import annotations

import contextlib
import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.foundation.catalogues import PO_LIMIT, Catalogue, CatalogueFault, read_po, write_po
from desktop.foundation.translation import Said, Tongue, ntr, tr

PO = """\
# A translator's comment
msgid ""
msgstr ""
"Language: pl\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

#. Stands on every page
#: desktop/paper/words.py
msgid "Page {page} of {pages}"
msgstr "[strona {page} "
"z {pages}]"
msgid "Yes"
msgstr "[tak \\"t\\"]"

msgid "{count} sheet"
msgid_plural "{count} sheets"
msgstr[0] "[{count} a]"
msgstr[1] "[{count} b]"
msgstr[2] "[{count} c]"

#, fuzzy
msgid "No"
msgstr "[guessed]"

msgid "Day"
msgstr ""

msgid "Go to {number}"
msgstr "[dalej]"

msgid "From {first}"
msgstr "[od {first.__class__}]"

#~ msgid "Gone"
#~ msgstr "[stare]"
"""


def test_a_translators_file_is_read() -> None:
    read = read_po(PO.encode())
    tongue = Tongue("pl", read.catalogue)
    assert tr("Page {page} of {pages}", language=tongue, page=2, pages=9) == "[strona 2 z 9]"
    assert tr("Yes", language=tongue) == '[tak "t"]'
    assert [ntr("{count} sheet", "{count} sheets", count, language=tongue) for count in (1, 2, 5, 12, 22)] == [
        "[1 a]", "[2 b]", "[5 c]", "[12 c]", "[22 b]",
    ]  # fmt: skip


def test_what_is_guessed_empty_or_old_is_not_translated() -> None:
    read = read_po(PO.encode())
    tongue = Tongue("pl", read.catalogue)
    assert [tr(word, language=tongue) for word in ("No", "Day", "Gone", "Never there")] == [
        "No", "Day", "Gone", "Never there",
    ]  # fmt: skip


def test_a_translation_with_other_places_is_left_out_and_told() -> None:
    read = read_po(PO.encode())
    assert read.unfit == ("Go to {number}", "From {first}")
    assert tr("From {first}", language=Tongue("pl", read.catalogue), first="3") == "From 3"


def test_a_translation_that_has_not_every_plural_is_told() -> None:
    read = read_po(PO.replace('msgstr[2] "[{count} c]"\n', "").encode())
    assert "{count} sheet" in read.unfit


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'msgid "a"\nmsgstr "b"\n\nmsgstr "c"\n', 4),
        (b'msgid "a"\nmsgstr b\n', 2),
        (b'\n\nmsgid "a\n', 3),
        (b'msgid "a"\nmsgstr "\xff"\n', 2),
        (b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=__import__(1);\\n"\n', 1),
        (b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n/0;\\n"\n', 1),
        (b"# " + b"x" * PO_LIMIT, 1),
    ],
    ids=["no-id", "unquoted", "unclosed", "not-utf-8", "code", "by-nought", "too-large"],
)
def test_what_gettext_did_not_write_is_refused_with_its_line(content: bytes, line: int) -> None:
    with pytest.raises(CatalogueFault) as caught:
        read_po(content)
    assert caught.value.line == line


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(CatalogueFault):
        read_po(content)


@given(
    st.dictionaries(
        st.text(st.characters(exclude_characters="{}", exclude_categories=("Cc", "Cs")), min_size=1).filter(
            str.strip
        ),
        st.text(st.characters(exclude_characters="{}", exclude_categories=("Cc", "Cs")), min_size=1).filter(
            str.strip
        ),
        max_size=6,
    )
)
def test_what_is_written_is_read_back(words: dict[str, str]) -> None:
    known = Catalogue({english: (said,) for english, said in words.items()})
    content = write_po([(english, "", "where it stands") for english in words], language="ur", known=known)
    assert read_po(content.encode()).catalogue == known


def test_two_languages_are_said_at_once_and_handed_on() -> None:
    welsh = Tongue("cy", Catalogue({"{label}: go to {number}": ("[{label}: i {number}]",)}))
    both = Tongue("en", Catalogue(), second=welsh)
    said = tr("{label}: go to {number}", language=both, label=Said("No", "Na"), number=7)
    assert isinstance(said, Said)
    assert (said, said.second) == ("No: go to 7", "[Na: i 7]")


def test_both_live_through_copying() -> None:
    said = Said("No", "Na")
    tongue = Tongue("en", Catalogue({"No": ("[no]",)}), second=Tongue("cy", Catalogue()))
    for again in (pickle.loads(pickle.dumps(said)), copy.deepcopy(said)):
        assert (again, again.second) == ("No", "Na")
    again = pickle.loads(pickle.dumps(tongue))
    assert (again, again.catalogue, again.second) == ("en", tongue.catalogue, "cy")
