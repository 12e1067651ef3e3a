"""Small lessons, repeated just before they would be forgotten."""
