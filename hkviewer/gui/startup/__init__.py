"""Starting the application, and what only the start needs."""
