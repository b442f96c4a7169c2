"""Colours and type become a palette, a style sheet and fonts."""

from __future__ import annotations

from PySide6 import QtCore, QtGui

from hkviewer.theme import Colours, Typography


def interface_scale(zoom: int) -> float:
    """The interface's size for a zoom in per cent: it follows the text half-way, at most to 200 %.

    Whoever needs large text needs large headings in the tree too; at the full rate three of them
    would fill a sidebar.
    """
    return min(1 + max(zoom - 100, 0) / 200, 2.0)


def interface_font(type_: Typography, scale: float) -> QtGui.QFont:
    """The font of menus, tree and labels."""
    font = QtGui.QFont([type_.interface])
    font.setPointSizeF(type_.interface_size * scale)
    return font


def palette(colours: Colours) -> QtGui.QPalette:
    """The palette that Qt's own parts are drawn with."""
    result = QtGui.QPalette()
    role = QtGui.QPalette.ColorRole
    for colour, roles in (
        (colours.panel, (role.Window, role.AlternateBase, role.Button)),
        (colours.page, (role.Base, role.ToolTipBase, role.HighlightedText)),
        (colours.text, (role.WindowText, role.Text, role.ButtonText, role.ToolTipText)),
        (colours.quiet, (role.PlaceholderText,)),
        (colours.heading, (role.Highlight,)),
        (colours.link, (role.Link, role.LinkVisited, role.Accent)),
        (colours.line, (role.Light, role.Mid)),
        (colours.border, (role.Dark,)),
        (colours.error, (role.BrightText,)),
    ):
        for each in roles:
            result.setColor(each, QtGui.QColor(colour))
    for each in (role.Text, role.WindowText, role.ButtonText):
        result.setColor(QtGui.QPalette.ColorGroup.Disabled, each, QtGui.QColor(colours.disabled))
    return result


def limits(room: QtCore.QSize) -> str:
    """The style sheet that keeps Qt's own dialog for files, where the desktop has none, within `room`."""
    return f"QFileDialog {{ max-width: {room.width()}px; max-height: {room.height()}px; }}"


