"""Laws of entries, over forms and answers that hypothesis makes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.foundation.clock import SetClock
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.entry import AnswerRefused, FormEntry, Step, answers_from_xml
from desktop.questionnaires.xform import read_xform
from tests.questionnaires.forms import NOON

COUNT = 6


@st.composite
def definitions(draw: st.DrawFn) -> FormDefinition:
    """A form of questions in groups; each rule refers to earlier questions only."""
    binds, body, nodes = [], [], []
    for number in range(COUNT):
        ref = f"/data/g{number}/q{number}"
        earlier = st.sampled_from([f"/data/g{other}/q{other}" for other in range(number)] or ["''"])
        rule = st.one_of(
            st.just("true()"),
            st.builds("{} = '1'".format, earlier),
            st.builds("{} > 2 or {} = ''".format, earlier, earlier),
            st.builds("not({} < {})".format, earlier, earlier),
        )
        group, own = draw(rule), draw(rule)
        calculated = number > 0 and draw(st.booleans())
        calculate = ""
        if calculated:
            calculate = f'calculate="coalesce({draw(earlier)}, 0) + 1"'
        quoted = own.replace("<", "&lt;")
        binds.append(f'<bind nodeset="/data/g{number}" relevant="{group.replace("<", "&lt;")}"/>')
        binds.append(f'<bind nodeset="{ref}" type="int" relevant="{quoted}" {calculate}/>')
        nodes.append(f"<g{number}><q{number}/></g{number}>")
        if not calculated:
            body.append(f'<group ref="/data/g{number}"><input ref="{ref}"><label>Q</label></input></group>')
    return read_xform(
        f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
        <h:title>Law</h:title><model><instance><data id="law">{"".join(nodes)}</data></instance>{"".join(binds)}
        </model></h:head><h:body>{"".join(body)}</h:body></h:html>""".encode()
    )


ANSWERS = st.lists(st.tuples(st.integers(0, COUNT - 1), st.sampled_from(["", "1", "2", "3", "9"])), max_size=14)


def _start(definition: FormDefinition) -> tuple[FormEntry, list[Step]]:
    entry, steps = FormEntry.start(definition, clock=SetClock(NOON))
    return entry, list(steps)


def _answer(entry: FormEntry, number: int, value: str) -> tuple[Step, ...]:
    try:
        return entry.answer(f"g{number}/q{number}", value).steps
    except AnswerRefused:  # a calculation takes none
        return ()


@settings(max_examples=60, deadline=None)
@given(definitions(), ANSWERS)
def test_a_replayed_journal_gives_the_entry_it_came_from(definition, answers) -> None:  # type: ignore[no-untyped-def]
    entry, steps = _start(definition)
    for number, value in answers:
        steps += _answer(entry, number, value)
    again = FormEntry.replay(definition, steps, clock=SetClock(NOON))
    assert again.nodes() == entry.nodes()


@settings(max_examples=60, deadline=None)
@given(definitions(), st.dictionaries(st.integers(0, COUNT - 1), st.sampled_from(["1", "2", "9"])), st.randoms())
def test_the_state_depends_on_no_order_of_answering(definition, answers, random) -> None:  # type: ignore[no-untyped-def]
    one, _ = _start(definition)
    other, _ = _start(definition)
    for number, value in answers.items():
        _answer(one, number, value)
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    for number, value in shuffled:
        _answer(other, number, "3")
        _answer(other, number, value)
    assert one.nodes() == other.nodes()


@settings(max_examples=60, deadline=None)
@given(definitions(), ANSWERS)
def test_working_on_equals_working_out_anew(definition, answers) -> None:  # type: ignore[no-untyped-def]
    entry, _ = _start(definition)
    for number, value in answers:
        before = {state.path: state for state in entry.nodes()}
        try:
            changes = entry.answer(f"g{number}/q{number}", value)
        except AnswerRefused:
            continue
        after = {state.path: state for state in entry.nodes()}
        differ = {path for path in after if after[path] != before[path]}
        assert differ <= set(changes.changed)
    fresh, _ = _start(definition)
    last = dict(answers)
    for number, value in last.items():
        _answer(fresh, number, value)
    assert fresh.nodes() == entry.nodes()


@settings(max_examples=40, deadline=None)
@given(definitions(), ANSWERS)
def test_what_is_finalised_reads_back_as_it_was(definition, answers) -> None:  # type: ignore[no-untyped-def]
    entry, _ = _start(definition)
    for number, value in answers:
        _answer(entry, number, value)
    xml = entry.finalise(instance_id="uuid:x")
    assert answers_from_xml(definition, xml) == entry.answers()
