"""A block of learning time: what is in its way, what else could be, its steps, in words."""
