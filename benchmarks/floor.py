"""The floor that benchmarks/start.py compares with: a bare QApplication and one QLabel."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel


class Label(QLabel):
    """Writes when it was first painted and ends, if HKVIEWER_FIRST_PAINT names a file; else it stays open."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint, then write the time and end."""
        super().paintEvent(event)
        if report := os.environ.get("HKVIEWER_FIRST_PAINT"):
            Path(report).write_text(str(time.time()), encoding="ascii")
            QTimer.singleShot(0, QApplication.quit)


if __name__ == "__main__":
    application = QApplication([])
    label = Label("U.S. Relations With Hong Kong")
    label.resize(1180, 780)
    label.show()
    sys.exit(application.exec())
