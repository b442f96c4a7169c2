"""SVG drawings: looked through before anything draws them."""
