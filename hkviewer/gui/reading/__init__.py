"""The sheet and its sections, as they are read."""
