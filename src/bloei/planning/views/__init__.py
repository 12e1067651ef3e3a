"""Pages of learning time."""
