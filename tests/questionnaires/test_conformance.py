"""The engine against cases of other engines, in ../shared/conformance; the floors are to be raised."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.questionnaires import scenario_cases, xpath_cases

XPATH_FLOOR = 0.98
SCENARIO_FLOOR = 0.78


@pytest.mark.skipif(not xpath_cases.FILE.exists(), reason="../shared/conformance/xpath.json is not there")
def test_xpath_cases(record_property: Callable[[str, object], None]) -> None:
    found = list(xpath_cases.outcomes())
    failed = [outcome for outcome in found if outcome.reason]
    rate = 1 - len(failed) / len(found)
    record_property("rate", rate)
    told = "\n".join(f"{outcome.expression}: {outcome.reason}" for outcome in failed[:40])
    assert rate >= XPATH_FLOOR, f"{rate:.1%} of {len(found)} XPath cases agree\n{told}"


@pytest.mark.skipif(
    not (scenario_cases.FOLDER / "scenarios.json").exists(),
    reason="../shared/conformance/scenarios.json is not there",
)
def test_scenario_traces(record_property: Callable[[str, object], None]) -> None:
    found = list(scenario_cases.outcomes())
    failed = [outcome for outcome in found if outcome.reason]
    rate = 1 - len(failed) / len(found)
    stepped = [outcome for outcome in found if outcome.steps]
    with_steps = sum(not outcome.reason for outcome in stepped) / len(stepped)
    record_property("rate", rate)
    record_property("rate_with_steps", with_steps)
    told = "\n".join(f"{outcome.name}: {outcome.reason}" for outcome in failed[:40])
    assert rate >= SCENARIO_FLOOR, f"{rate:.1%} of {len(found)} traces agree ({with_steps:.1%} with steps)\n{told}"
