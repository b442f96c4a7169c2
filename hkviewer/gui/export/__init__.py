"""The dialog that makes a copy, its pages and its printing."""
