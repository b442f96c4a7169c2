"""How fast Markdown files are parsed, side by side with Python-Markdown as it comes: prints JSON.

    python benchmarks/parse.py                     the sheets that the tests have
    python benchmarks/parse.py DIR --rounds 5      every Markdown file of a folder

Both read every file in each round, one after the other, so that what else the machine does concerns
both; the medians are those of the rounds, in seconds of processor time. Python-Markdown has the
extensions for what we read too: tables, sane lists, footnotes, definition lists, attribute lists,
abbreviations and admonitions.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import markdown

from hkviewer.content.markdown.parse import parse_sheet

EXTENSIONS = ["tables", "sane_lists", "footnotes", "def_list", "attr_list", "abbr", "admonition"]
_SHEETS = Path(__file__).parents[1] / "tests" / "data" / "sheets"


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description="How fast Markdown is parsed, beside Python-Markdown.")
    parser.add_argument("folder", type=Path, nargs="?", default=_SHEETS, help="a folder of Markdown files")
    parser.add_argument("--rounds", type=int, default=3, help="read every file so often")
    arguments = parser.parse_args()
    texts = [file.read_text(encoding="utf-8") for file in sorted(arguments.folder.glob("*.md"))]
    print(json.dumps(measured(texts, arguments.rounds), indent=2))


def measured(texts: Sequence[str], rounds: int) -> dict[str, object]:
    """The medians of both for all `texts`, and how many times the other's time ours is."""
    stock = markdown.Markdown(extensions=EXTENSIONS)
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(rounds):
        theirs.append(_seconds(lambda text: stock.reset().convert(text), texts))
        ours.append(_seconds(lambda text: parse_sheet(text, name="sheet", digest=""), texts))
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    return {
        "files": len(texts),
        "characters": sum(map(len, texts)),
        "ours_s": round(statistics.median(ours), 3),
        "python_markdown_s": round(statistics.median(theirs), 3),
        "times": round(statistics.median(ratios), 3),
    }


def _seconds(parse: Callable[[str], object], texts: Sequence[str]) -> float:
    gc.collect()
    start = time.process_time()
    for text in texts:
        parse(text)
    return time.process_time() - start


if __name__ == "__main__":
    main()
