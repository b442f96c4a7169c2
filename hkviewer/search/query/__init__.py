"""What is typed into what is asked for."""
