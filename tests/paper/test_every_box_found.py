"""Every box of the kept layout is in the picture where it should be, and nothing stands in anything else.

A few pages in each run; every edition of every pack, and forms that are made up, at length: ``pytest -m soak``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from desktop.paper.booklet import LaidOut, draw_form
from desktop.paper.page_sizes import PAGE_SIZES
from desktop.questionnaires.definition import FormDefinition
from desktop.sheets.copies import BoxKind
from desktop.workflows.paper_pictures import ways_of
from tests.packs.shipped import FIVE, form_of, shipped
from tests.paper.forms import every_type, programme
from tests.paper.generated import forms, ways
from tests.paper.languages import in_many_languages
from tests.paper.looking import faults_of_boxes, faults_of_pages, parted_questions

SOME_WAYS = ("standard", "large-print", "easy-read", "standard-a5", "standard-a3")
"""One of them for each pack in every run."""
WAYS = [each.name for each in ways_of(in_many_languages())]
MANY = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def faults(laid_out: LaidOut) -> list[str]:
    return [*faults_of_boxes(laid_out), *faults_of_pages(laid_out), *parted_questions(laid_out)]


def in_a_way(definition: FormDefinition, made: Any, name: str) -> LaidOut:
    way = next(each for each in ways_of(definition) if each.name == name)
    return draw_form(
        definition,
        made,
        language=way.language,
        second_language=way.second_language,
        edition=way.edition,
        page_size=way.page_size,
        tint=way.tint,
        duplex=way.duplex,
        proof=True,
    )


@pytest.mark.parametrize(("name", "way"), list(zip(FIVE, SOME_WAYS, strict=True)))
def test_an_edition_of_each_pack(name: str, way: str) -> None:
    laid_out = in_a_way(form_of(name), shipped(name).programme, way)
    assert laid_out.layout.boxes
    assert faults(laid_out) == []


@pytest.mark.parametrize("way", WAYS[::3])
def test_a_form_in_some_ways_and_languages(way: str) -> None:
    assert faults(in_a_way(in_many_languages(), programme(), way)) == []


@pytest.mark.soak
@pytest.mark.parametrize("way", WAYS)
def test_a_form_in_every_way_and_language(way: str) -> None:
    assert faults(in_a_way(in_many_languages(), programme(), way)) == []


@pytest.mark.parametrize("edition", ["standard", "large-print", "easy-read"])
@pytest.mark.parametrize("size", sorted(PAGE_SIZES))
def test_every_type_of_question(edition: str, size: str) -> None:
    laid_out = draw_form(every_type(), programme(), edition=edition, page_size=PAGE_SIZES[size])
    assert {box.kind for box in laid_out.layout.boxes} == set(BoxKind)
    assert faults(laid_out) == []


@FEW
@given(forms(), ways)
def test_forms_that_are_made_up(definition: FormDefinition, way: dict[str, Any]) -> None:
    assert faults(draw_form(definition, programme(), **way, proof=True)) == []


@pytest.mark.soak
@MANY
@given(forms(), ways)
def test_many_forms_that_are_made_up(definition: FormDefinition, way: dict[str, Any]) -> None:
    assert faults(draw_form(definition, programme(), **way, proof=True)) == []


@pytest.mark.soak
@pytest.mark.parametrize("way", [each.name for each in ways_of(every_type())])
@pytest.mark.parametrize("name", FIVE)
def test_every_edition_of_every_pack(name: str, way: str) -> None:
    assert faults(in_a_way(form_of(name), shipped(name).programme, way)) == []


@pytest.mark.parametrize(("axis", "off"), [("x", 0.4), ("x", -0.6), ("y", 0.4), ("y", -0.6)])
def test_a_box_that_is_not_where_the_layout_says_is_seen(axis: str, off: float) -> None:
    """The proof itself is proved: moved by more than 0.3 mm, every box is a fault."""
    laid_out = draw_form(in_many_languages(), programme(), proof=True)
    boxes = [replace(box, **{axis: getattr(box, axis) + off}) for box in laid_out.layout.boxes]
    for box in boxes[::5]:
        alone = replace(laid_out, layout=replace(laid_out.layout, boxes=(box,)))
        assert any("off" in fault or "no ink" in fault for fault in faults_of_boxes(alone)), box
