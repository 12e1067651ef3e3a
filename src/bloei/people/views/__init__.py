"""How people reach this room: one file per subject."""
