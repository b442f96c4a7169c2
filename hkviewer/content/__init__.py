"""What a fact sheet is: a Markdown file becomes a `FactSheet`, the one model that all else reads."""
