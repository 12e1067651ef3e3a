"""Pages about learning, per subject: the catalogue, one's own plan, the record, and managing."""
