"""The style sheet of an HTML copy: for the screen, and for paper with markings and page numbers."""

from __future__ import annotations

from hkviewer.export.assembly import Copy
from hkviewer.system.characters import one_line, printable
from hkviewer.theme import LIGHT, TYPOGRAPHY

_SCREEN_SIZES = {"standard": "1.06rem", "compact": "1rem", "large": "1.5rem"}
_PRINT_SIZES = {"standard": "11.5pt", "compact": "10.5pt", "large": "18pt"}
_PAPERS = {"letter": "letter", "a4": "A4"}
_NAVY = "#112e51"

_SCREEN = f"""
:root{{color-scheme:light}}
body{{max-width:42em;margin:2rem auto;padding:0 1.2rem;color:{LIGHT.text};background:#fff;
 overflow-wrap:break-word}}
header{{border-top:4px solid {_NAVY};border-bottom:1.5px solid {_NAVY};padding:.4rem 0 .8rem}}
h1{{color:{_NAVY};font-size:2em;line-height:1.15;margin:.2em 0 .5em}}
h2{{color:{LIGHT.heading};font-size:1.25em;margin:1.7em 0 .4em}}
h3{{font-size:1.1em;margin:1.5em 0 .35em}}
h4,h5,h6{{font-size:1em;margin:1.3em 0 .3em}}
h1,h2,h3,h4,h5,h6{{line-height:1.25}}
p,h1,h2,h3,h4,h5,h6,th,td{{unicode-bidi:plaintext}}
dl,.links,footer{{direction:ltr}}
p,ul,ol{{margin:.75em 0}}
li{{margin:.3em 0}}
a{{color:{LIGHT.link}}}
.skip{{position:absolute;left:-999em}}
.skip:focus{{left:1rem;top:.5rem;background:#fff;padding:.4em .8em}}
.kind,.label{{text-transform:uppercase;letter-spacing:.06em;font-size:.78em;color:{LIGHT.heading};
 margin:.2em 0}}
.marking{{text-align:center;font-weight:bold;letter-spacing:.08em;color:#000;margin:.4em 0}}
dl{{display:grid;grid-template-columns:max-content 1fr;gap:.15em .9em;font-size:.82em;margin:0}}
dt{{font-weight:600}}
dd{{margin:0;min-width:0}}
nav{{font-size:.9em}}
nav h2{{font-size:1em;margin-top:1.2em}}
nav ul{{list-style:none;padding-inline-start:0}}
nav .deeper{{padding-inline-start:1.4em}}
mark{{background:{LIGHT.match};color:inherit}}
sup{{font-size:.7em;line-height:0}}
.number{{font-size:.7em;font-weight:600;color:{LIGHT.quiet};display:inline-block;min-width:2.4em}}
main{{margin-top:1.4em}}
main>:first-child>:first-child{{margin-top:0}}
.label+h2,.label+h3{{margin-top:.3em}}
.own{{border-inline-start:3px solid {LIGHT.line};padding-inline-start:1em;margin:1.5em 0}}
.table{{overflow-x:auto;margin:1em 0}}
table{{border-collapse:collapse;font-size:.9em}}
th,td{{border-bottom:1px solid {LIGHT.line};padding:.35em .6em;text-align:start;vertical-align:top}}
thead th{{border-bottom:2px solid {_NAVY}}}
.right{{text-align:right}}
.center{{text-align:center}}
blockquote{{border-inline-start:3px solid {LIGHT.line};margin:1em 0;padding-inline-start:1em}}
img{{max-width:100%;height:auto}}
pre{{overflow-x:auto;border:1px solid {LIGHT.line};padding:.6em}}
pre,code{{font-family:"{TYPOGRAPHY.fixed}",Consolas,Menlo,monospace;font-size:.9em}}
hr{{border:0;border-top:1px solid {LIGHT.border}}}
.links{{font-size:.85em;overflow-wrap:anywhere}}
.notes{{display:none}}
footer{{border-top:1px solid {LIGHT.border};margin-top:2.5em;font-size:.75em;color:{LIGHT.quiet};
 overflow-wrap:anywhere}}
"""
_PRINT = """
body{max-width:none;margin:0;padding:0;line-height:1.4}
.skip,.screen{display:none}
.cover{break-after:page;margin-top:30%}
h1,h2,h3,h4,h5,h6,.label{break-after:avoid}
p,li{orphans:2;widows:2}
tr,img{break-inside:avoid}
thead{display:table-header-group}
a{color:inherit}
.table,pre{overflow:visible}
pre{white-space:pre-wrap}
mark{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.notes{display:block;break-inside:avoid}
.notes div{border-bottom:1px solid #999;height:2.2em}
"""

