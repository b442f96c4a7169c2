"""Which fact sheets there are."""
