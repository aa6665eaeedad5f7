"""How soon a file that is meant to do harm is refused: two seconds are allowed for looking at size and shape."""

from __future__ import annotations

import zipfile
from pathlib import Path
from time import process_time

import pytest

from desktop.questionnaires.problems import FormRefused
from desktop.questionnaires.xform import read_xform
from desktop.xlsform.limits import read_within_limits
from tests.xlsform.test_hostile import calculated, xform

pytestmark = pytest.mark.benchmark(group="a harmful file is refused", timer=process_time)


def _circle(count: int) -> str:
    nodes = "".join(f"<n{n}/>" for n in range(count))
    model = "".join(f'<bind nodeset="/data/n{n}" calculate="/data/n{(n + 1) % count}"/>' for n in range(count))
    return xform(nodes=nodes, model=model, body="")


def _everything(count: int) -> str:
    nodes = "".join(f"<n{n}/>" for n in range(count))
    model = "".join(f'<bind nodeset="/data/n{n}" constraint="count(//*) &gt; 1"/>' for n in range(count))
    return xform(nodes=nodes, model=model, body="")


_FORMS = {
    "circle of 5,000": lambda: _circle(5_000),
    "2,000 rules on everything": lambda: _everything(2_000),
    "nested expression": lambda: calculated("(" * 5_000 + "1" + ")" * 5_000),
    "deep groups": lambda: xform(body="<group>" * 5_000 + "</group>" * 5_000),
}


def _refused(xml: bytes) -> None:
    with pytest.raises(FormRefused):
        read_xform(xml)


@pytest.mark.parametrize("name", _FORMS)
def test_an_xform(benchmark, name: str) -> None:
    benchmark.pedantic(_refused, (_FORMS[name]().encode(),), rounds=3)


def _unread(path: Path) -> None:
    with pytest.raises(FormRefused):
        read_within_limits(path)


def test_a_zip_bomb(benchmark, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 * 1024 * 1024))
    benchmark.pedantic(_unread, (path,), rounds=3)


def test_100_mb(benchmark, tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    benchmark.pedantic(_unread, (path,), rounds=3)
