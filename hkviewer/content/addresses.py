"""What an address may be: where a link leads, who may follow it, and how it is shown.

Only the web and mail lead out of the program. An address that a document carries may be anyone's: a browser
would run a script, a desktop start a program, an office program fetch a file of this computer's.
"""

from __future__ import annotations

import enum
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from hkviewer.content.attachments import local_file

MAIL = "mailto:"
WEB = r"(?i:https?://)"
"""A pattern of what addresses of the web begin with."""
_OUTSIDE = ("http", "https", "mailto")
# Strings: the start comes by here, and compiling them would cost it 2 ms; `re` keeps them once used.
_LEADS_OUT = r"(?i:https?://|mailto:)\S"
_ATTACHES = r"(?is:mailto:.*[?&;]\s*attach(ment)?\s*=)"
_HAS_SCHEME = r"(?i:[a-z][a-z0-9+.-]*:|//)"
_LONGEST = 8000
"""Bytes: Typst takes no longer address for a link."""


class LinkKind(enum.Enum):
    """What following a link in the window would do."""

    SECTION = enum.auto()
    DOCUMENT = enum.auto()
    OUTSIDE = enum.auto()
    REFUSED = enum.auto()


def classify(address: str, folder: Path) -> tuple[LinkKind, str, str]:
    """What the link `address` in a document in `folder` leads to.

    Returns:
        The kind; the path of a Markdown file in the folder or below it, else the address itself; and
        what stands behind “#”, decoded, "" for nothing. Anything else, such as file: or javascript:, is
        refused.
    """
    address = _as_browsers_read(address)
    if address.startswith("#"):
        return LinkKind.SECTION, address, unquote(address[1:])
    try:
        parts = urlsplit(address)
    except ValueError:
        return LinkKind.REFUSED, address, ""
    scheme = parts.scheme.lower()
    if scheme in _OUTSIDE and (parts.netloc or f"{scheme}:" == MAIL) and not _attaches(address):
        return LinkKind.OUTSIDE, address, ""
    file = local_file(address)
    if not scheme and not parts.netloc and file.lower().endswith((".md", ".markdown")):
        return LinkKind.DOCUMENT, str(folder / file), unquote(parts.fragment)
    return LinkKind.REFUSED, address, ""


def leads_out(address: str) -> bool:
    """Whether a reader's program can follow `address` from a copy; only those become links there."""
    is_short = len(address.encode("utf-8", "replace")) < _LONGEST
    may_lead_out = re.match(_LEADS_OUT, address) is not None and not _attaches(address)
    return is_short and may_lead_out and not _has_controls(address)


def address_on_page(address: str, *, on_site: bool = True) -> str:
    """What a page for a browser writes for a link's address; "" where its words stand without a link.

    A page keeps what leads to the web, to mail, to a place in the page, to files in the document's folder
    or below it, all as browsers read it. A place on its site (`/a/b`) is one in the document's folder: on
    this computer it would be anywhere.
    """
    read = _as_browsers_read(address)
    if _has_controls(read) or _attaches(read):
        return ""
    # A path on a site: no computer's name, no drive, no way up. Words that are pasted stand on none.
    if on_site and re.match(r"/[^/\\]", read) and "\\" not in read:
        return f".{read}" if local_file(read[1:]) and not has_scheme(read) else ""
    stays = (read.startswith("#") and len(read) > 1) or (local_file(read) and not has_scheme(read))
    return read if re.match(_LEADS_OUT, read) or stays else ""


def has_scheme(address: str) -> bool:
    """Whether `address` has a scheme or names another computer, as no file beside the document does."""
    return re.match(_HAS_SCHEME, _as_browsers_read(address)) is not None


def _as_browsers_read(address: str) -> str:
    """`address` without what may hide its scheme: a browser runs “java\\nscript:” all the same."""
    from hkviewer.system.characters import as_browsers_read

    return as_browsers_read(address)


def _attaches(address: str) -> bool:
    """Whether some mail programs would send a file of this computer's along: RFC 6068, 7, warns of such."""
    return re.match(_ATTACHES, unquote(address)) is not None


def _has_controls(address: str) -> bool:
    from hkviewer.system.characters import CONTROLS

    return not CONTROLS.isdisjoint(address)


def is_spelled_out(words: str, address: str) -> bool:
    """Whether a link's `words` are its address, so that a copy need not print the address beside them."""
    return words.strip() in (address, address.removeprefix(MAIL), address.removeprefix("http://"))


def shown(address: str) -> str:
    """A web address as it is printed, for people to type: a browser adds the scheme and “www.” itself."""
    return re.sub(r"^https?://(www\.)?", "", address).rstrip("/")
