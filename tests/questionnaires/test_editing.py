"""Entries that begin from an instance: restored, edited, or with the one saved last beside them."""

from __future__ import annotations

import pytest
from lxml import etree

from desktop.foundation.clock import SetClock
from desktop.foundation.errors import DamagedFile
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.entry import Environment, FormEntry
from desktop.questionnaires.xform import read_xform
from tests.questionnaires.forms import NOON, form

CLOCK = SetClock(NOON)
PEOPLE = """
    | survey |
    | | type | name | label | calculation | relevant | default | repeat_count |
    | | start | begun | | | | | |
    | | text | who | Who | | | once(concat('a', 'b')) | |
    | | integer | many | How many | | | 1 | |
    | | begin_repeat | child | Child | | | | ${many} |
    | | text | name | Name | | | | |
    | | calculate | place | | position(..) | | | |
    | | end_repeat | | | | | | |
    | | text | why | Why | | ${many} > 2 | because | |
    """


def _finalised(definition: FormDefinition) -> bytes:
    entry, _ = FormEntry.start(definition, clock=CLOCK)
    entry.answer("who", "Ada")
    entry.answer("many", "2")
    entry.answer("child[1]/name", "Ben")
    entry.answer("child[2]/name", "Cleo")
    return entry.finalise(instance_id="uuid:first")


def _meta(xml: bytes) -> dict[str, str | None]:
    (meta,) = etree.fromstring(xml).iterfind("{*}meta")
    return {etree.QName(each).localname: each.text for each in meta}


def test_an_edited_instance_is_a_revision_that_names_the_one_it_replaces() -> None:
    definition = form(PEOPLE)
    first = _finalised(definition)
    later = SetClock(NOON.replace(hour=18))
    entry, steps = FormEntry.edit(definition, first, clock=later)
    assert entry.deprecated_id == "uuid:first"
    assert entry.node("meta/instanceID").value.startswith("uuid:")
    assert entry.node("meta/instanceID").value != "uuid:first"
    started = FormEntry.start(definition, clock=CLOCK)[0].node("begun").value
    assert entry.node("begun").value == started, "what fires on the first load doesn't fire again"
    assert entry.answers()["child[2]/name"] == "Cleo"
    steps += entry.answer("child[2]/name", "Chloe").steps
    again = FormEntry.replay(definition, steps, clock=CLOCK)
    assert again.nodes() == entry.nodes()
    xml = entry.finalise(instance_id="uuid:second")
    assert _meta(xml) == {"instanceID": "uuid:second", "deprecatedID": "uuid:first"}
    assert b"Chloe" in xml
    assert again.finalise(instance_id="uuid:second") == xml


def test_a_restored_instance_goes_on_under_its_own_id() -> None:
    definition = form(PEOPLE)
    entry, _ = FormEntry.restore(definition, _finalised(definition), clock=CLOCK)
    assert entry.deprecated_id == ""
    assert entry.node("meta/instanceID").value == "uuid:first"
    assert entry.finalise(instance_id="uuid:first") == _finalised(definition)


def test_an_edit_that_is_restored_still_names_what_it_replaces() -> None:
    definition = form(PEOPLE)
    edited, _ = FormEntry.edit(definition, _finalised(definition), clock=CLOCK)
    xml = edited.serialise(instance_id="uuid:second")
    restored, _ = FormEntry.restore(definition, xml, clock=CLOCK)
    assert restored.serialise(instance_id="uuid:second") == xml


def test_what_was_left_out_comes_back_with_the_forms_default() -> None:
    definition = form(PEOPLE)
    entry, _ = FormEntry.edit(definition, _finalised(definition), clock=CLOCK)
    assert not entry.node("why").relevant
    entry.answer("many", "3")
    assert entry.node("why").value == "because"
    assert [entry.node(path).relevant for path in entry.repeat_paths("child")] == [True] * 3


@pytest.mark.parametrize("xml", [b"<other/>", b"<data", b"<!DOCTYPE data [<!ENTITY a 'b'>]><data>&a;</data>"])
def test_what_is_no_instance_of_the_form_is_refused(xml: bytes) -> None:
    with pytest.raises(DamagedFile):
        FormEntry.edit(form(PEOPLE), xml, clock=CLOCK)


def test_an_instance_with_too_much_in_it_is_refused() -> None:
    child = b"<child><name/></child>" * 60_000
    with pytest.raises(DamagedFile, match="more answers"):
        FormEntry.edit(form(PEOPLE), b"<data>" + child + b"</data>", clock=CLOCK)


LAST = """
    | survey |
    | | type | name | label | default |
    | | text | town | Town | ${last-saved#town} |
    """


def test_an_answer_can_begin_as_it_was_saved_last() -> None:
    definition = form(LAST)
    first, _ = FormEntry.start(definition, clock=CLOCK)
    assert first.node("town").value == ""
    first.answer("town", "Wigston")
    saved = first.finalise(instance_id="uuid:1")
    second, steps = FormEntry.start(definition, clock=CLOCK, last_saved=saved)
    assert second.node("town").value == "Wigston"
    assert FormEntry.replay(definition, steps, clock=CLOCK).node("town").value == "Wigston"
    third, _ = FormEntry.start(definition, clock=CLOCK)
    assert third.node("town").value == "", "the one saved last is no entry's but its own"


