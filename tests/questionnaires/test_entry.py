"""What a form does while it is answered: one small form a rule."""

# ruff: noqa: E501 - rows of a table stay on one line

from __future__ import annotations

from datetime import timedelta

import pytest
from lxml import etree

from desktop.foundation.clock import SetClock
from desktop.foundation.errors import WorldError
from desktop.questionnaires.definition import QuestionType
from desktop.questionnaires.entry import (
    AnswerRefused,
    Environment,
    FormEntry,
    FormIncomplete,
    Step,
    answers_from_xml,
)
from tests.questionnaires.forms import NOON, begin, form

FRUIT = """
    | survey |
    | | type | name | label | relevant | required | constraint | constraint_message |
    | | select_one yn | likes | Do you like fruit? | | yes | | |
    | | begin_group | more | About fruit | ${likes} = 'yes' | | | |
    | | select_multiple fruit | which | Which? | | | | |
    | | text | other | Which other? | selected(${which}, 'other') | yes | | |
    | | integer | pieces | How many a day? | | | . >= 0 and . <= 20 | At most 20. |
    | | end_group | | | | | | |
    | | note | thanks | Thank you, you eat ${pieces} a day. | ${pieces} > 4 | | | |
    | choices |
    | | list_name | name | label |
    | | yn | yes | Yes |
    | | yn | no | No |
    | | fruit | apple | Apples |
    | | fruit | pear | Pears |
    | | fruit | other | Other |
    """


def test_relevance_hides_keeps_and_returns() -> None:
    entry = begin(FRUIT)
    assert [screen.paths for screen in entry.screens()] == [("likes",)]
    changes = entry.answer("likes", "yes")
    assert "more/which" in changes.changed
    entry.answer("more/which", "other")
    assert entry.node("more/other").relevant
    entry.answer("more/other", "Kiwi")
    entry.answer("likes", "no")
    assert entry.answers() == {"likes": "no"}
    assert entry.off_route() == {"more/which": "other", "more/other": "Kiwi"}
    entry.answer("likes", "yes")
    assert entry.answers()["more/other"] == "Kiwi"


def test_screens_have_sections_and_groups_and_can_be_parted() -> None:
    entry = begin(FRUIT)
    entry.answer("likes", "yes")
    assert [(s.paths, s.section, s.group_path) for s in entry.screens(within="more")] == [
        (("more/which",), "About fruit", "more"),
        (("more/pieces",), "About fruit", "more"),
    ]
    assert [s.paths for s in entry.screens(excluding="more")] == [("likes",)]


def test_rules_are_told_and_refuse_to_finalise() -> None:
    entry = begin(FRUIT)
    with pytest.raises(FormIncomplete) as caught:
        entry.finalise(instance_id="uuid:1")
    assert [(v.path, v.rule) for v in caught.value.violations] == [("likes", "required")]
    entry.answer("likes", "yes")
    entry.answer("more/pieces", "21")
    state = entry.node("more/pieces")
    assert (state.value, state.valid, state.violation, state.message) == ("21", False, "constraint", "At most 20.")
    entry.answer("more/pieces", "7")
    assert entry.node("thanks").label == "Thank you, you eat 7 a day."
    assert entry.validate() == ()


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("integer", ["0", "-3", "007"], ["1.5", "abc", "1e3", "9999999999999"]),
        ("decimal", ["1.5", ".5", "-2"], ["1,5", "x", "NaN", "inf"]),
        ("date", ["2022-01-05"], ["5/1/2022", "2022-02-30", "2022-1-5"]),
        ("time", ["14:30", "14:30:05.000+01:00"], ["25:00", "2pm"]),
        ("dateTime", ["2022-01-05T14:30:00.000Z"], ["2022-01-05T25:00", "yesterday"]),
        ("geopoint", ["52.6 -1.1", "52.6 -1.1 0 0"], ["here", "152 0"]),
        ("acknowledge", ["OK"], ["yes"]),
        ("select_one yn", ["yes"], ["maybe", "yes no"]),
        ("select_multiple yn", ["yes", "no yes"], ["yes maybe"]),
        ("text", ["anything <&> at all", "two\nlines"], ["null \x00 byte"]),
    ],
)
def test_a_value_of_another_type_is_refused_and_changes_nothing(
    kind: str, good: list[str], bad: list[str]
) -> None:
    markdown = f"""
    | survey |
    | | type | name | label |
    | | {kind} | q | Q |
    | choices |
    | | list_name | name | label |
    | | yn | yes | Yes |
    | | yn | no | No |
    """
    entry = begin(markdown)
    for value in good:
        entry.answer("q", value)
        assert entry.node("q").value != ""
        before = entry.node("q").value
        for wrong in bad:
            with pytest.raises(AnswerRefused) as caught:
                entry.answer("q", wrong)
            assert caught.value.question == "q"
            assert caught.value.rule in ("type", "choice")
        assert entry.node("q").value == before
    entry.answer("q", "")
    assert entry.answers() == {}


