"""The installer for a whole Windows machine: a source in WiX 3's language, made into an .msi by wixl.

wixl (Debian's package of that name, 0.101) takes a part of that language; the sources keep to it. What WiX
itself would make of them nobody has installed, so nobody gets it. What wixl gets wrong is corrected in the
database with msibuild afterwards: wixl loses every letter beyond ASCII, gives each package a random code and
dates it with the moment.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import tempfile
import xml.etree.ElementTree as ET  # only writes what is ours
from pathlib import Path, PurePosixPath

from installer import windows
from installer.errors import BuildError
from installer.output import date_all, staged
from installer.process import run
from installer.product import Product
from installer.signing import Signer, sign_or_remove
from installer.windows import RegistryValue

_ICON = Path(__file__).resolve().parent.parent / "resources" / "icons" / "hkviewer.ico"
_NAMESPACE = "http://schemas.microsoft.com/wix/2006/wi"
_MAIN, _FILES = "product.wxs", "files.wxs"
_BUNDLE = "$(var.Bundle)"
# msiexec's lowest for 64-bit packages is 200; 500 came with Windows 7.
_INSTALLER_VERSION = "500"
_LANGUAGE = "1033"  # U.S. English
_UTF8 = "65001"
_FOLDER = "Folder"  # the registry value that remembers it
_TELL_FOLDER = "TellFolder"
_HIGHEST = (255, 255, 65534)  # the last also has to have a next one
# Of the summary information's properties: the package code, the days of making and of changing.
_SUMMARY = "_SummaryInformation"
_PACKAGE_CODE, _CREATED, _SAVED = "9", "12", "13"


def build(bundle: Path, product: Product, out: Path, signer: Signer) -> Path:
    """Make “<stem>.msi” in `out` from `bundle`; its path.

    Raises:
        BuildError: the bundle is not for Windows, a tool failed, or the package lacks a file of it.
    """
    target = out.resolve() / f"{product.stem}.msi"
    with staged(target) as stage:
        _compile(source(product), bundle, product, stage)
    sign_or_remove(target, signer)
    return target


def generate(product: Product, out: Path) -> list[Path]:
    """Write the source without the list of files into `out`/windows; the files written."""
    file = out / "windows" / f"{product.id}.wxs"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(source(product), encoding="utf-8")
    return [file]


def check(product: Product) -> None:
    """Make a package from the source and a stand-in of a bundle, verify it and delete it.

    Raises:
        BuildError: the tools do not take it, or a file is missing in it.
    """
    with tempfile.TemporaryDirectory() as folder:
        bundle = windows.stand_in(Path(folder) / "bundle")
        _compile(source(product), bundle, product, Path(folder) / "product.msi")


def msi_numbers(version: str) -> tuple[int, int, int]:
    """The three numbers that Windows Installer compares: “0.2.0rc1” gives (0, 2, 0).

    Raises:
        BuildError: they are beyond its limits.
    """
    numbers = windows.four_numbers(version)[:3]
    if any(number > highest for number, highest in zip(numbers, _HIGHEST, strict=True)):
        raise BuildError(f"“{version}” is no version that Windows Installer can compare.")
    return numbers


# ---- the sources


def source(product: Product) -> str:
    """All but the list of files, as WiX 3's XML.

    Raises:
        BuildError: the version is not fit for Windows Installer.
    """
    root = ET.Element("Wix", xmlns=_NAMESPACE)
    top = ET.SubElement(
        root,
        "Product",
        Id=windows.guid(product, "product", product.version),
        Name=product.name,
        Language=_LANGUAGE,
        Codepage=_UTF8,
        Version=_dotted(msi_numbers(product.version)),
        Manufacturer=windows.PUBLISHER,
        UpgradeCode=windows.guid(product, "upgrade"),
    )
    _add_package(top, product)
    _add_upgrade(top, product)
    _add_remembered_folder(top, product)
    _add_folders(top, product)
    feature = ET.SubElement(
        top, "Feature", Id="Program", Title=product.name, Level="1", Absent="disallow", AllowAdvertise="no"
    )
    for id_ in ("StartMenu", "Registry"):
        ET.SubElement(feature, "ComponentRef", Id=id_)
    ET.SubElement(feature, "ComponentGroupRef", Id="Files")
    return _text(root)


def files_source(bundle: Path, product: Product) -> str:
    """The list of the files of `bundle`; “$(var.Bundle)” stands for its path.

    Raises:
        BuildError: the bundle is not for Windows.
    """
    files = windows.files_of(bundle)
    root = ET.Element("Wix", xmlns=_NAMESPACE)
    fragment = ET.SubElement(root, "Fragment")
    folders = {PurePosixPath(): ET.SubElement(fragment, "DirectoryRef", Id="INSTALLFOLDER")}
    for folder in windows.folders_of(files):
        parent = folders[folder.parent]
        folders[folder] = ET.SubElement(parent, "Directory", Id=_id("d", folder), Name=folder.name)
    group = ET.SubElement(fragment, "ComponentGroup", Id="Files")
    for file in files:
        component = _component(folders[file.parent], _id("c", file), product, "file", str(file))
        origin = f"{_BUNDLE}/{file}"
        ET.SubElement(component, "File", Id=_id("f", file), Name=file.name, Source=origin, KeyPath="yes")
        ET.SubElement(group, "ComponentRef", Id=_id("c", file))
    return _text(root)


def _add_package(top: ET.Element, product: Product) -> None:
    ET.SubElement(
        top,
        "Package",
        InstallerVersion=_INSTALLER_VERSION,
        InstallScope="perMachine",
        Compressed="yes",
        Languages=_LANGUAGE,
        SummaryCodepage=_UTF8,
        Manufacturer=windows.PUBLISHER,
        Description=f"{product.name} {product.version}",
        Comments=f"Installs {product.name} for everybody on this machine.",
        Keywords="Installer",
    )
    ET.SubElement(top, "Media", Id="1", Cabinet="files.cab", EmbedCab="yes")
    ET.SubElement(top, "Icon", Id="program.ico", SourceFile=_ICON.name)
    for name, value in (("ARPPRODUCTICON", "program.ico"), ("ARPNOMODIFY", "1")):
        ET.SubElement(top, "Property", Id=name, Value=value)


def _add_upgrade(top: ET.Element, product: Product) -> None:
    """Any other package of the product up to the same three numbers goes; under a later one this one ends.

    What MajorUpgrade does with AllowSameVersionUpgrades. wixl has neither that nor IncludeMaximum, so the
    limit is the next number.
    """
    numbers = msi_numbers(product.version)
    limit = _dotted((*numbers[:2], numbers[2] + 1))
    upgrade = ET.SubElement(top, "Upgrade", Id=windows.guid(product, "upgrade"))
    earlier = {"Property": "EARLIERVERSION", "Minimum": "0.0.0", "Maximum": limit}
    later = {"Property": "LATERVERSION", "Minimum": limit, "OnlyDetect": "yes"}
    for version in (earlier, later):
        ET.SubElement(upgrade, "UpgradeVersion", version, IncludeMinimum="yes")
    conditions = {
        f"{product.name} needs {windows.SYSTEM}.": "Installed OR VersionNT64 >= 603",
        f"A later version of {product.name} is installed already.": "Installed OR NOT LATERVERSION",
    }
    for message, condition in conditions.items():
        ET.SubElement(top, "Condition", Message=message).text = condition
    # “Apps” and inventories are told the folder, which is known only once the costs are.
    telling = {"Property": "ARPINSTALLLOCATION", "Value": "[INSTALLFOLDER]", "Impersonate": "yes"}
    ET.SubElement(top, "CustomAction", telling, Id=_TELL_FOLDER)
    sequence = ET.SubElement(top, "InstallExecuteSequence")
    ET.SubElement(sequence, "RemoveExistingProducts", After="InstallValidate")
    ET.SubElement(sequence, "Custom", Action=_TELL_FOLDER, Before="InstallInitialize").text = "NOT REMOVE"


def _add_remembered_folder(top: ET.Element, product: Product) -> None:
    """Another folder than the usual one is named once; upgrades and the removal find it in the registry."""
    folder = ET.SubElement(top, "Property", Id="INSTALLFOLDER")
    place = {"Root": "HKLM", "Key": windows.own_key(product), "Name": _FOLDER, "Type": "raw", "Win64": "yes"}
    ET.SubElement(folder, "RegistrySearch", place, Id="EARLIERFOLDER")


def _add_folders(top: ET.Element, product: Product) -> None:
    target = ET.SubElement(top, "Directory", Id="TARGETDIR", Name="SourceDir")
    menu = _component(
        ET.SubElement(target, "Directory", Id="ProgramMenuFolder"), "StartMenu", product, "shortcut"
    )
    ET.SubElement(
        menu,
        "Shortcut",
        Id="StartMenuShortcut",
        Name=product.name,
        Target=f"[INSTALLFOLDER]{windows.PROGRAM}",
        WorkingDirectory="INSTALLFOLDER",
    )
    # Windows Installer identifies no component by a shortcut, and wants a value of the user's for one.
    mark = RegistryValue(windows.own_key(product), "StartMenu", "1")
    _add_value(menu, mark, "HKCU", KeyPath="yes")
    programs = ET.SubElement(target, "Directory", Id="ProgramFiles64Folder")
    folder = ET.SubElement(programs, "Directory", Id="INSTALLFOLDER", Name=product.name)
    registry = _component(folder, "Registry", product, "registry")
    remembered = RegistryValue(windows.own_key(product), _FOLDER, "{folder}\\")
    values = [remembered, *windows.app_paths(product), *windows.open_with(product)]
    _add_value(registry, values[0], "HKLM", KeyPath="yes")
    for value in values[1:]:
        _add_value(registry, value, "HKLM")


def _add_value(component: ET.Element, value: RegistryValue, root: str, **attributes: str) -> None:
    if value.name:
        attributes["Name"] = value.name
    # The property of a folder ends in a backslash.
    text = value.value.replace("{folder}\\", "[INSTALLFOLDER]")
    known = {"Root": root, "Key": value.key, "Type": "string", "Value": text}
    ET.SubElement(component, "RegistryValue", known | attributes)


def _component(parent: ET.Element, id_: str, product: Product, *words: str) -> ET.Element:
    return ET.SubElement(parent, "Component", Id=id_, Guid=windows.guid(product, *words), Win64="yes")


def _dotted(numbers: tuple[int, ...]) -> str:
    return ".".join(map(str, numbers))


def _id(kind: str, path: PurePosixPath) -> str:
    """An identifier of the database: it allows few letters, so it is made from the path's digest."""
    return kind + hashlib.sha256(str(path).encode()).hexdigest()[:32]


