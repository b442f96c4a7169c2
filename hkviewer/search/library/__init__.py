"""Searching many files: their index in a file of the cache, brought up to date by processes of its own."""
