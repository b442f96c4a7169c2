"""What changed between two texts: the page, the list beside it, and choosing the two."""
