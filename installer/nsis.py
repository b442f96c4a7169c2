"""The installer for one user of Windows: a script for NSIS, and NSIS run on it."""

from __future__ import annotations

import re
import shutil
import string
import tempfile
from pathlib import Path, PurePosixPath, PureWindowsPath

from installer import version_info, windows
from installer.errors import BuildError
from installer.output import staged
from installer.process import run
from installer.product import Product
from installer.signing import Signer, sign_or_remove
from installer.windows import RegistryValue

_HERE = Path(__file__).resolve().parent
_ICON = _HERE.parent / "resources" / "icons" / "hkviewer.ico"
_SIDE = _HERE / "pictures" / "setup-side.bmp"
_BUNDLE = "bundle.nsh"
# Keys that other programs write to as well.
_SHARED = ("OpenWithProgids", "RegisteredApplications")

_SIXTY_FOUR_BITS, _ANY_WINDOWS = "amd64-unicode", "x86-unicode"
_SMALL = "SetCompressor /SOLID lzma\nSetCompressorDictSize 32"
_QUICK = "SetCompressor zlib"


class _Template(string.Template):
    """A template whose names begin with @: NSIS itself uses the dollar sign."""

    delimiter = "@"


def build(bundle: Path, product: Product, out: Path, signer: Signer, *, quick: bool = False) -> Path:
    """Make “<stem>-setup.exe” in `out` from `bundle`; its path.

    It is a 64-bit program where this NSIS can make one, as Debian's can.

    Args:
        bundle: the folder with the programs.
        product: what it is called.
        out: the folder of the packages.
        signer: signs the setup, and the uninstaller in it.
        quick: for a trial: ten times as quick, and larger by half.

    Raises:
        BuildError: the bundle is not for Windows, or NSIS or the signing command failed.
    """
    target = out.resolve() / _name(product)
    with staged(target) as stage:
        text = script(product, target=_target(compiler()), quick=quick)
        _compile(text, bundle, product, stage, signer)
    sign_or_remove(target, signer)
    return target


def generate(product: Product, out: Path) -> list[Path]:
    """Write the script and the programs’ version resources into `out`/windows; the files written."""
    file = out / "windows" / f"{product.id}.nsi"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(script(product), encoding="utf-8")
    return [file, *version_info.write(product, file.parent).values()]


def check(product: Product) -> None:
    """Compile the script with a stand-in of a bundle and delete the result.

    Raises:
        BuildError: NSIS does not take it.
    """
    with tempfile.TemporaryDirectory() as folder:
        bundle = windows.stand_in(Path(folder) / "bundle")
        _compile(script(product), bundle, product, Path(folder) / _name(product), Signer())


def compiler() -> str:
    """NSIS’s compiler, which its setup for Windows does not put on the PATH.

    Raises:
        BuildError: it is not installed.
    """
    usual = r"C:\Program Files (x86)\NSIS\makensis.exe"
    program = shutil.which("makensis") or shutil.which(usual)
    if not program:
        raise BuildError("NSIS is not installed.", "Install NSIS 3.08 or later; on Debian it is called nsis.")
    return program


def _target(program: str) -> str:
    """What setups `program` makes: 64-bit ones, where it has the beginning of such a setup.

    NSIS's own setup for Windows brings only 32-bit ones, which every Windows can run, but Wine cannot.
    """
    facts = run([program, "-HDRINFO"])
    folder = Path(re.findall(r"\bNSISDIR=([^,\r\n]+)", facts)[-1])
    return _SIXTY_FOUR_BITS if (folder / "Stubs" / f"zlib-{_SIXTY_FOUR_BITS}").exists() else _ANY_WINDOWS


def script(product: Product, *, target: str = _SIXTY_FOUR_BITS, quick: bool = False) -> str:
    """The script for NSIS; it reads what the bundle holds from bundle.nsh beside it.

    Args:
        product: what is installed.
        target: the processor that the setup itself is for, and its letters, as NSIS names them.
        quick: whether it packs for a trial: quickly, but larger.

    Raises:
        BuildError: the id or the version is not fit for Windows.
    """
    windows.check_id(product)
    open_with, app_paths = windows.open_with(product), windows.app_paths(product)
    names = {
        "name": product.name,
        "id": product.id,
        "version": product.version,
        "numbers": ".".join(map(str, windows.four_numbers(product.version))),
    }
    return _template("setup.nsi").substitute(
        names,
        target=target,
        compression=_QUICK if quick else _SMALL,
        stem=product.stem,
        publisher=windows.PUBLISHER,
        copyright=windows.COPYRIGHT,
        system=windows.SYSTEM,
        arguments=_template("arguments.nsh").substitute(names),
        refusals=_template("refusals.nsh").substitute(names),
        write_app_paths=_writing(app_paths, 2),
        write_open_with=_writing(open_with, 4),
        remove_registry=_removing([*open_with, *app_paths]),
        remove_data=_removing_data(product),
    )


