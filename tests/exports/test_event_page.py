"""The page of an event: one page whatever the data, nothing outside its edges, its figures in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.analysis.benchmarks import Benchmark, BenchmarkRow, Dimension, Measure
from desktop.analysis.representation import Snapshot, View, who_was_heard
from desktop.exports.event_page import END, PAGE, SIDE, BoardFigures, EventPage, event_page_pdf, placed
from desktop.typesetting.charts import Box, Stroke, Words

AGES = {f"a{number}": f"Made-up age group {number}" for number in range(9)}


def view(dimension: Dimension, used: int, counts: dict[str, int], labels: dict[str, str]) -> View:
    rows = tuple(BenchmarkRow(code, label, 1, (code,)) for code, label in labels.items())
    against = Benchmark(
        dimension, "", "Made-up office", "Table", date(2026, 1, 1), "made up", True, Measure.PEOPLE, rows
    )
    return who_was_heard(dimension, [Snapshot(used, counts, labels)], against, other="Another answer")


VIEWS = (
    view(Dimension.AGE, 40, {"a0": 20, "a3": 20}, AGES),
    view(Dimension.SEX, 40, {"f": 30, "m": 10}, {"f": "Female", "m": "Male"}),
    view(Dimension.ETHNIC_GROUP, 0, {}, AGES),
    who_was_heard(Dimension.DISABILITY, [], None, other=""),
)
USUAL = EventPage(
    title="Made-up drop-in",
    about="12 January 2022, Made-up library",
    programme="Made-up programme",
    figures=(("people came", 132), ("passed by", 1240), ("comments", 7)),
    by_hour=(("10:00", 12), ("11:00", 0), ("12:00", 31)),
    by_channel=(("Face to face", 30), ("On paper", 10)),
    by_role=(("Carer", 15),),
    views=VIEWS,
    boards=(BoardFigures("Made-up question", (("Made-up A", "3 dots", 3.0), ("Made-up B", "0 dots", 0.0))),),
    words=(("Weather", "Made up: dry."), ("Costs", "")),
    foot="Made-up foot",
    author="Made-up board",
    banner="Practice: made-up data",
)
EMPTY = EventPage("", "", "", (), (), (), (), (), (), (), "", "", "")


def text_of(pdf: bytes) -> tuple[int, str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document), " ".join(document[0].get_textpage().get_text_range().split())


def everything(long: str, many: int) -> EventPage:
    return replace(
        USUAL,
        title=long,
        about=long,
        programme=long,
        banner=long,
        foot=long,
        figures=tuple((long, 10**number) for number in range(7)),
        by_hour=tuple((str(hour), hour**5) for hour in range(min(many, 14))),
        by_channel=tuple((long, number) for number in range(min(many, 7))),
        by_role=tuple((long, 5 * number) for number in range(many)),
        boards=tuple(
            BoardFigures(long, tuple((long, "9 dots", float(number)) for number in range(many)))
            for _board in range(many)
        ),
        words=tuple((heading, long) for heading in ("Reach", "Well", "Change", "Publicity", "Weather", "Costs")),
        views=tuple(
            replace(each, dimension=dimension) for each, dimension in zip((VIEWS[0],) * 4, Dimension, strict=True)
        ),
    )


def outside(page: EventPage) -> list[object]:
    found = []
    for item in placed(page):
        match item:
            case Words():
                left, right, top, low = item.x, item.x + item.line.width, item.y - 8, item.y + 2
            case Box():
                left, right, top, low = item.x, item.x + item.width, item.y, item.y + item.height
            case Stroke():
                left, right, top, low = item.x, item.to_x, item.y, item.to_y
        if left < SIDE - 1 or right > PAGE[0] - SIDE + 1 or top < 0 or low > PAGE[1] - 4:
            found.append(item)
    return found


def test_its_figures_stand_in_words() -> None:
    pages, text = text_of(event_page_pdf(USUAL))
    assert pages == 1
    for said in (
        "Practice: made-up data", "Made-up drop-in", "132 ", "1,240", "never added up", "10:00", "31",
        "Face to face", "30", "Carer", "about 15", "Base: the first 40 responses", "20, 50% (area 11%), more",
        "fewer", "No form of this programme asks", "Shown from 10 responses", "Made-up benchmark",
        "Made-up question", "3 dots", "Weather", "Made up: dry.", "Made-up foot",
    ):  # fmt: skip
        assert said in text, said
    assert "Costs" not in text  # nothing was said of them


def test_equal_pages_are_equal_bytes() -> None:
    assert event_page_pdf(USUAL) == event_page_pdf(USUAL)


@pytest.mark.parametrize("page", [USUAL, EMPTY, everything("word " * 500, 40), everything("W" * 900, 40)],
                         ids=["usual", "empty", "long", "long words"])  # fmt: skip
def test_one_page_and_nothing_outside_of_it(page: EventPage) -> None:
    assert text_of(event_page_pdf(page))[0] == 1
    assert outside(page) == []


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=400), st.integers(0, 30))
def test_whatever_the_data(text: str, many: int) -> None:
    assert outside(everything(text, many)) == []


def test_what_was_said_at_the_end_ends_above_the_foot() -> None:
    page = everything("Made up and rather long. " * 100, 30)
    lines = sorted({item.y for item in placed(page) if isinstance(item, Words)})
    foot = lines[-1]
    assert all(line <= END + 1 for line in lines[:-1])
    assert foot > END
    assert any(item.line.text.endswith("…") for item in placed(page) if isinstance(item, Words))


def test_no_two_lines_of_a_column_lie_on_each_other() -> None:
    """Words whose lines overlap sideways stand a line apart."""
    found = [item for item in placed(everything("Made up and rather long. " * 100, 30)) if isinstance(item, Words)]
    for one, other in pairwise(sorted(found, key=lambda item: (item.y, item.x))):
        if one.y == other.y:
            assert one.x + one.line.width <= other.x + 0.5, (one.line.text, other.line.text)
