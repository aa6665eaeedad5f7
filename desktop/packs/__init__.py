"""Programme packs: reading and checking ``programme.toml`` and the forms beside it.

Lists that a form takes from files of their own (``select_one_from_file``, ``pulldata()``) stand in a folder beside
it: ``survey-media`` for ``survey.xlsx``. They belong to what the pack is told by, and become part of the form that
is kept.
"""