def test_what_the_form_works_out_can_not_be_answered() -> None:
    entry = begin("""
    | survey |
    | | type | name | label | calculation | readonly |
    | | integer | a | A | | |
    | | calculate | twice | | ${a} * 2 | |
    | | text | shown | Shown | ${twice} + 1 | yes |
    | | note | said | Said | | |
    """)
    entry.answer("a", "4")
    assert entry.answers() == {"a": "4", "twice": "8", "shown": "9"}
    for path, rule in [("twice", "readonly"), ("shown", "readonly"), ("said", "unknown"), ("nowhere", "unknown")]:
        with pytest.raises(AnswerRefused) as caught:
            entry.answer(path, "1")
        assert caught.value.rule == rule


TOWNS = """
    | survey |
    | | type | name | label | choice_filter |
    | | select_one county | county | County | |
    | | select_one town | town | Town | county = ${county} |
    | choices |
    | | list_name | name | label | county |
    | | county | leics | Leicestershire | |
    | | county | notts | Nottinghamshire | |
    | | town | melton | Melton | leics |
    | | town | hinckley | Hinckley | leics |
    | | town | newark | Newark | notts |
    """


def test_a_filter_leaves_choices_and_drops_what_it_no_longer_leaves() -> None:
    entry = begin(TOWNS)
    assert [choice.value for choice in entry.definition.question("town").choices] == [
        "melton",
        "hinckley",
        "newark",
    ]
    assert entry.node("town").choices == ()
    entry.answer("county", "leics")
    assert entry.node("town").choices == (("melton", "Melton"), ("hinckley", "Hinckley"))
    entry.answer("town", "melton")
    assert "town" in entry.answer("county", "notts").changed
    assert entry.answers() == {"county": "notts"}
    with pytest.raises(AnswerRefused):
        entry.answer("town", "melton")


REPEAT = """
    | survey |
    | | type | name | label | calculation |
    | | begin_repeat | child | Child | |
    | | text | name | Name | |
    | | integer | age | Age of ${name} | |
    | | calculate | place | | position(..) |
    | | calculate | so_far | | if(${place} = 1, 0, indexed-repeat(${so_far}, ${child}, ${place} - 1)) + coalesce(${age}, 0) |
    | | end_repeat | | | |
    | | calculate | children | | count(${child}) |
    | | calculate | total | | sum(${age}) |
    """


def test_repeats_have_their_own_values_and_sums_see_all() -> None:
    entry = begin(REPEAT)
    entry.answer("child[1]/age", "4")
    added = entry.add_repeat("child")
    assert added.created == "child[2]"
    entry.answer("child[2]/age", "3")
    entry.answer("child[2]/name", "Bo")
    assert entry.node("child[2]/age").label == "Age of Bo"
    assert entry.node("child[1]/age").label == "Age of "
    entry.add_repeat("child")
    entry.answer("child[3]/age", "5")
    answers = entry.answers()
    assert (answers["children"], answers["total"], answers["child[3]/so_far"]) == ("3", "12", "12")
    entry.answer("child[1]/age", "10")
    assert entry.answers()["child[3]/so_far"] == "18"
    gone = entry.remove_repeat("child[1]")
    assert "child[3]/age" in gone.removed
    assert entry.answers() == {
        "child[1]/name": "Bo",
        "child[1]/age": "3",
        "child[1]/place": "1",
        "child[1]/so_far": "3",
        "child[2]/age": "5",
        "child[2]/place": "2",
        "child[2]/so_far": "8",
        "children": "2",
        "total": "8",
    }
    assert [s.group_path for s in entry.screens()] == ["child[1]", "child[1]", "child[2]", "child[2]"]


