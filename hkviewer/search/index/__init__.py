"""What is searched, and how the answer is put together."""
