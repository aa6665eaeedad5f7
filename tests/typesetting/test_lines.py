from __future__ import annotations

import io

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.typesetting.direction import (
    is_right_to_left,
    language_is_right_to_left,
    levels_of,
    visual_runs,
)
from desktop.typesetting.fonts import BASE, SHIPPED, family_of, missing_characters, register_faces
from desktop.typesetting.ink import draw_line_mm
from desktop.typesetting.lines import SetLine, set_text, text_width
from desktop.typesetting.styles import CLEAR_PRINT, TextStyle

BODY = CLEAR_PRINT.body
ARABIC = "ما مدى موافقتك على هذه الأولوية"
BENGALI = "আপনি কি এই অগ্রাধিকারের সাথে একমত"
words = st.lists(st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=12), max_size=20)


def family_name(character: str, language: str) -> str:
    found = family_of(character, language=language)
    return found.name if found else ""


def seen(line: SetLine) -> list[str]:
    """Return the texts of a line's runs from left to right."""
    return [run.text.strip() for run in line.runs if run.text.strip()]


def extracted(lines: tuple[SetLine, ...]) -> str:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for row, line in enumerate(lines):
        draw_line_mm(canvas, line, 20, 20 + 8 * row, 297)
    canvas.save()
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        return str(document[0].get_textpage().get_text_range())


@given(words)
def test_breaking_loses_no_word_and_no_line_is_too_wide(some: list[str]) -> None:
    text = " ".join(some)
    lines = set_text(text, BODY, 60)
    joined = "".join("".join(line.text for line in lines).split())
    whole = "".join("".join(line.text for line in set_text(text, BODY)).split())
    assert joined == whole
    assert all(line.width <= 60 + 0.5 for line in lines)


def test_newlines_are_kept_and_spaces_run_together() -> None:
    assert [line.text for line in set_text("One  two\n\nthree ", BODY, 100)] == ["One two", "", "three"]


def test_a_word_wider_than_the_line_is_cut() -> None:
    lines = set_text("W" * 60, BODY, 50)
    assert len(lines) > 1
    assert "".join(line.text for line in lines) == "W" * 60


def test_lines_break_after_hyphen_and_dash_only_between_letters() -> None:
    texts = [line.text for line in set_text("a well-being 5 – 10", BODY, text_width("a well-", BODY) + 0.1)]
    assert texts[0] == "a well-"
    assert texts[1].startswith("being")
    narrow = set_text("your e-mail address", BODY, text_width("your e-mail", BODY) - 1)
    assert [line.text for line in narrow] == ["your", "e-mail", "address"] or narrow[1].text.startswith("e-mail")


def test_size_scales_the_width() -> None:
    assert text_width("Sounding", TextStyle(28)) == pytest.approx(2 * text_width("Sounding", TextStyle(14)))


def test_a_face_is_chosen_for_each_run_of_script() -> None:
    (line,) = set_text(f"NHS {BENGALI} 5 – ਸਹਿਮਤ", BODY)
    assert [run.face for run in line.runs] == [
        "NotoSans-Regular",
        "NotoSansBengali-Regular",
        "NotoSansGurmukhi-Regular",
    ]


def test_right_to_left_words_stand_in_the_right_order_on_each_line() -> None:
    lines = set_text(f"{ARABIC} NHS 5 في ليسترشاير", BODY, 60)
    assert len(lines) > 1
    assert lines[0].text.split()[0] == "ما"  # broken in reading order
    (mixed,) = set_text("أوافق مع NHS England اليوم", BODY)
    assert seen(mixed) == ["اليوم", "NHS England", "أوافق مع"]


def test_english_around_arabic_stays_left_to_right() -> None:
    (line,) = set_text("Agree (أوافق) fully", BODY)
    assert [text.strip("() ") for text in seen(line) if text.strip("() ")] == ["Agree", "أوافق", "fully"]


def test_arabic_letters_are_joined_and_bengali_ones_are_reordered() -> None:
    from desktop.typesetting.fonts import harfbuzz_font

    (arabic,) = set_text("سلام", BODY)
    font = harfbuzz_font("NotoSansArabic-Regular")
    names = [font.glyph_to_string(glyph.index) for glyph in arabic.runs[0].glyphs]
    assert any(".init" in name for name in names)
    assert any(".fina" in name or "rlig" in name for name in names)
    (bengali,) = set_text("কি", BODY)
    font = harfbuzz_font("NotoSansBengali-Regular")
    ka = font.get_nominal_glyph(ord("ক"))
    assert bengali.runs[0].glyphs[-1].index == ka  # the vowel sign is written before its consonant


@pytest.mark.parametrize(
    "text", ["How far do you agree? “AV To” – office £5", "Zażółć gęślą; Ŵyn Ελληνικά Русский", BENGALI]
)
def test_text_comes_out_of_the_pdf_as_it_went_in(text: str) -> None:
    assert extracted(set_text(text, BODY)).strip() == text


def test_arabic_text_is_in_the_pdf() -> None:
    # PDFium turns the letters of right-to-left ActualText round once more
    assert [word[::-1] for word in extracted(set_text(ARABIC, BODY)).split()] == ARABIC.split()


def test_what_no_face_has_is_named() -> None:
    assert missing_characters(f"Health {ARABIC} {BENGALI} – 中文 中") == "中文"
    assert missing_characters("plain\u200d\u200e words\n") == ""
    assert family_of("中") is None
    assert family_of("ক", BASE) in SHIPPED
    assert family_name("ک", "ur") == "NotoNastaliqUrdu"
    assert family_name("ک", "fa") == "NotoSansArabic"
    assert family_name("ڪ", "ur") == "NotoSansArabic"  # Sindhi: Nastaliq has it not


@given(st.text(max_size=30), st.booleans())
def test_visual_runs_hold_every_place_once(text: str, rtl: bool) -> None:
    from desktop.typesetting.direction import without_controls

    plain = without_controls(text)
    runs = visual_runs(levels_of(plain, right_to_left=rtl))
    assert sorted(place for start, end, _ in runs for place in range(start, end)) == list(range(len(plain)))


def test_directions() -> None:
    assert is_right_to_left("5 – أوافق")
    assert not is_right_to_left("agree أوافق")
    assert not is_right_to_left("")
    assert [language_is_right_to_left(code) for code in ("ar", "ur-PK", "ar-Latn", "bn", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_every_shipped_face_is_there_with_its_licence_and_registers_twice_without_harm() -> None:
    from reportlab.pdfbase import pdfmetrics

    from desktop.foundation.assets import resource_path

    register_faces()
    register_faces()
    licence = (resource_path("fonts") / "OFL.txt").read_text("utf-8")
    for family in SHIPPED:
        for bold in (False, True):
            assert family.face(bold=bold) in pdfmetrics.getRegisteredFontNames()
        assert f"{family.name}-" in licence
