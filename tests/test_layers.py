"""The directions between the rooms: from the import statements, and from what an import brings along."""

from __future__ import annotations

import ast
import functools
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from PySide6 import QtCore, QtGui, QtWidgets

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "hkviewer"
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if "_data" not in path.parts
}

# The modules beside the rooms, and which rooms each may import besides its own.
BASE = {"errors", "system"}
READER = BASE | {"theme", "preferences"}
MAY_IMPORT = {
    "errors": set(),
    "system": {"errors"},
    "theme": BASE,
    "preferences": BASE | {"theme"},
    "content": BASE,
    "compare": READER | {"content"},
    "search": READER | {"content"},
    "notebook": READER | {"content", "compare"},
    "library": READER | {"content", "compare"},
    "export": READER | {"content", "compare"},
    "gui": READER | {"content", "compare", "search", "notebook", "library", "export"},
    "commands": READER | {"content", "compare", "search", "notebook", "library", "export"},
}
# Within the window: widgets know no room, the parts no sibling, and none but the start the window.
GUI_MAY_IMPORT = {
    "widgets": set(),
    "reading": {"widgets", "values"},
    "search": {"widgets", "values"},
    "export": {"widgets", "values"},
    # What changed is text to read: it is drawn as the pane's is.
    "changes": {"widgets", "values", "reading"},
    "library": {"widgets", "values"},
    "frame": {"widgets", "values", "reading", "search", "export", "changes", "library"},
    "values": {"widgets"},
    "window": {"widgets", "values", "reading", "search", "export", "library", "frame"},
    "startup": {"widgets", "values", "window"},
}
# The two commands that open a window; they import Qt within a function, when they are called.
WINDOWED = {"hkviewer.commands.window", "hkviewer.commands.self_test"}
WITHOUT_QT = [name for name in MODULES if ".gui" not in name and not name.endswith("__main__")]
PARTS_OF_THE_WINDOW = [name for name in MODULES if name.startswith("hkviewer.gui.")]
# In a first page nobody has searched, printed or opened a Markdown file.
NOT_AT_START = (
    *("markdown", "sqlite3", "typst", "pypdfium2", "rapidfuzz", "docx", "dataclasses", "argparse"),
    *("yaml", "tomllib"),
    *("PySide6.QtPrintSupport", "PySide6.QtSvg", "PySide6.QtNetwork"),
)
SHEET = "content/us-relations-with-hong-kong.md"


def room(module: str) -> str:
    """The room that `module` belongs to; the modules beside the rooms are counted to one."""
    name = module.split(".")[1] if "." in module else "errors"
    return "commands" if name in ("cli", "__main__") else name


def part(module: str) -> str:
    """The part of the window that `module` belongs to; "values" for those beside the parts and the window."""
    names = module.split(".")
    return names[2] if names[2] == "window" or len(names) > 3 else "values"


@functools.cache
def tree(module: str) -> ast.Module:
    """The syntax tree of `module`."""
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


@functools.cache
def imports(module: str) -> list[tuple[str, ast.stmt]]:
    """Every name that `module` imports, within functions and for type checkers too, with the statement."""
    return list(import_statements(tree(module)))


