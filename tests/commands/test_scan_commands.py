"""Scans at the terminal, read by a process of their own: attached, listed, put by hand, checked and removed."""

from __future__ import annotations

from pathlib import Path

from tests.paper.scanning import jpeg, rendered

FORM = "leicestershire-jhws-survey"


def test_a_printed_copy_comes_back_as_scans(terminal, tmp_path: Path) -> None:
    laptop = terminal("laptop")
    laptop("programme", "open", "forms/leicestershire-jhws")
    event = laptop("event", "list", "--json").json()[0]["event_id"]
    out = tmp_path / "copies.pdf"
    laptop("paper", "print", "--form", FORM, "--event", event, "--copies", "1", "--out", str(out))
    (serial,) = [each["serial"] for each in laptop("paper", "list", "--json").json()]
    first, second, third = rendered(out.read_bytes(), dpi=150, pages=[0, 1, 2])
    second.paste(128, (600, 1400, 1240, 1754))
    folder = tmp_path / "scans"
    folder.mkdir()
    for name, picture in (("page 10.jpg", first), ("page 9.jpg", second), ("page 2.jpg", third)):
        (folder / name).write_bytes(jpeg(picture))
    done = laptop("scans", "attach", str(folder), "--json", code=1).json()
    assert (done["attached"], done["serials"]) == (2, [serial])
    (left,) = [each for each in done["listed"] if each["file"]]
    assert (left["fault"], Path(left["file"]).name) == ("unreadable", "page 9.jpg")
    said = laptop("scans", "attach", str(folder), code=1)
    assert "2 were attached before." in said.out
    assert "page 9.jpg, page 1: No code of a numbered page can be read on it." in said.err
    laptop("scans", "put", left["file"], "--serial", serial, "--page", "2")
    (copy,) = laptop("scans", "list", "--incomplete", "--json").json()
    assert copy["pages"].startswith("3/")
    pages = laptop("scans", "list", "--pages", "--json").json()
    assert [each["page"] for each in pages] == [1, 2, 3]
    (laptop.folder / "scans" / pages[0]["scan_id"]).write_bytes(b"altered")
    assert [each["page"] for each in laptop("scans", "check", "--json", code=1).json()] == [1]
    laptop("scans", "remove", pages[0]["scan_id"], "--reason", "damaged on the disk")
    assert laptop("scans", "check").out == ""
    assert len(laptop("scans", "list", "--pages", "--json").json()) == 2
