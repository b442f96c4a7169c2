"""Edits of a copy's file, of every part that a PDF has: each takes an open file and a source of chance."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from hkviewer.export.pdf.file_identifier import sealed

FileEdit = Callable[[Pdf, Random], object]
WHITE_BOX = b"\nq 1 1 1 rg 40 %d 500 60 re f Q"
WORDS = b"\nq BT 0 0 0 rg /%s 12 Tf 1 0 0 1 90 %d Tm <00010002000300040005> Tj ET Q"


def _page(pdf: Pdf, chance: Random) -> pikepdf.Page:
    return pdf.pages[chance.randrange(len(pdf.pages))]


def _append(page: pikepdf.Page, more: bytes) -> None:
    page.contents_coalesce()
    page.obj.Contents.write(page.obj.Contents.read_bytes() + more)


def _within(page: pikepdf.Page, old: bytes, new: bytes, chance: Random) -> None:
    """Put `new` for one match of `old` in what draws the page."""
    page.contents_coalesce()
    data = page.obj.Contents.read_bytes()
    found = chance.choice(list(re.finditer(old, data)))
    page.obj.Contents.write(data[: found.start()] + found.expand(new) + data[found.end() :])


def _tags(pdf: Pdf, kind: str = "") -> list[Any]:
    tags = [o for o in pdf.objects if isinstance(o, Dictionary) and o.get("/Type") == "/StructElem"]
    tags = tags or [o for o in pdf.objects if isinstance(o, Dictionary) and "/S" in o and "/P" in o]
    return [tag for tag in tags if not kind or str(tag.get("/S")) == kind]


def _links(pdf: Pdf) -> list[Any]:
    return [
        note for page in pdf.pages for note in page.obj.get("/Annots", ()) if "/A" in note or "/Dest" in note
    ]


def _note(pdf: Pdf, chance: Random, **more: Any) -> Any:
    page = _page(pdf, chance)
    note = Dictionary(Type=Name.Annot, Rect=[90, 400, 400, 430], F=4, **more)
    note = pdf.make_indirect(note)
    page.obj.Annots = Array([*page.obj.get("/Annots", []), note])
    return note


def _drawing(pdf: Pdf, code: bytes) -> Any:
    return pdf.make_stream(code, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 612, 792])


def _stamp(pdf: Pdf, chance: Random) -> None:
    shown = _drawing(pdf, b"1 1 1 rg 0 0 612 792 re f")
    _note(pdf, chance, Subtype=Name.Stamp, AP=Dictionary(N=shown))


def _link_with_picture(pdf: Pdf, chance: Random) -> None:
    note = chance.choice(_links(pdf))
    note.AP = Dictionary(N=_drawing(pdf, b"1 1 1 rg 0 0 612 792 re f"))


def _form_over(pdf: Pdf, chance: Random) -> None:
    page = _page(pdf, chance)
    name = page.add_resource(_drawing(pdf, WHITE_BOX % 500), Name.XObject)
    _append(page, b"\nq %s Do Q" % str(name).encode())


def _shut_off(pdf: Pdf, chance: Random) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("x")))
    pdf.Root.OCProperties = Dictionary(OCGs=[group], D=Dictionary(OFF=[group]))
    page = _page(pdf, chance)
    name = page.add_resource(group, Name.Properties)
    page.contents_coalesce()
    page.obj.Contents.write(b"/OC %s BDC " % str(name).encode() + page.obj.Contents.read_bytes() + b" EMC")


def _attachment(pdf: Pdf, _: Random) -> None:
    pdf.attachments["x.txt"] = pikepdf.AttachedFileSpec.from_filepath(pdf, __file__)


def _associated(pdf: Pdf, _: Random) -> None:
    file = pdf.make_indirect(
        Dictionary(Type=Name.Filespec, F="x.txt", EF=Dictionary(F=pdf.make_stream(b"x")))
    )
    pdf.Root.AF = Array([file])


def _script(pdf: Pdf, _: Random) -> None:
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    pdf.Root.Names.JavaScript = Dictionary(Names=["x", script])


def _field(pdf: Pdf, chance: Random) -> None:
    field = _note(pdf, chance, Subtype=Name.Widget, FT=Name.Tx, T="x", V="31 billion", DA="/Helv 12 Tf 0 g")
    pdf.Root.AcroForm = Dictionary(Fields=[field], NeedAppearances=True)


def _other_stream(pdf: Pdf, chance: Random) -> None:
    """A typeface's, a picture's or a table of letters' bytes changed."""
    streams = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Type") != "/Metadata"]
    one = chance.choice(streams)
    data = bytearray(one.read_bytes())
    for _ in range(chance.randrange(1, 4)):
        data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
    one.write(bytes(data))


