"""The door for badges that others can verify."""
