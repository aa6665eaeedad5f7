"""What asks for contact details, and what only speaks of them."""

from __future__ import annotations

import pytest

from desktop.xlsform.contact_details import Asked, Detail, details_asked

ASKS = [
    ("q1", "text", "What is your e-mail address?", "", {Detail.EMAIL}),
    ("q1", "text", "E-mail", "", {Detail.EMAIL}),
    ("q1", "text", "Please give your email so that we can reply.", "", {Detail.EMAIL}),
    ("email", "text", "How can we reach you?", "", {Detail.EMAIL}),
    ("contactEmail", "text", "Contact", "", {Detail.EMAIL}),
    ("q1", "text", "How can we reach you?", "Please enter your e-mail address.", {Detail.EMAIL}),
    ("q1", "text", "Telephone number", "", {Detail.TELEPHONE}),
    ("q1", "integer", "Mobile number", "", {Detail.TELEPHONE}),
    ("phone_number", "text", "Contact", "", {Detail.TELEPHONE}),
    ("q1", "text", "What is your phone number?", "", {Detail.TELEPHONE}),
    ("q1", "text", "What is your name?", "", {Detail.NAME}),
    ("q1", "text", "**Full name**", "", {Detail.NAME}),
    ("q1", "text", "Name", "", {Detail.NAME}),
    ("surname", "text", "Family", "", {Detail.NAME}),
    ("q1", "text", "What is your home address?", "", {Detail.ADDRESS}),
    ("q1", "text", "Address", "", {Detail.ADDRESS}),
    ("q1", "text", "Postcode", "", {Detail.POSTCODE}),
    ("q1", "text", "What is your full postcode?", "", {Detail.POSTCODE}),
    ("q1", "text", "What is your post code?", "For example LE3 8RA", {Detail.POSTCODE}),
    ("postcode", "text", "Where do you live?", "", {Detail.POSTCODE}),
    ("q1", "date", "What is your date of birth?", "", {Detail.BIRTH}),
    ("dob", "date", "Birth", "", {Detail.BIRTH}),
    ("q1", "text", "Your name and e-mail address", "", {Detail.NAME, Detail.EMAIL}),
]
SPEAKS = [
    ("heard", "select_multiple", "How did you hear about us: e-mail, letter or telephone?", ""),
    ("contact_way", "select_one", "Would you rather be told by e-mail or telephone?", ""),
    ("neighbourhood", "text", "What are the first part of your postcode and the next figure?", "Such as LE3 8."),
    ("postcode_district", "text", "Postcode district", ""),
    ("q1", "text", "Where do you live?", "Please do not give your full postcode."),
    ("comment", "text", "What would you like to say about this aim?", "Please leave out names and addresses."),
    ("comment", "text", "What should the plan do to address loneliness?", ""),
    ("comment", "text", "Does the plan address your concerns?", ""),
    ("comment", "text", "What did you think of our e-mail newsletter?", ""),
    ("comment", "text", "How could booking by telephone be made better?", ""),
    ("comment", "text", "Please do not write your name or e-mail address here. What else matters?", ""),
    ("organisation_name", "text", "Which organisation is it?", "Leave this empty if you would rather not say."),
    ("name", "text", "Name of your organisation", ""),
    ("year", "integer", "In which year were you born?", ""),
    ("age", "integer", "How old are you?", ""),
    ("phones", "integer", "How many mobile phones are there in your household?", ""),
    ("group_name", "text", "What is the group's name?", ""),
    ("place", "text", "Name a place in the town that you like.", ""),
    ("sex", "select_one", "What is your name for it?", ""),
    ("service", "text", "Which services would you name as best?", ""),
    ("email_help", "text", "What would help you to use e-mail more?", ""),
    ("consent", "text", "What do you know about how we use names and addresses?", ""),
]


@pytest.mark.parametrize(("name", "kind", "label", "hint", "details"), ASKS)
def test_asks(name: str, kind: str, label: str, hint: str, details: set[Detail]) -> None:
    assert set(details_asked(Asked(name, kind, (label,), (hint,) if hint else ()))) == details


@pytest.mark.parametrize(("name", "kind", "label", "hint"), SPEAKS)
def test_only_speaks(name: str, kind: str, label: str, hint: str) -> None:
    assert details_asked(Asked(name, kind, (label,), (hint,) if hint else ())) == ()
