"""What a first window does not need is not imported for it: importing is most of the time that starting takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "alembic", "argon2", "cryptography", "keyring", "lxml", "openpyxl", "PIL", "psycopg", "pypdfium2", "pyrage",
    "pyxform", "reportlab", "segno", "sqlalchemy", "sqlcipher3", "sqlmodel", "typer", "uharfbuzz", "xlsxwriter",
)  # fmt: skip
_OPEN_AND_LOOK = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop.foundation.clock import SystemClock
from desktop.jobs.executors import Executors
from desktop.ui.application import run_application

loaded = []
app = QApplication([])

def look():
    loaded.extend(sys.modules)
    app.quit()

run_application(
    folder=Path(sys.argv[1]), clock=SystemClock(), executors=Executors(), find_keyring=lambda: None,
    when_painted=look,
)
print(json.dumps(sorted({name.partition(".")[0] for name in loaded})))
"""


def test_the_first_window_loads_nothing_heavy(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _OPEN_AND_LOOK, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert "PySide6" in loaded
    assert loaded.isdisjoint(HEAVY)