def style_sheet(colours: Colours, scale: float) -> str:
    """The style sheet of the window; `scale` is the interface's size against its usual one.

    Distances are steps of 4 px, corners 6 px, and every part that takes the keyboard's focus shows
    a ring of 2 px.
    """
    caption = 8 * scale
    c = colours
    edge = c.border if c.bordered else c.line
    ground = c.panel if c.bordered else c.badge
    return f"""
QMainWindow, QDialog {{ background: {c.panel}; }}
QDialog {{ border: {1 if c.bordered else 0}px solid {c.border}; }}
QFrame#sidebar {{ background: {c.panel}; border-right: 1px solid {edge}; }}
QMenuBar {{ background: {c.panel}; color: {c.text}; padding: 4px;
  border-bottom: 1px solid {edge}; }}
QMenuBar::item {{ padding: 4px 8px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {c.badge}; color: {c.badge_text}; }}
QMenu {{ background: {c.page}; color: {c.text}; border: 1px solid {c.border}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 4px; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::icon:checked {{ background: {c.badge}; border: 2px solid {c.heading}; border-radius: 4px; }}
QMenu::item:selected {{ background: {c.badge}; color: {c.badge_text}; }}
QMenu::item:disabled {{ color: {c.quiet}; }}
QMenu::separator {{ height: 1px; background: {edge}; margin: 4px 8px; }}
QTreeView, QListView {{ background: {c.panel}; border: 2px solid transparent; border-radius: 6px;
  outline: 0; }}
QTreeView:focus, QListView:focus {{ border-color: {c.focus}; }}
QTreeView#sections::item {{ padding: 4px 4px 4px 2px; border: 2px solid transparent; border-radius: 6px; }}
QTreeView#sections::item:hover {{ background: {ground}; }}
QTreeView#sections::item:focus {{ border-color: {c.focus}; }}
QTreeView#sections::branch {{ background: transparent; }}
QTreeView#sheets::item {{ border: none; background: transparent; }}
QTreeView#sheets::branch {{ background: transparent; }}
QListView#changes::item {{ padding: 4px; border: 2px solid transparent; border-radius: 6px;
  color: {c.text}; }}
QListView#changes::item:hover {{ background: {ground}; }}
QListView#changes::item:selected {{ border-color: {c.border}; }}
QListView#changes::item:focus {{ border-color: {c.focus}; }}
QTextEdit#pane {{ background: {c.page}; border: 2px solid transparent; }}
QTextEdit#pane[ring="true"] {{ border-color: {c.focus}; }}
QLineEdit, QComboBox, QDateEdit, QSpinBox, QPlainTextEdit, QTextBrowser {{
  background: {c.page}; color: {c.text}; border: 1px solid {c.border}; border-radius: 6px;
  placeholder-text-color: {c.quiet};
  padding: 5px 8px; selection-background-color: {c.heading}; selection-color: {c.page}; }}
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus, QPlainTextEdit:focus, QTextBrowser:focus {{
  border: 2px solid {c.focus}; padding: 4px 7px; }}
QPushButton, QToolButton {{ background: {c.page}; color: {c.text}; border: 1px solid {c.border};
  border-radius: 6px; padding: 5px 12px; min-height: 18px; }}
QPushButton:hover, QToolButton:hover {{ background: {ground}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {c.focus}; padding: 4px 11px; }}
QPushButton:pressed, QToolButton:pressed {{ background: {c.badge}; color: {c.badge_text}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {c.quiet}; border-color: {edge};
  border-style: {"dashed" if c.bordered else "solid"}; }}
QPushButton[role="link"] {{ background: transparent; border: 1px solid transparent; padding: 3px 5px;
  color: {c.link}; text-align: left; text-decoration: underline; }}
QPushButton[role="link"]:hover {{ background: {ground}; }}
QPushButton[role="link"]:focus {{ border: 2px solid {c.focus}; padding: 2px 4px; }}
QPushButton[role="word"] {{ background: transparent; border: 1px solid transparent; padding: 3px 5px;
  color: {c.link}; }}
QPushButton[role="word"]:hover {{ background: {ground}; }}
QPushButton[role="word"]:checked {{ color: {c.heading}; border-bottom: 2px solid {c.heading};
  border-radius: 0; }}
QPushButton[role="word"]:focus {{ border: 2px solid {c.focus}; border-radius: 6px; padding: 2px 4px; }}
QPushButton:default {{ border-color: {c.heading}; font-weight: bold; }}
QLineEdit > QToolButton {{ border: none; background: transparent; padding: 0; min-height: 0; }}
QToolButton[quiet="true"] {{ border: 1px solid transparent; background: transparent; padding: 4px; }}
QToolButton[quiet="true"]:hover {{ background: {ground}; }}
QToolButton[quiet="true"]:focus {{ border: 2px solid {c.focus}; padding: 3px; }}
QFileDialog QToolButton {{ padding: 2px; min-height: 0; }}
QFileDialog QToolButton:focus {{ padding: 1px; }}
QFileDialog QTreeView, QFileDialog QListView, QFileDialog QComboBox {{ icon-size: {round(16 * scale)}px; }}
QToolButton#order:checked {{ background: {c.badge}; color: {c.badge_text}; border-color: {c.border}; }}
QScrollArea#popover {{ background: {c.page}; border: 1px solid {c.border}; border-radius: 6px; }}
QLabel {{ color: {c.text}; background: transparent; }}
QLabel[role="caption"] {{ color: {c.quiet}; font-size: {caption:.1f}pt; font-weight: bold;
  letter-spacing: 1px; }}
QLabel[role="quiet"] {{ color: {c.quiet}; }}
QLabel[role="error"] {{ color: {c.error}; }}
QFrame#status {{ background: {c.panel}; border-top: 1px solid {edge}; }}
QFrame#notice {{ background: {c.page}; border: 1px solid {c.error}; border-radius: 6px; }}
QFrame#notice[kind="news"] {{ background: {c.panel}; border-color: {c.border}; }}
QFrame#progress {{ background: {c.panel}; border-bottom: 1px solid {edge}; }}
QProgressBar {{ background: {c.page}; border: 1px solid {c.border}; border-radius: 6px; max-height: 10px; }}
QProgressBar::chunk {{ background: {c.link}; border-radius: 5px; }}
QToolButton, QPushButton, QLineEdit, QMenu {{ icon-size: {round(16 * scale)}px; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QSplitter::handle {{ background: {edge}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter#shared::handle {{ margin: 4px 0; }}
QSplitter#shared[ring="true"]::handle {{ background: {c.focus}; margin: 3px 0; padding: 1px 0; }}
QToolTip {{ background: {c.page}; color: {c.text}; border: 1px solid {c.border}; padding: 4px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {c.border}; border-radius: 4px; margin: 2px;
  min-height: 32px; min-width: 32px; }}
QScrollBar::handle:hover {{ background: {c.quiet}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
"""