def _other_letters(pdf: Pdf, chance: Random) -> None:
    """The table that says which letters a typeface's glyphs stand for: two of its letters change places."""
    tables = [o.ToUnicode for o in pdf.objects if isinstance(o, Dictionary) and "/ToUnicode" in o]
    table = chance.choice(tables)
    data = table.read_bytes()
    pairs = list(re.finditer(rb"<(\w{4})> <(\w{4})>\n", data))
    one, other = chance.sample(pairs, 2) if len(pairs) > 1 else (pairs[0], pairs[0])
    swapped = data.replace(one[0], b"<%s> <%s>\n" % (one[1], other[2]))
    table.write(swapped.replace(other[0], b"<%s> <%s>\n" % (other[1], one[2])))


def _metadata(old: bytes, new: bytes) -> FileEdit:
    def edit(pdf: Pdf, _: Random) -> None:
        data = pdf.Root.Metadata.read_bytes()
        assert re.search(old, data), old
        pdf.Root.Metadata.write(re.sub(old, new, data, count=1))

    return edit


def _key(name: str, value: Any) -> FileEdit:
    def edit(pdf: Pdf, _: Random) -> None:
        pdf.Root[name] = value(pdf) if callable(value) else value

    return edit


def _page_key(name: str, value: Any) -> FileEdit:
    def edit(pdf: Pdf, chance: Random) -> None:
        _page(pdf, chance).obj[name] = value

    return edit


def _more_on_page(make: Callable[[Random], bytes]) -> FileEdit:
    return lambda pdf, chance: _append(_page(pdf, chance), make(chance))


def _in_page(old: bytes, new: bytes) -> FileEdit:
    return lambda pdf, chance: _within(_page(pdf, chance), old, new, chance)


def _of_link(change: Callable[[Any, Pdf], None]) -> FileEdit:
    return lambda pdf, chance: change(chance.choice([n for n in _links(pdf) if "/A" in n]), pdf)


def _of_tag(change: Callable[[Any, Pdf, Random], None]) -> FileEdit:
    return lambda pdf, chance: change(chance.choice(_tags(pdf)), pdf, chance)


def _set(name: str, value: Any) -> Callable[..., None]:
    return lambda at, *_: at.__setitem__(name, value)


def _swapped_kids(tag: Any, pdf: Pdf, chance: Random) -> None:
    many = [t for t in _tags(pdf) if isinstance(t.get("/K"), Array) and len(t.K) > 1]
    kids = chance.choice(many).K
    kids[0], kids[1] = kids[1], kids[0]


def _no_kids(tag: Any, pdf: Pdf, chance: Random) -> None:
    tag.K = Array()


def _bookmark(pdf: Pdf, chance: Random) -> None:
    marks = [o for o in pdf.objects if isinstance(o, Dictionary) and "/Title" in o and "/Parent" in o]
    chance.choice(marks).Title = String("All is well")


def _pages_moved(pdf: Pdf, chance: Random) -> None:
    if len(pdf.pages) > 1:
        pdf.pages.insert(0, pdf.pages[-1])
        del pdf.pages[-1]
    else:
        pdf.add_blank_page(page_size=(612, 792))


def _page_more(pdf: Pdf, _: Random) -> None:
    pdf.add_blank_page(page_size=(612, 792))


def _picture(pdf: Pdf, chance: Random) -> None:
    pictures = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
    one = chance.choice(pictures)
    one.write(bytes(255 - byte for byte in one.read_bytes()))


def _action(kind: str, **more: Any) -> Callable[..., None]:
    return lambda note, *_: note.__setitem__("/A", Dictionary(S=Name("/" + kind), **more))


