"""What a user is told of an error."""

from __future__ import annotations

from hkviewer.errors import DocumentError


def test_a_name_that_nobody_reads_through_is_told_without_its_middle():
    name = "x" * 5_000 + "y" * 5_000
    what = DocumentError(f"There is no document “{name}”: there is “one”.").what
    assert what == f"There is no document “{'x' * 120} … {'y' * 80}”: there is “one”."
    several = "There is no document “a”: there is " + ", ".join(f"“sheet-{n}”" for n in range(100)) + "."
    assert DocumentError(several).what == several
