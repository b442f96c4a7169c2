#!/usr/bin/env bash
# A Windows CPython 3.11 in the folder $1, for Wine, with the packages of the locked requirements $2.
# Needs Debian's gcc-mingw-w64-x86-64-win32, binutils-mingw-w64-x86-64, unzip and python3.11; tried on Wine 8.0.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$(mkdir -p "$1" && cd "$1" && pwd)
requirements=$(realpath "$2")
compiler=x86_64-w64-mingw32-gcc
wheels=(--no-deps --platform win_amd64 --python-version 3.11 --only-binary=:all: --disable-pip-version-check --quiet)
rm -rf "$out/py"
# No wheel of CPython itself is to be had; Panda3D's carries its python311.dll and extension modules (3.11.9).
python3 -m pip download "${wheels[@]}" -d "$out/wheels" panda3d==1.10.16
mkdir -p "$out/py/DLLs"
python3 - "$out" <<'PYTHON'
import pathlib, sys, zipfile
out = pathlib.Path(sys.argv[1])
(wheel,) = out.glob("wheels/panda3d*.whl")
with zipfile.ZipFile(wheel) as packed:
    for name in packed.namelist():
        if name.startswith("deploy_libs/") and not name.endswith("/"):
            (out / "py" / "DLLs" / pathlib.PurePosixPath(name).name).write_bytes(packed.read(name))
PYTHON
mv "$out"/py/DLLs/{python311.dll,VCRUNTIME140.dll} "$out/py/"
# The standard library's Python files are the same on every system.
lib=$(python3.11 -c 'import os; print(os.path.dirname(os.__file__))')
mkdir -p "$out/py/Lib"
cp -r "$lib"/. "$out/py/Lib/"
rm -rf "$out"/py/Lib/{site-packages,dist-packages,test,lib-dynload} "$out"/py/Lib/config-*
# pip asks this Linux about “sys_platform”, so what is for Windows alone is chosen here.
python3 - "$requirements" > "$out/requirements.txt" <<'PYTHON'
import pathlib, re, sys
for entry in re.split(r"\n(?=\S)", pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")):
    if "darwin" not in entry.partition("\n")[0] and not entry.startswith("#"):
        print(entry.replace(" ; sys_platform == 'win32'", ""))
PYTHON
python3 -m pip install "${wheels[@]}" --implementation cp --abi cp311 --abi abi3 --abi none --require-hashes \
  --root-user-action ignore --target "$out/py/Lib/site-packages" -r "$out/requirements.txt"
cp "$out"/py/Lib/site-packages/shiboken6/{vcruntime140_1,msvcp140,msvcp140_1,msvcp140_2}.dll "$out/py/"
# What Wine 8 lacks: two small stand-ins, for this rig alone; a real Windows has both.
$compiler -shared -O2 -o "$out/py/icuuc.dll" "$here/icuuc.c"
$compiler -shared -O2 -o "$out/py/bcryptprimitives.dll" "$here/bcryptprimitives.c" -ladvapi32
# python3.dll forwards every name to python311.dll, as CPython's own does.
x86_64-w64-mingw32-objdump -p "$out/py/python311.dll" |
  awk '/\[Ordinal\/Name Pointer\] Table/{f=1;next} f&&/\[ *[0-9]+\]/{print $NF}' |
  { echo "LIBRARY python3.dll"; echo EXPORTS; sed 's/.*/&=python311.&/'; } > "$out/python3.def"
echo 'int __stdcall DllMain(void*a,unsigned b,void*c){return 1;}' > "$out/forward.c"
$compiler -shared -nostdlib -e DllMain -o "$out/py/python3.dll" "$out/forward.c" "$out/python3.def"
$compiler -municode -O2 -o "$out/py/python.exe" "$here/python.c"
