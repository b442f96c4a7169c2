"""Chosen sections become a copy: what leaves the program."""
