"""XForm XML to FormDefinition, the expression language, and FormEntry: one respondent's answers in progress.

The room can be used without the application: it needs lxml and ``desktop.foundation``, no window, no database
and no file. ``xml`` are the bytes of an XForm, as a server gives it or as
:func:`desktop.xlsform.convert.read_form` makes it of a spreadsheet:

>>> from desktop.foundation.clock import SystemClock
>>> from desktop.questionnaires.entry import FormEntry
>>> from desktop.questionnaires.xform import read_xform
>>> form = read_xform(xml)  # once; all entries share it
>>> [(question.path, question.type.value) for question in form.questions() if question.asked]
[('visited', 'select_one'), ('visits', 'integer'), ('child/name', 'text')]
>>> entry, journal = FormEntry.start(form, clock=SystemClock())
>>> entry.answer("visited", "yes").changed  # what a view has to show anew
('visited', 'visits')
>>> changes = entry.answer("visits", "40")
>>> [(broken.path, broken.rule, broken.message) for broken in entry.validate()]
[('visits', 'constraint', 'At most 31.')]
>>> changes = entry.answer("visits", "4")
>>> entry.node("total").value
'8'
>>> entry.add_repeat("child").created
'child[2]'
>>> entry.answer("child[2]/name", "Ada").changed
('child[2]/name',)
>>> entry.finalise(instance_id="uuid:3f2b8c1e-5a50-4d5c-9a53-1f5a4f6f7c11").decode()  # doctest: +ELLIPSIS
'<...<visited>yes</visited><visits>4</visits><total>8</total>...<child><name>Ada</name></child>...'

A value that is no value of the question's type raises :class:`~desktop.questionnaires.steps.AnswerRefused` and
changes nothing. A broken constraint is kept and shown; only finalising refuses it
(:class:`~desktop.questionnaires.steps.FormIncomplete`). A form that can't be used raises
:class:`~desktop.questionnaires.problems.FormRefused` with every problem. The steps that each change gives
are the entry's journal: :meth:`~desktop.questionnaires.entry.FormEntry.replay` makes the same entry of them.

The definition never changes and may be shared by threads; an entry belongs to one thread at a time.
"""
