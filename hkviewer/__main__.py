"""`python -m hkviewer`."""

from __future__ import annotations

from hkviewer.cli import entry

if __name__ == "__main__":
    entry()
