"""CHANGELOG.md as other formats want it: its releases, and Debian's changelog."""

from __future__ import annotations

import datetime as dt
import email.utils
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from installer.product import Product

_HEADING = re.compile(r"^## \[?(?P<name>[^\]\s]+)\]?(?:\s+[-–]\s+(?P<date>\d{4}-\d{2}-\d{2}))?\s*$")
_MARKUP = re.compile(r"\*\*|[*`]")
_DEBIAN_WIDTH = 78


@dataclass(frozen=True)
class Release:
    """One version: what changed for its users, each item one plain paragraph."""

    version: str
    date: dt.datetime
    items: tuple[str, ...]


def releases(changelog: str, product: Product) -> list[Release]:
    """The releases that `changelog` (Keep a Changelog 1.1) lists, newest first; the first is this build.

    What stands under “Unreleased” belongs to the version that is built, unless that has its own heading.
    """
    now = dt.datetime.fromtimestamp(product.epoch, dt.UTC)
    by_version: dict[str, Release] = {}
    for name, date, items in _parts(changelog):
        version = product.version if name == "Unreleased" else name
        when = dt.datetime.fromisoformat(date).replace(tzinfo=dt.UTC) if date else now
        if items:
            by_version[version] = Release(version, when, items)
    this = by_version.pop(product.version, Release(product.version, now, ()))
    return [Release(this.version, now, this.items), *by_version.values()]


def debian_changelog(made: list[Release], product: Product, maintainer: str) -> str:
    """The text of changelog.gz, after deb-changelog(5); `maintainer` is “name <address>”."""
    return "\n".join(_debian_entry(release, product, maintainer) for release in made)


def debian_version(version: str) -> str:
    """`version` as Debian orders it: “1.0rc1” comes before 1.0 as “1.0~rc1” (deb-version(7))."""
    return re.sub(r"\.?(a|b|rc|dev)(\d+)", r"~\1\2", version)


def _parts(changelog: str) -> Iterator[tuple[str, str | None, tuple[str, ...]]]:
    parts = re.split(r"^(?=## )", changelog, flags=re.MULTILINE)
    for part in parts:
        heading, _, body = part.partition("\n")
        if match := _HEADING.match(heading):
            yield match["name"], match["date"], tuple(_items(body))


def _items(body: str) -> Iterator[str]:
    for item in re.findall(r"^- (.+(?:\n  .+)*)", body, re.MULTILINE):
        yield _MARKUP.sub("", " ".join(item.split()))


def _debian_entry(release: Release, product: Product, maintainer: str) -> str:
    items = release.items if product.is_own else ()
    lines = [
        f"{product.id} ({debian_version(release.version)}) unstable; urgency=medium",
        "",
        *map(_debian_item, items or (f"Made with hkviewer {release.version}.",)),
        "",
        f" -- {maintainer}  {email.utils.format_datetime(release.date)}",
        "",
    ]
    return "\n".join(lines)


def _debian_item(item: str) -> str:
    return textwrap.fill(item, _DEBIAN_WIDTH, initial_indent="  * ", subsequent_indent="    ")