EDITS: dict[str, FileEdit] = {
    "nothing": lambda *_: None,
    "white box": _more_on_page(lambda chance: WHITE_BOX % chance.randrange(60, 700)),
    "white image": _more_on_page(
        lambda c: b"\nq 500 0 0 60 50 %d cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q" % c.randrange(60, 700)
    ),
    "words more": _more_on_page(lambda c: WORDS % (b"f0", c.randrange(60, 700))),
    "words as an artifact": _more_on_page(
        lambda c: b"\n/Artifact BMC" + WORDS % (b"f0", c.randrange(60, 700)) + b" EMC"
    ),
    "a line through": _more_on_page(lambda c: b"\nq 1 w 90 %d m 400 0 l S Q" % c.randrange(60, 700)),
    "a shading": _more_on_page(
        lambda c: b"\nq 0 0 612 792 re W n 1 1 1 rg 0 %d 612 99 re f* Q" % c.randrange(60, 700)
    ),
    "a drawing over": _form_over,
    "shut off": _shut_off,
    "a line of words away": _in_page(rb"\[[^\]]*\] ?TJ", rb"[] TJ"),
    "a line of words twice": _in_page(rb"(\[[^\]]*\] ?TJ)", rb"\1 \1"),
    "words moved": _in_page(rb"1 0 0 -1 0 0 Tm", rb"1 0 0 -1 7 30 Tm"),
    "words turned": _in_page(rb"1 0 0 -1 0 0 Tm", rb"0.9 0.4 0.4 -0.9 0 0 Tm"),
    "words shown not": _in_page(rb"0 Tr", rb"3 Tr"),
    "words stretched": _in_page(rb"0 Tr", rb"0 Tr 1 Tz"),
    "words raised": _in_page(rb"0 Tr", rb"0 Tr 300 Ts"),
    "words spaced": _in_page(rb"0 Tr", rb"0 Tr 90 Tc"),
    "other size": _in_page(rb"/(f\d+) [\d.]+ Tf", rb"/\1 2 Tf"),
    "other typeface": _in_page(rb"/f\d+ ([\d.]+ Tf)", rb"/f0 \1"),
    "a mark's number": _in_page(rb"/MCID \d+", b"/MCID 9999"),
    "a mark as artifact": _in_page(rb"/\w+ ?<</MCID \d+>> ?BDC", b"/Artifact BMC"),
    "actual text of a mark": _in_page(rb"<</MCID (\d+)", rb"<</ActualText(x)/MCID \1"),
    "a box of the page": _page_key("/CropBox", Array([0, 300, 612, 792])),
    "a trim box": _page_key("/TrimBox", Array([0, 300, 612, 792])),
    "the page's size": _page_key("/MediaBox", Array([0, 0, 612, 400])),
    "the page turned": _page_key("/Rotate", 180),
    "the page's unit": _page_key("/UserUnit", 3),
    "a page's action": _page_key("/AA", Dictionary(O=Dictionary(S=Name.Named, N=Name.Print))),
    "a page's time": _page_key("/Dur", 1),
    "a page's tabs": _page_key("/Tabs", Name.R),
    "a page's parents": _page_key("/StructParents", 77),
    "a page less": lambda pdf, c: pdf.pages.__delitem__(-1) if len(pdf.pages) > 1 else _pages_moved(pdf, c),
    "a page more": _page_more,
    "pages moved": _pages_moved,
    "a page copied": lambda pdf, _: pdf.pages.append(pdf.pages[0]),
    "a stamp": _stamp,
    "a note": lambda pdf, c: _note(pdf, c, Subtype=Name.FreeText, Contents="All is well", DA="/Helv 12 Tf"),
    "a popup": lambda pdf, c: _note(pdf, c, Subtype=Name.Text, Contents="All is well", Open=True),
    "redacted": lambda pdf, c: _note(pdf, c, Subtype=Name.Square, IC=[1, 1, 1], C=[1, 1, 1]),
    "struck": lambda pdf, c: _note(
        pdf, c, Subtype=Name.StrikeOut, QuadPoints=[90, 430, 400, 430, 90, 400, 400, 400]
    ),
    "a field": _field,
    "a film": lambda pdf, c: _note(pdf, c, Subtype=Name.Screen),
    "a link more": lambda pdf, c: _note(
        pdf, c, Subtype=Name.Link, Border=[0, 0, 0], A=Dictionary(S=Name.URI, URI="https://example.net/")
    ),
    "a link elsewhere": _of_link(_action("URI", URI=String("https://example.net/"))),
    "a link to a script": _of_link(_action("URI", URI=String("javascript:alert(1)"))),
    "a link's map": _of_link(lambda note, _: note.A.__setitem__("/IsMap", True)),
    "a link that starts": _of_link(_action("Launch", F="x.exe")),
    "a link to a file": _of_link(_action("GoToR", F="x.pdf", D=[0, Name.Fit])),
    "a link that sends": _of_link(_action("SubmitForm", F="https://example.net/")),
    "a link twice": _of_link(
        lambda note, _: note.A.__setitem__("/Next", Dictionary(S=Name.URI, URI="https://example.net/"))
    ),
    "a link moved": _of_link(_set("/Rect", Array([90, 90, 400, 110]))),
    "a link with corners": _of_link(_set("/QuadPoints", Array([1, 1, 2, 1, 1, 2, 2, 2]))),
    "a link with a picture": _link_with_picture,
    "a link framed": _of_link(_set("/Border", Array([0, 0, 30]))),
    "a link's words": _of_link(_set("/Contents", String("leads elsewhere"))),
    "a link hidden": _of_link(_set("/F", 2)),
    "a tag's kind": _of_tag(
        lambda tag, _, c: tag.__setitem__("/S", c.choice([Name.H1, Name.P, Name.Code, Name.Quote]))
    ),
    "a tag's words": _of_tag(_set("/ActualText", String("It lost 3 billion."))),
    "a tag's other words": _of_tag(_set("/Alt", String("It lost 3 billion."))),
    "a tag's expansion": _of_tag(_set("/E", String("It lost 3 billion."))),
    "a tag's title": _of_tag(_set("/T", String("It lost 3 billion."))),
    "a tag's language": _of_tag(_set("/Lang", String("xx"))),
    "tags in other order": _of_tag(_swapped_kids),
    "a tag without words": _of_tag(_no_kids),
    "a map of tags": lambda pdf, _: pdf.Root.StructTreeRoot.__setitem__("/RoleMap", Dictionary(P=Name.H1)),
    "no tags": lambda pdf, _: pdf.Root.__delitem__("/StructTreeRoot"),
    "a bookmark": _bookmark,
    "no bookmarks": lambda pdf, _: pdf.Root.__delitem__("/Outlines") if "/Outlines" in pdf.Root else None,
    "a file within": _attachment,
    "a file beside": _associated,
    "a script": _script,
    "a letter for another": _other_letters,
    "a stream's bytes": _other_stream,
    "a picture": _picture,
    "no names": lambda pdf, _: pdf.Root.__delitem__("/Names") if "/Names" in pdf.Root else None,
    "opens with a script": _key("/OpenAction", Dictionary(S=Name.JavaScript, JS="x")),
    "opens elsewhere": lambda pdf, _: pdf.Root.__setitem__(
        "/OpenAction", Array([pdf.pages[-1].obj, Name.Fit])
    ),
    "does more": _key("/AA", Dictionary(WC=Dictionary(S=Name.JavaScript, JS="x"))),
    "a form": _key("/AcroForm", Dictionary(Fields=[], XFA=String("<x/>"))),
    "a portfolio": _key("/Collection", Dictionary(View=Name.H)),
    "its base": _key("/URI", Dictionary(Base="https://example.net/")),
    "its language": _key("/Lang", String("xx")),
    "its permissions": _key("/Perms", Dictionary()),
    "its mode": _key("/PageMode", Name.FullScreen),
    "its preferences": _key("/ViewerPreferences", Dictionary(HideToolbar=True, Direction=Name.R2L)),
    "its version": _key("/Version", Name("/2.0")),
    "its labels": _key("/PageLabels", Dictionary(Nums=[0, Dictionary(P="x")])),
    "its needs": _key("/Requirements", Array([Dictionary(S=Name.EnableJavaScripts)])),
    "threads": _key("/Threads", Array()),
    "its title": lambda pdf, _: pdf.docinfo.__setitem__("/Title", "All is well"),
    "its author": lambda pdf, _: pdf.docinfo.__setitem__("/Author", "The Minister"),
    "its producer": lambda pdf, _: pdf.docinfo.__setitem__("/Producer", "Another"),
    "no metadata": lambda pdf, _: pdf.Root.__delitem__("/Metadata"),
    "no record": _metadata(rb"<hkviewer:Record.*?</hkviewer:Record>", b""),
    "two records": _metadata(rb"(<hkviewer:Record.*?</hkviewer:Record>)", rb"\1\1"),
    "another version": _metadata(rb'"program":"[^"]*"', b'"program":"0.0.9"'),
    "another engine": _metadata(rb'"engine":"[^"]*"', b'"engine":"9"'),
    "other typefaces": _metadata(rb'"own":"[^"]*"', b'"own":"0"'),
    "its marking": _metadata(rb'"marking":"[^"]*"', b'"marking":"NONE"'),
    "its date": _metadata(rb'"date":"[^"]*"', b'"date":"2020-01-01"'),
    "its digest": _metadata(rb'"digest":"[^"]*"', b'"digest":"' + b"0" * 64 + b'"'),
    "its sheet": _metadata(rb'"sheet":"[^"]*"', b'"sheet":"another"'),
    "its parts": _metadata(rb'"parts":\[', b'"parts":[{"part":"cover"},'),
    "its own words": _metadata(rb'"parts":\[', b'"parts":[{"part":"own words","markdown":"All is well."},'),
    "title in the metadata": _metadata(rb"(<dc:title>.*?<rdf:li[^>]*>)", rb"\1All is well: "),
    "date in the metadata": _metadata(rb"<xmp:ModifyDate>[^<]*", b"<xmp:ModifyDate>1999-01-01T00:00:00Z"),
    "not for archives": _metadata(rb"<pdfaid:part>2", b"<pdfaid:part>3"),
}
"""By what is done. Each raises where a file has nothing that it could be done to."""


