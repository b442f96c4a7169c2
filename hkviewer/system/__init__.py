"""What the program takes from the machine: folders, files, processes, the display."""
