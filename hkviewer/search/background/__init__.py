"""Searching beside the window: requests and answers, handed to a thread or to a process and back."""
