"""Sheets made up, edits made to them, and what a comparison is expected to tell of these."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from tests.compare.rebuilding import written

_SYLLABLES = "ba ce di fo gu ha ki lo mu ne po ra si tu ve wo xa yi zo ter".split()
_SMALL = "the of and in to a for its with by".split()
_UNITS = ["%", " million", " sq km", " years", " billion"]


@dataclass
class Block:
    """A paragraph, an item or a table's row, as its words or cells."""

    kind: str
    words: str = ""
    rows: list[list[str]] = field(default_factory=list)
    is_touched: bool = False


@dataclass
class Part:
    """A section."""

    title: str
    level: int
    blocks: list[Block]
    is_touched: bool = False


class Writer:
    """Writes sheets from a vocabulary of made-up words, with the random numbers of one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.vocabulary = sorted({self._word() for _ in range(400)})

    def _word(self) -> str:
        return "".join(self.random.choice(_SYLLABLES) for _ in range(self.random.randint(2, 4)))

    def word(self) -> str:
        """A word as a text has them: some are frequent."""
        if self.random.random() < 0.25:
            return self.random.choice(_SMALL)
        return self.random.choice(self.vocabulary)

    def sentence(self) -> str:
        """A sentence of eight to twenty words, some with a figure."""
        words = [self.word() for _ in range(self.random.randint(8, 20))]
        if self.random.random() < 0.4:
            words.insert(self.random.randint(1, len(words) - 1), self.figure())
        return " ".join(words).capitalize() + "."

    def figure(self) -> str:
        """A number with its unit and year."""
        unit, year = self.random.choice(_UNITS), self.random.randint(2001, 2023)
        return f"{self.random.randint(2, 980)}{unit} ({year} est.)"

    def paragraph(self) -> Block:
        """Two to five sentences."""
        return Block("paragraph", " ".join(self.sentence() for _ in range(self.random.randint(2, 5))))

    def title(self) -> str:
        """Two to four words."""
        return " ".join(
            self.random.choice(self.vocabulary) for _ in range(self.random.randint(2, 4))
        ).capitalize()

    def items(self) -> list[Block]:
        """A list's items."""
        return [
            Block("item", " ".join(self.word() for _ in range(self.random.randint(4, 12))))
            for _ in range(self.random.randint(3, 6))
        ]

    def table(self) -> Block:
        """A table of names and numbers."""
        columns = self.random.randint(2, 4)
        header = ["Name", *(self.random.choice(self.vocabulary).capitalize() for _ in range(columns))]
        names = self.random.sample(self.vocabulary, self.random.randint(3, 6))
        rows = [[name, *(str(self.random.randint(1, 900)) for _ in range(columns))] for name in names]
        return Block("table", rows=[header, *rows])

    def sheet(self) -> list[Part]:
        """Some sections, with sections in them."""
        parts = []
        for _ in range(self.random.randint(3, 6)):
            parts.append(self.part(2))
            parts += (self.part(3) for _ in range(self.random.randint(0, 3)))
        return parts

    def part(self, level: int) -> Part:
        """A section of paragraphs, perhaps with a list or a table, or of one line with a figure."""
        if self.random.random() < 0.3:
            return Part(self.title(), level, [Block("paragraph", self.figure())])
        blocks = [self.paragraph() for _ in range(self.random.randint(1, 5))]
        if self.random.random() < 0.3:
            blocks += self.items()
        if self.random.random() < 0.3:
            blocks.append(self.table())
        return Part(self.title(), level, blocks)


def markdown(parts: list[Part]) -> str:
    """The sheet as a Markdown text."""
    lines = ["# Sheet"]
    for part in parts:
        lines += ["", f"{'#' * part.level} {part.title}"]
        for block in part.blocks:
            if block.kind == "table":
                rows = [" | ".join(row) for row in block.rows]
                lines += ["", rows[0], " | ".join("---" for _ in block.rows[0]), *rows[1:]]
            else:
                lines += ["", f"- {block.words}" if block.kind == "item" else block.words]
    return "\n".join(lines) + "\n"


