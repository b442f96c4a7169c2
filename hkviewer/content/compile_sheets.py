"""Parses the bundled sheets beforehand: `python -m hkviewer.content.compile_sheets [CONTENT [TARGET]]`.

Part of the set-up, the wheel and the installers; what it writes is read by `hkviewer.content.compiled`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from hkviewer.content.compiled import dump, file_of
from hkviewer.content.document import parse_file, read_text
from hkviewer.content.front_matter.strict import check_front_matter
from hkviewer.content.markdown.outline import clean_lines
from hkviewer.errors import DocumentError, HkviewerError
from hkviewer.system import paths
from hkviewer.system.files import write_atomically


def compile_sheets(content: Path, target: Path) -> None:
    """Parse every sheet in the folder `content` into the folder `target`.

    Raises:
        DocumentError: a sheet cannot be read, or its front matter is not in our own form.
        OutputError: `target` cannot be written.
    """
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(content.glob("*.md")):
        _check(path)
        write_atomically(file_of(path, target), dump(parse_file(path), path.read_bytes()))


def _check(path: Path) -> None:
    try:
        check_front_matter(clean_lines(read_text(path)))
    except DocumentError as error:
        raise DocumentError(f"“{path.name}”: {error.what}", error.remedy) from None


def main(arguments: Sequence[str]) -> int:
    """Compile the sheets of a content folder (the bundled one) into another folder (the usual one)."""
    content = Path(arguments[0]) if arguments else paths.content_folder()
    target = Path(arguments[1]) if len(arguments) > 1 else paths.compiled_folder()
    try:
        compile_sheets(content, target)
    except HkviewerError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
