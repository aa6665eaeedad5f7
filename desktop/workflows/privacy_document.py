"""The privacy report in words, for people to read: parts, paragraphs and tables."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.exports.document import Block, Column, Document, Heading, Paragraph, Points, Table
from desktop.foundation.translation import tr
from desktop.store.privacy import Category
from desktop.workflows.privacy_report import CENTRE, LAPTOP, Field, PrivacyReport, StoredTable


def report_document(report: PrivacyReport) -> Document:
    """Return the report as a document."""
    return Document(
        title=tr("What is stored, where, and for how long"),
        blocks=tuple(_blocks(report)),
        author="Sounding Board",
        foot=tr("Privacy report of {store}, made on {day}", store=report.store, day=f"{report.made_at:%Y-%m-%d}"),
        banner=tr("Practice: made-up data")
        if report.programmes and all(each.made_up for each in report.programmes)
        else "",
    )


def category_words(category: Category) -> str:
    """Return what a category is called in the tables."""
    return {
        Category.NONE: tr("not personal"),
        Category.STAFF: tr("personal, of staff"),
        Category.PERSONAL: tr("personal"),
        Category.SPECIAL: tr("SPECIAL CATEGORY"),
        Category.KEY: tr("key"),
    }[category]


def _blocks(report: PrivacyReport) -> Iterator[Block]:
    yield Paragraph(
        tr("This is made for the annex of a data protection impact assessment. The application wrote it from its "
           "own tables and from the programme packs that are open, so it lists every field that is stored. It "
           "holds no answer, no contact detail and no key.")
    )  # fmt: skip
    yield from _in_short()
    yield from _keeping(report)
    yield from _forms(report)
    yield from _tables(report)
    yield from _files(report)
    yield from _roles(report)
    yield from _limits()


def _in_short() -> Iterator[Block]:
    yield Heading(tr("In short"))
    yield Table(
        (
            Column(tr("What"), 2.0), Column(tr("Where"), 2.2), Column(tr("Under which key"), 2.6),
            Column(tr("Who receives it"), 2.0), Column(tr("How long"), 2.0),
        ),
        (
            (tr("Answers (special category data among them)"),
             tr("The laptop's store; batch files; the central store"),
             tr("Store key; batch-opening key of the coordinator; central store key"), tr("The coordinator"),
             tr("By the programme's rule for responses")),
            (tr("Contact details of those who asked for news"), tr("The same, in tables and files of their own"),
             tr("The contacts key, which only the coordinator holds, inside the keys above"),
             tr("The coordinator"),
             tr("By the programme's rule for contact details")),
            (tr("Who recorded, keyed, sent, changed"), tr("On each record, and in the audit trail"),
             tr("Store key, central store key"), tr("The coordinator"),
             tr("By the rules for responses and audit")),
            (tr("Keys"), tr("keys.json and the encrypted stores; the keyring; the recovery sheet in a safe"),
             tr("See the page Keys of the guide"), tr("Nobody"), tr("Until changed")),
        ),
    )  # fmt: skip
    yield Paragraph(tr("Nothing joins contact details to answers: no id, no event, no hour, no order."))
    yield Paragraph(
        tr("How fields are classed: {personal} means that it could lead to a living person; {special} means "
           "health, ethnicity, religion and the like, and free words in which people may write such things.",
           personal=category_words(Category.PERSONAL), special=category_words(Category.SPECIAL))
    )  # fmt: skip


def _keeping(report: PrivacyReport) -> Iterator[Block]:
    yield Heading(tr("How long"))
    if not report.programmes:
        yield Paragraph(tr("No programme is open here. Open its pack, and make the report again."))
    for programme in report.programmes:
        title = f"{programme.title} ({programme.programme_id}, {programme.version})"
        yield Heading(title, 2)
        yield Paragraph(tr("Run by: {organisation}", organisation=programme.organisation))
        yield Table(
            (Column(tr("What"), 2.0), Column(tr("Rule"), 3.0), Column(tr("Goes from"), 1.0)),
            tuple((each.subject, each.words, each.due or tr("not said")) for each in programme.keeping),
        )
    yield Paragraph(
        tr("On the day the application proposes it; a coordinator carries it out and gets a certificate. Backups "
           "go by their own rule; exports and paper by hand.")
    )  # fmt: skip


def _forms(report: PrivacyReport) -> Iterator[Block]:
    yield Heading(tr("What people are asked"))
    for form in report.forms:
        yield Heading(f"{form.title} ({form.form_id}, {form.version})", 2)
        yield _fields(form.questions, tr("Question"))
    for programme in report.programmes:
        if programme.contacts:
            yield Heading(tr("The update list: {title}", title=programme.title), 2)
            yield _fields(programme.contacts, tr("Question"))
    yield Heading(tr("Beside the answers of each response: its envelope"), 2)
    yield _fields(report.envelope, tr("Field"))


def _tables(report: PrivacyReport) -> Iterator[Block]:
    yield Heading(tr("On each laptop: the tables of its store"))
    for table in report.tables:
        if LAPTOP in table.places:
            yield from _table(table)
    yield Heading(tr("At the central store"))
    same = ", ".join(table.name for table in report.tables if table.places == (LAPTOP, CENTRE))
    yield Paragraph(tr("These tables are there too, as described above: {names}. The others are:", names=same))
    for table in report.tables:
        if table.places == (CENTRE,):
            yield from _table(table)


def _table(table: StoredTable) -> Iterator[Block]:
    yield Heading(table.name, 2)
    yield Paragraph(table.words)
    yield Points(
        (
            table.key,
            tr("Who receives it: {receives}", receives=table.receives),
            tr("How long: {kept}", kept=table.kept),
        )
    )
    yield _fields(table.fields, tr("Field"))


def _fields(fields: tuple[Field, ...], heading: str) -> Table:
    return Table(
        (Column(heading, 2.2), Column(tr("What it holds"), 4.5), Column(tr("Class"), 1.4)),
        tuple((field.name, field.words, category_words(field.category)) for field in fields),
    )


def _files(report: PrivacyReport) -> Iterator[Block]:
    places = {
        "data folder": tr("In the data folder of the laptop"),
        "central store": tr("At the centre"),
        "carried": tr("Carried on sticks and shared folders"),
        "backup folder": tr("In the backup folder"),
        "export": tr("Written for use elsewhere"),
        "paper": tr("On paper"),
        "system": tr("In the computer's own keeping"),
    }
    yield Heading(tr("Files and paper"))
    for place, words in places.items():
        yield Heading(words, 2)
        yield Table(
            (
                Column(tr("What"), 2.3), Column(tr("Holds"), 3.0), Column(tr("Class"), 1.2),
                Column(tr("Key"), 2.2), Column(tr("Who receives it"), 1.6), Column(tr("How long"), 1.8),
            ),
            tuple(
                (each.name, each.holds, category_words(each.category), each.key, each.receives, each.kept)
                for each in report.files
                if each.place == place
            ),
        )  # fmt: skip


def _roles(report: PrivacyReport) -> Iterator[Block]:
    yield Heading(tr("Who may do what"))
    yield Table(
        (Column(tr("Role"), 1.0), Column(tr("May"), 6.0)),
        tuple((tr(role), ", ".join(tr(action) for action in actions)) for role, actions in report.roles),
    )
    yield Paragraph(
        tr(
            "The role is a matter of order among colleagues, said by a PIN. What keeps strangers out is the "
            "encryption."
        )
    )


def _limits() -> Iterator[Block]:
    yield Heading(tr("What remains possible"))
    yield Points(
        (
            tr("Whoever holds two backups of one laptop from different days, and its key, can see which sealed "
               "entries of the update list came in between, and which responses did. They can't open them."),
            tr("When something was recorded is the laptop's own word: its clock may be wrong."),
            tr("People write about themselves, and others, in free words. Read comments before publishing them."),
            tr("A coordinator can open everything that reached the centre, contact details included, but finds "
               "nothing that joins them to answers."),
            tr("Copies that left the application (exports in clear, paper, photographs of a screen) obey no rule "
               "of it."),
        )
    )  # fmt: skip
