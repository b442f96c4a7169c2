"""The error that stops a build."""

from __future__ import annotations


class BuildError(Exception):
    """What stopped the build and what to do about it, each in a plain sentence."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(" ".join(filter(None, [what, remedy])))
        self.what = what
        self.remedy = remedy
