"""Two texts compared: where they agree, and what changed."""
