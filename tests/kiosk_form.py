# ruff: noqa: E501 (a table in Markdown is as wide as it is)
"""A form in two languages for somebody who answers alone, and a programme that says what holds for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from desktop.engagement.hand_over import HandOver
from desktop.engagement.programme import Language, Programme
from desktop.staff.people import Actor
from desktop.workflows.open_programme import open_programme
from desktop.workflows.run_event import add_event
from desktop.workflows.workplace import Workplace

FORM_ID = "kiosk-form"
ENGLISH, URDU = "English (en)", "Urdu (ur)"
KIOSK_FORM = """
| survey |
|        | type                   | name     | label::English (en)           | label::Urdu (ur)                 | required | default | relevant | appearance |
|        | select_one yes_no      | resident | Do you live here?             | کیا آپ یہاں رہتے ہیں؟            | yes      |         |          |            |
|        | image                  | picture  | A picture of the place        | جگہ کی تصویر                     | yes      |         |          |            |
|        | text                   | comment  | What would you change?        | آپ کیا بدلنا چاہیں گے؟           |          |         |          | multiline  |
|        | begin_group            | adults   | For adults                    | بالغوں کے لیے                    |          |         |          |            |
|        | select_one yes_no      | work     | Do you work?                  | کیا آپ کام کرتے ہیں؟             | yes      | y       |          |            |
|        | text                   | job      | What is your work?            | آپ کا کام کیا ہے؟                | yes      |         |          |            |
|        | end_group              |          |                               |                                  |          |         |          |            |
|        | text                   | last     | Anything else?                | اور کچھ؟                         |          |         |          |            |
| choices |
|         | list_name | name | label::English (en) | label::Urdu (ur) |
|         | yes_no    | y    | Yes                 | ہاں              |
|         | yes_no    | n    | No                  | نہیں             |
| settings |
|          | form_title   | form_id    | version | default_language |
|          | A kiosk form | kiosk-form | 1       | English (en)     |
"""

WITH_ASSENT = HandOver(
    least_age=16,
    assent=("2022-01-01", "Your parent or carer has read this with you.\n\nYou can stop at any time."),
    assent_from=12,
    adult_only=("adults",),
    keeps_unfinished=False,
    idle_seconds=90,
)


def open_kiosk_programme(folder: Path, place: Workplace, actor: Actor, rules: HandOver) -> tuple[Programme, str]:
    """Open the form as a programme with these rules; return it and the id of an event of it."""
    path = folder / "kiosk-form.md"
    path.write_text(KIOSK_FORM, encoding="utf-8")
    opened = open_programme(place, actor=actor, path=path)
    programme = with_rules(place, opened, rules)
    event = add_event(
        place,
        actor=actor,
        programme_id=programme.programme_id,
        name="Drop-in",
        day=date(2022, 1, 12),
        venue="Library",
    )
    return programme, event.event_id


def with_rules(place: Workplace, programme: Programme, rules: HandOver) -> Programme:
    """Give a programme of the store other rules for handing over."""
    changed = replace(programme, hand_over=rules, languages=(Language("en", "English"), Language("ur", "اردو")))
    with place.unit() as unit:
        unit.programmes.put(changed, pack_sha256=f"{hash(rules) & 0xFFFFFFFF:08x}" * 8, pack_files={})
        unit.commit()
    return changed
