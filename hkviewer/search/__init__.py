"""A query becomes places: what the sheet says, and where."""
