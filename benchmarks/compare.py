"""How long comparing takes beside reading, and how long unrelated texts of 2 MB take: prints JSON.

    python benchmarks/compare.py [FOLDER]     each pair of neighbouring editions, of those that the tests have
    python benchmarks/compare.py --large      unrelated texts of 2 MB, too: paragraphs, items, rows, sections

All in one process, the best of five, in seconds of processor time; the first pair is not counted. Goals:
comparing takes at most twice as long as reading both, and 2 MB at most 10 seconds.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import groupby, pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from hkviewer.compare.comparing import compare_documents
from hkviewer.content.document import Document, read_document
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.system.garbage import without_garbage

_EDITIONS = Path(__file__).parents[1] / "tests" / "data" / "editions"
_ROUNDS = 5
_SIZE = 2_000_000
_LINES = {
    "paragraphs": "\n" + " ".join(["{}"] * 100),
    "items": "- {} {} {}",
    "rows": "{} | {} | @",
    "sections": "\n## {}\n\n{}: @ (2023 est.)",
}
"""A line of each shape, with words for the brackets and a number for the sign."""


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description="How long comparing takes, beside reading.")
    parser.add_argument("folder", type=Path, nargs="?", default=_EDITIONS, help="a folder of editions")
    parser.add_argument("--large", action="store_true", help="unrelated texts of 2 MB, too")
    arguments = parser.parse_args()
    with without_garbage():  # as the command does
        found: dict[str, object] = {"editions": _editions(arguments.folder)}
        if arguments.large:
            found["unrelated"] = {shape: _unrelated(shape) for shape in _LINES}
    print(json.dumps(found, indent=2))


def _editions(folder: Path) -> list[dict[str, object]]:
    files = sorted(folder.glob("*.md"))
    pairs = [pair for _, own in groupby(files, key=lambda file: file.stem[:-10]) for pair in pairwise(own)]
    compare_documents(*map(read_document, pairs[0]))
    return [_beside_reading(*pair) for pair in pairs]


def _beside_reading(old: Path, new: Path) -> dict[str, object]:
    reading = min(_seconds(lambda: (read_document(old), read_document(new))) for _ in range(_ROUNDS))
    texts = [(read_document(old), read_document(new)) for _ in range(_ROUNDS)]
    comparing = min(_seconds(partial(compare_documents, *pair)) for pair in texts)
    return {
        "old": old.stem,
        "new": new.stem,
        "bytes": [old.stat().st_size, new.stat().st_size],
        "reading_s": round(reading, 3),
        "comparing_s": round(comparing, 3),
        "times": round(comparing / reading, 2),
    }


def _unrelated(shape: str) -> float:
    old, new = (_text(shape, seed) for seed in (1, 2))
    return round(_seconds(lambda: compare_documents(old, new)), 1)


def _text(shape: str, seed: int) -> Document:
    numbers = random.Random(seed)
    words = ["".join(numbers.choices("abcdefghij", k=6)) for _ in range(8000)]
    line, count = _LINES[shape], _LINES[shape].count("{}")
    lines = ["a | b | c\n--- | --- | ---"] if shape == "rows" else []
    lines += (
        line.format(*numbers.choices(words, k=count)).replace("@", str(numbers.randrange(9999)))
        for _ in range(_SIZE // (len(line) + 4 * count))
    )
    return Document(parse_sheet("\n".join(lines), name=shape, digest=""), Path(f"{seed}.md"), bundled=False)


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
