"""What a file states about itself at its top, as values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from hkviewer.content.addresses import leads_out
from hkviewer.content.edition import Dated, Edition, is_date

KEYS = (
    *("title", "id", "order", "publisher", "bureau", "kind", "edition", "edition-basis", "edition-evidence"),
    *("source", "received", "licence", "language", "captured", "captured-sha256", "editorial-headings"),
)
OTHERS = ("author", "date", "updated", "lang", "description", "canonical", "url")
"""Keys of other programs' that are taken, too."""
_OWN_FORM_ONLY = ("order", "captured", "captured-sha256", "editorial-headings")
"""Keys that other programs use for something else."""
_WITHOUT_ORDER = 1e9
"""Behind every sheet that states an order, before the infinity of those that cannot be read."""
_TEMPLATE = re.compile(r"\{\{[^}]*\}\}|\{%[^%]*%\}|<%[^%]*%>|`r [^`]*`")
"""A value that another program would have filled in."""
_CUT = re.compile(r"\{\{(?![^{}]*\}\})|\{%(?![^%]*%\})|^([\"']).*\{[{%](?!.*\1$)")
"""An instruction that ends on another line, or stands in quotes that do: no value is left."""
_NONE = ("~", "null", "Null", "NULL")
"""What YAML and JSON write for no value."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")


def may_be_marked(title: str) -> bool:
    """Whether a title is perhaps not shown as it is written, but read as Markdown or HTML."""
    return re.search(r"[*_`<&\\~=]|\]\(", title) is not None


@dataclass(frozen=True, slots=True, order=True)
class FrontMatterFault:
    """What is wrong on a line of the front matter, and what to do."""

    line: int
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a file states about itself at its top.

    Attributes:
        values: the text of each outermost key that has one; keys are in lower case.
        lists: of each that has a list of texts, these.
        lines: the line of each key in the file, from 1.
        length: how many lines the front matter takes, the lines that close it in included.
        text: its lines as they stand, without those two.
        is_own_form: it has nothing but flat `key: value` lines.
        faults: what could not be read.
    """

    values: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    length: int = 0
    text: str = ""
    is_own_form: bool = False
    faults: tuple[FrontMatterFault, ...] = ()

    def get(self, key: str, default: str = "") -> str:
        """The text of `key`, or `default` where it is missing or empty."""
        if key in _OWN_FORM_ONLY and not self.is_own_form:
            return default
        return self.values.get(key) or default

    def words(self, *keys: str) -> str:
        """The text of the first of `keys` that has words, on one line; "" where none has.

        A template instruction has no words, nor what says that there is no value.
        """
        words = (" ".join(self.get(key).split()) for key in keys)
        return next((w for w in words if w and w not in _NONE and not _is_template(w)), "")

    @property
    def author(self) -> str:
        """Who wrote the text, several parted by commas."""
        names = (" ".join(name.split()) for name in self.lists.get("author", ()))
        return ", ".join(filter(None, names)) or self.words("author")

    @property
    def edition(self) -> Edition | None:
        """When the sheet was published; None where that is not stated as we write it."""
        if not is_date(self.get("edition")):
            return None
        inferred = self.get("edition-basis") == "inferred"
        return Edition(self.values["edition"], inferred, self.get("edition-evidence"))

    @property
    def dated(self) -> Dated | None:
        """What else is said of when the text is from, as it is written there."""
        from hkviewer.content.front_matter.dates import dated  # few sheets have any

        edition = "" if self.edition else self.words("edition")
        return dated({"edition": edition, "dated": self.words("date"), "updated": self.words("updated")})

    @property
    def source(self) -> str:
        """Where the text is from: what `source` says, else a web address."""
        addresses = (self.words(key) for key in ("canonical", "url"))
        web = (address for address in addresses if "//" in address and leads_out(address))
        return self.words("source") or next(web, "")

    @property
    def language(self) -> str:
        """The BCP 47 tag of the text's language, English where none is stated."""
        stated = self.words("language", "lang").replace("_", "-")
        return stated if _LANGUAGE.fullmatch(stated) else "en"

    @property
    def order(self) -> float:
        """Where the sheet stands among others, the least first."""
        stated = self.get("order")
        return int(stated) if stated.isdecimal() and len(stated) < 10 else _WITHOUT_ORDER

    @property
    def editorial_headings(self) -> tuple[str, ...]:
        """The headings that the editor added, in order."""
        parts = (part.strip() for part in self.get("editorial-headings").split("|"))
        return tuple(part for part in parts if part)

    @property
    def as_it_stands(self) -> str:
        """Its lines, where it holds anything that a sheet of ours does not; else ""."""
        count = sum(bool(line.strip()) for line in self.text.split("\n"))
        is_ours = self.is_own_form and count == len(self.lines) and self.lines.keys() <= {*KEYS}
        return "" if is_ours else self.text


def _is_template(words: str) -> bool:
    return _TEMPLATE.fullmatch(words.strip("\"'")) is not None or _CUT.search(words) is not None
