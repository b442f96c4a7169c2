"""A query becomes places: what the sheet says, and where."""

SERVE = "--serve-search"
"""With this argument alone the program is the process that `process` starts and `server` is."""
