"""What a form asks for and is not done here, told when the form is read: nothing is left out in silence."""

from __future__ import annotations

from typing import Any

from desktop.foundation.translation import tr
from desktop.questionnaires.xform_parts import ODK, XFORMS, Reading, attribute, kids, local

_CONTROLS = tuple(f"{{{XFORMS}}}{name}" for name in ("input", "select", "select1", "upload"))

_OTHERS = tuple(
    f"{{{XFORMS}}}{name}"
    for name in (
        "textarea",
        "switch",
        "insert",
        "delete",
        "send",
        "load",
        "message",
        "toggle",
        "setfocus",
        "submit",
    )
)
"""Controls and actions of XForms 1.0 that ODK XForms hasn't got."""


def tell_unsupported(reading: Reading, model: Any, body: Any) -> None:
    """Note what isn't done: as errors where answers would be wrong without it, else as warnings."""
    _controls(reading, body)
    for element in (*model.iter(*_OTHERS), *body.iter(*_OTHERS)):
        reading.warn(
            tr("The form has a “{name}”, which ODK forms don't have: it is left out here.", name=local(element)),
            tr("Ask with an input (appearance multiline for long text), and set values with setvalue."),
            ref=element.get("ref") or "",
        )
    for element in model.iter(f"{{{ODK}}}recordaudio"):
        reading.warn(
            tr("The form records sound in the background, which is not done here."),
            tr("Nothing need be done: the answer stays empty."),
            ref=element.get("ref") or "",
        )
    for submission in kids(model, "submission"):
        if submission.get("base64RsaPublicKey"):
            reading.warn(
                tr("The form has a public key to encrypt responses with, which is not used here."),
                tr("Responses are encrypted here in another way; take public_key out of the settings sheet."),
            )
    if reading.plan.find("meta/audit") is not None:
        reading.warn(
            tr("The form asks for a log of how it is filled in (audit), which is not kept here."),
            tr("Nothing need be done: the log stays empty."),
            ref="meta/audit",
        )


def _controls(reading: Reading, body: Any) -> None:
    for element in body.iter(*_CONTROLS):
        ref = element.get("ref") or ""
        if element.get("query"):
            reading.refuse(
                tr("The question takes its choices in a way that is not supported (select_one_external)."),
                tr("Use select_one_from_file with a choice_filter."),
                static=reading.plan.find(ref),
                column="type",
            )
        appearance = element.get("appearance") or ""
        if appearance.startswith("search(") or " search(" in appearance:
            reading.refuse(
                tr("The question takes its choices in a way that is not supported (search())."),
                tr("Use select_one_from_file with a choice_filter."),
                static=reading.plan.find(ref),
                column="appearance",
            )
        if attribute(element, "intent"):
            reading.warn(
                tr("The question opens another app, which is not done here."),
                tr("Ask for the answer in words."),
                ref=ref,
                column="appearance",
            )
