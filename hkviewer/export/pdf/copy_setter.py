"""What sets copies, be it this process or one of its own, and how that may end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from hkviewer.errors import OutputError
from hkviewer.system.scratch import ScratchFolder


class CopyError(OutputError):
    """A copy could not be set."""


class Stopped(Exception):  # noqa: N818  it is no error: the caller asked for it
    """Setting the copy was stopped by its caller."""


class CopySetter(Protocol):
    """Sets copies and draws their pictures; see `hkviewer.export.pictures.Drawing` for the latter.

    Attributes:
        folder: where the copies' pictures are.
    """

    folder: ScratchFolder

    @property
    def is_limited(self) -> bool:
        """Whether a picture that takes too long, or too much memory, is given up."""

    def set_job(
        self, job: dict[str, Any], *, balanced: bool = True, stop: Callable[[], bool] = lambda: False
    ) -> bytes:
        """Set what `hkviewer.export.pdf.job.job_of` made.

        Args:
            job: what to set.
            balanced: make the last page's columns equally long. It takes nine compiles in the compact
                layout; without, the pages appear sooner.
            stop: asked again and again; where it says so, the work ends.

        Raises:
            CopyError: the template refuses the copy.
            Stopped: `stop` returned true.
        """

    def fault(self, name: str) -> str:
        """Why a copy cannot show the picture of that name in the folder, "" where it can."""

    def drawn(self, name: str, width: int) -> bytes | str:
        """The picture as PNG, or why there is none."""
