"""A copy as one self-contained HTML file: readable, accessible, and set for paper when printed."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from hkviewer.briefing.assembled import (
    OWN_WORDS,
    Copy,
    Division,
    Fact,
    Grid,
    Heading,
    Items,
    Line,
    Lines,
    Node,
    Quote,
    Words,
    assemble,
)
from hkviewer.briefing.briefing import Briefing, one_line
from hkviewer.briefing.runs import Run
from hkviewer.briefing.typeset import leads_out, picture_file
from hkviewer.errors import DocumentError
from hkviewer.factsheet.document import read_bytes

_SHOWN_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")


def write(briefing: Briefing) -> bytes:
    """The copy as a UTF-8 HTML file. Raises as `formats.write`."""
    return "\n".join(_page(assemble(briefing))).encode("utf-8", "replace")


def _page(copy: Copy) -> Iterator[str]:
    marking = escape(one_line(copy.choices.marking))
    band = f'<p class="marking">{marking}</p>' if marking else ""
    yield f'<!DOCTYPE html>\n<html lang="{escape(copy.language or "en")}">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(copy.title)}</title>"
    yield f'<meta name="author" content="{escape(copy.publisher)}">'
    yield f"<style>{_css(copy)}</style>\n</head>\n<body>"
    yield f"<header>{band}<p class=kind>{escape(copy.kind)}</p>\n<h1>{escape(copy.title)}</h1>\n{_facts(copy.facts)}</header>"
    if copy.choices.contents != "no":
        yield _contents(copy)
    yield "<main>"
    for division in copy.divisions:
        yield from _division(division)
    yield from _endnotes(copy)
    lines = "\n".join(f"<p>{escape(line)}</p>" for line in copy.small_print)
    yield f"</main>\n<footer>{lines}{band}</footer>\n</body>\n</html>\n"


def _contents(copy: Copy) -> str:
    titles = [d.title for d in copy.divisions if d.title]
    headings = [n for d in copy.divisions for n in d.nodes if isinstance(n, Heading)]
    shown = titles + [h for h in headings if h.level == 2] or [h for h in headings if h.level == 3]
    if len(shown) < 3 and copy.choices.contents == "auto":
        return ""
    items = "\n".join(f'<li><a href="#{escape(h.id)}">{_words(h.runs)}</a></li>' for h in shown)
    return f'<nav aria-labelledby="contents"><h2 id="contents">Contents</h2>\n<ol>{items}</ol></nav>'


def _facts(facts: Sequence[Fact]) -> str:
    return "<dl>" + "".join(f"<dt>{escape(f.label)}</dt><dd>{_fact(f)}</dd>" for f in facts) + "</dl>"


def _fact(fact: Fact) -> str:
    if not leads_out(fact.address):
        return escape(fact.value)
    return f'<a href="{escape(fact.address)}">{escape(fact.value)}</a>'


def _division(division: Division) -> Iterator[str]:
    if division.own:
        yield f'<section class="own" aria-label="{OWN_WORDS}"><p class="label">{OWN_WORDS}</p>'
    else:
        yield f'<section lang="{escape(division.language or "en")}">'
    if division.title:
        yield _node(division.title, division)
    if division.facts:
        yield _facts(division.facts)
    for node in division.nodes:
        yield _node(node, division)
    yield "</section>"


def _endnotes(copy: Copy) -> Iterator[str]:
    if copy.endnotes:
        yield '<section class="links"><h2 id="links-of-this-copy">Links</h2><ol>'
        for note in copy.endnotes:
            address = escape(note.address)
            shown = f'<a href="{address}">{address}</a>' if leads_out(note.address) else address
            yield f'<li id="note-{note.number}">{escape(note.words)}: {shown}</li>'
        yield "</ol></section>"


def _node(node: Node, division: Division) -> str:
    match node:
        case Heading(level, runs, id_):
            return f'<h{level} id="{escape(id_)}">{_runs(runs, division)}</h{level}>'
        case Words(runs, number):
            label = f'<span class="number" id="p{number}">{number}</span> ' if number else ""
            return f"<p>{label}{_runs(runs, division)}</p>"
        case Items(ordered, start, items):
            tag, begin = ("ol", f' start="{start}"' if start != 1 else "") if ordered else ("ul", "")
            inner = "".join(f"<li>{_tight(item, division)}</li>" for item in items)
            return f"<{tag}{begin}>{inner}</{tag}>"
        case Grid():
            return _table(node, division)
        case Quote(nodes):
            return f"<blockquote>{''.join(_node(n, division) for n in nodes)}</blockquote>"
        case Lines(lines):
            code = "\n".join(_runs(line, division) for line in lines)
            return f'<pre tabindex="0"><code>{code}</code></pre>'
        case Line():
            return "<hr>"


def _tight(nodes: Sequence[Node], division: Division) -> str:
    """An item of one paragraph as words alone."""
    first, rest = nodes[:1], nodes[1:]
    words = "".join(_runs(n.runs, division) if isinstance(n, Words) else _node(n, division) for n in first)
    return words + "".join(_node(n, division) for n in rest)


def _table(grid: Grid, division: Division) -> str:
    def row(cells: Iterable[Sequence[Run]], tag: str, more: str = "") -> str:
        sides = (f' class="{side}"' if side else "" for side in grid.alignments)
        return "".join(
            f"<{tag}{more}{s}>{_runs(c, division)}</{tag}>" for c, s in zip(cells, sides, strict=True)
        )

    head = f"<tr>{row(grid.header, 'th', ' scope=col')}</tr>"
    body = "".join(f"<tr>{row(cells, 'td')}</tr>" for cells in grid.rows)
    return f"<div class=table><table><thead>{head}</thead><tbody>{body}</tbody></table></div>"


def _words(runs: Iterable[Run]) -> str:
    return "".join(escape(run.text) for run in runs)


def _runs(runs: Iterable[Run], division: Division) -> str:
    return "".join(_run(run, division) for run in runs)


def _run(run: Run, division: Division) -> str:
    if run.picture:
        return _picture(run, division)
    if run.text == "\n":
        return "<br>"
    words = escape(run.text)
    for wanted, tag in (
        (run.code, "code"),
        (run.strong, "strong"),
        (run.emphasis, "em"),
        (run.marked, "mark"),
    ):
        words = f"<{tag}>{words}</{tag}>" if wanted else words
    if leads_out(run.address):
        words = f'<a href="{escape(run.address)}">{words}</a>'
    if run.note:
        words += f'<sup><a href="#note-{run.note}" aria-label="link {run.note}">[{run.note}]</a></sup>'
    return words


def _picture(run: Run, division: Division) -> str:
    file = picture_file(run, division)
    if file and file.suffix.lower() in _SHOWN_PICTURES and _is_inside(run, division):
        try:
            data = base64.b64encode(read_bytes(file)).decode("ascii")
        except DocumentError:
            return f"[Picture: {escape(run.text)}]"
        kind = mimetypes.guess_type(file.name)[0] or "image/png"
        return f'<img src="data:{kind};base64,{data}" alt="{escape(run.text)}">'
    return f"[Picture: {escape(run.text)}]"


def _is_inside(run: Run, division: Division) -> bool:
    file = picture_file(run, division)
    return bool(
        file
        and division.folder
        and file.resolve().is_relative_to(division.folder.resolve())
        and file.is_file()
    )


def _css(copy: Copy) -> str:
    size = {"standard": "1.06rem", "compact": "1rem", "large": "1.5rem"}[copy.choices.layout]
    paper = {"letter": "letter", "a4": "A4"}[copy.choices.paper]
    print_size = {"standard": "11.5pt", "compact": "10.5pt", "large": "18pt"}[copy.choices.layout]
    return f"""
