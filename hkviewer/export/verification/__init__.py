"""Whether a copy says what its fact sheet says, and is as it was written."""