# What few copies have.
_FURTHER = f"""
sub{{font-size:.7em;line-height:0}}
.terms{{display:block;font-size:1em;font-family:inherit;direction:inherit;margin:.75em 0}}
.terms dd{{margin-inline-start:1.5em;margin-bottom:.3em}}
.footnotes{{font-size:.85em;padding-inline-start:2.6em}}
.footnotes li::marker{{content:"[" counter(list-item) "] "}}
.pictured img{{vertical-align:top;max-width:calc(100% - 2.6em)}}
mark.own{{background:{LIGHT.badge};color:{LIGHT.badge_text}}}
"""
_FURTHER_TAGS = (
    *('class="terms"', 'class="footnotes"', 'class="pictured"', "<sub>", "<small>", '<mark class="own">'),
)

_ON_ONE_LINE = 40
"""Letters of a marking at a printed page's foot."""


def css(copy: Copy, parts: str) -> str:
    """The style sheet for `copy`, whose parts are written as the HTML `parts`."""
    choices = copy.choices
    text = f'"{TYPOGRAPHY.text}",Georgia,"Times New Roman",serif'
    interface = f'"{TYPOGRAPHY.interface}",Arial,Helvetica,sans-serif'
    further = _FURTHER if any(tag in parts for tag in _FURTHER_TAGS) else ""
    columns = "main{columns:2;column-gap:.34in}" if choices.layout == "compact" else ""
    return (
        f"{_SCREEN}{further}body{{font:{_SCREEN_SIZES[choices.layout]}/1.5 {text}}}\n"
        f"h1,h2,h3,h4,h5,h6,dl,nav,th,footer,.kind,.label,.marking,.number{{font-family:{interface}}}\n"
        f"@page{{size:{_PAPERS[choices.paper]};margin:2.2cm 2.4cm;{_margin_boxes(copy)}}}\n"
        f"@media print{{{_PRINT}body{{font-size:{_PRINT_SIZES[choices.layout]}}}\n{columns}}}\n"
    )


def _margin_boxes(copy: Copy) -> str:
    """What stands at the head and foot of each printed page."""
    small = "font:8.4pt Arial,Helvetica,sans-serif"
    pages = '"Page " counter(page) " of " counter(pages)'
    boxes = f"@bottom-left{{{small};content:{_string(copy.foot)}}}@bottom-right{{{small};content:{pages}}}"
    if marking := one_line(copy.choices.marking):
        # The long line beside it takes two lines rather than a marking of usual length.
        whole = ";white-space:nowrap" if len(marking) <= _ON_ONE_LINE else ""
        content = f"font:bold 9pt Arial,Helvetica,sans-serif{whole};content:{_string(marking)}"
        boxes += f"@top-center{{{content}}}@bottom-center{{{content}}}"
    return boxes


def _string(text: str) -> str:
    """A CSS string; everything but letters and digits is written by its number (CSS Syntax 3, 4.3.7)."""
    escaped = (c if c.isascii() and (c.isalnum() or c == " ") else f"\\{ord(c):x} " for c in printable(text))
    return f'"{"".join(escaped)}"'
