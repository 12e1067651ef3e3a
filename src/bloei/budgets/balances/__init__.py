"""What somebody has to spend, who would pay a price with it, and every line explained."""