Edit = tuple[Any, ...]


class Editor:
    """Makes edits to a sheet, none to what another has touched, and notes what is to be told."""

    def __init__(self, writer: Writer, parts: list[Part]) -> None:
        self.writer, self.random, self.parts = writer, writer.random, parts
        self.expected: list[Edit] = []

    def edit(self, kind: str) -> bool:
        """Make an edit of that kind; whether there was something to edit."""
        expected: Edit | None = getattr(self, f"_{kind}")()
        if expected:
            self.expected.append(expected)
        return expected is not None

    def _choose(self, least: int = 2, kind: str = "paragraph", spare: int = 0) -> tuple[Part, int] | None:
        """A block that no edit touched, of so many words, in a section with `spare` blocks more."""
        found = [
            (part, n)
            for part in self.parts
            for n, block in enumerate(part.blocks)
            if block.kind == kind
            and not block.is_touched
            and not part.is_touched
            and len(block.words.split()) >= least
            and len(part.blocks) > spare
        ]
        return self.random.choice(found) if found else None

    def _word(self) -> Edit | None:
        place = self._choose(8)
        if not place:
            return None
        block = place[0].blocks[place[1]]
        words = block.words.split()
        numbers = [n for n, word in enumerate(words[1:-1], 1) if word.isalpha() and len(word) > 3]
        if not numbers:
            return None
        n, new = self.random.choice(numbers), "zz" + self.writer.word()
        old, words[n] = words[n], new
        block.words, block.is_touched = " ".join(words), True
        return ("changed", old, new)

    def _figure(self) -> Edit | None:
        places = [
            (block, n)
            for part in self.parts
            for block in part.blocks
            for n, word in enumerate(block.words.split())
            if word[0].isdigit() and not block.is_touched and not part.is_touched
        ]
        if not places:
            return None
        block, n = self.random.choice(places)
        words = block.words.split()
        digits = "".join(c for c in words[n] if c.isdigit())
        new = str(int(digits) + self.random.randint(1, 9))
        words[n] = words[n].replace(digits, new)
        block.words, block.is_touched = " ".join(words), True
        return ("changed", digits, new)

    def _split(self) -> Edit | None:
        place = self._choose(20)
        if not place:
            return None
        part, n = place
        sentences = part.blocks[n].words.split(". ")
        if len(sentences) < 2:
            return None
        cut = self.random.randint(1, len(sentences) - 1)
        first, rest = ". ".join(sentences[:cut]) + ".", ". ".join(sentences[cut:])
        part.blocks[n : n + 1] = [Block("paragraph", text, is_touched=True) for text in (first, rest)]
        return ("split", "\n\n")

    def _join(self) -> Edit | None:
        found = [
            (part, n)
            for part in self.parts
            for n in range(len(part.blocks) - 1)
            if all(b.kind == "paragraph" and not b.is_touched for b in part.blocks[n : n + 2])
            and not part.is_touched
        ]
        if not found:
            return None
        part, n = self.random.choice(found)
        words = " ".join(block.words for block in part.blocks[n : n + 2])
        part.blocks[n : n + 2] = [Block("paragraph", words, is_touched=True)]
        return ("joined", "\n\n")

    def _move(self) -> Edit | None:
        place = self._choose(8, spare=1)
        if not place:
            return None
        part, n = place
        others = [p for p in self.parts if not p.is_touched and len(p.blocks) > 1 and p is not part]
        if not others:
            return None
        block = part.blocks.pop(n)
        block.is_touched = True
        other = self.random.choice(others)
        other.blocks.insert(self.random.randint(0, self._texts(other)), block)
        return ("moved", block.words)

    def _texts(self, part: Part) -> int:
        """How many paragraphs a section begins with."""
        return next((n for n, block in enumerate(part.blocks) if block.kind != "paragraph"), len(part.blocks))

    def _rename(self) -> Edit | None:
        found = [part for part in self.parts if not part.is_touched]
        if not found:
            return None
        part = self.random.choice(found)
        part.title, part.is_touched = self.writer.title(), True
        return ("renamed", part.title)

    def _insert(self) -> Edit | None:
        found = [part for part in self.parts if not part.is_touched and len(part.blocks) > 1]
        if not found:
            return None
        part, block = self.random.choice(found), self.writer.paragraph()
        block.is_touched = True
        part.blocks.insert(self.random.randint(0, self._texts(part)), block)
        return ("added", block.words)

    def _delete(self) -> Edit | None:
        place = self._choose(8, spare=2)
        if not place:
            return None
        return ("removed", place[0].blocks.pop(place[1]).words)

    def _reorder(self) -> Edit | None:
        firsts = [n for n, part in enumerate(self.parts) if part.level == 2]
        free = [a for a, b in pairwise(firsts) if not self._any_touched(a, b)]
        if len(firsts) < 3 or not free or any(edit[0] == "section moved" for edit in self.expected):
            return None
        start = self.random.choice(free)
        place = firsts.index(start)
        end = firsts[place + 1]
        family = self.parts[start:end]
        del self.parts[start:end]
        places = [n for n, part in enumerate(self.parts) if part.level == 2] + [len(self.parts)]
        # Of two neighbours that change places either one may be said to have moved.
        places = [n for number, n in enumerate(places) if abs(number - place) > 1]
        if not places:
            self.parts[start:start] = family
            return None
        at = self.random.choice(places)
        self.parts[at:at] = family
        for part in family:
            part.is_touched = True
        return ("section moved", family[0].title)

    def _any_touched(self, start: int, end: int) -> bool:
        return any(p.is_touched or any(b.is_touched for b in p.blocks) for p in self.parts[start:end])

    def _column(self) -> Edit | None:
        found = [
            block
            for part in self.parts
            for block in part.blocks
            if block.kind == "table" and not block.is_touched and not part.is_touched
        ]
        if not found:
            return None
        block = self.random.choice(found)
        at, name = self.random.randint(1, len(block.rows[0])), self.writer.title()
        for n, row in enumerate(block.rows):
            row.insert(at, str(self.random.randint(1, 900)) if n else name)
        block.is_touched = True
        return ("column", name)


