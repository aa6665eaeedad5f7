"""Laws of instances, over forms with repeats, defaults and choices that hypothesis makes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.foundation.clock import SetClock
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.entry import AnswerRefused, FormEntry, Step
from desktop.questionnaires.xform import read_xform
from tests.questionnaires.forms import NOON

CLOCK = SetClock(NOON)
INSIDE = 3
LEAVES = ("a", "b", *(f"q{number}" for number in range(INSIDE)))


@st.composite
def forms(draw: st.DrawFn) -> bytes:
    """A form of two questions, a repeat whose questions refer to them and to each other, and sums over it."""
    values = st.sampled_from(["", "1", "2", "7"])
    binds, inside, controls = [], [], ""
    for number in range(INSIDE):
        earlier = ["/data/a", "/data/b", "position(..)", *(f"../q{other}" for other in range(number))]
        source = st.sampled_from(earlier)
        relevant = draw(
            st.one_of(
                st.just("true()"),
                st.builds("{} > 1".format, source),
                st.builds("{} = '' or {} != {}".format, source, source, source),
            )
        )
        # what is calculated has no control: an answer to a calculation holds until what it reads changes
        calculate = f'calculate="{draw(source)} + 1"' if draw(st.booleans()) else ""
        controls += "" if calculate else f'<input ref="/data/r/q{number}"/>'
        relevant = relevant.replace(">", "&gt;")
        binds.append(f'<bind nodeset="/data/r/q{number}" type="int" relevant="{relevant}" {calculate}/>')
        inside.append(f"<q{number}>{draw(values)}</q{number}>")
    gate = draw(st.sampled_from(["true()", "/data/a = 1", "/data/b != ''"]))
    total = draw(st.sampled_from(["sum(/data/r/q0)", "count(/data/r[q1 != ''])", "join(' ', /data/r/q2)"]))
    repeats = f"<r>{''.join(inside)}</r>" * draw(st.integers(1, 2))
    return f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
        <h:title>Law</h:title><model><instance>
        <data id="law"><a>{draw(values)}</a><b/>{repeats}<t/></data></instance>
        <bind nodeset="/data/a" type="int"/><bind nodeset="/data/b" type="int" relevant="/data/a != 2"/>
        <bind nodeset="/data/r" relevant="{gate}"/>{"".join(binds)}<bind nodeset="/data/t" calculate="{total}"/>
        </model></h:head><h:body><input ref="/data/a"/><input ref="/data/b"/>
        <group ref="/data/r"><repeat nodeset="/data/r">{controls}</repeat></group></h:body></h:html>""".encode()


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("answer"), st.sampled_from(LEAVES), st.integers(1, 3), st.sampled_from(["", "1", "2", "5"])
        ),
        st.tuples(st.just("add"), st.just(""), st.just(0), st.just("")),
        st.tuples(st.just("remove"), st.just(""), st.integers(1, 3), st.just("")),
    ),
    max_size=12,
)
Steps = list[tuple[str, str, int, str]]


def _play(entry: FormEntry, steps: Steps) -> list[Step]:
    taken: list[Step] = []
    for kind, leaf, number, value in steps:
        try:
            if kind == "add":
                taken += entry.add_repeat("r").steps
            elif kind == "remove":
                taken += entry.remove_repeat(f"r[{number}]").steps
            else:
                path = leaf if leaf in ("a", "b") else f"r[{number}]/{leaf}"
                taken += entry.answer(path, value).steps
        except AnswerRefused:  # a calculation takes none, and not every instance is there
            continue
    return taken


def _begin(definition: FormDefinition) -> tuple[FormEntry, list[Step]]:
    entry, steps = FormEntry.start(definition, clock=CLOCK)
    return entry, list(steps)


@settings(max_examples=60, deadline=None)
@given(forms(), STEPS)
def test_writing_reading_and_writing_again_changes_nothing(xml: bytes, steps: Steps) -> None:
    definition = read_xform(xml)
    entry, _ = _begin(definition)
    _play(entry, steps)
    written = entry.serialise(instance_id="uuid:x")
    again, _ = FormEntry.restore(definition, written, clock=CLOCK)
    assert again.serialise(instance_id="uuid:x") == written
    assert again.answers() == entry.answers()


@settings(max_examples=60, deadline=None)
@given(forms(), STEPS)
def test_an_instance_worked_out_anew_is_as_it_stood(xml: bytes, steps: Steps) -> None:
    definition = read_xform(xml)
    entry, _ = _begin(definition)
    _play(entry, steps)
    anew, _ = FormEntry.restore(definition, entry.serialise(instance_id="uuid:x"), clock=CLOCK)
    stood = {state.path: state for state in entry.nodes() if state.relevant}
    worked_out = {state.path: state for state in anew.nodes() if state.relevant}
    # instances of a repeat that isn't relevant at all are not written, and so not there anew
    assert worked_out == stood


@settings(max_examples=60, deadline=None)
@given(forms(), STEPS)
def test_a_draft_reopened_equals_its_entry(xml: bytes, steps: Steps) -> None:
    definition = read_xform(xml)
    entry, journal = _begin(definition)
    journal += _play(entry, steps)
    again = FormEntry.replay(definition, [Step.from_json(step.to_json()) for step in journal], clock=CLOCK)
    assert again.nodes() == entry.nodes()


@settings(max_examples=60, deadline=None)
@given(forms(), st.dictionaries(st.sampled_from(LEAVES), st.sampled_from(["1", "2", "5"])), st.randoms())
def test_relevance_depends_on_no_order_of_answering(  # type: ignore[no-untyped-def]
    xml: bytes, answers: dict[str, str], random
) -> None:
    definition = read_xform(xml)
    given_ = [("answer", leaf, 1, value) for leaf, value in answers.items()]
    one, _ = _begin(definition)
    _play(one, given_)
    random.shuffle(given_)
    other, _ = _begin(definition)
    _play(other, [step for each in given_ for step in (("answer", each[1], 1, ""), each)])
    assert [state.relevant for state in one.nodes()] == [state.relevant for state in other.nodes()]
    assert one.answers() == other.answers()
