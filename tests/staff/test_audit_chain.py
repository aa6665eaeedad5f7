"""The chain finds every change, deletion, swap and insertion; what it can't find, a noted head does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.staff.audit_chain import NO_HASH, Anchor, Broken, hash_of, line_hash, verify, walk
from desktop.staff.changes import Change

MOMENTS = st.builds(
    lambda moment, offset: moment.replace(tzinfo=UTC).astimezone(timezone(timedelta(minutes=offset))),
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),
    st.integers(-12 * 60, 14 * 60),
)
WORDS = st.text(max_size=12)
LINES = st.lists(st.tuples(MOMENTS, WORDS, WORDS, st.booleans(), WORDS, WORDS, WORDS), min_size=1, max_size=8)


def chain(lines, anchor: Anchor | None = None) -> list[Change]:
    """Return the lines as the store would number and hash them."""
    number, previous = (anchor.number, anchor.hash) if anchor else (0, NO_HASH)
    made = []
    for at, actor_id, name, signed_in, what, about, why in lines:
        number += 1
        line = Change(number, at, actor_id, name, signed_in, what, about, why, previous)
        line = replace(line, hash=hash_of(line))
        made.append(line)
        previous = line.hash
    return made


def rehashed(line: Change) -> Change:
    return replace(line, hash=hash_of(line))


@given(LINES)
def test_a_chain_holds(lines) -> None:
    made = chain(lines)
    checked = walk(made)
    assert (checked.broken, checked.lines) == (None, len(made))
    assert checked.head == Anchor(len(made), made[-1].hash)


@given(LINES, st.data())
def test_a_changed_field_is_found_even_when_its_own_hash_is_made_anew(lines, data) -> None:
    made = chain(lines)
    place = data.draw(st.integers(0, len(made) - 1))
    field = data.draw(st.sampled_from(["at", "actor_id", "actor_name", "signed_in", "what", "about_id", "why"]))
    other = data.draw({"at": MOMENTS, "signed_in": st.booleans()}.get(field, WORDS))
    changed = replace(made[place], **{field: other})
    assume(hash_of(changed) != made[place].hash)
    assert verify([*made[:place], changed, *made[place + 1 :]]) == Broken(place + 1, missing=False)
    forged = [*made[:place], rehashed(changed), *made[place + 1 :]]
    if place + 1 < len(made):
        assert verify(forged) == Broken(place + 2, missing=False)
    else:  # the last line, written anew by somebody who can: only what was noted elsewhere tells
        assert verify(forged) is None
        assert walk(forged).head != Anchor(len(made), made[-1].hash)


@given(LINES, st.data())
def test_a_line_taken_out_is_found(lines, data) -> None:
    made = chain(lines)
    assume(len(made) > 1)
    place = data.draw(st.integers(0, len(made) - 2))
    assert verify([*made[:place], *made[place + 1 :]]) == Broken(place + 1, missing=True)


@given(LINES, st.data())
def test_lines_swapped_or_put_in_twice_are_found(lines, data) -> None:
    made = chain(lines)
    assume(len(made) > 1)
    first, second = sorted(data.draw(st.sets(st.integers(0, len(made) - 1), min_size=2, max_size=2)))
    swapped = list(made)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    assert verify(swapped) is not None
    twice = [*made[: second + 1], made[first], *made[second + 1 :]]
    assert verify(twice) is not None
    renumbered = [replace(line, number=place) for place, line in enumerate(swapped, start=1)]
    assert verify(renumbered) is not None


@given(LINES, LINES)
def test_a_chain_goes_on_from_what_was_let_go(gone, left) -> None:
    before = chain(gone)
    anchor = Anchor(before[-1].number, before[-1].hash)
    after = chain(left, anchor)
    assert verify(after, anchor) is None
    assert verify([*before, *after]) is None
    assert verify(after) is not None  # without the anchor, the beginning is missing
    assert Anchor.from_text(anchor.to_text()) == anchor


def test_no_two_lines_read_alike() -> None:
    """Fields are told apart: moving words from one into the next gives another hash."""
    same = {"previous_hash": NO_HASH, "number": 1, "at_utc": "t", "at_offset": 0, "signed_in": True}
    one = line_hash(**same, actor_id="a", actor_name="b", what="c", about_id='d","e', why="f")
    two = line_hash(**same, actor_id="a", actor_name="b", what="c", about_id="d", why='e","f')
    assert one != two


def test_the_hash_is_pinned() -> None:
    """A later version must find the chains of this one whole."""
    line = Change(
        7, datetime(2026, 3, 2, 14, 30, tzinfo=UTC), "person-1", "Änn", True, "batch formed", "b", "", "ab" * 32
    )
    assert hash_of(line) == "a4e033485b683f4bee1967620286ea016e76cbcc01bf566a7128f9741c7d2e75"


def test_an_empty_chain_holds() -> None:
    assert walk([]).head == Anchor()
    assert Anchor.from_text(None) == Anchor.from_text("") == Anchor(0, NO_HASH)
