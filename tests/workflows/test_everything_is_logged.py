"""No workflow changes a response, a person, a key, a trust or an export without a line in the audit trail.

Read from the source, as a tripwire for the next workflow; what each line says is tested beside each workflow.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import desktop.workflows

MUST_BE_LOGGED = {
    ("responses", "take_out"),
    ("responses", "empty"),
    ("people", "add"),
    ("people", "set_pin"),
    ("people", "set_role"),
    ("people", "remove"),
    ("secrets", "put"),
    ("trust", "trust_device"),
    ("trust", "trust_coordinator"),
    ("trust", "forget_device"),
    ("devices", "revoke"),
    ("contacts", "erase"),
    ("contacts", "erase_programme"),
    ("exports", "add"),
    ("retention", "add"),
    ("backups", "add"),
    ("batches", "form"),
    ("batches", "end"),
    ("received", "put_batch"),
    ("receipts", "put"),
    ("debriefs", "put"),
    ("benchmarks", "put"),
    ("benchmarks", "remove"),
    ("notes", "put"),
    ("boards", "put"),
    ("pictures", "put"),
    ("pictures", "remove"),
    ("attendance", "add"),
    ("merges", "put"),
    ("sheet_moves", "add"),
    ("copies", "grow_run"),
    ("trainings", "add"),
    ("trainings", "set_rule"),
    ("plans", "put"),
    ("keyings", "add"),
    ("keyings", "remove"),
    ("decisions", "add_many"),
    ("second_piles", "add"),
    ("second_piles", "end"),
}
"""(repository, method): what nobody may do without a line that says who, when and why."""

LOGGED_BY_THEIR_CALLER = {
    "retention_deletion": "retention",
    "take_in": "receive_batches",
    "event_day_taking": "receive_batches",
    "keying_taking": "receive_batches",
    "named_somebody": "note_comment",  # and run_boards
}
"""Modules that change such things for another, which logs it in the same unit."""

NOT_LOGGED = {
    ("keyed_sheets", "sheet_moves", "add"): "the sheet goes with its response, which says who keyed it and when",
    ("keyed_sheets", "keyings", "add"): "likewise: a first keying is the response, and how it was keyed",
    ("update_list", "secrets", "put"): "a key that the device draws for itself, before anybody is trusted",
}

MODULES = sorted(Path(desktop.workflows.__file__).parent.glob("*.py"))


def calls_of(path: Path) -> set[tuple[str, str]]:
    """Return (repository, method) of every call of the shape ``unit.repository.method(...)`` in a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        (node.func.value.attr, node.func.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Attribute)
    }


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_who_changes_logs(module: Path) -> None:
    logger = module.with_stem(LOGGED_BY_THEIR_CALLER.get(module.stem, module.stem))
    owed = {call for call in calls_of(module) & MUST_BE_LOGGED if (module.stem, *call) not in NOT_LOGGED}
    assert not owed or ("changes", "add") in calls_of(logger), f"{module.name} logs nothing of {sorted(owed)}"


def test_the_tripwire_is_stretched() -> None:
    """It sees the calls that are there: a renamed repository would else switch it off unseen."""
    seen = set().union(*(calls_of(module) for module in MODULES))
    unused = {("responses", "empty"), ("trust", "forget_device")}  # not called by any workflow so far
    assert MUST_BE_LOGGED - seen <= unused
    assert all(call in calls_of(Path(desktop.workflows.__file__).with_name(f"{name}.py"))
               for name, *rest in NOT_LOGGED for call in [tuple(rest)])  # fmt: skip
