"""The library in the window: its list, and what leads to it."""
