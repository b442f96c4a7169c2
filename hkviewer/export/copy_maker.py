"""Makes copies, one after the other, with the same process and the same pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hkviewer.export.briefing import Briefing
from hkviewer.export.pdf.copy_process import CopyProcess
from hkviewer.export.pdf.copy_setter import CopySetter
from hkviewer.export.pictures import CopyPictures


class CopyMaker:
    """Makes copies with what sets them: a process of its own, or this one.

    Attributes:
        pictures: of the copies; it tells which ones the last copy does not show.
    """

    def __init__(self, setter: CopySetter) -> None:
        self.pictures = CopyPictures(setter)
        self._setter = setter

    def pdf(
        self, briefing: Briefing, *, balanced: bool = True, stop: Callable[[], bool] = lambda: False
    ) -> bytes:
        """Set `briefing`; see `CopySetter.set_job` for `balanced` and `stop`.

        Raises:
            UsageError: nothing is chosen, or a choice is none.
            DocumentError: a title, heading or name is too long.
            CopyError: the copy cannot be set.
            Stopped: `stop` returned true.
        """
        from hkviewer.export.pdf.job import job_of  # the other formats do without

        return self._setter.set_job(job_of(briefing, self.pictures), balanced=balanced, stop=stop)


@contextmanager
def its_maker(maker: CopyMaker | None) -> Iterator[CopyMaker]:
    """`maker`; None stands for one with a process that is ended with the block."""
    if maker is not None:
        yield maker
        return
    with CopyProcess() as process:
        yield CopyMaker(process)
