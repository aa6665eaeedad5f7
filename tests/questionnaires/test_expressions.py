"""The expression language on a small form: values, refusals, and what it reads."""

from __future__ import annotations

import pytest

from desktop.foundation.clock import SetClock
from desktop.questionnaires.entry import FormEntry
from desktop.questionnaires.expressions.lexer import ExpressionError
from desktop.questionnaires.expressions.parser import parse
from desktop.questionnaires.problems import FormRefused
from desktop.questionnaires.xform import read_xform
from tests.questionnaires.forms import NOON


def xform(calculate: str) -> bytes:
    """Return a form with answers of several kinds and one calculation."""
    text = calculate.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>E</h:title><model>
    <instance><data id="e"><n>7</n><d>2.5</d><t>some words</t><e/><s>b c</s><one>b</one><day>2022-01-05</day>
    <r><v>1</v></r><r><v>2</v></r><r><v>4</v></r><out/></data></instance>
    <instance id="list"><root><item><name>a</name><label>Apple</label><k>1</k></item>
    <item><name>b</name><label>Berry</label><k>2</k></item></root></instance>
    <bind nodeset="/data/n" type="int"/><bind nodeset="/data/out" calculate="{text}"/></model></h:head>
    <h:body><input ref="/data/n"/><select1 ref="/data/one"><itemset nodeset="instance('list')/root/item">
    <value ref="name"/><label ref="label"/></itemset></select1><repeat nodeset="/data/r">
    <input ref="/data/r/v"/></repeat></h:body></h:html>""".encode()


def value_of(calculate: str) -> str:
    entry, _ = FormEntry.start(read_xform(xform(calculate)), clock=SetClock(NOON))
    return entry.node("out").value


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2 * 3 - 4 div 2", "5"),
        ("-(-3)", "3"),
        ("7 mod 4", "3"),
        ("-7 mod 4", "-3"),
        ("0.1 + 0.2", "0.30000000000000004"),
        ("1 div 0", "Infinity"),
        ("0 div 0", ""),
        ("1 = 1.0 and 'a' != 'b'", "true"),
        ("/data/n > 5 or unknown-is-not-reached()", None),
        ("/data/n > 5", "true"),
        ("/data/e = ''", "true"),
        ("/data/r/v = 2", "true"),
        ("/data/r/v > 4", "false"),
        ("if(/data/n = 7, 'seven', 'other')", "seven"),
        ("coalesce(/data/e, 'none')", "none"),
        ("selected(/data/s, 'c')", "true"),
        ("selected(/data/s, 'd')", "false"),
        ("count-selected(/data/s)", "2"),
        ("selected-at(/data/s, 1)", "c"),
        ("concat(/data/t, '-', /data/n)", "some words-7"),
        ("join(', ', /data/r/v)", "1, 2, 4"),
        ("substring(/data/t, 2, 3)", "ome"),
        ("substr(/data/t, 0, 4)", "some"),
        ("substring-before(/data/t, ' ')", "some"),
        ("substring-after(/data/t, ' ')", "words"),
        ("normalize-space('  a   b ')", "a b"),
        ("translate('abc', 'ab', 'B')", "Bc"),
        ("string-length(/data/t)", "10"),
        ("contains(/data/t, 'wor') and starts-with(/data/t, 'some') and ends-with(/data/t, 's')", "true"),
        ("regex('LE3 8', '^[A-Z]{2}[0-9] [0-9]$')", "true"),
        ("regex('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '^(a+)+$')", "false"),
        ("sum(/data/r/v)", "7"),
        ("max(/data/r/v)", "4"),
        ("min(3, /data/r/v)", "1"),
        ("count(/data/r)", "3"),
        ("count(/data/r[v > 1])", "2"),
        ("/data/r[2]/v", "2"),
        ("/data/r[position() = last()]/v", "4"),
        ("indexed-repeat(/data/r/v, /data/r, 3)", "4"),
        ("round(2.5)", "3"),
        ("round(3.14159, 2)", "3.14"),
        ("int(-2.7)", "-2"),
        ("pow(2, 10)", "1024"),
        ("today()", "2022-01-05"),
        ("now()", "2022-01-05T12:00:00.000+00:00"),
        ("format-date(/data/day, '%d/%m/%Y')", "05/01/2022"),
        ("format-date(/data/day, '%e %b %y, %a')", "5 Jan 22, Wed"),
        ("date(/data/day) + 1 = date('2022-01-06')", "true"),
        ("date('2022-01-05') < date('2022-02-01')", "true"),
        ("date(decimal-date-time(/data/day) + 30)", "2022-02-04"),
        ("int((today() - date('2000-01-05')) div 365.25)", "22"),
        ("decimal-time('06:00:00.000Z')", "0.25"),
        ("instance('list')/root/item[name = /data/one]/label", "Berry"),
        ("count(instance('list')/root/item[k > 1])", "1"),
        ("jr:choice-name(/data/one, '/data/one')", "Berry"),
        ("boolean-from-string('1')", "true"),
        ("string(number('x'))", ""),
        ("digest('a', 'MD5', 'hex')", "0cc175b9c0f1b6a831c399e269772661"),
        ("string-length(uuid())", "36"),
        ("checklist(1, 2, true(), false())", "true"),
    ],
)
def test_values(expression: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(FormRefused):
            value_of(expression)
        return
    assert value_of(expression) == expected


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("((", "breaks off"),
        ("1 +", "breaks off"),
        ("foo(1)", "no function “foo”"),
        ("/data/nowhere = 1", "no question “nowhere”"),
        ("/other/n", "no question “other”"),
        ("'open", "quotation is not closed"),
        ("1 == 1", "can't stand here"),
        ("/data/n && /data/d", "no operator"),
        ("selected(/data/s)", "takes 2 arguments, not 1"),
        ("count('x')", "needs a reference"),
        ("instance('gone')/root/item", "no list or instance “gone”"),
        ("pulldata('a', 'b', 'c', 'd')", "no list or instance"),
        ("regex(/data/t, '(?=x)')", "pattern"),
        ("$x + 1", "can't stand here"),
        ("wrong::n", "no axis"),
        ("(" * 500 + "1" + ")" * 500, "nested too deep"),
        ("/data/out + 1", "in a circle: out → out"),
    ],
)
def test_refusals_name_the_piece(expression: str, fault: str) -> None:
    with pytest.raises(FormRefused) as caught:
        value_of(expression)
    (problem,) = caught.value.problems
    assert fault in problem.fault
    assert problem.path == "out"
    assert problem.line().startswith("XForm, out")


def test_long_chains_need_no_deep_stack() -> None:
    assert value_of(" + ".join(["/data/n"] * 1_500)) == "10500"
    assert value_of(" or ".join(["/data/n = 8"] * 1_200)) == "false"


def test_an_error_of_reading_says_where() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("a = 1 and ) b")
    assert (caught.value.piece, caught.value.position) == (")", 10)


def test_circles_over_several_rules_are_named() -> None:
    from tests.questionnaires.forms import form

    with pytest.raises(FormRefused) as caught:
        form("""
        | survey |
        | | type | name | label | relevant | calculation |
        | | begin_group | g | G | ${c} > 1 | |
        | | integer | a | A | | |
        | | end_group | | | | |
        | | calculate | b | | | ${a} + 1 |
        | | calculate | c | | | ${b} + 1 |
        """)
    assert "→" in caught.value.problems[0].fault
    assert {"b", "c", "g"} <= set(caught.value.problems[0].fault.replace(".", " ").split())