def import_statements(syntax: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    """The names that `syntax` imports."""
    for node in ast.walk(syntax):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert not node.level, "relative imports hide which room they lead to"
            yield from ((f"{node.module}.{a.name}", node) for a in node.names)


def own(name: str) -> str | None:
    """The module of the package that `name`, a module or a name in one, stands for."""
    if name in MODULES:
        return name
    outer = name.rpartition(".")[0]
    return outer if outer in MODULES else None


def targets(module: str) -> set[str]:
    """The modules of the package that `module` imports."""
    return {target for name, _ in imports(module) if (target := own(name))}


def faults(modules: Iterable[str], of: Callable[[str], Iterable[object]]) -> dict[str, list[object]]:
    """What `of` finds in each module, of those in which it finds anything.

    One test looks at all of them: a test for each would take longer than the look.
    """
    return {module: found for module in modules if (found := list(of(module)))}


def test_a_module_imports_only_rooms_below_its_own():
    def forbidden(module):
        own_room = room(module)
        allowed = MAY_IMPORT[own_room] | {own_room} | ({"gui"} if module in WINDOWED else set())
        return {room(target) for target in targets(module)} - allowed

    assert faults(MODULES, forbidden) == {}


def test_a_part_of_the_window_knows_neither_its_sibling_nor_the_window():
    def forbidden(module):
        if module.count(".") < 3 and MODULES[module].name == "__init__.py":
            return set()
        inner = {target for target in targets(module) if target in PARTS_OF_THE_WINDOW}
        return {part(target) for target in inner} - GUI_MAY_IMPORT[part(module)] - {part(module)}

    assert faults(PARTS_OF_THE_WINDOW, forbidden) == {}


def test_only_the_window_names_qt():
    def forbidden(module):
        found = [node for name, node in imports(module) if name.partition(".")[0] in ("PySide6", "shiboken6")]
        return [node for node in found if node in tree(module).body] if module in WINDOWED else found

    assert faults(WITHOUT_QT, forbidden) == {}


def test_no_modules_import_each_other_in_a_circle_not_even_later_or_for_types():
    graph = {module: targets(module) - {module} for module in MODULES}
    assert list(TopologicalSorter(graph).static_order())


def run_python(code: str, **environment: str) -> str:
    """What `code` prints in a Python of its own."""
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    return found.stdout


def test_everything_but_the_window_loads_where_qt_cannot_be_imported():
    code = f"""
import importlib, sys
sys.modules.update(dict.fromkeys(("PySide6", "shiboken6")))
for name in {WITHOUT_QT!r}:
    importlib.import_module(name)
"""
    run_python(code)


@pytest.fixture(scope="module")
def loaded_for_the_first_page(tmp_path_factory):
    """The modules that a window has loaded when its first page is on the screen."""
    subprocess.run([sys.executable, "-m", "hkviewer.content.compile_sheets"], cwd=ROOT, check=True)
    return loaded_at_start(tmp_path_factory.mktemp("first-page"))


def loaded_at_start(folder: Path) -> set[str]:
    """The modules that the start loads of a reader whose data are in `folder`."""
    modules = folder / "modules.json"
    code = f"""
import atexit, json, pathlib, sys
atexit.register(lambda: pathlib.Path({str(modules)!r}).write_text(json.dumps(sorted(sys.modules))))
from hkviewer.cli import main
sys.exit(main([]))
"""
    painted = folder / "painted"
    run_python(
        code, HKVIEWER_HOME=str(folder), HKVIEWER_FIRST_PAINT=str(painted), QT_QPA_PLATFORM="offscreen"
    )
    assert painted.exists()
    return set(json.loads(modules.read_text()))


def test_the_first_page_loads_no_part_that_it_does_not_show(loaded_for_the_first_page):
    assert "hkviewer.gui.window" in loaded_for_the_first_page
    assert loaded_for_the_first_page & set(NOT_AT_START) == set()


@pytest.mark.slow
def test_a_library_adds_the_words_that_lead_to_it_and_nothing_else(loaded_for_the_first_page, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "library.json").write_text(json.dumps({"paths": [str(ROOT / "tests" / "data")]}))
    more = {name for name in loaded_at_start(tmp_path) - loaded_for_the_first_page if "hkviewer" in name}
    assert more == {"hkviewer.gui.widgets.page_words"}


def test_values_are_of_the_kind_that_costs_nothing_where_the_first_page_needs_them_and_only_there(
    loaded_for_the_first_page,
):
    """Elsewhere dataclasses and named tuples serve: they are made faster, but their classes are not."""
    of_our_kind = {m for m in MODULES if any("Value" in bases_of(node) for node in classes(m))}
    named_tuples = {m for m in MODULES if any("NamedTuple" in bases_of(node) for node in classes(m))}
    assert of_our_kind
    assert of_our_kind <= loaded_for_the_first_page
    assert named_tuples
    assert not named_tuples & loaded_for_the_first_page


def classes(module: str) -> list[ast.ClassDef]:
    """The classes that `module` defines."""
    return [node for node in ast.walk(tree(module)) if isinstance(node, ast.ClassDef)]


def bases_of(node: ast.ClassDef) -> list[str]:
    """The names of a class's bases."""
    return [ast.unparse(base) for base in node.bases]


@pytest.mark.parametrize("arguments", [["show"], ["verify"], ["check", SHEET], ["show", SHEET]])
def test_commands_without_a_window_load_no_qt(arguments):
    code = f"""
import sys
from hkviewer.cli import main
code = main({arguments!r})
sys.exit(code or any(name.startswith("PySide6") for name in sys.modules))
"""
    run_python(code)


# What stands once: the module that answers the question, and what another that did so too would hold.
ANSWERED_ONCE = {
    "hkviewer.content.addresses": r"^(https?|mailto)$|\bmailto:|https\?",
    "hkviewer.content.attachments": r"^is_relative_to$",
    "hkviewer.content.sizes": r"^(LARGE|LARGEST|LARGEST_\w+|_LARGE_\w+|_LARGEST\w*)$",
    "hkviewer.system.characters": r"\x1f|\x9f|\\x1f|\\x9f",
}


@functools.cache
def strings_and_names(module: str) -> set[str]:
    """The strings in the code of `module` but its docstrings, names assigned to and those of attributes."""
    return set(_strings_and_names(module))


def _strings_and_names(module: str) -> Iterator[str]:
    documentation = {
        id(node.value)
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


@pytest.mark.parametrize("answers", ANSWERED_ONCE)
def test_a_question_is_answered_in_one_module(answers):
    pattern = re.compile(ANSWERED_ONCE[answers])
    assert [module for module in MODULES if any(map(pattern.search, strings_and_names(module)))] == [answers]


def undocumented(syntax: ast.Module) -> Iterator[str]:
    """The public functions, classes and methods in `syntax` that have no docstring."""
    if not ast.get_docstring(syntax):
        yield "the module"
    for node in syntax.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            methods = [m for m in node.body if isinstance(m, ast.FunctionDef)]
            yield from without_docstring([node, *(m for m in methods if not overrides_qt(node, m.name))])
        elif isinstance(node, ast.FunctionDef):
            yield from without_docstring([node])


def overrides_qt(node: ast.ClassDef, method: str) -> bool:
    """Whether `method` is one of Qt's own, which Qt documents."""
    bases = [ast.unparse(base).split(".")[-1] for base in node.bases]
    classes = [getattr(module, base, None) for base in bases for module in (QtCore, QtGui, QtWidgets)]
    return any(hasattr(class_, method) for class_ in classes if class_)


def without_docstring(nodes: list[ast.ClassDef | ast.FunctionDef]) -> Iterator[str]:
    """The names of the public ones among `nodes` that have no docstring; a setter's getter has it."""
    for node in nodes:
        decorators = {ast.unparse(decorator).split(".")[-1] for decorator in node.decorator_list}
        if not (node.name.startswith("_") or ast.get_docstring(node) or decorators & {"overload", "setter"}):
            yield node.name


def test_every_public_name_is_documented():
    assert faults(MODULES, lambda module: undocumented(tree(module))) == {}


def test_every_module_can_be_read_at_one_sitting():
    lengths = {m: path.read_text(encoding="utf-8").count("\n") for m, path in MODULES.items()}
    assert {m: n for m, n in lengths.items() if n > 700} == {}


def tracked() -> list[Path]:
    """The project's files."""
    found = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if found.returncode:
        pytest.skip("only on a git checkout")
    return [ROOT / name for name in found.stdout.decode().split("\0") if name]


def test_the_tree_holds_no_lock_file_that_names_a_host():
    names = {path.name for path in tracked()}
    assert not names & {"uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock", "package-lock.json"}


def test_no_file_names_a_package_registrys_host():
    hosts = [b"pypi" + b".org", b"pythonhosted" + b".org", b"registry.npmjs" + b".org"]
    hosts += [b"test.pypi", b"/opt/py" + b"pi", b"index-url ", b"index-url="]
    binary = {".ttf", ".png", ".ico", ".pdf", ".jar"}
    naming = [
        (path.name, host.decode())
        for path in tracked()
        if path.suffix not in binary and path.exists() and path.name != "test_layers.py"
        for host in hosts
        if host in path.read_bytes()
    ]
    assert naming == []


def test_every_icon_that_is_shipped_can_be_coloured():
    icons = list((ROOT / "resources" / "icons" / "lucide").glob("*.svg"))
    assert icons
    assert all("currentColor" in icon.read_text(encoding="utf-8") for icon in icons)