def _text(root: ET.Element) -> str:
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


# ---- the package


def _compile(main: str, bundle: Path, product: Product, target: Path) -> None:
    if shutil.which("wixl") is None:
        raise BuildError("wixl is not installed.", "Pack the .msi on Debian, with --bundle; it has wixl.")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        # A copy, because the dates of files become part of the package.
        shutil.copytree(bundle, folder / "bundle")
        date_all(folder / "bundle", product.epoch)
        shutil.copy(_ICON, folder)
        sources = {_MAIN: main, _FILES: files_source(folder / "bundle", product)}
        _run_wixl(sources, product, folder, target)
        _verify(target, bundle, product, folder)


def _run_wixl(sources: dict[str, str], product: Product, folder: Path, target: Path) -> None:
    stand_ins: dict[str, str] = {}
    for name, text in sources.items():
        (folder / name).write_text(_for_wixl(text, stand_ins), encoding="utf-8")
    run(["wixl", "-a", "x64", "-D", "Bundle=bundle", "-o", target, _MAIN, _FILES], folder=folder)
    database = _Database(target, folder)
    tables = _restored(database, stand_ins)
    tables[_SUMMARY] = _dated(tables.get(_SUMMARY) or database.table(_SUMMARY), product, folder / "bundle")
    database.replace(tables)


