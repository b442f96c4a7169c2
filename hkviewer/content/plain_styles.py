"""Raised, lowered, struck and inserted words where text has one look: 10⁶, x^(n−1), [deleted: a]; pictures.

`Section.text`, in which offsets count, has the words alone: what is read or pasted must not say 106 for 10⁶.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from hkviewer.content.model import (
    NOT_INCLUDED,
    Emphasis,
    FactSheet,
    Image,
    Inline,
    Link,
    Section,
    Span,
    Strong,
    Styled,
    lay_out,
    plain_text,
)

Piece = tuple[str, tuple[str, ...]]
"""Words of one look, and their styles, of `model.STYLES`, from the outermost in."""

_RAISED = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
_RAISED_WORDS = {"TM": "™", "tm": "™", "SM": "℠", "o": "º", "a": "ª"}
_LOWERED = str.maketrans("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎")
_LOWERED_WORDS = dict(zip("aehijklmnoprstuvx", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_ORDINAL = re.compile(r"\d\s?(?:st|nd|rd|th|d|er|re|nde|i?[eè]me|e)|\b[IVXLC]+(?:er|re|nde|i?[eè]me|e)")
"""A number with its ending, which is read the same if that is not raised."""


def picture_brackets(words: str, *, included: bool) -> tuple[str, str]:
    """What stands before and behind the words of a picture where it is not shown.

    Args:
        words: its alternative text.
        included: it is a file of the document's, not one on the web.
    """
    return f"[{'Picture' if included else NOT_INCLUDED}{': ' if words else ''}", "]"


def in_plain(content: Sequence[Inline]) -> str:
    """As `plain_text`, with styles in signs, and told of what is a picture's that it is not seen."""
    if not any(map(_may_be_styled, content)):
        return plain_text(content)
    return "".join(signed([*_pieces(content, ())]))


def text_in_plain(section: Section) -> str:
    """As `Section.text`, with styles and pictures in signs, and each cell under its column's heading.

    It is not what offsets count in.
    """
    from hkviewer.content.packed import PackedSection  # which few documents are long enough for

    if isinstance(section, PackedSection) and not section.may_hold(Styled, Image, Span):
        return section.text
    return lay_out(section.blocks, words=in_plain, whole_rows=True)[0]


def heading_in_plain(section: Section) -> str:
    """As `Section.title`, with styles in signs."""
    return (
        "".join(signed([*_pieces(section.heading, (), bare=True)])).replace("\n", " ").strip()
        or section.title
    )


def title_in_plain(sheet: FactSheet) -> str:
    """As `FactSheet.title`, with styles in signs where it is the first section's heading."""
    first = sheet.sections[0] if sheet.sections else None
    return sheet.title if first is None or first.heading_shown else heading_in_plain(first)


def signed(pieces: Sequence[Piece]) -> list[str]:
    """The words of each of `pieces`, with signs for what styles say."""
    words = [text for text, _ in pieces]
    _sign(words, pieces, "superscript", _raised)
    _sign(words, pieces, "subscript", _lowered)
    if any("deleted" in styles for _, styles in pieces):
        # Alone, what is inserted is text as any other, or was meant to be underlined.
        for style in ("deleted", "inserted"):
            _sign(words, pieces, style, lambda inner, _, style=style: _around(inner, f"[{style}: ", "]"))  # type: ignore[misc]  # a default holds the loop's value
    return words


def _sign(
    words: list[str],
    pieces: Sequence[Piece],
    style: str,
    change: Callable[[list[str], str], list[str]],
) -> None:
    """Change the words of neighbouring pieces of a style together; `change` is told what stands before."""
    for has_style, run in groupby(range(len(pieces)), lambda number: style in pieces[number][1]):
        numbers = list(run)
        first, last = numbers[0], numbers[-1] + 1
        if has_style and "".join(words[first:last]).strip():
            words[first:last] = change(words[first:last], "".join(words[:first])[-20:])


def _raised(words: list[str], before: str) -> list[str]:
    whole = "".join(words)
    if whole in _RAISED_WORDS:
        return _in_first(words, _RAISED_WORDS[whole])
    is_ending = re.search(rf"(?:{_ORDINAL.pattern})$", before + whole) is not None and whole.isalpha()
    return words if is_ending else _set(words, before, _RAISED, "^(")


def _lowered(words: list[str], before: str) -> list[str]:
    whole = "".join(words)
    if whole in _LOWERED_WORDS:
        return _in_first(words, _LOWERED_WORDS[whole])
    return _set(words, before, _LOWERED, "_(")


def _set(words: list[str], before: str, signs: dict[int, int], opening: str) -> list[str]:
    """`words` in `signs` if each of their letters has one; else in brackets, but where they mean the same."""
    whole = "".join(words)
    if all(ord(letter) in signs for letter in whole):
        return [part.translate(signs) for part in words]
    is_apart = not before or before[-1].isspace()  # small print
    is_mark = not any(map(str.isalnum, whole)) or (whole[0], whole[-1]) == ("[", "]")
    return words if is_apart or is_mark else _around(words, opening, ")")


def _in_first(words: list[str], whole: str) -> list[str]:
    return [whole, *("" for _ in words[1:])]


def _around(words: list[str], opening: str, closing: str) -> list[str]:
    words = [opening + words[0], *words[1:]]
    return [*words[:-1], words[-1] + closing]


def _may_be_styled(inline: Inline) -> bool:
    return isinstance(inline, Emphasis | Strong | Link | Styled | Image)


def _pieces(content: Sequence[Inline], styles: tuple[str, ...], *, bare: bool = False) -> Iterator[Piece]:
    """The pieces of `content`; in those that are `bare`, as headings and links, a picture is its words.

    So is one that the document has a file for: these words are what it shows.
    """
    for inline in content:
        match inline:
            case Emphasis(inner) | Strong(inner):
                yield from _pieces(inner, styles, bare=bare)
            case Link(_, inner):
                yield from _pieces(inner, styles, bare=True)
            case Styled(style, inner, _):
                yield from _pieces(inner, (*styles, style), bare=bare)
            case Image(words, file) if not bare and not (words and file):
                before, behind = picture_brackets(words, included=bool(file))
                yield f"{before}{words}{behind}", styles
            case _:
                yield plain_text((inline,)), styles
