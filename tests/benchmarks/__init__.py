"""Speed and memory, against a baseline in the same run. Run by ``pytest tests/benchmarks --benchmark-enable``.

In the ordinary test run each of these is carried out once, so that it keeps working; nothing is timed there.
"""