def _for_wixl(text: str, stand_ins: dict[str, str]) -> str:
    """`text` with each attribute that wixl would spoil replaced; `stand_ins` gets what stands for what.

    Those are the ones with letters beyond ASCII, and with dollar signs, which it takes for variables.
    """
    ET.register_namespace("", _NAMESPACE)
    root = ET.fromstring(text)  # noqa: S314  our own
    for element in root.iter():
        for name, value in element.items():
            if name == "Source":
                element.set(name, value.replace("$", "$$").replace(f"${_BUNDLE}", _BUNDLE, 1))
            elif not value.isascii() or "$" in value:
                stand_in = f"text-{len(stand_ins):06}-"
                stand_ins[stand_in] = value
                element.set(name, stand_in)
    return _text(root)


def _restored(database: _Database, stand_ins: dict[str, str]) -> dict[str, str]:
    """The tables of `database` that hold stand-ins, by name, with what they stand for."""
    restored = {}
    for name in database.tables() if stand_ins else []:
        text = database.table(name)
        if any(stand_in in text for stand_in in stand_ins):
            for stand_in, original in stand_ins.items():
                text = text.replace(stand_in, original)
            restored[name] = text
    # First, so that the others are read as what they are.
    return {"_ForceCodepage": f"\n\n{_UTF8}\t_ForceCodepage\n", **restored} if restored else {}


