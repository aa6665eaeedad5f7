"""Where the list of a repeat's instances stands among the screens, and where there is none."""

from __future__ import annotations

from tests.questionnaires.forms import begin

HOUSEHOLD = """
    | survey |
    | | type | name | label | relevant | appearance | repeat_count |
    | | select_one yn | children | Do children live here? | | | |
    | | begin_repeat | child | Child | ${children} = 'yes' | | |
    | | integer | age | How old? | | | |
    | | begin_repeat | club | Club | | | |
    | | text | which | Which club? | | | |
    | | end_repeat | | | | | |
    | | end_repeat | | | | | |
    | | integer | cars | How many cars? | | | |
    | | begin_repeat | car | Car | | | ${cars} |
    | | text | make | Which make? | | | |
    | | end_repeat | | | | | |
    | | begin_group | home | Home | | field-list | |
    | | begin_repeat | room | Room | | | |
    | | text | use | What for? | | | |
    | | end_repeat | | | | | |
    | | end_group | | | | | |
    | choices |
    | | list_name | name | label |
    | | yn | yes | Yes |
    | | yn | no | No |
    """


def _screens(entry) -> list[str]:
    return [("list " if each.lists else "") + " ".join(each.paths) for each in entry.screens(lists=True)]


def test_a_list_stands_before_the_instances_also_when_there_are_none() -> None:
    entry = begin(HOUSEHOLD)
    rest = ["cars", "list home/room", "home/room[1]/use"]
    assert _screens(entry) == ["children", *rest]
    entry.answer("children", "yes")
    assert _screens(entry) == [
        "children",
        "list child",
        "child[1]/age",
        "list child[1]/club",
        "child[1]/club[1]/which",
        *rest,
    ]
    entry.remove_repeat("child[1]")
    assert _screens(entry) == ["children", "list child", *rest]
    assert entry.node("child").label == "Child"
    entry.add_repeat("child")
    assert "child[1]/age" in _screens(entry)


def test_a_repeat_that_the_form_counts_has_no_list() -> None:
    entry = begin(HOUSEHOLD)
    entry.answer("cars", "2")
    assert [each for each in _screens(entry) if "car[" in each or each == "list car"] == [
        "car[1]/make",
        "car[2]/make",
    ]


def test_lists_are_there_only_when_asked_for() -> None:
    entry = begin(HOUSEHOLD)
    entry.answer("children", "yes")
    assert not any(screen.lists for screen in entry.screens())
    assert [violation.path for violation in entry.validate()] == []
