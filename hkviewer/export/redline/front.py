"""What stands about a redline on pages: its title block, the head and foot of its pages, its small print."""

from __future__ import annotations

from collections.abc import Sequence

from hkviewer.compare.editions import Edition, SheetChanges
from hkviewer.export.assembly import Copy, Division, Fact, copy_facts
from hkviewer.export.briefing import Choices, default_date
from hkviewer.export.line_breaks import clipped
from hkviewer.export.nodes import Node
from hkviewer.export.policy_rules import check_copies, default_choices, enforced
from hkviewer.preferences.machine_policy import load_policy
from hkviewer.system.characters import closed_directions

_KIND = "Redline"
_LONGEST_LABEL = 18.0
"""Em of an edition's name in the head of a page, where two stand beside the title."""


def redline_copy(changes: SheetChanges, title: str, nodes: Sequence[Node], made: str) -> Copy:
    """A redline as what is on its pages.

    Args:
        changes: what it tells.
        title: what it is called.
        nodes: what stands below its title block.
        made: the last line of its small print, that says what it was made by.

    Raises:
        UsageError: the environment gives a date that is none, or the organisation lets no copy be made.
    """
    choices = _choices()
    labels = (closed_directions(one.label or one.id) for one in (changes.old, changes.new))
    old, new = (clipped(label, _LONGEST_LABEL) for label in labels)
    editions = f"{old} to {new}" if old != new else new
    return Copy(
        title=title,
        kind=_KIND,
        edition=editions,
        publisher="",
        language=changes.new.language,
        facts=(
            Fact("Older", _named(changes.old)),
            Fact("Newer", _named(changes.new)),
            *copy_facts(choices),
        ),
        foot=f"Redline, {editions}",
        divisions=(
            Division(own=False, title=None, facts=(), nodes=tuple(nodes), language=changes.new.language),
        ),
        endnotes=(),
        small_print=(
            _digest_line("Older", changes.old),
            _digest_line("Newer", changes.new),
            made,
        ),
        cover=False,
        fits_head=True,
        choices=choices,
    )


def _choices() -> Choices:
    """How it looks, and what marking it bears: as the organisation would have a copy."""
    policy = load_policy()
    check_copies(policy)
    return enforced(Choices(**default_choices(policy), date=default_date()), policy)


def _named(edition: Edition) -> str:
    sheet = edition.sheet
    told = (edition.title, edition.label or "without an edition", "" if sheet.source else "without a source")
    return ", ".join(map(closed_directions, filter(None, told)))


def _digest_line(which: str, edition: Edition) -> str:
    digest = " ".join(edition.digest[n : n + 16] for n in range(0, len(edition.digest), 16))
    return f"{which} text: sheet “{edition.id}”, SHA-256 {digest}."