def edited(pdf: bytes, edit: FileEdit, chance: Random) -> bytes:
    """`pdf` after `edit`, written in one of the ways that a file can be; sealed again as often as not."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        edit(file, chance)
        saved = io.BytesIO()
        way = chance.randrange(6)
        options: dict[str, Any] = {
            1: {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
            2: {"linearize": True},
            3: {"encryption": pikepdf.Encryption(owner="x", user="", R=6)},
            4: {"qdf": True},
            5: {"stream_decode_level": pikepdf.StreamDecodeLevel.specialized, "compress_streams": False},
        }.get(way, {"compress_streams": True})
        file.save(saved, **options)
    data = saved.getvalue()
    return sealed_again(data) if chance.random() < 0.6 else data


def sealed_again(pdf: bytes) -> bytes:
    """`pdf` with a seal, where it has a trailer that one can be put into; else as it is."""
    start = pdf.rfind(b"trailer")
    if start < 0:
        return pdf
    end = pdf.index(b"startxref", start)
    trailer = re.sub(rb"/ID ?\[.*?\]", b"", pdf[start:end], flags=re.DOTALL).rstrip()
    assert trailer.endswith(b">>")
    seal = b"/ID[(AAAAAAAAAAAAAAAAAAAAAA==)(ZZZZZZZZZZZZZZZZZZZZZZ==)]>>\n"
    return sealed(pdf[:start] + trailer[:-2] + seal + pdf[end:].rstrip())


def patched(pdf: bytes, chance: Random) -> Iterator[tuple[str, bytes]]:
    """`pdf` with bytes put in, taken out or turned about, and with later editions of its objects."""
    place = chance.randrange(len(pdf))
    some = chance.randbytes(chance.randrange(1, 20))
    yield "bytes in", pdf[:place] + some + pdf[place:]
    yield "bytes out", pdf[:place] + pdf[place + len(some) :]
    yield "bytes others", pdf[:place] + some + pdf[place + len(some) :]
    yield "cut", pdf[:place]
    yield "twice", pdf + pdf
    yield "before", some + b"\n" + pdf
    yield "behind", pdf + b"\n" + some
    for what, old, new in (
        ("page", rb"/Type/Page/", b"/Type/Page/Rotate 180/"),
        ("catalogue", rb"/Type/Catalog", b"/Type/Catalog/OpenAction<</S/JavaScript/JS(x)>>"),
        ("link", rb"/URI\(", b"/URI(https://example.net/"),
        ("tag", rb"/S/P\b", b"/S/H1"),
    ):
        yield f"later {what}", with_later(pdf, old, new)


def with_later(pdf: bytes, old: bytes, new: bytes) -> bytes:
    """`pdf` with a later edition of the first object in which `old` stands (ISO 32000-1, 7.5.6)."""
    for match in re.finditer(rb"(?ms)^(\d+) 0 obj\n(.*?)\nendobj\n", pdf):
        if b"\nstream" not in match[2] and re.search(old, match[2]):
            again = b"%d 0 obj\n%s\nendobj\n" % (int(match[1]), re.sub(old, new, match[2], count=1))
            before = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
            table = b"xref\n%d 1\n%010d 00000 n\r\n" % (int(match[1]), len(pdf) + 1)
            trailer = re.sub(
                rb"/ID.*", b"", pdf[pdf.rindex(b"trailer") : pdf.rindex(b"startxref")], flags=re.DOTALL
            )
            seal = b"/Prev %d/ID[(AAAAAAAAAAAAAAAAAAAAAA==)(ZZZZZZZZZZZZZZZZZZZZZZ==)]>>\n" % before
            where = len(pdf) + 1 + len(again)
            return sealed(pdf + b"\n" + again + table + trailer + seal + b"startxref\n%d\n%%%%EOF" % where)
    return pdf + b"\n"
