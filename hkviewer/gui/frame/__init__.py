"""What stands around the text: sidebar, menus, status line, dialogs about the document."""
