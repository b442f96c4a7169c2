"""What a bundle is made of is known, with its licence."""

from __future__ import annotations

import json
import platform
from pathlib import Path

import pytest

from installer import components, environment, licences, sbom
from installer.components import Component
from installer.product import Product

ROOT = Path(__file__).parents[2]


def test_each_locked_package_is_either_handed_out_or_used_by_the_build_alone():
    handed_out = {components.normal_name(name) for name in components.PACKAGES}
    assert not handed_out & components.BUILD_ONLY
    assert handed_out | components.BUILD_ONLY | {"pyinstaller"} == {*sbom.locked(ROOT)}


def test_each_font_and_each_licence_text_of_the_resources_is_a_component():
    product = Product("hkviewer", "hkviewer", "0.1.0", ROOT / "content", 0)
    own = list(components.own(ROOT, product))
    texts = {text for part in own for text in part.texts}
    assert {*(ROOT / "resources" / "licences").iterdir()} <= texts
    assert all(text.is_file() for text in texts)
    families = {path.name.partition("-")[0] for path in (ROOT / "resources" / "fonts").glob("*.ttf")}
    assert families <= {part.name.replace(" ", "") for part in own}


def test_a_sheet_carries_the_licence_that_its_front_matter_states(tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: A\nlicence: Public domain\n---\n# A\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("# B\n", encoding="utf-8")
    found = components.own(ROOT, Product("X", "xx", "1", tmp_path, 0))
    stated = {part.name: part.licence for part in found if part.name.endswith(".md")}
    assert stated == {"a.md": "Public domain", "b.md": "as its publisher states"}


def test_versions_are_read_from_the_packages_files_and_no_program_is_started(monkeypatch, tmp_path):
    from pypdfium2.version import PDFIUM_INFO
    from PySide6.QtCore import qVersion

    monkeypatch.setattr("subprocess.Popen", None)
    site = tmp_path / "site"
    site.mkdir()
    for folder in Path(environment.own_site()).iterdir():
        (site / folder.name).symlink_to(folder)
    (site / "pyinstaller-6.0.dist-info").mkdir(exist_ok=True)
    product = Product("hkviewer", "hkviewer", "0.1.0", ROOT / "content", 0)
    versions = {part.name: part.version for part in components.of_bundle(ROOT, site, product, tmp_path)}
    assert versions["Qt"] == qVersion()
    assert versions["PDFium"] == str(PDFIUM_INFO).partition("@")[0]
    assert versions["Python"] == platform.python_version()


def test_texts_of_one_name_do_not_overwrite_each_other(tmp_path):
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "LICENSE").write_text(name, encoding="utf-8")
    part = Component("A/B c", "1", "MIT", texts=(tmp_path / "x" / "LICENSE", tmp_path / "y" / "LICENSE"))
    licences.collect([part], "A viewer", tmp_path / "licences")
    texts = {path.read_text(encoding="utf-8") for path in (tmp_path / "licences" / "A-B-c").iterdir()}
    assert texts == {"x", "y"}
    assert "A/B c 1  MIT" in (tmp_path / "licences" / "README.txt").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_list_of_parts_is_cyclonedx(tmp_path):
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    product = Product("hkviewer", "hkviewer", "0.1.0", ROOT / "content", 1_790_000_000)
    parts = [Component("Qt", "6.11.3", "LGPL-3.0-only", "framework"), *components.own(ROOT, product)]
    text = sbom.write(parts, ROOT, product, tmp_path / "a.cdx.json").read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    found = json.loads(text)
    names = {part["name"] for part in found["components"]}
    assert {"Qt", "Public Sans", "Lucide icons", "SCOWL word list", "Unihan variants", "setuptools"} <= names
    assert found["metadata"]["timestamp"] == "2026-09-21T14:13:20Z"


def test_the_list_of_parts_is_the_same_twice(tmp_path):
    product = Product("hkviewer", "hkviewer", "0.1.0", ROOT / "content", 1_790_000_000)
    parts = [*components.own(ROOT, product)]
    first, second = (sbom.write(parts, ROOT, product, tmp_path / name) for name in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()
