"""The one table of what the window can do: name, words, keys, menu, icon."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6 import QtGui, QtWidgets

from hkviewer.gui.widgets.icons import Icons
from hkviewer.system.values import Value


class ActionSpec(Value):
    """One row of the table.

    Attributes:
        name: what the program calls it.
        text: what the reader sees, with “&” before the letter that picks it.
        menu: the menu it stands in.
        keys: what presses it, in Qt's portable spelling; Ctrl is Cmd on macOS.
        icon: a Lucide icon's name, or "".
        checkable: whether it is on or off.
        separated: whether a line stands above it.
        group: actions of one group exclude each other.
    """

    name: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    separated: bool = False
    group: str = ""

    @property
    def plain_text(self) -> str:
        """The words without the “&” and the dots of a dialog."""
        return self.text.replace("&", "").removesuffix("…")


MENUS = ("&File", "&Edit", "&View", "&Go", "&Help")

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("open", "&Open a document…", "&File", ("Ctrl+O",), "folder-open"),
    ActionSpec("recent", "Open &recent", "&File", icon="history"),
    ActionSpec("sheets", "&Fact sheets", "&File", icon="files"),
    ActionSpec("library", "&Library", "&File", icon="library"),
    ActionSpec("print_copy", "&Print or save a copy…", "&File", ("Ctrl+P",), "printer", separated=True),
    ActionSpec("export_copy", "&Export a copy…", "&File", ("Ctrl+Shift+E",), "file-down"),
    ActionSpec("read_in_browser", "Read in my &browser…", "&File", ("Ctrl+B",), "globe"),
    ActionSpec("about_document", "&About this document", "&File", ("Ctrl+I",), "info", separated=True),
    ActionSpec("what_changed", "&What changed…", "&File", (), "git-compare"),
    ActionSpec("reload", "Read the file a&gain", "&File", ("F5",)),
    ActionSpec("quit", "&Quit", "&File", ("Ctrl+Q",), "log-out", separated=True),
    ActionSpec("copy", "&Copy", "&Edit", ("Ctrl+C", "Ctrl+Ins"), "copy"),
    ActionSpec("copy_section", "Copy s&ection", "&Edit", icon="clipboard"),
    ActionSpec("copy_with_citation", "Copy &with citation", "&Edit", ("Ctrl+Shift+C",), "text-quote"),
    ActionSpec("cite_plain", "&Plain", "Citation", checkable=True),
    ActionSpec("cite_chicago", "&Chicago note", "Citation", checkable=True),
    ActionSpec("cite_apa", "&APA", "Citation", checkable=True),
    ActionSpec("cite_document", "Cite this &document…", "&Edit", (), "quote"),
    ActionSpec("select_all", "Select &all", "&Edit", ("Ctrl+A",)),
    ActionSpec("find", "&Find", "&Edit", ("Ctrl+F",), "search", separated=True),
    ActionSpec("find_next", "Find &next", "&Edit", ("F3",), "chevron-down"),
    ActionSpec("find_previous", "Find &previous", "&Edit", ("Shift+F3",), "chevron-up"),
    ActionSpec("slash_searches", "“/” goes to the &search field", "&Edit", checkable=True),
    ActionSpec("sidebar", "&Sidebar", "&View", ("F9",), "panel-left", checkable=True),
    ActionSpec("show_library", "&Library", "&View", ("Ctrl+L",), "library"),
    ActionSpec("zoom_in", "Zoom &in", "&View", ("Ctrl++", "Ctrl+="), "zoom-in", separated=True),
    ActionSpec("zoom_out", "Zoom &out", "&View", ("Ctrl+-",), "zoom-out"),
    ActionSpec("zoom_reset", "&Usual size", "&View", ("Ctrl+0",)),
    ActionSpec("theme_system", "&System", "Theme", icon="monitor", checkable=True, group="theme"),
    ActionSpec("theme_light", "&Light", "Theme", icon="sun", checkable=True, group="theme"),
    ActionSpec("theme_dark", "&Dark", "Theme", icon="moon", checkable=True, group="theme"),
    ActionSpec("theme_high-contrast", "&High contrast", "Theme", (), "contrast", True, group="theme"),
    ActionSpec("next_theme", "&Next theme", "Theme", ("Ctrl+Shift+T",), separated=True),
    ActionSpec("paragraph_numbers", "Paragraph &numbers", "&View", (), "list", True, True),
    ActionSpec("full_screen", "&Full screen", "&View", ("F11",), "maximize", True),
    ActionSpec("back", "&Back", "&Go", ("Alt+Left",), "arrow-left"),
    ActionSpec("forward", "&Forward", "&Go", ("Alt+Right",), "arrow-right"),
    ActionSpec("previous_section", "&Previous section", "&Go", ("Ctrl+PgUp",), "chevron-up", separated=True),
    ActionSpec("next_section", "&Next section", "&Go", ("Ctrl+PgDown",), "chevron-down"),
    ActionSpec("next_part", "Next part of the &window", "&Go", ("F6",), separated=True),
    ActionSpec("previous_part", "Previous part of the w&indow", "&Go", ("Shift+F6",)),
    ActionSpec("keys", "&Keys", "&Help", ("F1",), "keyboard"),
    ActionSpec("about", "&About hkviewer", "&Help", icon="circle-help"),
)
ON_BUTTONS = ("back", "forward", "sidebar")
"""What the window shows without a menu; drawing the others' icons would cost the start 20 ms."""
_FILLED = {"recent": "Recent", "sheets": "Sheets", "library": "Library"}
"""Rows that are menus, filled when they are opened."""
_SUBMENUS = {"zoom_reset": "Theme", "copy_with_citation": "Citation"}
"""Behind which action a menu within the menu stands."""
NUMBERED_SECTIONS = 9
"""Ctrl+1 to Ctrl+9 go to the first nine sections."""


