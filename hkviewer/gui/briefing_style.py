"""What the briefing dialog draws beyond the window's own style sheet."""

from __future__ import annotations

from hkviewer.theme import Colours


def briefing_style(colours: Colours) -> str:
    """The dialog's style sheet: groups, ticks, tabs, the foot."""
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
QPushButton[tight="true"] {{ padding: 5px 6px; }}
QPushButton[tight="true"]:focus {{ padding: 4px 5px; }}
QTabBar::tab {{ background: {c.panel}; color: {c.text}; padding: 4px 16px; border: none;
  border-bottom: 3px solid transparent; }}
QTabBar::tab:selected {{ border-bottom-color: {c.heading}; color: {c.heading}; font-weight: bold; }}
QTabBar:focus {{ border: 2px solid {c.focus}; border-radius: 6px; }}
"""
