"""Markdown text into the blocks of the model."""