class Actions:
    """The table's actions, added to `window` and its menu bar.

    `handlers` says for every name of the table what to do, but for those that are menus; `about_to_show`
    says what to do before these are shown.

    Raises:
        KeyError: a handler is missing.
    """

    def __init__(
        self,
        window: QtWidgets.QMainWindow,
        handlers: Mapping[str, Callable[[], object]],
        specs: Sequence[ActionSpec],
        about_to_show: Mapping[str, Callable[[], object]],
    ) -> None:
        self._window = window
        self._handlers = handlers
        self._specs = {spec.name: spec for spec in specs}
        self._actions: dict[str, QtGui.QAction] = {}
        self._icons: Icons | None = None
        self._is_complete = False
        self._about_to_show = about_to_show
        self._menus: dict[str, QtWidgets.QMenu] = {}
        self._titles = {title: window.menuBar().addAction(title) for title in MENUS}

    def complete(self) -> None:
        """Make the menus; the first page shows only their titles, and the rest costs 10 ms."""
        if self._is_complete:
            return
        self._is_complete = True
        self._make_menus()
        for spec in self._specs.values():
            menu = self._menus[spec.menu]
            if spec.separated:
                menu.addSeparator()
            if spec.name in _FILLED:
                menu.addMenu(self._menus[_FILLED[spec.name]])
                continue
            action = self._action(spec.name)
            action.setShortcuts([QtGui.QKeySequence(keys) for keys in spec.keys])
            if spec.keys:
                keys = action.shortcut().toString(QtGui.QKeySequence.SequenceFormat.NativeText)
                action.setToolTip(f"{spec.plain_text} ({keys})")
            menu.addAction(action)
            self._window.addAction(action)
            if spec.name in _SUBMENUS:
                menu.addMenu(self._menus[_SUBMENUS[spec.name]])
        for title, menu in self._menus.items():
            menu.aboutToShow.connect(partial(self._draw_menu, title))

    def _make_menus(self) -> None:
        """One menu for each title, and the two within them."""
        for title, action in self._titles.items():
            self._menus[title] = QtWidgets.QMenu(title, self._window)
            action.setMenu(self._menus[title])
        inner = {title: self._specs[name].text for name, title in _FILLED.items()}
        for name, words in {**inner, "Theme": "&Theme", "Citation": "Citation f&orm"}.items():
            self._menus[name] = QtWidgets.QMenu(words, self._window)
            self._menus[name].setObjectName(name)
        for name, fill in self._about_to_show.items():
            self._menus[name].aboutToShow.connect(fill)

    def menu(self, title: str) -> QtWidgets.QMenu:
        """The menu within a menu that is called so: "Recent", "Sheets", "Library" or "Theme"."""
        self.complete()
        return self._menus[title]

    def button_action(self, name: str) -> QtGui.QAction:
        """The action of a button that the first page shows, one of ON_BUTTONS."""
        return self._action(name)

    def _action(self, name: str) -> QtGui.QAction:
        if name not in self._actions:
            self._actions[name] = _action(self._specs[name], self._window, self._handlers[name])
        return self._actions[name]

    def __getitem__(self, name: str) -> QtGui.QAction:
        """The action called `name`. Raises KeyError where there is none."""
        self.complete()
        return self._actions[name]

    def draw(self, icons: Icons) -> None:
        """Take `icons` from now on; a menu draws its own when it is opened, buttons at once."""
        self._icons = icons
        for name in ON_BUTTONS:
            self._action(name).setIcon(icons.icon(self._specs[name].icon))

    def _draw_menu(self, title: str) -> None:
        assert self._icons is not None
        for spec in self._specs.values():
            if spec.menu == title and spec.icon and spec.name in self._actions:
                self._actions[spec.name].setIcon(self._icons.icon(spec.icon))


def _action(spec: ActionSpec, window: QtWidgets.QMainWindow, handler: Callable[[], object]) -> QtGui.QAction:
    action = QtGui.QAction(spec.text, window)
    action.setObjectName(spec.name)
    action.setCheckable(spec.checkable)
    # Qt hands over whether the action is checked; the handlers ask for that themselves.
    action.triggered.connect(lambda _checked=False: handler())
    return action