def test_a_repeat_is_as_long_as_its_count_says() -> None:
    entry = begin("""
    | survey |
    | | type | name | label | repeat_count |
    | | integer | n | How many? | |
    | | begin_repeat | one | One | ${n} |
    | | text | what | What? | |
    | | end_repeat | | | |
    """)
    assert entry.repeat_paths("one") == ()
    entry.answer("n", "3")
    assert entry.repeat_paths("one") == ("one[1]", "one[2]", "one[3]")
    entry.answer("one[3]/what", "x")
    entry.answer("n", "2")
    assert "one[3]/what" not in entry.answers()
    with pytest.raises(AnswerRefused):
        entry.add_repeat("one")


LANGUAGES = """
    | survey |
    | | type | name | label::English (en) | label::Cymraeg (cy) | hint::English (en) | required | required_message::English (en) | required_message::Cymraeg (cy) |
    | | select_one yn | q | Do you agree? | Ydych chi'n cytuno? | Choose one. | yes | Please answer. | Atebwch. |
    | choices |
    | | list_name | name | label::English (en) | label::Cymraeg (cy) |
    | | yn | yes | Yes | Ydw |
    | | yn | no | No | Nac ydw |
    | settings |
    | | default_language |
    | | English (en) |
    """


def test_words_come_in_the_language_chosen() -> None:
    definition = form(LANGUAGES)
    assert definition.languages == ("English (en)", "Cymraeg (cy)")
    assert definition.question("q").label("Cymraeg (cy)") == "Ydych chi'n cytuno?"
    entry = begin(LANGUAGES, language="Cymraeg (cy)")
    assert entry.node("q").message == "Atebwch."
    assert entry.node("q").choices == (("yes", "Ydw"), ("no", "Nac ydw"))
    assert "q" in entry.set_language("English (en)").changed
    state = entry.node("q")
    assert (state.label, state.hint, state.message) == ("Do you agree?", "Choose one.", "Please answer.")
    with pytest.raises(WorldError):
        entry.set_language("Klingon")


METADATA = """
    | survey |
    | | type | name | label | default | calculation |
    | | start | begun | | | |
    | | end | ended | | | |
    | | today | day | | | |
    | | deviceid | device | | | |
    | | username | who | | | |
    | | date | visit | Visit | today() | |
    | | text | fixed | Fixed | as it was | |
    | | calculate | lot | | | once(random()) |
    | | text | any | Any | | |
    """


def test_metadata_and_defaults_and_chance_are_replayed_as_they_were() -> None:
    clock = SetClock(NOON)
    environment = Environment(deviceid="laptop-1", username="Ann")
    entry, steps = FormEntry.start(form(METADATA), clock=clock, environment=environment)
    answers = entry.answers()
    assert answers["day"] == answers["visit"] == "2022-01-05"
    assert answers["begun"] == "2022-01-05T12:00:00.000+00:00"
    assert (answers["device"], answers["who"], answers["fixed"]) == ("laptop-1", "Ann", "as it was")
    assert 0 <= float(answers["lot"]) < 1
    later = entry.answer("any", "thing")
    clock.move(timedelta(days=3))
    journal = [Step.from_json(step.to_json()) for step in (*steps, *later.steps)]
    again = FormEntry.replay(form(METADATA), journal, clock=clock, environment=Environment(username="Bob"))
    assert again.answers() == entry.answers()
    xml = again.finalise(instance_id="uuid:7")
    assert answers_from_xml(form(METADATA), xml)["ended"] == "2022-01-08T12:00:00.000+00:00"


def test_a_journal_of_another_version_is_refused() -> None:
    _, steps = FormEntry.start(form(FRUIT), clock=SetClock(NOON))
    with pytest.raises(WorldError, match="another version"):
        FormEntry.replay(form(REPEAT), steps, clock=SetClock(NOON))
    with pytest.raises(WorldError, match="no beginning"):
        FormEntry.replay(form(FRUIT), steps[-1:][1:], clock=SetClock(NOON))


