"""What a file states about itself above its text."""
