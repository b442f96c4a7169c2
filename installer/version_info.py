"""The version resource of the programs on Windows, as PyInstaller reads it (a `version=` file).

PyInstaller's own manifest asks for the common controls, long paths and no administrator's rights,
and Qt itself makes its process aware of each monitor's resolution, so the version is all that is added.
"""

from __future__ import annotations

from pathlib import Path

from installer.product import Product
from installer.windows import CONSOLE_PROGRAM, COPYRIGHT, PROGRAM, PUBLISHER, four_numbers

# U.S. English in Unicode (1200), the numbers that Windows' Explorer looks for first.
_LANGUAGE = 0x0409
_CODEPAGE = 1200
# Of winver.h: a program for Windows NT; flags that may be set; the flag of a version before its release.
_NT_WINDOWS32 = 0x40004
_PROGRAM_TYPE = 0x1
_FLAGS_MASK = 0x3F
_PRERELEASE = 0x2


def version_info(product: Product, program: str) -> str:
    """The version resource of `program` (its file name), in PyInstaller's own notation.

    Raises:
        BuildError: Windows cannot store the version.
    """
    numbers = four_numbers(product.version)
    flags = 0 if product.version.replace(".", "").isdecimal() else _PRERELEASE
    console = " (command line)" if program == CONSOLE_PROGRAM else ""
    strings = {
        "CompanyName": PUBLISHER,
        "FileDescription": f"{product.name}{console}",
        "FileVersion": product.version,
        "InternalName": program.removesuffix(".exe"),
        "LegalCopyright": COPYRIGHT,
        "OriginalFilename": program,
        "ProductName": product.name,
        "ProductVersion": product.version,
    }
    rows = "".join(f"        StringStruct({name!r}, {value!r}),\n" for name, value in strings.items())
    return (
        "VSVersionInfo(\n"
        f"  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers},\n"
        f"    mask={_FLAGS_MASK:#x}, flags={flags:#x},\n"
        f"    OS={_NT_WINDOWS32:#x}, fileType={_PROGRAM_TYPE:#x}, subtype=0x0, date=(0, 0)),\n"
        "  kids=[\n"
        f"    StringFileInfo([\n      StringTable('{_LANGUAGE:04X}{_CODEPAGE:04X}', [\n{rows}      ])]),\n"
        f"    VarFileInfo([VarStruct('Translation', [{_LANGUAGE}, {_CODEPAGE}])]),\n"
        "  ])\n"
    )


def write(product: Product, folder: Path) -> dict[str, Path]:
    """Write the version resources into `folder`; the programs' names without ending, with their files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for program in (PROGRAM, CONSOLE_PROGRAM):
        name = program.removesuffix(".exe")
        written[name] = folder / f"{name}-version.txt"
        written[name].write_text(version_info(product, program), encoding="utf-8")
    return written
