"""What a search in a list gives is what walking through the list would give."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.foundation.clock import SetClock
from desktop.questionnaires.cells import Cell
from desktop.questionnaires.entry import FormEntry
from desktop.questionnaires.expressions import lookups
from desktop.questionnaires.expressions.context import Context
from desktop.questionnaires.expressions.parser import parse
from desktop.questionnaires.nodes import TreeNode, TreeRoot
from desktop.questionnaires.xform import read_xform
from tests.questionnaires.forms import NOON

LIST = "instance('wards')/root/item"
_ITEMS = [
    ("w1", "n", "1"),
    ("w2", "n", "2"),
    ("w3", "s", "1"),
    ("w4", "s", "01"),
    ("w5", "", "1"),
    ("w6", None, "2"),
    ("w7", "n", "1"),
]


def _entry(where: str = "n", size: str = "1") -> FormEntry:
    def item(name: str, area: str | None, size: str) -> str:
        place = "" if area is None else f"<area>{area}</area>"
        return f'<item code="{size}"><name>{name}</name>{place}<size>{size}</size><label>L</label></item>'

    items = "".join(item(*each) for each in _ITEMS)
    twice = "<item><name>w8</name><area>n</area><area>n</area><area>s</area><size>1</size></item>"
    xml = f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
        <h:title>Wards</h:title><model><instance><data id="wards"><where/><size/><ward/><r><also/></r>
        <r><also/></r></data></instance>
        <instance id="wards"><root><!-- a note -->{items}{twice}</root></instance>
        <bind nodeset="/data/where" type="string"/><bind nodeset="/data/size" type="string"/></model></h:head>
        <h:body>
        <input ref="/data/where"/><input ref="/data/size"/>
        <group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/also"/></repeat></group>
        <select1 ref="/data/ward"><itemset nodeset="{LIST}[area = /data/where][size = /data/size]">
        <value ref="name"/><label ref="label"/></itemset></select1></h:body></h:html>"""
    entry, _ = FormEntry.start(read_xform(xml.encode()), clock=SetClock(NOON))
    entry.answer("where", where)
    entry.answer("size", size)
    return entry


def _names(entry: FormEntry, text: str) -> list[str]:
    plan, instance = entry.definition.plan, entry._state.instance
    ward = instance.root.cells()[2]
    assert isinstance(ward, Cell)
    found = plan.compiler(ward.static).nodes(parse(text).tree)(Context(instance, ward))
    return [node.child("name").string() for node in found]


@pytest.mark.parametrize(
    ("predicate", "names"),
    [
        ("area = /data/where", "w1 w2 w7 w8"),
        ("/data/where = area", "w1 w2 w7 w8"),
        ("area = current()/../where and size = /data/size", "w1 w7 w8"),
        ("size = /data/size and area = 's'", "w3 w8"),
        ("area = ''", "w5"),
        ("@code = '2'", "w2 w6"),
        ("@code = '2' and name != 'w2'", "w6"),
        ("size = 1", "w1 w3 w4 w5 w7 w8"),  # as numbers, 01 is 1
        ("size = number(/data/size)", "w1 w3 w4 w5 w7 w8"),
        ("area = /data/r/also", "w3 w4 w8 w5"),
        ("area = /data/where and position() = 1", "w1"),
        ("area = /data/where or size = '01'", "w1 w2 w4 w7 w8"),
        ("area = name", ""),
        ("area = concat(/data/where, '')", "w1 w2 w7 w8"),
        ("area = true()", "w1 w2 w3 w4 w5 w7 w8"),
        ("area = /data/where][2", "w2"),
        ("area = /data/where][last()", "w8"),
        ("area = /data/nowhere/../where", None),
    ],
)
def test_found_as_by_walking(predicate: str, names: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = _entry()
    entry.answer("r[1]/also", "s")
    expression = f"{LIST}[{predicate}]"
    if names is None:
        with pytest.raises(Exception, match="nowhere"):
            _names(entry, expression)
        return
    found = _names(entry, expression)
    monkeypatch.setattr(lookups, "_term", lambda compiler, node: None)
    assert found == _names(entry, expression)
    assert sorted(found) == sorted(names.split())


def test_a_filter_asks_the_index_and_not_the_items(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = _entry()
    tree = entry.definition.plan.instances["wards"]
    assert isinstance(tree, TreeRoot)
    assert {key[2] for key in tree.indexes} == {"area"}, "made while the form was read"

    children = TreeNode.children

    def no_walk(node: TreeNode) -> Sequence[TreeNode]:
        assert node.local != "root" or node.kind == "root", "the list was walked through"
        return children(node)

    monkeypatch.setattr(TreeNode, "children", no_walk)
    assert [value for value, _ in entry.node("ward").choices] == ["w1", "w7", "w8"]


@settings(max_examples=60, deadline=None)
@given(
    where=st.sampled_from(["n", "s", "", " n", "x"]),
    size=st.sampled_from(["1", "2", "01", "1.0", ""]),
    terms=st.lists(
        st.sampled_from(
            [
                "area = /data/where",
                "/data/size = size",
                "size = string(/data/size)",
                "@code = /data/size",
                "size > 1",
                "name != 'w3'",
            ]
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_any_conjunction_is_found_as_by_walking(where: str, size: str, terms: list[str]) -> None:
    entry = _entry(where, size)
    joined = " and ".join(terms)
    # a double negation is no equality, so nothing is looked up
    assert _names(entry, f"{LIST}[{joined}]") == _names(entry, f"{LIST}[not(not({joined}))]")