def _dated(summary: str, product: Product, bundle: Path) -> str:
    """The table `summary` with a package code made from what is packed, and with the product's date."""
    digest = hashlib.sha256()
    for file in windows.files_of(bundle):
        digest.update(f"{file}\0".encode() + (bundle / file).read_bytes())
    date = dt.datetime.fromtimestamp(product.epoch, dt.UTC).strftime("%Y/%m/%d %H:%M:%S")
    code = windows.guid(product, "package", product.version, product.name, digest.hexdigest())
    known = {_PACKAGE_CODE: code, _CREATED: date, _SAVED: date}
    lines = []
    for line in summary.split("\n"):
        number = line.partition("\t")[0]
        lines.append(f"{number}\t{known[number]}" if number in known else line)
    return "\n".join(lines)


def _verify(package: Path, bundle: Path, product: Product, folder: Path) -> None:
    """Check that `package` has the product's properties and the very files of `bundle`.

    Raises:
        BuildError: it does not.
    """
    properties = dict(row.split("\t", 1) for row in _Database(package, folder).rows("Property"))
    version = _dotted(msi_numbers(product.version))
    wanted = {"ProductName": product.name, "ProductVersion": version, "ALLUSERS": "1"}
    wrong = [name for name, value in wanted.items() if properties.get(name) != value]
    unpacked = folder / "unpacked"
    unpacked.mkdir()
    run(["msiextract", "-C", unpacked, package], folder=folder)
    for file in windows.files_of(bundle):
        if not _same(unpacked / product.name / file, bundle / file):
            wrong.append(str(file))
    if wrong:
        raise BuildError(f"The package for Windows Installer came out wrong: {', '.join(wrong[:5])}.")


def _same(file: Path, other: Path) -> bool:
    return file.is_file() and file.read_bytes() == other.read_bytes()


class _Database:
    """A package's tables, as msitools reads and writes them.

    Args:
        package: the .msi.
        folder: where the tools may leave files: msiinfo puts a table's streams where it runs.
    """

    def __init__(self, package: Path, folder: Path) -> None:
        self._package = package
        self._folder = folder

    def tables(self) -> list[str]:
        """Their names."""
        return run(["msiinfo", "tables", self._package], folder=self._folder).split()

    def table(self, name: str) -> str:
        """A table in Windows Installer's text form: three lines that describe it, then its rows."""
        return run(["msiinfo", "export", self._package, name], folder=self._folder)

    def rows(self, name: str) -> list[str]:
        """The rows of a table."""
        return [line for line in self.table(name).split("\n")[3:] if line]

    def replace(self, tables: dict[str, str]) -> None:
        """Put `tables`, texts by name, in the place of those of the same names, in this order."""
        options: list[str | Path] = []
        for name, text in tables.items():
            file = self._folder / f"{name}.idt"
            file.write_text(text, encoding="utf-8", newline="\r\n")
            options += ["-i", file]
        run(["msibuild", self._package, *options], folder=self._folder)
