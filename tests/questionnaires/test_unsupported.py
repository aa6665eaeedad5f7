"""What isn't done is told when a form is read."""

from __future__ import annotations

import pytest

from desktop.foundation.clock import SetClock
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.entry import FormEntry
from desktop.questionnaires.problems import FormRefused, Severity
from desktop.questionnaires.xform import read_xform
from tests.questionnaires.forms import NOON, form, xml_of

PLAIN = "| survey |\n| | type | name | label |\n| | text | t | T |"
SEARCH = """
    | survey |
    | | type | name | label | appearance |
    | | select_one towns | town | Town | minimal search('towns') |
    | choices |
    | | list_name | name | label |
    | | towns | key | title |
    """


def test_a_form_that_asks_for_nothing_unusual_has_no_warnings() -> None:
    assert form(PLAIN).problems == ()


def test_a_log_of_filling_in_is_told_to_stay_empty() -> None:
    definition = form(PLAIN + "\n| | audit | audit | |")
    (problem,) = definition.problems
    assert (problem.severity, problem.path) == (Severity.WARNING, "meta/audit")
    assert "audit" in problem.fault


def test_a_key_to_encrypt_with_is_told_to_be_unused() -> None:
    definition = form(PLAIN + "\n| settings |\n| | public_key |\n| | MIIB |")
    assert ["public key" in problem.fault for problem in definition.problems] == [True]


def test_choices_from_a_search_are_refused() -> None:
    with pytest.raises(FormRefused, match="search") as caught:
        read_xform(xml_of(SEARCH))
    assert (caught.value.problems[0].path, caught.value.problems[0].column) == ("town", "appearance")


XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>t</h:title>
<model><instance><data id="x"><a/><b/><r><c/></r></data></instance>{model}</model></h:head><h:body>
<input ref="/data/a"/>{body}
<group><repeat nodeset="/data/r"><input ref="/data/r/c"/>{repeat}</repeat></group></h:body>
</h:html>"""


def of(*, model: str = "", repeat: str = "", body: str = "") -> FormDefinition:
    return read_xform(XFORM.format(model=model, repeat=repeat, body=body).encode())


def test_events_are_known_by_their_older_names_too() -> None:
    definition = of(
        model='<setvalue event="xforms-ready" ref="/data/b" value="1 + 1"/>',
        repeat='<setvalue event="jr-insert" ref="/data/r/c" value="position(..)"/>',
    )
    assert definition.problems == ()
    entry, _ = FormEntry.start(definition, clock=SetClock(NOON))
    assert entry.node("b").value == "2"
    entry.add_repeat("r")
    assert entry.node("r[2]/c").value == "2"


def test_an_event_that_never_happens_is_told() -> None:
    (problem,) = of(model='<setvalue event="xforms-revalidate" ref="/data/b" value="1"/>').problems
    assert (problem.severity, problem.path) == (Severity.WARNING, "b")
    assert "xforms-revalidate" in problem.fault


@pytest.mark.parametrize(
    ("part", "name"), [({"body": '<textarea ref="/data/b"/>'}, "textarea"), ({"model": "<send/>"}, "send")]
)
def test_what_odk_forms_do_not_have_is_told(part: dict[str, str], name: str) -> None:
    assert [f"“{name}”" in problem.fault for problem in of(**part).problems] == [True]
