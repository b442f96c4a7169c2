"""What changed, as JSON."""

from __future__ import annotations

import json
from typing import Any

from hkviewer.compare.editions import (
    BlockChange,
    Edition,
    Figure,
    FigureChange,
    Run,
    SectionChange,
    SectionName,
    SheetChanges,
)


def changes_json(changes: SheetChanges) -> str:
    """The changes as one JSON object; `docs/comparing.md` says what each key means."""
    deleted, inserted = changes.words
    value = {
        "old": _edition(changes.old),
        "new": _edition(changes.new),
        "same": changes.is_same,
        "summary": {
            "sections": changes.counts._asdict(),
            "words": {"deleted": deleted, "inserted": inserted},
            "figures": [_figure_change(change) for change in changes.figures],
            "other": [change._asdict() for change in changes.other],
        },
        "sections": [_section(section) for section in changes.sections],
    }
    return json.dumps(value, ensure_ascii=False, indent=1)


def _edition(edition: Edition) -> dict[str, Any]:
    return {"id": edition.id, "edition": edition.edition, "digest": edition.digest}


def _section(section: SectionChange) -> dict[str, Any]:
    return {
        "status": section.status,
        "moved": section.moved,
        "renamed": section.renamed,
        "old": _name(section.old),
        "new": _name(section.new),
        "title_runs": [_run(run) for run in section.title_runs],
        "blocks": [_block(block) for block in section.blocks],
    }


def _name(name: SectionName | None) -> dict[str, Any] | None:
    return {"id": name.id, "title": name.title, "n": name.n} if name else None


def _block(block: BlockChange) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "status": block.status,
        "old": block.old,
        "new": block.new,
        "runs": [_run(run) for run in block.runs],
    }


def _run(run: Run) -> list[str]:
    """Kind and text; the old text, too, where that is written otherwise."""
    return [run.kind, run.text] if run.old_text is None else [run.kind, run.text, run.old_text]


def _figure_change(change: FigureChange) -> dict[str, Any]:
    return {
        "section": change.section,
        "label": change.label,
        "kind": change.kind,
        "old": _figure(change.old),
        "new": _figure(change.new),
        "old_range": change.old.span if change.old else None,
        "new_range": change.new.span if change.new else None,
    }


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {"text": figure.text, "value": figure.value, "unit": figure.unit, "year": figure.year}
