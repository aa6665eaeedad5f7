"""A form's questions as blocks: headings, conditions in words, numbers, answer spaces, code sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop.foundation.translation import in_each, parts_of, tr
from desktop.paper import words
from desktop.paper.answer_space import answer_space, instruction, needs_code_sheet
from desktop.paper.editions import Edition
from desktop.paper.grid_setting import Line, columns_for, set_line
from desktop.paper.grids import Grid, is_head, with_grids
from desktop.paper.pictures import below, label_picture
from desktop.paper.placed import Block, Item, Part, Picture, Words
from desktop.paper.setting import Setting, beside, in_lines, stacked
from desktop.paper.skips import Skip, skips
from desktop.questionnaires.definition import FormDefinition, Group, Question, QuestionType, Repeat
from desktop.questionnaires.expressions.syntax import Expression, Number, Path
from desktop.questionnaires.numbering import question_numbers
from desktop.sheets.codes import choice_codes
from desktop.typesetting.lines import set_text

REPEAT_BLOCKS = 3
"""So many times a repeat is printed when the form does not say how often."""
_MOST_REPEAT_BLOCKS = 12
_LONGEST_LEAD = 6
_LEAST_LINES_PARTED = 4
"""A table of no more lines stays on one page."""
_TALLEST_HEAD = 100.0
"""The words of a question that are longer, in millimetres, may go over to the next page."""


@dataclass(frozen=True, slots=True)
class FormBlocks:
    """What :func:`form_blocks` needs on its way through the form."""

    definition: FormDefinition
    setting: Setting
    numbers: Mapping[str, str]
    skips: Mapping[tuple[str, str], Skip]

    def walk(self, parent: Group | Repeat, depth: int, prefix: str) -> Iterator[Block]:
        """Yield the blocks of everything in ``parent``; ``prefix`` is its path, instances numbered."""
        leading = {asked for asked, _value in self.skips}
        for child in with_grids(parent.children, leading):
            if isinstance(child, Grid):
                yield from self.grid(child, prefix)
            elif isinstance(child, Question):
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
        setting, language = self.setting, self.setting.language
        fixed = times_said(repeat, self.definition)
        times = max(1, min(fixed, _MOST_REPEAT_BLOCKS)) if fixed is not None else REPEAT_BLOCKS
        label = repeat.label(setting.form_language)
        for number in range(1, times + 1):
            inside = list(self.walk(repeat, depth + 1, f"{path}[{number}]/"))
            if not inside:
                return
            yield from self.headings(repeat, words.of_blocks(label, number, fixed, language), depth)
            yield from inside[:-1]
            yield replace(inside[-1], keep_with_next=False)
        if fixed is None or fixed > times:
            text = words.more_than_blocks(language, fillable=setting.fillable)
            yield setting.paragraph(text, setting.edition.styles.body, gap=setting.edition.gap)

    def headings(self, group: Group | Repeat, label: str, depth: int) -> Iterator[Block]:
        edition = self.setting.edition
        style = edition.styles.heading if depth == 0 else edition.styles.subheading
        if label:
            yield self.setting.heading(label, style, gap=edition.question_gap + (2.0 if depth == 0 else 0.0))
        if group.relevant is not None:
            text = self.whom_it_concerns(group.relevant, _questions(group))
            gap = edition.gap if label else edition.question_gap
            yield replace(self.setting.paragraph(text, edition.styles.body, gap=gap), keep_with_next=True)

    def whom_it_concerns(self, relevant: Expression | None, questions: Iterable[Question]) -> str:
        """Return a condition in words, with the numbers of the questions that it holds for."""
        numbers = [self.numbers[question.path] for question in questions if question.path in self.numbers]
        condition = self.condition(relevant)
        language = self.setting.language
        if not numbers:
            return condition
        condition = in_each(condition, lambda said: said[:1].lower() + said[1:])  # it goes on after a colon
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
        said = in_words(relevant, self.definition, self.setting.form_language, tongue=self.setting.language)
        if not said:
            return tr("Leave this out if it does not apply to you.", language=self.setting.language)
        return in_each(said, words.with_full_stop)

    def question(self, question: Question, path: str, stem: Sequence[str] = ()) -> Iterator[Block]:
        """Yield a question with its answers, or a note.

        Args:
            stem: words that stand above it and above others like it, so that each can be read by itself.
        """
        if not question.visible:
            return
        label = question.label(self.setting.form_language)
        if is_head(question) and not label:
            return
        if question.type is QuestionType.NOTE or is_head(question):
            yield from self.note(question, label)
            return
        head = self.head(question, label, stem)
        leads = {value: skip for (asked, value), skip in self.skips.items() if asked == question.path}
        space = answer_space(question, path, self.setting, leads)
        room = self.setting.height - self.setting.edition.gap
        if head.height > _TALLEST_HEAD or (space and head.height + space[0].height > room):
            yield Block(in_lines(head), keep_with_next=bool(space), splittable=True)
            if space:
                yield Block(space, continued=self.continued(question))
        elif space:
            # never a question alone at the foot of a page, not even when it is too tall for one
            first = stacked(head, space[0], gap=head.gap)
            yield Block((first, *space[1:]), continued=self.continued(question))
        else:
            yield Block((head,))

    def head(self, question: Question, label: str, stem: Sequence[str] = ()) -> Part:
        setting, edition = self.setting, self.setting.edition
        styles, left = edition.styles, edition.number_width
        parts: list[Part] = []
        if question.relevant is not None:
            parts.append(setting.lines(self.condition(question.relevant), styles.body, x=left))
        parts += [replace(setting.lines(text, styles.body, x=left), gap=1.5) for text in stem]
        picture = label_picture(question.labels, setting)
        beside_it = edition.picture + edition.gap if edition.picture and picture is not None else 0.0
        asked = setting.lines(label, styles.question, x=left + beside_it)
        if words.is_to_fill_in(label):
            asked = setting.to_fill_in(label, styles.question, x=left + beside_it)
        number = self.numbers.get(question.path, "")
        (line,) = set_text(number, styles.question) if number else set_text(" ", styles.question)
        numbered: tuple[Item, ...] = (
            *asked.items,
            Words(0.0, _first_baseline(asked, styles.question.ascent), line),
        )
        said = [replace(asked, items=numbered), *below(None if beside_it else picture, gap=edition.gap)]
        needed = words.needs_an_answer(setting.language) if question.always_required else ""
        for text in (question.hint(setting.form_language), needed, instruction(question, setting.language)):
            if text:
                said.append(replace(setting.lines(text, styles.body, x=left + beside_it), gap=1.0))
        whole = stacked(*said)
        if beside_it and picture is not None:
            whole = beside(whole, Part(picture.height, (picture,)))
        return stacked(*parts, replace(whole, gap=1.5), gap=edition.question_gap)

    def grid(self, grid: Grid, prefix: str) -> Iterator[Block]:
        """Yield a table: its head is repeated where it goes on. Too wide a one is set question by question."""
        setting, styles = self.setting, self.setting.edition.styles
        lines = [self.line(grid, question, prefix + question.name) for question in grid.lines]
        lone = grid.title is None and grid.head is None and len(lines) == 1
        if lone:
            lines = [replace(lines[0], number="", label="", below=())]
        columns = columns_for(grid.choices, lines, setting, several=grid.several)
        if columns is None:
            said = [each.label(setting.form_language) for each in (grid.title, grid.head) if each is not None]
            for question in grid.lines:
                yield from self.question(question, prefix + question.name, tuple(filter(None, said)))
            return
        first, *others = (set_line(line, grid.choices, columns, setting) for line in lines)
        head = replace(columns.head, gap=setting.edition.gap)
        if lone:
            asked = self.head(grid.lines[0], grid.lines[0].label(setting.form_language))
            yield Block((stacked(asked, head, first, gap=asked.gap),))
            return
        numbers = [line.number for line in lines]
        above = list(self.above_grid(grid))
        if sum(part.height for part in above) > _TALLEST_HEAD:
            yield Block(in_lines(stacked(*above)), keep_with_next=True, splittable=True)
            above = []
        on = setting.lines(words.several_continued(numbers[0], numbers[-1], setting.language), styles.question)
        whole = [stacked(*above, head, first, gap=setting.edition.question_gap), *others]
        # never a line of a table alone, neither at the foot of a page nor at its head
        kept = [replace(part, glued=at in (0, len(whole) - 2)) for at, part in enumerate(whole[:-1])]
        long = len(lines) > _LEAST_LINES_PARTED
        yield Block((*kept, whole[-1]), splittable=long, continued=stacked(on, head))

    def above_grid(self, grid: Grid) -> Iterator[Part]:
        """Yield what is said once for all lines of a table."""
        setting, styles = self.setting, self.setting.edition.styles
        relevant = grid.lines[0].relevant
        if relevant is not None:
            yield setting.lines(self.whom_it_concerns(relevant, grid.lines), styles.body)
        head = grid.head
        for titled in filter(None, (grid.title, head)):
            if titled.label(setting.form_language):
                yield replace(setting.lines(titled.label(setting.form_language), styles.question), gap=1.5)
        needed = all(question.always_required for question in grid.lines)
        how = words.mark_all_each if grid.several else words.mark_one_each
        for text in (
            head.hint(setting.form_language) if head is not None else "",
            words.needs_an_answer(setting.language) if needed else "",
            how(setting.language),
        ):
            if text:
                yield replace(setting.lines(text, styles.body), gap=1.0)

    def line(self, grid: Grid, question: Question, path: str) -> Line:
        """Return what stands on a line of a table: its words, and below them what holds for it alone."""
        setting = self.setting
        below = [question.hint(setting.form_language)]
        if question.always_required and not all(each.always_required for each in grid.lines):
            below.append(words.needs_an_answer(setting.language))
        for choice in question.choices:
            skip = self.skips.get((question.path, choice.value))
            if skip is not None:
                below.append(words.with_skip(choice.label(setting.form_language), skip, setting.language))
        label = question.label(setting.form_language)
        return Line(path, self.numbers.get(question.path, ""), label, tuple(filter(None, below)))

    def note(self, question: Question, label: str) -> Iterator[Block]:
        edition = self.setting.edition
        gap = edition.question_gap * 0.6
        if question.relevant is not None:
            condition = self.condition(question.relevant)
            yield self.setting.paragraph(condition, edition.styles.body, gap=gap, keep_with_next=True)
            gap = 1.5
        paragraphs = [
            self.setting.paragraph(paragraph, edition.styles.body, gap=gap if number == 0 else edition.gap)
            for number, paragraph in enumerate(part for part in parts_of(label, "\n\n") if part.strip())
        ]
        # a few words stay with the question that they lead to; a long text may stand on the page before
        leads = sum(len(paragraph.parts) for paragraph in paragraphs) <= _LONGEST_LEAD
        picture = label_picture(question.labels, self.setting)
        if picture is not None and edition.picture:
            yield Block((self.note_beside(picture, label, gap),), keep_with_next=leads)
            return
        for place, paragraph in enumerate(paragraphs, start=1):
            with_picture = picture is not None and place == len(paragraphs)
            yield replace(paragraph, keep_with_next=leads or with_picture)
        if picture is not None:
            gap = edition.gap if paragraphs else gap
            yield Block((Part(picture.height, (replace(picture, x=0.0),), gap=gap),), keep_with_next=leads)

    def note_beside(self, picture: Picture, label: str, gap: float) -> Part:
        """Return a note with its picture at the beginning of the lines, as easy read has it."""
        edition = self.setting.edition
        left = picture.width + edition.gap
        lines = [
            replace(self.setting.lines(paragraph, edition.styles.body, x=left), gap=edition.gap)
            for paragraph in parts_of(label, "\n\n")
            if paragraph.strip()
        ]
        shown = Part(picture.height, (replace(picture, x=0.0),))
        return beside(stacked(*lines), shown, gap=gap) if lines else replace(shown, gap=gap)

    def continued(self, question: Question) -> Part:
        text = words.continued(self.numbers.get(question.path, ""), self.setting.language)
        return self.setting.lines(text, self.setting.edition.styles.question, x=self.setting.edition.number_width)

    def code_sheet(self, questions: Sequence[Question]) -> Iterator[Block]:
        """Yield the list of questions with too many choices to stand below them; they share it."""
        setting, styles = self.setting, self.setting.edition.styles
        choices, numbers = questions[0].choices, [self.numbers.get(question.path, "") for question in questions]
        title = words.list_for(numbers, setting.language)
        yield setting.heading(title, styles.heading, gap=setting.edition.question_gap)
        for question in questions:
            text = question.label(setting.form_language)
            yield setting.paragraph(text, styles.body, gap=2.0, keep_with_next=True)
        codes = choice_codes([choice.value for choice in choices])
        rows = []
        for choice in choices:
            code = setting.lines(codes[choice.value], styles.question)
            label = setting.lines(
                choice.label(setting.form_language), styles.body, x=setting.edition.number_width + 4
            )
            rows.append(beside(code, label, gap=1.0))
        on = setting.lines(words.list_continued(numbers, setting.language), styles.question)
        yield Block((replace(rows[0], gap=3.0), *rows[1:]), splittable=True, continued=on)


def times_said(repeat: Repeat, definition: FormDefinition) -> int | None:
    """Return how often a repeat comes where the form says it in a figure, ``None`` where answers decide.

    A count that is written into the form stands in a hidden node of its own (``repeat_count`` of XLSForm).
    """
    count = repeat.count
    if count is not None and isinstance(count.tree, Path) and count.tree.absolute:
        path = "/".join(step.test for step in count.tree.steps[1:] if step.axis == "child")
        said = definition.find(path)
        hidden = isinstance(said, Question) and said.type is QuestionType.CALCULATE
        count = said.calculate if hidden and isinstance(said, Question) else None
    if count is not None and isinstance(count.tree, Number):
        return max(0, int(count.tree.value))
    return None


def form_blocks(definition: FormDefinition, setting: Setting) -> tuple[Block, ...]:
    """Return the blocks of a whole form, the lists that its code sheets hold at the end."""
    numbers = question_numbers(definition)
    blocks = FormBlocks(definition, setting, numbers, skips(definition, numbers))
    body = list(blocks.walk(definition.root, 0, ""))
    long_lists: list[list[Question]] = []
    for question in definition.questions():
        if question.asked and not question.read_only and needs_code_sheet(question):
            same = next((each for each in long_lists if each[0].choices == question.choices), None)
            if same is None:
                long_lists.append([question])
            else:
                same.append(question)
    lists = [block for sharing in long_lists for block in blocks.code_sheet(sharing)]
    if lists:
        lists[0] = replace(lists[0], new_page=True)
    return (*_closed_up(body, setting.edition), *lists)


def _closed_up(blocks: list[Block], edition: Edition) -> Iterator[Block]:
    """Yield the blocks, each nearer to what it leads to than to what stands before."""
    before: Block | None = None
    for block in blocks:
        first, *rest = block.parts
        if before is not None and (before.heading or before.keep_with_next):
            first = replace(first, gap=min(first.gap, edition.gap))
        elif block.keep_with_next:
            first = replace(first, gap=max(first.gap, edition.question_gap))
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
