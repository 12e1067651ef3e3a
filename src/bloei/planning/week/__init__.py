"""The week of somebody: what stands in it, how it is drawn, and what is worth a tip."""
