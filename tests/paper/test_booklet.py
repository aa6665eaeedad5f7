from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from desktop.engagement.programme import TO_BE_FILLED_IN
from desktop.foundation.errors import WorldError
from desktop.jobs.executors import Cancelled
from desktop.paper import booklet
from desktop.paper.booklet import LaidOut, LanguageNotDrawable, UnknownEdition, draw_form, specimen, write_copies
from desktop.paper.page_sizes import A4, LETTER
from desktop.paper.placed import PageKind
from desktop.questionnaires.definition import FormDefinition, QuestionType
from desktop.sheets.copies import BoxKind
from desktop.sheets.layouts import layout_from_json, layout_to_json
from desktop.sheets.page_codes import PageCode
from desktop.sheets.serials import read_serial
from tests.paper.forms import AGREE, KEY, LONG, choices, every_type, form, group, programme, question, serials

T = QuestionType
DPI = 200
PX = DPI / 25.4
ARABIC, BENGALI, ENGLISH = "العربية (ar)", "Bengali (bn)", "English (en)"


def texts(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def pictures(pdf: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]


def printed(laid_out: LaidOut, folder: Path, copies: int = 1) -> bytes:
    (path,) = write_copies(laid_out, serials(copies), folder / "copies.pdf")
    return path.read_bytes()


def squeezed(text: str) -> str:
    return " ".join(text.split())


def in_three_scripts() -> FormDefinition:
    def say(english: str, arabic: str, bengali: str) -> dict[str, str]:
        return {ENGLISH: english, ARABIC: arabic, BENGALI: bengali}

    agree = choices(
        say("I agree", "أوافق بشدة", "সম্পূর্ণ একমত"),
        say("I do not agree", "لا أوافق", "একমত নই"),
        say("I do not know", "لا أعرف", "জানি না"),
    )
    return form(
        group(
            "start",
            say("Best start", "أفضل بداية للحياة", "জীবনের সেরা শুরু"),
            question(
                "agree", T.SELECT_ONE, say("Agree?", "هل توافق على هذا الهدف؟", "আপনি কি একমত?"), choices=agree
            ),
            question("day", T.DATE, say("When?", "متى كان ذلك؟", "কখন?")),
            question("hours", T.DECIMAL, say("How long?", "كم ساعة؟", "কত ঘন্টা?")),
        ),
        languages=(ENGLISH, ARABIC, BENGALI),
    )


def test_every_label_stands_in_the_text_of_the_pdf(tmp_path: Path) -> None:
    definition = every_type()
    whole = squeezed(" ".join(texts(printed(draw_form(definition, programme()), tmp_path))))
    for asked in definition.questions():
        if asked.visible:
            assert squeezed(asked.label()) in whole
            assert squeezed(asked.hint()) in whole
        for choice in asked.choices:
            assert choice.label() in whole
    for node in definition.walk():
        assert node.label() in whole or node.name == "hidden"


def test_numbers_are_those_of_screen_and_keying(tmp_path: Path) -> None:
    from desktop.questionnaires.numbering import question_numbers

    definition = every_type()
    lines = "\n".join(texts(printed(draw_form(definition, programme()), tmp_path))).splitlines()
    for path, number in question_numbers(definition).items():
        assert f"{number} {definition.question(path).label()}" in [squeezed(line) for line in lines]


def test_the_front_says_what_the_programme_says(tmp_path: Path) -> None:
    front = squeezed(" ".join(texts(printed(draw_form(form(question("q", T.TEXT)), programme()), tmp_path))))
    for wanted in (
        "The Health and Wellbeing Board",
        "Health and wellbeing strategy: have your say",
        "The draft is a ten-year plan. Tell us what you think.",
        "return this form by 23 January 2022",
        "Freepost HEALTH 1 High Street Town",
        "Telephone: 0116 000 0000",
        "www.example.org",
        "You choose whether to take part.",
        "Version 2021-11-29",
        "I agree that my answers are used.",
        "Version 2021-11-30",
        "large print, easy read, another language",
        "Put a cross in the box",
        "If you made a mistake",
    ):
        assert wanted in front
    assert f"E-mail: {TO_BE_FILLED_IN}" in front


def test_every_page_says_which_it_is_and_its_qr_is_read_back(tmp_path: Path) -> None:
    laid_out = draw_form(every_type(), programme())
    pdf = printed(laid_out, tmp_path, copies=2)
    said = texts(pdf)
    pages = laid_out.layout.pages
    assert len(said) == 2 * len(laid_out.pages) == 2 * (pages + 1)
    first, second = serials(2)
    for place, picture in enumerate(pictures(pdf)):
        serial = first if place < len(said) / 2 else second
        number = place % (pages + 1) + 1
        codes = zxingcpp.read_barcodes(picture)
        if number > pages:  # the slip
            assert codes == []
            assert serial.shown not in said[place]
            continue
        (code,) = codes
        assert PageCode.from_text(code.text) == PageCode(
            "small-form", "2022010101", serial.canonical, number, pages, "standard", laid_out.layout.layout_id
        )
        assert f"Page {number} of {pages}" in said[place]
        assert serial.shown in said[place]
        assert "Form small-form, version 2022010101" in said[place]
        corners = code.position
        side = (corners.top_right.x - corners.top_left.x) / PX
        assert side >= 22


@pytest.mark.parametrize("language", [ENGLISH, ARABIC])
def test_every_box_of_the_layout_is_in_the_picture_where_it_should_be(language: str, tmp_path: Path) -> None:
    definition = every_type() if language == ENGLISH else in_three_scripts()
    laid_out = draw_form(definition, programme(), language=None if language == ENGLISH else language)
    rendered = pictures(printed(laid_out, tmp_path))
    kinds = defaultdict(int)
    for box in laid_out.layout.boxes:
        picture = rendered[box.page - 1]
        kinds[box.kind] += 1
        left, top = box.x * PX, box.y * PX
        right, bottom = (box.x + box.width) * PX, (box.y + box.height) * PX
        for share in (0.2, 0.5, 0.8):
            across, down = left + share * (right - left), top + share * (bottom - top)
            for x, y in ((across, top), (across, bottom), (left, down), (right, down)):
                assert darkest(picture, x, y, reach=1) < 100, box
        # one millimetre inside and outside there is paper
        middle = (left + right) / 2
        assert lightest(picture, left + PX, (top + bottom) / 2) > 200
        assert lightest(picture, middle, top + PX) > 200
        assert lightest(picture, middle, top - PX) > 200
        assert 0 < box.x < box.x + box.width < A4.width
        assert A4.top <= box.y < box.y + box.height <= A4.height - A4.bottom + 0.1
        assert all(round(length, 1) == length for length in (box.x, box.y, box.width, box.height))
    assert kinds[BoxKind.TICK]
    assert kinds[BoxKind.FIGURE]


def darkest(picture: Image.Image, x: float, y: float, reach: int) -> int:
    return min(
        picture.getpixel((round(x) + right, round(y) + down))
        for right in range(-reach, reach + 1)
        for down in range(-reach, reach + 1)
    )


def lightest(picture: Image.Image, x: float, y: float) -> int:
    return int(picture.getpixel((round(x), round(y))))


def test_sizes_and_distances_are_those_of_clear_print() -> None:
    laid_out = draw_form(every_type(), programme())
    ticks = [box for box in laid_out.layout.boxes if box.question == "start/agree"]
    assert [(box.width, box.height) for box in ticks] == [(5.0, 5.0)] * 6
    assert len({box.x for box in ticks}) == 1
    assert [box.code for box in ticks] == ["1", "2", "3", "4", "5", "6"]
    assert [box.value for box in ticks] == [choice.value for choice in AGREE]
    assert all(below.y - above.y - 5.0 >= 3.0 for above, below in pairwise(ticks))
    assert laid_out.edition.box_gap >= laid_out.edition.box * 2 / 3
    styles = laid_out.edition.styles
    assert min(styles.body.size, styles.question.size) == 14


@pytest.mark.parametrize(
    ("name", "kind", "count"),
    [
        ("start/comment", BoxKind.WRITING, 1),
        ("age", BoxKind.FIGURE, 4),
        ("hours", BoxKind.FIGURE, 6),
        ("satisfied", BoxKind.FIGURE, 2),
        ("day", BoxKind.FIGURE, 8),
        ("month", BoxKind.FIGURE, 6),
        ("at", BoxKind.FIGURE, 4),
        ("when", BoxKind.FIGURE, 12),
        ("order", BoxKind.FIGURE, 3),
        ("ok", BoxKind.TICK, 1),
        ("code", BoxKind.WRITING, 1),
        ("long", BoxKind.FIGURE, 2),
        ("child[1]/child_age", BoxKind.FIGURE, 4),
        ("child[3]/child_age", BoxKind.FIGURE, 4),
        ("photo", BoxKind.WRITING, 0),
        ("hidden", BoxKind.WRITING, 0),
    ],
)
def test_what_each_type_is_answered_in(name: str, kind: BoxKind, count: int) -> None:
    boxes = [box for box in draw_form(every_type(), programme()).layout.boxes if box.question == name]
    assert [box.kind for box in boxes] == [kind] * count


def test_writing_space_follows_the_author() -> None:
    laid_out = draw_form(every_type(), programme())
    height = {box.question: box.height for box in laid_out.layout.boxes if box.kind is BoxKind.WRITING}
    assert height == {"start/comment": 60.0, "name_of_group": 20.0, "rows": 90.0, "code": 10.0}


def test_no_question_is_split_from_its_answers() -> None:
    laid_out = draw_form(every_type(), programme())
    where = defaultdict(set)
    for box in laid_out.layout.boxes:
        where[box.question].add(box.page)
    assert all(len(pages) == 1 for pages in where.values())
    for asked in every_type().questions():
        if asked.path in where:
            (page,) = where[asked.path]
            assert asked.label() in " ".join(booklet.words_of(laid_out.pages[page - 1]))


def test_a_question_taller_than_a_page_says_continued() -> None:
    many = choices(*(f"{LONG} Number {number}" for number in range(20)))
    laid_out = draw_form(form(question("tall", T.SELECT_ONE, "Which of these?", choices=many)), programme())
    pages = {box.page for box in laid_out.layout.boxes}
    assert len(pages) > 1
    assert len(laid_out.layout.boxes) == 20
    for page in sorted(pages)[1:]:
        assert "Question 1, continued" in booklet.words_of(laid_out.pages[page - 1])


def test_the_slip_has_no_number_no_code_and_a_sheet_of_its_own(tmp_path: Path) -> None:
    laid_out = draw_form(form(question("q", T.TEXT)), programme())
    slip = laid_out.pages[-1]
    assert (slip.kind, slip.number) == (PageKind.SLIP, 0)
    said = texts(printed(laid_out, tmp_path))[-1]
    for wanted in ("Your e-mail address", "Older people", "Please send me news", "Version 2021-12-01"):
        assert wanted in said
    assert "Page" not in said
    assert "small-form" not in said
    assert draw_form(form(question("q", T.TEXT)), programme(contact_questions=())).pages[-1].kind is PageKind.FORM


@pytest.mark.parametrize("questions", range(1, 9))
def test_on_both_sides_the_slip_never_backs_an_answer_and_every_copy_begins_a_sheet(questions: int) -> None:
    tall = [question(f"q{n}", T.TEXT, parameters={"rows": "15"}) for n in range(questions)]
    pages = draw_form(form(*tall), programme(), duplex=True).pages
    slip = next(place for place, page in enumerate(pages) if page.kind is PageKind.SLIP)
    assert slip % 2 == 0
    assert len(pages) % 2 == 0


def test_practice_stands_on_every_page_and_a_specimen_has_no_number(tmp_path: Path) -> None:
    made_up = draw_form(every_type(), programme(made_up=True))
    assert all("Practice – made up" in said for said in texts(printed(made_up, tmp_path)))
    assert not any("Practice" in said for said in texts(printed(draw_form(every_type(), programme()), tmp_path)))
    preview = specimen(made_up)
    assert all("Practice – made up. Specimen – not for use" in said for said in texts(preview))
    assert not any(zxingcpp.read_barcodes(picture) for picture in pictures(preview))
    assert serials(1)[0].shown not in "".join(texts(preview))


def test_right_to_left_pages_are_turned_round_but_figures_are_not(tmp_path: Path) -> None:
    left = draw_form(in_three_scripts(), programme(), language=ENGLISH).layout
    right = draw_form(in_three_scripts(), programme(), language=ARABIC).layout

    def boxes(layout: object, name: str) -> list[float]:
        return [box.x for box in layout.boxes if box.question == f"start/{name}"]  # type: ignore[attr-defined]

    assert boxes(right, "agree") == [pytest.approx(A4.width - 5.0 - x) for x in boxes(left, "agree")]
    hours = boxes(right, "hours")
    assert hours == sorted(hours)
    day, month, year = (boxes(right, "day")[start:end] for start, end in ((0, 2), (2, 4), (4, 8)))
    assert day == sorted(day)
    assert year == sorted(year)
    assert min(day) > max(month) > max(year)


def test_arabic_and_bengali_words_are_in_the_pdf(tmp_path: Path) -> None:
    definition = in_three_scripts()
    bengali = squeezed(" ".join(texts(printed(draw_form(definition, programme(), language=BENGALI), tmp_path))))
    arabic = " ".join(texts(printed(draw_form(definition, programme(), language=ARABIC), tmp_path))).split()
    for asked in definition.questions():
        assert asked.label(BENGALI) in bengali
        # PDFium turns the letters of right-to-left ActualText round once more
        assert set(asked.label(ARABIC).replace("؟", "").split()) <= {word[::-1].strip("؟") for word in arabic}


def test_the_file_says_its_title_language_and_how_to_be_printed(tmp_path: Path) -> None:
    pdf = printed(draw_form(in_three_scripts(), programme(), language=ARABIC), tmp_path)
    with pypdfium2.PdfDocument(pdf) as document:
        assert document.get_metadata_value("Title") == "A small form"
        assert document.get_metadata_value("Author") == "The Health and Wellbeing Board"
    assert b"/Lang (ar)" in pdf
    assert b"/PrintScaling /None" in pdf


def test_equal_forms_share_a_layout_and_another_size_has_its_own() -> None:
    one, same = (draw_form(every_type(), programme()).layout for _ in range(2))
    other = draw_form(every_type(), programme(), page_size=LETTER).layout
    assert one == same
    assert layout_from_json(layout_to_json(one)) == one
    assert other.layout_id != one.layout_id
    assert other.page_size == (215.9, 279.4)
    assert max(box.y + box.height for box in other.boxes) <= 279.4 - LETTER.bottom + 0.1


def test_what_cannot_be_drawn_is_refused_with_its_place() -> None:
    with pytest.raises(LanguageNotDrawable) as refused:
        draw_form(form(group("g", "Group", question("q", T.TEXT, "健康 health"))), programme())
    assert "g/q" in refused.value.place
    assert "健 康" in refused.value.fault


@pytest.mark.parametrize("wrong", [{"edition": "giant"}, {"language": "Welsh (cy)"}])
def test_what_is_not_there_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(UnknownEdition):
        draw_form(every_type(), programme(), **wrong)


def test_many_copies_come_in_volumes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(booklet, "VOLUME", 3)
    laid_out = draw_form(form(question("q", T.TEXT)), programme())
    told: list[tuple[int, int]] = []
    files = write_copies(laid_out, serials(7), tmp_path / "run.pdf", progress=lambda d, n: told.append((d, n)))
    assert [path.name for path in files] == ["run-1.pdf", "run-2.pdf", "run-3.pdf"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run-1.pdf", "run-2.pdf", "run-3.pdf"]
    assert told == [(n, 7) for n in range(1, 8)]
    found = [
        line
        for path in files
        for said in texts(path.read_bytes())
        for line in said.splitlines()
        if line.count("-") == 3
    ]
    in_order = list(dict.fromkeys(read_serial(line).number for line in found if len(line) == 19))
    assert in_order == list(range(1, 8))


def test_cancelling_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(booklet, "VOLUME", 2)
    laid_out = draw_form(form(question("q", T.TEXT)), programme())
    done: list[int] = []
    with pytest.raises(Cancelled):
        write_copies(
            laid_out,
            serials(9),
            tmp_path / "run.pdf",
            progress=lambda d, _: done.append(d),
            cancelled=lambda: len(done) == 5,
        )
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    laid_out = draw_form(form(question("q", T.TEXT)), programme())
    with pytest.raises(WorldError):
        write_copies(laid_out, serials(1), tmp_path / "missing" / "run.pdf")


def test_the_serial_key_is_nowhere_in_the_file(tmp_path: Path) -> None:
    assert KEY.encode() not in printed(draw_form(every_type(), programme()), tmp_path)


def test_a_question_that_needs_an_answer_says_so_on_paper() -> None:
    from desktop.questionnaires.expressions.parser import parse

    definition = form(question("a", T.TEXT, required=parse("true()")), question("b", T.TEXT))
    laid_out = draw_form(definition, programme())
    said = [line for page in laid_out.pages for line in booklet.words_of(page)]
    assert said.count("Please do not leave this one out.") == 1


def skipping() -> FormDefinition:
    from desktop.questionnaires.expressions.parser import parse

    yes_no = choices("Yes", "No")
    return form(
        question("carer", T.SELECT_ONE, "Are you a carer?", choices=yes_no),
        question("hours", T.INTEGER, "How many hours?", relevant=parse("/data/carer = 'c1'")),
        group(
            "more",
            "More about caring",
            question("whom", T.TEXT, "Whom do you care for?"),
            question("since", T.TEXT, "Since when?"),
            relevant=parse("/data/carer = 'c1'"),
        ),
    )


def test_skips_are_instructions_in_words() -> None:
    from desktop.questionnaires.expressions.wording import in_words

    definition = skipping()
    relevant = definition.question("hours").relevant
    assert relevant is not None
    words = in_words(relevant, definition, "default")
    assert words
    assert "1" in words
    assert "Yes" in words
    said = [line for page in draw_form(definition, programme()).pages for line in booklet.words_of(page)]
    assert said[said.index("How many hours?") - 1].rstrip(".") == words.rstrip(".")
    heading = said.index("More about caring")
    assert said[heading + 1].rstrip(".") == f"Questions 3 to 4: {words}".rstrip(".")


def test_a_skip_that_has_no_words_says_something_true(monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop.questionnaires.expressions import wording

    monkeypatch.setattr(wording, "in_words", lambda *_: None)
    said = [line for page in draw_form(skipping(), programme()).pages for line in booklet.words_of(page)]
    assert said[said.index("How many hours?") - 1] == "Leave this out if it does not apply to you."


def test_a_closing_word_stays_with_its_part() -> None:
    definition = form(
        group("one", "One", question("a", T.TEXT), question("close", T.NOTE, "Thank you for this part.")),
        group("two", "Two", question("b", T.TEXT, parameters={"rows": "16"})),
    )
    laid_out = draw_form(definition, programme())
    pages = [booklet.words_of(page) for page in laid_out.pages]
    first = next(page for page in pages if "What about a?" in page)
    assert "Thank you for this part." in first
    assert "Two" not in first


def test_pages_a_second(benchmark: object, tmp_path: Path) -> None:
    """Benchmark: 50 copies of a short form with serial and QR on every page."""
    definition = form(
        question("a", T.SELECT_ONE, choices=AGREE), question("b", T.TEXT, appearances=frozenset({"multiline"}))
    )
    laid_out = draw_form(definition, programme())
    numbered = serials(50)
    files = benchmark(write_copies, laid_out, numbered, tmp_path / "copies.pdf")  # type: ignore[operator]
    assert len(texts(files[0].read_bytes())) == 50 * len(laid_out.pages)


@pytest.mark.parametrize("angle", [-4, 90, 183])
def test_a_turned_and_blurred_page_still_says_which_it_is(angle: int, tmp_path: Path) -> None:
    laid_out = draw_form(form(question("q", T.TEXT)), programme())
    page = pictures(printed(laid_out, tmp_path))[0].filter(ImageFilter.GaussianBlur(1.2))
    (code,) = zxingcpp.read_barcodes(page.rotate(angle, expand=True, fillcolor=255))
    assert PageCode.from_text(code.text).serial == serials(1)[0].canonical
