"""What changed, as one page of HTML: `ins` and `del`, with words for those who do not see them.

The words, “[deleted: …]” and the like, are hidden from the eye and are not copied; screen readers speak them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from hkviewer.compare.editions import DELETED, MOVED, SAME, BlockChange, Run, SectionChange, SheetChanges
from hkviewer.compare.summary import summary
from hkviewer.export.formats.html_blocks import CONTENT_POLICY
from hkviewer.export.redline.told import (
    by_cell,
    closed_runs,
    folded,
    marked_part,
    moved_from,
    section_notes,
    titles_above,
    told_blocks,
    told_sections,
)

_STYLE = (
    "body{font:1.06rem/1.5 'Source Serif 4',Georgia,serif;color:#1b1b1b;background:#fff;margin:2rem 1rem}"
    "main{max-width:42rem;margin:auto;overflow-wrap:break-word}"
    "h1,h2,h3,h4,h5,h6{font-family:'Public Sans',Arial,sans-serif;line-height:1.25}"
    "del{color:#8b0a03;background:#fbe9e7;margin-right:.2em}ins{color:#0b4d22;background:#e6f4ea}"
    ".spoken{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);"
    "white-space:nowrap;user-select:none;-webkit-user-select:none}"
    "table{border-collapse:collapse;margin:.75em 0}th,td{border:1px solid #83888e;padding:.2em .5em;"
    "text-align:left;vertical-align:top}.of{font-weight:bold;margin-bottom:.2em}.of+ul{margin-top:0}"
    ".quiet{color:#565c65}.block{white-space:pre-wrap;margin:.75em 0}"
)
_TOP = 3
"""The level of an outermost section's heading, below “Changes”."""
_TAGS = {DELETED: ("del", "deleted"), "inserted": ("ins", "inserted")}


def changes_html(changes: SheetChanges) -> str:
    """The changes as a whole, self-contained page: the summary, then each change in its place."""
    told = summary(changes)
    lines = [f"<h1>{escape(told.title)}</h1>", _paragraph(told.editions), _paragraph(told.whole)]
    for name, sentences in told.lists:
        items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
        lines.append(f"<h2>{name}</h2>\n<ul>{items}</ul>")
    if not changes.is_same:
        lines += ["<h2>Changes</h2>", *_sections(changes)]
    body = "\n".join(lines)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(changes.new.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{CONTENT_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(told.title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _paragraph(words: str) -> str:
    return f"<p>{escape(words)}</p>"


def _sections(changes: SheetChanges) -> Iterator[str]:
    shown: tuple[str, ...] = ()
    for same, section, sentences in told_sections(changes):
        yield from _folded(same, "section")
        if section is None:
            return
        path = section.name.path
        for depth, above in titles_above(path, shown):
            yield _heading(depth, escape(above))
        shown = path
        yield from _section(section, changes)
        if sentences:
            items = "".join(f"<li>{escape(sentence)}.</li>" for sentence in sentences)
            yield f'<p class="of">Figures</p>\n<ul>{items}</ul>'


def _folded(count: int, word: str) -> Iterator[str]:
    if count:
        yield f'<p class="quiet">{folded(count, word)}</p>'


def _heading(depth: int, words: str) -> str:
    level = min(6, _TOP + depth)
    return f"<h{level}>{words}</h{level}>"


def _section(section: SectionChange, changes: SheetChanges) -> Iterator[str]:
    notes = ", ".join(section_notes(section))
    note = f" {_note(notes)}" if notes else ""
    yield _heading(len(section.name.path) - 1, f"{_marked(section.title_runs) or '(untitled)'}{note}")
    rows: list[str | list[str]] = []
    for same, block in told_blocks(section):
        if block is not None and block.kind == "row" and rows:
            rows += [folded(same, "row")] * bool(same)
            rows.append(_cells(block, changes))
            continue
        yield from _table(rows)
        rows = []
        yield from _folded(same, "block")
        if block is not None and block.kind == "row":
            rows.append(_cells(block, changes))
        elif block is not None:
            yield f'<div class="block">{_block(block, changes)}</div>'


def _table(rows: Sequence[str | list[str]]) -> Iterator[str]:
    """The rows of a table, each its cells, or a line for those left out; the first names the columns."""
    if not rows:
        return
    width = max(len(row) for row in rows if not isinstance(row, str))
    lines = []
    for number, row in enumerate(rows):
        if isinstance(row, str):
            lines.append(f'<tr><td class="quiet" colspan="{width}">{row}</td></tr>')
            continue
        opening, closing = ('<th scope="col">', "</th>") if number == 0 else ("<td>", "</td>")
        cells = (f"{opening}{cell}{closing}" for cell in (*row, *[""] * (width - len(row))))
        lines.append(f"<tr>{''.join(cells)}</tr>")
    yield "<table>\n" + "\n".join(lines) + "\n</table>"


def _cells(block: BlockChange, changes: SheetChanges) -> list[str]:
    """The cells of a row, what went and what came in each beside one another."""
    runs = closed_runs(block.runs)
    cells = [f"{_note(moved_from(block, changes))} " if block.status == MOVED else ""]
    for column, number, words in by_cell((run.kind, run.text) for run in runs):
        cells += [""] * (column + 1 - len(cells))
        cells[column] += _run(Run(runs[number].kind, words.strip("\n"))) if words.strip("\n") else ""
    return [cell.strip() for cell in cells]


def _block(block: BlockChange, changes: SheetChanges) -> str:
    words = _marked(block.runs).strip("\n")
    if block.status != MOVED:
        return words
    return f"{_note(moved_from(block, changes))} {words}"


def _note(words: str) -> str:
    return f'<span class="quiet">[{escape(words)}]</span>'


def _marked(runs: Sequence[Run]) -> str:
    return "".join(map(_run, closed_runs(runs)))


def _run(run: Run) -> str:
    if run.kind == SAME:
        return escape(run.text)
    tag, word = _TAGS[run.kind]
    before, words, behind = marked_part(run.text, "\n")
    spoken = f'<span class="spoken">[{word}: </span>{escape(words)}<span class="spoken">]</span>'
    return f"{before}<{tag}>{spoken}</{tag}>{behind}"
