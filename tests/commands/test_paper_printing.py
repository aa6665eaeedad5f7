"""``paper print``, ``master`` and ``labels`` at the terminal: every look, some pages, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

FORM = "leicestershire-jhws-survey"
LOOK = ("--edition", "large-print", "--size", "A5", "--one-sided", "--tint", "yellow")


@pytest.fixture
def laptop(terminal):
    made = terminal("laptop")
    made("programme", "open", "forms/leicestershire-jhws")
    return made


@pytest.fixture
def at(laptop) -> tuple[str, ...]:
    event_id = laptop("event", "list", "--json").json()[0]["event_id"]
    return ("--form", FORM, "--event", event_id)


def pages_of(path: Path) -> list[tuple[float, float]]:
    with pypdfium2.PdfDocument(path.read_bytes()) as document:
        return [page.get_size() for page in document]


def test_copies_and_a_master_are_written_as_they_are_asked_for(laptop, at, tmp_path) -> None:
    out, master = tmp_path / "copies.pdf", tmp_path / "master.pdf"
    made = laptop("paper", "print", *at, *LOOK, "--copies", "100", "--pages", "2", "--out", str(out), "--json")
    assert len(set(made.json()["serials"])) == 100
    assert "50 of 100 copies" in made.err
    (gaps,) = made.json()["advice"]  # a pack that is not filled in is told before copies are handed out
    assert "still to fill in: return address" in gaps
    assert gaps in made.err
    sizes = pages_of(out)
    assert len(sizes) == 100
    assert sizes[0] == pytest.approx((148 / 25.4 * 72, 210 / 25.4 * 72), abs=0.1)
    assert laptop("paper", "master", *at, *LOOK, "--pages", "1-2", "--out", str(master)).out.strip() == str(master)
    assert len(pages_of(master)) == 2
    assert len(laptop("paper", "list", "--json").json()) == 100


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--edition", "tiny"), "There is no edition"),
        (("--size", "B5"), "There is no page size"),
        (("--tint", "pink"), "There is no tint"),
        (("--language", "Klingon"), "not written in"),
        (("--pages", "900"), "There are no pages"),
    ],
)
def test_what_there_is_not_is_refused(laptop, at, tmp_path, given, said) -> None:
    found = laptop("paper", "print", *at, *given, "--copies", "1", "--out", str(tmp_path / "a.pdf"), code=1)
    assert said in found.err
    assert laptop("paper", "list", "--json").json() == []


def test_pages_that_are_none_are_a_wrong_option(laptop, at, tmp_path) -> None:
    laptop("paper", "print", *at, "--pages", "x", "--copies", "1", "--out", str(tmp_path / "a.pdf"), code=2)


def test_labels_are_written_and_their_numbers_are_taken_by_sheets(laptop, at, tmp_path) -> None:
    out = tmp_path / "labels.pdf"
    drawn = laptop("paper", "labels", *at, "--labels", "64", "--skip", "2", "--out", str(out), "--json").json()
    assert len(set(drawn["serials"])) == 64
    assert len(pages_of(out)) == 2  # 65 on a sheet, and two of the first are gone
    sheet = laptop("paper", "number", *at, "--label", drawn["serials"][4], "--json").json()
    assert sheet["serial"] == drawn["serials"][4]
    large = laptop("paper", "labels", *at, "--labels", "24", "--sheet", "3x8", "--out", str(out), "--json")
    assert len(pages_of(out)) == 1
    assert not set(large.json()["serials"]) & set(drawn["serials"])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--labels", "3", "--sheet", "9x9"), "no such sheet"),
        (("--labels", "3", "--skip", "65"), "no such sheet"),
        (("--labels", "2401"), "from 1 to"),
    ],
    ids=["sheet", "skip", "too many"],
)
def test_labels_that_there_are_not_are_refused(laptop, at, tmp_path, given, said) -> None:
    out = tmp_path / "labels.pdf"
    assert said in laptop("paper", "labels", *at, *given, "--out", str(out), code=1).err
    assert not out.exists()
