"""A form's questions as blocks: headings, conditions in words, numbers, answer spaces, code sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from desktop.foundation.translation import tr
from desktop.paper import words
from desktop.paper.answer_space import answer_space, instruction, needs_code_sheet
from desktop.paper.placed import Block, Item, Part, Words
from desktop.paper.setting import Setting, stacked
from desktop.paper.skips import Skip, skips
from desktop.questionnaires.definition import FormDefinition, Group, Question, QuestionType, Repeat
from desktop.questionnaires.expressions.syntax import Expression, Number
from desktop.questionnaires.numbering import question_numbers
from desktop.sheets.codes import choice_codes
from desktop.typesetting.lines import set_text

REPEAT_BLOCKS = 3
"""So many times a repeat is printed when the form does not say how often."""
_MOST_REPEAT_BLOCKS = 12
_LONGEST_LEAD = 6
_BELOW_HEADING = 5.0
"""Most millimetres between a heading and what belongs to it: nearer than to what stands before."""


@dataclass(frozen=True, slots=True)
class FormBlocks:
    """What :func:`form_blocks` needs on its way through the form."""

    definition: FormDefinition
    setting: Setting
    numbers: Mapping[str, str]
    skips: Mapping[tuple[str, str], Skip]

    def walk(self, parent: Group | Repeat, depth: int, prefix: str) -> Iterator[Block]:
        """Yield the blocks of everything in ``parent``; ``prefix`` is its path, instances numbered."""
        for child in parent.children:
            if isinstance(child, Question):
                yield from self.question(child, prefix + child.name)
            elif isinstance(child, Repeat):
                yield from self.repeat(child, depth, prefix + child.name)
            else:
                yield from self.group(child, depth, prefix + child.name)

    def group(self, group: Group, depth: int, path: str) -> Iterator[Block]:
        inside = list(self.walk(group, depth + 1, path + "/"))
        if inside:
            yield from self.headings(group, group.label(self.setting.form_language), depth)
            yield from inside[:-1]
            # a closing word belongs to what was before it
            yield replace(inside[-1], keep_with_next=False)

    def repeat(self, repeat: Repeat, depth: int, path: str) -> Iterator[Block]:
        times = REPEAT_BLOCKS
        if repeat.count is not None and isinstance(repeat.count.tree, Number):
            times = max(1, min(int(repeat.count.tree.value), _MOST_REPEAT_BLOCKS))
        language = self.setting.language
        label = repeat.label(self.setting.form_language)
        for number in range(1, times + 1):
            inside = list(self.walk(repeat, depth + 1, f"{path}[{number}]/"))
            if not inside:
                return
            if label:
                heading = tr(
                    "{label}: {number} of {count}", language=language, label=label, number=number, count=times
                )
            else:
                heading = tr("{number} of {count}", language=language, number=number, count=times)
            yield from self.headings(repeat, heading, depth)
            yield from inside

    def headings(self, group: Group | Repeat, label: str, depth: int) -> Iterator[Block]:
        edition = self.setting.edition
        style = edition.styles.heading if depth == 0 else edition.styles.subheading
        if label:
            yield self.setting.heading(label, style, gap=edition.question_gap + (2.0 if depth == 0 else 0.0))
        if group.relevant is not None:
            text = self.whom_it_concerns(group)
            gap = edition.gap if label else edition.question_gap
            yield replace(self.setting.paragraph(text, edition.styles.body, gap=gap), keep_with_next=True)

    def whom_it_concerns(self, group: Group | Repeat) -> str:
        """Return the group's condition in words, with the numbers of the questions that it holds for."""
        numbers = [self.numbers[question.path] for question in _questions(group) if question.path in self.numbers]
        condition = self.condition(group.relevant)
        language = self.setting.language
        if not numbers:
            return condition
        condition = condition[:1].lower() + condition[1:]  # it goes on after a colon
        if len(numbers) == 1:
            return tr("Question {number}: {condition}", language=language, number=numbers[0], condition=condition)
        return tr(
            "Questions {first} to {last}: {condition}",
            language=language,
            first=numbers[0],
            last=numbers[-1],
            condition=condition,
        )

    def condition(self, relevant: Expression | None) -> str:
        """Return a relevance as an instruction; where no words are found for it, one that is always true."""
        from desktop.questionnaires.expressions.wording import in_words

        if relevant is None:
            return ""
        said = in_words(relevant, self.definition, self.setting.form_language)
        if not said:
            return tr("Leave this out if it does not apply to you.", language=self.setting.language)
        return said if said.endswith((".", "?", "!", "۔", "।")) else said + "."

    def question(self, question: Question, path: str) -> Iterator[Block]:
        if not question.visible or "label" in question.appearances:
            return
        label = question.label(self.setting.form_language)
        if question.type is QuestionType.NOTE:
            yield from self.note(question, label)
            return
        head = self.head(question, label)
        leads = {value: skip for (asked, value), skip in self.skips.items() if asked == question.path}
        space = answer_space(question, path, self.setting, leads)
        if space:
            # never a question alone at the foot of a page, not even when it is too tall for one
            first = stacked(head, space[0], gap=head.gap)
            yield Block((first, *space[1:]), continued=self.continued(question))
        else:
            yield Block((head,))

    def head(self, question: Question, label: str) -> Part:
        setting, edition = self.setting, self.setting.edition
        styles, left = edition.styles, edition.number_width
        parts: list[Part] = []
        if question.relevant is not None:
            parts.append(setting.lines(self.condition(question.relevant), styles.body, x=left))
        asked = setting.lines(label, styles.question, x=left)
        if words.is_to_fill_in(label):
            asked = setting.to_fill_in(label, styles.question, x=left)
        number = self.numbers.get(question.path, "")
        (line,) = set_text(number, styles.question) if number else set_text(" ", styles.question)
        numbered: tuple[Item, ...] = (
            *asked.items,
            Words(0.0, _first_baseline(asked, styles.question.ascent), line),
        )
        parts.append(replace(asked, items=numbered, gap=1.5))
        needed = words.needs_an_answer(setting.language) if question.always_required else ""
        for text in (question.hint(setting.form_language), needed, instruction(question, setting.language)):
            if text:
                parts.append(replace(setting.lines(text, styles.body, x=left), gap=1.0))
        return stacked(*parts, gap=edition.question_gap)

    def note(self, question: Question, label: str) -> Iterator[Block]:
        edition = self.setting.edition
        gap = edition.question_gap * 0.6
        if question.relevant is not None:
            condition = self.condition(question.relevant)
            yield self.setting.paragraph(condition, edition.styles.body, gap=gap, keep_with_next=True)
            gap = 1.5
        paragraphs = [
            self.setting.paragraph(paragraph, edition.styles.body, gap=gap if number == 0 else edition.gap)
            for number, paragraph in enumerate(part for part in label.split("\n\n") if part.strip())
        ]
        # a few words stay with the question that they lead to; a long text may stand on the page before
        leads = sum(len(paragraph.parts) for paragraph in paragraphs) <= _LONGEST_LEAD
        for paragraph in paragraphs:
            yield replace(paragraph, keep_with_next=leads)

    def continued(self, question: Question) -> Part:
        text = words.continued(self.numbers.get(question.path, ""), self.setting.language)
        return self.setting.lines(text, self.setting.edition.styles.question, x=self.setting.edition.number_width)

    def code_sheet(self, question: Question) -> Iterator[Block]:
        """Yield the list of a question with too many choices to stand below it."""
        setting, styles = self.setting, self.setting.edition.styles
        title = tr(
            "List for question {number}", language=setting.language, number=self.numbers.get(question.path, "")
        )
        yield setting.heading(title, styles.heading, gap=setting.edition.question_gap)
        yield setting.paragraph(question.label(setting.form_language), styles.body, gap=2.0, keep_with_next=True)
        codes = choice_codes([choice.value for choice in question.choices])
        for choice in question.choices:
            code = setting.lines(codes[choice.value], styles.question)
            label = setting.lines(
                choice.label(setting.form_language), styles.body, x=setting.edition.number_width + 4
            )
            height = max(code.height, label.height)
            yield Block((Part(height, (*code.items, *label.items), gap=1.0),))


def form_blocks(definition: FormDefinition, setting: Setting) -> tuple[Block, ...]:
    """Return the blocks of a whole form, the lists that its code sheets hold at the end."""
    numbers = question_numbers(definition)
    blocks = FormBlocks(definition, setting, numbers, skips(definition, numbers))
    body = list(blocks.walk(definition.root, 0, ""))
    lists = [
        block
        for question in definition.questions()
        if question.visible and needs_code_sheet(question)
        for block in blocks.code_sheet(question)
    ]
    if lists:
        lists[0] = replace(lists[0], new_page=True)
    return (*_closed_up(body), *lists)


def _closed_up(blocks: list[Block]) -> Iterator[Block]:
    before: Block | None = None
    for block in blocks:
        first, *rest = block.parts
        if before is not None and before.heading:
            first = replace(first, gap=min(first.gap, _BELOW_HEADING))
        yield replace(block, parts=(first, *rest))
        before = block


def _questions(group: Group | Repeat) -> Iterator[Question]:
    for child in group.children:
        if isinstance(child, Question):
            yield child
        else:
            yield from _questions(child)


def _first_baseline(part: Part, otherwise: float) -> float:
    return next((item.y for item in part.items if isinstance(item, Words)), otherwise)
