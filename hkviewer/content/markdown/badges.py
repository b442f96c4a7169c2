"""Pictures in headings: those of a status, which people write beside a title, are no part of its words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from hkviewer.content.addresses import has_scheme
from hkviewer.content.markdown.emphasis import unescape

_STATUS = re.compile(
    r"\bbadgen?\b|badge[./s]|shields\.io|travis-ci|circleci|codecov|coveralls|appveyor|/workflows/|codeclimate"
    r"|snyk\.io|sonarcloud|repostatus|bestpractices|opencollective|fossa|david-dm|zenodo|deps\.rs"
    r"|(?:build|pipeline|coverage|status|license|version)\.svg",
    re.IGNORECASE,
)


def has_badges(heading: ET.Element) -> bool:
    """Whether pictures of a status, or of the web with a link, stand beside the words of a heading."""
    badges = {badge for _, badge in _badges(heading)}
    return bool(badges) and any(map(str.isalnum, _words(heading, badges)))


def without_pictures(heading: ET.Element) -> None:
    """Leave the badges out of a heading, and of its other pictures all but their words."""
    for parent, badge in list(_badges(heading)) if has_badges(heading) else ():
        _take_out(parent, badge)
    for parent in list(heading.iter()):
        for child in list(parent):
            if child.tag == "img" and not (child.get("alt") or "").strip():
                _take_out(parent, child)


def _badges(heading: ET.Element) -> Iterator[tuple[ET.Element, ET.Element]]:
    """Each badge, with the link around it, and what that stands in."""
    for parent in heading.iter():
        for child in parent:
            picture = _alone_in(child) if child.tag == "a" else child
            if picture is None or picture.tag != "img" or parent.tag == "a":
                continue
            address = unescape(picture.get("src", ""))
            if _STATUS.search(address) or (child.tag == "a" and has_scheme(address)):
                yield parent, child


def _alone_in(link: ET.Element) -> ET.Element | None:
    """The picture that a link is around, if nothing else is in it."""
    if len(link) != 1 or (link.text or "").strip() or (link[0].tail or "").strip():
        return None
    return link[0]


def _words(element: ET.Element, left_out: set[ET.Element]) -> str:
    inner = (
        f"{'' if child in left_out else child.get('alt', '') + _words(child, left_out)}{child.tail or ''}"
        for child in element
    )
    return (element.text or "") + "".join(inner)


def _take_out(parent: ET.Element, child: ET.Element) -> None:
    """Take `child` out of `parent`, and leave what stands behind it."""
    place = list(parent).index(child)
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + (child.tail or "")
    else:
        parent.text = (parent.text or "") + (child.tail or "")
    parent.remove(child)