def _template(name: str) -> _Template:
    return _Template((_HERE / "templates" / name).read_text(encoding="utf-8"))


def bundle_script(bundle: Path, setup: Path, signer: Signer) -> str:
    """The text of bundle.nsh: where things are, and each file of `bundle`, to install and to remove.

    Raises:
        BuildError: the bundle is not for Windows.
    """
    files = windows.files_of(bundle)
    size = sum((bundle / file).stat().st_size for file in files)
    lines = [f'!define SETUP "{setup}"', f'!define ICON "{_ICON}"', f'!define SIDE "{_SIDE}"']
    lines.append(f"!define SIZE_KB {-(-size // 1024)}")
    lines.append(f"!define LONGEST {max(len(str(file)) for file in files)}")
    if signer:
        lines.append(f"!uninstfinalize `{signer.command_line('%1')}`")
    lines += ["!macro InstallFiles", *_installing(bundle, files), "!macroend"]
    lines += ["!macro RemoveFiles", *_removing_files(files), "!macroend"]
    return "\n".join(lines) + "\n"


def _name(product: Product) -> str:
    return f"{product.stem}-setup.exe"


def _compile(text: str, bundle: Path, product: Product, setup: Path, signer: Signer) -> None:
    with tempfile.TemporaryDirectory() as folder:
        main = Path(folder) / "setup.nsi"
        main.write_text(text, encoding="utf-8")
        listed = bundle_script(bundle.resolve(), setup, signer)
        (main.parent / _BUNDLE).write_text(listed, encoding="utf-8")
        # No settings of the machine's; a warning is a fault of the script.
        options = ["-V2", "-WX", "-NOCONFIG", "-INPUTCHARSET", "UTF8"]
        run([compiler(), *options, main.name], folder=main.parent, SOURCE_DATE_EPOCH=str(product.epoch))


def _installing(bundle: Path, files: list[PurePosixPath]) -> list[str]:
    lines: list[str] = []
    folder = None
    for file in files:
        if file.parent != folder:
            folder = file.parent
            lines.append(f"  SetOutPath {_installed(folder)}")
        # NSIS takes the path of what it packs as it stands.
        lines.append(f'  File {_quoted(f"/oname={file.name}")} "{bundle / file}"')
    return lines


def _removing_files(files: list[PurePosixPath]) -> list[str]:
    """Each file; then, unless one could not be removed, each folder that nothing else is left in."""
    lines = [f"  Delete {_installed(file)}" for file in files]
    lines += ["  ${IfNot} ${Errors}"]  # which sets the flag back
    lines += [f"    RMDir {_installed(folder)}" for folder in reversed(windows.folders_of(files))]
    return [*lines, "    ClearErrors", "  ${Else}", "    SetErrors", "  ${EndIf}"]


def _removing_data(product: Product) -> str:
    """The files of the reader's that the program writes, and the folders of its own that are empty then."""
    folder = rf"$LOCALAPPDATA\{product.id}"
    lines = [rf'Delete "{folder}\{name}"' for name in windows.data_files()]
    lines += [rf'RMDir "{folder}\{name}"' for name in windows.DATA_FOLDERS]
    return "\n".join(f"  {line}" for line in lines)


def _writing(values: list[RegistryValue], indent: int) -> str:
    lines = (f"WriteRegStr HKCU {_quoted(v.key)} {_quoted(v.name)} {_value(v.value)}" for v in values)
    return "\n".join(" " * indent + line for line in lines)


def _removing(values: list[RegistryValue]) -> str:
    """Keys of the product's own go whole; of others only its values, and a file type's when it is empty."""
    own = {value.key for value in values if not value.key.endswith(_SHARED)}
    tops = sorted(key for key in own if not any(key.startswith(f"{other}\\") for other in own))
    lines = [f"DeleteRegKey HKCU {_quoted(key)}" for key in tops]
    for value in values:
        if value.key.endswith(_SHARED):
            lines.append(f"DeleteRegValue HKCU {_quoted(value.key)} {_quoted(value.name)}")
        if value.key.endswith("OpenWithProgids"):
            lines.append(f"DeleteRegKey /ifempty HKCU {_quoted(value.key)}")
            lines.append(f"DeleteRegKey /ifempty HKCU {_quoted(PureWindowsPath(value.key).parent)}")
    return "\n".join(f"  {line}" for line in lines)


def _installed(path: PurePosixPath) -> str:
    inside = str(PureWindowsPath(path))
    return _quoted(inside).replace('"', '"$INSTDIR\\', 1) if inside != "." else '"$INSTDIR"'


def _value(text: str) -> str:
    return _quoted(text).replace("{folder}", "$INSTDIR")


def _quoted(text: object) -> str:
    return '"' + str(text).replace("$", "$$").replace('"', '$\\"') + '"'
