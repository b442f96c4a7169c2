"""What changed between two editions, written for people and for programs."""
