"""Pictures that were made to harm, or are what bad luck makes of good ones; each with why it is not shown."""

from __future__ import annotations

import base64
import gzip
import io
import struct
import zlib

from PIL import Image

from hkviewer.content import picture_faults as faults

_NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(inner: str, size: str = 'width="200" height="200"', before: str = "") -> bytes:
    """A drawing."""
    return f"{before}<svg {_NAMES} {size}>{inner}</svg>".encode()


def painted(form: str, mode: str = "RGB", **options: object) -> bytes:
    """A small picture in the form that Pillow calls so."""
    stream = io.BytesIO()
    Image.new(mode, (40, 40), "red" if mode == "RGB" else 0).save(stream, form, **options)
    return stream.getvalue()


def png(width: int, height: int, depth: int = 8, colours: int = 0) -> bytes:
    """A black picture, well packed; `colours` is 0 for grey, 6 for red, green, blue and opacity."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    row = b"\0" * (1 + width * depth * {0: 1, 6: 4}[colours] // 8)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _inside(kind: str, data: bytes) -> str:
    return f'<image href="data:{kind};base64,{base64.b64encode(data).decode()}" width="9" height="9"/>'


DOT = painted("PNG")
GOOD = svg('<rect width="100" height="100" fill="blue"/><text x="5" y="150">Words</text>')
_PAGE = '<div xmlns="http://www.w3.org/1999/xhtml">Label &gt; &amp;</div>'
_SVG11 = (
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"{}>'
)
DRAW_IO = svg(
    '<g><rect width="120" height="60" fill="#fff" stroke="#000"/><switch><foreignObject width="100%" '
    'height="100%" requiredFeatures="http://www.w3.org/TR/SVG11/feature#Extensibility" '
    f'style="overflow: visible;">{_PAGE}</foreignObject><text x="61" y="35">Label</text></switch></g>',
    'version="1.1" width="122px" height="62px" viewBox="-0.5 -0.5 122 62"',
    '<?xml version="1.0" encoding="UTF-8"?>\n' + _SVG11.format(""),
)
USES = svg(
    '<defs><g id="g0"><rect width="1" height="1"/></g>'
    + "".join(f'<g id="g{n + 1}">{f"<use href={chr(34)}#g{n}{chr(34)}/>" * 10}</g>' for n in range(9))
    + '</defs><use href="#g9"/>'
)
_LAUGHS = '<!ENTITY e0 "ha">' + "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
_NOISE = '<feTurbulence baseFrequency="0.9" numOctaves="9"/>' * 30

SHOWN = {
    "good.png": DOT,
    "good.jpg": painted("JPEG"),
    "print.jpg": painted("JPEG", "CMYK"),
    "good.webp": painted("WEBP"),
    "moving.gif": painted("GIF", save_all=True, append_images=[Image.new("RGB", (40, 40))] * 50),
    "deep.png": png(60, 40, 16),
    "good.svg": GOOD,
    "draw-io.svg": DRAW_IO,
    "within.svg": svg(_inside("image/png", DOT)),
    "illustrator.svg": svg(
        '<rect width="9" height="9"/>',
        before=_SVG11.format(
            ' [<!ENTITY ns_svg "http://www.w3.org/2000/svg"><!ENTITY ns_ai "http://ns.ad/">]'
        ),
    ),
    "shadow.svg": svg(
        '<filter id="f"><feGaussianBlur stdDeviation="3"/></filter><rect width="80" height="80" '
        'filter="url(#f)"/>'
    ),
    "plot.svg": svg(
        '<defs><path id="a" d="M0 0L9 9"/></defs>'
        + '<use xlink:href="#a" x="9"/>' * 500
        + '<a xlink:href="https://example.org/"><rect width="9" height="9" fill="none"/></a>'
    ),
}
"""By the names of their files: those that every copy shows."""

REFUSED = {
    "claims.png": (DOT[:16] + struct.pack(">II", 2**31 - 1, 2**31 - 1) + DOT[24:], faults.HUGE),
    "claims.gif": (b"GIF89a\xff\xff\xff\xff" + painted("GIF")[10:], faults.HUGE),
    "claims.webp": (b"RIFF\x64\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\xff\xff\0" * 2 + bytes(70), faults.HUGE),
    "huge.png": (png(8000, 8000)[:5000], faults.HUGE),
    "wide.svg": (svg("<rect/>", 'width="100000" height="100000"'), faults.HUGE),
    "huge-within.svg": (svg(_inside("image/png", png(9000, 9000)[:900])), faults.HUGE),
    "cut.png": (DOT[:60], faults.DAMAGED),
    "cut.svg": (GOOD[:-10], faults.DAMAGED),
    "empty.png": (b"", faults.DAMAGED),
    "packed.svg": (gzip.compress(GOOD), faults.DAMAGED),
    "page.svg": (b"<html><body/></html>", faults.DAMAGED),
    "browser.svg": (svg(f'<foreignObject width="50" height="20">{_PAGE}</foreignObject>'), faults.WEB_WORDS),
    "browser-only.svg": (svg(f"<switch><foreignObject>{_PAGE}</foreignObject></switch>"), faults.WEB_WORDS),
    "browser-wide.svg": (
        ('<?xml version="1.0" encoding="UTF-16"?>' + DRAW_IO.decode().partition("?>")[2]).encode("utf-16"),
        faults.WEB_WORDS,
    ),
    "uses.svg": (USES, faults.ENDLESS),
    "uses.png": (USES, faults.ENDLESS),
    "uses-within.svg": (svg(_inside("image/svg+xml", USES)), faults.ENDLESS),
    "itself.svg": (svg('<g id="a"><rect/><use href="#a"/></g>'), faults.ENDLESS),
    "each-other.svg": (svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), faults.ENDLESS),
    "laughs.svg": (svg("<text>&e9;</text>", before=f"<!DOCTYPE svg [{_LAUGHS}]>"), faults.ENDLESS),
    "long-words.svg": (
        svg(f"<text>{'&a;' * 20_000}</text>", before=f'<!DOCTYPE svg [<!ENTITY a "{"x" * 9000}">]>'),
        faults.ENDLESS,
    ),
    "noise.svg": (
        svg(
            f'<filter id="f">{_NOISE}</filter><rect filter="url(#f)"/>',
            'width="3000" height="3000"',
        ),
        faults.ENDLESS,
    ),
    "styled-noise.svg": (
        svg(
            f"<style>.a{{filter:url(#f)}}</style><filter id='f'>{_NOISE}</filter><rect class='a'/>",
            'viewBox="0 0 3000 3000"',
        ),
        faults.ENDLESS,
    ),
    "wide-brush.svg": (
        svg(
            '<filter id="f"><feMorphology radius="300"/></filter><rect filter="url(#f)"/>',
            'width="999" height="999"',
        ),
        faults.ENDLESS,
    ),
    "tiles.svg": (
        svg(
            '<pattern id="p" width="1e-4" height="1e-4" patternUnits="userSpaceOnUse"><rect/></pattern>'
            '<rect width="200" height="200" fill="url(#p)"/>'
        ),
        faults.ENDLESS,
    ),
    "markers.svg": (
        svg(
            f'<marker id="m"><g>{"<rect/>" * 500}</g></marker>'
            f'<path style="marker-mid:url(#m)" d="M0 0 {"1 1 " * 900}"/>'
        ),
        faults.ENDLESS,
    ),
    "deep.svg": (svg("<g>" * 50_000 + "</g>" * 50_000), faults.ENDLESS),
    "many.svg": (svg('<rect width="1"/>' * 110_000), faults.ENDLESS),
    "beside.svg": (svg('<image href="good.png" width="50" height="50"/>'), faults.ELSEWHERE),
    "file.svg": (svg('<image xlink:href="file:///etc/hostname"/>'), faults.ELSEWHERE),
    "web.svg": (svg('<image href="http://127.0.0.1:9/x.png"/>'), faults.ELSEWHERE),
    "other-drawing.svg": (svg('<use href="good.svg#a"/>'), faults.ELSEWHERE),
    "effect.svg": (svg('<filter id="f"><feImage href="/etc/hostname"/></filter>'), faults.ELSEWHERE),
    "entity.svg": (
        svg("<text>&x;</text>", before='<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        faults.ELSEWHERE,
    ),
}
"""Those that are refused for what is seen in the file: its contents, and why."""
