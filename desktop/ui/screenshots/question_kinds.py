# ruff: noqa: E501 (a table in Markdown is as wide as it is)
"""Pictures of every kind of question, and of a repeat as cards, from a made-up form that is tried in the preview."""

from __future__ import annotations

import tempfile
from pathlib import Path

from desktop.ui.interview.course import Stage
from desktop.ui.interview.instance_cards import InstanceCards
from desktop.ui.pages.page import Where
from desktop.ui.questions.widget import QuestionWidget
from desktop.ui.screenshots.camera import Camera

_FORM = """
| survey |
|        | type                     | name          | label                                             | hint                     | appearance    | parameters            |
|        | note                     | kind-note     | Made up: this form shows every kind of question.  |                          |               |                       |
|        | select_one agree         | kind-radio    | Made up: do you agree?                            | Choose one.              |               |                       |
|        | select_one agree         | kind-likert   | Made up: how much do you agree?                   |                          | likert        |                       |
|        | select_one agree         | kind-minimal  | Made up: which of these, from a list?             |                          | minimal       |                       |
|        | select_one places        | kind-search   | Made up: which of these places?                   |                          | autocomplete  |                       |
|        | select_multiple places   | kind-several  | Made up: which of these places do you go to?      | Choose all that apply.   | columns-3     |                       |
|        | begin_group              | kind-matrix   | Made up: how much do you agree?                   |                          | field-list    |                       |
|        | select_one agree         | heads         | For each line                                     |                          | label         |                       |
|        | select_one agree         | line1         | The park is easy to reach                         |                          | list-nolabel  |                       |
|        | select_one agree         | line2         | The surgery is easy to reach                      |                          | list-nolabel  |                       |
|        | select_one agree         | line3         | I know where to ask for help when I need it       |                          | list-nolabel  |                       |
|        | end_group                |               |                                                   |                          |               |                       |
|        | range                    | kind-slider   | Made up: how well did you sleep?                  | 0 badly, 10 well         |               | start=0 end=10 step=1 |
|        | range                    | kind-rating   | Made up: how was the welcome?                     |                          | rating        | start=1 end=5 step=1  |
|        | rank agree               | kind-rank     | Made up: put these in order                       |                          |               |                       |
|        | date                     | kind-date     | Made up: when were you last there?                |                          |               |                       |
|        | time                     | kind-time     | Made up: at what time?                            |                          |               |                       |
|        | dateTime                 | kind-moment   | Made up: at what day and time?                    |                          |               |                       |
|        | integer                  | kind-integer  | Made up: how many of you are there?               |                          |               |                       |
|        | integer                  | kind-counter  | Made up: how many children?                       |                          | counter       |                       |
|        | decimal                  | kind-decimal  | Made up: how many hours a week?                   |                          |               |                       |
|        | text                     | kind-line     | Made up: in a word?                               |                          |               |                       |
|        | text                     | kind-words    | Made up: in your own words?                       |                          | multiline     |                       |
|        | image                    | kind-picture  | Made up: a picture of the place                   |                          |               |                       |
|        | image                    | kind-drawing  | Made up: draw it                                  |                          | draw          |                       |
|        | acknowledge              | kind-tick     | Made up: I have read this                         |                          |               |                       |
|        | geopoint                 | kind-point    | Made up: where is it?                             |                          |               |                       |
|        | geotrace                 | kind-trace    | Made up: which way do you walk?                   |                          |               |                       |
|        | barcode                  | kind-barcode  | Made up: the number on the card                   |                          |               |                       |
|        | begin_repeat             | kind-repeat   | Person in the household                           |                          |               |                       |
|        | text                     | first         | Made up: what are they called here?               |                          |               |                       |
|        | end_repeat               |               |                                                   |                          |               |                       |
| choices |
|         | list_name | name    | label              |
|         | agree     | sa      | Strongly agree     |
|         | agree     | a       | Agree              |
|         | agree     | n       | Neither            |
|         | agree     | d       | Disagree           |
|         | agree     | sd      | Strongly disagree  |
{places}
| settings |
|          | form_title                        | form_id     | version |
|          | Made up: every kind of question   | every-kind  | 1       |
"""
_PLACES = ("Hillfield", "Old Mill", "Riverside", "Church End", "The Green", "Station Road", "Newtown", "Lakeside",
           "Castle Hill", "Market Place", "Orchard Way", "Long Lane", "Westfield", "Bridge Street")  # fmt: skip


def form_of_every_kind() -> str:
    """Return the made-up form as tables in Markdown."""
    places = "\n".join(
        f"|         | places    | p{at}     | {name} (made up) |" for at, name in enumerate(_PLACES, start=1)
    )
    return _FORM.format(places=places).strip()


def take_kinds(camera: Camera) -> None:
    """Walk through the form; its repeat gets two people, shown as cards."""
    with tempfile.TemporaryDirectory() as folder:
        form = Path(folder) / "every-kind.md"
        form.write_text(form_of_every_kind(), "utf-8")
        camera.go(Where.PREVIEW, path=str(form))
        camera.until(lambda: camera.window.page.shown is not None)
        camera.settle()
        if camera.window.page.shown.stage is Stage.CONSENT:
            camera.pressed("The person agrees: start")
        for _screen in range(60):
            page = camera.window.page
            if page.shown.stage is not Stage.QUESTIONS:
                break
            if _cards(camera):
                _take_cards(camera)
                break
            _take_question(camera)
            camera.pressed("Continue")


def _take_question(camera: Camera) -> None:
    path = camera.window.page.shown.views[0].path
    name = next((each for each in path.split("/") if each.startswith("kind-")), path)
    camera.take(name.replace("kind-", "question-"))


def _take_cards(camera: Camera) -> None:
    camera.take("repeat")
    for words in ("Made up: the first", "Made up: the second"):
        _cards(camera)[0].add.click()
        camera.settle()
        while not _cards(camera):
            for widget in camera.window.page.findChildren(QuestionWidget):
                if widget.isVisible():
                    widget.set_value(words)
            camera.take(f"repeat-{words.rpartition(' ')[2]}")
            camera.pressed("Continue")
    camera.take("repeat-cards")


def _cards(camera: Camera) -> list[InstanceCards]:
    return [each for each in camera.window.page.findChildren(InstanceCards) if each.isVisible()]
