"""What the reader and the organisation have chosen: one table, its owner, and the policy."""
