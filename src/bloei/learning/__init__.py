"""The spine: one person takes part in one offer, and what came of it is on record."""
