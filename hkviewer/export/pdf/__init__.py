"""A copy as PDF, and the pages of one as pictures."""
