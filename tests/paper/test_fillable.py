"""Forms to fill in on a screen: a field over every box, filled in by another library, read back cell by cell."""

from __future__ import annotations

import random
from io import BytesIO

import pikepdf
import pypdf
import pypdfium2
import pytest

from desktop.paper.booklet import draw_form
from desktop.paper.fillable import draw_fillable
from desktop.paper.filled_answers import answers_from
from desktop.paper.filled_in import fields_in
from desktop.paper.placed import Answer, PageKind
from desktop.questionnaires.definition import QuestionType
from desktop.sheets.copies import BoxKind
from desktop.sheets.fillable_marks import FieldName, FillableMark, NotAFillableForm, state_of, value_of
from tests.packs.shipped import FIVE, form_of, shipped
from tests.paper.filling import by_chance, fields_of, fillable, filled, mark_for
from tests.paper.forms import choices, every_type, form, programme, question, repeat
from tests.paper.reading import ARABIC, in_three_scripts

T = QuestionType


@pytest.fixture(scope="module")
def every() -> bytes:
    return fillable(every_type(), programme())


def answers(pdf: bytes, definition) -> dict[str, str]:
    found, strange = answers_from(fields_in(pdf).values, definition)
    assert not strange
    assert not [each for each in found if each.fault], [each.path for each in found if each.fault]
    return {each.path: each.value for each in found}


# written ------------------------------------------------------------------------------------------------------


def test_over_every_box_is_a_field_that_stands_where_the_box_is_drawn(every) -> None:
    laid_out = draw_form(every_type(), programme(), duplex=False, fillable=True)
    document = pypdf.PdfReader(BytesIO(every))
    height = laid_out.page_size.height
    for page, drawn in zip(laid_out.pages, document.pages, strict=False):
        rects = [each.get_object()["/Rect"] for each in drawn.get("/Annots", [])]
        inside = [[float(edge) * 25.4 / 72 for edge in rect] for rect in rects]
        for box in (item for item in page.items if isinstance(item, Answer)):
            bottom, top = height - box.y - box.height, height - box.y
            over = [
                each for each in inside
                if each[0] < box.x + 0.1 and each[2] > box.x + box.width - 0.1
                and abs(each[1] - bottom) < 0.1 and abs(each[3] - top) < 0.1
            ]  # fmt: skip
            assert len(over) == 1, (page.number, box)


def test_values_are_empty_and_names_say_question_and_value(every) -> None:
    assert fields_in(every).values == {}
    assert set(fields_of(every)) >= {
        "start/agree",
        "start/inner/heard=c2",
        "order=c1",
        "ok=OK",
        "child[2]/child_age#1",
    }


def test_a_screen_reader_hears_the_words_of_question_and_choice(every) -> None:
    fields = pypdf.PdfReader(BytesIO(every)).get_fields()
    assert fields["start/agree"]["/TU"] == "Question 1: Do you agree with this aim?"
    assert fields["start/inner/heard=c2"]["/TU"] == "Question 3: How did you hear about this? – Agree"
    assert fields["day#3"]["/TU"] == "Question 9: Which day was it? – Year"
    assert fields["child[2]/child_age#1"]["/TU"].startswith("Question 18 (2)")
    told = [each["/TU"] for name, each in fields.items() if name != "sounding-board-form"]
    assert all(told)
    kids = (
        [kid.get_object()["/TU"] for kid in fields["start/agree"]["/Kids"]]
        if "/Kids" in fields["start/agree"]
        else []
    )
    assert not kids or kids[1].endswith("– Agree")


def test_the_tabulator_goes_in_the_order_of_reading(every) -> None:
    document = pypdf.PdfReader(BytesIO(every))
    laid_out = draw_form(every_type(), programme(), duplex=False, fillable=True)
    for page, drawn in zip(laid_out.pages, document.pages, strict=False):
        assert drawn["/Tabs"] == "/W"
        tops = [round(float(each.get_object()["/Rect"][3])) for each in drawn.get("/Annots", [])
                if int(each.get_object()["/F"]) == 4]  # fmt: skip
        assert tops == sorted(tops, reverse=True), page.number


