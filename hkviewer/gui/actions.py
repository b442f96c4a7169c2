"""The one table of what the window can do: name, words, keys, menu, icon."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from hkviewer.gui.icons import Icons


@dataclass(frozen=True, slots=True)
class ActionSpec:
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
    ActionSpec("about_document", "&About this document", "&File", ("Ctrl+I",), "info", separated=True),
    ActionSpec("quit", "&Quit", "&File", ("Ctrl+Q",), "log-out", separated=True),
    ActionSpec("copy", "&Copy", "&Edit", ("Ctrl+C", "Ctrl+Ins"), "copy"),
    ActionSpec("select_all", "Select &all", "&Edit", ("Ctrl+A",)),
    ActionSpec("sidebar", "&Sidebar", "&View", ("F9",), "panel-left", checkable=True),
    ActionSpec("zoom_in", "Zoom &in", "&View", ("Ctrl++", "Ctrl+="), "zoom-in", separated=True),
    ActionSpec("zoom_out", "Zoom &out", "&View", ("Ctrl+-",), "zoom-out"),
    ActionSpec("zoom_reset", "&Usual size", "&View", ("Ctrl+0",)),
    ActionSpec("theme_system", "&System", "Theme", icon="monitor", checkable=True, group="theme"),
    ActionSpec("theme_light", "&Light", "Theme", icon="sun", checkable=True, group="theme"),
    ActionSpec("theme_dark", "&Dark", "Theme", icon="moon", checkable=True, group="theme"),
    ActionSpec("theme_high-contrast", "&High contrast", "Theme", (), "contrast", True, group="theme"),
    ActionSpec("next_theme", "&Next theme", "Theme", ("Ctrl+Shift+T",), separated=True),
    ActionSpec("full_screen", "&Full screen", "&View", ("F11",), "maximize", True, True),
    ActionSpec("back", "&Back", "&Go", ("Alt+Left",), "arrow-left"),
    ActionSpec("forward", "&Forward", "&Go", ("Alt+Right",), "arrow-right"),
    ActionSpec("previous_section", "&Previous section", "&Go", ("Ctrl+PgUp",), "chevron-up", separated=True),
    ActionSpec("next_section", "&Next section", "&Go", ("Ctrl+PgDown",), "chevron-down"),
    ActionSpec("next_part", "Next part of the &window", "&Go", ("F6",), separated=True),
    ActionSpec("previous_part", "Previous part of the w&indow", "&Go", ("Shift+F6",)),
    ActionSpec("keys", "&Keys", "&Help", ("F1",), "keyboard"),
    ActionSpec("about", "&About hkviewer", "&Help", icon="circle-help"),
)
NUMBERED_SECTIONS = 9
"""Ctrl+1 to Ctrl+9 go to the first nine sections."""


class Actions:
    """The table's actions, added to `window` and its menu bar.

    `handlers` says for every name of the table what to do, "recent" excepted, which is a menu.

    Raises:
        KeyError: a handler is missing.
    """

    def __init__(
        self, window: QMainWindow, handlers: Mapping[str, Callable[[], object]], specs: Sequence[ActionSpec]
    ) -> None:
        self._specs = {spec.name: spec for spec in specs}
        self._actions: dict[str, QAction] = {}
        self.recent_menu = QMenu(self._specs["recent"].text, window)
        self.theme_menu = QMenu("&Theme", window)
        menus = {title: window.menuBar().addMenu(title) for title in MENUS}
        menus["Theme"] = self.theme_menu
        for spec in specs:
            menu = menus[spec.menu]
            if spec.separated:
                menu.addSeparator()
            if spec.name == "recent":
                menu.addMenu(self.recent_menu)
                continue
            action = _action(spec, window, handlers[spec.name])
            self._actions[spec.name] = action
            menu.addAction(action)
            window.addAction(action)
            if spec.name == "zoom_reset":
                menu.addSeparator()
                menu.addMenu(self.theme_menu)

    def __getitem__(self, name: str) -> QAction:
        """The action called `name`. Raises KeyError where there is none."""
        return self._actions[name]

    def draw(self, icons: Icons) -> None:
        """Give every action its icon in the theme's colours."""
        for name, action in self._actions.items():
            if icon := self._specs[name].icon:
                action.setIcon(icons.icon(icon))
        self.recent_menu.setIcon(icons.icon(self._specs["recent"].icon))


def _action(spec: ActionSpec, window: QMainWindow, handler: Callable[[], object]) -> QAction:
    action = QAction(spec.text, window)
    action.setObjectName(spec.name)
    action.setCheckable(spec.checkable)
    action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
    # Qt hands over whether the action is checked; the handlers ask for that themselves.
    action.triggered.connect(lambda _checked=False: handler())
    return action
