"""Loads PySide6's base, Shiboken, without what an ordinary start never uses of it.

Shiboken carries 130 kB of Python source and compiles it again in each process. Most of it describes
signatures, for error messages, docstrings and stub files: with what that imports, 30 ms, a quarter
of a bare application's start. Here each such module is compiled and run when something of it is
first asked for. Nothing is lost but `from __feature__ import …`, which this program does not use.
"""

from __future__ import annotations

import builtins
import contextlib
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

POSTPONED = {
    "shibokensupport/feature.py": (),
    "shibokensupport/signature/errorhandler.py": (),
    "shibokensupport/signature/importhandler.py": (),
    "shibokensupport/signature/layout.py": (),
    "shibokensupport/signature/mapping.py": ("update_mapping",),
    "shibokensupport/signature/parser.py": (),
    "shibokensupport/signature/lib/enum_sig.py": (),
    "shibokensupport/signature/lib/pyi_generator.py": (),
    "shibokensupport/signature/lib/tool.py": (),
}
"""The files, as Shiboken names them for `compile`, each with those of its functions that C++ takes from
the module's dictionary."""
NEWEST_TRIED = (6, 11)
"""Tried were 6.8 to this one, on Python 3.11 to 3.13; with a newer one nothing is postponed, as nobody
knows yet what it needs."""


def load() -> None:
    """Import Shiboken, unless it is loaded already."""
    # Before PySide6: were that loaded, Shiboken would put itself before `import`, and from then on
    # read the source of every module that is imported, to see whether it names PySide6.
    with _postponing():
        import shiboken6  # noqa: F401  nothing else of it is wanted


class Postponed:
    """A module's `__getattr__` (PEP 562) that first runs the module's source, once.

    Args:
        namespace: the module's own.
        source: the module's source.
        filename: its name in POSTPONED, and in tracebacks.
    """

    def __init__(self, namespace: dict[str, Any], source: bytes, filename: str) -> None:
        self._namespace = namespace
        self._source: bytes | None = source
        self._filename = filename
        self._lock = threading.RLock()
        namespace.update((name, partial(self._call, name)) for name in POSTPONED[filename])

    def __call__(self, name: str) -> Any:
        """The module's attribute `name`. Raises AttributeError where there is none."""
        # An import asks for some such names, __path__ for one, and needs none of them.
        if not name.startswith("__"):
            self._run()
            if name in self._namespace:
                return self._namespace[name]
        raise AttributeError(f"module {self._namespace['__name__']!r} has no attribute {name!r}")

    def _call(self, name: str, *arguments: Any) -> Any:
        self._run()
        return self._namespace[name](*arguments)

    def _run(self) -> None:
        with self._lock:
            source, self._source = self._source, None
            if source is not None:
                # As Shiboken's own loader does it; that imports the same of __future__ as this module.
                exec(compile(source, self._filename, "exec"), self._namespace)  # noqa: S102  its source


class _Compiler:
    """Compiles as `original` does, but a stand-in in the place of the files in POSTPONED."""

    def __init__(self, original: Callable[..., Any]) -> None:
        self._original = original
        self._sources: dict[str, bytes] = {}

    def __call__(self, source: Any, filename: Any, *rest: Any, **options: Any) -> Any:
        if filename in POSTPONED and filename not in self._sources and _is_tried():
            self._sources[filename] = source
            source = f"__getattr__ = compile.postponed(globals(), {filename!r})"
        return self._original(source, filename, *rest, **options)

    def postponed(self, namespace: dict[str, Any], filename: str) -> Postponed:
        """What a stand-in takes for its `__getattr__`."""
        return Postponed(namespace, self._sources[filename], filename)


def _is_tried() -> bool:
    """Whether the Shiboken that is being loaded is one of those tried."""
    version: tuple[object, ...] = sys.modules["shiboken6"].__version_info__
    return version[:2] <= NEWEST_TRIED


@contextlib.contextmanager
def _postponing() -> Iterator[None]:
    """Meanwhile `compile` gives stand-ins: Shiboken has no other way into its loading."""
    original = builtins.compile
    builtins.compile = _Compiler(original)
    try:
        yield
    finally:
        builtins.compile = original