def test_figures_are_one_field_with_a_cell_for_each_box(every) -> None:
    taken = fields_of(every)
    expected = {
        "age#1": 4, "hours#1": 4, "hours#2": 2, "day#1": 2, "day#3": 4, "order=c1": 1, "long#1": 2,
    }  # fmt: skip
    assert {name: taken[name] for name in expected} == expected
    comb = pypdf.PdfReader(BytesIO(every)).get_fields()["age#1"]["/Ff"]
    assert comb & 1 << 24


def test_words_are_typed_in_the_size_of_the_edition_and_at_the_side_where_lines_begin() -> None:
    with pikepdf.open(BytesIO(fillable(every_type(), programme(), edition="large-print"))) as document:
        (field,) = (each for each in document.Root.AcroForm.Fields if each.T == "rows")
        assert "/Helv 18 Tf" in str(field.DA)
    asked = form(question("t", T.TEXT, {ARABIC: "ماذا؟"}), languages=(ARABIC,))
    with pikepdf.open(BytesIO(fillable(asked, programme(made_up=True)))) as document:
        (field,) = (each for each in document.Root.AcroForm.Fields if each.T == "t")
        assert field.Q == 2


def test_the_update_list_is_not_in_the_file_and_no_number_is(every) -> None:
    laid_out = draw_form(every_type(), programme(), duplex=False, fillable=True)
    assert any(page.kind is PageKind.SLIP for page in laid_out.pages)
    with pypdfium2.PdfDocument(every) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
        assert len(document) == laid_out.layout.pages
    assert "Your e-mail address" not in text
    assert "Save the file" in text
    assert "black or blue pen" not in text


def test_a_tick_is_seen_where_fields_are_drawn_and_boxes_where_they_are_not(every) -> None:
    done = filled(every, {"start/agree": state_of("c2"), "ok=OK": state_of("OK"), "age#1": "42"})

    def ink(pdf: bytes, page: int, fields: bool) -> int:
        document = pypdfium2.PdfDocument(pdf)
        if fields:
            document.init_forms()
        picture = document[page].render(scale=1, may_draw_forms=fields).to_pil().convert("L")
        document.close()
        return sum(1 for shade in picture.tobytes() if shade < 128)

    page = next(
        page.number - 1
        for page in draw_form(every_type(), programme(), duplex=False, fillable=True).pages
        if any(isinstance(item, Answer) and item.question == "start/agree" for item in page.items)
    )
    assert ink(done, page, True) > ink(every, page, True)
    # the boxes are drawn with the page, whatever a viewer makes of the fields
    assert ink(every, page, False) > 0
    laid_out = draw_form(every_type(), programme(), duplex=False, fillable=True)
    assert any(isinstance(item, Answer) and item.kind is BoxKind.TICK for item in laid_out.pages[page].items)


# read back ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_every_type_is_read_back_cell_by_cell(every, seed: int) -> None:
    typed, meant = by_chance(every, every_type(), random.Random(seed))
    asked = {q.path for q in every_type().questions() if q.type not in (T.NOTE, T.IMAGE, T.CALCULATE)}
    assert {path.replace("[1]", "").replace("[2]", "").replace("[3]", "") for path in meant} == asked
    assert answers(filled(every, typed), every_type()) == meant


@pytest.mark.parametrize("name", FIVE)
@pytest.mark.parametrize("edition", ["standard", "large-print"])
def test_the_packs_are_read_back_cell_by_cell(name: str, edition: str) -> None:
    definition = form_of(name)
    empty = fillable(definition, shipped(name).programme, edition=edition)
    typed, meant = by_chance(empty, definition, random.Random(name))
    assert len(meant) > 10
    assert answers(filled(empty, typed), definition) == meant


def test_a_form_from_right_to_left_is_read_back(every) -> None:
    definition = in_three_scripts()
    empty = fillable(definition, programme(made_up=True), language=ARABIC)
    typed, meant = by_chance(empty, definition, random.Random(7))
    assert answers(filled(empty, typed), definition) == meant
    told = pypdf.PdfReader(BytesIO(empty)).get_fields()["start/agree"]["/TU"]
    assert "هل توافق" in told


