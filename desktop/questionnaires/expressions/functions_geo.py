"""Functions on places: ``distance``, ``area`` and ``geofence`` (ODK XForms, "Geographic functions").

A geopoint is ``latitude longitude [altitude [accuracy]]`` in degrees and metres (WGS 84); a geotrace or geoshape
is points with semicolons between them. Lengths are along great circles of a sphere with the earth's equatorial
radius, as JavaRosa and ODK Web Forms reckon; altitude plays no part.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from desktop.questionnaires.expressions.table import Function, plain
from desktop.questionnaires.expressions.values import NAN, to_text

EARTH_RADIUS = 6_378_100.0
"""Metres."""

_Point = tuple[float, float]


class _NoPlace(Exception):
    """A text that should be a place is none."""


def _point(text: str) -> _Point:
    parts = text.split()
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        raise _NoPlace from None
    if not 2 <= len(numbers) <= 4 or not abs(numbers[0]) <= 90 or not abs(numbers[1]) <= 180:
        raise _NoPlace
    return numbers[0], numbers[1]


def _points(values: Sequence[Any]) -> list[_Point]:
    """Return all points of the arguments: node-sets or texts of points or traces; unanswered ones are left out."""
    texts: list[str] = []
    for value in values:
        texts += [node.string() for node in value] if isinstance(value, list) else [to_text(value)]
    return [_point(part) for text in texts for part in text.split(";") if part.strip()]


def _great_circle(one: _Point, two: _Point) -> float:
    """Return metres between two points, by the haversine formula, which keeps its digits at short distances."""
    (latitude, longitude), (other_latitude, other_longitude) = (map(math.radians, point) for point in (one, two))
    half_chord = (
        math.sin((other_latitude - latitude) / 2) ** 2
        + math.cos(latitude) * math.cos(other_latitude) * math.sin((other_longitude - longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(min(1.0, half_chord)))


def _distance(*values: Any) -> float:
    """Return metres along the points, to the centimetre; 0 for fewer than two, NaN where one is no point."""
    try:
        points = _points(values)
    except _NoPlace:
        return NAN
    return round(sum((_great_circle(one, two) for one, two in pairwise(points)), 0.0), 2)


def _area(value: Any) -> float:
    """Return square metres inside the points, to the hundredth; 0 for fewer than three, NaN where one is none.

    Chamberlain and Duquette, "Some algorithms for polygons on a sphere" (JPL 07-03, 2007), equation for the area
    under each edge down to the equator.
    """
    try:
        points = _points([value])
    except _NoPlace:
        return NAN
    if len(points) < 3:
        return 0.0
    total = 0.0
    for (latitude, longitude), (next_latitude, next_longitude) in pairwise([*points, points[0]]):
        width = math.radians(next_longitude - longitude)
        total += width * (2 + math.sin(math.radians(latitude)) + math.sin(math.radians(next_latitude)))
    return round(abs(total) * EARTH_RADIUS**2 / 2, 2)


def _geofence(point: str, shape: str) -> bool:
    """Tell whether a point lies inside a closed shape (ray casting; degrees as on a flat map)."""
    try:
        latitude, longitude = _point(point)
        corners = _points([shape])
    except _NoPlace:
        return False
    if len(corners) < 4 or corners[0] != corners[-1]:
        return False
    inside = False
    for (one_latitude, one_longitude), (two_latitude, two_longitude) in pairwise(corners):
        if (one_longitude > longitude) != (two_longitude > longitude):
            share = (longitude - one_longitude) / (two_longitude - one_longitude)
            if latitude < one_latitude + share * (two_latitude - one_latitude):
                inside = not inside
    return inside


GEO_FUNCTIONS: dict[str, Function] = {
    "distance": plain("number", "aa*", _distance),
    "area": plain("number", "a", _area),
    "enclosed-area": plain("number", "a", _area),  # the older name, which ODK Collect reads still
    "geofence": plain("boolean", "ss", _geofence),
}
