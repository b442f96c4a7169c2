"""The briefing copy: chosen sections, as a document that leaves the program."""
