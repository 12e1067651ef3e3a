"""What people fill in about learning time."""
