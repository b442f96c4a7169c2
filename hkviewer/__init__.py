"""hkviewer: read, search and brief from a bundled fact sheet, offline."""

__version__ = "0.1.0"
