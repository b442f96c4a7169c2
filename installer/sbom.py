"""The software bill of materials (SBOM), a list of all parts of a bundle: CycloneDX 1.6 as JSON."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from installer.components import BUILD_ONLY, Component
from installer.output import staged
from installer.product import Product

_LOCKED = re.compile(r"(?m)^([A-Za-z0-9._-]+)==([^\s;]+)")
_SPDX = re.compile(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*")


def write(parts: Sequence[Component], root: Path, product: Product, target: Path) -> Path:
    """Write the list of parts to `target`, which by custom ends in .cdx.json; the file.

    Args:
        parts: what the bundle holds.
        root: the checkout, for the packages that only the build used.
        product: what was built.
        target: the file.

    Raises:
        BuildError: it cannot be written.
    """
    with staged(target) as stage:
        document = _document(parts, locked_build_tools(root), product)
        stage.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return target


def locked(root: Path) -> dict[str, str]:
    """The packages of requirements/installer.txt with their versions, for all systems."""
    text = (root / "requirements" / "installer.txt").read_text(encoding="utf-8")
    return {name.lower(): version for name, version in _LOCKED.findall(text)}


def locked_build_tools(root: Path) -> dict[str, str]:
    """Those of `locked` of which nothing is handed out."""
    return {name: version for name, version in locked(root).items() if name in BUILD_ONLY}


def _document(parts: Sequence[Component], tools: dict[str, str], product: Product) -> dict[str, Any]:
    made = dt.datetime.fromtimestamp(product.epoch, dt.UTC).isoformat().replace("+00:00", "Z")
    main = {
        "type": "application",
        "bom-ref": product.id,
        "name": product.name,
        "version": product.version,
        "licenses": [{"expression": "MIT AND LGPL-3.0-only"}] if product.is_own else [],
    }
    components = [_part(part) for part in parts]
    components += [_tool(name, version) for name, version in sorted(tools.items())]
    # The same build gets the same number: CycloneDX asks for one a document, not for a random one.
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([main, made, components], sort_keys=True))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {"timestamp": made, "component": {key: value for key, value in main.items() if value}},
        "components": components,
        "dependencies": [{"ref": product.id, "dependsOn": [part["bom-ref"] for part in components]}],
    }


def _part(part: Component) -> dict[str, Any]:
    # A name that SPDX knows nothing of is given as a name.
    known = _SPDX.fullmatch(part.licence) and (
        " " in part.licence or not part.licence.startswith("LicenseRef")
    )
    licence = {"expression": part.licence} if known else {"license": {"name": part.licence}}
    fields = {
        "type": part.kind,
        "bom-ref": part.purl or f"{part.name}@{part.version}",
        "name": part.name,
        "version": part.version,
        "purl": part.purl,
        "licenses": [licence],
    }
    return {key: value for key, value in fields.items() if value}


def _tool(name: str, version: str) -> dict[str, Any]:
    purl = f"pkg:pypi/{name}@{version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "scope": "excluded",
        "purl": purl,
    }
