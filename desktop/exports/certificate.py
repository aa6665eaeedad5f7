"""The certificate of deletion as one page to be signed and filed."""

from __future__ import annotations

from desktop.engagement.certificate import Certificate
from desktop.engagement.retention import Subject
from desktop.exports.document import Block, Document, Fields, Heading, Lines, Paragraph, Points, Table
from desktop.exports.document import Column as DocumentColumn
from desktop.exports.document_pdf import document_pdf
from desktop.foundation.clock import to_utc_text
from desktop.foundation.translation import tr


def subject_words(subject: Subject) -> str:
    """Return what a subject is called."""
    return {
        Subject.CONTACTS: tr("Contact details (update list)"),
        Subject.RESPONSES: tr("Responses"),
        Subject.SCANS: tr("Scans of paper sheets"),
        Subject.AUDIT: tr("Audit trail"),
    }[subject]


def count_words(what: str) -> str:
    """Return what is counted, in words."""
    return {
        "contacts": tr("Entries of the update list deleted"),
        "responses": tr("Responses emptied; a row without answers is left, so that the ledger balances"),
        "drafts": tr("Unfinished answers given up and deleted"),
        "second keyings": tr("Second keyings made for another laptop"),
        "queries": tr("Queries about sheets"),
        "piles": tr("Piles sent or received for second keying, with their keys"),
        "requests": tr("Requests for a call back and the like"),
        "notes": tr("Comments and conversation notes"),
        "boards": tr("Boards, with their photographs"),
        "quarantined": tr("Records set apart, emptied"),
        "scans": tr("Scanned pages deleted"),
        "lines": tr("Lines of the audit trail deleted"),
    }.get(what, what)


def certificate_pdf(certificate: Certificate) -> bytes:
    """Return the certificate as PDF."""
    return document_pdf(certificate_document(certificate))


def certificate_document(certificate: Certificate) -> Document:
    """Return the certificate as a document."""
    done = certificate.done_at
    who = certificate.done_by or tr("not named")
    if not certificate.signed_in:
        who = tr("{name} (by a command, not signed in)", name=who)
    blocks: list[Block] = [
        Paragraph(tr("What is named below was deleted, because the time for which it may be kept had passed.")),
        Fields(
            (
                (tr("Programme"), certificate.title),
                (tr("Run by"), certificate.organisation),
                (tr("Programme pack"), f"{certificate.programme_id}, {certificate.programme_version}"),
                (tr("What was deleted"), subject_words(certificate.subject)),
                (tr("Rule"), certificate.rule),
                (tr("Due from"), certificate.due.isoformat()),
                (tr("Deleted on"), f"{done:%Y-%m-%d %H:%M} ({to_utc_text(done)[:16]}Z)"),
                (tr("Deleted by"), who),
                (tr("Where"), certificate.store),
                (tr("Certificate"), certificate.certificate_id),
            )
        ),
        Table(
            (DocumentColumn(tr("Deleted"), 5.0), DocumentColumn(tr("How many"), 1.0)),
            tuple((count_words(what), str(many)) for what, many in certificate.counts),
        ),
        Paragraph(
            tr(
                "A store in a file overwrites what is deleted from it; on a database server the encryption of its "
                "volume guards what old pages still hold. Date and time are those of the computer it was done on."
            )
        ),
        Heading(tr("What this deletion does not reach"), 2),
    ]
    if certificate.left:
        blocks.append(Points(certificate.left))
    else:
        blocks.append(Paragraph(tr("No other copy is known here.")))
    blocks.append(Lines((tr("Name and signature of who carried it out"), tr("Date"))))
    return Document(
        title=tr("Certificate of deletion"),
        blocks=tuple(blocks),
        author=certificate.organisation,
        foot=tr("Sounding Board, certificate {id}", id=certificate.certificate_id),
        banner=tr("Practice: made-up data") if certificate.made_up else "",
    )
