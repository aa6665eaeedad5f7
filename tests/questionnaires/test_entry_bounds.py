"""What an entry bears: huge counts, and clocks that change while a draft lies."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from desktop.foundation.clock import SetClock
from desktop.foundation.errors import WorldError
from desktop.questionnaires import instance
from desktop.questionnaires.entry import FormEntry
from tests.questionnaires.forms import begin, form


def test_a_count_of_a_billion_fills_no_memory() -> None:
    entry = begin("""
    | survey |
    | | type | name | label | repeat_count |
    | | integer | n | How many? | |
    | | begin_repeat | one | One | ${n} |
    | | text | what | What? | |
    | | end_repeat | | | |
    """)
    entry.answer("n", "1000000000")
    assert len(entry.repeat_paths("one")) == 10_000


def test_large_instances_of_a_repeat_are_bounded_by_what_is_in_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance, "MAX_CELLS", 30)
    entry = begin("""
    | survey |
    | | type | name | label | repeat_count |
    | | integer | n | How many? | |
    | | begin_repeat | one | One | ${n} |
    | | text | what | What? | |
    | | text | why | Why? | |
    | | end_repeat | | | |
    """)
    entry.answer("n", "1000")
    assert len(entry.repeat_paths("one")) == 1 + 10  # of three nodes each; the first stands in the form itself


def test_calculations_that_double_each_other_end() -> None:
    rows = "\n".join(f"    | | calculate | c{n} | | concat(${{c{n - 1}}}, ${{c{n - 1}}}) |" for n in range(1, 60))
    entry = begin(f"""
    | survey |
    | | type | name | label | calculation |
    | | text | c0 | Words | |
{rows}
    """)
    with pytest.raises(WorldError, match="million characters"):
        entry.answer("c0", "some words")


def test_a_draft_resumed_after_the_clocks_changed_works_dates_out_as_before() -> None:
    markdown = """
    | survey |
    | | type | name | label | calculation |
    | | date | day | Day | |
    | | calculate | days | | decimal-date-time(${day}) |
    | | calculate | said | | format-date(${day}, '%d/%m/%Y') |
    """
    london = ZoneInfo("Europe/London")
    winter = SetClock(datetime(2022, 3, 20, 9, 0, tzinfo=london))
    entry, steps = FormEntry.start(form(markdown), clock=winter)
    more = entry.answer("day", "2022-07-01").steps
    summer = SetClock(datetime(2022, 4, 2, 9, 0, tzinfo=london))
    again = FormEntry.replay(form(markdown), (*steps, *more), clock=summer)
    assert again.answers() == entry.answers() == {"day": "2022-07-01", "days": "19174", "said": "01/07/2022"}
