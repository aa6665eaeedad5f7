"""The end of an event at the terminal."""

from __future__ import annotations

import pypdfium2
import pytest


@pytest.fixture
def laptop(terminal):
    made = terminal("laptop")
    made("programme", "open", "forms/leicestershire-jhws")
    return made


def test_debrief_close_page_and_reopen(laptop, tmp_path) -> None:
    event = laptop("event", "list", "--json").json()[0]["event_id"]
    laptop("event", "debrief", event, "--cost", "hall=45.50", "--cost", "tea=12", "--weather", "Made up: dry")
    laptop("event", "debrief", event, "--went-well", "Made up: the tea")  # the rest stays
    assert "no cost" in laptop("event", "debrief", event, "--cost", "hall", code=1).err
    laptop("event", "close", event)
    refused = laptop(
        "response", "add", "--form", "leicestershire-jhws-survey", "--event", event, "--channel", "interview",
        "--answers", _answers(tmp_path), code=1,
    )  # fmt: skip
    assert "was closed" in refused.err
    assert "event reopen" in refused.err
    out = tmp_path / "page.pdf"
    laptop("event", "page", event, "--out", out)
    with pypdfium2.PdfDocument(out) as document:
        assert len(document) == 1
        text = " ".join(document[0].get_textpage().get_text_range().split())
    for said in (
        "£57.50 together: hall £45.50, tea £12.00",
        "Made up: dry",
        "Made up: the tea",
        "The event is closed",
    ):
        assert said in text
    laptop("event", "reopen", event, code=2)
    laptop("event", "reopen", event, "--reason", "made up: one more came")
    assert "not closed" in laptop("event", "reopen", event, "--reason", "made up", code=1).err


def _answers(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("{}", encoding="utf-8")
    return path
