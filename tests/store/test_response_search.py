"""Responses are found by words, filters and orders, alike on both engines; answers are counted in SQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from desktop.foundation.clock import to_utc_text
from desktop.foundation.words import folded, folded_words
from desktop.responses.finding import DayBound, ResponseFilter, ResponseOrder
from desktop.responses.states import ItemState, Move
from desktop.store.repositories import response_search
from tests.store.builders import ACTOR, NOW, envelope, revision


def said(words: str, **of_envelope):
    return replace(revision(**of_envelope), answers={"about": words, "group/age": "40"})


@pytest.fixture
def five(store):
    """Put five responses in, oldest first."""
    made = [
        said("Zażółć gęślą jaźń, the café"),
        said("buses, buses: the bus-stop", channel="paper", serial="AB-17", received_on="2026-03-09"),
        said("الحافلات متأخرة", event_id="event-2"),
        said("公共汽车 is late", channel="letter", received_on="2026-02-27"),
        said("it's 5 o'clock & \"never\" (100%) * OR NOT a:b", programme_id="other"),
    ]
    with store.unit() as unit:
        unit.responses.add_revisions(made)
        unit.commit()
    return made


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", [4, 3, 2, 1, 0]),
        ("  ", [4, 3, 2, 1, 0]),
        ("&!", []),
        ("cafe", [0]),
        ("CAFÉ zazołc", [0]),
        ("bus", [1]),
        ("bus stop the", [1]),
        ("us", []),
        ("ab 17", [1]),
        ("ann", [4, 3, 2, 1, 0]),
        ("متأخر", [2]),
        ("汽车", [3]),
        ("late 公", [3]),
        ("never 100% o'clock", [4]),
        ('"OR" NOT', [4]),
        ("a:b*", [4, 1]),
        ("40 t", [1, 0]),
        ("words that nobody said", []),
    ],
    ids=range(18),
)
@pytest.mark.parametrize("many", [0, 2000])
def test_every_word_is_the_beginning_of_one_that_was_said(store, five, monkeypatch, search, found, many) -> None:
    monkeypatch.setattr(response_search, "_MANY", many)
    with store.reading() as unit:
        wanted = ResponseFilter(search=search)
        ids = [five[each].response_id for each in found]
        assert list(unit.responses.page_ids(wanted)) == ids
        assert list(unit.responses.page_ids(wanted, limit=2)) == ids[:2]
        assert list(unit.responses.page_ids(wanted, descending=False)) == ids[::-1]
        assert set(unit.responses.page_ids(wanted, ResponseOrder.CHANNEL)) == set(ids)
        assert unit.responses.count(wanted) == len(ids)


def _day(day: date) -> DayBound:
    return DayBound(day, NOW.replace(year=day.year, month=day.month, day=day.day, hour=0, minute=0))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (ResponseFilter(programme_id="other"), [4]),
        (ResponseFilter(programme_id="made-up", search="late"), [3]),
        (ResponseFilter(event_ids=("event-2", "event-3")), [2]),
        (ResponseFilter(event_ids=()), []),
        (ResponseFilter(form_id="survey", channel="paper"), [1]),
        (ResponseFilter(form_id="another"), []),
        (ResponseFilter(states=frozenset({ItemState.FINALISED})), [4, 3, 2, 1, 0]),
        (ResponseFilter(states=frozenset({ItemState.SYNCED}), search="bus"), []),
        (ResponseFilter(counted_from=_day(date(2026, 3, 9))), [1]),
        (ResponseFilter(counted_before=_day(date(2026, 3, 2))), [3]),
        (ResponseFilter(counted_from=_day(date(2026, 3, 2)), counted_before=_day(date(2026, 3, 9))), [4, 2, 0]),
        (ResponseFilter(counted_from=_day(date(2026, 3, 9)), search="buses", channel="paper"), [1]),
    ],
    ids=range(12),
)
def test_a_list_shows_what_was_asked_for(store, five, wanted, found) -> None:
    with store.reading() as unit:
        ids = tuple(five[each].response_id for each in found)
        assert unit.responses.page_ids(wanted) == ids
        assert unit.responses.count(wanted) == len(ids)
        assert [each.response_id for each in unit.responses.summaries_of(ids)] == list(ids)


def test_the_rows_come_in_the_order_that_was_asked_for(store, five) -> None:
    ids = [each.response_id for each in five]
    with store.reading() as unit:
        asked = [ids[3], "not there", ids[0]]
        assert [each.response_id for each in unit.responses.summaries_of(asked)] == [ids[3], ids[0]]
        by_channel = unit.responses.page_ids(order=ResponseOrder.CHANNEL, descending=False)
        assert list(by_channel) == [ids[0], ids[2], ids[4], ids[3], ids[1]]
        for order in ResponseOrder:
            down = unit.responses.page_ids(order=order)
            assert unit.responses.page_ids(order=order, descending=False) == down[::-1]


def test_a_new_revision_is_found_by_its_own_words_and_no_longer_by_the_old(store) -> None:
    with store.unit() as unit:
        first = said("elephant")
        unit.responses.add_revision(first)
        second = said("giraffe", response_id=first.response_id, deprecated_id=first.instance_id)
        unit.responses.add_revision(second)

        def found(word: str) -> int:
            return unit.responses.count(ResponseFilter(search=word))

        assert (found("elephant"), found("giraffe")) == (0, 1)
        unit.responses.take_out([first.response_id], Move.VOID, actor=ACTOR, reason="twice", at=NOW)
        assert found("giraffe") == 1
        unit.responses.take_out([first.response_id], Move.WITHDRAW, actor=ACTOR, reason="asked", at=NOW)
        assert found("giraffe") == 0
        unit.commit()


def test_an_older_revision_that_comes_late_does_not_hide_the_newest(store) -> None:
    with store.unit() as unit:
        first = said("elephant")
        second = said("giraffe", response_id=first.response_id, deprecated_id=first.instance_id)
        unit.responses.add_revision(second, ItemState.SYNCED, batch_id="b")
        unit.responses.add_revision(first, ItemState.SYNCED, batch_id="a")
        assert unit.responses.count(ResponseFilter(search="giraffe")) == 1
        assert unit.responses.count(ResponseFilter(search="elephant")) == 0


def test_the_index_itself_forgets_a_word(file_store) -> None:
    """The engine would keep a word that was deleted until it merges its segments; ours deletes it at once."""
    with file_store.unit() as unit:
        gone = said("unmistakable")
        unit.responses.add_revisions([gone, said("another")])
        unit.commit()

        def segments() -> bytes:
            rows = unit._connection.execute(text("SELECT block FROM response_search_data")).scalars()
            return b"".join(bytes(each) for each in rows)

        # a word of the index begins with what it shares with the one before
        assert b"nmistakable" in segments()
        unit.responses.take_out([gone.response_id], Move.ERASE, actor=ACTOR, reason="", at=NOW)
        unit.commit()
        assert b"nmistakable" not in segments()
        check = "INSERT INTO response_search (response_search, rank) VALUES ('integrity-check', 1)"
        unit._connection.execute(text(check))


def test_answers_are_counted_over_the_newest_revisions_that_count(store) -> None:
    def at(seconds: int, age: str, **more):
        made = revision(finalised_at=to_utc_text(NOW + timedelta(seconds=seconds)), **more)
        return replace(made, answers={"group/age": age} if age else {})

    with store.unit() as unit:
        first, void = at(1, "30"), at(2, "99")
        unit.responses.add_revisions([at(4, "50", event_id="event-2"), first, void, at(3, ""), at(5, "30")])
        changed = at(1, "31", response_id=first.response_id, deprecated_id=first.instance_id)
        unit.responses.add_revision(changed)
        unit.responses.take_out([void.response_id], Move.VOID, actor=ACTOR, reason="twice", at=NOW)
        counts = unit.responses.answer_counts
        assert counts("group/age") == (("", 1), ("30", 1), ("31", 1), ("50", 1))
        assert counts("group/age", first_n=2) == (("", 1), ("31", 1))
        assert counts("group/age", event_ids=["event-2"]) == (("50", 1),)
        assert counts("group/age", form_id="another") == ()
        assert counts("group/age", programme_id="made-up", form_id="survey", first_n=100)[1] == ("30", 1)
        assert counts("not/asked") == (("", 4),)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("Don't", ["don", "t"]),
        ("STRASSE straße", ["strasse", "strasse"]),
        ("naïve  Ångström", ["naive", "angstrom"]),
        ("हिन्दी", ["हिनदी"]),
        ("日本語 text", ["日", "本", "語", "text"]),
        ("a_b-c.d", ["a", "b", "c", "d"]),
        ("x" * 100, ["x" * 64]),
        ("", []),
    ],
    ids=range(8),
)
def test_words_are_folded(given, words) -> None:
    assert folded_words(given) == words


def test_each_word_stands_once_in_an_index(store) -> None:
    assert folded(["b a", "A c"]) == "a b c"
    assert envelope().serial == ""
