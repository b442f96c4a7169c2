"""Searching in the window: what is typed, found and gone to."""
