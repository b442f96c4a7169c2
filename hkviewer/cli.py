"""The command line: finds the command, imports it alone, and turns errors into plain lines.

Exit codes: 0 done; 1 nothing found, or not intact; 2 wrong usage; 3 the document cannot be read;
4 the output cannot be written; 70 a fault of the program's own (sysexits' EX_SOFTWARE);
130 interrupted by the keyboard.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from hkviewer import __version__
from hkviewer.commands import COMMANDS, WRITING_FILES
from hkviewer.errors import HkviewerError, OutputError
from hkviewer.system.files import reason
from hkviewer.system.terminal import prepare_streams, require_stdout

# The arguments with which the program starts itself for work in a process of its own; no parser knows them.
JOBS = {
    "--set-copy": ("hkviewer.export.pdf.worker", "serve"),
    "--check-copy": ("hkviewer.export.verification.check_process", "check_stdin"),
    "--read-sheet": ("hkviewer.content.reading_process", "serve"),
    "--compare-files": ("hkviewer.gui.changes.compare_process", "serve"),
    "--read-for-index": ("hkviewer.search.library.reading", "serve"),
    "--index-library": ("hkviewer.search.library.update_process", "serve"),
    "--search-sheets": ("hkviewer.commands.sheets_search", "serve"),
}
FAULT = 70
INTERRUPTED = 130


def entry() -> NoReturn:
    """The program `hkviewer`."""
    sys.exit(main())


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that `argv` (the process's own arguments) names; its exit code.

    The first argument that is no command's name is a document for the window.
    """
    prepare_streams()
    if sys.stderr is None:
        # print() takes None for the standard output, where messages would stand among results.
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  until the process ends
    try:
        code = _run_and_flush(list(sys.argv[1:] if argv is None else argv))
    except HkviewerError as error:
        code = _report(error)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        code = _drop_output()
    except OSError as error:
        code = _report_system_error(error)
    except Exception as error:  # noqa: BLE001  no traceback may reach a user
        code = _report_fault(error)
    return code


def _run_and_flush(arguments: list[str]) -> int:
    """As `_run`, with all output written; what argparse prints before it leaves too."""
    try:
        code = _run(arguments)
    except SystemExit as error:  # argparse, after --help
        code = error.code if isinstance(error.code, int) else 0
    if sys.stdout is not None:
        sys.stdout.flush()
    return code


def _run(arguments: list[str]) -> int:
    if not arguments:
        # The usual start: argparse and its parser would cost it 3 ms.
        from hkviewer.commands.window import open_window

        return open_window()
    name, *rest = arguments
    if name in JOBS and not rest:
        module, function = JOBS[name]
        code: int = getattr(import_module(module), function)()
        return code
    return _run_command(name, rest) if name in COMMANDS else _run_window(arguments)


def _run_command(name: str, arguments: list[str]) -> int:
    from hkviewer.commands.parser import command_parser

    if name not in WRITING_FILES:
        require_stdout()
    parser = command_parser(name, COMMANDS[name])
    command = import_module(f"hkviewer.commands.{name}")
    command.add_arguments(parser)
    code: int = command.run(parser.parse_args(arguments))
    return code


def _run_window(arguments: list[str]) -> int:
    from hkviewer.commands.parser import window_parser

    parsed = window_parser(COMMANDS).parse_args(arguments)
    if parsed.version or parsed.self_test:
        require_stdout()
    if parsed.version:
        print(f"hkviewer {__version__}")
        return 0
    command = import_module(f"hkviewer.commands.{'self_test' if parsed.self_test else 'window'}")
    code: int = command.run(parsed)
    return code


def _report(error: HkviewerError) -> int:
    from hkviewer.system.characters import for_terminal

    # What a user has typed must not reach a terminal as a command to it.
    print("\n".join(map(for_terminal, filter(None, [error.what, error.remedy]))), file=sys.stderr)
    return error.exit_code


def _report_system_error(error: OSError) -> int:
    """Report an error of the operating system; without a file's name it is the output's."""
    if error.filename is not None:
        return _report_fault(error)
    _drop_output()
    return _report(OutputError(f"The output could not be written: {reason(error)}."))


def _report_fault(error: Exception) -> int:
    if os.environ.get("HKVIEWER_DEBUG"):
        import traceback  # slow to import, and hardly ever needed

        traceback.print_exception(error)
    words = str(error).partition("\n")[0] or "no more is known"
    print(f"hkviewer failed unexpectedly: {type(error).__name__}: {words}", file=sys.stderr)
    print("Set HKVIEWER_DEBUG=1 and try again to see where; please report it.", file=sys.stderr)
    return FAULT


def _drop_output() -> int:
    """Let nothing more be written to an output that nobody reads; 0."""
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, AttributeError, ValueError):
        return 0
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
    return 0
