"""``response``: recording a response from a file of answers, listing and showing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.commands.office import AsJson, AsName, iso_date, office, show, show_one
from desktop.commands.withdraw_commands import MaybeStore, tell
from desktop.foundation.durable_files import file_fault
from desktop.foundation.errors import DamagedFile
from desktop.foundation.translation import tr

if TYPE_CHECKING:
    from desktop.responses.response import Revision

app = typer.Typer(no_args_is_help=True, help=tr("Record, list and show responses."))
_LARGEST_ANSWERS = 16 * 1024 * 1024


@app.command("add")
def add(
    context: typer.Context,
    form: Annotated[str, typer.Option("--form", help=tr("Id of the form."))],
    event: Annotated[str, typer.Option("--event", help=tr("Id of the event."))],
    channel: Annotated[str, typer.Option("--channel", help="interview|kiosk|paper|online|letter|email|telephone")],
    answers: Annotated[
        Path, typer.Option("--answers", help=tr("JSON file: question name to answer; - for standard input."))
    ],
    serial: Annotated[str, typer.Option("--serial", help=tr("Serial of the paper copy."))] = "",
    received: Annotated[str, typer.Option("--received", help=tr("Date the paper or letter came in."))] = "",
    as_written: Annotated[
        bool, typer.Option("--as-written", help=tr("Paper: keep what the form would drop or forbid."))
    ] = False,
    language: Annotated[str, typer.Option("--language", help=tr("Language of the form."))] = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Record one finalised response and print its instance id. Refuses what the form refuses."""
    from desktop.workflows.record_response import add_response

    given = _read(answers)
    codes: list[str] = []
    with office(context).workplace() as place:
        revision = add_response(
            place,
            actor=office(context).actor(place, as_name),
            form_id=form,
            event_id=event,
            channel=channel,
            answers=given,
            serial=serial,
            received_on=iso_date(received, "--received") if received else "",
            as_written=as_written,
            language=language or None,
            hand_over_code=codes.append,
        )
    # the code stands in the JSON alone, which a program asked for: a terminal's scrollback is read by others
    told: dict[str, object] = {"instance_id": revision.instance_id}
    if codes:
        told["withdrawal_code"] = codes[0]
    show_one(told, revision.instance_id, as_json=as_json)


def _read(path: Path) -> dict[str, object]:
    try:
        if str(path) == "-":
            raw = typer.get_text_stream("stdin", encoding="utf-8-sig").read(_LARGEST_ANSWERS + 1)
        else:
            with path.open(encoding="utf-8-sig") as stream:
                raw = stream.read(_LARGEST_ANSWERS + 1)
        found = json.loads(raw) if len(raw) <= _LARGEST_ANSWERS else None
    except OSError as fault:
        raise file_fault(path, fault) from fault
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        # raised here, outside the except: a JSON error would carry the answers in its chain
        raise DamagedFile(
            place=str(path),
            fault=tr("The file of answers is no JSON object, or too large."),
            remedy=tr('Write {{"question": "answer", ...}} in UTF-8.'),
        )
    return found


@app.command("erase")
def erase(
    context: typer.Context,
    response: Annotated[str, typer.Argument(help=tr("Id of the response, or of any of its revisions."))],
    reason: Annotated[str, typer.Option("--reason", help=tr("Why, with no names."))],
    store: MaybeStore = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Coordinator: erase a response whose code is lost. From the centre (--store) it reaches the laptops too."""
    from desktop.workflows.withdraw import erase_response

    with office(context).workplace() as place:
        actor = office(context).actor(place, as_name)
        done = erase_response(place, actor=actor, response_id=response, reason=reason, store_url=store)
    tell(done, as_json=as_json)


@app.command("list")
def list_responses(
    context: typer.Context,
    event: Annotated[str, typer.Option("--event", help=tr("Only this event's."))] = "",
    programme: Annotated[str, typer.Option("--programme", help=tr("Only this programme's."))] = "",
    as_json: AsJson = False,
) -> None:
    """List the responses of this device with their state; no answer is shown."""
    from desktop.workflows.record_response import responses

    with office(context).workplace() as place:
        found = responses(place, event_id=event or None, programme_id=programme or None)
    show(
        found,
        {
            "instance_id": lambda each: each.instance_id,
            "state": lambda each: each.state.value,
            "channel": lambda each: each.channel,
            "form_id": lambda each: each.form_id,
            "event_id": lambda each: each.event_id,
            "serial": lambda each: each.serial,
            "print_log": lambda each: {True: "here", False: "not here", None: ""}[each.print_log_here],
            "recorded_by": lambda each: each.recorded_by,
            "finalised_at": lambda each: each.finalised_at.isoformat() if each.finalised_at else None,
            "received_on": lambda each: each.received_on,
            "batch_id": lambda each: each.batch_id,
        },
        as_json=as_json,
    )


@app.command("show")
def show_response(
    context: typer.Context,
    instance_id: Annotated[str, typer.Argument(help=tr("Instance id, as response add printed it."))],
    as_json: AsJson = False,
) -> None:
    """Show one response with its answers."""
    from desktop.workflows.record_response import response

    with office(context).workplace() as place:
        found = response(place, instance_id)
    revision = found.revision
    answers = dict(revision.answers) if revision else {}
    raw = {
        "instance_id": instance_id,
        "response_id": found.response_id,
        "state": found.state.value,
        "form_id": found.summary.form_id,
        "form_version": found.summary.form_version,
        "event_id": found.summary.event_id,
        "batch_id": found.summary.batch_id,
        "envelope": _envelope(revision) if revision else None,
        "xml_sha256": revision.xml_sha256 if revision else None,
        "answers": answers,
    }
    lines = [f"{name}: {raw[name]}" for name in ("instance_id", "state", "form_id", "form_version", "event_id")]
    lines += [f"  {path} = {value}" for path, value in answers.items()]
    show_one(raw, "\n".join(lines), as_json=as_json)


def _envelope(revision: Revision) -> dict[str, object]:
    """Return the envelope to be shown, without what only serves to take the response back and to hide its hash."""
    hidden = ("withdrawal_hash", "salt")
    raw = json.loads(revision.envelope.to_json())
    return {name: value for name, value in raw.items() if name not in hidden}