EDITS = ("word", "figure", "split", "join", "move", "rename", "insert", "delete", "reorder", "column")


def told(found: dict[str, Any]) -> list[Edit]:
    """What a comparison's JSON tells, as the editor notes it."""
    edits: list[Edit] = []
    for section in found["sections"]:
        name = (section["new"] or section["old"])["title"]
        if section["status"] in ("added", "removed"):
            edits.append((f"section {section['status']}", name))
        edits += [("section moved", name)] * section["moved"] + [("renamed", name)] * section["renamed"]
        for block in section["blocks"]:
            edits += _of_block(block)
    return edits


def _of_block(block: dict[str, Any]) -> list[Edit]:
    changed = [run for run in block["runs"] if run[0] != "same"]
    words = [written(changed, side).strip() for side in ("old", "new")]
    if block["status"] in ("added", "removed"):
        return [(block["status"], words[0] or words[1])]
    if block["status"] == "moved":
        return [("moved", written(block["runs"], "new").strip()), *([("changed", *words)] if changed else [])]
    if len(block["new"]) > 1 or len(block["old"]) > 1:
        kind = "split" if len(block["new"]) > 1 else "joined"
        return [(kind, "".join(run[1] for run in changed))]
    if block["kind"] == "row" and changed and not words[0]:
        # Of an added column the name is told once; the other rows have their cells.
        name = words[1].strip("| ")
        return [] if name.isdigit() else [("column", name)]
    return [("changed", *words)] if changed else []