def _form_with(instance: str, binds: str = "", body: str = "", actions: str = "") -> FormDefinition:
    return read_xform(
        f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
        xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms"
        xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>T</h:title><model><instance>{instance}</instance>
        {binds}{actions}</model></h:head><h:body>{body}</h:body></h:html>""".encode()
    )


def test_attributes_are_values_too() -> None:
    definition = _form_with(
        '<data id="a" version="7"><n/><e uuid="" fixed="f"><r kind=""/></e><c/></data>',
        '<bind nodeset="/data/e/@uuid" calculate="concat(\'x\', /data/n)"/>'
        '<bind nodeset="/data/e/r/@kind" calculate="../../@fixed"/>'
        '<bind nodeset="/data/c" calculate="concat(/data/e/@uuid, /data/@version, count(/data/e/@*))"/>',
        '<input ref="/data/n"/>',
    )
    entry, _ = FormEntry.start(definition, clock=CLOCK)
    entry.answer("n", "1")
    assert entry.node("c").value == "x172"
    assert entry.answers() == {"n": "1", "c": "x172"}
    top = etree.fromstring(entry.finalise(instance_id="uuid:x"))
    assert dict(top.attrib) == {"id": "a", "version": "7"}
    assert dict(top.find("e").attrib) == {"uuid": "x1", "fixed": "f"}
    assert dict(top.find("e/r").attrib) == {"kind": "f"}


def test_the_place_of_the_device_goes_where_the_form_asks_for_it() -> None:
    definition = _form_with(
        '<data id="p"><at/></data>',
        '<bind nodeset="/data/at" type="geopoint"/>',
        "",
        '<odk:setgeopoint event="odk-instance-first-load" ref="/data/at"/>',
    )
    somewhere = Environment(position="52.6 -1.1 0 0")
    entry, steps = FormEntry.start(definition, clock=CLOCK, environment=somewhere)
    assert entry.node("at").value == "52.6 -1.1 0 0"
    assert FormEntry.replay(definition, steps, clock=CLOCK).node("at").value == "52.6 -1.1 0 0"
    nowhere, _ = FormEntry.start(definition, clock=CLOCK)
    assert nowhere.node("at").value == ""


def test_a_repeat_of_a_fixed_number_has_the_instance_of_its_template() -> None:
    definition = _form_with(
        '<data id="p"><r jr:template=""><q>d</q></r></data>',
        "",
        '<repeat nodeset="/data/r" jr:noAddRemove="true()"><input ref="/data/r/q"/></repeat>',
    )
    entry, _ = FormEntry.start(definition, clock=CLOCK)
    assert entry.answers() == {"r[1]/q": "d"}


def test_the_end_is_when_it_is_finalised() -> None:
    definition = form("| survey |\n| | type | name | label |\n| | end | ended | |\n| | text | t | T |")
    clock = SetClock(NOON)
    entry, _ = FormEntry.start(definition, clock=clock)
    assert entry.node("ended").value == ""
    clock.instant = NOON.replace(hour=13)
    assert b"<ended>2022-01-05T13:00:00" in entry.finalise(instance_id="uuid:x")


def test_the_name_of_an_instance_knows_its_id() -> None:
    definition = form(
        """
        | survey |
        | | type | name | label |
        | | text | t | T |
        | settings |
        | | instance_name |
        | | concat(${t}, '-', ${instanceID}) |
        """
    )
    entry, _ = FormEntry.start(definition, clock=CLOCK)
    entry.answer("t", "x")
    assert _meta(entry.finalise(instance_id="uuid:given"))["instanceName"] == "x-uuid:given"


def test_a_forms_own_place_for_the_replaced_id_holds_it() -> None:
    definition = _form_with(
        '<data id="p"><n/><orx:meta><orx:instanceID/><orx:deprecatedID/></orx:meta></data>',
        '<bind nodeset="/data/orx:meta/orx:instanceID" jr:preload="uid"/>',
        '<input ref="/data/n"/>',
    )
    first, _ = FormEntry.start(definition, clock=CLOCK)
    second, _ = FormEntry.edit(definition, first.finalise(instance_id="uuid:1"), clock=CLOCK)
    assert second.node("meta/deprecatedID").value == "uuid:1"
    third, _ = FormEntry.edit(definition, second.finalise(instance_id="uuid:2"), clock=CLOCK)
    assert _meta(third.finalise(instance_id="uuid:3")) == {"instanceID": "uuid:3", "deprecatedID": "uuid:2"}


def test_a_calculation_knows_the_forms_version_and_the_device() -> None:
    definition = _form_with(
        '<data id="p" version="2022-01"><v/><d/><o/></data>',
        '<bind nodeset="/data/v" calculate="version()"/>'
        '<bind nodeset="/data/d" calculate="property(\'deviceid\')"/>'
        '<bind nodeset="/data/o" calculate="property(\'__class__\')"/>',
    )
    entry, steps = FormEntry.start(definition, clock=CLOCK, environment=Environment(deviceid="laptop"))
    assert entry.answers() == {"v": "2022-01", "d": "laptop"}
    assert FormEntry.replay(definition, steps, clock=CLOCK).answers() == entry.answers()


def test_a_new_instance_may_set_what_stands_outside_of_it() -> None:
    definition = _form_with(
        '<data id="p"><added>0</added><r><q/></r></data>',
        '<bind nodeset="/data/added" type="int"/>',
        '<group><repeat nodeset="/data/r"><input ref="/data/r/q"/>'
        '<setvalue event="odk-new-repeat" ref="/data/added" value="/data/added + 1"/></repeat></group>',
    )
    entry, _ = FormEntry.start(definition, clock=CLOCK)
    entry.add_repeat("r")
    assert "added" in entry.add_repeat("r").changed
    assert entry.node("added").value == "2"
