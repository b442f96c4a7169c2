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
    closed_runs,
    folded,
    marked_part,
    moved_from,
    section_notes,
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
    ".quiet{color:#565c65}.block{white-space:pre-wrap;margin:.75em 0}"
)
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
    for same, section, sentences in told_sections(changes):
        yield from _folded(same, "section")
        if section is None:
            return
        yield from _section(section, changes)
        if sentences:
            yield "<ul>" + "".join(f"<li>{escape(sentence)}.</li>" for sentence in sentences) + "</ul>"


def _folded(count: int, word: str) -> Iterator[str]:
    if count:
        yield f'<p class="quiet">{folded(count, word)}</p>'


def _section(section: SectionChange, changes: SheetChanges) -> Iterator[str]:
    level = min(6, max(3, section.name.level + 1))
    notes = ", ".join(section_notes(section))
    note = f' <span class="quiet">[{escape(notes)}]</span>' if notes else ""
    yield f"<h{level}>{_marked(section.title_runs)}{note}</h{level}>"
    for same, block in told_blocks(section):
        yield from _folded(same, "block")
        if block is not None:
            yield f'<div class="block">{_block(block, changes)}</div>'


def _block(block: BlockChange, changes: SheetChanges) -> str:
    words = _marked(block.runs).strip("\n")
    if block.status != MOVED:
        return words
    return f'<span class="quiet">[{escape(moved_from(block, changes))}]</span> {words}'


def _marked(runs: Sequence[Run]) -> str:
    return "".join(map(_run, closed_runs(runs)))


def _run(run: Run) -> str:
    if run.kind == SAME:
        return escape(run.text)
    tag, word = _TAGS[run.kind]
    before, words, behind = marked_part(run.text, "\n")
    spoken = f'<span class="spoken">[{word}: </span>{escape(words)}<span class="spoken">]</span>'
    return f"{before}<{tag}>{spoken}</{tag}>{behind}"
