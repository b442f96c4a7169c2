"""Which addresses may become links, and where."""

from __future__ import annotations

import re

_ON_A_PAGE = re.compile(r"(?:https?://|mailto:|#)\S|(?![\w+.-]*:|[/\\]{2})\S", re.IGNORECASE)


def may_stand_on_page(address: str) -> bool:
    """Whether a page for a browser keeps the link: to the web, to mail, or to what lies beside the page.

    Of any other, a browser would run a script or fetch a file of this computer's.
    """
    return _ON_A_PAGE.match(address) is not None
