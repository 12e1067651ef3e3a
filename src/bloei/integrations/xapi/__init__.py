"""The door for xAPI statements."""
