"""Text into the words that are compared."""
