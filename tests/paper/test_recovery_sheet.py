"""The recovery sheet, read back: the words by eye, the QR by a reader, and nothing of them where it could leak."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from desktop.foundation.errors import Refusal, WorldError
from desktop.keys.recovery import RecoveryWords, SheetKind
from desktop.workflows.recovery_sheet import RecoverySheet, keep_in, sheet_pdf
from tests.paper.reading import pictures, squeezed, texts

ABOUT = "b8a6c7d2-1a55-4c58-8b0e-7d1f0b9e2c11"


@pytest.fixture(params=SheetKind)
def sheet(request: pytest.FixtureRequest) -> RecoverySheet:
    return RecoverySheet.of(RecoveryWords.new(request.param), about=ABOUT, made_on=date(2026, 3, 5))


def test_the_words_and_the_code_are_read_back(sheet: RecoverySheet) -> None:
    pdf = sheet_pdf(sheet)
    (text,) = texts(pdf)
    numbered = re.findall(r"(\d+)\s+([a-z]+)\b", text)
    assert [word for _, word in sorted((int(number), word) for number, word in numbered)][
        : len(sheet.words)
    ] == list(sheet.words)
    assert ABOUT in text
    assert "5 March 2026" in text
    said = squeezed(text)
    for needed in ("safe", "Who may use it", "How to use it", "Delete the file"):
        assert needed in said
    assert ("Name of the laptop" in said) is (sheet.kind is SheetKind.STORE)
    (picture,) = pictures(pdf)
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == sheet.code
    assert RecoveryWords.parse(sheet.kind, code.text).words == sheet.words
    (code,) = zxingcpp.read_barcodes(picture.resize((picture.width // 2, picture.height // 2)))  # a poor scan
    assert code.text == sheet.code


def test_it_fits_one_page_of_a4_with_the_longest_words() -> None:
    for kind in SheetKind:
        widest = RecoverySheet(kind, ("mushroom",) * kind.word_count, "x" * 60, ABOUT, date(2026, 9, 30))
        with pypdfium2.PdfDocument(sheet_pdf(widest)) as document:
            assert len(document) == 1
            page = document[0]
            assert [round(length * 25.4 / 72) for length in page.get_size()] == [210, 297]
            edges = [item.get_bounds() for item in page.get_objects()]
        assert min(left for left, _, _, _ in edges) > 15 / 25.4 * 72
        assert max(right for _, _, right, _ in edges) < (210 - 15) / 25.4 * 72
        assert min(bottom for _, bottom, _, _ in edges) > 15 / 25.4 * 72


def test_neither_title_nor_metadata_tell_a_word(sheet: RecoverySheet) -> None:
    with pypdfium2.PdfDocument(sheet_pdf(sheet)) as document:
        told = " ".join(document.get_metadata_dict().values())
    assert told.startswith("Recovery sheet")
    assert sheet.code not in told
    assert not set(told.lower().split()) & (set(sheet.words) - {"one", "sheet", "key"})


def test_the_file_is_its_owners_alone_and_never_written_over(sheet: RecoverySheet, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    keep_in(path)(sheet)
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
    first = path.read_bytes()
    other = RecoverySheet.of(RecoveryWords.new(sheet.kind), about=ABOUT, made_on=sheet.made_on)
    with pytest.raises(Refusal, match="already"):
        keep_in(path)(other)
    assert path.read_bytes() == first
    with pytest.raises(WorldError):
        keep_in(tmp_path / "no stick" / "sheet.pdf")(other)
