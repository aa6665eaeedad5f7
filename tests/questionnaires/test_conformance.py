"""The engine against cases of other engines, in ../shared/conformance.

What differs is listed one by one in known_differences.toml with the reason; that list is exact.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from tests.questionnaires import scenario_cases, xpath_cases

XPATH_FLOOR = 0.98
SCENARIO_FLOOR = 0.97
KNOWN = Path(__file__).with_name("known_differences.toml")


@lru_cache(maxsize=1)
def known() -> dict[str, Any]:
    return tomllib.loads(KNOWN.read_text("utf-8"))


def test_every_known_difference_has_a_reason() -> None:
    reasons = [group["reason"] for group in known()["xpath"].values()]
    reasons += [case["reason"] for case in known()["scenario"]]
    assert all(len(reason.split()) > 5 for reason in reasons)


@pytest.mark.skipif(not xpath_cases.FILE.exists(), reason="../shared/conformance/xpath.json is not there")
def test_xpath_cases(record_property: Callable[[str, object], None]) -> None:
    found = list(xpath_cases.outcomes())
    failed = {outcome.number: f"{outcome.expression} at {outcome.node}" for outcome in found if outcome.reason}
    rate = 1 - len(failed) / len(found)
    record_property("rate", rate)
    listed = {number: told for group in known()["xpath"].values() for number, told in group["cases"].items()}
    assert failed == listed
    assert rate >= XPATH_FLOOR, f"{rate:.1%} of {len(found)} XPath cases agree"


@pytest.mark.skipif(
    not (scenario_cases.FOLDER / "scenarios.json").exists(),
    reason="../shared/conformance/scenarios.json is not there",
)
def test_scenario_traces(record_property: Callable[[str, object], None]) -> None:
    found = list(scenario_cases.outcomes())
    failed = {outcome.name: outcome.reason for outcome in found if outcome.reason}
    listed = {case["name"]: case["differs"] for case in known()["scenario"]}
    assert {name: told[: len(listed.get(name, told))] for name, told in failed.items()} == listed
    for kind, steps in (("with_steps", True), ("without_steps", False)):
        these = [outcome for outcome in found if bool(outcome.steps) is steps]
        rate = sum(not outcome.reason for outcome in these) / len(these)
        record_property(f"rate_{kind}", rate)
        assert rate >= SCENARIO_FLOOR, f"{rate:.1%} of {len(these)} traces {kind} agree"
