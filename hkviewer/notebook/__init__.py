"""What the reader adds to a sheet: the places where reading stopped."""
