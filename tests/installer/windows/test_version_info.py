"""The version resource of the programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from installer import version_info


def read(text: str) -> dict[str, Any]:
    """What PyInstaller would make of `text`; like it, by evaluating the text with its own classes."""

    def named(kind: str) -> Callable[..., dict[str, Any]]:
        return lambda *values, **more: {"kind": kind, "values": values, **more}

    kinds = ["VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "StringStruct"]
    kinds += ["VarFileInfo", "VarStruct"]
    found: dict[str, Any] = eval(text, {kind: named(kind) for kind in kinds})
    return found


def strings(info: dict[str, Any]) -> dict[str, str]:
    ((table,),) = info["kids"][0]["values"]
    return dict(entry["values"] for entry in table["values"][1])


def test_the_version_resource_names_the_program_its_version_and_who_made_it(product):
    info = read(version_info.version_info(product, "hkviewer.exe"))
    assert info["ffi"]["filevers"] == (0, 1, 0, 0)
    assert info["ffi"]["flags"] == 0
    assert strings(info) == {
        "CompanyName": "The hkviewer project",
        "FileDescription": "hkviewer",
        "FileVersion": "0.1.0",
        "InternalName": "hkviewer",
        "LegalCopyright": "Copyright (c) 2026 The hkviewer developers. MIT License.",
        "OriginalFilename": "hkviewer.exe",
        "ProductName": "hkviewer",
        "ProductVersion": "0.1.0",
    }


def test_a_version_before_its_release_is_marked_so(edition):
    info = read(version_info.version_info(edition, "hkviewer-cli.exe"))
    assert info["ffi"]["flags"] == 2
    assert strings(info)["FileDescription"] == "香港 Fact Sheets (command line)"
    assert strings(info)["FileVersion"] == "2.0.1rc1"


def test_the_table_of_strings_is_that_of_the_translation(product):
    info = read(version_info.version_info(product, "hkviewer.exe"))
    ((table,),) = info["kids"][0]["values"]
    ((translation,),) = info["kids"][1]["values"]
    language, codepage = translation["values"][1]
    assert table["values"][0] == f"{language:04X}{codepage:04X}"


def test_each_program_gets_a_file(product, tmp_path):
    written = version_info.write(product, tmp_path / "work")
    assert sorted(written) == ["hkviewer", "hkviewer-cli"]
    assert (
        strings(read(written["hkviewer-cli"].read_text(encoding="utf-8")))["InternalName"] == "hkviewer-cli"
    )
