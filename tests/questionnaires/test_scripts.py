"""Scripts played against a form, and held against what is expected."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop.foundation.clock import SetClock
from desktop.foundation.errors import WorldError
from desktop.questionnaires.node_records import answer_text, plain_ref, same_value
from desktop.questionnaires.scripts import Run, first_difference, play, read_script
from tests.questionnaires.forms import NOON, form

HOME = """
    | survey |
    | | type | name | label::English | label::Cymraeg | relevant | constraint | required |
    | | select_one yn | pet | A pet? | Anifail? | | | |
    | | integer | legs | How many legs? | Sawl coes? | ${pet}='y' | . < 10 | yes |
    | | begin_repeat | child | Child | Plentyn | | | |
    | | text | name | Name | Enw | | | |
    | | end_repeat | | | | | | |
    | choices |
    | | list_name | name | label::English | label::Cymraeg |
    | | yn | y | Yes | Oes |
    | | yn | n | No | Nac oes |
    """
STEPS: list[dict[str, Any]] = [
    {"op": "answer", "ref": "/data/pet", "value": "y"},
    {"op": "answer", "ref": "legs", "value": 4},
    {"op": "add_repeat", "ref": "/data/child"},
    {"op": "answer", "ref": "/data/child[2]/name", "value": "Dot"},
    {"op": "remove_repeat", "ref": "/data/child[1]"},
    {"op": "set_language", "value": "Cymraeg"},
    {"op": "serialize"},
]


def run(script: Any) -> Run:
    return play(form(HOME), read_script(json.dumps(script).encode(), name="s.json"), clock=SetClock(NOON))


def held(script: Any, expected: Any) -> str:
    return first_difference(run(script), read_script(json.dumps(expected).encode(), name="e.json"))


def test_each_step_tells_what_it_changed() -> None:
    played = run(STEPS)
    assert played.initial["/data/legs"]["relevant"] is False
    first, second, added, _named, removed, _language, written = played.steps
    assert [state["ref"] for state in first.changed] == ["/data/pet", "/data/legs"]
    assert (first.changed[1]["violation"], first.changed[1]["kind"]) == ("required", "input")
    assert second.changed[0]["value"] == "4"
    assert "violation" not in second.changed[0]
    assert added.created == "/data/child[2]"
    assert removed.removed == ("/data/child[2]", "/data/child[2]/name")
    assert removed.changed[0]["value"] == "Dot"  # it moved up
    assert written.states["/data/pet"]["choices"] == [["y", "Oes"], ["n", "Nac oes"]]
    assert "<pet>y</pet><legs>4</legs><child><name>Dot</name></child>" in written.output


def test_a_run_that_was_kept_is_what_the_next_one_is_held_against() -> None:
    kept = json.loads(json.dumps(run(STEPS).to_plain()))
    assert held(kept, kept) == ""
    assert held(STEPS, kept) == ""
    kept["steps"][1]["changed"][0]["value"] = "5"
    assert held(STEPS, kept) == 'Step 2 (answer legs): /data/legs, value: expected "5", got "4".'


def test_a_node_keeps_the_state_that_it_was_last_given() -> None:
    legs = {"ref": "/data/legs", "relevant": True}
    steps = [{"op": "answer", "ref": "pet", "value": "y", "changed": [legs]}]
    assert held(steps, steps) == ""
    steps.append({"op": "answer", "ref": "pet", "value": "n"})
    assert held(steps, steps).startswith("Step 2 (answer pet): /data/legs, relevant: expected true, got false")


def test_a_script_may_begin_from_an_instance_that_is_edited() -> None:
    before = run(STEPS).steps[-1].output
    played = run({"edit_instance": before, "steps": [{"op": "answer", "ref": "legs", "value": 3}]})
    assert played.initial["/data/child[1]/name"]["value"] == "Dot"
    assert [state["value"] for state in played.steps[0].changed] == ["3"]


def test_a_refusal_is_a_difference_unless_it_is_expected() -> None:
    wrong = {"op": "answer", "ref": "pet", "value": "parrot"}
    assert "“parrot” is none of the choices" in run([wrong]).steps[0].refused
    assert held([wrong], [wrong]).startswith("Step 1 (answer pet): it was refused:")
    assert held([wrong], [{**wrong, "threw": True}]) == ""
    right = {"op": "answer", "ref": "pet", "value": "y"}
    assert "should have been refused" in held([right], [{**right, "threw": True}])
    assert "has 1 steps" in held([right], [right, right])


def test_what_is_drawn_by_chance_is_not_compared() -> None:
    definition = form("""
        | survey |
        | | type | name | label | calculation |
        | | begin_repeat | r | R | |
        | | calculate | lot | | int(once(random()) * 1000000000) |
        | | calculate | fixed | | 7 |
        | | end_repeat | | | |
        """)
    steps = [{"op": "add_repeat", "ref": "/data/r"}]

    def again(expected: Any) -> str:
        fresh = play(definition, read_script(json.dumps(steps).encode(), name="s.json"), clock=SetClock(NOON))
        return first_difference(fresh, read_script(json.dumps(expected).encode(), name="e.json"))

    kept = play(
        definition, read_script(json.dumps(steps).encode(), name="s.json"), clock=SetClock(NOON)
    ).to_plain()
    assert again(kept) == ""
    for state in kept["steps"][0]["changed"]:
        if state["ref"].endswith("fixed"):
            state["value"] = "8"
    assert 'fixed, value: expected "8", got "7"' in again(kept)


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"{", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"{}", "no list of steps"),
        (b'[{"op": "jump"}]', "Step 1: its op is none of"),
        (b'[{"op": "answer", "ref": 4}]', "its ref is no text"),
        (b'[{"op": "serialize", "changed": [1]}]', "no state"),
        (b'{"steps": [], "now": "noon"}', "no date and time"),
    ],
)
def test_what_is_no_script_is_refused(raw: bytes, fault: str) -> None:
    with pytest.raises(WorldError, match=fault):
        read_script(raw, name="s.json")


def test_values_are_compared_by_what_they_are() -> None:
    assert same_value("1.50", "1.5", "decimal")
    assert not same_value("1.50", "1.5", "string")
    assert same_value("38 21 0 0", "38.0 21.0 0.0 0.0", "geopoint")
    assert not same_value("1 2;3 4", "1 2 3 4", "geotrace")
    assert same_value(
        "uuid:" + "0" * 8 + "-1111-4111-8111-" + "2" * 12, "a" * 8 + "-1111-4111-8111-" + "b" * 12, "string"
    )
    assert same_value("2026-02-01", "2025-07-07T10:00:00.000Z", "date")
    assert not same_value("2024-02-01", "2024-02-02", "date")
    assert answer_text({"latitude": 1.5, "longitude": 2, "altitude": None, "accuracy": 3.0}) == "1.5 2 0 3"
    assert answer_text(["a", "b"]) == "a b"
    assert plain_ref("/data/orx:meta/orx:instanceID") == "/data/meta/instanceID"
