"""A small good pack as text, for tests to spoil."""

from __future__ import annotations

from pathlib import Path

GOOD = """\
pack_format = 1
id = "river-walk"
version = "3"
title = "The river walk"
organisation = "Town council"
summary = "A path along the river."
opens = 2030-03-01
closes = 2030-03-31
time_zone = "Europe/London"
help_line = "telephone the council"
email = "walk@example.org"
website = "https://example.org/walk"
return_address = "Freepost WALK"
made_up = false
count_roles = true
serial_key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

[privacy]
version = "1"
text = "We keep your answers safe."

[consent]
version = "1"
text = "I agree."

[updates_consent]
version = "1"
text = "Send me news."

[retention]
contacts = 6
responses = 2035-06-30
scans = 12
audit = 84

[safeguarding]
emergency = "999"
duty_team = "Town council duty team, 01632 960001"
lead = "The town clerk"

[hand_over]
least_age = 16
adult_only = ["equality/age"]
keeps_unfinished = false
idle_seconds = 60

[[areas]]
code = "north"
label = "North bank"

[[areas]]
code = "south"
label = "South bank"

[[respondent_types]]
code = "resident"
label = "Resident"

[[languages]]
code = "en"
label = "English"

[[statements]]
code = "path"
label = "A path for everybody"

[[actions]]
code = "path_1"
label = "Benches"
under = "path"
due = 2030-12-31

[[contact_questions]]
name = "email"
label = "Your e-mail address"
kind = "email"

[[contact_questions]]
name = "topics"
label = "What about?"
kind = "choices"
choices = [{ code = "path", label = "The path" }]

[[events]]
id = "river-walk-1"
name = "Open day"
venue = "Boat house"
day = 2030-03-09
area = "north"
partner = "Friends of the river"

[[forms]]
id = "walk"
file = "walk.xml"
equality_group = "equality"

[[representation]]
age = "equality/age"
"""

XFORM = """\
<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
        xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">
  <h:head><h:title>The walk</h:title><model>
    <instance><data id="walk" version="1"><respondent_type/><view/><equality><age/></equality>
      <orx:meta><orx:instanceID/></orx:meta></data></instance>
    <bind nodeset="/data/respondent_type" type="string"/>
    <bind nodeset="/data/view" type="string"/>
    <bind nodeset="/data/equality/age" type="string"/>
    <bind nodeset="/data/orx:meta/orx:instanceID" type="string" readonly="true()" jr:preload="uid"/>
  </model></h:head>
  <h:body>
    <select1 ref="/data/respondent_type"><label>I am answering as</label>
      <item><label>Resident</label><value>resident</value></item></select1>
    <input ref="/data/view"><label>What do you think of the path?</label></input>
    <group ref="/data/equality"><label>About you</label>
      <select1 ref="/data/equality/age"><label>How old are you?</label>
        <item><label>Under 16</label><value>young</value></item>
        <item><label>16 and over</label><value>old</value></item></select1>
    </group>
  </h:body>
</h:html>
"""


def write_pack(folder: Path, text: str = GOOD, xform: str = XFORM) -> Path:
    """Write the pack into ``folder`` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "programme.toml").write_bytes(text.encode())
    (folder / "walk.xml").write_bytes(xform.encode())
    return folder


def spoilt(old: str, new: str, text: str = GOOD) -> str:
    """Return ``text`` with ``old`` (which must be there) replaced by ``new``."""
    assert old in text
    return text.replace(old, new, 1)


def line_of(words: str, text: str) -> int:
    """Return the 1-based line of ``text`` on which ``words`` first stand."""
    return text[: text.index(words)].count("\n") + 1
