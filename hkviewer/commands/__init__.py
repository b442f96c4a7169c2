"""One module for each command, with `add_arguments(parser)` and `run(arguments)`, its exit code.

What people read on one line goes through `system.characters.for_terminal`. Whatever else is printed is
made harmless by `system.terminal` where it reaches a terminal, and stays as it is in a file.
"""

# name -> what it does; the module hkviewer.commands.<name> is imported only when it is called.
COMMANDS = {
    "show": "print a fact sheet, or a section of it",
    "search": "find words in a fact sheet",
    "export": "write a briefing copy",
    "library": "add fact sheets of your own to the library, and list them",
    "compare": "tell what changed between two editions of a fact sheet",
    "check": "name the faults of a Markdown file",
    "verify": "compare the bundled fact sheets with their captured sources, or a copy with its fact sheet",
}
WRITING_FILES = ("export", "library")
"""The commands that have done something although nobody reads what they print."""
