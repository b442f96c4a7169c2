"""What the briefing dialog draws beyond the window's own style sheet, and the pictures in its controls."""

from __future__ import annotations

from pathlib import Path

from PySide6 import QtCore

from hkviewer.gui.widgets.icons import draw_lucide
from hkviewer.theme import Colours

_SIDE = 14
"""Pixels of a tick's box and of a list's arrow where the interface has its usual size."""


_PICTURE = 16
"""Logical pixels of a picture where the interface has its usual size."""
_RATIOS = (1, 2, 3)
"""Device pixels to a logical one; Qt takes “name@2x.png” by itself where the screen has two."""


def briefing_style(colours: Colours, images: ControlImages, scale: float) -> str:
    """The dialog's style sheet: groups, ticks, lists, tabs, the foot.

    Args:
        colours: what to draw in.
        images: where the pictures in controls come from.
        scale: the interface's size against its usual one: ticks and arrows are as large as the words.
    """
    c = colours
    edge = c.border if c.bordered else c.line
    return f"""
QWidget#choices {{ background: {c.panel}; }}
QScrollArea {{ background: {c.panel}; border: none; border-right: 1px solid {edge}; }}
QFrame#pages-panel {{ background: {c.panel}; }}
QFrame#foot {{ background: {c.panel}; border-top: 1px solid {edge}; }}
QFrame#message {{ background: {c.page}; border-top: 1px solid {edge}; }}
QTreeWidget {{ background: {c.page}; border: 1px solid {c.border}; border-radius: 6px; padding: 2px; }}
QTreeWidget::item {{ padding: 3px 2px; }}
QTreeWidget::item:selected {{ background: {c.badge}; color: {c.badge_text}; }}
QTreeWidget:focus {{ border: 2px solid {c.focus}; padding: 1px; }}
QCheckBox {{ color: {c.text}; padding: 3px; border: 2px solid transparent; border-radius: 6px;
  spacing: 8px; }}
QCheckBox:focus {{ border-color: {c.focus}; }}
QCheckBox:disabled {{ color: {c.quiet}; }}
QLineEdit:disabled, QComboBox:disabled {{ background: {c.panel}; border-color: {edge};
  border-style: {"dashed" if c.bordered else "solid"}; }}
{_ticks(c, images, scale)}
{_lists(c, images, scale)}
{_branches(c, images, scale)}
QPushButton[tight="true"] {{ padding: 5px 6px; }}
QPushButton[tight="true"]:focus {{ padding: 4px 5px; }}
QTabBar::tab {{ background: {c.panel}; color: {c.text}; padding: 4px 16px; border: none;
  border-bottom: 3px solid transparent; }}
QTabBar::tab:selected {{ border-bottom-color: {c.heading}; color: {c.heading}; font-weight: bold; }}
QTabBar:focus {{ border: 2px solid {c.focus}; border-radius: 6px; }}
"""


def _ticks(c: Colours, images: ControlImages, scale: float) -> str:
    """Boxes whose edge is seen in every theme: Qt's own is nearly black in the dark one."""
    side = round(_SIDE * scale)
    boxes = "QCheckBox::indicator{0}, QTreeView::indicator{0}"
    ticked = f"background: {c.heading}; border-color: {c.heading};"
    return f"""
{boxes.format("")} {{ width: {side}px; height: {side}px; background: {c.page};
  border: 1px solid {c.border}; border-radius: 3px; }}
{boxes.format(":checked")} {{ {ticked} image: {images.url("check", c.page, scale)}; }}
{boxes.format(":indeterminate")} {{ {ticked} image: {images.url("minus", c.page, scale)}; }}
{boxes.format(":disabled")} {{ background: {c.panel}; border-color: {c.line}; }}
"""


def _lists(c: Colours, images: ControlImages, scale: float) -> str:
    """An arrow within the field's own edge, over which Qt would draw a button.

    Fusion's own list over the field is too low for its entries within a style sheet: the last one is cut.
    """
    side = round(_SIDE * scale)
    parts = "QComboBox::{0}, QDateEdit::{0}"
    return f"""
{parts.format("drop-down")} {{ subcontrol-origin: padding; subcontrol-position: center right;
  width: {round(24 * scale)}px; border: none; background: transparent; }}
{parts.format("down-arrow")} {{ image: {images.url("chevron-down", c.text, scale)};
  width: {side}px; height: {side}px; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox QAbstractItemView {{ background: {c.page}; color: {c.text}; border: 1px solid {c.border};
  selection-background-color: {c.badge}; selection-color: {c.badge_text}; outline: 0; padding: 2px; }}
QComboBox QAbstractItemView::item {{ padding: 4px 6px; }}
QComboBox QAbstractItemView::item:selected {{ background: {c.badge}; color: {c.badge_text}; }}
"""


def _branches(c: Colours, images: ControlImages, scale: float) -> str:
    """Arrows that are seen beside the current row too, where that is drawn in other colours."""
    branch = "QTreeView::branch:has-children:{0}"
    return f"""
QTreeView::branch, QTreeView::branch:selected {{ background: {c.page}; }}
{branch.format("open")} {{ image: {images.url("chevron-down", c.text, scale)}; }}
{branch.format("closed")} {{ image: {images.url("chevron-right", c.text, scale)}; }}
"""


class ControlImages:
    """Files of ticks, the dash of “some” and arrows for `url(…)`: a style sheet takes them from nowhere else.

    Where no folder can be made, controls stay without their pictures.
    """

    def __init__(self, icons: Path) -> None:
        self._icons = icons
        self._folder = QtCore.QTemporaryDir()

    def url(self, name: str, colour: str, scale: float = 1.0) -> str:
        """`url("…")` of the picture called `name`, drawn in `colour` (“#rrggbb”), `scale` times as large.

        "none" where there is no folder for it.

        Raises:
            OSError: there is none of that name.
        """
        if not self._folder.isValid():
            return "none"
        size = round(_PICTURE * scale)
        file = Path(self._folder.path()) / f"{name}-{size}-{colour.removeprefix('#')}.png"
        if not file.exists():
            self._draw(file, (self._icons / f"{name}.svg").read_bytes(), colour, size)
        return f'url("{file.as_posix()}")'

    @staticmethod
    def _draw(file: Path, drawing: bytes, colour: str, size: int) -> None:
        bold = drawing.replace(b'stroke-width="2"', b'stroke-width="3"')
        for ratio in _RATIOS:
            ending = "" if ratio == 1 else f"@{ratio}x"
            picture = draw_lucide(bold, colour, size * ratio)
            picture.save(str(file.with_name(f"{file.stem}{ending}.png")))

    def close(self) -> None:
        """Remove the files."""
        self._folder.remove()
