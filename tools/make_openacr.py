"""Makes docs/accessibility-conformance-report.openacr.yaml from the report in Markdown beside it.

    python tools/make_openacr.py

OpenACR is the form for machines of the U.S. General Services Administration (schema openacr-0.1.0, catalog
2.5-edition-wcag-2.2-508-en). It has no place for EN 301 549 and for criteria that its catalog lacks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs"
REPORT = DOCS / "accessibility-conformance-report.md"
TARGET = REPORT.with_suffix(".openacr.yaml")

CHAPTERS = {
    "Table 1: Success criteria, level A": "success_criteria_level_a",
    "Table 2: Success criteria, level AA": "success_criteria_level_aa",
    "Chapter 3: Functional Performance Criteria": "functional_performance_criteria",
    "Chapter 5: Software": "software",
    "Chapter 6: Support Documentation and Services": "support_documentation_and_services",
}
COMPONENTS = {"Conformance": "none", "Software": "software", "Documents": "electronic-docs"}
NOT_IN_CATALOG = {"602.3"}
"""The catalog reports on it by the WCAG tables."""
NOT_REPORTED = {
    "success_criteria_level_aaa": "Not evaluated.",
    "hardware": "Not applicable: the product is software.",
}


def main() -> None:
    """Write the YAML file from the report."""
    TARGET.write_text(openacr(REPORT.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def openacr(report: str) -> str:
    """The YAML of the report whose Markdown is `report`."""
    facts = {row[0]: row[1] for row in table(report)}
    name, _, description = facts["Product"].partition(", ")
    head: dict[str, str | dict[str, str]] = {
        "title": f"{name.split()[0]} Accessibility Conformance Report",
        "product": {"name": name.split()[0], "version": name.split()[1], "description": description},
        "author": {"name": "the makers of hkviewer", "email": "hkviewer@localhost"},
        "report_date": facts["Report date"],
        "notes": plain(section(report, "The most important limits")),
        "evaluation_methods_used": plain(section(report, "How it was evaluated")),
        "license": "MIT",
        "catalog": "2.5-edition-wcag-2.2-508-en",
    }
    lines = [f"# Made by tools/make_openacr.py from {REPORT.name}.", *yaml(head), "chapters:"]
    for title, chapter in CHAPTERS.items():
        lines += [f"  {chapter}:", "    criteria:", *criteria(section(report, title))]
    for chapter, why in NOT_REPORTED.items():
        lines += [f"  {chapter}:", "    disabled: true", f"    notes: {quoted(why)}"]
    return "\n".join(lines) + "\n"


def criteria(text: str) -> Iterator[str]:
    """The lines of each criterion in the table of `text`."""
    names = cells(next(line for line in text.splitlines() if line.startswith("| Criteria")))
    for row in table(text):
        number = row[0].split()[0]
        if number in NOT_IN_CATALOG:
            continue
        yield from (f"      - num: {quoted(number)}", "        components:")
        for name, level in zip(names[1:-1], row[1:-1], strict=True):
            yield from (f"          - name: {COMPONENTS[name]}", "            adherence:")
            yield f"              level: {level.lower().replace(' ', '-')}"
            yield f"              notes: {quoted(plain(row[-1]))}"


def section(report: str, title: str) -> str:
    """What stands under the heading `title`, up to the next one."""
    _, _, rest = report.partition(f"# {title}\n")
    return re.split(r"^#", rest, maxsplit=1, flags=re.MULTILINE)[0]


def table(text: str) -> list[list[str]]:
    """The cells of the first table in `text`, row by row, without its head."""
    lines = iter(text.splitlines())
    rows = []
    for line in lines:
        if line.startswith("|"):
            rows.append(cells(line))
        elif rows:
            break
    return rows[2:]


def cells(line: str) -> list[str]:
    """The cells of one line of a table."""
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def plain(text: str) -> str:
    """Markdown as plain text in one line."""
    return " ".join(re.sub(r"[*`]", "", text).split())


def yaml(values: dict[str, str | dict[str, str]]) -> Iterator[str]:
    """`values`, of two levels at most, as YAML."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield f"{name}:"
            yield from (f"  {inner}: {quoted(words)}" for inner, words in value.items())
        else:
            yield f"{name}: {quoted(value)}"


def quoted(words: str) -> str:
    """A text in YAML's double quotes, which JSON's are (YAML 1.2.2, 1.3)."""
    return json.dumps(words, ensure_ascii=False)


if __name__ == "__main__":
    main()
