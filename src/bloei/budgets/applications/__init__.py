"""Applications: filed, paid by whom, in steps to a decision; conversions among them."""