def test_a_reader_that_appends_to_the_file_and_writes_looks_is_read_too(every) -> None:
    writer = pypdf.PdfWriter(BytesIO(every), incremental=True)
    for page in writer.pages:
        if page.get("/Annots"):
            writer.update_page_form_field_values(
                page, {"rows": "A line", "age#1": "42", "start/agree": "/is-c3"}, auto_regenerate=False
            )
    out = BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(every[:1000])
    assert answers(out.getvalue(), every_type()) == {"start/agree": "c3", "rows": "A line", "age": "42"}


def test_only_the_looks_of_a_box_say_that_it_is_ticked(every) -> None:
    """Some viewers leave the value alone."""
    with pikepdf.open(BytesIO(every)) as document:
        for field in document.Root.AcroForm.Fields:
            if field.T == "start/inner/heard=c1":
                field.AS = pikepdf.Name("/is-c1")
        out = BytesIO()
        document.save(out)
    assert answers(out.getvalue(), every_type()) == {"start/inner/heard": "c1"}


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ({"age#1": "4x"}, "age"),
        ({"day#1": "31", "day#3": "2021"}, "day"),
        ({"day#1": "31", "day#2": "02", "day#3": "21"}, "day"),
        ({"order=c1": "1", "order=c2": "1"}, "order"),
        ({"order=c1": "2"}, "order"),
        ({"long#1": "99"}, "long"),
        ({"at#1": "9"}, "at"),
    ],
)
def test_what_is_no_answer_is_shown_as_it_stands(every, typed: dict[str, str], path: str) -> None:
    (found,), _ = answers_from(fields_in(filled(every, typed)).values, every_type())
    assert found.path == path
    assert found.fault
    assert found.value == ""
    assert all(value in found.written for value in typed.values())


def test_values_of_any_letters_are_told_apart() -> None:
    odd = form(
        question("a.b", T.SELECT_MULTIPLE, choices=tuple(
            choice for value in ("Off", "x.y", "ü=#", "a/b") for choice in
            [choices("L")[0].__class__(value, choices("L")[0].labels)]
        )),
        repeat("r-1", "Again", question("t", T.TEXT)),
    )  # fmt: skip
    empty = fillable(odd, programme())
    typed = {FieldName("a.b", value).to_text(): state_of(value) for value in ("Off", "x.y", "ü=#", "a/b")}
    typed[FieldName("r-1[3]/t").to_text()] = "third"
    assert not any("." in name for name in fields_of(empty))
    assert answers(filled(empty, typed), odd) == {"a.b": "Off x.y ü=# a/b", "r-1[3]/t": "third"}


@pytest.mark.parametrize("value", ["yes", "Off", "a b", "ü", "x" * 90, "1.5", "-3"])
def test_the_state_of_a_box_tells_its_value(value: str) -> None:
    assert value_of(state_of(value)) == value
    assert state_of(value).isascii()
    assert " " not in state_of(value)


def test_the_mark_says_which_form_it_is() -> None:
    mark = FillableMark("f|1", "2%", "ab", "p", "English (en) / العربية (ar)", "standard", "l")
    assert FillableMark.from_text(mark.to_text()) == mark
    for wrong in ("", "SBF2|a|b|c|d|e|f|g", "SBF1|a", "x" * 3000):
        with pytest.raises(NotAFillableForm):
            FillableMark.from_text(wrong)


def test_the_same_file_has_the_same_digest_and_another_saving_has_not(every) -> None:
    one, other = filled(every, {"rows": "a"}), filled(every, {"rows": "b"})
    assert fields_in(one).digest == fields_in(bytes(one)).digest
    assert fields_in(one).digest != fields_in(other).digest
    assert fields_in(one).mark == mark_for(every_type())


def test_drawing_is_the_same_each_time(every) -> None:
    laid_out = draw_form(every_type(), programme(), duplex=False, fillable=True)
    assert draw_fillable(laid_out, every_type(), mark_for(every_type())) == every