body{{max-width:42em;margin:2rem auto;padding:0 1.2rem;color:#1b1b1b;background:#fff;
 font:{size}/1.5 "Source Serif 4",Georgia,"Times New Roman",serif}}
h1,h2,h3,h4,h5,h6,dl,nav,th,.kind,.label,.marking,.number,footer{{font-family:"Public Sans",Arial,Helvetica,sans-serif}}
header{{border-top:4px solid #112e51;border-bottom:1.5px solid #112e51;padding:.4rem 0 .8rem}}
h1{{color:#112e51;font-size:2em;line-height:1.15;margin:.2em 0 .5em}}
h2{{color:#1a4480;font-size:1.25em;margin:1.7em 0 .4em}} h3{{font-size:1.1em;margin:1.5em 0 .35em}}
h4,h5,h6{{font-size:1em;margin:1.3em 0 .3em}} p,ul,ol{{margin:.75em 0}} li{{margin:.3em 0}}
.kind,.label{{text-transform:uppercase;letter-spacing:.06em;font-size:.78em;color:#1a4480;margin:.2em 0}}
.marking{{text-align:center;font-weight:bold;letter-spacing:.08em;margin:.4em 0}}
dl{{display:grid;grid-template-columns:max-content 1fr;gap:.15em .9em;font-size:.82em;margin:0}}
dt{{font-weight:600}} dd{{margin:0}} nav{{font-size:.88em}} nav ol{{padding-left:1.2em}}
a{{color:#005ea2}} mark{{background:#fff1a8;color:inherit}} sup{{font-size:.7em;line-height:0}}
.number{{font-size:.7em;font-weight:600;color:#565c65;display:inline-block;min-width:2.2em}}
.own{{border-left:3px solid #c6cace;padding-left:1em}} .table{{overflow-x:auto}}
table{{border-collapse:collapse;font-size:.9em}} th,td{{border-bottom:1px solid #c6cace;padding:.35em .6em;text-align:left;vertical-align:top}}
th{{border-bottom:2px solid #112e51}} .right{{text-align:right}} .center{{text-align:center}}
blockquote{{border-left:3px solid #c6cace;margin:1em 0;padding-left:1em}} img{{max-width:100%}}
pre{{overflow-x:auto;border:1px solid #c6cace;padding:.6em;font-size:.85em}}
footer{{border-top:1px solid #83888e;margin-top:2.5em;font-size:.75em;color:#565c65;overflow-wrap:anywhere}}
@page{{size:{paper};margin:2.2cm 2.4cm}}
@media print{{body{{max-width:none;margin:0;padding:0;font-size:{print_size};line-height:1.4}} nav{{display:none}}
 h2,h3,h4,h5,h6{{break-after:avoid}} p{{orphans:2;widows:2}} tr,img{{break-inside:avoid}} a{{color:inherit}}}}
"""
