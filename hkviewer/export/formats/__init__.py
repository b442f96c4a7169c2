"""A copy in other formats than PDF, one module each, and which format is meant."""
