"""How fast searching is, side by side with plain FTS5: prints JSON.

    python benchmarks/search.py                                  the bundled sheet
    python benchmarks/search.py --corpus DIR                     every Markdown file of a folder
    python benchmarks/search.py --corpus DIR --copies 10         each of them ten times

Each line of the queries' file is what stands in the field after a key. For each, both engines give
the best 50 sections with snippets; ours also counts all matches and takes the last word as half
typed in all inflections. The baseline is the FTS5 of SQLite as it comes: unicode61, the words all
required, the last one a prefix, ranked by bm25.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from hkviewer.content.document import parse_file
from hkviewer.content.model import FactSheet
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.index.store import open_file, open_memory
from hkviewer.search.index.writing import add_sheets
from hkviewer.search.query.parse import SearchQuery
from hkviewer.system import paths

RESULTS = 50
QUERIES = Path(__file__).parent / "data" / "keystrokes.txt"


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description="How fast searching is, side by side with plain FTS5.")
    content = paths.content_folder()
    parser.add_argument("--corpus", type=Path, default=content, help="a folder of Markdown files")
    parser.add_argument("--queries", type=Path, default=QUERIES, help="one keystroke state a line")
    parser.add_argument("--copies", type=int, default=1, help="index every sheet so often")
    parser.add_argument("--rounds", type=int, default=3, help="type everything so often")
    arguments = parser.parse_args()
    queries = arguments.queries.read_text(encoding="utf-8").splitlines()
    start = time.perf_counter()
    sheets = [parse_file(file) for file in sorted(arguments.corpus.glob("*.md"))]
    for section in (section for sheet in sheets for section in sheet.sections):
        section.text  # noqa: B018  it is laid out when it is first read: neither engine is to wait for that
    parse_s = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as folder:
        figures = measured(sheets, arguments.copies, queries, arguments.rounds, Path(folder))
    print(json.dumps(figures | {"parse_s": round(parse_s, 3)}, indent=2))


def measured(
    sheets: Sequence[FactSheet], copies: int, queries: Sequence[str], rounds: int, folder: Path
) -> dict[str, object]:
    """All figures for `copies` of the sheets; times of queries in milliseconds."""
    named = [(f"{sheet.id}-{copy}", sheet) for copy in range(copies) for sheet in sheets]
    for sheet in sheets:  # both index the text: laying it out is not what either is measured by
        for section in sheet.sections:
            _ = section.leaves
    gc.collect()
    gc.freeze()  # as the window does: looking through all the sheets for garbage takes a second
    start = time.process_time()
    connection = _index(named, folder / "ours.sqlite3")
    ours = {"build_s": round(time.process_time() - start, 3), "index_mb": _megabytes(connection)}
    index = SearchIndex(connection)
    start = time.process_time()
    texts = ((section.title, section.text) for _, sheet in named for section in sheet.sections)
    plain = plain_index(texts, folder / "plain.sqlite3" if len(named) > 1 else ":memory:")
    baseline = {"build_s": round(time.process_time() - start, 3), "index_mb": _megabytes(plain)}
    gc.collect()
    gc.freeze()  # as the window does: looking through all the sheets for garbage takes a second
    both = timed(
        (
            lambda text: index.search(SearchQuery.parse(text, typing=True), RESULTS),
            lambda text: plain_search(plain, text),
        ),
        queries,
        rounds,
    )
    ours |= both[0]
    baseline |= both[1]
    corpus = {"sheets": len(named), "sections": index.section_count, "queries": len(queries)}
    return corpus | ours | {"baseline": baseline}


def _index(sheets: Sequence[tuple[str, FactSheet]], file: Path) -> sqlite3.Connection:
    """One sheet is searched in memory, as in the window; a library lies in a file."""
    connection = open_memory() if len(sheets) == 1 else open_file(file)
    add_sheets(connection, sheets)
    return connection


def plain_index(sections: Iterable[tuple[str, str]], file: Path | str) -> sqlite3.Connection:
    """FTS5 as it comes, with the titles and texts of `sections`."""
    connection = sqlite3.connect(file)
    connection.execute("CREATE VIRTUAL TABLE plain USING fts5(title, body, tokenize=unicode61)")
    with connection:
        connection.executemany("INSERT INTO plain VALUES (?, ?)", sections)
    return connection


def plain_search(connection: sqlite3.Connection, query: str) -> object:
    """The best sections of that index with their snippets, the last word half typed."""
    words = re.findall(r"\w+", query)
    match = " AND ".join(f'"{word}"' for word in words)
    shown = "rowid, snippet(plain, 1, '[', ']', '…', 20)"
    sql = f"SELECT {shown} FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT ?"
    return connection.execute(sql, [f"{match} *", RESULTS]).fetchall() if words else []


def _megabytes(connection: sqlite3.Connection) -> float:
    pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return round(int(pages) * int(size) / 1e6, 2)


def timed(
    searches: Sequence[Callable[[str], object]], queries: Sequence[str], rounds: int
) -> list[dict[str, float]]:
    """For each engine the median, the 95th percentile and the longest of the queries’ own medians.

    They take turns, so that a busy machine is busy for each; only the process's own time counts.
    """
    times: list[list[list[float]]] = [[[] for _ in queries] for _ in searches]
    for _ in range(rounds):
        for number, query in enumerate(queries):
            for search, taken in zip(searches, times, strict=True):
                start = time.process_time()
                search(query)
                taken[number].append((time.process_time() - start) * 1000)
    return [_figures(sorted(map(statistics.median, taken))) for taken in times]


def _figures(medians: Sequence[float]) -> dict[str, float]:
    percentile = medians[min(len(medians) - 1, round(0.95 * len(medians)))]
    values = {"p50_ms": statistics.median(medians), "p95_ms": percentile, "max_ms": medians[-1]}
    return {name: round(value, 3) for name, value in values.items()}


if __name__ == "__main__":
    main()
