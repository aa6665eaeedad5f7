"""Functions on places, against figures worked out by hand on the sphere."""

from __future__ import annotations

import math

import pytest

from desktop.questionnaires.expressions.functions_geo import EARTH_RADIUS, GEO_FUNCTIONS
from tests.questionnaires.test_expressions import value_of

QUARTER = EARTH_RADIUS * math.pi / 2


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("distance('0 0', '0 90')", QUARTER),
        ("distance('0 0; 0 90')", QUARTER),
        ("distance('0 0 10 5; 90 0')", QUARTER),
        ("distance('90 0; 90 1')", 0.0),
        ("distance('0 0')", 0.0),
        ("distance('')", 0.0),
        # an eighth of the sphere: three right angles
        ("area('0 0; 0 90; 90 90; 90 0')", 4 * math.pi * EARTH_RADIUS**2 / 8),
        ("enclosed-area('0 0; 0 90; 90 90; 90 0')", 4 * math.pi * EARTH_RADIUS**2 / 8),
        ("area('0 0; 0 1')", 0.0),
    ],
)
def test_figures(expression: str, expected: float) -> None:
    assert float(value_of(expression)) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("expression", ["distance('here')", "distance('91 0; 0 0')", "area('0 0; 0 181; 1 1')"])
def test_what_is_no_place_is_no_number(expression: str) -> None:
    assert value_of(expression) == ""  # how an unanswerable number is written


SQUARE = "0 0; 0 1; 1 1; 1 0; 0 0"


@pytest.mark.parametrize(
    ("point", "shape", "inside"),
    [
        ("0.5 0.5", SQUARE, True),
        ("0.5 1.5", SQUARE, False),
        ("-0.5 0.5", SQUARE, False),
        ("0.5 0.5", "0 0; 0 1; 1 1; 1 0", False),
        ("0.5 0.5", "", False),
        ("", SQUARE, False),
    ],
)
def test_a_fence(point: str, shape: str, inside: bool) -> None:
    assert value_of(f"geofence('{point}', '{shape}')") == str(inside).lower()


def test_they_are_known() -> None:
    assert set(GEO_FUNCTIONS) == {"distance", "area", "enclosed-area", "geofence"}