def test_the_instance_holds_relevant_nodes_ids_and_escapes_what_it_must() -> None:
    entry = begin(FRUIT)
    entry.answer("likes", "yes")
    entry.answer("more/which", "apple other")
    entry.answer("more/other", 'a <b> & "c"\nd é ⅔')
    xml = entry.finalise(instance_id="uuid:new", deprecated_id="uuid:old")
    root = etree.fromstring(xml)
    assert root.tag == "data"
    assert root.get("id") == "data"
    assert root.findtext("meta/instanceID") == "uuid:new"
    assert root.findtext("meta/deprecatedID") == "uuid:old"
    assert root.find("thanks") is None
    assert root.findtext("more/other") == 'a <b> & "c"\nd é ⅔'
    assert answers_from_xml(entry.definition, xml) == entry.answers()
    assert xml == entry.finalise(instance_id="uuid:new", deprecated_id="uuid:old")


def test_as_written_keeps_what_the_form_would_skip_or_forbid() -> None:
    entry = begin(FRUIT, as_written=True)
    entry.answer("likes", "no")
    entry.answer("more/pieces", "50")
    assert entry.off_route() == {"more/pieces": "50"}
    assert ("more/pieces",) in [screen.paths for screen in entry.screens()]
    xml = entry.finalise(instance_id="uuid:p")
    assert answers_from_xml(entry.definition, xml) == {"likes": "no"}


def test_as_written_keeps_a_choice_that_the_filter_would_drop() -> None:
    entry = begin(TOWNS, as_written=True)
    entry.answer("county", "leics")
    entry.answer("town", "newark")
    entry.answer("county", "notts")
    entry.answer("county", "leics")
    assert entry.answers() == {"county": "leics", "town": "newark"}


def test_a_field_list_is_one_screen_and_types_are_known() -> None:
    definition = form("""
    | survey |
    | | type | name | label | appearance | parameters |
    | | begin_group | g | G | field-list | |
    | | note | n | N | | |
    | | text | t | T | multiline | |
    | | range | r | R | | start=1 end=5 step=1 |
    | | rank a | k | K | | |
    | | select_one a or_other | s | S | | |
    | | end_group | | | | |
    | choices |
    | | list_name | name | label |
    | | a | x | X |
    | | a | y | Y |
    """)
    types = {question.name: question.type for question in definition.questions()}
    assert types == {
        "n": QuestionType.NOTE,
        "t": QuestionType.TEXT,
        "r": QuestionType.RANGE,
        "k": QuestionType.RANK,
        "s": QuestionType.SELECT_ONE,
        "s_other": QuestionType.TEXT,
        "instanceID": QuestionType.CALCULATE,
    }
    assert "multiline" in definition.question("t").appearances
    assert definition.question("r").parameters == {"start": "1", "end": "5", "step": "1"}
    entry, _ = FormEntry.start(definition, clock=SetClock(NOON))
    assert entry.screens()[0].paths == ("g/n", "g/t", "g/r", "g/k", "g/s")
    entry.answer("g/s", "other")
    assert entry.node("g/s_other").relevant


@pytest.mark.parametrize(
    ("parameters", "good", "bad"),
    [
        ("start=0 end=10 step=0.5", ["0", "0.5", "10", "10.0"], ["-0.5", "0.3", "10.5"]),
        ("start=5 end=1 step=2", ["5", "3", "1"], ["4", "0", "6"]),
    ],
)
def test_a_range_takes_what_its_scale_has(parameters: str, good: list[str], bad: list[str]) -> None:
    markdown = f"| survey |\n| | type | name | label | parameters |\n| | range | r | R | {parameters} |"
    entry = begin(markdown)
    for value in good:
        entry.answer("r", value)
        assert entry.node("r").value == value
    for value in bad:
        with pytest.raises(AnswerRefused, match="not on the scale"):
            entry.answer("r", value)
    on_paper = begin(markdown, as_written=True)
    on_paper.answer("r", bad[0])
    assert on_paper.node("r").value == bad[0]
